/** @import { ScaleClass } from "./types.js" */
import { BEYOND, QUANTITY, WITHIN, chooseColors } from "./palette.js";

/** Finer breaks used only where a side of the target has no threshold of the plan's at all. */
const FINER_KM = [2, 5, 10, 20];
const MOST_BREAKS = 2;

/**
 * Distance classes whose breaks sit on the plan's thresholds and whose hue changes at the target.
 *
 * At most three classes lie on each side of the target. Where the run has more thresholds than
 * that, the two that divide the measured distances most evenly are taken.
 *
 * @param {number[]} thresholdsKm
 * @param {number | null} targetKm
 * @param {(number | null)[]} [distancesM] metres, what is to be shown
 * @returns {ScaleClass[]} near to far, without gaps, the last open to infinity
 */
export function distanceScale(thresholdsKm, targetKm, distancesM = []) {
  const thresholds = [...new Set(thresholdsKm)].sort((a, b) => a - b);
  if (targetKm === null) return classesBetween(thresholds.slice(0, 5), "plain", QUANTITY);
  const known = distancesM.flatMap((metres) => (typeof metres === "number" ? [metres / 1000] : []));
  const inside = thresholds.filter((km) => km < targetKm);
  const within = mostEven(inside.length > 0 ? inside : FINER_KM.filter((km) => km < targetKm), known.filter((km) => km < targetKm));
  const beyond = mostEven(thresholds.filter((km) => km > targetKm), known.filter((km) => km >= targetKm));
  return [...sideOf([0, ...within, targetKm], "within", WITHIN), ...sideOf([targetKm, ...beyond, Infinity], "beyond", BEYOND)];
}

/**
 * The two breaks that divide the values most evenly (highest entropy); of equals, the larger ones.
 *
 * @param {number[]} breaks rising @param {number[]} values
 */
function mostEven(breaks, values) {
  if (breaks.length <= MOST_BREAKS) return breaks;
  const pairs = breaks.flatMap((low, index) => breaks.slice(index + 1).map((high) => [low, high]));
  return pairs.reduce((best, pair) => (entropy(pair, values) >= entropy(best, values) ? pair : best));
}

/** @param {number[]} breaks @param {number[]} values */
function entropy([low, high], values) {
  const below = values.filter((value) => value < low).length;
  const above = values.filter((value) => value >= high).length;
  const shares = [below, above, values.length - below - above].map((count) => count / values.length);
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}

/** @param {number[]} edges @param {"within" | "beyond"} side @param {string[]} three */
function sideOf(edges, side, three) {
  const colors = chooseColors(three, edges.length - 1);
  return colors.map((color, index) => makeClass(edges[index], edges[index + 1], side, color));
}

/** @param {number[]} breaks @param {"plain"} side @param {string[]} colors */
function classesBetween(breaks, side, colors) {
  const edges = [0, ...breaks, Infinity];
  return edges.slice(1).map((to, index) => makeClass(edges[index], to, side, colors[index]));
}

/**
 * @param {number} from @param {number} to @param {ScaleClass["side"]} side @param {string} color
 * @returns {ScaleClass}
 */
function makeClass(from, to, side, color) {
  return { id: `${from}-${to}`, from, to, side, color };
}

/**
 * The class of a distance. An edge belongs to the farther class when the plan says "<" and to the
 * nearer one when it says "≤". Null when the distance is missing.
 *
 * @param {ScaleClass[]} scale
 * @param {number | null | undefined} distanceM metres
 * @param {string} [comparator]
 */
export function classOf(scale, distanceM, comparator = "<") {
  if (distanceM === null || distanceM === undefined || Number.isNaN(distanceM)) return null;
  const closed = comparator === "<=" || comparator === "≤";
  const hit = scale.find(({ to }) => (closed ? distanceM <= to * 1000 : distanceM < to * 1000));
  return hit ?? scale[scale.length - 1] ?? null;
}
