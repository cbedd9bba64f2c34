/**
 * The page's state: one plain object, changed only through `set`, watched by key.
 *
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = { ...initial };
  /** @type {Set<{ keys: (keyof S)[], run: (state: S) => void }>} */
  const watchers = new Set();

  /** @param {Set<keyof S>} changed */
  function run(changed) {
    for (const watcher of [...watchers]) {
      if (watcher.keys.some((key) => changed.has(key))) watcher.run(state);
    }
  }

  return {
    get: () => state,

    /**
     * Merge `patch` and wake the watchers of the keys that really changed.
     * @param {Partial<S>} patch
     */
    set(patch) {
      const keys = /** @type {(keyof S)[]} */ (Object.keys(patch));
      const changed = new Set(keys.filter((key) => !Object.is(state[key], patch[key])));
      if (changed.size === 0) return;
      state = { ...state, ...patch };
      run(changed);
    },

    /**
     * Run the watchers of a key though nothing changed: the first drawing of the page.
     * @param {keyof S} key
     */
    wake: (key) => run(new Set([key])),

    /**
     * @param {(keyof S)[]} keys
     * @param {(state: S) => void} react
     * @returns {() => void} stops watching
     */
    watch(keys, react) {
      const watcher = { keys, run: react };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
