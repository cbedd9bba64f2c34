/** @import { MapView } from "./view.js" */
/** @import { Marker } from "leaflet" */
import * as L from "./leaflet.js";

const GAP_PX = 2;

/**
 * Names written on the map; they never catch the pointer. Where two would overlap, the one named
 * first stays.
 *
 * @param {MapView} view
 * @param {{ text: string, lon: number, lat: number }[]} names the more important first
 * @param {string} className
 */
export function drawLabels(view, names, className) {
  const labels = names.map(({ text, lon, lat }) => {
    const html = document.createElement("span");
    html.textContent = text;
    const icon = L.divIcon({ html, className: `map-label ${className}`, iconSize: [0, 0] });
    return { html, marker: L.marker([lat, lon], { icon, pane: "labels", interactive: false, keyboard: false }) };
  });
  const group = L.layerGroup(labels.map(({ marker }) => marker)).addTo(view.map);
  const tidy = () => hideOverlaps(view, labels);
  view.map.on("zoomend", tidy);
  tidy();
  return {
    remove() {
      view.map.off("zoomend", tidy);
      group.remove();
    },
  };
}

/** @param {MapView} view @param {{ html: HTMLElement, marker: Marker }[]} labels */
function hideOverlaps(view, labels) {
  /** @type {{ x: number, y: number, w: number, h: number }[]} */
  const taken = [];
  for (const { html, marker } of labels) {
    const { x, y } = view.map.latLngToLayerPoint(marker.getLatLng());
    const own = { x, y, w: html.offsetWidth / 2 + GAP_PX, h: html.offsetHeight / 2 };
    const free = taken.every((other) => Math.abs(other.x - x) > other.w + own.w || Math.abs(other.y - y) > other.h + own.h);
    html.style.visibility = free ? "" : "hidden";
    if (free) taken.push(own);
  }
}
