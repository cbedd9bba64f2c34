/** @import { Lang, Target, Verdict, Run } from "./types.js" */
import { judge, overall, tally } from "./judge.js";

const KM = { km: 1, m: 0.001 };

/**
 * The targets that a charging-distance run answers: same year, nearest-distance reading, for the
 * whole region rather than a zone of a town, whose shape the run does not know.
 *
 * @param {Target[]} targets
 * @param {number} year
 */
export function distanceTargets(targets, year) {
  return targets.filter((target) => target.indicator === "charging-distance" && target.year === year && !zoneOf(target) && limitKm(target) !== null);
}

/** @param {Target} target */
function zoneOf(target) {
  return typeof target.scope === "object" && target.scope !== null ? target.scope.zone : undefined;
}

/**
 * A distance limit in kilometres; null when the target has none.
 *
 * @param {Target} target
 */
export function limitKm(target) {
  const factor = KM[/** @type {keyof typeof KM} */ (target.unit)];
  return factor && target.value !== null ? target.value * factor : null;
}

/**
 * @param {Target} target
 * @param {(number | null)[]} distancesM metres
 */
export function tallyDistance(target, distancesM) {
  const limit = limitKm(target);
  const limitM = limit === null ? null : limit * 1000;
  return tally(distancesM.map((distance) => judge(distance, target.comparator, limitM)));
}

/**
 * Where each target stands, as far as the run on screen can tell.
 *
 * @param {Target[]} targets
 * @param {Run | null} run
 * @param {(number | null)[]} distancesM metres
 * @returns {Map<string, Verdict>}
 */
export function verdicts(targets, run, distancesM) {
  const answered = new Set(run ? distanceTargets(targets, Number(run.params.year)).map(({ id }) => id) : []);
  return new Map(targets.map((target) => [target.id, answered.has(target.id) ? overall(tallyDistance(target, distancesM)) : "unknown"]));
}

/**
 * Targets by plan and clause, in the order they came.
 *
 * @param {Target[]} targets
 * @returns {Map<string, Map<string, Target[]>>}
 */
export function byClause(targets) {
  /** @type {Map<string, Map<string, Target[]>>} */
  const plans = new Map();
  for (const target of targets) {
    const clauses = plans.get(target.plan) ?? new Map();
    clauses.set(target.clause, [...(clauses.get(target.clause) ?? []), target]);
    plans.set(target.plan, clauses);
  }
  return plans;
}

/**
 * @param {Target} target
 * @param {Lang} lang
 */
export function titleOf(target, lang) {
  return (lang === "zh" ? target.title_zh : target.title_en) || target.title_zh;
}
