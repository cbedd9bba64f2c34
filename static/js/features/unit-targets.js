/** @import { App } from "./app.js" */
/** @import { UnitTarget, Vocabulary } from "../core/types.js" */
import { compared, short } from "../core/evaluation.js";
import { textOr } from "../core/i18n.js";
import { qualityBadge } from "../ui/badge.js";
import { fill, h } from "../ui/dom.js";
import { loading } from "../ui/notice.js";
import { amount, unitName } from "./plan-words.js";
import { unitLine } from "./target-line.js";

/** Codes of counties, townships and villages. */
const CODE = /^(\d{6}|\d{9}|\d{12})$/;

/**
 * What the plans ask for a place and how it stands there, in plain words; it comes after the card
 * is on screen.
 *
 * @param {App} app
 * @param {string} code
 */
export function unitTargetsSection(app, code) {
  if (!CODE.test(code)) return null;
  const { t } = app.words;
  const { year } = app.store.get();
  const place = h("div", {});
  const ask = () => {
    fill(place, loading(t("page.unit_targets.loading")));
    Promise.all([app.unit(code, year), app.plans()]).then(
      ([{ targets }, { vocabulary }]) => fill(place, lists(app, vocabulary, targets, year)),
      (thrown) => fill(place, app.failed(thrown, ask)),
    );
  };
  ask();
  return h("section", { class: "block unit-targets", "data-unit-targets": code }, h("h3", { class: "block-title" }, t("page.unit_targets.title", { year })), place);
}

/** What is judged here first, what holds for the region next, what cannot be told last. @param {App} app @param {Vocabulary | undefined} words @param {UnitTarget[]} targets @param {number} year */
function lists(app, words, targets, year) {
  const { t } = app.words;
  if (targets.length === 0) return h("p", { class: "note" }, t("page.unit_targets.none", { year }));
  const told = targets.filter(({ status }) => status !== "not_measurable");
  const own = told.filter(({ level }) => level !== "region");
  const wider = told.filter(({ level }) => level === "region");
  const silent = targets.filter(({ status }) => status === "not_measurable");
  const weak = told.some(({ quality }) => quality === "illustrative");
  const list = (/** @type {UnitTarget[]} */ some) => h("ul", { class: "target-lines" }, some.map((one) => unitLine(app, words, one, plainly(app, words, one), year)));
  const folded = (/** @type {string} */ label, /** @type {UnitTarget[]} */ some) => some.length > 0 && h("details", { class: "door folded" }, h("summary", {}, label), list(some));
  return [
    weak && h("p", { class: "note" }, qualityBadge("illustrative", t), " ", t("page.unit_targets.illustrative")),
    own.length > 0 ? list(own) : h("p", { class: "note" }, t("page.unit_targets.no_own")),
    folded(t("page.unit_targets.region", { count: wider.length }), wider),
    folded(t("page.unit_targets.unmeasured", { count: silent.length }), silent),
  ];
}

/** @param {App} app @param {Vocabulary | undefined} words @param {UnitTarget} one */
function plainly(app, words, one) {
  const { t, lang } = app.words;
  const edge = textOr(t, `indicator.edge.${one.edge_rule}`, "");
  if (one.value === null) return one.asked.printed;
  if (one.level === "unit" && one.method === "coverage-units") return t("page.unit_targets.covered", { value: short(one.value, lang) });
  if (one.threshold === null) return amount(app, words, one.value, one.unit);
  const told = compared(one.value, one.threshold, lang);
  const unit = unitName(app, words, one.unit);
  return t(one.level === "unit" ? "page.unit_targets.here" : "page.unit_targets.there", { value: `${told.value} ${unit}`.trim(), edge, threshold: `${told.threshold} ${unit}`.trim() });
}
