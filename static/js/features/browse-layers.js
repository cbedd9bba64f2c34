/** @import { App } from "./app.js" */
/** @import { Layer } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { qualityBadge } from "../ui/badge.js";
import { toggle } from "../ui/choice.js";
import { h } from "../ui/dom.js";
import { swatch } from "../ui/swatch.js";
import { group } from "./drawers.js";
import { layerTool } from "./export-answer.js";
import { THEME_OF_LAYER, isThemeLayer, lookOf } from "./layer-looks.js";
import { provenance } from "./layer-provenance.js";
import { empty } from "../ui/notice.js";

const FIRST_SORT = { distance: "distance", allocations: "quantity" };

/** Every layer: switch, look, badge, and behind a door its source, licence, version and date. */
export const browseLayers = {
  lead: "page.layers.lead",
  /** @param {App} app */
  async inside(app) {
    const { t } = app.words;
    const { catalogue } = app.store.get();
    const listed = catalogue.filter(({ role }) => role !== "result");
    if (listed.length === 0) return [empty(t("page.layers.none"))];
    const themed = Object.keys(THEME_OF_LAYER).flatMap((id) => listed.find((layer) => layer.id === id) ?? []);
    const others = listed.filter(({ id }) => !isThemeLayer(id));
    return [
      group(t("page.layers.themes"), h("ul", { class: "layer-list" }, themed.map((layer) => row(app, layer, themeSwitch(app, layer))))),
      group(t("page.layers.others"), h("ul", { class: "layer-list" }, others.map((layer) => row(app, layer, layerSwitch(app, layer))))),
    ];
  },
};

/** @param {App} app @param {Layer} layer */
function themeSwitch(app, layer) {
  const theme = THEME_OF_LAYER[layer.id];
  const label = app.words.t(`page.theme.${theme}`);
  return toggle({
    kind: "radio", name: "theme", label, on: app.store.get().theme === theme,
    onTurn: () => app.store.set({ theme, layers: layersWith(app.store.get().layers, theme), run: null, selected: null, filters: {}, sort: { column: FIRST_SORT[/** @type {keyof typeof FIRST_SORT} */ (theme)], direction: "desc" } }),
  });
}

/** Stations belong to the distance picture and only clutter the other. @param {string[]} layers @param {string} theme */
function layersWith(layers, theme) {
  const others = layers.filter((id) => id !== "stations");
  return theme === "distance" ? [...others, "stations"] : others;
}

/** @param {App} app @param {Layer} layer */
function layerSwitch(app, layer) {
  const { layers, lang } = app.store.get();
  return toggle({
    label: pick(layer.title, lang), on: layers.includes(layer.id),
    onTurn: (on) => app.store.set({ layers: on ? [...app.store.get().layers, layer.id] : app.store.get().layers.filter((id) => id !== layer.id) }),
  });
}

/** @param {App} app @param {Layer} layer @param {HTMLElement} control */
function row(app, layer, control) {
  const { t, format } = app.words;
  const version = layer.version;
  const awaited = version?.awaited_count ?? 0;
  return h(
    "li",
    { class: "layer", "data-layer": layer.id },
    h("div", { class: "layer-head" }, control, h("div", { class: "layer-tools" }, !isThemeLayer(layer.id) && swatch(lookOf(layer)), version && layerTool(app, layer))),
    h(
      "p",
      { class: "layer-facts note" },
      qualityBadge(layer.quality, t),
      version && h("span", { class: "num" }, t("page.layers.count", { count: format.count(version.feature_count) })),
      awaited > 0 && h("span", { class: "awaited num" }, t("page.layers.awaited", { count: format.count(awaited) })),
      version && h("span", { class: "num" }, `v${version.number} · ${format.date(version.published_at)}`),
    ),
    provenance(app, layer),
  );
}
