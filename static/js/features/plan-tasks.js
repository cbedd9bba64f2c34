/** @import { App } from "./app.js" */
/** @import { Clause, PlanDetail, PlanTask } from "../core/types.js" */
import { h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { openPlanPlace } from "./open-plan.js";
import { nameOfPlace } from "./plan-places.js";
import { clauseLink } from "./plan-targets.js";

/** What a plan sets itself to do, clause by clause: when, by whom, where. @param {App} app @param {PlanDetail} plan */
export function planTasks(app, plan) {
  if (plan.tasks.length === 0) return [empty(app.words.t("page.tasks.none"))];
  const clauses = [...new Set(plan.tasks.map(({ clause }) => clause))];
  const known = new Map(plan.clauses.map((clause) => [clause.id, clause]));
  return clauses.map((id) => ofClause(app, plan, id, known.get(id)));
}

/** @param {App} app @param {PlanDetail} plan @param {string} id @param {Clause | undefined} clause */
function ofClause(app, plan, id, clause) {
  const listed = plan.tasks.filter((task) => task.clause === id);
  return h("section", { class: "clause-group" }, h("h4", {}, clauseLink(app, clause, id)), h("ul", {}, listed.map((task) => row(app, plan, task))));
}

/** @param {App} app @param {PlanDetail} plan @param {PlanTask} task */
function row(app, plan, task) {
  const { t, lang } = app.words;
  const when = task.start !== null && task.start !== task.year ? [task.start, task.year].filter(Boolean).join("–") : (task.due ?? task.year ?? "");
  const bodies = [["lead", task.lead_zh], ["support", task.support_zh]].filter(([, list]) => list.length > 0);
  const places = plan.places.filter(({ id }) => task.places.includes(id));
  return h("li", { class: "plan-task", "data-task": task.id },
    h("p", {}, lang === "zh" ? task.title_zh : task.title_en, when && h("span", { class: "note num" }, ` ${when}`)),
    bodies.map(([role, list]) => h("p", { class: "note" }, `${t(`page.clause.${role}`)} `, h("span", { lang: "zh" }, /** @type {string[]} */ (list).join("\u3001")))),
    places.length > 0 && h("p", { class: "task-places" }, places.map((place) => h("button", { type: "button", class: "link", "data-place": place.id, onclick: () => openPlanPlace(app, place.id) }, nameOfPlace(app, place)))));
}
