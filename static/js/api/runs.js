/** @import { Client } from "./client.js" */
/** @import { Run } from "../core/types.js" */
import { withQuery } from "./client.js";

/**
 * @param {Client} client
 * @param {{ analysis?: string, year?: number, region?: string, limit?: number }} filter
 * @param {AbortSignal} [signal]
 * @returns {Promise<Run[]>} newest first
 */
export async function listRuns(client, filter, signal) {
  return (await client.get(withQuery("/api/runs", filter), signal)).runs;
}

/** @param {Client} client @param {string} id @returns {Promise<Run>} */
export function getRun(client, id) {
  return client.get(`/api/runs/${encodeURIComponent(id)}`);
}

/**
 * @param {Client} client
 * @param {string} analysis
 * @param {object} question layers for the input roles, and parameters
 * @returns {Promise<Run>}
 */
export function startRun(client, analysis, question) {
  return client.post(`/api/analyses/${encodeURIComponent(analysis)}/runs`, question);
}
