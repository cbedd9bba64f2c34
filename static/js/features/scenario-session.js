/** @import { App, State } from "./app.js" */
/** @import { Edit, Preview, Scenario, WhatIf } from "../core/scenario-types.js" */
import { previewScenario } from "../api/scenarios.js";
import { begin, advance } from "../core/history.js";
import { newestWins } from "../core/newest.js";
import { sameEdits, withEdit, without } from "../core/scenario-edits.js";
import { answerAfter } from "./scenario-answer.js";
import { keepDrafts, readDraft } from "./scenario-drafts.js";

const DEFAULT_THRESHOLDS_KM = [3, 5, 10, 30, 50];
const MODES = /** @type {const} */ (["straight", "network", "estimated"]);

/**
 * A scenario to work on: one that is kept, or a new one from the answer on screen.
 *
 * @param {App} app @param {Scenario | null} kept @param {string | null} [token]
 * @returns {WhatIf}
 */
export function newWhatIf(app, kept, token = null) {
  const { year, mode: asked } = app.store.get();
  const { id, edits = [], title = app.words.t("whatif.untitled", { year }) } = kept ?? {};
  const { mode: own, factor, thresholds_km: thresholds } = kept?.params ?? onScreen(app);
  const mode = MODES.find((one) => one === asked) ?? own;
  const blank = { chosen: null, adding: false, against: null, swipe: null };
  return { kept, token, title, history: begin(edits), ...blank, mode, factor, thresholds, draft: readDraft(id ?? null, edits) };
}

/** @param {App} app */
function onScreen(app) {
  const { answer } = app.store.get();
  return { mode: /** @type {const} */ ("straight"), factor: null, thresholds_km: answer?.run?.params.thresholds_km ?? DEFAULT_THRESHOLDS_KM };
}

/** Put a scenario on the map. @param {App} app @param {Scenario | null} kept @param {string | null} [token] */
export function openScenario(app, kept, token = null) {
  const { layers, year } = app.store.get();
  const region = kept?.params.region ?? app.store.get().region;
  app.store.set({
    mode: null, whatif: newWhatIf(app, kept, token), theme: "scenario", run: null, selected: null, region,
    year: kept?.params.year ?? year, layers: layers.includes("stations") ? layers : [...layers, "stations"],
  });
}

/** Back to the answer without a scenario. @param {App} app */
export function closeScenario(app) {
  app.store.set({ whatif: null, scenario: null, token: null, mode: null, theme: "distance", run: null, selected: null });
}

/** @param {State} state what the preview is asked for besides the edits */
export function paramsOf({ year, region, whatif }) {
  return { year, region, mode: whatif?.mode ?? "straight", ...factorOf(whatif?.factor), thresholds_km: whatif?.thresholds ?? DEFAULT_THRESHOLDS_KM };
}

/** @param {App} app @param {WhatIf} whatif @param {{ edits?: Edit[], targets?: boolean, full?: boolean }} question */
export function preview(app, { kept, token, mode, factor, thresholds }, question) {
  const { year, region } = app.store.get();
  return previewScenario(app.client, { id: kept?.id ?? null, token }, { ...question, params: { year, region, mode, ...factorOf(factor), thresholds_km: thresholds } });
}

/** @param {number | null | undefined} factor left out where the service's own is meant */
const factorOf = (factor) => (factor ? { factor } : {});

/** Whether there is something to save. @param {State} state */
export function isDirty({ whatif, year }) {
  if (!whatif) return false;
  const { kept, title, history, mode, factor } = whatif;
  if (!kept) return history.now.length > 0;
  return title !== kept.title || year !== kept.params.year || mode !== kept.params.mode || (mode === "estimated" && factor !== kept.params.factor) || !sameEdits(history.now, kept.edits ?? []);
}

/** @param {App} app @param {Partial<WhatIf>} patch */
export function patchWhatIf(app, patch) {
  const { whatif } = app.store.get();
  if (whatif) app.store.set({ whatif: { ...whatif, ...patch } });
}

/** Carry out an edit; presses that follow each other on one station are one step. @param {App} app @param {Edit} one @param {string | null} [step] */
export function edit(app, one, step = null) {
  change(app, (edits) => withEdit(edits, one), { step, chosen: one.op === "remove" ? null : one.id });
}

/** Take back what was done to a station. @param {App} app @param {string} id */
export function restore(app, id) {
  change(app, (edits) => without(edits, id));
}

/** @param {App} app @param {(edits: Edit[]) => Edit[]} make @param {{ step?: string | null, chosen?: string | null }} [more] */
export function change(app, make, { step = null, chosen = null } = {}) {
  const { whatif } = app.store.get();
  if (!whatif) return;
  patchWhatIf(app, { history: advance(whatif.history, make(whatif.history.now), step), chosen, adding: false });
}

/** @typedef {{ edits: Edit[], targets: boolean, since: number, whatif: WhatIf }} Question */

/**
 * Keep the answer in step with the edits: distances at once, while a station is still held too,
 * and the targets of the plan, which take the service longer, a little later.
 *
 * @param {App} app
 * @param {() => Promise<void>} reload
 */
export function driveScenario(app, reload) {
  /** @type {{ on: boolean, base: string, when: string }} */
  let last = { on: false, base: "", when: "" };
  const then = { show, fail };
  const ask = (/** @type {Question} */ { whatif, edits, targets }) => preview(app, whatif, { edits, targets });
  const quick = newestWins(ask, then);
  const slow = newestWins(ask, then);

  /** @param {Preview} found @param {Question} question */
  function show(found, { edits, targets, since }) {
    const { answer, whatif } = app.store.get();
    if (!answer?.whatif || !whatif || (targets && edits !== whatif.history.now)) return;
    app.store.set({ answer: answerAfter(answer, edits, found) });
    requestAnimationFrame(() => performance.measure(targets ? "jintu.targets" : "jintu.whatif", { start: since }));
  }

  /** @param {unknown} error @param {Question} question */
  function fail(error, { edits }) {
    const { answer } = app.store.get();
    if (answer?.whatif) app.store.set({ answer: { ...answer, whatif: { ...answer.whatif, edits, error } } });
  }

  /** Judge what is in the list now. */
  function settle() {
    const { answer, whatif } = app.store.get();
    if (!whatif || !answer?.whatif || answer.status !== "ready") return;
    const edits = whatif.history.now;
    const since = performance.now();
    if (answer.whatif.edits !== edits) quick.put({ whatif, edits, targets: false, since });
    slow.put({ whatif, edits, targets: true, since });
  }

  app.store.watch(["whatif", "theme", "year", "region"], ({ whatif, theme, year, region }) => {
    const now = { on: theme === "scenario" && whatif !== null, base: groundOf(whatif), when: `${year} ${region}` };
    const before = last;
    last = now;
    if (now.on === before.on && now.base === before.base && now.when === before.when) return;
    quick.forget();
    slow.forget();
    // Another year or theme is loaded by whoever watches those.
    if (now.on && before.on && now.base !== before.base) void reload();
  });
  keepDrafts(app, isDirty);
  /** @type {{ edits: Edit[] | null, ground: object | null }} */
  const settled = { edits: null, ground: null };
  app.store.watch(["whatif", "answer"], ({ whatif, answer }) => {
    const edits = whatif?.history.now ?? null;
    const on = answer?.whatif?.ground ?? null;
    if (on === null || (edits === settled.edits && on === settled.ground)) return;
    Object.assign(settled, { edits, ground: on });
    settle();
  });

  return {
    /** Show what an edit would do while it is not yet decided. @param {Edit} trial */
    live(trial) {
      const { whatif } = app.store.get();
      if (whatif) quick.put({ whatif, edits: withEdit(whatif.history.now, trial), targets: false, since: performance.now() });
    },
    settle,
  };
}

/** What the ground depends on besides year and region. @param {WhatIf | null} whatif */
function groundOf(whatif) {
  return whatif ? JSON.stringify([whatif.kept?.id, whatif.kept?.base, whatif.mode, whatif.factor, whatif.against, whatif.thresholds]) : "";
}
