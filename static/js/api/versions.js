/** @import { Client } from "./client.js" */
/** @import { Diff, DiffFeature, Version } from "../core/manage-types.js" */
import { withQuery } from "./client.js";

/** @param {string} layer */
const pathOf = (layer) => `/api/layers/${encodeURIComponent(layer)}`;

/** @param {Client} client @param {string} layer @returns {Promise<Version[]>} the newest first */
export async function listVersions(client, layer) {
  return (await client.get(`${pathOf(layer)}/versions`)).versions;
}

/**
 * A page of what differs, as a table and to be drawn.
 *
 * @param {Client} client @param {string} layer @param {[number, number]} numbers before and after @param {{ limit: number, offset: number }} page
 * @returns {Promise<{ diff: Diff, features: DiffFeature[] }>}
 */
export async function getDiff(client, layer, [before, after], page) {
  const path = `${pathOf(layer)}/versions/${before}/diff/${after}`;
  const [diff, drawn] = await Promise.all([client.get(withQuery(path, page)), client.get(withQuery(path, { ...page, f: "geojson" }))]);
  return { diff, features: drawn.features };
}

/** @param {Client} client @param {string} layer @param {{ to: number, expected: number }} wanted @returns {Promise<{ version: Version, moved: boolean }>} */
export function rollBack(client, layer, wanted) {
  return client.post(`${pathOf(layer)}/rollback`, wanted);
}

/** Who may see a layer. @param {Client} client @param {string} layer @param {{ visibility: string, review_number?: string, review_basis?: string }} wanted */
export function setVisibility(client, layer, wanted) {
  return client.put(`${pathOf(layer)}/visibility`, wanted);
}
