/** @import { App, Answer } from "./app.js" */
/** @import { Run } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { qualityBadge } from "../ui/badge.js";
import { door } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { illustrativeNote } from "./illustrative.js";
import { methodText } from "./method-text.js";

/** The answer is no better than its weakest input, and says so. @param {App} app @param {Answer} answer */
export function basis(app, { run }) {
  const note = illustrativeNote(app, run);
  return note !== "" && h("p", { class: "basis note" }, qualityBadge("illustrative", app.words.t), " ", note);
}

/** How the figures were made: reading, inputs with version and badge, run. @param {App} app @param {Answer} answer */
export function method(app, answer) {
  const { t, format, lang } = app.words;
  const run = /** @type {Run} */ (answer.run);
  const inputs = Object.values(run.inputs).map(({ layer: id, version, quality }) => {
    const layer = layerOf(app.store.get(), id);
    const grade = quality ?? layer?.quality;
    return h("li", {}, layer ? pick(layer.title, lang) : id, " ", h("span", { class: "num" }, `v${version}`), " ", grade && qualityBadge(grade, t));
  });
  return door(t("page.method.title"), [
    methodText(app, run.analysis),
    h("ul", { class: "plain-list" }, inputs),
    h("p", { class: "note" }, t("page.method.run", { id: run.id, when: format.moment(run.created_at) })),
  ]);
}
