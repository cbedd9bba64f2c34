/** @import { Desk } from "./desk.js" */
import { allItems } from "../api/layers.js";
import { createSmallMap } from "../map/small-map.js";
import { h } from "../ui/dom.js";
import { iconButton } from "../ui/drawer.js";

/**
 * A framed map with its own zoom and legend; it goes when the page it stands on does.
 *
 * @param {Desk} desk
 * @param {{ label: string, signal: AbortSignal, legend: { color: string, text: string, dashed?: boolean }[], onPick: (kind: string, index: number) => void }} props
 */
export function mapBox(desk, { label, signal, legend, onPick }) {
  const { t } = desk.words;
  const canvas = h("div", { class: "map", role: "region", "aria-label": label });
  const element = h(
    "div",
    { class: "map-box" },
    canvas,
    h("div", { class: "zoom" }, iconButton("plus", t("page.zoom.in"), () => map.zoomBy(1)), iconButton("minus", t("page.zoom.out"), () => map.zoomBy(-1))),
    h("ul", { class: "map-legend" }, legend.map(({ color, text, dashed }) => h("li", {}, dot(color, dashed), text))),
  );
  const map = createSmallMap(canvas, { reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches, onPick });
  const sized = new ResizeObserver(() => map.resize());
  sized.observe(canvas);
  signal.addEventListener("abort", () => {
    sized.disconnect();
    map.destroy();
  });
  allItems(desk.client, "counties", signal).then((counties) => !signal.aborted && map.ground(counties, desk.words.lang)).catch(() => {});
  return { element, map };
}

/** @param {string} color @param {boolean} [dashed] */
function dot(color, dashed = false) {
  const mark = h("i", { class: dashed ? "legend-dot legend-dot-hollow" : "legend-dot", "aria-hidden": "true" });
  mark.style.color = color;
  return mark;
}
