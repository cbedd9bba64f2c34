/**
 * What was done, so that it can be undone and done again. Nothing is changed in place.
 *
 * @template T
 * @typedef {{ past: T[], now: T, future: T[], step: string | null }} History `step` names the last one
 */

const LONGEST = 200;

/** @template T @param {T} now @returns {History<T>} */
export const begin = (now) => ({ past: [], now, future: [], step: null });

/**
 * A further step. Steps of the same name that follow each other become one, so that a hundred
 * presses of an arrow key are undone at once; a step without a name always stands alone.
 *
 * @template T @param {History<T>} history @param {T} now @param {string | null} [step]
 * @returns {History<T>}
 */
export function advance(history, now, step = null) {
  const same = step !== null && step === history.step;
  const past = same ? history.past : [...history.past, history.now].slice(-LONGEST);
  return { past, now, future: [], step };
}

/** @template T @param {History<T>} history @returns {History<T>} the same where there is nothing to undo */
export function undo({ past, now, future, ...rest }) {
  if (past.length === 0) return { past, now, future, ...rest };
  return { past: past.slice(0, -1), now: past[past.length - 1], future: [now, ...future], step: null };
}

/** @template T @param {History<T>} history @returns {History<T>} the same where there is nothing to do again */
export function redo({ past, now, future, ...rest }) {
  if (future.length === 0) return { past, now, future, ...rest };
  return { past: [...past, now], now: future[0], future: future.slice(1), step: null };
}
