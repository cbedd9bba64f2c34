/** @import { App } from "./app.js" */
/** @import { Analysis, Run } from "../core/types.js" */
import { listRuns } from "../api/runs.js";
import { h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { themeOfAnalysis } from "./themes.js";
import { layerOf } from "./app.js";
import { pick } from "../core/i18n.js";

/** Runs that were carried out, newest first; one click shows it on the map. */
export const browseRuns = {
  lead: "page.runs.lead",
  /** @param {App} app */
  async inside(app) {
    const [runs, analyses] = await Promise.all([listRuns(app.client, { limit: 50 }), app.analyses()]);
    if (runs.length === 0) return [empty(app.words.t("page.runs.none"))];
    return [h("ul", { class: "run-list" }, runs.map((run) => row(app, run, analyses.find(({ id }) => id === run.analysis))))];
  },
};

/** @param {App} app @param {Run} run @param {Analysis | undefined} analysis */
function row(app, run, analysis) {
  const { t, format, lang } = app.words;
  const { answer, catalogue } = app.store.get();
  const names = Object.values(run.inputs).map(({ layer, version }) => `${pick(layerOf(app.store.get(), layer)?.title, lang) || layer} v${version}`);
  const older = Object.values(run.inputs).some(({ layer, version }) => catalogue.some((one) => one.id === layer && Number(one.version?.number) > Number(version)));
  const year = run.params.year ?? t("page.runs.all_years");
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "run", "aria-current": answer?.run?.id === run.id ? "true" : null, onclick: () => app.store.set({ theme: themeOfAnalysis(run.analysis), run: run.id, year: run.params.year ?? app.store.get().year, selected: null }) },
      h("span", { class: "note" }, pick(analysis?.title, lang) || run.analysis),
      h("span", { class: "run-title num" }, t("page.runs.title", { year, region: run.params.region ?? t("page.runs.all_regions") })),
      run.summary.median_m !== undefined && h("span", { class: "note num" }, t("page.runs.facts", { count: format.count(run.summary.count), median: format.km(run.summary.median_m), max: format.km(run.summary.max_m) })),
      h("span", { class: "note num" }, `${format.moment(run.created_at)} · ${names.join(" · ")}`),
      older && h("span", { class: "badge" }, t("page.runs.older")),
    ),
  );
}
