/** @import { App, State } from "./app.js" */
/** @import { Scenario, WhatIf } from "../core/scenario-types.js" */
/** @import { Session } from "../core/manage-types.js" */
import { bundleAddress, changeScenario, deleteScenario, forkScenario, getScenario, makeScenario, promoteScenario } from "../api/scenarios.js";
import { asPageError } from "../core/errors.js";
import { door } from "../ui/card.js";
import { toggle } from "../ui/choice.js";
import { fill, h } from "../ui/dom.js";
import { loading } from "../ui/notice.js";
import { following } from "./scenario-following.js";
import { draftNotice, forgetDraft } from "./scenario-drafts.js";
import { olderNotice } from "./scenario-pinned.js";
import { mayKeep, mayPromote, session } from "./scenario-rights.js";
import { closeScenario, isDirty, openScenario, paramsOf, patchWhatIf } from "./scenario-session.js";

/** @typedef {(act: () => Promise<unknown>) => void} Doing */

/** Title, state, saving. @param {App} app */
export async function savingPart(app) {
  const who = await session(app);
  const { t } = app.words;
  const title = h("input", { type: "text", name: "title", class: "whatif-title", maxlength: 200, "aria-label": t("whatif.title"), value: app.store.get().whatif?.title ?? "" });
  title.addEventListener("input", () => patchWhatIf(app, { title: title.value }));
  const outcome = h("div", { role: "status" });
  const place = following(app, (state) => [state.whatif?.kept, isDirty(state), state.whatif?.mode, state.whatif?.draft, state.catalogue], (line, state) => {
    if (!state.whatif) return;
    if (document.activeElement !== title) title.value = state.whatif.title;
    const { kept, draft } = state.whatif;
    const told = [draft && draftNotice(app, { ...state.whatif, draft }), kept && !kept.current && olderNotice(app, state, kept)];
    const held = line.contains(document.activeElement) && document.activeElement !== title;
    fill(line, title, ...told, stateLine(app, state), h("div", { class: "whatif-tools" }, saveButton(app, who, state, outcome), h("button", { type: "button", class: "button", onclick: () => closeScenario(app) }, t("whatif.close"))), outcome);
    if (held) line.querySelector("button")?.focus();
  });
  return place;
}

/** @param {App} app @param {State} state */
function stateLine(app, state) {
  const { t, format } = app.words;
  const { kept } = /** @type {WhatIf} */ (state.whatif);
  const what = !kept ? t("whatif.state.new") : isDirty(state) ? t("whatif.state.changed", { revision: kept.revision }) : t("whatif.state.saved", { revision: kept.revision, when: format.moment(kept.updated_at) });
  const owner = kept && !kept.mine ? t("whatif.state.of", { owner: kept.owner }) : "";
  return h("p", { class: "note num", "data-saved": kept && !isDirty(state) ? "true" : "false" }, [what, owner].filter(Boolean).join(" · "));
}

/** @param {App} app @param {Session | null} who @param {State} state @param {HTMLElement} outcome */
function saveButton(app, who, state, outcome) {
  const { t } = app.words;
  if (!mayKeep(who)) return h("p", { class: "note" }, t(who?.signed_in ? "whatif.save.not_allowed" : "whatif.save.sign_in"), " ", !who?.signed_in && h("a", { class: "link", href: "/manage" }, t("whatif.sign_in")));
  const mine = state.whatif?.kept?.mine ?? true;
  return h("button", { type: "button", class: "button button-main", disabled: mine && !isDirty(state), onclick: () => void save(app, outcome) }, t(mine ? "whatif.save" : "whatif.save.copy"));
}

/** @param {App} app @param {HTMLElement} outcome @param {boolean} [anew] as a scenario of one's own */
async function save(app, outcome, anew = false) {
  fill(outcome, loading(app.words.t("whatif.saving")));
  try {
    await keep(app, anew);
    fill(outcome);
  } catch (thrown) {
    fill(outcome, refused(app, thrown, outcome));
  }
}

/** Store what is on screen; what was kept of it in the browser goes. @param {App} app @param {boolean} [anew] @returns {Promise<Scenario>} */
export async function keep(app, anew = false) {
  const state = app.store.get();
  const whatif = /** @type {WhatIf} */ (state.whatif);
  const content = { title: whatif.title.trim() || app.words.t("whatif.untitled", { year: state.year }), params: paramsOf(state), edits: whatif.history.now };
  const own = whatif.kept?.mine && !anew ? whatif.kept : null;
  const kept = own ? await changeScenario(app.client, own.id, { revision: own.revision, ...content }) : await makeScenario(app.client, content);
  forgetDraft(whatif.kept?.id ?? null);
  adopt(app, kept);
  return kept;
}

/** What the service has now; the list of what was done stays, unless others changed the edits. @param {App} app @param {Scenario} kept */
function adopt(app, kept) {
  patchWhatIf(app, { kept, title: kept.title });
}

/** Somebody else was faster: theirs, or both. @param {App} app @param {unknown} thrown @param {HTMLElement} outcome */
function refused(app, thrown, outcome) {
  const { t } = app.words;
  const { code } = asPageError(thrown);
  const id = app.store.get().whatif?.kept?.id;
  if (code !== "scenario_changed" || !id) return app.failed(thrown);
  const theirs = async () => openScenario(app, await getScenario(app.client, id, null));
  return h("div", { class: "notice notice-error", role: "alert", "data-conflict": "" },
    h("p", { class: "notice-what" }, t("whatif.conflict")), h("p", {}, t("whatif.conflict.mend")),
    h("div", { class: "whatif-tools" },
      h("button", { type: "button", class: "button", onclick: () => void save(app, outcome, true) }, t("whatif.save.copy")),
      h("button", { type: "button", class: "button", onclick: () => void theirs().catch((again) => fill(outcome, app.failed(again))) }, t("whatif.conflict.theirs"))));
}

/** Sharing, forks, the proof, publication. @param {App} app */
export async function keepingPart(app) {
  const who = await session(app);
  const outcome = h("div", { role: "status" });
  /** @type {Doing} */
  const doing = (act) => void act().then(() => fill(outcome), (thrown) => fill(outcome, refused(app, thrown, outcome)));
  return following(app, (state) => [state.whatif?.kept, isDirty(state)], (place, state) => {
    const kept = state.whatif?.kept;
    const wasOpen = place.querySelector("details")?.open ?? false;
    place.hidden = !kept;
    if (!kept) return;
    const acts = [shareLine(app, kept, doing), ...buttons(app, who, state, doing), outcome];
    const box = door(app.words.t("whatif.more"), acts);
    box.open = wasOpen;
    fill(place, box);
  }, "whatif-door");
}

/** @param {App} app @param {Scenario} kept @param {Doing} doing */
function shareLine(app, kept, doing) {
  const { t } = app.words;
  if (!kept.mine) return null;
  const turn = toggle({ label: t("whatif.share"), on: kept.share !== null, onTurn: (on) => doing(async () => adopt(app, await changeScenario(app.client, kept.id, { revision: kept.revision, share: on }))) });
  return h("div", { class: "whatif-share" }, turn, h("p", { class: "note" }, t(kept.share ? "whatif.share.on" : "whatif.share.off")));
}

/** @param {App} app @param {Session | null} who @param {State} state @param {Doing} doing */
function buttons(app, who, state, doing) {
  const { t } = app.words;
  const { kept, token } = /** @type {WhatIf & { kept: Scenario }} */ (state.whatif);
  const dirty = isDirty(state);
  const button = (/** @type {string} */ name, /** @type {() => Promise<unknown>} */ act) => h("button", { type: "button", class: "button", "data-act": name, disabled: dirty, title: dirty ? t("whatif.save.first") : null, onclick: () => doing(act) }, t(`whatif.act.${name}`));
  const fork = async () => openScenario(app, await forkScenario(app.client, kept.id, token, t("whatif.fork.title", { title: kept.title })));
  const promote = async () => {
    if (!confirm(t("whatif.promote.sure", { count: kept.edits?.length ?? 0 }))) return;
    const { layer, version } = await promoteScenario(app.client, kept.id, kept.revision);
    app.say(t("whatif.promoted", { layer, version }));
    app.store.set({ catalogue: await app.catalogue() });
  };
  const away = async () => {
    if (!confirm(t("whatif.delete.sure", { title: kept.title }))) return;
    await deleteScenario(app.client, kept.id, kept.revision);
    closeScenario(app);
  };
  return [
    dirty && h("p", { class: "note" }, t("whatif.save.first")),
    h("div", { class: "whatif-tools" },
      mayKeep(who) && button("fork", fork),
      h("a", { class: "button", href: bundleAddress(kept.id, token), download: "", "data-act": "bundle" }, t("whatif.bundle")),
      mayPromote(who) && kept.mine && button("promote", promote),
      kept.mine && button("delete", away)),
    h("p", { class: "note" }, t("whatif.bundle.why")),
  ];
}
