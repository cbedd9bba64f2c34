/** @import { Feature } from "./types.js" */
/** @import { Ground, Outcome, TargetShift, TargetShifts, Unit, UnitChange } from "./scenario-types.js" */

/** @type {Outcome} */
const NOWHERE = { distance_m: null, nearest_id: null, class: "", reason: "" };

/** @param {Unit[]} units @returns {Map<string, Outcome>} */
export function unitsByCode(units) {
  return new Map(units.map((unit) => [unit.code, unit]));
}

/**
 * The features with what a preview found: the state without edits, except where it changed. Those
 * whose figures stay as they are stay the same objects, so that little has to be drawn again.
 *
 * @param {Feature[]} features @param {Ground} ground @param {UnitChange[]} changes
 * @returns {Feature[]}
 */
export function featuresAfter(features, { base, side }, changes) {
  const changed = new Map(changes.map(({ code, after }) => [code, after]));
  return features.map((feature) => {
    const code = String(feature.properties.code);
    const after = changed.get(code) ?? base.get(code) ?? NOWHERE;
    const now = { distance_m: after.distance_m, nearest_id: after.nearest_id, class: after.class, reason: after.reason, before_m: side.units.get(code)?.distance_m ?? null };
    const same = Object.entries(now).every(([name, value]) => feature.properties[name] === value);
    return same ? feature : { ...feature, properties: { ...feature.properties, ...now } };
  });
}

/** Metres nearer (negative) or farther; null where one of them is missing. @param {{ [name: string]: any }} properties */
export function deltaOf({ distance_m: after, before_m: before }) {
  return typeof after === "number" && typeof before === "number" ? after - before : null;
}

/**
 * The targets that differ between two edited states of the same base, told as from the one to the
 * other. What neither mentions is as in the base on both sides.
 *
 * @param {TargetShifts | null} from @param {TargetShifts | null} to both against the base
 * @returns {TargetShifts | null}
 */
export function shiftsBetween(from, to) {
  if (!from || !to) return null;
  const [a, b] = [from, to].map((side) => new Map([...side.gained, ...side.lost, ...side.changed].map((one) => [one.target, one])));
  /** @type {TargetShifts} */
  const found = { gained: [], lost: [], changed: [] };
  for (const id of new Set([...a.keys(), ...b.keys()])) {
    const one = /** @type {TargetShift} */ (a.get(id) ?? b.get(id));
    const before = a.get(id)?.after ?? one.before;
    const after = b.get(id)?.after ?? one.before;
    const kind = kindOf(before.status, after.status);
    if (kind !== "changed" || before.status !== after.status || before.value !== after.value) found[kind].push({ ...one, before, after });
  }
  return found;
}

/** @param {string} before @param {string} after @returns {keyof TargetShifts} */
function kindOf(before, after) {
  if (before !== "met" && after === "met") return "gained";
  return before === "met" && after !== "met" ? "lost" : "changed";
}

/**
 * Median, mean and greatest of the distances that are known; null where none is.
 *
 * @param {(number | null | undefined)[]} distancesM
 */
export function spreadOf(distancesM) {
  const known = distancesM.filter((metres) => typeof metres === "number").sort((a, b) => a - b);
  if (known.length === 0) return { median: null, mean: null, max: null };
  const middle = known.length / 2;
  const median = (known[Math.ceil(middle) - 1] + known[Math.floor(middle)]) / 2;
  return { median, mean: known.reduce((sum, metres) => sum + metres, 0) / known.length, max: known[known.length - 1] };
}
