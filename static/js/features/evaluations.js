/** @import { App } from "./app.js" */
/** @import { Evaluation } from "../core/types.js" */
import { getEvaluation, listEvaluations, startEvaluation } from "../api/evaluations.js";
import { current } from "../core/evaluation.js";

/**
 * The evaluation of a plan for a year on the layers as they are now: the newest, or one made for
 * the purpose. The same question is asked once.
 *
 * @param {App} app
 * @param {string} plan
 * @param {number} year
 * @returns {Promise<Evaluation>}
 */
export function evaluationOf(app, plan, year) {
  return app.once(`evaluation ${plan} ${year}`, async () => {
    const found = current(await listEvaluations(app.client, plan, year), app.store.get().catalogue);
    return found ? getEvaluation(app.client, found.id) : startEvaluation(app.client, plan, year);
  });
}
