/** @import { ScaleClass } from "./types.js" */
import { QUANTITY } from "./palette.js";

const MOST_VALUES = 120;

/**
 * Classes of a count for a choropleth, at natural breaks of its logarithm: likes stay together, and
 * one very large county (a city proper) does not push all the others into one colour.
 *
 * @param {number[]} values positive counts
 * @param {number} [wanted] classes at most
 * @returns {ScaleClass[]} small to large, the lower end included, the last open
 */
export function quantityScale(values, wanted = 5) {
  const sorted = [...new Set(values.filter((value) => value > 0))].sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const step = Math.ceil(sorted.length / MOST_VALUES);
  const starts = naturalBreaks(sorted.filter((_, index) => index % step === 0), Math.min(wanted, sorted.length));
  const edges = [...starts, Infinity];
  return spread(starts.length).map((color, index) => ({
    id: `${edges[index]}-${edges[index + 1]}`, from: edges[index], to: edges[index + 1], side: "plain", color,
  }));
}

/**
 * Fisher's exact grouping: the first value of each of `count` groups whose squared deviations (of
 * the logarithm) add to the least. `best[k][n]` is that sum for the first n values in k groups.
 *
 * @param {number[]} values rising, without repeats @param {number} count
 */
function naturalBreaks(values, count) {
  const logs = values.map(Math.log);
  /** @type {{ cost: number, start: number }[][]} */
  const best = [logs.map((_, end) => ({ cost: deviation(logs, 0, end), start: 0 }))];
  for (let group = 1; group < count; group += 1) best.push(logs.map((_, end) => cheapest(logs, best[group - 1], group, end)));
  const starts = [];
  for (let group = count - 1, end = logs.length - 1; group >= 0; group -= 1) {
    const { start } = best[group][end];
    starts.unshift(values[start]);
    end = start - 1;
  }
  return starts;
}

/** @param {number[]} logs @param {{ cost: number }[]} before @param {number} group @param {number} end */
function cheapest(logs, before, group, end) {
  let found = { cost: Infinity, start: end };
  for (let start = group; start <= end; start += 1) {
    const cost = before[start - 1].cost + deviation(logs, start, end);
    if (cost < found.cost) found = { cost, start };
  }
  return found;
}

/** @param {number[]} logs @param {number} start @param {number} end included */
function deviation(logs, start, end) {
  const part = logs.slice(start, end + 1);
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
  return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** @param {number} count colours spread over the whole ramp, light to dark */
function spread(count) {
  const last = QUANTITY.length - 1;
  if (count === 1) return [QUANTITY[3]];
  return Array.from({ length: count }, (_, index) => QUANTITY[Math.round((index * last) / (count - 1))]);
}

/**
 * @param {ScaleClass[]} scale
 * @param {number | null | undefined} value
 */
export function quantityClassOf(scale, value) {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return scale.find(({ from, to }) => value >= from && value < to) ?? null;
}
