/** @import { Client } from "./client.js" */
/** @import { Asked, Job, Outcome, Upload, Wanted } from "../core/manage-types.js" */
/** @import { Feature } from "../core/types.js" */
import { withQuery } from "./client.js";

/** @param {string} id */
const pathOf = (id) => `/api/uploads/${encodeURIComponent(id)}`;

/** @param {Client} client @returns {Promise<Upload[]>} the latest first, without reports */
export async function listUploads(client) {
  return (await client.get("/api/uploads")).uploads;
}

/** @param {Client} client @param {string} id @returns {Promise<Upload>} */
export function getUpload(client, id) {
  return client.get(pathOf(id));
}

/** @param {Client} client @param {{ file_name: string, size: number, layer: string, sha256: string }} file @returns {Promise<Upload>} */
export function announce(client, file) {
  return client.post("/api/uploads", file);
}

/** @param {Client} client @param {string} id @param {number} number from 0 @param {Blob} bytes @param {AbortSignal} signal @returns {Promise<Upload>} */
export function sendChunk(client, id, number, bytes, signal) {
  return client.putBytes(`${pathOf(id)}/chunks/${number}`, bytes, signal);
}

/** @param {Client} client @param {string} id @param {Asked} [asked] what people know about the content @returns {Promise<Job>} */
export async function inspect(client, id, asked) {
  return (await client.post(`${pathOf(id)}/inspect`, asked ?? {})).job;
}

/** Some of the valid rows. @param {Client} client @param {string} id @param {string} layer @returns {Promise<{ features: Feature[], numberMatched: number }>} */
export function preview(client, id, layer) {
  return client.get(withQuery(`${pathOf(id)}/preview`, { layer }));
}

/** @param {Client} client @param {string} id @returns {Promise<Upload>} */
export function discard(client, id) {
  return client.delete(pathOf(id));
}

/** @param {Client} client @param {string} id @returns {Promise<Upload>} */
export function restore(client, id) {
  return client.post(`${pathOf(id)}/restore`, {});
}

/** A job that stores the features first, or at once what came of it. @param {Client} client @param {string} id @param {Wanted} wanted @returns {Promise<Outcome & { job?: Job }>} */
export function publish(client, id, wanted) {
  return client.post(`${pathOf(id)}/publish`, wanted);
}

/** The largest file that is taken, in bytes. @param {Client} client @returns {Promise<number>} */
export async function largestUpload(client) {
  const { uploads } = await client.get("/api/limits");
  return uploads.find((/** @type {{ name: string }} */ { name }) => name === "upload_bytes")?.value ?? Infinity;
}

/** Addresses that the browser saves. @param {string} id @param {string} layer */
export function downloads(id, layer) {
  return { original: `${pathOf(id)}/original`, rejected: withQuery(`${pathOf(id)}/rejected.csv`, { layer }) };
}
