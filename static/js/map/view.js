/** @import { BBox, View } from "../core/types.js" */
/** @import { Map as LeafletMap } from "leaflet" */
import * as L from "./leaflet.js";

/** Panes from below to above; each holds one kind of thing. */
const PANES = ["counties", "choropleth", "swipe", "areas", "lines", "outlines", "picked", "points", "edits", "labels"];
const FIRST_PANE = 400;
const DURATION_S = 0.35;
const EDGE_PX = 20;

/**
 * The map as the rest of the page knows it: panes, extents, and plain events. Nothing outside
 * map/ sees a Leaflet object.
 *
 * @param {HTMLElement} container
 * @param {{ reducedMotion: boolean }} options
 */
export function createView(container, { reducedMotion }) {
  const map = L.map(container, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.1,
    zoomDelta: 0.5,
    minZoom: 5,
    maxZoom: 18,
    zoomAnimation: !reducedMotion,
    fadeAnimation: !reducedMotion,
    inertia: !reducedMotion,
  });
  PANES.forEach((name, index) => {
    map.createPane(name).style.zIndex = String(FIRST_PANE + index * 10);
  });
  for (const name of ["outlines", "picked", "points", "labels"]) {
    const pane = map.getPane(name);
    if (pane) pane.style.pointerEvents = "none";
  }
  const flight = { animate: !reducedMotion, duration: DURATION_S };
  return { map, ...extents(map, flight), ...events(map), ...pointer(map) };
}

/** @typedef {ReturnType<typeof createView>} MapView */

/** @param {LeafletMap} map @param {{ animate: boolean, duration: number }} flight */
function extents(map, flight) {
  return {
    /** @returns {View} */
    getView() {
      const { lat, lng } = map.getCenter();
      return { zoom: map.getZoom(), lat, lon: lng };
    },
    /** @param {View} view */
    setView: ({ zoom, lat, lon }) => void map.setView([lat, lon], zoom, { animate: false }),
    /** @param {BBox} box @param {{ animate?: boolean, maxZoom?: number }} [options] */
    fit([west, south, east, north], { animate = false, maxZoom = 12 } = {}) {
      const bounds = L.latLngBounds([south, west], [north, east]);
      map.fitBounds(bounds, { ...flight, animate: animate && flight.animate, padding: [24, 24], maxZoom });
    },
    /**
     * The view that would show a box above a covered strip, and where it would put a place.
     * @param {BBox} box @param {{ below?: number, above?: number, left?: number }} margins pixels that are covered on a side
     */
    extentFor([west, south, east, north], { below = 0, above = 0, left = 0 }) {
      const pad = L.point(EDGE_PX, EDGE_PX);
      const bounds = L.latLngBounds([south, west], [north, east]);
      const zoom = map.getBoundsZoom(bounds, false, pad.multiplyBy(2).add([left, above + below]));
      const half = map.getSize().divideBy(2);
      const middle = map.project([south, west], zoom).add(map.project([north, east], zoom)).divideBy(2).add([-left / 2, (below - above) / 2]);
      const corner = middle.subtract(half);
      const toPx = (/** @type {number} */ lon, /** @type {number} */ lat) => map.project([lat, lon], zoom).subtract(corner);
      return { zoom, center: map.unproject(middle, zoom), toPx };
    },
    /** @param {{ zoom: number, center: import("leaflet").LatLng }} extent @param {boolean} animate */
    moveTo: ({ zoom, center }, animate) => void map.setView(center, zoom, { ...flight, animate: animate && flight.animate }),
    /**
     * Bring a place into view without changing the scale more than needed.
     * @param {number} lon @param {number} lat @param {number} [zoom]
     */
    flyTo(lon, lat, zoom) {
      map.setView([lat, lon], Math.max(map.getZoom(), zoom ?? 0), flight);
    },
    /** @param {number} lon @param {number} lat @param {number} hiddenBelowPx of the map under a sheet */
    reveal(lon, lat, hiddenBelowPx) {
      const place = L.latLng(lat, lon);
      map.panInside(place, { ...flight, paddingTopLeft: [60, 60], paddingBottomRight: [60, 60 + hiddenBelowPx] });
    },
    /** @returns {BBox} what the map shows */
    getBox() {
      const bounds = map.getBounds();
      return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    },
    /** Show exactly this much, whatever the shape of the map. @param {BBox} box */
    showBox: ([west, south, east, north]) => void map.fitBounds(L.latLngBounds([south, west], [north, east]), { animate: false }),
    /** @param {number} step */
    zoomBy: (step) => void map.setZoom(map.getZoom() + step, flight),
    /** After the container has changed: the centre stays, exactly where nothing has changed. */
    resize() {
      const { clientWidth, clientHeight } = map.getContainer();
      const { x, y } = map.getSize();
      if (x !== clientWidth || y !== clientHeight) map.invalidateSize({ animate: false });
    },
    /** Take the map off the page, with everything that listens to it. */
    destroy: () => void map.remove(),
    sizePx: () => ({ width: map.getSize().x, height: map.getSize().y }),
  };
}

/** @param {LeafletMap} map */
function events(map) {
  return {
    /** @param {() => void} run after the extent has changed */
    onMoved: (run) => void map.on("moveend", run),
    /** @param {(lon: number, lat: number) => void} run where the map is pressed */
    onPress: (run) => void map.on("click", ({ latlng }) => run(latlng.lng, latlng.lat)),
    /** @param {(lon: number, lat: number) => void} run */
    onPointer: (run) => void map.on("mousemove", ({ latlng }) => run(latlng.lng, latlng.lat)),
    ...printing(),
  };
}

/** Layers that draw themselves otherwise on paper are told when printing begins and ends. */
function printing() {
  /** @type {Set<(printing: boolean) => void>} */
  const told = new Set();
  return {
    /** @param {(printing: boolean) => void} run @returns {() => void} forgets it */
    onPrint(run) {
      told.add(run);
      return () => void told.delete(run);
    },
    /** @param {boolean} on */
    setPrinting: (on) => [...told].forEach((run) => run(on)),
  };
}

/**
 * One answer to "what is under the pointer": points first, because they are small, then the area
 * or line whose own event came just before the map's.
 *
 * @typedef {{ kind: string, id: string, label: string }} Hit
 * @param {LeafletMap} map
 */
function pointer(map) {
  /** @type {((x: number, y: number) => Hit | null)[]} */
  const pickers = [];
  /** @type {{ hovered: Hit | null, pressed: Hit | null }} */
  const areas = { hovered: null, pressed: null };

  /** @param {{ containerPoint: { x: number, y: number } }} event @param {Hit | null} area */
  function hitAt({ containerPoint: { x, y } }, area) {
    for (const pick of pickers) {
      const hit = pick(x, y);
      if (hit) return hit;
    }
    return area;
  }

  return {
    /** @param {(x: number, y: number) => Hit | null} pick screen position → hit */
    addPicker(pick) {
      pickers.push(pick);
      return () => void pickers.splice(pickers.indexOf(pick), 1);
    },
    /** @param {Hit | null} hit told by an area or line when the pointer enters or leaves it */
    setHovered(hit) {
      areas.hovered = hit;
    },
    /** @param {Hit} hit told by an area or line when it is pressed, just before the map is */
    setPressed(hit) {
      areas.pressed = hit;
    },
    /** @param {(hit: Hit | null, x: number, y: number) => void} run */
    onHover(run) {
      map.on("mousemove", (event) => run(hitAt(event, areas.hovered), event.originalEvent.clientX, event.originalEvent.clientY));
      map.on("mouseout", () => run(null, 0, 0));
    },
    /** @param {(hit: Hit | null) => void} run */
    onPick(run) {
      map.on("click", (event) => {
        const hit = hitAt(event, areas.pressed);
        areas.pressed = null;
        run(hit);
      });
    },
  };
}
