/** @import { App } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { slot } from "../ui/dom.js";

const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);
const SWIPE_PX = 40;

/**
 * On a phone the panel is a sheet from below with three heights, the year switch and the rail move
 * into it, and everything goes back when the window grows.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function phoneSheet(app, view) {
  const narrow = matchMedia("(max-width: 720px)");
  const panel = slot("panel");
  const handle = slot("handle");
  let startY = 0;

  /** @param {number} step */
  function stepHeight(step) {
    const now = HEIGHTS.indexOf(/** @type {typeof HEIGHTS[number]} */ (panel.dataset.height ?? "peek"));
    setHeight(HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, now + step))]);
  }

  /** @param {typeof HEIGHTS[number]} height */
  function setHeight(height) {
    panel.dataset.height = height;
    handle.setAttribute("aria-expanded", String(height !== "peek"));
  }

  function arrange() {
    const inPanel = narrow.matches;
    (inPanel ? slot("panel-tools") : slot("year-place")).append(slot("years"));
    if (inPanel) slot("panel-tools").append(slot("rail"));
    else slot("map-area").before(slot("rail"));
    setHeight(app.store.get().selected ? "half" : "peek");
    view.resize();
  }

  handle.addEventListener("click", () => (panel.dataset.height === "full" ? setHeight("peek") : stepHeight(1)));
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step) stepHeight(step);
  });
  panel.addEventListener("pointerdown", (event) => (startY = event.clientY));
  panel.addEventListener("pointerup", (event) => {
    const moved = startY - event.clientY;
    const held = event.target instanceof Element && event.target.closest("#handle, #headline");
    if (narrow.matches && held && Math.abs(moved) > SWIPE_PX) stepHeight(Math.sign(moved));
  });
  narrow.addEventListener("change", arrange);
  app.store.watch(["selected"], ({ selected }) => narrow.matches && selected && panel.dataset.height === "peek" && setHeight("half"));
  app.store.watch(["lang"], () => handle.setAttribute("aria-label", app.words.t("page.sheet.handle")));
  arrange();
}
