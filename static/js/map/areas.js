/** @import { Feature } from "../core/types.js" */
/** @import { MapView, Hit } from "./view.js" */
/** @import { GeoJSON as GeoJSONLayer, Path, PathOptions } from "leaflet" */
import * as L from "./leaflet.js";

const POINT_PX = 5;

/**
 * @typedef {object} AreaOptions
 * @property {string} pane
 * @property {(feature: Feature) => PathOptions} style
 * @property {(feature: Feature) => Hit} [hit] present when the areas answer the pointer
 */

/**
 * Polygons or lines drawn as SVG, so that patterns, print and style changes stay crisp.
 *
 * @param {MapView} view
 * @param {Feature[]} features those without geometry are skipped
 * @param {AreaOptions} options
 */
export function drawAreas(view, features, { pane, style: first, hit }) {
  let style = first;
  /** @type {Map<Feature, Path>} */
  const paths = new Map();
  const drawn = features.filter(({ geometry }) => geometry !== null);
  const renderer = L.svg({ pane, padding: 0.5 });
  /** @type {GeoJSONLayer} */
  const layer = L.geoJSON(/** @type {any} */ ({ type: "FeatureCollection", features: drawn }), {
    pane,
    interactive: Boolean(hit),
    style: (feature) => ({ renderer, ...style(/** @type {any} */ (feature)) }),
    pointToLayer: (_feature, place) => L.circleMarker(place, { radius: POINT_PX, pane }),
    onEachFeature(feature, path) {
      paths.set(/** @type {any} */ (feature), /** @type {Path} */ (path));
      if (hit) listen(view, path, hit(/** @type {any} */ (feature)));
    },
  });
  layer.addTo(view.map);
  return {
    restyle: () => drawn.forEach((feature) => paths.get(feature)?.setStyle(style(feature))),
    /**
     * The same shapes with other figures; only those that changed are drawn anew.
     * @param {Feature[]} before @param {Feature[]} after in the same order
     * @param {(feature: Feature) => PathOptions} styleOf
     */
    refigure(before, after, styleOf) {
      style = styleOf;
      after.forEach((feature, index) => {
        const path = paths.get(before[index]);
        if (!path || feature === before[index]) return;
        paths.delete(before[index]);
        paths.set(feature, path.setStyle(styleOf(feature)));
        drawn[drawn.indexOf(before[index])] = feature;
      });
    },
    remove() {
      view.setHovered(null);
      layer.remove();
      renderer.remove();
    },
  };
}

/** @typedef {ReturnType<typeof drawAreas>} Drawn */

/** @param {MapView} view @param {import("leaflet").Layer} path @param {Hit} hit */
function listen(view, path, hit) {
  path.on("mouseover", () => view.setHovered(hit));
  path.on("mouseout", () => view.setHovered(null));
  path.on("click", () => view.setPressed(hit));
}
