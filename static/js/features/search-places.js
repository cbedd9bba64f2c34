/** @import { App } from "./app.js" */
/** @import { Place, Indexed } from "../core/search.js" */
/** @import { MapView } from "../map/view.js" */
import { buildIndex, search } from "../core/search.js";
import { fill, slot } from "../ui/dom.js";
import { searchBox } from "../ui/search-box.js";
import { featureId, layerOf } from "./app.js";
import { nameOf } from "./layer-looks.js";
import { namesOf } from "./names.js";
import { goTo } from "./select-place.js";

const SEARCHED = ["townships", "counties", "rivers"];

/**
 * Search over townships, counties and rivers by name, pinyin initials or code. The index is made
 * once, when the field is first entered; an answer then takes a few milliseconds.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function searchPlaces(app, view) {
  /** @type {{ index: Indexed[], key: string }} */
  const made = { index: [], key: "" };

  async function prepare() {
    const { lang, catalogue } = app.store.get();
    const key = [lang, ...catalogue.map(({ version }) => version?.id)].join(" ");
    if (made.key === key) return;
    made.key = key;
    made.index = buildIndex(await everyPlace(app));
    box.refresh();
  }

  /** @type {ReturnType<typeof searchBox>} */
  let box;
  function draw() {
    const { t } = app.words;
    box = searchBox({
      label: t("page.search"), hint: t("page.search.hint"), nothing: t("page.search.none"),
      kindOf: ({ kind }) => t(`page.search.${kind}`),
      find: (text) => search(made.index, text),
      onOpen: () => void prepare(),
      onChoose: ({ kind, id }) => void choose(app, view, kind, id),
    });
    fill(slot("search"), box.element);
  }

  app.store.watch(["lang"], draw);
  draw();
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    box.focus();
  });
}

/** @param {App} app @param {MapView} view @param {string} kind @param {string} id */
async function choose(app, view, kind, id) {
  const { layers } = app.store.get();
  if (kind === "rivers" && !layers.includes(kind)) app.store.set({ layers: [...layers, kind] });
  await goTo(app, view, { kind, id });
}

/** @param {App} app @returns {Promise<Place[]>} */
async function everyPlace(app) {
  const state = app.store.get();
  const names = await namesOf(app);
  const lists = await Promise.all(SEARCHED.map(async (kind) => {
    const layer = layerOf(state, kind);
    if (!layer) return [];
    const features = await app.features(kind).catch(() => []);
    return features.map((feature) => ({
      kind, id: featureId(layer, feature), name: nameOf(feature, "zh"),
      nameEn: feature.properties.name_en || undefined,
      code: String(feature.properties.code ?? feature.properties.adcode ?? ""),
      context: names.counties.get(feature.properties.county_code) ?? feature.properties.reach_zh ?? feature.properties.prefecture_zh ?? "",
    }));
  }));
  return lists.flat();
}
