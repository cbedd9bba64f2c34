/** @import { Asked, Finding } from "./manage-types.js" */
/** @import { Feature } from "./types.js" */

/**
 * What people can do on the page about a finding: `words` names the advice, `asked` is what another
 * inspection would be told, where one press is enough.
 *
 * @typedef {{ words: string, values: { [name: string]: string }, asked: Asked | null }} Mend
 */

const CRS = ["crs_missing", "crs_unreadable", "crs_impossible", "crs_contradicted", "crs_off_lines"];
const SWAPPED = ["crs_missing_swapped", "crs_unreadable_swapped", "crs_contradicted_swapped"];
const SHIFTED = ["datum_shifted", "datum_shifted_towns", "datum_hinted"];
const SIMPLE = /** @type {{ [code: string]: string }} */ ({
  crs_unknown: "crs_ask", crs_unreadable_no_idea: "crs_ask", crs_missing_no_idea: "crs_ask", crs_inferred: "crs_ask", crs_without_code: "crs_ask", crs_asked_unknown: "crs_ask",
  datum_assumed: "datum_ask", datum_unconfirmed: "datum_ask",
  encoding_label_wrong: "encoding", encoding_uncertain: "encoding", encoding_detected: "encoding",
  table_header_at: "header", table_without_header: "header",
  several_sheets: "sheet", sheet_not_there: "sheet",
  position_columns: "columns", column_not_there: "columns", table_separator: "separator",
});

/** @param {Finding} finding @returns {Mend | null} null where the service's own advice is the one to give */
export function mendOf({ code, facts }) {
  const first = String(facts.first ?? "-");
  if (CRS.includes(code) && first !== "-") return { words: "crs", values: { crs: first }, asked: { crs: first } };
  if (SWAPPED.includes(code)) return { words: "crs_swapped", values: { crs: first }, asked: { crs: first, swap_axes: true } };
  if (code === "axes_swapped") return { words: "swap", values: {}, asked: { swap_axes: true } };
  if (SHIFTED.includes(code)) return { words: "datum", values: { datum: String(facts.datum) }, asked: { datum: String(facts.datum) } };
  const words = CRS.includes(code) ? "crs_ask" : SIMPLE[code];
  return words ? { words, values: {}, asked: null } : null;
}

/**
 * Findings of one kind together, in the order in which the kinds came; errors stay first.
 *
 * @param {Finding[]} findings
 * @returns {Finding[][]}
 */
export function gathered(findings) {
  /** @type {Map<string, Finding[]>} */
  const kinds = new Map();
  for (const finding of findings) {
    const kind = `${finding.level} ${finding.code} ${finding.where.layer ?? ""}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), finding]);
  }
  return [...kinds.values()];
}

/**
 * Where a finding lies in degrees, when that is known: told so, or the file itself is in degrees.
 *
 * @param {Finding} finding
 * @param {string | null} crs of its layer
 * @returns {[number, number] | null}
 */
export function spotOf({ where }, crs) {
  if (where.lonlat) return where.lonlat;
  return where.coordinate && (crs === "EPSG:4326" || crs === "EPSG:4490") ? where.coordinate : null;
}

/**
 * The shape that a finding tells of before it was repaired and after; nothing where it tells of none.
 *
 * @param {Finding | null} finding
 * @returns {{ before: Feature[], after: Feature[] }}
 */
export function changeOf(finding) {
  const shape = (/** @type {any} */ geometry) => (geometry ? [/** @type {Feature} */ ({ type: "Feature", properties: {}, geometry })] : []);
  return { before: shape(finding?.facts.before), after: shape(finding?.facts.after) };
}
