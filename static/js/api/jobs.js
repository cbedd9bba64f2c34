/** @import { Client } from "./client.js" */
/** @import { Job } from "../core/manage-types.js" */

const LOOK_MS = 1_000;
const OVER = ["done", "failed"];

/**
 * Follow background work until it is over. The service tells of changes by itself; where that way
 * is cut off (a proxy, a restart), it is asked once a second instead.
 *
 * @param {Client} client
 * @param {Job} first
 * @param {(job: Job) => void} onChange
 * @param {AbortSignal} [signal] ends the following, not the work
 * @returns {Promise<Job>}
 */
export async function followJob(client, first, onChange, signal) {
  onChange(first);
  const told = await listen(first, onChange, signal);
  let job = told ?? first;
  while (!OVER.includes(job.status) && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    job = await client.get(`/api/jobs/${encodeURIComponent(first.id)}`, signal);
    onChange(job);
  }
  return job;
}

/** @param {Job} first @param {(job: Job) => void} onChange @param {AbortSignal} [signal] @returns {Promise<Job | null>} null when the way is cut off */
function listen(first, onChange, signal) {
  return new Promise((resolve) => {
    const events = new EventSource(`/api/jobs/${encodeURIComponent(first.id)}/events`);
    const end = (/** @type {Job | null} */ job) => {
      events.close();
      resolve(job);
    };
    events.addEventListener("message", ({ data }) => {
      const job = /** @type {Job} */ (JSON.parse(data));
      onChange(job);
      if (OVER.includes(job.status)) end(job);
    });
    events.addEventListener("error", () => end(null));
    signal?.addEventListener("abort", () => end(null));
  });
}
