/** @import { App, Answer } from "./app.js" */
/** @import { Evaluation, Feature, Run, Target } from "../core/types.js" */
import { cut } from "../core/rich.js";
import { histogram } from "../core/histogram.js";
import { isCurrent } from "../core/evaluation.js";
import { overall, tally } from "../core/judge.js";
import { distanceTargets, limitKm, tallyDistance } from "../core/targets.js";
import { distanceChart } from "../ui/chart.js";
import { fill, h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { shareBar } from "../ui/share-bar.js";
import { swatch } from "../ui/swatch.js";
import { basis, method } from "./run-provenance.js";
import { evaluationOf } from "./evaluations.js";
import { answerTool } from "./export-answer.js";
import { targetRow } from "./target-row.js";
import { distances, verdictOf } from "./distance-theme.js";
import { sign } from "../core/i18n.js";

const FARTHEST = 6;

/** @param {Answer} answer */
function countsOf(answer) {
  return tally(distances(answer).map((metres) => verdictOf(metres, answer.target)));
}

/**
 * The answer in words, its figures large, and the share as a bar.
 *
 * @param {App} app
 * @param {Answer} answer
 */
export function distanceHead(app, answer) {
  const { t, format } = app.words;
  const counts = countsOf(answer);
  if (!answer.target) return h("h1", { class: "headline-words" }, t("page.headline.no_target", { year: answer.year, count: counts.count }));
  const big = (/** @type {number} */ value, /** @type {string} */ look) => h("strong", { class: `figure num figure-${value === 0 ? "none" : look}` }, format.count(value));
  const sentence = t(counts.unknown > 0 ? "page.headline.distance_unknown" : "page.headline.distance");
  const words = cut(sentence, {
    year: answer.year, count: format.count(counts.count), comparator: sign(t, answer.target.comparator), limit: limitKm(answer.target) ?? "",
    met: big(counts.met, "met"), missed: big(counts.missed, "missed"), unknown: big(counts.unknown, "unknown"),
  });
  return [h("h1", { class: "headline-words" }, ...words), shareBar(counts, t), basis(app, answer)];
}

/** @param {App} app @param {Answer} answer @param {{ counties: Map<string, string> }} names */
export function distanceBody(app, answer, names) {
  const { t, format } = app.words;
  const known = distances(answer);
  const { summary } = /** @type {Run} */ (answer.run);
  const figures = [["median", summary.median_m], ["mean", summary.mean_m], ["p90", summary.p90_m], ["max", summary.max_m]];
  return [
    lights(app, answer),
    h("section", { class: "block" }, h("h2", { class: "block-title" }, t("page.distance.chart")), chart(app, answer, known),
      h("dl", { class: "figures" }, figures.map(([key, metres]) => h("div", {}, h("dt", {}, t(`page.stat.${key}`)), h("dd", { class: "num" }, format.km(/** @type {number} */ (metres)), h("span", { class: "unit" }, t("page.unit.km"))))))),
    farthest(app, answer, names),
    method(app, answer),
  ];
}

/** @param {App} app @param {Answer} answer */
function lights(app, answer) {
  const { t } = app.words;
  const known = distances(answer);
  const answered = distanceTargets(answer.targets, answer.year);
  const others = answer.targets.length - answered.length;
  const list = h("ul", { class: "target-list" });
  const draw = (/** @type {Evaluation | null} */ judged) => {
    // Somebody may have opened one before the judgement came.
    const open = [...list.querySelectorAll("details")].map((one) => one.open);
    fill(list, answered.map((target) => targetRow(app, target, statusIn(judged, target) ?? overall(tallyDistance(target, known)), told(app, target, known))));
    [...list.querySelectorAll("details")].forEach((one, index) => (one.open = open[index] ?? false));
  };
  draw(null);
  void judgement(app, answer).then(draw, () => {});
  return h(
    "section",
    { class: "block" },
    h("h2", { class: "block-title" }, t("page.targets.of_year", { year: answer.year })),
    list,
    others > 0 && h("button", { type: "button", class: "link", onclick: () => app.store.set({ drawer: "targets" }) }, t("page.targets.others", { count: others })),
  );
}

/**
 * What the evaluation of the plan says, which knows how far the data may be off; only where it is
 * about the same layers as the answer.
 *
 * @param {App} app
 * @param {Answer} answer
 */
async function judgement(app, { target, run, year }) {
  const isOfToday = run !== null && isCurrent(run, app.store.get().catalogue);
  return target && isOfToday ? evaluationOf(app, target.plan, year) : null;
}

/** @param {Evaluation | null} judged @param {Target} target */
function statusIn(judged, target) {
  const status = judged?.targets.find((one) => one.target === target.id)?.status;
  return status === "not_measurable" ? undefined : status;
}

/** The places to look at first, each a door to its card; the table has them all. @param {App} app @param {Answer} answer @param {{ counties: Map<string, string> }} names */
function farthest(app, answer, { counties }) {
  const { t, format } = app.words;
  const limit = answer.target && limitKm(answer.target);
  const listed = answer.features.filter(({ properties }) => typeof properties.distance_m === "number").sort((a, b) => b.properties.distance_m - a.properties.distance_m).slice(0, FARTHEST);
  const row = (/** @type {Feature} */ { properties }) =>
    h("li", {}, h("button", { type: "button", class: "place-row", onclick: () => app.store.set({ selected: { kind: "townships", id: String(properties.code) } }) },
      swatch({ color: answer.classOf(properties)?.color ?? "", look: answer.classOf(properties)?.side === "beyond" ? "hatch" : "fill" }),
      h("span", {}, h("span", { lang: "zh" }, properties.name_zh), h("span", { class: "note" }, ` ${counties.get(String(properties.county_code)) ?? ""}`)), h("span", { class: "num" }, format.km(properties.distance_m, limit), h("span", { class: "unit" }, t("page.unit.km")))));
  return h("section", { class: "block" },
    h("div", { class: "block-head" }, h("h2", { class: "block-title" }, t("page.distance.farthest")), h("div", { class: "block-tools" }, toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table })), answerTool(app, answer))),
    h("ul", {}, listed.map(row)));
}

/** @param {App} app @param {Target} target @param {(number | null)[]} known */
function told(app, target, known) {
  const { met, count } = tallyDistance(target, known);
  return app.words.t("page.targets.told", { met, count });
}

/** @param {App} app @param {Answer} answer @param {(number | null)[]} known */
function chart(app, answer, known) {
  const { t } = app.words;
  const targetKm = answer.target && limitKm(answer.target);
  const bins = histogram(known, answer.scale, targetKm);
  return distanceChart({
    bins, targetKm, unit: t("page.unit.km"), label: t("page.distance.chart_alt", { count: known.length, limit: targetKm ?? "" }),
    tell: ({ fromKm, toKm, count }) => t("page.distance.bin", { from: fromKm, to: toKm, count }),
  });
}
