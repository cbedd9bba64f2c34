/** @import { App } from "./app.js" */
/** @import { Siting, WhatIf } from "../core/scenario-types.js" */
import { followJob } from "../api/jobs.js";
import { startSiting } from "../api/siting.js";
import { pick } from "../core/i18n.js";
import { jobErrorText } from "../core/job-error.js";
import { taking } from "../core/scenario-edits.js";
import { limitKm } from "../core/targets.js";
import { door } from "../ui/card.js";
import { fill, h } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { failure, loading } from "../ui/notice.js";
import { change, paramsOf } from "./scenario-session.js";
import { idsTaken } from "./scenario-stations.js";

const DEFAULT_LIMIT_KM = 10;
const PROBLEMS = ["best_k", "fewest"];
const MOST_NAMED = 12;

/** Ask the solver where more stations should go; what it finds can be taken as edits. @param {App} app */
export async function sitingPart(app) {
  const { t } = app.words;
  const outcome = h("div", { class: "whatif-outcome", "aria-live": "polite" });
  const { answer } = app.store.get();
  const limit = (answer?.target && limitKm(answer.target)) ?? DEFAULT_LIMIT_KM;
  const fields = /** @type {import("../ui/form.js").Field[]} */ ([
    { name: "problem", label: t("whatif.siting.problem"), kind: "select", value: "best_k", options: PROBLEMS.map((value) => ({ value, text: t(`whatif.siting.${value}`) })) },
    { name: "sites", label: t("whatif.siting.sites"), kind: "number", value: "5", minimum: 1, maximum: 1000, hint: t("whatif.siting.sites.hint") },
    { name: "within_km", label: t("whatif.siting.within"), unit: t("page.unit.km"), kind: "number", value: String(limit), minimum: 0.1, maximum: 500 },
    { name: "piles", label: t("whatif.siting.piles"), kind: "number", value: "10", minimum: 1, maximum: 10000 },
  ]);
  const ask = form(fields, t("whatif.siting.start"), (values) => void solve(app, values, outcome));
  const problem = /** @type {HTMLSelectElement} */ (ask.elements.namedItem("problem"));
  const sites = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (ask.elements.namedItem("sites")).closest("label"));
  problem.addEventListener("change", () => (sites.hidden = problem.value !== "best_k"));
  return h("section", { class: "whatif-door" }, door(t("whatif.siting"), [h("p", { class: "note" }, t("whatif.siting.why")), ask, outcome]));
}

/** @param {App} app @param {{ [name: string]: string }} values @param {HTMLElement} outcome */
async function solve(app, { problem, sites, within_km, piles }, outcome) {
  const { t } = app.words;
  const state = app.store.get();
  const { kept, token, history } = /** @type {WhatIf} */ (state.whatif);
  const numbers = { within_km: Number(within_km), piles: Number(piles), ...(problem === "best_k" ? { sites: Number(sites) } : {}) };
  const ground = { ...(kept ? { scenario: kept.id, ...(token ? { token } : {}) } : {}), params: paramsOf(state), edits: history.now };
  fill(outcome, loading(t("whatif.siting.waiting")));
  try {
    const job = await followJob(app.client, await startSiting(app.client, { problem, ...numbers, ...ground }), ({ progress }) =>
      fill(outcome, h("div", { class: "whatif-progress" }, h("progress", { max: 1, value: progress || null, "aria-label": t("whatif.siting.running") }), h("span", { class: "note" }, t("whatif.siting.running")))));
    if (job.status === "failed") fill(outcome, failure({ what: t("whatif.siting.failed"), where: "", mend: jobErrorText(t, job.error) }));
    else fill(outcome, ...found(app, job.result, outcome));
  } catch (thrown) {
    fill(outcome, app.failed(thrown));
  }
}

/** @param {App} app @param {Siting} result @param {HTMLElement} outcome */
function found(app, result, outcome) {
  const { t, lang, format } = app.words;
  const notes = result.notes.map(({ message }) => h("li", { class: "note" }, pick(message, lang)));
  if (result.status === "infeasible") {
    const why = (result.conflicts ?? []).map(({ explanation }) => h("p", { class: "differs" }, pick(explanation, lang)));
    const far = result.out_of_reach ?? [];
    const names = far.slice(0, MOST_NAMED).map(({ name_zh }) => name_zh).join(t("page.list.separator"));
    return [h("p", { class: "notice-what" }, pick(result.label, lang)), ...why, far.length > 0 && h("p", {}, t("whatif.siting.out_of_reach", { count: far.length, names })), h("p", { class: "note" }, t("whatif.siting.infeasible.mend"))];
  }
  const take = async () => {
    const taken = await idsTaken(app);
    change(app, (edits) => taking(edits, result.edits, taken));
    fill(outcome, h("p", { class: "note" }, t("whatif.siting.taken", { count: result.edits.length })));
  };
  return [
    h("p", {}, h("strong", {}, t(result.unit === "places" ? "whatif.siting.found.places" : "whatif.siting.found", { count: result.sites.length, objective: format.count(result.objective), places: format.count(result.places) }))),
    h("p", { class: "note" }, pick(result.label, lang), " ", t("whatif.siting.seconds", { seconds: result.seconds.toFixed(1) })),
    h("ol", { class: "whatif-sites" }, result.sites.slice(0, MOST_NAMED).map((site) => h("li", {}, site.name_zh || site.id))),
    result.sites.length > MOST_NAMED && h("p", { class: "note" }, t("whatif.and_more", { count: result.sites.length - MOST_NAMED })),
    notes.length > 0 && h("ul", {}, notes),
    result.edits.length > 0 && h("button", { type: "button", class: "button button-main", onclick: () => void take() }, t("whatif.siting.take", { count: result.edits.length })),
  ];
}
