/** @import { App, Answer } from "./app.js" */
import { cut } from "../core/rich.js";
import { pick } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { LAYER, computedSum } from "./allocations-theme.js";
import { layerOf } from "./app.js";
import { answerTool } from "./export-answer.js";
import { targetRow } from "./target-row.js";

/** @param {App} app @param {Answer} answer */
export function allocationsHead(app, answer) {
  const { t, format } = app.words;
  const sum = computedSum(answer);
  const printed = answer.target?.value ?? null;
  const differs = printed !== null && printed !== sum;
  const big = (/** @type {number} */ value) => h("strong", { class: "figure num" }, format.count(value));
  const key = printed === null ? "page.headline.allocations" : differs ? "page.headline.allocations_differ" : "page.headline.allocations_agree";
  const words = cut(t(key), { year: answer.year, count: answer.features.length, sum: big(sum), printed: big(printed ?? sum), difference: format.count(Math.abs(sum - (printed ?? sum))) });
  return h("h1", { class: "headline-words" }, ...words);
}

/** @param {App} app @param {Answer} answer @param {{ counties: Map<string, string> }} names */
export function allocationsBody(app, answer, names) {
  const { t, lang } = app.words;
  const layer = layerOf(app.store.get(), LAYER);
  return [
    answer.target && h("section", { class: "block" }, h("h2", { class: "block-title" }, t("page.targets.of_year", { year: answer.year })), h("ul", { class: "target-list" }, targetRow(app, answer.target, "unknown"))),
    h("section", { class: "block" }, h("h2", { class: "block-title" }, t("page.allocations.check")), differences(app, answer, names), layer?.note && h("p", { class: "note" }, pick(layer.note, lang))),
    h("div", { class: "block actions" }, toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table })), answerTool(app, answer)),
  ];
}

/** Printed totals beside computed ones, with what does not add up pointed out. @param {App} app @param {Answer} answer @param {{ counties: Map<string, string> }} names */
function differences(app, { features }, names) {
  const { t, format } = app.words;
  const off = features.filter(({ properties }) => properties.printed_total !== properties.computed_total);
  if (off.length === 0) return h("p", {}, t("page.allocations.all_agree"));
  return h(
    "ul",
    { class: "plain-list" },
    off.map(({ properties }) =>
      h("li", { class: "differs" }, h("button", { type: "button", class: "link", onclick: () => app.store.set({ selected: { kind: LAYER, id: String(properties.adcode) } }) },
        t("page.allocations.differs", { name: names.counties.get(properties.adcode) ?? properties.name_zh, printed: format.count(properties.printed_total), computed: format.count(properties.computed_total) }))),
    ),
  );
}
