/** @import { App } from "./app.js" */
import { pick } from "../core/i18n.js";
import { fill, h } from "../ui/dom.js";

/**
 * How an analysis measures, in the service's own words; filled in as soon as they have come.
 *
 * @param {App} app
 * @param {string} id of the analysis
 */
export function methodText(app, id) {
  const place = h("p", {}, app.words.t("page.loading.drawer"));
  app.analyses().then(
    (analyses) => fill(place, pick(analyses.find((analysis) => analysis.id === id)?.method, app.words.lang)),
    (thrown) => place.replaceWith(app.failed(thrown)),
  );
  return place;
}
