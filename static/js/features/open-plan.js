/** @import { App, State } from "./app.js" */
import { YEARS } from "./app.js";

/** On a phone the drawer covers what is opened, so it gives way. @returns {Partial<State>} */
function uncovered() {
  return matchMedia("(max-width: 720px)").matches ? { drawer: null } : {};
}

/**
 * Show a plan's target: on the map, in the panel and in the table.
 *
 * @param {App} app
 * @param {string} target
 * @param {number | null} [year] the year it is set for
 */
export function openTarget(app, target, year = null) {
  const years = year !== null && YEARS.includes(year) ? { year } : {};
  app.store.set({ theme: "target", target, run: null, selected: null, filters: {}, sort: { column: "gap", direction: "desc" }, ...years, ...uncovered() });
}

/** @param {App} app @param {string} id of a clause */
export function openClause(app, id) {
  app.store.set({ selected: { kind: "clause", id }, ...uncovered() });
}

/** @param {App} app @param {string} id of a place that a plan names */
export function openPlanPlace(app, id) {
  app.store.set({ selected: { kind: "planplace", id }, ...uncovered() });
}

/** @param {App} app @param {string | null} plan list its contradictions; null for those of all plans */
export function openAudit(app, plan) {
  app.store.set({ drawer: "audit", audited: plan });
}
