/** @import { MapView } from "./view.js" */
import * as L from "./leaflet.js";
import { PAPER, STATION } from "../core/palette.js";

const REACH_PX = 8;
/** The zoom at which points have their own size; they shrink and grow with the scale, within bounds. */
const FULL_SIZE_ZOOM = 8.5;

/**
 * @typedef {{ id: string, label: string, lon: number, lat: number, size: number, color?: string }} Dot
 */

/**
 * Many small points on one canvas. The canvas itself never catches the pointer, so the areas below
 * stay reachable; a hit is found by distance on the screen. On paper they are drawn as vectors: a
 * canvas prints with an opaque ground that would hide the areas.
 *
 * @param {MapView} view
 * @param {string} kind told with every hit
 * @param {Dot[]} dots
 */
export function drawPoints(view, kind, dots) {
  let drawn = draw(view, dots, false);
  const resize = () => drawn.resize();
  view.map.on("zoomend", resize);
  const forgetPrint = view.onPrint((printing) => {
    drawn.remove();
    drawn = draw(view, dots, printing);
  });
  const forgetPick = view.addPicker((x, y) => {
    const dot = nearest(view, dots, x, y);
    return dot && { kind, id: dot.id, label: dot.label };
  });
  return {
    remove() {
      forgetPick();
      forgetPrint();
      view.map.off("zoomend", resize);
      drawn.remove();
    },
  };
}

/** @param {MapView} view @param {Dot[]} dots @param {boolean} printing */
function draw(view, dots, printing) {
  const renderer = printing ? L.svg({ pane: "points" }) : L.canvas({ pane: "points", padding: 0.3 });
  const factor = () => Math.min(1.6, Math.max(0.5, 1 + (view.map.getZoom() - FULL_SIZE_ZOOM) / 3));
  const looks = { renderer, pane: "points", interactive: false, color: PAPER, weight: 0.8, opacity: 0.9, fillOpacity: 0.9 };
  const markers = dots.map(({ lon, lat, size, color }) => L.circleMarker([lat, lon], { ...looks, fillColor: color ?? STATION, radius: size * factor() }));
  const group = L.layerGroup(markers).addTo(view.map);
  return {
    resize: () => markers.forEach((marker, index) => marker.setRadius(dots[index].size * factor())),
    remove() {
      group.remove();
      renderer.remove();
    },
  };
}

/** @param {MapView} view @param {Dot[]} dots @param {number} x @param {number} y @returns {Dot | null} */
function nearest(view, dots, x, y) {
  const pointer = L.point(x, y);
  let best = { dot: /** @type {Dot | null} */ (null), px: REACH_PX };
  for (const dot of dots) {
    const px = view.map.latLngToContainerPoint([dot.lat, dot.lon]).distanceTo(pointer);
    if (px < best.px) best = { dot, px };
  }
  return best.dot;
}
