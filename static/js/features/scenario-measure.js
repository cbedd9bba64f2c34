/** @import { App, State } from "./app.js" */
/** @import { Mode } from "../core/scenario-types.js" */
import { choice } from "../ui/choice.js";
import { fill, h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { following } from "./scenario-following.js";
import { patchWhatIf } from "./scenario-session.js";

const ESTIMATE = "estimated-distance";
const [LEAST, MOST] = [1, 5];

/** How distances are measured: straight, by road, or estimated where no roads are loaded. @param {App} app */
export async function measurePart(app) {
  const usual = (await app.analyses().catch(() => [])).find(({ id }) => id === ESTIMATE)?.params.find(({ name }) => name === "factor")?.default ?? LEAST;
  return following(app, ({ whatif, catalogue }) => [whatif?.mode, whatif?.factor, whatif?.kept, catalogue], (place, state) => {
    if (!state.whatif) return;
    const { t } = app.words;
    const { mode, factor } = state.whatif;
    const held = place.contains(document.activeElement);
    const modes = modesOf(state);
    const pick = (/** @type {Mode} */ value) => measureBy(app, value);
    const options = modes.map((value) => ({ value, text: t(`whatif.mode.${value}`) }));
    fill(place,
      h("div", { class: "whatif-measure" }, h("h3", { class: "group-title" }, t("whatif.mode")), choice({ label: t("whatif.mode"), options, value: mode, onChoose: pick })),
      h("p", { class: "note" }, t(modes.includes("network") ? `whatif.mode.why.${mode}` : `whatif.mode.no_roads.${mode}`)),
      mode === "estimated" && factorField(app, factor ?? usual));
    if (held) /** @type {HTMLElement | null} */ (place.querySelector("[aria-pressed=true]"))?.focus();
  });
}

/** By road where roads are loaded; by estimate everywhere, since roads may end before the region does. @param {State} state @returns {Mode[]} */
function modesOf(state) {
  const pinned = state.whatif?.kept?.base.roads ?? null;
  const roads = pinned !== null || layerOf(state, "roads") !== undefined;
  return roads || state.whatif?.mode === "network" ? ["straight", "network", "estimated"] : ["straight", "estimated"];
}

/** The roads come onto the map with the measure that needs them. @param {App} app @param {Mode} mode */
function measureBy(app, mode) {
  const { layers } = app.store.get();
  patchWhatIf(app, { mode });
  if (mode === "network" && !layers.includes("roads") && layerOf(app.store.get(), "roads")) app.store.set({ layers: [...layers, "roads"] });
}

/** @param {App} app @param {number} value */
function factorField(app, value) {
  const field = h("input", { type: "number", name: "factor", class: "whatif-number num", min: LEAST, max: MOST, step: 0.01, value });
  field.addEventListener("change", () => field.value !== "" && field.reportValidity() && patchWhatIf(app, { factor: Number(field.value) }));
  return h("div", { class: "whatif-fields" }, h("label", {}, app.words.t("whatif.mode.factor"), field));
}
