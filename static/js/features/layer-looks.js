/** @import { Feature, Layer, LegendEntry } from "../core/types.js" */
/** @import { App } from "./app.js" */
import { pick } from "../core/i18n.js";
import { ACCENT, BOUNDARY, ROAD, STATION, WATER, WATER_LINE } from "../core/palette.js";
import { isTheme } from "./themes.js";

/** The two layers that give the areas their colour; the switch chooses one of them. */
export const THEME_OF_LAYER = /** @type {{ [layer: string]: string }} */ ({ townships: "distance", "charging-allocations": "allocations" });

/** @param {string} id */
export function isThemeLayer(id) {
  return isTheme(THEME_OF_LAYER[id]);
}

/**
 * How a layer looks on the map and in the legend, by its role and geometry.
 *
 * @param {Layer} layer
 * @returns {{ pane: string, look: LegendEntry["look"], color: string, style: import("leaflet").PathOptions }}
 */
export function lookOf(layer) {
  if (layer.geometry_type.includes("Point")) return { pane: "points", look: "point", color: STATION, style: {} };
  if (layer.role === "county") return { pane: "counties", look: "fill", color: "none", style: { color: BOUNDARY, weight: 0.6, fill: true, fillOpacity: 1, className: "land" } };
  if (layer.role === "road") return { pane: "lines", look: "line", color: ROAD, style: { color: ROAD, weight: 1, opacity: 0.8, fill: false } };
  if (layer.geometry_type.includes("Line")) return { pane: "lines", look: "line", color: WATER_LINE, style: { color: WATER_LINE, weight: 2, opacity: 0.95, fill: false } };
  if (layer.attributes?.some(({ name }) => name === "width_m")) return { pane: "areas", look: "fill", color: WATER, style: { color: WATER_LINE, weight: 0.8, fillColor: WATER, fillOpacity: 0.75 } };
  const dashArray = layer.quality === "illustrative" ? "5 4" : undefined;
  return { pane: "areas", look: "schematic", color: ACCENT, style: { color: ACCENT, weight: 1.8, fillColor: ACCENT, fillOpacity: 0.08, dashArray } };
}

/**
 * Legend entries of the layers switched on beside the theme.
 *
 * @param {App} app
 * @returns {LegendEntry[]}
 */
export function layerEntries(app) {
  const { catalogue, layers, lang } = app.store.get();
  const on = catalogue.filter(({ id }) => layers.includes(id) && !isThemeLayer(id));
  return on.map((layer) => {
    const { color, look } = lookOf(layer);
    return { id: layer.id, label: pick(layer.title, lang), color, look, count: null, quality: layer.quality };
  });
}

/**
 * What a thing of a layer is called.
 *
 * @param {Feature} feature
 * @param {"zh" | "en"} lang
 */
export function nameOf({ properties }, lang) {
  const zh = properties.name_zh ?? properties.name ?? properties.id ?? "";
  return String((lang === "en" && properties.name_en) || zh);
}
