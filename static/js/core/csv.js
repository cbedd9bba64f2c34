/** @import { Column, Properties } from "./types.js" */

const BOM = "\uFEFF";
/** What makes a spreadsheet read a text as a formula, with the fullwidth forms it treats alike. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;

/**
 * A table as CSV that opens well in a spreadsheet: byte order mark, CRLF, quotes where needed, and
 * text cells that would start a formula made harmless by a leading apostrophe. Numbers stay numbers.
 *
 * @param {Column[]} columns
 * @param {Properties[]} rows
 */
export function toCsv(columns, rows) {
  const head = columns.map(({ label, unit }) => cell(unit ? `${label} (${unit})` : label));
  const body = rows.map((row) => columns.map(({ key }) => cell(row[key])).join(","));
  return `${BOM}${[head.join(","), ...body].join("\r\n")}\r\n`;
}

/** @param {unknown} value */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = String(value);
  const safe = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
