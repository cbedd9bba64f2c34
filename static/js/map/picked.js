/** @import { Feature } from "../core/types.js" */
/** @import { MapView } from "./view.js" */
import * as L from "./leaflet.js";
import { ACCENT, PAPER } from "../core/palette.js";

/**
 * What marks the selected thing: its outline or a ring, and a line to where it leads.
 *
 * @param {MapView} view
 */
export function createPicked(view) {
  const group = L.layerGroup().addTo(view.map);
  const base = { pane: "picked", interactive: false, fill: false };

  return {
    clear: () => void group.clearLayers(),
    /** @param {Feature} feature */
    outline(feature) {
      for (const [color, weight] of /** @type {[string, number][]} */ ([[PAPER, 5], [ACCENT, 2.5]])) {
        group.addLayer(L.geoJSON(/** @type {any} */ (feature), { ...base, style: { ...base, color, weight, opacity: 1 } }));
      }
    },
    /** @param {number} lon @param {number} lat */
    ring: (lon, lat) => void group.addLayer(L.circleMarker([lat, lon], { ...base, radius: 9, color: ACCENT, weight: 2.5 })),
    /** @param {[number, number]} from lon, lat @param {[number, number]} to lon, lat */
    lead(from, to) {
      const ends = [from, to].map(([lon, lat]) => L.latLng(lat, lon));
      group.addLayer(L.polyline(ends, { ...base, color: PAPER, weight: 4, opacity: 0.9 }));
      group.addLayer(L.polyline(ends, { ...base, color: ACCENT, weight: 2, dashArray: "5 4" }));
      group.addLayer(L.circleMarker(ends[0], { ...base, radius: 4, fill: true, fillColor: PAPER, fillOpacity: 1, color: ACCENT, weight: 2 }));
    },
  };
}

/** @typedef {ReturnType<typeof createPicked>} Picked */
