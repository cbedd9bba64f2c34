/** @import { App } from "./app.js" */
/** @import { Analysis, Feature } from "../core/types.js" */
import { startRun } from "../api/runs.js";
import { valuesOf } from "../core/describe.js";
import { pick } from "../core/i18n.js";
import { door } from "../ui/card.js";
import { fill, h } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { empty, loading } from "../ui/notice.js";
import { RARE, choicesFor, inputField, namesIn, paramField } from "./analysis-fields.js";
import { layerOf } from "./app.js";
import { themeOfAnalysis } from "./themes.js";

/** A form for every analysis, made from what the service declares; its outcome goes on the map. */
export const runAnalysis = {
  lead: "page.analyses.lead",
  // What was filled in stays while the outcome is looked at.
  keepsItself: true,
  /** @param {App} app */
  async inside(app) {
    await untilListed(app);
    const [analyses, counties] = await Promise.all([app.analyses(), layerOf(app.store.get(), "counties") ? app.features("counties").catch(() => []) : []]);
    if (analyses.length === 0) return [empty(app.words.t("page.analyses.none"))];
    const shown = app.store.get().answer?.run?.analysis;
    return analyses.map((analysis, index) => {
      const one = door(pick(analysis.title, app.words.lang) || analysis.id, oneAnalysis(app, analysis, counties));
      one.classList.add("analysis");
      one.dataset.analysis = analysis.id;
      one.open = shown ? shown === analysis.id : index === 0;
      return one;
    });
  },
};

/** A link may open the drawer before the layers are known. @param {App} app @returns {Promise<void>} */
function untilListed(app) {
  if (app.store.get().catalogue.length > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const forget = app.store.watch(["catalogue"], () => {
      forget();
      resolve();
    });
  });
}

/** @param {App} app @param {Analysis} analysis @param {Feature[]} counties */
function oneAnalysis(app, analysis, counties) {
  const { t, lang } = app.words;
  const state = app.store.get();
  const lacking = analysis.inputs.find((input) => choicesFor(input, state).length === 0);
  const method = pick(analysis.method, lang);
  const why = method ? door(t("page.analyses.method"), [h("p", { class: "note" }, method)]) : null;
  if (lacking) return [h("p", { class: "differs", "data-lacking": lacking.role }, t(`page.analyses.lacking.${lacking.role === "roads" || lacking.role === "route" ? "roads" : "layer"}`, { role: pick(lacking.title, lang) || lacking.role })), why];

  const place = h("div", { "aria-live": "polite" });
  const fields = [...analysis.inputs.map((input) => inputField(input, state)), ...analysis.params.filter(({ name }) => !RARE.has(name)).map((param) => paramField(app, param, counties))];
  const ask = form(fields, t("page.analyses.start"), (texts) => void submit(app, analysis, texts, place));
  const rare = analysis.params.filter(({ name }) => RARE.has(name)).map((param) => paramField(app, param, counties));
  if (rare.length > 0) {
    // The fields belong to the same form; only the button of the inner one goes.
    const inner = form(rare, "", () => {});
    inner.querySelector("button")?.remove();
    ask.querySelector("button")?.before(door(t("page.analyses.more"), [h("div", { class: "form" }, ...inner.childNodes)]));
  }
  suggestNames(app, ask);
  return [ask, place, why];
}

/** Roads by their names, where one is asked for. @param {App} app @param {HTMLFormElement} ask */
function suggestNames(app, ask) {
  const field = ask.elements.namedItem("route_name");
  const layer = ask.elements.namedItem("route");
  if (!(field instanceof HTMLInputElement) || !(layer instanceof HTMLSelectElement)) return;
  const list = h("datalist", { id: "route-names" });
  field.setAttribute("list", list.id);
  field.after(list);
  field.addEventListener("focus", async () => fill(list, (await namesIn(app, layer.value)).map((value) => h("option", { value }))));
}

/** @param {App} app @param {Analysis} analysis @param {{ [name: string]: string }} texts @param {HTMLElement} place */
async function submit(app, analysis, texts, place) {
  const { t } = app.words;
  fill(place, loading(t("page.loading.run")));
  const layers = Object.fromEntries(analysis.inputs.map(({ role }) => [role, texts[role]]));
  try {
    const run = await startRun(app.client, analysis.id, { ...layers, ...valuesOf(analysis.params, texts) });
    fill(place, h("p", { class: "note" }, t(run.reused ? "page.analyses.reused" : "page.analyses.done")));
    const { layers: on } = app.store.get();
    const used = [texts.stations, texts.sites].filter((id) => id && !on.includes(id));
    app.store.set({ layers: [...on, ...used], theme: themeOfAnalysis(analysis.id), run: run.id, selected: null, filters: {} });
  } catch (thrown) {
    fill(place, app.failed(thrown));
  }
}
