/** @import { Client } from "./client.js" */
/** @import { Feature, Layer } from "../core/types.js" */
import { withQuery } from "./client.js";

const PAGE = 10_000;

/** @param {Client} client @returns {Promise<Layer[]>} */
export async function listLayers(client) {
  return (await client.get("/api/layers")).layers;
}

/** One layer; null when there is none that may be seen. @param {Client} client @param {string} id @returns {Promise<Layer | null>} */
export async function findLayer(client, id) {
  return (await listLayers(client)).find((layer) => layer.id === id) ?? null;
}

/**
 * Every feature of a collection, page after page.
 *
 * @param {Client} client
 * @param {string} collection
 * @param {AbortSignal} [signal]
 * @returns {Promise<Feature[]>}
 */
export async function allItems(client, collection, signal) {
  /** @type {Feature[]} */
  const features = [];
  for (;;) {
    const path = `/ogc/collections/${encodeURIComponent(collection)}/items`;
    const offset = features.length || null;
    const page = await client.get(withQuery(path, { limit: PAGE, offset }), signal);
    features.push(...page.features);
    if (page.features.length === 0 || features.length >= (page.numberMatched ?? 0)) return features;
  }
}
