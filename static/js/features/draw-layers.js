/** @import { App, State } from "./app.js" */
/** @import { Feature, Layer } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
import { bboxOf } from "../core/bbox.js";
import { BOUNDARY } from "../core/palette.js";
import { drawAreas } from "../map/areas.js";
import { drawLabels } from "../map/labels.js";
import { drawPoints } from "../map/points.js";
import { featureId, layerOf } from "./app.js";
import { featuresOnScreen, pinnedFeatures } from "./scenario-pinned.js";
import { isThemeLayer, lookOf, nameOf } from "./layer-looks.js";

const MOST_PILES = 40;

/**
 * The layers beside the theme: on the map while they are switched on.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function drawLayers(app, view) {
  /** @type {Map<string, { key: string, remove: () => void }>} */
  const drawn = new Map();

  /** @param {State} state */
  async function sync(state) {
    const wanted = state.layers.filter((id) => !isThemeLayer(id) && layerOf(state, id));
    for (const [id, one] of drawn) if (!wanted.includes(id) || one.key !== keyOf(state, id)) put(id, null);
    await Promise.all(wanted.filter((id) => !drawn.has(id)).map((id) => show(id)));
  }

  /** @param {string} id */
  async function show(id) {
    const layer = /** @type {Layer} */ (layerOf(app.store.get(), id));
    const key = keyOf(app.store.get(), id);
    put(id, { key, remove: () => {} });
    try {
      const features = await featuresOnScreen(app, id);
      if (drawn.get(id)?.key === key) put(id, { key, remove: draw(app, view, layer, features) });
    } catch {
      put(id, null);
      app.say(app.words.t("page.layers.failed", { layer: layer.title[app.words.lang] }));
    }
  }

  /** @param {string} id @param {{ key: string, remove: () => void } | null} one */
  function put(id, one) {
    drawn.get(id)?.remove();
    if (one) drawn.set(id, one);
    else drawn.delete(id);
  }

  app.store.watch(["layers", "catalogue", "year", "lang", "answer"], (state) => void sync(state));
  return () => sync(app.store.get());
}

/** What a drawing depends on besides its data. @param {State} state @param {string} id */
function keyOf(state, id) {
  const layer = layerOf(state, id);
  const year = layer?.role === "station" ? state.year : "";
  const pinned = pinnedFeatures(state, id) ? state.answer?.whatif?.ground.pinned.stations?.version : "";
  return [layer?.version?.id, year, state.lang, pinned].join(" ");
}

/** @param {App} app @param {MapView} view @param {Layer} layer @param {Feature[]} features @returns {() => void} */
function draw(app, view, layer, features) {
  const { pane, style } = lookOf(layer);
  if (pane === "points") return points(app, view, layer, features);
  if (layer.role === "county") return counties(app, view, layer, features);
  const { lang } = app.store.get();
  const hit = (/** @type {Feature} */ feature) => ({ kind: layer.id, id: featureId(layer, feature), label: nameOf(feature, lang) });
  return drawAreas(view, features, { pane, hit, style: () => style }).remove;
}

/** Stations in service by the year on screen. @param {App} app @param {MapView} view @param {Layer} layer @param {Feature[]} features */
function points(app, view, layer, features) {
  const { year, lang } = app.store.get();
  const there = features.filter(({ geometry, properties }) => geometry?.type === "Point" && !(Number(properties.year) > year));
  const dots = there.map((feature) => ({
    id: featureId(layer, feature), label: nameOf(feature, lang),
    lon: feature.geometry.coordinates[0], lat: feature.geometry.coordinates[1],
    size: 1.7 + 1.8 * Math.sqrt(Math.min(MOST_PILES, Number(feature.properties.piles) || 1) / MOST_PILES),
  }));
  return drawPoints(view, layer.id, dots).remove;
}

/** Paper-coloured land below, outlines and names above the theme. @param {App} app @param {MapView} view @param {Layer} layer @param {Feature[]} features */
function counties(app, view, layer, features) {
  const { lang } = app.store.get();
  const hit = (/** @type {Feature} */ feature) => ({ kind: layer.id, id: featureId(layer, feature), label: nameOf(feature, lang) });
  const land = drawAreas(view, features, { pane: "counties", hit, style: () => lookOf(layer).style });
  const lines = drawAreas(view, features, { pane: "outlines", style: () => ({ color: BOUNDARY, weight: 1.2, fill: false }) });
  const { region } = app.store.get();
  const subject = features.filter(({ properties }) => String(properties.adcode).startsWith(region));
  const around = features.filter((feature) => !subject.includes(feature));
  const names = drawLabels(view, [...subject, ...around].flatMap((feature) => labelOf(feature, lang)), "label-county");
  return () => [land, lines, names].forEach((one) => one.remove());
}

/** @param {Feature} feature @param {"zh" | "en"} lang */
function labelOf(feature, lang) {
  const box = bboxOf([feature]);
  if (!box) return [];
  const { lon, lat } = feature.properties;
  // 县 and 区 are part of a Chinese name; an English map does without "County" on every label.
  const text = nameOf(feature, lang).replace(/ (County|District|City)$/, "");
  return [{ text, lon: lon ?? (box[0] + box[2]) / 2, lat: lat ?? (box[1] + box[3]) / 2 }];
}
