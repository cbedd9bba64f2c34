/** The data colours: the only place where the page names them. Interface colours live in CSS. */

/** Near to far on the right side of the plan's line. */
export const WITHIN = ["#0F4C5C", "#2E8A99", "#8CC5B8"];
/** Near to far beyond the line; another hue, and hatched, so that the two cannot be confused. */
export const BEYOND = ["#F2D492", "#E08E45", "#A63C06"];
/** A quantity, small to large: one blue-green in six steps. */
export const QUANTITY = ["#E3F0EE", "#BFDDD9", "#94C6C1", "#63A9A6", "#378886", "#1B6464"];
/** A plan target kept, and not: the same two colours as the lights beside them. */
export const MET = "#2B7A78";
export const MISSED = "#B8471B";
export const UNKNOWN = "#7B8794";
export const WATER = "#A9CBE0";
export const WATER_LINE = "#3A7CA5";
/** Neither water nor boundary: a warm grey that holds on paper, on the dark scheme and on every class. */
export const ROAD = "#7d7468";
export const BOUNDARY = "#6B5B4B";
export const ACCENT = "#0B6E99";
export const STATION = "#1F2933";
export const PAPER = "#FBFAF7";
/** What came, went and changed between two versions: the ends of the diverging scale and the accent. */
export const CHANGES = { added: "#01665E", removed: "#8C510A", changed: ACCENT };

/** Which of three colours serve when fewer classes are needed: the middle alone reads best. */
const CHOICE = { 1: [1], 2: [1, 2], 3: [0, 1, 2] };

/**
 * @param {string[]} three
 * @param {number} count 0 to 3
 */
export function chooseColors(three, count) {
  return (CHOICE[/** @type {1 | 2 | 3} */ (count)] ?? []).map((index) => three[index]);
}

const HATCH_ON_LIGHT = "#7A2E05";

/**
 * The colour of hatch lines on a fill: dark on light fills, paper on dark ones.
 *
 * @param {string} color six-digit hex
 */
export function hatchInk(color) {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 120 ? HATCH_ON_LIGHT : PAPER;
}
