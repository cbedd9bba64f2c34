/** @import { App } from "./app.js" */
/** @import { Comparison, Evaluation, EvaluationShort, TargetChange, Vocabulary } from "../core/types.js" */
import { compareEvaluations, listEvaluations } from "../api/evaluations.js";
import { pick } from "../core/i18n.js";
import { statusLight } from "../ui/badge.js";
import { fill, h } from "../ui/dom.js";
import { select } from "../ui/select.js";
import { openTarget } from "./open-plan.js";
import { amount } from "./plan-words.js";

/**
 * What changed since an earlier evaluation of the same plan and year; nothing where there is none.
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {Evaluation} found
 */
export function compareWithEarlier(app, words, found) {
  const place = h("section", { class: "plan-compare" });
  listEvaluations(app.client, found.plan, found.year).then((all) => {
    const others = all.filter(({ id }) => id !== found.id);
    if (others.length > 0) fill(place, chooser(app, words, found, others));
  }, () => place.remove());
  return place;
}

/** @param {App} app @param {Vocabulary | undefined} words @param {Evaluation} found @param {EvaluationShort[]} others */
function chooser(app, words, found, others) {
  const { t, format } = app.words;
  const told = h("div", {});
  const options = [{ value: "", text: t("page.compare.none") }, ...others.map(({ id, created_at: at }) => ({ value: id, text: t("page.compare.with", { when: format.moment(at) }) }))];
  const onChoose = async (/** @type {string} */ id) => {
    if (!id) fill(told);
    else await tell(id);
  };
  const tell = async (/** @type {string} */ id) => {
    try {
      fill(told, changes(app, words, await compareEvaluations(app.client, id, found.id)));
    } catch (thrown) {
      fill(told, app.failed(thrown, () => void tell(id)));
    }
  };
  return [select({ label: t("page.compare.label"), value: "", groups: [{ options }], onChoose: (id) => void onChoose(id) }), told];
}

/** @param {App} app @param {Vocabulary | undefined} words @param {Comparison} comparison */
function changes(app, words, { gained, lost, changed, unchanged, inputs }) {
  const { t } = app.words;
  const layers = inputs.map(({ layer, version_before: before, version_after: after }) => t("page.compare.layer", { layer, before: before ?? "–", after: after ?? "–" }));
  return [
    h("p", {}, t("page.compare.counts", { gained: gained.length, lost: lost.length, changed: changed.length, unchanged })),
    layers.length > 0 && h("p", { class: "note" }, layers.join(t("page.list.and"))),
    h("ul", { class: "target-lines" }, changed.map((one) => line(app, words, one))),
  ];
}

/** @param {App} app @param {Vocabulary | undefined} words @param {TargetChange} change */
function line(app, words, change) {
  const { t, lang } = app.words;
  const told = (/** @type {number | null} */ value) => (value === null ? t("page.verdict.unknown") : amount(app, words, value, change.unit));
  return h("li", {}, h("button", { type: "button", class: "target-line", "data-target": change.target, onclick: () => openTarget(app, change.target) },
    statusLight(change.status_after, t),
    h("span", { class: "target-words" },
      h("span", { class: "target-title" }, pick(change.title, lang)),
      h("span", { class: "target-reading num" }, `${told(change.value_before)} → ${told(change.value_after)}`),
      change.status_before !== change.status_after && h("span", { class: "note" }, t("page.compare.was", { status: t(`page.status.${change.status_before}`) })))));
}
