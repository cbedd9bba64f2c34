/** @import { App } from "./app.js" */
/** @import { Measured, Target, Vocabulary } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { titleOf } from "../core/targets.js";
import { statusLight } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { openTarget } from "./open-plan.js";
import { reading, reasonText } from "./plan-words.js";
import { limitText } from "./target-row.js";

/**
 * A target of the plan as a line that opens it: light, title, value beside threshold or the reason.
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {Target} target
 * @param {Measured | null} found null while it is being measured
 */
export function targetLine(app, words, target, found) {
  const value = typeof found?.value !== "number" ? limitText(app, target) : reading(app, words, found);
  const reason = found && found.status !== "met" && found.status !== "missed" ? reasonText(app, words, found) : "";
  return line(app, { id: target.id, year: target.year, title: titleOf(target, app.words.lang), status: found?.status ?? null, value, reason });
}

/**
 * A target as it concerns one place.
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {Measured} found
 * @param {string} told the reading in plain words
 * @param {number | null} year
 */
export function unitLine(app, words, found, told, year) {
  const reason = found.status === "met" || found.status === "missed" ? "" : reasonText(app, words, found);
  return line(app, { id: found.target, year, title: pick(found.title, app.words.lang), status: found.status, value: told, reason });
}

/** @param {App} app @param {{ id: string, year: number | null, title: string, status: Measured["status"] | null, value: string, reason: string }} facts */
function line(app, { id, year, title, status, value, reason }) {
  const shown = app.store.get().theme === "target" && app.store.get().answer?.judged?.target === id;
  return h("li", {},
    h("button", { type: "button", class: "target-line", "data-target": id, "data-status": status ?? "measuring", "aria-current": shown ? "true" : null, onclick: () => openTarget(app, id, year) },
      statusLight(status, app.words.t),
      h("span", { class: "target-words" },
        h("span", { class: "target-title" }, title),
        h("span", { class: "target-reading num" }, value),
        reason && h("span", { class: "note" }, reason))));
}
