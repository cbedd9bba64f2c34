/** @import { Client } from "./client.js" */
/** @import { Comparison, Evaluation, EvaluationShort, UnitTargets } from "../core/types.js" */
import { withQuery } from "./client.js";

/**
 * The evaluations of a plan and year over the plan's whole region, newest first.
 *
 * @param {Client} client
 * @param {string} plan
 * @param {number} year
 * @returns {Promise<EvaluationShort[]>}
 */
export async function listEvaluations(client, plan, year) {
  const { evaluations } = await client.get(withQuery("/api/evaluations", { plan, year }));
  return evaluations.filter((/** @type {EvaluationShort} */ { region }) => region === null);
}

/** @param {Client} client @param {string} id @returns {Promise<Evaluation>} */
export function getEvaluation(client, id) {
  return client.get(`/api/evaluations/${encodeURIComponent(id)}`);
}

/** @param {Client} client @param {string} plan @param {number} year @returns {Promise<Evaluation>} */
export function startEvaluation(client, plan, year) {
  return client.post("/api/evaluations", { plan, year });
}

/** @param {Client} client @param {string} code of a county or township @param {number} year @returns {Promise<UnitTargets>} */
export function unitTargets(client, code, year) {
  return client.get(withQuery(`/api/units/${encodeURIComponent(code)}/targets`, { year }));
}

/** @param {Client} client @param {string} earlier @param {string} later @returns {Promise<Comparison>} */
export function compareEvaluations(client, earlier, later) {
  return client.get(`/api/evaluations/${encodeURIComponent(earlier)}/compare/${encodeURIComponent(later)}`);
}
