/** @import { ScaleClass } from "./types.js" */
import { QUANTITY } from "./palette.js";

const MOST_CLASSES = 6;

/**
 * Classes of equal, round width (1, 2 or 5 times a power of ten) over any measured quantity.
 *
 * @param {number[]} values
 * @returns {ScaleClass[]} small to large, the lower end included; the last includes its upper end
 */
export function evenScale(values) {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const width = roundWidth((high - low) / MOST_CLASSES);
  const first = Math.floor(low / width);
  const count = Math.min(MOST_CLASSES, Math.max(1, Math.ceil(round(high / width)) - first));
  return Array.from({ length: count }, (_, index) => {
    const from = round((first + index) * width);
    return { id: String(from), from, to: round((first + index + 1) * width), side: "plain", color: colorOf(index, count) };
  });
}

/** @param {number} least */
function roundWidth(least) {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((step) => step * power >= least * 0.999999) ?? 10) * power;
}

/** @param {number} value without the dust of binary fractions */
function round(value) {
  return Number(value.toPrecision(12));
}

/** @param {number} index @param {number} count */
function colorOf(index, count) {
  return QUANTITY[count === 1 ? 3 : Math.round((index * (QUANTITY.length - 1)) / (count - 1))];
}

/**
 * @param {ScaleClass[]} scale
 * @param {unknown} value
 */
export function evenClassOf(scale, value) {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return scale.find(({ from, to }, index) => value >= from && (value < to || value === from || index === scale.length - 1)) ?? null;
}
