/** @import { App, Answer } from "./app.js" */
import { themeOf } from "./themes.js";

/**
 * Keep `answer` in step with the year, the theme and the run asked for. A later question wins over
 * an earlier one that is still on its way.
 *
 * @param {App} app
 */
export function showAnswer(app) {
  let latest = 0;

  async function load() {
    latest += 1;
    const mine = latest;
    const state = app.store.get();
    if (!state.answer || state.answer.status !== "ready" || state.answer.theme !== state.theme) app.store.set({ answer: waiting(state.theme, state.year) });
    app.store.set({ busy: true });
    const answer = await themeOf(state.theme).load(app, state).catch((error) => ({ ...waiting(state.theme, state.year), status: /** @type {const} */ ("error"), error }));
    if (mine === latest) app.store.set({ answer, busy: false, year: Number(answer.run?.params.year ?? answer.year) });
  }

  app.store.watch(["year", "theme", "run", "region", "target"], ({ answer, year, theme, run, target }) => {
    const same = answer?.status === "ready" && answer.year === year && answer.theme === theme && (run === null || run === answer.run?.id) && (theme !== "target" || target === answer.asked);
    if (!same) void load();
  });
  return load;
}

/** @param {string} theme @param {number} year @returns {Answer} */
function waiting(theme, year) {
  return { theme, year, status: "loading", run: null, features: [], scale: [], targets: [], target: null, classOf: () => null };
}
