/** @import { Column, Properties, Sort } from "./types.js" */

/**
 * The rows that pass every filter, in order. A text filter matches anywhere in what the cell
 * shows; a number filter takes `>5`, `>=5`, `<10`, `<=10`, `=3` or `5-10`, in the unit shown. Missing values sort last
 * either way, and equal values keep the order they came in.
 *
 * @param {Properties[]} rows
 * @param {Column[]} columns
 * @param {{ sort: Sort, filters: { [key: string]: string } }} how
 */
export function arrange(rows, columns, { sort, filters }) {
  const tests = columns.filter(({ key }) => filters[key]?.trim()).map((column) => rowTest(column, filters[column.key].trim()));
  const kept = rows.filter((row) => tests.every((test) => test(row)));
  const column = columns.find(({ key }) => key === sort.column);
  if (!column) return kept;
  const sign = sort.direction === "asc" ? 1 : -1;
  return kept.sort((a, b) => compare(a[column.key], b[column.key], sign));
}

/** @param {any} a @param {any} b @param {number} sign */
function compare(a, b, sign) {
  const gaps = Number(isGap(a)) - Number(isGap(b));
  if (gaps !== 0 || isGap(a)) return gaps;
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * String(a).localeCompare(String(b), "zh-CN");
}

/** @param {unknown} value */
function isGap(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

/** @param {Column} column @param {string} text @returns {(row: Properties) => boolean} */
function rowTest(column, text) {
  const range = column.numeric ? numberTest(text) : null;
  if (range) return (row) => !isGap(row[column.key]) && range(Number(row[column.key]) * (column.factor ?? 1));
  const wanted = text.toLowerCase();
  return (row) => column.text(row[column.key], row).toLowerCase().includes(wanted);
}

/** @param {string} text @returns {((value: number) => boolean) | null} */
function numberTest(text) {
  const between = /^(-?[\d.]+)\s*[-–~]\s*(-?[\d.]+)$/.exec(text);
  if (between) return (value) => value >= Number(between[1]) && value <= Number(between[2]);
  const single = /^(<=|>=|≤|≥|<|>|=)\s*(-?[\d.]+)$/.exec(text);
  if (!single) return null;
  const limit = Number(single[2]);
  switch (single[1]) {
    case "<": return (value) => value < limit;
    case ">": return (value) => value > limit;
    case "=": return (value) => value === limit;
    case "<=": case "≤": return (value) => value <= limit;
    default: return (value) => value >= limit;
  }
}
