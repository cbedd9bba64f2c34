/** @import { App } from "./app.js" */
/** @import { Edit } from "../core/scenario-types.js" */
import { formatLonLat } from "../core/format.js";
import { h } from "../ui/dom.js";

/** An edit in words. @param {App} app @param {Edit} edit @param {string} name */
export function editWords(app, edit, name) {
  const { t } = app.words;
  const where = edit.lon === undefined || edit.lat === undefined ? "" : formatLonLat(edit.lon, edit.lat);
  return t(`whatif.edit.${edit.op}`, { name, where, piles: edit.piles ?? 1, year: edit.year ?? "" });
}

/** @param {Edit} edit @param {string} words @param {boolean} chosen @param {{ choose: () => void, back: Node }} acts */
export function editLine(edit, words, chosen, { choose, back }) {
  return h("li", { class: "whatif-edit", "data-edit": edit.id },
    h("span", { class: `mark mark-${edit.op}`, "aria-hidden": "true" }),
    h("button", { type: "button", class: "whatif-edit-name", "aria-current": chosen ? "true" : null, onclick: choose }, words), back);
}
