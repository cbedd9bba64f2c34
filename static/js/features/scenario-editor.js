/** @import { App } from "./app.js" */
import { redo, undo } from "../core/history.js";
import { fill, h } from "../ui/dom.js";
import { iconButton, toolButton } from "../ui/drawer.js";
import { group } from "./drawers.js";
import { comparePart } from "./scenario-compare.js";
import { following } from "./scenario-following.js";
import { editLine, editWords } from "./scenario-words.js";
import { scenarioHead } from "./scenario-panel.js";
import { measurePart } from "./scenario-measure.js";
import { keepingPart, savingPart } from "./scenario-keeping.js";
import { patchWhatIf, restore } from "./scenario-session.js";
import { sitingPart } from "./scenario-siting.js";
import { stationForm, stationFinder } from "./scenario-station.js";
import { stationsOf } from "./scenario-stations.js";

/**
 * The tools of the scenario on the map. Each part follows the state by itself, so that nothing
 * that is being typed is lost when an answer comes.
 *
 * @param {App} app
 * @returns {Promise<Node[]>}
 */
export async function scenarioEditor(app) {
  return Promise.all([livePart(app), savingPart(app), measurePart(app), toolsPart(app), chosenPart(app), editsPart(app), comparePart(app), sitingPart(app), keepingPart(app)]);
}

/** On a phone the panel lies behind the tools: the answer in words stands on top of them. @param {App} app */
function livePart(app) {
  const line = h("p", { class: "whatif-live", "aria-hidden": "true" });
  const forget = app.store.watch(["answer", "whatif"], ({ answer, whatif }) => {
    if (!whatif) forget();
    else if (answer?.whatif) fill(line, ...scenarioHead(app, answer).slice(0, 1));
  });
  const { answer } = app.store.get();
  if (answer?.whatif) fill(line, ...scenarioHead(app, answer).slice(0, 1));
  return line;
}

/** Add, undo, do again. @param {App} app */
function toolsPart(app) {
  return following(app, ({ whatif }) => [whatif?.adding, whatif?.history], (place, { whatif }) => {
    if (!whatif) return;
    const { t } = app.words;
    const { history, adding } = whatif;
    const held = place.contains(document.activeElement) ? document.activeElement?.getAttribute("data-tool") : null;
    const back = toolButton("undo", t("whatif.undo"), () => patchWhatIf(app, { history: undo(history), chosen: null }), { disabled: history.past.length === 0, "data-tool": "undo" });
    const again = toolButton("redo", t("whatif.redo"), () => patchWhatIf(app, { history: redo(history), chosen: null }), { disabled: history.future.length === 0, "data-tool": "redo" });
    const add = toolButton("plus", t("whatif.add"), () => patchWhatIf(app, { adding: adding !== true }), { "aria-pressed": String(adding === true), "data-tool": "add" });
    const centre = adding === true && h("button", { type: "button", class: "link", "data-tool": "centre", onclick: () => patchWhatIf(app, { adding: "centre" }) }, t("whatif.add.centre"));
    fill(place, h("div", { class: "whatif-tools" }, add, back, again), centre, h("p", { class: "note", role: "status" }, t(adding === true ? "whatif.add.how" : "whatif.drag.how")), stationFinder(app));
    if (held) /** @type {HTMLElement | null} */ (place.querySelector(`[data-tool="${held}"]`))?.focus();
  });
}

/** @param {App} app */
function chosenPart(app) {
  return following(app, ({ whatif, year, answer }) => [whatif?.chosen, whatif?.history.now, year, answer?.whatif?.notes], async (place, state) => {
    const id = state.whatif?.chosen ?? null;
    const one = id === null ? undefined : (await stationsOf(app)).find((station) => station.id === id);
    if (app.store.get().whatif?.chosen !== id) return;
    place.hidden = one === undefined;
    const held = place.contains(document.activeElement);
    const name = held ? document.activeElement?.getAttribute("name") : null;
    fill(place, ...(one ? stationForm(app, one) : []));
    if (name) /** @type {HTMLElement | null} */ (place.querySelector(`[name="${name}"]`))?.focus();
  });
}

/** What was changed, each line a way to the station and back to how it was. @param {App} app */
function editsPart(app) {
  return following(app, ({ whatif, lang }) => [whatif?.history.now, whatif?.chosen, lang], async (place, { whatif }) => {
    if (!whatif) return;
    const { t } = app.words;
    const stations = new Map((await stationsOf(app)).map((one) => [one.id, one]));
    if (app.store.get().whatif?.history.now !== whatif.history.now) return;
    const edits = whatif.history.now;
    const rows = edits.map((edit) => {
      const name = stations.get(edit.id)?.name || edit.name_zh || edit.id;
      return editLine(edit, editWords(app, edit, name), whatif.chosen === edit.id, {
        choose: () => patchWhatIf(app, { chosen: edit.id }),
        back: iconButton("close", t("whatif.restore", { name }), () => restore(app, edit.id)),
      });
    });
    fill(place, ...group(t("whatif.edits", { count: edits.length }), rows.length > 0 ? h("ul", { class: "whatif-edits" }, rows) : h("p", { class: "note" }, t("whatif.edits.none"))).childNodes);
  });
}
