/** @import { EvaluatedUnit, EvaluationShort, Layer, Status, Target, Verdict } from "./types.js" */

const DIGITS = 2;
const MOST_DIGITS = 7;
const LOCALE = { zh: "zh-CN", en: "en-GB" };

/**
 * A value and the threshold it is held against, written short and with the sign that truly stands
 * between them: where two decimals would make 9.999 and 10 look the same, more are written.
 *
 * @param {number} value
 * @param {number} threshold
 * @param {"zh" | "en"} lang
 * @returns {{ value: string, relation: "<" | "=" | ">", threshold: string }}
 */
export function compared(value, threshold, lang) {
  const relation = value < threshold ? "<" : value > threshold ? ">" : "=";
  let digits = DIGITS;
  while (relation !== "=" && digits < MOST_DIGITS && short(value, lang, digits) === short(threshold, lang, digits)) digits += 1;
  return { value: short(value, lang, digits), relation, threshold: short(threshold, lang, digits) };
}

/** @param {number} value @param {"zh" | "en"} lang @param {number} [digits] */
export function short(value, lang, digits = DIGITS) {
  // A ratio keeps its first figures: 1:8 is 0.125 and 1:400 is not zero.
  const small = value !== 0 && Math.abs(value) < 1 ? { maximumSignificantDigits: digits + 1 } : { maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALE[lang], small).format(value);
}

/** What a status is on the map and in a bar: only the decided are coloured. @param {Status} status @returns {Verdict} */
export function verdictOfStatus(status) {
  return status === "met" || status === "missed" ? status : "unknown";
}

/** @param {EvaluatedUnit[]} units */
export function tallyUnits(units) {
  const counts = { met: 0, missed: 0, unknown: 0, count: units.length };
  for (const { status } of units) counts[verdictOfStatus(status)] += 1;
  return counts;
}

const RANK = { missed: 0, uncertain: 1, unknown: 2, not_measurable: 3, met: 4 };

/** Those that need a look first: missed by most, then undecided, then met. @param {EvaluatedUnit[]} units */
export function byGap(units) {
  return [...units].sort((a, b) => (b.gap ?? 0) - (a.gap ?? 0) || RANK[a.status] - RANK[b.status]);
}

/**
 * The code of a unit in the evaluation's result layer.
 *
 * @param {string} target
 * @param {EvaluatedUnit} unit
 */
export function codeInLayer(target, { code, county_code: county }) {
  return county === null ? `${target}:${code}` : code;
}

/**
 * The newest evaluation that was made with the layer versions now published.
 *
 * @param {EvaluationShort[]} evaluations newest first
 * @param {Layer[]} catalogue
 */
export function current(evaluations, catalogue) {
  return evaluations.find((one) => isCurrent(one, catalogue)) ?? null;
}

/**
 * Whether what was looked at is what is published now.
 *
 * @param {{ inputs: { [name: string]: { layer: string, version: number } } }} made
 * @param {Layer[]} catalogue
 */
export function isCurrent({ inputs }, catalogue) {
  const versions = new Map(catalogue.map(({ id, version }) => [id, version?.number]));
  return Object.values(inputs).every(({ layer, version }) => versions.get(layer) === version);
}

/**
 * The years a plan's targets speak of, and the one to show first: the wanted year, or the nearest.
 *
 * @param {Target[]} targets
 * @param {number} wanted
 */
export function yearsOf(targets, wanted) {
  const years = [...new Set(targets.flatMap(({ year }) => (year === null ? [] : [year])))].sort((a, b) => a - b);
  const nearest = years.reduce((best, year) => (Math.abs(year - wanted) < Math.abs(best - wanted) ? year : best), years[0] ?? wanted);
  return { years: years.length > 0 ? years : [wanted], year: years.includes(wanted) ? wanted : nearest };
}

/**
 * The same aim for another year, where the plan has one.
 *
 * @param {Target} target
 * @param {Target[]} all of the plan
 * @param {number} year
 */
export function inYear(target, all, year) {
  if (target.year === null || target.year === year) return target;
  const scope = JSON.stringify(target.scope);
  return all.find((one) => one.indicator === target.indicator && one.year === year && one.role === target.role && JSON.stringify(one.scope) === scope) ?? target;
}

/** @param {string} target @returns {string} the plan that a target, clause or place id belongs to */
export function planOf(target) {
  return target.split(".")[0];
}
