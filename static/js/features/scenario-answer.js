/** @import { Answer, WhatIfAnswer } from "./app.js" */
/** @import { Edit, Preview } from "../core/scenario-types.js" */
import { featuresAfter, shiftsBetween } from "../core/scenario-sides.js";

/**
 * The same answer with what a preview of other edits found.
 *
 * @param {Answer} answer @param {Edit[]} edits @param {Preview} found
 * @returns {Answer}
 */
export function answerAfter(answer, edits, found) {
  const { ground, mode } = /** @type {WhatIfAnswer} */ (answer.whatif);
  const targets = ground.side.id === null ? found.targets : shiftsBetween(ground.side.targets, found.targets);
  return { ...answer, features: featuresAfter(answer.features, ground, found.changes), whatif: { ground, mode, edits, targets, notes: found.notes } };
}
