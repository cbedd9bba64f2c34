/** @import { App } from "./app.js" */
/** @import { PlaceCandidate, PlaceMatch, PlanPlace } from "../core/types.js" */
import { decidePlace } from "../api/places.js";
import { getSession } from "../api/session.js";
import { pick } from "../core/i18n.js";
import { fill, h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { forgetPlaces, takenFor } from "./plan-place-geometry.js";

/** How sure its place is, as a badge. @param {App} app @param {PlaceMatch} match */
export function placeBadge(app, { state }) {
  return h("span", { class: `badge badge-place-${state}` }, app.words.t(`place.state.${state}`));
}

/**
 * Every feature that a place may be with what speaks for it; the staff can say which it is.
 *
 * @param {App} app
 * @param {PlanPlace} place
 * @param {PlaceMatch} match
 */
export function evidence(app, place, match) {
  const { t, format } = app.words;
  const { candidates, decision, is_stale: isStale } = match;
  if (candidates.length === 0 && !decision) return null;
  const chosen = match.state === "confirmed" ? takenFor(match) : null;
  const lines = candidates.map((candidate) => line(app, place, candidate, candidate === chosen));
  return h("section", { class: "block place-evidence" },
    h("h3", { class: "block-title" }, t("place.where")),
    decision?.at && match.state === "confirmed" && h("p", { class: "note" }, t("place.by_staff", { date: format.date(decision.at) })),
    isStale && h("p", { class: "differs" }, t("place.stale")),
    h("ul", { class: "plain-list" }, lines));
}

/** @param {App} app @param {PlanPlace} place @param {PlaceCandidate} candidate @param {boolean} isChosen */
function line(app, place, candidate, isChosen) {
  const { t, lang } = app.words;
  const { layer, features, name, how } = candidate;
  const title = pick(layerOf(app.store.get(), layer)?.title, lang) || layer;
  const show = h("button", { type: "button", class: "link", onclick: () => app.store.set({ selected: { kind: layer, id: features[0] } }) }, t(`place.evidence.${how}`, { layer: title, name }));
  const asks = h("p", { class: "place-answers" });
  app.once("session", () => getSession(app.client)).then(({ rights }) => {
    if (rights.includes("publish")) fill(asks, answers(app, place, candidate, isChosen));
  }, () => asks.remove());
  return h("li", {}, show, features.length > 1 && h("span", { class: "note" }, ` ${t("place.parts", { count: features.length })}`), asks);
}

/** @param {App} app @param {PlanPlace} place @param {PlaceCandidate} candidate @param {boolean} isChosen */
function answers(app, place, candidate, isChosen) {
  const { t } = app.words;
  const say = async (/** @type {"confirmed" | "rejected"} */ answer) => {
    try {
      await decidePlace(app.client, place.id, candidate, answer);
    } catch (thrown) {
      app.say(thrown instanceof Error ? thrown.message : String(thrown));
    }
    forgetPlaces();
    app.store.wake("selected");
  };
  const button = (/** @type {string} */ text, /** @type {"confirmed" | "rejected"} */ answer) => h("button", { type: "button", class: "button", "data-answer": answer, onclick: () => void say(answer) }, text);
  return [!isChosen && button(t("place.confirm"), "confirmed"), button(t("place.not_here"), "rejected")];
}
