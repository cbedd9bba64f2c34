/** @import { BBox, Feature } from "./types.js" */

/**
 * West, south, east, north of the features; null when none has a geometry.
 *
 * @param {Feature[]} features
 * @returns {BBox | null}
 */
export function bboxOf(features) {
  /** @type {BBox} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  eachPosition(features, (lon, lat) => {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
    return false;
  });
  return box[0] <= box[2] ? box : null;
}

/**
 * Go over every position of the features until `stop` says so.
 *
 * @param {Feature[]} features those without geometry are passed over
 * @param {(lon: number, lat: number) => boolean} stop
 * @returns {boolean} whether it was stopped
 */
export function eachPosition(features, stop) {
  return features.some(({ geometry }) => geometry && visit(geometry.coordinates ?? [], stop));
}

/** @param {any} coordinates @param {(lon: number, lat: number) => boolean} stop @returns {boolean} */
function visit(coordinates, stop) {
  if (typeof coordinates[0] === "number") return stop(coordinates[0], coordinates[1]);
  return coordinates.some((/** @type {any} */ part) => visit(part, stop));
}
