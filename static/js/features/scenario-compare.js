/** @import { App } from "./app.js" */
import { listScenarios } from "../api/scenarios.js";
import { toggle } from "../ui/choice.js";
import { fill, h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { select } from "../ui/select.js";
import { following } from "./scenario-following.js";
import { patchWhatIf } from "./scenario-session.js";

const MIDDLE = 0.5;

/** What the scenario stands beside: the state without edits, or another one; with a divider on the map and a table. @param {App} app */
export async function comparePart(app) {
  const others = await listScenarios(app.client).catch(() => []);
  return following(app, ({ whatif }) => [whatif?.against, whatif?.swipe === null, whatif?.kept?.id], (place, { whatif }) => {
    if (!whatif) return;
    const { t } = app.words;
    const held = place.contains(document.activeElement) ? document.activeElement?.tagName.toLowerCase() : null;
    const options = others.filter(({ id }) => id !== whatif.kept?.id).map(({ id, title }) => ({ value: id, text: title }));
    const known = whatif.against === null || options.some(({ value }) => value === whatif.against);
    const choices = [{ value: "", text: t("whatif.side.base") }, ...options, ...(known ? [] : [{ value: String(whatif.against), text: String(whatif.against) }])];
    const side = select({ label: t("whatif.compare.with"), value: whatif.against ?? "", groups: [{ options: choices }], onChoose: (id) => patchWhatIf(app, { against: id || null }) });
    const swipe = toggle({ label: t("whatif.swipe"), on: whatif.swipe !== null, onTurn: (on) => patchWhatIf(app, { swipe: on ? MIDDLE : null }) });
    fill(place, h("h3", { class: "group-title" }, t("whatif.compare")),
      h("label", { class: "whatif-compare" }, h("span", { class: "note" }, t("whatif.compare.with")), side),
      h("div", { class: "whatif-tools" }, swipe, toolButton("table", t("whatif.table"), () => app.store.set({ table: !app.store.get().table }))));
    if (held) /** @type {HTMLElement | null} */ (place.querySelector(held))?.focus();
  });
}
