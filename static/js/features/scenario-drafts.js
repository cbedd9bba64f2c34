/** @import { App, State } from "./app.js" */
/** @import { Draft, Edit, WhatIf } from "../core/scenario-types.js" */
import { advance } from "../core/history.js";
import { sameEdits } from "../core/scenario-edits.js";
import { h } from "../ui/dom.js";

const SOON_MS = 300;

/** Where unsaved edits are kept in the browser. @param {string | null} id of a kept scenario; null for one never saved */
const keyOf = (id) => `jintu.draft.${id ?? "new"}`;

/**
 * Unsaved work of an earlier visit; null where there is none, or nothing that differs.
 *
 * @param {string | null} id @param {Edit[]} now what the scenario holds
 * @returns {Draft | null}
 */
export function readDraft(id, now) {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(id)) ?? "null");
    return Array.isArray(found?.edits) && !sameEdits(found.edits, now) ? found : null;
  } catch {
    return null;
  }
}

/** @param {string | null} id */
export function forgetDraft(id) {
  localStorage.removeItem(keyOf(id));
}

/**
 * Keep what is not saved in the browser, so that it survives a reload.
 *
 * @param {App} app @param {(state: State) => boolean} isDirty
 */
export function keepDrafts(app, isDirty) {
  let timer = 0;
  function write() {
    const state = app.store.get();
    const { whatif } = state;
    // What an earlier visit left is not written over before somebody has decided about it.
    if (!whatif || whatif.draft) return;
    const id = whatif.kept?.id ?? null;
    if (isDirty(state)) put(id, state, whatif);
    else forgetDraft(id);
  }
  app.store.watch(["whatif", "year"], () => {
    clearTimeout(timer);
    timer = setTimeout(write, SOON_MS);
  });
  addEventListener("pagehide", write);
}

/** @param {string | null} id @param {State} state @param {WhatIf} whatif */
function put(id, { year }, { title, mode, factor, history }) {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ edits: history.now, title, year, mode, factor, when: Date.now() }));
  } catch {
    // A full or closed store costs the safety net, not the work.
  }
}

/**
 * What an earlier visit left: take it up, or throw it away.
 *
 * @param {App} app @param {WhatIf & { draft: Draft }} whatif
 */
export function draftNotice(app, whatif) {
  const { t, format } = app.words;
  const { draft } = whatif;
  const patch = (/** @type {Partial<State>} */ more, /** @type {Partial<WhatIf>} */ changed) => app.store.set({ ...more, whatif: { ...whatif, draft: null, ...changed } });
  const take = () => patch({ year: draft.year }, { history: advance(whatif.history, draft.edits), title: draft.title, mode: draft.mode, factor: draft.factor });
  const drop = () => {
    forgetDraft(whatif.kept?.id ?? null);
    patch({}, {});
  };
  return h("div", { class: "notice whatif-draft", role: "status", "data-draft": "" },
    h("p", { class: "notice-what" }, t("whatif.draft", { count: draft.edits.length, when: format.moment(new Date(draft.when).toISOString()) })),
    h("div", { class: "whatif-tools" },
      h("button", { type: "button", class: "button button-main", onclick: take }, t("whatif.draft.take")),
      h("button", { type: "button", class: "button", onclick: drop }, t("whatif.draft.drop"))));
}
