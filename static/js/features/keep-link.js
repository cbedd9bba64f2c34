/** @import { App, State } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { decodeLink, encodeLink } from "../core/permalink.js";
import { pick } from "../core/i18n.js";
import { DRAWERS, YEARS, versionsOnScreen } from "./app.js";
import { isTheme } from "./themes.js";

/**
 * What a link asks for, as far as this page knows it.
 *
 * @param {string} hash
 * @returns {{ start: Partial<State>, versions: { [layer: string]: number } }}
 */
export function readLink(hash) {
  const { versions = {}, ...found } = decodeLink(hash);
  /** @type {{ [key: string]: unknown }} */
  const start = { ...found };
  if (!YEARS.includes(Number(found.year))) delete start.year;
  if (!isTheme(found.theme) || (found.theme === "target" && !found.target)) delete start.theme;
  if (start.theme === "allocations" && !start.layers) start.layers = ["counties"];
  if (!DRAWERS.some((name) => name === found.drawer)) delete start.drawer;
  return { start, versions };
}

/**
 * Keep the address in step with the page, so that copying it copies the state.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function keepLink(app, view) {
  let timer = 0;
  function write() {
    const state = app.store.get();
    if (state.answer?.status !== "ready") return;
    const run = state.answer.theme === "distance" ? (state.answer.run?.id ?? null) : null;
    const text = encodeLink({ ...state, run, target: state.theme === "target" ? state.target : null, ...scenarioOf(state), view: view.getView(), versions: versionsOnScreen(state) });
    if (`#${text}` !== location.hash) history.replaceState(null, "", `#${text}`);
  }
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 120);
  };
  view.onMoved(soon);
  app.store.watch(["lang", "year", "theme", "target", "plan", "layers", "answer", "selected", "sort", "filters", "drawer", "table", "catalogue", "whatif"], soon);
  // A link pasted into the address bar of an open page is read by starting afresh.
  addEventListener("hashchange", () => location.hash.includes("=") && location.reload());
}

/** A scenario that is kept is in the link, with the token that opens it and a measure not yet kept. @param {State} state */
function scenarioOf({ theme, whatif }) {
  if (theme !== "scenario" || !whatif) return { scenario: null, token: null, mode: null };
  const { kept } = whatif;
  const mode = whatif.mode === (kept?.params.mode ?? "straight") ? null : whatif.mode;
  return { scenario: kept?.id ?? null, token: kept && (kept.share?.token ?? whatif.token), mode };
}

/**
 * Say which layer versions of a link are no longer the published ones.
 *
 * @param {App} app
 * @param {{ [layer: string]: number }} versions
 */
export function tellOfOtherVersions(app, versions) {
  const { catalogue, lang } = app.store.get();
  for (const [id, number] of Object.entries(versions)) {
    const layer = catalogue.find((one) => one.id === id);
    if (!layer) app.say(app.words.t("page.link.layer_gone", { layer: id }));
    else if (layer.version && layer.version.number !== number) app.say(app.words.t("page.link.version_gone", { layer: pick(layer.title, lang), asked: number, shown: layer.version.number }));
  }
}
