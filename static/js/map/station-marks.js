/** @import { MapView } from "./view.js" */
/** @import { StationNow } from "../core/scenario-types.js" */
import * as L from "./leaflet.js";
import { ACCENT, PAPER } from "../core/palette.js";
import { shifted } from "../core/ground.js";

const REACH_PX = { mouse: 9, pen: 14, touch: 22 };
const STILL_PX = 4;
/** With more marks than this they are small: the areas below must be seen. */
const MANY = 40;
const STEP_M = 100;
const LONG_STEP_M = 1000;
const SIGN = { add: "+", move: "→", remove: "×", resize: "±", set_year: "◷" };
const STEPS = /** @type {{ [key: string]: [number, number] }} */ ({ ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] });

/**
 * Stations that can be dragged, and moved with the arrow keys. Those that were edited or chosen
 * carry a mark with a sign and a shape of their own; all others stay the dots that they are.
 *
 * @param {MapView} view
 * @param {object} told
 * @param {(id: string, lon: number, lat: number) => void} told.onDrag while it is held
 * @param {(id: string, lon: number, lat: number) => void} told.onDrop
 * @param {(id: string) => void} told.onCancel Esc while it is held
 * @param {(id: string) => void} told.onRemove
 */
export function stationMarks(view, told) {
  /** @type {Map<string, ReturnType<typeof makeMark>>} */
  const marks = new Map();
  const trails = L.layerGroup().addTo(view.map);
  /** @type {{ stations: StationNow[], labelOf: (one: StationNow) => string, isWrong: (one: StationNow) => boolean }} */
  const state = { stations: [], labelOf: ({ name }) => name, isWrong: () => false };
  const near = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ reach) => nearest(view, state.stations, { x, y, reach });
  const forgetPick = view.addPicker((x, y) => {
    const one = near(x, y, REACH_PX.mouse);
    return one && { kind: "stations", id: one.id, label: one.name };
  });
  const forgetDrag = dragging(view, near, {
    ...told,
    onDrag(id, lon, lat) {
      paint(state.stations.map((one) => (one.id === id ? beingMoved(one, lon, lat) : one)), id);
      told.onDrag(id, lon, lat);
    },
  });

  /** @param {StationNow[]} stations @param {string | null} chosen */
  function paint(stations, chosen) {
    trails.clearLayers();
    const shown = stations.filter(({ id, op }) => op !== null || id === chosen);
    const ids = new Set(shown.map(({ id }) => id));
    view.map.getContainer().toggleAttribute("data-many", shown.length > MANY);
    for (const [id, mark] of marks) {
      if (ids.has(id)) continue;
      mark.marker.remove();
      marks.delete(id);
    }
    for (const one of shown) {
      const mark = marks.get(one.id) ?? makeMark(view, one.id, told);
      marks.set(one.id, mark);
      mark.show(one, one.id === chosen, state.labelOf(one));
      mark.button.toggleAttribute("data-wrong", state.isWrong(one));
      if (one.from && one.op !== "remove") trail(trails, one.from, [one.lon, one.lat]);
    }
  }

  return {
    /** @param {StationNow[]} stations @param {string | null} chosen @param {(one: StationNow) => string} labelOf @param {(one: StationNow) => boolean} isWrong */
    set(stations, chosen, labelOf, isWrong) {
      Object.assign(state, { stations, labelOf, isWrong });
      paint(stations, chosen);
    },
    /** @param {string} id */
    focus: (id) => marks.get(id)?.button.focus({ preventScroll: true }),
    remove() {
      forgetPick();
      forgetDrag();
      trails.remove();
      marks.forEach(({ marker }) => marker.remove());
      marks.clear();
    },
  };
}

/** @param {MapView} view @param {string} id @param {{ onDrop: (id: string, lon: number, lat: number) => void, onRemove: (id: string) => void }} told */
function makeMark(view, id, { onDrop, onRemove }) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.station = id;
  const icon = L.divIcon({ html: button, className: "mark-place", iconSize: [0, 0] });
  const marker = L.marker([0, 0], { icon, pane: "edits", interactive: false, keyboard: false }).addTo(view.map);
  button.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const away = event.key === "Delete" || event.key === "Backspace";
    if (!step && !away) return;
    event.preventDefault();
    event.stopPropagation();
    if (away) onRemove(id);
    else moveBy(marker, step, event.shiftKey, (lon, lat) => onDrop(id, lon, lat));
  });
  return {
    marker,
    button,
    /** @param {StationNow} one @param {boolean} chosen @param {string} label */
    show(one, chosen, label) {
      marker.setLatLng([one.lat, one.lon]);
      button.className = `mark mark-${one.op ?? "plain"}`;
      button.setAttribute("aria-pressed", String(chosen));
      button.setAttribute("aria-label", label);
      button.textContent = one.op ? SIGN[one.op] : "";
    },
  };
}

/** @param {import("leaflet").Marker} marker @param {[number, number]} step @param {boolean} far @param {(lon: number, lat: number) => void} run */
function moveBy(marker, [east, north], far, run) {
  const metres = far ? LONG_STEP_M : STEP_M;
  const { lng, lat } = marker.getLatLng();
  const [lon, to] = shifted([lng, lat], east * metres, north * metres);
  marker.setLatLng([to, lon]);
  run(lon, to);
}

/** A station while it is held: where it was is kept. @param {StationNow} one @param {number} lon @param {number} lat @returns {StationNow} */
function beingMoved(one, lon, lat) {
  return { ...one, lon, lat, op: one.op ?? "move", from: one.op === "add" ? null : (one.from ?? [one.lon, one.lat]) };
}

/** From where a station was to where it is. @param {import("leaflet").LayerGroup} group @param {[number, number]} from @param {[number, number]} to */
function trail(group, from, to) {
  const ends = [from, to].map(([lon, lat]) => L.latLng(lat, lon));
  const base = { pane: "picked", interactive: false };
  group.addLayer(L.polyline(ends, { ...base, color: PAPER, weight: 4, opacity: 0.9 }));
  group.addLayer(L.polyline(ends, { ...base, color: ACCENT, weight: 1.6, dashArray: "4 4" }));
  group.addLayer(L.circleMarker(ends[0], { ...base, pane: "edits", radius: 5, color: ACCENT, weight: 1.6, dashArray: "2 2", fillColor: PAPER, fillOpacity: 0.9 }));
}

/**
 * @param {MapView} view @param {StationNow[]} stations @param {{ x: number, y: number, reach: number }} at
 * @returns {StationNow | null}
 */
function nearest(view, stations, { x, y, reach }) {
  const pointer = L.point(x, y);
  let best = { one: /** @type {StationNow | null} */ (null), px: reach };
  for (const one of stations) {
    const px = view.map.latLngToContainerPoint([one.lat, one.lon]).distanceTo(pointer);
    if (px < best.px) best = { one, px };
  }
  return best.one;
}

/**
 * @typedef {object} Held
 * @property {StationNow} one
 * @property {number} pointer
 * @property {{ x: number, y: number }} start
 * @property {boolean} moved
 *
 * @param {MapView} view
 * @param {(x: number, y: number, reach: number) => StationNow | null} near
 * @param {{ onDrag: (id: string, lon: number, lat: number) => void, onDrop: (id: string, lon: number, lat: number) => void, onCancel: (id: string) => void }} told
 */
function dragging(view, near, { onDrag, onDrop, onCancel }) {
  const box = view.map.getContainer();
  /** @type {Held | null} */
  let held = null;
  /** @param {PointerEvent} event */
  function down(event) {
    if (event.button !== 0 || held) return;
    const { x, y } = view.map.mouseEventToContainerPoint(event);
    const one = near(x, y, REACH_PX[/** @type {keyof typeof REACH_PX} */ (event.pointerType)] ?? REACH_PX.mouse);
    if (!one || one.op === "remove") return;
    held = { one, pointer: event.pointerId, start: { x, y }, moved: false };
    view.map.dragging.disable();
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (held?.pointer !== event.pointerId) return;
    const { x, y } = view.map.mouseEventToContainerPoint(event);
    held.moved ||= Math.hypot(x - held.start.x, y - held.start.y) > STILL_PX;
    if (!held.moved) return;
    const { lng, lat } = view.map.mouseEventToLatLng(event);
    box.classList.add("map-holding");
    onDrag(held.one.id, lng, lat);
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (held?.pointer !== event.pointerId) return;
    const { one, moved } = held;
    release();
    if (!moved) return;
    swallowClick(box);
    const { lng, lat } = view.map.mouseEventToLatLng(event);
    onDrop(one.id, lng, lat);
  }

  function release() {
    held = null;
    box.classList.remove("map-holding");
    view.map.dragging.enable();
  }

  function cancel() {
    if (!held) return;
    const { one, moved } = held;
    release();
    if (moved) onCancel(one.id);
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key !== "Escape" || !held) return;
    event.preventDefault();
    swallowClick(box);
    cancel();
  }

  const events = /** @type {[EventTarget, string, (event: any) => void][]} */ ([[box, "pointerdown", down], [window, "pointermove", move], [window, "pointerup", up], [window, "pointercancel", cancel], [window, "keydown", key]]);
  events.forEach(([target, name, run]) => target.addEventListener(name, run, true));
  return () => events.forEach(([target, name, run]) => target.removeEventListener(name, run, true));
}

/** The click that ends a drag chooses nothing. @param {HTMLElement} box */
function swallowClick(box) {
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  box.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => box.removeEventListener("click", stop, { capture: true }), 50);
}
