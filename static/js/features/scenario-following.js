/** @import { App, State } from "./app.js" */
import { h } from "../ui/dom.js";

/**
 * A part of the editor that is drawn anew when what it shows has changed.
 *
 * @param {App} app @param {(state: State) => unknown[]} shows what of the state the part depends on
 * @param {(place: HTMLElement, state: State) => void | Promise<void>} draw
 * @param {string} [className]
 */
export function following(app, shows, draw, className = "group") {
  const place = h("section", { class: className });
  let last = shows(app.store.get());
  void draw(place, app.store.get());
  const forget = app.store.watch(["whatif", "year", "lang", "catalogue", "answer"], (state) => {
    if (!state.whatif) return void forget();
    const now = shows(state);
    const same = now.every((value, index) => value === last[index]);
    last = now;
    if (same) return undefined;
    return void draw(place, state);
  });
  return place;
}
