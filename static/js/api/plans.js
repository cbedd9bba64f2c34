/** @import { Client } from "./client.js" */
/** @import { Finding, Plan, PlanDetail, Target, Vocabulary } from "../core/types.js" */
import { withQuery } from "./client.js";

/** @param {Client} client @returns {Promise<{ plans: Plan[], vocabulary?: Vocabulary }>} */
export function listPlans(client) {
  return client.get("/api/plans");
}

/**
 * @param {Client} client
 * @param {{ region?: string, year?: number, theme?: string, plan?: string }} filter
 * @returns {Promise<Target[]>}
 */
export async function listTargets(client, filter) {
  return (await client.get(withQuery("/api/targets", filter))).targets;
}

/** @param {Client} client @param {string} id @returns {Promise<PlanDetail>} */
export function getPlan(client, id) {
  return client.get(`/api/plans/${encodeURIComponent(id)}`);
}

/** @param {Client} client @returns {Promise<Finding[]>} the contradictions inside and between all plans */
export async function listFindings(client) {
  return (await client.get("/api/audit")).findings;
}
