/** @import { App } from "./app.js" */
/** @import { Clause, Evaluation, Measured, PlanDetail, Status, Target, Vocabulary } from "../core/types.js" */
import { textOr } from "../core/i18n.js";
import { byClause, titleOf } from "../core/targets.js";
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { select } from "../ui/select.js";
import { compareWithEarlier } from "./compare-evaluations.js";
import { openClause } from "./open-plan.js";
import { targetLine } from "./target-line.js";

const STATUSES = /** @type {const} */ (["met", "missed", "uncertain", "not_measurable"]);

/** What the list is narrowed to; it stays while the drawer is drawn anew. */
const wanted = { theme: "", status: "", text: "" };

/**
 * The targets of a plan for a year under their clauses, with what narrows them.
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {PlanDetail} plan
 * @param {{ year: number, found: Evaluation | null }} measured
 */
export function planTargets(app, words, plan, { year, found }) {
  const judged = new Map((found?.targets ?? []).map((one) => [one.target, one]));
  const targets = plan.targets.filter((target) => target.year === null || target.year === year);
  const list = h("div", { class: "plan-list" });
  const draw = () => fill(list, clauses(app, words, plan, targets.filter((target) => passes(target, judged.get(target.id) ?? null)), { judged, found }));
  draw();
  return [counts(app, found, draw), found && compareWithEarlier(app, words, found), filters(app, targets, draw), list];
}

/** @param {Target} target @param {Measured | null} found */
function passes(target, found) {
  const text = wanted.text.trim().toLowerCase();
  if (wanted.theme && target.theme !== wanted.theme) return false;
  if (wanted.status && statusOf(found) !== wanted.status) return false;
  return !text || `${target.title_zh} ${target.title_en} ${target.printed} ${target.clause_path}`.toLowerCase().includes(text);
}

/** @param {Measured | null} found @returns {Status} */
function statusOf(found) {
  return found?.status ?? "not_measurable";
}

/** How many stand where, each a filter. @param {App} app @param {Evaluation | null} found @param {() => void} draw */
function counts(app, found, draw) {
  if (!found) return null;
  const { t } = app.words;
  const row = h("div", { class: "plan-counts", role: "group", "aria-label": t("page.plans.status") });
  const fillRow = () => fill(row, STATUSES.filter((status) => (found.counts[status] ?? 0) > 0 || wanted.status === status).map((status) =>
    h("button", { type: "button", class: `count-chip count-${status}`, "data-status": status, "aria-pressed": String(wanted.status === status), onclick: () => turn(status) },
      h("strong", { class: "num" }, found.counts[status] ?? 0), ` ${t(`page.status.${status}`)}`)));
  /** @param {string} status */
  function turn(status) {
    wanted.status = wanted.status === status ? "" : status;
    fillRow();
    draw();
  }
  fillRow();
  return row;
}

/** @param {App} app @param {Target[]} targets @param {() => void} draw */
function filters(app, targets, draw) {
  const { t } = app.words;
  const themes = [...new Set(targets.map(({ theme }) => theme ?? ""))];
  if (!themes.includes(wanted.theme)) wanted.theme = "";
  const field = h("input", { type: "search", class: "plan-search", value: wanted.text, placeholder: t("page.plans.search"), "aria-label": t("page.plans.search") });
  field.addEventListener("input", () => {
    wanted.text = field.value;
    draw();
  });
  const options = [{ value: "", text: t("page.plans.all_themes") }, ...themes.map((theme) => ({ value: theme, text: textOr(t, `plans.theme.${theme}`, theme) }))];
  const narrow = select({ label: t("page.plans.theme"), value: wanted.theme, groups: [{ options }], onChoose: (theme) => {
    wanted.theme = theme;
    draw();
  } });
  return h("div", { class: "plan-filters" }, field, themes.length > 1 && narrow);
}

/** @param {App} app @param {Vocabulary | undefined} words @param {PlanDetail} plan @param {Target[]} targets @param {{ judged: Map<string, Measured>, found: Evaluation | null }} state */
function clauses(app, words, plan, targets, { judged, found }) {
  if (targets.length === 0) return empty(app.words.t("page.plans.none"));
  const known = new Map(plan.clauses.map((clause) => [clause.id, clause]));
  return [...(byClause(targets).get(plan.id) ?? new Map())].map(([id, listed]) =>
    h("section", { class: "clause-group" },
      h("h4", {}, clauseLink(app, known.get(id), id)),
      h("ul", { class: "target-lines" }, listed.map((/** @type {Target} */ target) => targetLine(app, words, target, found && (judged.get(target.id) ?? unjudged(target, app)))))));
}

/** A target the evaluation leaves out is only a record. @param {Target} target @param {App} app @returns {Measured} */
function unjudged(target, app) {
  const title = titleOf(target, app.words.lang);
  return {
    target: target.id, title: { zh: title, en: title }, plan: target.plan, clause: target.clause, clause_path: target.clause_path ?? "", status: "not_measurable", value: null, threshold: target.value,
    gap: null, unit: target.unit ?? "", comparator: target.comparator, edge_rule: null, method: null, reason: "stated", needs: [], quality: null,
    asked: { comparator: target.comparator, value: target.value, unit: target.unit ?? "", printed: target.printed ?? "" },
  };
}

/** @param {App} app @param {Clause | undefined} clause @param {string} id */
export function clauseLink(app, clause, id) {
  const subject = clause && (app.words.lang === "zh" ? clause.subject_zh : clause.subject_en);
  return h("button", { type: "button", class: "clause-link", "data-clause": id, onclick: () => openClause(app, id) }, h("span", { class: "clause-path", lang: "zh" }, clause?.path ?? id), subject && ` ${subject}`);
}
