/** @import { App } from "./app.js" */
/** @import { Siting, WhatIf } from "../core/scenario-types.js" */
import { followJob } from "../api/jobs.js";
import { startSiting } from "../api/siting.js";
import { jobErrorText } from "../core/job-error.js";
import { taking } from "../core/scenario-edits.js";
import { limitKm } from "../core/targets.js";
import { door } from "../ui/card.js";
import { fill, h } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { failure, loading } from "../ui/notice.js";
import { scenarioProposal } from "./scenario-proposal.js";
import { proofPart } from "./scenario-proof.js";
import { change, paramsOf } from "./scenario-session.js";
import { idsTaken } from "./scenario-stations.js";

const DEFAULT_LIMIT_KM = 10;
/** Each problem with the fields it asks for. @type {{ [problem: string]: string[] }} */
const PROBLEMS = { best_k: ["sites", "within_km", "piles"], fewest: ["within_km", "piles"], plan: [] };

/** Ask the solver where more stations should go; what it finds can be taken as edits. @param {App} app */
export async function sitingPart(app) {
  const { t } = app.words;
  const outcome = h("div", { class: "whatif-outcome", "aria-live": "polite" });
  const { answer } = app.store.get();
  const limit = (answer?.target && limitKm(answer.target)) ?? DEFAULT_LIMIT_KM;
  const fields = /** @type {import("../ui/form.js").Field[]} */ ([
    { name: "problem", label: t("whatif.siting.problem"), kind: "select", value: "best_k", options: Object.keys(PROBLEMS).map((value) => ({ value, text: t(`whatif.siting.${value}`) })) },
    { name: "sites", label: t("whatif.siting.sites"), kind: "number", value: "5", minimum: 1, maximum: 1000, hint: t("whatif.siting.sites.hint") },
    { name: "within_km", label: t("whatif.siting.within"), unit: t("page.unit.km"), kind: "number", value: String(limit), minimum: 0.1, maximum: 500 },
    { name: "piles", label: t("whatif.siting.piles"), kind: "number", value: "10", minimum: 1, maximum: 10000 },
  ]);
  const ask = form(fields, t("whatif.siting.start"), (values) => void solve(app, values, outcome));
  const problem = /** @type {HTMLSelectElement} */ (ask.elements.namedItem("problem"));
  const why = h("p", { class: "note", id: "whatif-siting-why" });
  problem.setAttribute("aria-describedby", why.id);
  problem.closest("label")?.after(why);
  const fit = () => {
    fill(why, t(`whatif.siting.why.${problem.value}`));
    for (const name of ["sites", "within_km", "piles"]) {
      /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (ask.elements.namedItem(name)).closest("label")).hidden = !PROBLEMS[problem.value].includes(name);
    }
  };
  problem.addEventListener("change", fit);
  fit();
  return h("section", { class: "whatif-door" }, door(t("whatif.siting"), [h("p", { class: "note" }, t("whatif.siting.why")), ask, outcome]));
}

/** @param {App} app @param {{ [name: string]: string }} values @param {HTMLElement} outcome */
async function solve(app, { problem, ...given }, outcome) {
  const { t } = app.words;
  const state = app.store.get();
  const { kept, token, history } = /** @type {WhatIf} */ (state.whatif);
  const numbers = Object.fromEntries(PROBLEMS[problem].map((name) => [name, Number(given[name])]));
  const ground = { ...(kept ? { scenario: kept.id, ...(token ? { token } : {}) } : {}), params: paramsOf(state), edits: history.now };
  fill(outcome, loading(t("whatif.siting.waiting")));
  try {
    const job = await followJob(app.client, await startSiting(app.client, { problem, ...numbers, ...ground }), ({ progress }) =>
      fill(outcome, h("div", { class: "whatif-progress" }, h("progress", { max: 1, value: progress || null, "aria-label": t("whatif.siting.running") }), h("span", { class: "note" }, t(problem === "plan" ? "whatif.siting.running.plan" : "whatif.siting.running")))));
    if (job.status === "failed") fill(outcome, failure({ what: t("whatif.siting.failed"), where: "", mend: jobErrorText(t, job.error) }));
    else fill(outcome, ...scenarioProposal(app, job.result, () => void take(app, job.result, outcome)));
  } catch (thrown) {
    fill(outcome, app.failed(thrown));
  }
}

/** @param {App} app @param {Siting} result @param {HTMLElement} outcome */
async function take(app, result, outcome) {
  const taken = await idsTaken(app);
  change(app, (edits) => taking(edits, result.edits, taken));
  fill(outcome, h("p", { class: "note" }, app.words.t("whatif.siting.taken", { count: result.edits.length })), await proofPart(app));
}
