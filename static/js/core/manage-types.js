/**
 * Shapes of what the API sends to those who look after the data. Types only.
 *
 * @import { Layer, LayerVersion, Quality, Titles } from "./types.js"
 *
 * @typedef {object} Policy
 * @property {string} name
 * @property {number} shortest characters of a password
 * @property {number} longest
 * @property {number} classes of lower, upper, digits and others, how many must appear
 * @property {number | null} lifetime_days
 * @property {number} idle_minutes
 *
 * @typedef {object} Session
 * @property {boolean} signed_in
 * @property {string | null} name
 * @property {string} role
 * @property {string[]} rights
 * @property {Policy} policy
 * @property {boolean} set_up_needed
 * @property {string | null} provider what people may sign in with besides, by its name
 * @property {boolean} insecure the connection is not encrypted
 *
 * @typedef {object} Account
 * @property {string} name
 * @property {string} role
 * @property {boolean} disabled
 * @property {string} created_at
 * @property {string | null} signed_in_at
 * @property {string | null} locked_until
 *
 * @typedef {object} Token
 * @property {string} id
 * @property {string} owner
 * @property {string} label
 * @property {string[]} rights
 * @property {string} created_at
 * @property {string} expires_at
 * @property {string | null} used_at
 * @property {string | null} revoked_at
 *
 * @typedef {{ number: number, at: string, actor: string, action: string, object: string, details: { [name: string]: any } }} JournalEntry
 *
 * @typedef {{ code: string, where?: string | null, detail?: { [name: string]: any } }} JobError
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} kind
 * @property {"queued" | "running" | "done" | "failed"} status
 * @property {number} progress 0 to 1
 * @property {any} [result]
 * @property {JobError | null} error
 *
 * @typedef {object} Asked what people know about the content of a file
 * @property {string} [crs]
 * @property {string} [datum]
 * @property {string} [encoding]
 * @property {string} [sheet]
 * @property {string} [layer]
 * @property {number} [header]
 * @property {string} [separator]
 * @property {{ [role in "lon" | "lat" | "wkt"]?: string }} [columns]
 * @property {boolean} [swap_axes]
 * @property {string} [region]
 *
 * @typedef {{ file?: string, layer?: string, row?: number, field?: string, coordinate?: [number, number], lonlat?: [number, number] }} Place
 *
 * @typedef {object} Finding
 * @property {"error" | "warning" | "info"} level
 * @property {string} code
 * @property {Place} where
 * @property {{ [name: string]: any }} facts
 * @property {string} message
 * @property {string} repair
 *
 * @typedef {{ crs: string, datum: string, score: number, inside_share: number, swapped: boolean, evidence: string[] }} CrsCandidate
 * @typedef {{ encoding: string, score: number, undecodable: number, samples: string[] }} EncodingCandidate
 * @typedef {{ name: string, original: string, type: string }} ReportField
 *
 * @typedef {object} LayerReport
 * @property {string} name
 * @property {"features" | "attributes"} kind
 * @property {number} feature_count
 * @property {number} valid_count
 * @property {number} rejected_count
 * @property {number} repaired_count
 * @property {string | null} geometry_type
 * @property {string | null} crs
 * @property {string} crs_by
 * @property {CrsCandidate[]} crs_candidates
 * @property {string | null} datum
 * @property {{ [datum: string]: number }} datum_evidence
 * @property {string} encoding
 * @property {EncodingCandidate[]} encoding_candidates
 * @property {ReportField[]} fields
 * @property {[number, number, number, number] | null} bbox
 * @property {boolean} stored its features lie ready to be published
 * @property {{ layer: string, column: string, to: string, matched: number, unmatched: string[] } | null} join
 *
 * @typedef {object} Report
 * @property {string} file
 * @property {string | null} format
 * @property {boolean} accepted
 * @property {boolean} accepted_if_valid_only
 * @property {LayerReport[]} layers
 * @property {Finding[]} findings
 * @property {string} sandbox
 *
 * @typedef {object} Upload
 * @property {string} id
 * @property {string} layer
 * @property {string} file_name
 * @property {number} size
 * @property {string | null} sha256
 * @property {"receiving" | "received" | "inspecting" | "inspected" | "refused" | "publishing" | "staged" | "published" | "discarded"} state
 * @property {{ size: number, total: number, received: number[], missing: number[] }} chunks
 * @property {Asked} asked
 * @property {Report | null} report
 * @property {number | null} base_version
 * @property {number | null} version
 * @property {boolean} file_kept
 * @property {Job | null} job
 * @property {string} created_by
 * @property {string} created_at
 * @property {string} updated_at
 *
 * @typedef {object} Wanted how an upload shall be published
 * @property {"replace" | "append" | "upsert"} mode
 * @property {string | null} key
 * @property {boolean} accept_valid
 * @property {string | null} source_layer
 * @property {number | null} [expected_version] what the publisher has seen since the inspection
 * @property {boolean} dry_run
 * @property {{ [name: string]: any }} metadata
 *
 * @typedef {{ added: number, removed: number, changed: number, changed_geometry: number, changed_attributes: number, unchanged: number }} Counts
 * @typedef {{ added: string[], removed: string[], retyped: string[] }} Columns
 * @typedef {{ dry_run?: boolean, from?: number | null, to?: number, counts?: Counts, columns?: Columns, version?: Version, layer?: string }} Outcome
 *
 * @typedef {object} Version
 * @property {number} number
 * @property {"staged" | "published" | "superseded" | "discarded"} state
 * @property {Titles} title
 * @property {string} source
 * @property {string} source_date
 * @property {Quality} quality
 * @property {string} licence
 * @property {string | null} key
 * @property {string} geometry_type
 * @property {number} feature_count
 * @property {string} created_by
 * @property {string} created_at
 * @property {string | null} published_at
 *
 * @typedef {object} Change
 * @property {"added" | "removed" | "changed"} kind
 * @property {string} id
 * @property {boolean} geometry_changed
 * @property {{ [field: string]: [any, any] }} fields before and after
 *
 * @typedef {{ before: Version, after: Version, matched_by: "key" | "content", key: string | null, counts: Counts, columns: Columns, total: number, offset: number, changes: Change[] }} Diff
 * @typedef {{ type: "Feature", id: string, geometry: any, before: any, properties: { id: string, change: Change["kind"] } }} DiffFeature
 * @typedef {Layer & { visibility: "public" | "internal", key: string | null, version: LayerVersion }} ManagedLayer
 */

export {};
