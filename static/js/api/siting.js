/** @import { Client } from "./client.js" */
/** @import { Job } from "../core/manage-types.js" */

/** Ask for more sites; the work is followed as any other job. @param {Client} client @param {object} question @returns {Promise<Job>} */
export async function startSiting(client, question) {
  return (await client.post("/api/siting", question)).job;
}
