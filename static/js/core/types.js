/**
 * Shapes of what the API sends and of what the parts of the page hand to each other. Types only.
 *
 * @typedef {"zh" | "en"} Lang
 * @typedef {{ zh: string, en: string }} Titles
 * @typedef {"official" | "derived" | "illustrative"} Quality
 * @typedef {[number, number, number, number]} BBox west, south, east, north in degrees
 *
 * @typedef {object} LayerVersion
 * @property {string} id
 * @property {number} number
 * @property {number} feature_count
 * @property {number} awaited_count features whose geometry is still to come
 * @property {BBox | null} bbox
 * @property {string | null} published_at
 *
 * @typedef {object} Layer
 * @property {string} id
 * @property {Titles} title
 * @property {string} role
 * @property {string} geometry_type
 * @property {Quality} quality
 * @property {string} licence
 * @property {string} source
 * @property {string | null} source_date
 * @property {string | null} [review_number]
 * @property {string | null} [review_basis] why it needs none
 * @property {Titles | null} [note]
 * @property {LayerVersion | null} version
 * @property {{ name: string, type: string, title: Titles, unit: string | null }[]} [attributes]
 *
 * @typedef {{ [name: string]: any }} Properties
 * @typedef {{ type: "Feature", id?: string | number, properties: Properties, geometry: any }} Feature
 *
 * @typedef {object} DistanceClass
 * @property {string} class
 * @property {number} from_km
 * @property {number | null} to_km
 * @property {number} count
 * @property {number} share
 *
 * @typedef {object} RunSummary
 * @property {number} count
 * @property {number} year
 * @property {number[]} thresholds_km
 * @property {number | null} max_m
 * @property {number | null} p90_m
 * @property {number | null} mean_m
 * @property {number | null} median_m
 * @property {DistanceClass[]} [classes]
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} analysis
 * @property {string} status
 * @property {Properties} params
 * @property {{ [role: string]: { layer: string, version: number, quality?: Quality } }} inputs
 * @property {RunSummary} summary
 * @property {string} result_collection
 * @property {string} created_at
 * @property {boolean} [reused]
 *
 * @typedef {object} Target
 * @property {string} id
 * @property {string} plan
 * @property {string} document
 * @property {string} clause
 * @property {string | null} clause_path numbering as printed
 * @property {string} indicator
 * @property {string} comparator
 * @property {number | null} value
 * @property {number | null} [value_high]
 * @property {string | null} unit
 * @property {string} [printed] the figure as the document prints it
 * @property {number | null} year
 * @property {{ region?: string, zone?: string } | null} scope
 * @property {string} title_zh
 * @property {string} title_en
 * @property {string | null} [note_zh]
 * @property {string | null} [note_en]
 * @property {string} [kind] binding, expected or stated
 * @property {string} [role] aim or record
 * @property {string} [theme]
 *
 * @typedef {object} Plan
 * @property {string} id
 * @property {string} title_zh
 * @property {string} title_en
 * @property {string | null} [number]
 * @property {string} [issuer_zh]
 * @property {string} [issuer_en]
 * @property {string} [issued]
 * @property {string} [region]
 * @property {string} [document]
 * @property {{ clauses: number, targets: number, places: number, tasks: number }} [counts]
 *
 * @typedef {object} Clause
 * @property {string} id
 * @property {string} plan
 * @property {string} path numbering as printed
 * @property {string} subject_zh
 * @property {string} subject_en
 * @property {string[]} bodies_zh responsible bodies
 * @property {string[]} support_zh supporting bodies
 * @property {string[]} places ids
 * @property {string | null} [note_zh]
 * @property {string | null} [note_en]
 *
 * @typedef {object} PlanPlace
 * @property {string} id
 * @property {string} plan
 * @property {string} name_zh
 * @property {string} name_en
 * @property {string} type
 * @property {string | null} county
 * @property {number | null} year
 * @property {number | null} quantity
 * @property {string | null} unit
 * @property {string | null} layer where its geometry is looked for
 * @property {string[]} clauses ids
 * @property {string | null} [note_zh]
 * @property {string | null} [note_en]
 *
 * @typedef {object} PlaceCandidate features that a plan's place may be
 * @property {string} layer
 * @property {number} version
 * @property {string[]} features several are the parts of one line
 * @property {string} name
 * @property {"exact" | "spelling" | "region" | "works" | "part"} how
 * @property {string | null} county
 * @property {[number, number, number, number]} bbox
 *
 * @typedef {object} PlaceMatch
 * @property {"confirmed" | "proposed" | "ambiguous" | "awaited"} state
 * @property {PlaceCandidate[]} candidates
 * @property {{ layer: string, features: string[], at: string | null } | null} decision
 * @property {boolean} is_stale
 *
 * @typedef {object} PlanTask
 * @property {string} id
 * @property {string} clause
 * @property {string} title_zh
 * @property {string} title_en
 * @property {string[]} lead_zh
 * @property {string[]} support_zh
 * @property {number | null} start
 * @property {number | null} year
 * @property {string | null} due
 * @property {string[]} places
 *
 * @typedef {Plan & { clauses: Clause[], targets: Target[], places: PlanPlace[], tasks: PlanTask[], source: { title_zh: string, title_en: string } }} PlanDetail
 *
 * @typedef {{ title_zh: string, title_en: string }} Word
 * @typedef {{ [list in "units" | "regions" | "zones" | "layers" | "indicators" | "place_types"]?: { [id: string]: Word } }} Vocabulary
 *
 * @typedef {"met" | "missed" | "uncertain" | "not_measurable" | "unknown"} Status of a target or unit in an evaluation
 * @typedef {{ code: string, name: string, county_code: string | null, value: number | null, gap: number | null, status: Status }} EvaluatedUnit
 * @typedef {{ key: string, what: string, amount: number, unit: string | null }} Need
 * @typedef {{ comparator: string, value: number | null, unit: string, printed: string }} Asked
 *
 * @typedef {object} Measured what every judged target tells, of the whole or of one unit
 * @property {string} target
 * @property {Titles} title
 * @property {string} plan
 * @property {string} clause
 * @property {string} clause_path
 * @property {Status} status
 * @property {number | null} value
 * @property {number | null} threshold
 * @property {number | null} gap
 * @property {string} unit
 * @property {string} comparator
 * @property {string | null} edge_rule
 * @property {string | null} method
 * @property {string | null} reason
 * @property {string[]} needs layers
 * @property {Quality | null} quality
 * @property {Asked} asked
 *
 * @typedef {object} EvaluatedMore
 * @property {string} indicator
 * @property {string} theme
 * @property {string} kind
 * @property {number | null} year
 * @property {string | null} level
 * @property {string[]} layers
 * @property {number | null} numerator
 * @property {number | null} denominator
 * @property {{ kind: string, error: number, unit: string } | null} uncertainty
 * @property {Need[]} shortfall
 * @property {{ region?: string, zone?: string }} scope
 * @property {EvaluatedUnit[]} units
 *
 * @typedef {Measured & EvaluatedMore} EvaluatedTarget
 * @typedef {Measured & { level: "unit" | "county" | "region" }} UnitTarget
 * @typedef {{ code: string, name: string, year: number, targets: UnitTarget[] }} UnitTargets
 *
 * @typedef {object} EvaluationShort
 * @property {string} id
 * @property {string} plan
 * @property {number} year
 * @property {string | null} region
 * @property {{ [layer: string]: { layer: string, version: number, quality: Quality } }} inputs
 * @property {{ [status in Status]?: number }} counts
 * @property {string | null} result_collection
 * @property {string} created_at
 *
 * @typedef {EvaluationShort & { targets: EvaluatedTarget[] }} Evaluation
 *
 * @typedef {{ target: string, title: Titles, unit: string, status_before: Status, status_after: Status, value_before: number | null, value_after: number | null }} TargetChange
 * @typedef {{ gained: string[], lost: string[], changed: TargetChange[], unchanged: number, inputs: { layer: string, version_before: number | null, version_after: number | null }[] }} Comparison
 *
 * @typedef {{ document: string, plan: string, clause: string, clause_path: string, target: string | null, printed: string | null }} CitedPlace
 *
 * @typedef {object} Finding
 * @property {string} rule
 * @property {"error" | "warning" | "info"} severity
 * @property {string} [adcode]
 * @property {string[]} plans
 * @property {CitedPlace[]} places
 * @property {string} arithmetic
 * @property {string} message_zh
 * @property {string} message_en
 *
 * @typedef {object} AnalysisParam
 * @property {string} name
 * @property {string} kind integer, number, numbers, text, …
 * @property {string | null} unit
 * @property {any} default
 * @property {Titles} [title]
 * @property {boolean} [required]
 * @property {number | null} [minimum]
 * @property {number | null} [maximum]
 * @property {string | null} [pattern]
 *
 * @typedef {{ name: string, kind: string, unit: string | null, title?: Titles }} OutputColumn
 *
 * @typedef {object} Analysis
 * @property {string} id
 * @property {Titles} title
 * @property {Titles} [method]
 * @property {{ role: string, title?: Titles, columns: { name: string, required: boolean }[], geometry_types: string[] }[]} inputs
 * @property {AnalysisParam[]} params
 * @property {OutputColumn[]} [outputs]
 *
 * @typedef {"met" | "missed" | "unknown"} Verdict
 *
 * @typedef {object} ScaleClass
 * @property {string} id
 * @property {number} from lower end, included when the comparator is "<"
 * @property {number} to upper end; Infinity for the last
 * @property {"within" | "beyond" | "plain"} side of the plan's line
 * @property {string} color
 *
 * @typedef {object} LegendEntry
 * @property {string} id
 * @property {string} label
 * @property {string} color
 * @property {"fill" | "hatch" | "dots" | "line" | "point" | "schematic"} look
 * @property {number | null} count
 * @property {string} [outline]
 * @property {Quality} [quality] of a layer
 *
 * @typedef {object} Legend
 * @property {string} title
 * @property {LegendEntry[]} entries classes of the theme, near to far or small to large
 * @property {LegendEntry[]} layers the other layers on the map
 * @property {string[]} notes
 *
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {string} [unit]
 * @property {boolean} numeric
 * @property {number} [factor] from the row's value to the unit shown, where they differ
 * @property {(value: any, row: Properties) => string} text what the cell shows
 *
 * @typedef {{ column: string, direction: "asc" | "desc" }} Sort
 * @typedef {{ kind: string, id: string }} Selection
 * @typedef {{ zoom: number, lat: number, lon: number }} View
 *
 * @typedef {(key: string, values?: { [name: string]: string | number }) => string} Translate
 */

export {};
