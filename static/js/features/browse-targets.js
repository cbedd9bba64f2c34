/** @import { App } from "./app.js" */
/** @import { Evaluation, Plan, PlanDetail, Vocabulary } from "../core/types.js" */
import { yearsOf } from "../core/evaluation.js";
import { choice } from "../ui/choice.js";
import { fill, h } from "../ui/dom.js";
import { select } from "../ui/select.js";
import { loading } from "../ui/notice.js";
import { YEARS } from "./app.js";
import { evaluationOf } from "./evaluations.js";
import { openAudit } from "./open-plan.js";
import { planPlaces } from "./plan-places.js";
import { planTargets } from "./plan-targets.js";
import { planTasks } from "./plan-tasks.js";
import { planName } from "./plan-words.js";

/** The plan browser: a plan, its targets for a year with their lights, its named places. */
export const browseTargets = {
  lead: "page.plans.lead",
  /** @param {App} app */
  async inside(app) {
    const { plans, vocabulary } = await app.plans();
    const plan = await app.plan(planOnShow(app, plans));
    const { years, year } = yearsOf(plan.targets, app.store.get().planYear ?? app.store.get().year);
    const list = h("div", {});
    if (app.store.get().planView === "places") fill(list, planPlaces(app, vocabulary, plan));
    else if (app.store.get().planView === "tasks") fill(list, planTasks(app, plan));
    else measured(app, vocabulary, plan, year, list);
    return [head(app, plans, plan, { years, year }), list];
  },
};

/** The plan chosen, or that of the target on the map, or the first with targets of the year. @param {App} app @param {Plan[]} plans */
function planOnShow(app, plans) {
  const { plan, answer, region } = app.store.get();
  const known = [plan, answer?.judged?.plan, answer?.target?.plan].find((id) => plans.some((one) => one.id === id));
  return known ?? (plans.find((one) => one.region === region) ?? plans[0]).id;
}

/** Targets at once, their lights as soon as they are known. @param {App} app @param {Vocabulary | undefined} words @param {PlanDetail} plan @param {number} year @param {HTMLElement} list */
function measured(app, words, plan, year, list) {
  const notice = h("div", { class: "measuring" }, loading(app.words.t("page.plans.measuring")));
  const draw = (/** @type {Evaluation | null} */ found) => planTargets(app, words, plan, { year, found });
  fill(list, notice, draw(null));
  evaluationOf(app, plan.id, year).then((found) => keepingFocus(list, () => fill(list, draw(found))), (thrown) => fill(notice, app.failed(thrown, () => measured(app, words, plan, year, list))));
}

/** Who has walked to a target while it was measured stays on it. @param {HTMLElement} list @param {() => void} draw */
function keepingFocus(list, draw) {
  const held = document.activeElement;
  const target = held instanceof HTMLElement && list.contains(held) ? held.dataset.target : undefined;
  draw();
  /** @type {HTMLElement | null} */ (target === undefined ? null : list.querySelector(`[data-target="${CSS.escape(target)}"]`))?.focus({ preventScroll: true });
}

/** @param {App} app @param {Plan[]} plans @param {PlanDetail} plan @param {{ years: number[], year: number }} when */
function head(app, plans, plan, { years, year }) {
  const { t, format } = app.words;
  const { planView } = app.store.get();
  return h("div", { class: "plan-head" },
    select({ label: t("page.plans.plan"), value: plan.id, groups: byDocument(app, plans), onChoose: (id) => app.store.set({ plan: id, planYear: null }) }),
    h("p", { class: "note" }, [plan.number, app.words.lang === "zh" ? plan.issuer_zh : plan.issuer_en, plan.issued && format.date(plan.issued)].filter(Boolean).join(" · ")),
    h("div", { class: "plan-tools" },
      choice({ label: t("page.plans.view"), value: planView, onChoose: (view) => app.store.set({ planView: view }), options: [
        { value: /** @type {"targets" | "places" | "tasks"} */ ("targets"), text: t("page.plans.targets", { count: plan.targets.length }) },
        { value: "places", text: t("page.plans.places", { count: plan.places.length }) },
        { value: "tasks", text: t("page.plans.tasks", { count: plan.tasks.length }) },
      ] }),
      planView === "targets" && select({ label: t("page.years"), value: String(year), groups: [{ options: years.map((one) => ({ value: String(one), text: String(one) })) }], onChoose: (text) => chooseYear(app, Number(text)) }),
      findingsLink(app, plan.id)));
}

/** A year the map knows turns the map too. @param {App} app @param {number} year */
function chooseYear(app, year) {
  app.store.set(YEARS.includes(year) ? { year, planYear: null } : { planYear: year });
}

/** @param {App} app @param {string} plan */
function findingsLink(app, plan) {
  const link = h("button", { type: "button", class: "link", hidden: true, onclick: () => openAudit(app, plan) });
  app.findings().then((all) => {
    const count = all.filter(({ plans }) => plans.includes(plan)).length;
    fill(link, app.words.t("page.plans.findings", { count }));
    link.hidden = count === 0;
  }, () => link.remove());
  return link;
}

/** Plans under the document that holds them. @param {App} app @param {Plan[]} plans */
export function byDocument(app, plans) {
  const documents = [...new Set(plans.map((plan) => plan.document))];
  return documents.map((document, index) => ({
    label: app.words.t("page.plans.document", { number: index + 1, issuer: (app.words.lang === "zh" ? plans.find((one) => one.document === document)?.issuer_zh : plans.find((one) => one.document === document)?.issuer_en) ?? "" }),
    options: plans.filter((plan) => plan.document === document).map((plan) => ({ value: plan.id, text: planName(app, plan) })),
  }));
}
