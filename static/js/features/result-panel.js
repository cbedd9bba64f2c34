/** @import { App, Answer } from "./app.js" */
import { cut } from "../core/rich.js";
import { pick } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { basis, method } from "./run-provenance.js";

/** @param {App} app @param {Answer} answer */
export function resultHead(app, answer) {
  const { t, lang, format } = app.words;
  const count = h("strong", { class: "figure num" }, format.count(answer.features.length));
  const title = pick(answer.analysis?.title, lang) || (answer.run?.analysis ?? "");
  return [h("h1", { class: "headline-words" }, ...cut(t("page.headline.result"), { title, count })), basis(app, answer)];
}

/** @param {App} app @param {Answer} answer */
export function resultBody(app, answer) {
  const { t } = app.words;
  const back = h("button", { type: "button", class: "link", onclick: () => app.store.set({ theme: "distance", run: null, selected: null }) }, t("page.result.back"));
  return [
    h("div", { class: "block actions" }, toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table }))),
    method(app, answer),
    h("div", { class: "block" }, back),
  ];
}
