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
  const lids = [slot("legend").firstElementChild, slot("panel")].flatMap((node) => coverOf(node, map));
  const deepest = Math.max(0, ...lids.map(({ top }) => map.height - top));
  for (let step = 0; step <= STEPS; step += 1) {
    const coveredBelowPx = Math.min(map.height * MOST_COVERED, (deepest * step) / STEPS);
    const extent = view.extentFor(box, coveredBelowPx);
    const hidden = lids.some((lid) => eachPosition(features, (lon, lat) => within(lid, extent.toPx(lon, lat))));
    if (hidden && step < STEPS) continue;
    view.moveTo(extent, animate);
    return;
  }
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
