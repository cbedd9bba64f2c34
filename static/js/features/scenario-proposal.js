/** @import { App } from "./app.js" */
/** @import { Siting } from "../core/scenario-types.js" */
import { pick } from "../core/i18n.js";
import { h } from "../ui/dom.js";

const MOST_NAMED = 12;

/**
 * What the solver found, in words, with a way to take it; or why there is nothing to be found.
 *
 * @param {App} app @param {Siting} result @param {() => void} take
 */
export function scenarioProposal(app, result, take) {
  const { t, lang, format } = app.words;
  const notes = result.notes.map(({ message }) => h("li", { class: "note" }, pick(message, lang)));
  if (result.status === "infeasible") return nothing(app, result);
  const key = result.problem === "plan" ? "whatif.siting.found.plan" : result.unit === "places" ? "whatif.siting.found.places" : "whatif.siting.found";
  return [
    h("p", {}, h("strong", {}, t(key, { count: result.sites.length, objective: format.count(result.objective), places: format.count(result.places) }))),
    result.plan && years(app, result.plan),
    h("p", { class: "note" }, pick(result.label, lang), " ", t("whatif.siting.seconds", { seconds: result.seconds.toFixed(1) }), result.verdict?.passed && ` ${t("whatif.siting.verified")}`),
    h("ol", { class: "whatif-sites" }, result.sites.slice(0, MOST_NAMED).map((site) => h("li", {}, site.name_zh || site.id))),
    result.sites.length > MOST_NAMED && h("p", { class: "note" }, t("whatif.and_more", { count: result.sites.length - MOST_NAMED })),
    notes.length > 0 && h("ul", {}, notes),
    result.edits.length > 0 && h("button", { type: "button", class: "button button-main", onclick: take }, t("whatif.siting.take", { count: result.edits.length })),
  ];
}

/** Which rules are in each other's way, or who cannot be reached, and what would help. @param {App} app @param {Siting} result */
function nothing(app, result) {
  const { t, lang } = app.words;
  const why = (result.conflicts ?? []).map(({ explanation }) => h("p", { class: "differs" }, pick(explanation, lang)));
  const far = result.out_of_reach ?? [];
  const names = far.slice(0, MOST_NAMED).map(({ name_zh }) => name_zh).join(t("page.list.separator"));
  return [
    h("p", { class: "notice-what" }, pick(result.label, lang)), ...why,
    far.length > 0 && h("p", {}, t("whatif.siting.out_of_reach", { count: far.length, names })),
    h("p", { class: "note" }, t(result.problem === "plan" ? "whatif.siting.infeasible.mend.plan" : "whatif.siting.infeasible.mend")),
  ];
}

/** The plan year by year. @param {App} app @param {NonNullable<Siting["plan"]>} plan */
function years(app, plan) {
  const { t, format } = app.words;
  const head = ["year", "stations", "piles", "within"].map((name) => h("th", { scope: "col" }, t(`whatif.siting.plan.${name}`)));
  const rows = plan.years.map((year, index) => {
    const piles = Object.values(plan.piles_by_county).reduce((sum, each) => sum + each[index], 0);
    const within = t("whatif.siting.plan.covered", { count: format.count(plan.covered[index]), places: format.count(plan.places_weight), km: plan.within_km[index] });
    return h("tr", {}, h("th", { scope: "row" }, String(year)), ...[format.count(plan.stations_by_year[index]), format.count(piles), within].map((text) => h("td", { class: "num" }, text)));
  });
  return h("table", { class: "whatif-plan" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows));
}
