/** @import { App } from "./app.js" */
/** @import { PlaceCandidate, PlaceMatch, PlanPlace } from "../core/types.js" */
import { matchesOf } from "../api/places.js";

/** @type {PlaceMatch} */
const AWAITED = { state: "awaited", candidates: [], decision: null, is_stale: false };

/** Raised when somebody has decided, so that it is asked anew. */
let generation = 0;

export function forgetPlaces() {
  generation += 1;
}

/** What is known of where a place is. @param {App} app @param {PlanPlace} place */
export async function matchOf(app, { id, plan }) {
  const matches = await app.once(`places ${plan} ${generation}`, () => matchesOf(app.client, plan));
  return /** @type {PlaceMatch} */ (matches.get(id) ?? AWAITED);
}

/** The candidate that the place is taken for: the confirmed one, else the only one. @param {PlaceMatch} match @returns {PlaceCandidate | null} */
export function takenFor({ state, candidates, decision }) {
  if (state === "proposed") return candidates[0];
  if (state !== "confirmed" || !decision) return null;
  const chosen = [...decision.features].sort().join();
  return candidates.find((one) => one.layer === decision.layer && [...one.features].sort().join() === chosen) ?? null;
}
