/** @import { App } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { fill, slot } from "../ui/dom.js";
import { layerOf, versionsOnScreen } from "./app.js";
import { pick } from "../core/i18n.js";

/**
 * Printing: the map takes the size of the sheet, keeps what it showed, and the sources are written
 * under it.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function printMap(app, view) {
  let before = view.getView();
  const legend = slot("legend").querySelector("details");
  let wasOpen = false;
  addEventListener("beforeprint", () => {
    before = view.getView();
    const box = view.getBox();
    fill(slot("imprint"), sources(app));
    wasOpen = legend?.open ?? false;
    legend?.setAttribute("open", "");
    document.documentElement.dataset.printing = "";
    view.setPrinting(true);
    view.resize();
    view.showBox(box);
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.printing;
    legend?.toggleAttribute("open", wasOpen);
    view.setPrinting(false);
    view.resize();
    view.setView(before);
  });
}

/** @param {App} app */
function sources(app) {
  const { t, lang, format } = app.words;
  const state = app.store.get();
  const used = Object.keys(versionsOnScreen(state)).flatMap((id) => layerOf(state, id) ?? []);
  const told = used.map((layer) => t("page.print.source", { layer: pick(layer.title, lang), version: layer.version?.number ?? "", quality: t(`page.quality.${layer.quality}`), source: layer.source }));
  return [t("page.print.made", { when: format.date(new Date().toISOString()) }), ...told].join(t("page.list.stop"));
}
