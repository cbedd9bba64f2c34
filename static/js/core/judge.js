/** @import { Verdict } from "./types.js" */

/** @type {{ [comparator: string]: (value: number, limit: number) => boolean }} */
const TESTS = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  "≤": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "≥": (value, limit) => value >= limit,
  "=": (value, limit) => value === limit,
  "==": (value, limit) => value === limit,
};

/**
 * Whether a value keeps a limit. A missing value, limit or unknown comparator is "unknown"; an
 * infinite distance (nothing can be reached) is a miss, not a gap in the data.
 *
 * @param {number | null | undefined} value
 * @param {string} comparator
 * @param {number | null | undefined} limit in the same unit as `value`
 * @returns {Verdict}
 */
export function judge(value, comparator, limit) {
  const test = TESTS[comparator];
  if (!test || value === null || value === undefined || limit === null || limit === undefined) return "unknown";
  if (Number.isNaN(value)) return "unknown";
  return test(value, limit) ? "met" : "missed";
}

/**
 * Count verdicts.
 *
 * @param {Verdict[]} verdicts
 * @returns {{ met: number, missed: number, unknown: number, count: number }}
 */
export function tally(verdicts) {
  const counts = { met: 0, missed: 0, unknown: 0, count: verdicts.length };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/**
 * The verdict on a whole: met only when every part is; unknown when a part is and none missed.
 *
 * @param {{ met: number, missed: number, unknown: number, count: number }} counts
 * @returns {Verdict}
 */
export function overall(counts) {
  if (counts.missed > 0) return "missed";
  return counts.count > 0 && counts.unknown === 0 ? "met" : "unknown";
}
