/** @import { Legend, LegendEntry, Translate } from "../core/types.js" */
import { h } from "./dom.js";
import { qualityBadge } from "./badge.js";
import { swatch } from "./swatch.js";

/**
 * @param {Legend} legend
 * @param {Translate} t
 * @param {(id: string | null) => void} point tells which class the pointer is on
 */
export function legendBox(legend, t, point) {
  return h(
    "div",
    { class: "legend-body" },
    h("h2", { class: "legend-title" }, legend.title),
    h("ul", { class: "legend-list" }, legend.entries.map((entry) => classRow(entry, point))),
    legend.layers.length > 0 && h("ul", { class: "legend-list legend-layers" }, legend.layers.map((entry) => layerRow(entry, t))),
    legend.notes.map((note) => h("p", { class: "legend-note" }, note)),
    h("span", { class: "visually-hidden" }, t("page.legend.hint")),
  );
}

/** @param {LegendEntry} entry @param {(id: string | null) => void} point */
function classRow(entry, point) {
  return h(
    "li",
    { class: "legend-row", onpointerenter: () => point(entry.id), onpointerleave: () => point(null) },
    swatch(entry),
    h("span", { class: "legend-label" }, entry.label),
    entry.count !== null && h("span", { class: "legend-count num" }, entry.count),
  );
}

/** @param {LegendEntry} entry @param {Translate} t */
function layerRow(entry, t) {
  const schematic = entry.quality === "illustrative" && qualityBadge(entry.quality, t);
  return h("li", { class: "legend-row" }, swatch(entry), h("span", { class: "legend-label" }, entry.label), schematic);
}
