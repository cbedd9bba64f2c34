/**
 * Shapes of scenarios: what the service keeps, previews and solves. Types only.
 *
 * @import { Quality, Status, Titles } from "./types.js"
 * @import { History } from "./history.js"
 *
 * @typedef {object} Edit
 * @property {"add" | "move" | "remove" | "resize" | "set_year"} op
 * @property {string} id
 * @property {number} [lon]
 * @property {number} [lat]
 * @property {number} [piles]
 * @property {number} [year]
 * @property {string} [name_zh]
 *
 * @typedef {"straight" | "network" | "estimated"} Mode how distances are measured
 * @typedef {{ layer: string, version: number, quality: Quality }} Pinned
 * @typedef {{ year: number, thresholds_km: number[], region: string | null, mode: Mode, factor: number }} ScenarioParams
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {string} owner
 * @property {number} revision
 * @property {string} updated_at
 * @property {string | null} forked_from
 * @property {{ token: string } | null} share
 * @property {boolean} mine
 * @property {{ [role: string]: Pinned | null }} base
 * @property {boolean} current
 * @property {ScenarioParams} params
 * @property {Edit[]} [edits]
 * @property {number} [edit_count]
 *
 * @typedef {{ distance_m: number | null, nearest_id: string | null, class: string, reason: string }} Outcome
 * @typedef {Outcome & { code: string, name_zh: string, county_code: string, lon: number, lat: number }} Unit
 * @typedef {{ code: string, before: Outcome, after: Outcome }} UnitChange
 * @typedef {{ status: Status, value: number | null, gap: number | null }} Judged
 * @typedef {{ target: string, title: Titles, unit: string, comparator: string, threshold: number | null, before: Judged, after: Judged }} TargetShift
 * @typedef {{ gained: TargetShift[], lost: TargetShift[], changed: TargetShift[] }} TargetShifts
 * @typedef {{ id: string, op: Edit["op"], lon: number, lat: number, piles: number, year: number, name_zh: string, in_service: boolean }} EditedStation
 * @typedef {{ code: string, where: string, message: string }} Note
 * @typedef {{ id: string, lon: number, lat: number, piles: number | null, year: number | null, name_zh: string }} BaseStation
 *
 * @typedef {object} Draft unsaved edits, kept in the browser
 * @property {Edit[]} edits
 * @property {string} title
 * @property {number} year
 * @property {Mode} mode
 * @property {number | null} factor
 * @property {number} when milliseconds since 1970
 *
 * @typedef {object} Preview
 * @property {{ [role: string]: Pinned | null }} base
 * @property {UnitChange[]} changes
 * @property {EditedStation[]} stations
 * @property {TargetShifts | null} targets
 * @property {Note[]} notes
 * @property {Unit[]} [units]
 * @property {BaseStation[]} [base_stations]
 * @property {number} computed_ms
 *
 * @typedef {object} Side what an edited state is set beside: the state without edits, or another scenario
 * @property {string | null} id
 * @property {string} title
 * @property {Map<string, Outcome>} units
 * @property {TargetShifts | null} targets
 *
 * @typedef {object} Ground what previews are laid on; fetched once for a year and a base
 * @property {Map<string, Outcome>} base
 * @property {BaseStation[] | null} stations of the pinned version, where it is not the published one
 * @property {{ [role: string]: Pinned | null }} pinned
 * @property {Side} side
 * @property {TargetShifts | null} targets against the side
 * @property {Note[]} notes
 *
 * @typedef {object} WhatIf the scenario being worked on
 * @property {Scenario | null} kept as the service has it; null while never saved
 * @property {string | null} token of the link it was opened with
 * @property {string} title
 * @property {History<Edit[]>} history
 * @property {string | null} chosen station
 * @property {boolean | "centre"} adding whether the next press on the map adds a station; or at once, in its middle
 * @property {string | null} against the scenario it is compared with; null for the state without edits
 * @property {number | null} swipe where the divider is, as a share of the map's width; null for none
 * @property {Mode} mode
 * @property {number | null} factor of estimates; null for the service's own
 * @property {number[]} thresholds
 * @property {Draft | null} draft unsaved work of an earlier visit, still to be taken up or thrown away
 *
 * @typedef {{ id: string, lon: number, lat: number, piles: number, year: number, name: string, op: Edit["op"] | null, from: [number, number] | null }} StationNow
 *
 * @typedef {object} PlanFigures the plan year by year; piles are those added
 * @property {number[]} years
 * @property {number[]} within_km
 * @property {number[]} covered
 * @property {number} places_weight
 * @property {{ [county: string]: number[] }} piles_by_county
 * @property {number[]} stations_by_year
 *
 * @typedef {object} Siting
 * @property {string} problem
 * @property {{ passed: boolean } | null} verdict
 * @property {PlanFigures | null} [plan]
 * @property {string} status exact, heuristic, time_limit or infeasible
 * @property {Titles} label
 * @property {number} objective
 * @property {number} gap
 * @property {string} unit
 * @property {number} seconds
 * @property {{ id: string, name_zh: string, piles: number }[]} sites
 * @property {Edit[]} edits
 * @property {number} places
 * @property {{ code: string, message: Titles }[]} notes
 * @property {{ explanation: Titles }[]} [conflicts]
 * @property {{ code: string, name_zh: string }[]} [out_of_reach]
 */

export {};
