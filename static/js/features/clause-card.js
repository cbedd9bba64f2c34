/** @import { App } from "./app.js" */
/** @import { Clause, PlanDetail } from "../core/types.js" */
/** @import { Fact } from "../ui/card.js" */
import { planOf } from "../core/evaluation.js";
import { titleOf } from "../core/targets.js";
import { card } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { openAudit, openPlanPlace, openTarget } from "./open-plan.js";
import { nameOfPlace } from "./plan-places.js";
import { planName } from "./plan-words.js";
import { limitText } from "./target-row.js";

/** @param {App} app */
export function closing(app) {
  return { label: app.words.t("page.close"), run: () => app.store.set({ selected: null }) };
}

/** Where something is written, and who answers for it. @param {App} app @param {PlanDetail} plan @param {Clause | undefined} clause @returns {Fact[]} */
export function clauseFacts(app, plan, clause) {
  const { t, lang, format } = app.words;
  const issuer = lang === "zh" ? plan.issuer_zh : plan.issuer_en;
  return [
    { label: t("page.clause.path"), value: h("span", { lang: "zh" }, clause?.path ?? "") },
    ...(clause ? aboutClause(app, clause) : []),
    { label: t("page.clause.plan"), value: [planName(app, plan), h("span", { class: "note" }, ` ${plan.number ?? ""}`)] },
    { label: t("page.clause.issuer"), value: [issuer ?? "", h("span", { class: "note" }, plan.issued ? ` ${format.date(plan.issued)}` : "")] },
  ];
}

/** @param {App} app @param {Clause} clause @returns {Fact[]} */
function aboutClause(app, clause) {
  const { t, lang } = app.words;
  const bodies = (/** @type {string} */ label, /** @type {string[]} */ list) => (list.length > 0 ? [{ label, value: h("span", { lang: "zh" }, list.join("\u3001")) }] : []);
  return [
    { label: t("page.clause.subject"), value: lang === "zh" ? clause.subject_zh : clause.subject_en },
    ...bodies(t("page.clause.lead"), clause.bodies_zh),
    ...bodies(t("page.clause.support"), clause.support_zh),
  ];
}

/** A clause with its targets, its places and what contradicts it; null when there is none of that id. @param {App} app @param {string} id */
export async function clauseCard(app, id) {
  const plan = await app.plan(planOf(id)).catch(() => null);
  const clause = plan?.clauses.find((one) => one.id === id);
  if (!plan || !clause) return null;
  const { t, lang } = app.words;
  const found = (await app.findings().catch(() => [])).filter(({ places }) => places.some((place) => place.clause === id));
  const targets = plan.targets.filter((target) => target.clause === id);
  const places = plan.places.filter(({ clauses }) => clauses.includes(id));
  const note = lang === "zh" ? clause.note_zh : clause.note_en;
  return card({
    kind: t("page.clause.kind_of"), title: (lang === "zh" ? clause.subject_zh : clause.subject_en) || clause.path, close: closing(app), marks: [],
    facts: clauseFacts(app, plan, clause),
    foot: [
      note && h("p", { class: "block note" }, note),
      found.length > 0 && h("p", { class: "block" }, h("button", { type: "button", class: "link", onclick: () => openAudit(app, plan.id) }, t("page.plans.findings", { count: found.length }))),
      block(t("page.plans.targets", { count: targets.length }), targets.map((target) =>
        door(`${titleOf(target, lang)}`, limitText(app, target), { "data-target": target.id, onclick: () => openTarget(app, target.id, target.year) }))),
      block(t("page.plans.places", { count: places.length }), places.map((place) => door(nameOfPlace(app, place), "", { "data-place": place.id, onclick: () => openPlanPlace(app, place.id) }))),
    ],
  });
}

/** @param {string} title @param {Node[]} lines */
export function block(title, lines) {
  return lines.length > 0 && h("section", { class: "block" }, h("h3", { class: "block-title" }, title), h("ul", { class: "door-lines" }, lines));
}

/** @param {string} text @param {string} figure @param {import("../ui/dom.js").Props} props */
function door(text, figure, props) {
  return h("li", {}, h("button", { type: "button", class: "clause-link", ...props }, text, figure && h("span", { class: "note num" }, ` ${figure}`)));
}
