/** @import { Client } from "./client.js" */
/** @import { PlaceCandidate, PlaceMatch } from "../core/types.js" */
import { withQuery } from "./client.js";

/**
 * Where the places of a plan are, by the id of each.
 *
 * @param {Client} client
 * @param {string} plan
 * @returns {Promise<Map<string, PlaceMatch>>}
 */
export async function matchesOf(client, plan) {
  const { places } = await client.get(withQuery("/api/places", { plan }));
  return new Map(places.map((/** @type {{ id: string, match: PlaceMatch }} */ { id, match }) => [id, match]));
}

/**
 * Say that a candidate is the place, or is not.
 *
 * @param {Client} client
 * @param {string} place
 * @param {PlaceCandidate} candidate
 * @param {"confirmed" | "rejected"} answer
 */
export function decidePlace(client, place, { layer, features }, answer) {
  return client.post(`/api/places/${encodeURIComponent(place)}/match`, { layer, features, answer });
}
