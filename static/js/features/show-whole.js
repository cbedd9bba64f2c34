/** @import { App } from "./app.js" */
/** @import { BBox } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
import { bboxOf, eachPosition } from "../core/bbox.js";
import { slot } from "../ui/dom.js";

const STEPS = 6;
const MOST_COVERED = 0.5;

/**
 * Show the whole region as large as can be while no part of it lies under the legend, or under the
 * sheet of a phone.
 *
 * @param {App} app
 * @param {MapView} view
 * @param {BBox} otherwise the extent when nothing is on the map yet
 * @param {boolean} animate
 */
export function showWhole(app, view, otherwise, animate) {
  const features = app.store.get().answer?.features ?? [];
  const box = bboxOf(features) ?? otherwise;
  const map = slot("map").getBoundingClientRect();
  const lids = coverOf(slot("legend").firstElementChild, map);
  // A phone's sheet lies over the whole width: the middle of the map is that of what it leaves.
  const sheet = Math.min(map.height * MOST_COVERED, Math.max(0, ...coverOf(slot("panel"), map).map(({ top }) => map.height - top)));
  const isHidden = (/** @type {Extent} */ extent) => lids.some((lid) => eachPosition(features, (lon, lat) => within(lid, extent.toPx(lon, lat))));
  // The region gives way upwards, downwards or to the right, whichever leaves it largest.
  const ways = [marginsOf("below", map.height, sheet, lids.map(({ top }) => map.height - top)), marginsOf("above", map.height, sheet, lids.map(({ bottom }) => bottom)), marginsOf("left", map.width, sheet, lids.map(({ right }) => right))];
  const free = ways.flatMap((margins) => margins.map((margin) => view.extentFor(box, margin)).filter((extent) => !isHidden(extent)).slice(0, 1));
  const extent = free.sort((a, b) => b.zoom - a.zoom)[0] ?? view.extentFor(box, { below: sheet });
  view.moveTo(extent, animate);
}

/** @typedef {ReturnType<MapView["extentFor"]>} Extent */

/**
 * Margins on one side, from none to what is covered there, above the sheet.
 *
 * @param {"below" | "above" | "left"} side @param {number} whole pixels of the map that way @param {number} sheet @param {number[]} covered
 * @returns {{ below?: number, above?: number, left?: number }[]}
 */
function marginsOf(side, whole, sheet, covered) {
  const deepest = Math.min(whole * MOST_COVERED, Math.max(0, ...covered));
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const margin = (deepest * step) / STEPS;
    return side === "below" ? { below: Math.max(sheet, margin) } : { below: sheet, [side]: margin };
  });
}

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Lid */

/** @param {Element | null} node @param {DOMRect} map @returns {Lid[]} in pixels of the map, empty when it covers nothing */
function coverOf(node, map) {
  const box = node?.getBoundingClientRect();
  if (!box || box.height === 0 || box.left >= map.right || box.right <= map.left) return [];
  return [{ left: box.left - map.left, right: box.right - map.left, top: box.top - map.top, bottom: box.bottom - map.top }];
}

/** @param {Lid} lid @param {{ x: number, y: number }} point */
function within(lid, { x, y }) {
  return x >= lid.left && x <= lid.right && y >= lid.top && y <= lid.bottom;
}
