/** @import { App } from "./app.js" */
/** @import { Legend } from "../core/types.js" */
import { legendText } from "../core/legend.js";
import { legendBox } from "../ui/legend.js";
import { fill, h, slot } from "../ui/dom.js";
import { layerEntries } from "./layer-looks.js";
import { themeOf } from "./themes.js";

/**
 * The one legend: drawn in the corner of the map and told as the map's description.
 *
 * @param {App} app
 */
export function showLegend(app) {
  const box = slot("legend");
  const wide = matchMedia("(min-width: 721px)");
  const roomy = matchMedia("(min-width: 1200px)");
  const summary = h("summary", { class: "legend-handle" });
  const inside = h("div", {});
  const frame = h("details", { class: "legend", open: (app.store.get().drawer === null ? wide : roomy).matches }, summary, inside);
  fill(box, frame);

  function draw() {
    const { answer, table } = app.store.get();
    if (table) frame.open = false;
    box.hidden = answer?.status !== "ready";
    if (answer?.status !== "ready") return;
    const { t } = app.words;
    /** @type {Legend} */
    const legend = { ...themeOf(answer.theme).legend(app, answer), layers: layerEntries(app) };
    fill(summary, t("page.legend.title"));
    fill(inside, legendBox(legend, t, (pointed) => app.store.set({ pointed })));
    slot("map").setAttribute("aria-label", t("page.map.alt", { legend: legendText(legend, t) }));
  }

  // Beside open tools a small screen has no room for both the legend and the map.
  app.store.watch(["table", "drawer"], ({ table, drawer }) => (frame.open = !table && (drawer === null ? wide : roomy).matches));
  app.store.watch(["answer", "lang", "layers", "catalogue"], draw);
}
