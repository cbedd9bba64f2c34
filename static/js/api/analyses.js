/** @import { Client } from "./client.js" */
/** @import { Analysis } from "../core/types.js" */

/** @param {Client} client @returns {Promise<Analysis[]>} */
export async function listAnalyses(client) {
  return (await client.get("/api/analyses")).analyses;
}
