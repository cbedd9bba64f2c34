/** @import { Asked } from "./manage-types.js" */

/**
 * What people said about a file in the form, without what they left open.
 *
 * @param {{ [name: string]: string }} values
 * @returns {Asked}
 */
export function askedFrom(values) {
  const text = (/** @type {string} */ name) => (values[name] ?? "").trim() || undefined;
  const columns = Object.fromEntries(["lon", "lat", "wkt"].flatMap((role) => (text(role) ? [[role, text(role)]] : [])));
  const header = text("header");
  /** @type {Asked} */
  const asked = {
    crs: crsCode(text("crs")),
    datum: text("datum"),
    encoding: text("encoding"),
    sheet: text("sheet"),
    region: text("region"),
    separator: separatorSign(text("separator")),
    header: header ? Number(header) : undefined,
    columns: Object.keys(columns).length > 0 ? columns : undefined,
    swap_axes: values.swap_axes === "true" || undefined,
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** A bare number is the one of a system in the EPSG register. @param {string | undefined} text */
function crsCode(text) {
  return text && /^\d{4,6}$/.test(text) ? `EPSG:${text}` : text;
}

const SIGNS = /** @type {{ [word: string]: string }} */ ({ tab: "\t", "，": ",", "；": ";" });

/** A tabulator cannot be typed into a field. @param {string | undefined} text */
function separatorSign(text) {
  return text && (SIGNS[text.toLowerCase()] ?? text[0]);
}

/** What the fields of the form hold for what was said before. @param {Asked} asked @returns {{ [name: string]: string }} */
export function fieldsFrom({ columns = {}, ...told }) {
  const empty = { crs: "", datum: "", encoding: "", sheet: "", region: "", header: "", separator: "", lon: "", lat: "", wkt: "", swap_axes: "" };
  const texts = Object.entries({ ...told, ...columns }).map(([name, value]) => [name, value === "\t" ? "TAB" : String(value)]);
  return { ...empty, ...Object.fromEntries(texts) };
}
