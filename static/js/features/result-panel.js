/** @import { App, Answer } from "./app.js" */
import { pick } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { resultHeadline } from "./result-headline.js";
import { resultSummary } from "./result-summary.js";
import { basis, method } from "./run-provenance.js";
import { answerTool } from "./export-answer.js";

/** @param {App} app @param {Answer} answer */
export function resultHead(app, answer) {
  const title = pick(answer.analysis?.title, app.words.lang);
  return [h("p", { class: "eyebrow" }, title), h("h1", { class: "headline-words" }, resultHeadline(app, answer)), basis(app, answer)];
}

/** @param {App} app @param {Answer} answer */
export function resultBody(app, answer) {
  const { t } = app.words;
  const back = h("button", { type: "button", class: "link", onclick: () => app.store.set({ theme: "distance", run: null, selected: null }) }, t("page.result.back"));
  return [
    ...resultSummary(app, answer),
    h("div", { class: "block actions" }, toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table })), answerTool(app, answer)),
    method(app, answer),
    h("div", { class: "block" }, back),
  ];
}
