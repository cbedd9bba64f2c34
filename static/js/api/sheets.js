/** @import { Client } from "./client.js" */
/** @import { Job } from "../core/manage-types.js" */

/**
 * Have a sheet or an atlas made.
 *
 * @param {Client} client
 * @param {{ [name: string]: string | number }} order what, on which paper, in whose name
 * @returns {Promise<Job & { file: string }>} the work, and where its file will be
 */
export function orderSheet(client, order) {
  return client.post("/api/sheets", order);
}
