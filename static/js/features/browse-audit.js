/** @import { App } from "./app.js" */
/** @import { CitedPlace, Finding, Plan } from "../core/types.js" */
import { h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { select } from "../ui/select.js";
import { byDocument } from "./browse-targets.js";
import { openClause } from "./open-plan.js";
import { planName } from "./plan-words.js";

const SEVERITIES = /** @type {const} */ (["error", "warning", "info"]);
const FIRST_PLACES = 4;

/** What contradicts itself inside a plan or between plans, with the sum and both places. */
export const browseAudit = {
  lead: "page.audit.lead",
  /** @param {App} app */
  async inside(app) {
    const { t } = app.words;
    const [{ plans }, all] = await Promise.all([app.plans(), app.findings()]);
    const { audited } = app.store.get();
    const found = all.filter((one) => audited === null || one.plans.includes(audited));
    const groups = [{ options: [{ value: "", text: t("page.audit.all") }] }, ...byDocument(app, plans)];
    const picker = select({ label: t("page.plans.plan"), value: audited ?? "", groups, onChoose: (id) => app.store.set({ audited: id || null }) });
    if (found.length === 0) return [h("div", { class: "plan-head" }, picker), empty(t("page.audit.none"))];
    return [h("div", { class: "plan-head" }, picker), ...SEVERITIES.map((severity) => bySeverity(app, plans, found.filter((one) => one.severity === severity), severity))];
  },
};

/** @param {App} app @param {Plan[]} plans @param {Finding[]} found @param {Finding["severity"]} severity */
function bySeverity(app, plans, found, severity) {
  if (found.length === 0) return null;
  const { t } = app.words;
  return h("section", { class: "group", "data-severity": severity },
    h("h3", { class: "group-title" }, h("span", { class: `severity severity-${severity}` }, t(`audit.severity.${severity}`)), " ", h("span", { class: "num" }, found.length)),
    h("ul", {}, found.map((one) => finding(app, plans, one))));
}

/** @param {App} app @param {Plan[]} plans @param {Finding} one */
function finding(app, plans, one) {
  const { t, lang } = app.words;
  const cited = one.places.map((place) => cite(app, plans, place, one.plans.length > 1));
  const rest = cited.slice(FIRST_PLACES);
  return h("li", { class: "finding", "data-rule": one.rule },
    h("p", { class: "eyebrow" }, t(`audit.rule.${one.rule}`)),
    h("p", { class: "finding-words" }, lang === "zh" ? one.message_zh : one.message_en),
    h("p", { class: "arithmetic num" }, one.arithmetic),
    h("ul", { class: "door-lines" }, cited.slice(0, FIRST_PLACES)),
    rest.length > 0 && h("details", { class: "door folded" }, h("summary", {}, t("page.audit.more", { count: rest.length })), h("ul", { class: "door-lines" }, rest)));
}

/** A cited place opens its clause. @param {App} app @param {Plan[]} plans @param {CitedPlace} place @param {boolean} between of several plans */
function cite(app, plans, { plan, clause, clause_path: path, printed }, between) {
  const name = between ? `${planName(app, plans.find(({ id }) => id === plan), plan)} ` : "";
  return h("li", {}, h("button", { type: "button", class: "clause-link", "data-clause": clause, onclick: () => openClause(app, clause) },
    name, h("span", { class: "clause-path", lang: "zh" }, path), printed && h("span", { class: "num", lang: "zh" }, ` ${app.words.t("page.audit.printed", { printed })}`)));
}
