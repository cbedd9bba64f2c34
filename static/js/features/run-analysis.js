/** @import { App, State } from "./app.js" */
/** @import { Analysis, AnalysisParam } from "../core/types.js" */
/** @import { Field } from "../ui/form.js" */
import { startRun } from "../api/runs.js";
import { layersFor, shownDefault, valuesOf } from "../core/describe.js";
import { pick } from "../core/i18n.js";
import { fill, h } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { empty, loading } from "../ui/notice.js";
import { themeOfAnalysis } from "./themes.js";
import { group } from "./drawers.js";

/** A form for every analysis, made from what the service declares; its outcome goes on the map. */
export const runAnalysis = {
  lead: "page.analyses.lead",
  /** @param {App} app */
  async inside(app) {
    const analyses = await app.analyses();
    if (analyses.length === 0) return [empty(app.words.t("page.analyses.none"))];
    return analyses.map((analysis) => oneAnalysis(app, analysis));
  },
};

/** @param {App} app @param {Analysis} analysis */
function oneAnalysis(app, analysis) {
  const { t, lang } = app.words;
  const place = h("div", { "aria-live": "polite" });
  const state = app.store.get();
  const fields = [...analysis.inputs.map((input) => inputField(input, state)), ...analysis.params.map((param) => paramField(app, param, state))];

  /** @param {{ [name: string]: string }} texts */
  async function submit(texts) {
    fill(place, loading(t("page.loading.run")));
    const layers = Object.fromEntries(analysis.inputs.map(({ role }) => [role, texts[role]]));
    try {
      const run = await startRun(app.client, analysis.id, { ...layers, ...valuesOf(analysis.params, texts) });
      fill(place, h("p", { class: "note" }, t(run.reused ? "page.analyses.reused" : "page.analyses.done")));
      app.store.set({ theme: themeOfAnalysis(analysis.id), run: run.id, selected: null, filters: {} });
    } catch (thrown) {
      fill(place, app.failed(thrown));
    }
  }

  return group(pick(analysis.title, lang) || analysis.id, form(fields, t("page.analyses.start"), (texts) => void submit(texts)), place);
}

/** @param {Analysis["inputs"][number]} input @param {State} state @returns {Field} */
function inputField(input, { catalogue, lang }) {
  const options = layersFor(input, catalogue).map((layer) => ({ value: layer.id, text: pick(layer.title, lang) }));
  const usual = { origins: "townships", stations: "stations", roads: "roads", route: "roads" }[input.role];
  const value = options.some((option) => option.value === usual) ? (usual ?? "") : (options[0]?.value ?? "");
  return { name: input.role, label: pick(input.title, lang) || input.role, kind: "select", options, value };
}

/** @param {App} app @param {AnalysisParam} param @param {State} state @returns {Field} */
function paramField(app, param, state) {
  const here = { year: state.year, region: state.region }[param.name];
  return {
    name: param.name,
    label: pick(param.title, state.lang) || param.name,
    unit: param.unit === "km" ? app.words.t("page.unit.km") : undefined,
    kind: param.kind === "integer" || param.kind === "number" ? "number" : "text",
    value: String(here ?? shownDefault(param.default)),
    minimum: param.kind === "numbers" ? null : param.minimum,
    maximum: param.kind === "numbers" ? null : param.maximum,
    pattern: param.kind === "text" ? param.pattern : null,
    hint: param.kind === "numbers" ? app.words.t("page.analyses.numbers_hint") : undefined,
  };
}
