/** @import { ScaleClass } from "./types.js" */
import { classOf } from "./distance-scale.js";

const WIDTHS_KM = [0.5, 1, 2, 5, 10, 20, 50];
const MOST_BINS = 24;

/**
 * Bins of equal width from zero, the target on a bin edge, each with the colour of its class.
 *
 * @param {(number | null)[]} distancesM metres; missing ones are left out
 * @param {ScaleClass[]} scale
 * @param {number | null} targetKm
 * @returns {{ fromKm: number, toKm: number, count: number, color: string, side: string }[]}
 */
export function histogram(distancesM, scale, targetKm) {
  const known = distancesM.filter((value) => value !== null && Number.isFinite(value)).map((value) => Number(value) / 1000);
  const reach = Math.max(targetKm === null ? 0 : targetKm * 1.2, ...known);
  const width = widthFor(reach, targetKm);
  const bins = Array.from({ length: Math.max(1, Math.floor(reach / width) + 1) }, (_, index) => emptyBin(index * width, width, scale));
  for (const km of known) bins[Math.floor(km / width)].count += 1;
  return bins;
}

/** @param {number} reach @param {number | null} targetKm */
function widthFor(reach, targetKm) {
  const onEdge = WIDTHS_KM.filter((width) => targetKm === null || Number.isInteger(targetKm / width));
  const fitting = onEdge.find((width) => reach / width < MOST_BINS);
  return fitting ?? 10 ** Math.ceil(Math.log10(reach / MOST_BINS));
}

/** @param {number} fromKm @param {number} width @param {ScaleClass[]} scale */
function emptyBin(fromKm, width, scale) {
  const found = classOf(scale, (fromKm + width / 2) * 1000);
  return { fromKm, toKm: fromKm + width, count: 0, color: found?.color ?? "", side: found?.side ?? "plain" };
}
