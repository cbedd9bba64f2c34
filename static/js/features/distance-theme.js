/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, Feature, Legend, Properties, Run, Target, Verdict } from "../core/types.js" */
import { allItems } from "../api/layers.js";
import { getRun, listRuns } from "../api/runs.js";
import { listTargets } from "../api/plans.js";
import { classOf, distanceScale } from "../core/distance-scale.js";
import { sign } from "../core/i18n.js";
import { judge } from "../core/judge.js";
import { distanceEntries } from "../core/legend.js";
import { distanceTargets, limitKm } from "../core/targets.js";
import { illustrativeNote } from "./illustrative.js";
import { PageError } from "../core/errors.js";

export const ANALYSIS = "charging-distance";
const RUNS_LOOKED_AT = 50;
const DEFAULT_THRESHOLDS_KM = [10, 30, 50];

/**
 * Charging distance per township: the latest run of the year, or the one a link names.
 *
 * @param {App} app
 * @param {State} state
 * @returns {Promise<Answer>}
 */
export async function load(app, { year, region, run: wanted }) {
  const [runs, targets] = await Promise.all([findRuns(app, { year, region, wanted }), listTargets(app.client, { region, year, theme: "charging" })]);
  const target = distanceTargets(targets, year)[0] ?? null;
  const run = bestRun(runs, target && limitKm(target));
  const features = run ? await allItems(app.client, run.result_collection) : [];
  const known = features.map(({ properties }) => properties.distance_m ?? null);
  const scale = distanceScale(run?.params.thresholds_km ?? DEFAULT_THRESHOLDS_KM, target && limitKm(target), known);
  const comparator = target?.comparator ?? "<";
  return {
    theme: "distance", status: run ? "ready" : "empty", year, run, features, targets, target, scale,
    classOf: ({ distance_m }) => classOf(scale, distance_m, comparator),
  };
}

/**
 * @param {App} app
 * @param {{ year: number, region: string, wanted: string | null }} question
 * @returns {Promise<Run[]>} the one asked for, or the year's, newest first
 */
async function findRuns(app, { year, region, wanted }) {
  if (wanted) {
    try {
      return [await getRun(app.client, wanted)];
    } catch (thrown) {
      if (!(thrown instanceof PageError) || thrown.status !== 404) throw thrown;
      app.say(app.words.t("page.link.run_gone"));
    }
  }
  return listRuns(app.client, { analysis: ANALYSIS, year, region, limit: RUNS_LOOKED_AT });
}

/**
 * The newest run on the standing layers whose classes have the plan's limit as a break: somebody's
 * trial with other thresholds or stations must not become everybody's first view.
 *
 * @param {Run[]} runs newest first
 * @param {number | null} limit kilometres
 * @returns {Run | null}
 */
function bestRun(runs, limit) {
  const standing = runs.find(({ params, inputs }) =>
    inputs.origins?.layer === "townships" && inputs.stations?.layer === "stations" && (limit === null || params.thresholds_km?.includes(limit)));
  return standing ?? runs[0] ?? null;
}

/** @param {Answer} answer @returns {(number | null)[]} metres */
export function distances(answer) {
  return answer.features.map(({ properties }) => properties.distance_m ?? null);
}

/** @param {number | null} distanceM @param {Target | null} target @returns {Verdict} */
export function verdictOf(distanceM, target) {
  const limit = target && limitKm(target);
  return judge(distanceM, target?.comparator ?? "", limit === null ? null : limit * 1000);
}

/**
 * @param {Answer} answer
 * @param {{ counties: Map<string, string>, stations: Map<string, string> }} names
 * @returns {Properties[]}
 */
export function rows(answer, names) {
  return answer.features.map(({ properties }) => ({
    id: String(properties.code),
    code: properties.code,
    name: properties.name_zh,
    county: names.counties.get(properties.county_code) ?? properties.county_code,
    distance: properties.distance_m ?? null,
    metres: toMillimetre(properties.distance_m),
    station: names.stations.get(String(properties.nearest_id)) ?? properties.nearest_id ?? "",
    verdict: verdictOf(properties.distance_m, answer.target),
    class: properties.class,
    lon: properties.lon,
    lat: properties.lat,
  }));
}

/** Metres without the dust below a millimetre. @param {unknown} metres */
function toMillimetre(metres) {
  return typeof metres === "number" ? Math.round(metres * 1000) / 1000 : null;
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function columns(app, { target }) {
  const { t, format } = app.words;
  const limit = target && limitKm(target);
  const plain = (/** @type {unknown} */ value) => String(value ?? "");
  return [
    { key: "name", label: t("page.column.township"), numeric: false, text: plain },
    { key: "county", label: t("page.column.county"), numeric: false, text: plain },
    { key: "distance", label: t("page.column.distance"), unit: t("page.unit.km"), numeric: true, factor: 0.001, text: (value) => format.km(value, limit) },
    { key: "station", label: t("page.column.station"), numeric: false, text: plain },
    { key: "verdict", label: t("page.column.verdict"), numeric: false, text: (value) => t(`page.verdict.${value}`) },
  ];
}

/** @param {App} app @param {Answer} _answer @returns {Column[]} what the CSV holds */
export function csvColumns(app, _answer) {
  const { t } = app.words;
  const text = String;
  return [
    { key: "code", label: t("page.column.code"), numeric: false, text },
    { key: "name", label: t("page.column.township"), numeric: false, text },
    { key: "county", label: t("page.column.county"), numeric: false, text },
    { key: "metres", label: t("page.column.distance"), unit: t("page.unit.m"), numeric: true, text },
    { key: "class", label: t("page.column.class"), numeric: false, text },
    { key: "station", label: t("page.column.station"), numeric: false, text },
    { key: "verdict_text", label: t("page.column.verdict"), numeric: false, text },
  ];
}

/** @param {App} app @param {Answer} answer @returns {Legend} */
export function legend(app, answer) {
  const { t } = app.words;
  const classes = answer.features.map(({ properties }) => answer.classOf(properties));
  const limit = answer.target && limitKm(answer.target);
  const line = limit === null ? [] : [t("page.legend.target", { year: answer.year, limit, comparator: sign(t, answer.target?.comparator ?? "") })];
  return {
    title: t("page.distance.legend"),
    entries: distanceEntries(answer.scale, classes, t),
    layers: [],
    notes: [...line, illustrativeNote(app, answer.run)].filter(Boolean),
  };
}

/** @param {Feature} feature @returns {{ kind: string, id: string, label: string }} */
export function hit({ properties }) {
  return { kind: "townships", id: String(properties.code), label: String(properties.name_zh) };
}

/** What the pointer says of a township. @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, { target }, { properties }) {
  return `${app.words.format.km(properties.distance_m, target && limitKm(target))} ${app.words.t("page.unit.km")}`;
}
