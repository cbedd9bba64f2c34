/** @import { Client } from "./client.js" */
/** @import { Job } from "../core/manage-types.js" */
import { withQuery } from "./client.js";
import { followJob } from "./jobs.js";

/**
 * @typedef {{ id: string, suffix: string, systems: string[], encodings: string[], shapes: string[], is_table: boolean }} FileFormat
 * @typedef {{ may_order: boolean, direct: string[], formats: FileFormat[], systems: { id: string, title: string, approximate: boolean }[] }} Offer
 */

/**
 * How the service makes files.
 *
 * @param {Client} client
 */
export function filesOf(client) {
  return {
    /** Formats and reference systems there are. @returns {Promise<Offer>} */
    offer: () => client.get("/api/exports"),
    /** The work on a file, and where it will be. @param {{ [name: string]: string | number }} order of what, and how @returns {Promise<Job & { file: string }>} */
    order: (order) => client.post("/api/exports", order),
    /** @param {Job} job @param {(job: Job) => void} onChange @param {AbortSignal} signal */
    follow: (job, onChange, signal) => followJob(client, job, onChange, signal),
    /** Where a layer can be had at once. @param {string} layer @param {string} format @param {string} lang */
    direct: (layer, format, lang) => withQuery(`/api/exports/layers/${encodeURIComponent(layer)}`, { format, lang }),
  };
}

/** @typedef {ReturnType<typeof filesOf>} Files */
