/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, Feature, Legend, OutputColumn, Properties, ScaleClass } from "../core/types.js" */
import { allItems } from "../api/layers.js";
import { getRun } from "../api/runs.js";
import { PageError } from "../core/errors.js";
import { classOf as distanceClassOf, distanceScale } from "../core/distance-scale.js";
import { evenClassOf, evenScale } from "../core/even-scale.js";
import { pick } from "../core/i18n.js";
import { distanceEntries, unknownEntry } from "../core/legend.js";
import { QUANTITY } from "../core/palette.js";
import { illustrativeNote } from "./illustrative.js";

/** The column of limits that areas were drawn for. */
const LIMIT = "limit";

/**
 * The outcome of any analysis, drawn from what the analysis declares: its last measured column
 * gives the colours, all its columns make the table.
 *
 * @param {App} app
 * @param {State} state
 * @returns {Promise<Answer>}
 */
export async function load(app, { run: id, year }) {
  if (!id) throw new PageError("page.no_run");
  const [run, analyses] = await Promise.all([getRun(app.client, id), app.analyses()]);
  const analysis = analyses.find((one) => one.id === run.analysis);
  const column = mainColumn(analysis?.outputs ?? []);
  const features = await allItems(app.client, run.result_collection);
  const values = features.map(({ properties }) => /** @type {number | null} */ (properties[column?.name ?? ""] ?? null));
  // Distances are classed by the thresholds that were asked for, as everywhere else.
  const inClasses = column?.unit === "m" && (run.params.thresholds_km ?? []).length > 0;
  const scale = inClasses ? distanceScale(run.params.thresholds_km ?? [], null, values) : column?.name === LIMIT ? limitScale(values) : evenScale(values.map((value) => value ?? NaN));
  return {
    theme: "result", status: "ready", year, run, features, scale, targets: [], target: null, analysis, column,
    classOf: (properties) => (inClasses ? distanceClassOf(scale, properties[column?.name ?? ""]) : evenClassOf(scale, properties[column?.name ?? ""])),
  };
}

/** One class for each limit asked for, the nearest the strongest. @param {(number | null)[]} values @returns {ScaleClass[]} */
function limitScale(values) {
  const limits = [...new Set(values.filter((value) => value !== null))].sort((a, b) => a - b).slice(0, QUANTITY.length);
  return limits.map((to, index) => ({ id: String(to), from: to, to, side: "plain", color: QUANTITY[QUANTITY.length - 1 - index] }));
}

/** @param {OutputColumn[]} outputs @returns {OutputColumn | undefined} */
function mainColumn(outputs) {
  return outputs.filter(({ kind, unit }) => kind !== "text" && unit !== "deg").at(-1);
}

/**
 * A value of a column as people read it: a share in per cent, square metres in square kilometres.
 *
 * @param {App} app
 * @param {OutputColumn | undefined} column
 * @param {unknown} value
 */
export function valueText(app, column, value) {
  if (typeof value !== "number") return String(value ?? "");
  const { format } = app.words;
  if (/share$/.test(column?.name ?? "")) return format.percent(value);
  if (column?.unit === "m2") return format.decimal(value * factorOf(column));
  return Number.isInteger(value) ? format.count(value) : format.decimal(value);
}

/** From a column's own unit to the one it is read in. @param {OutputColumn | undefined} column */
function factorOf(column) {
  if (/share$/.test(column?.name ?? "")) return 100;
  return column?.unit === "m2" ? 1e-6 : 1;
}

/** @param {App} app @param {OutputColumn | undefined} column */
function unitText(app, column) {
  if (!column?.unit) return undefined;
  const known = /** @type {{ [unit: string]: string }} */ ({ m2: "km²", km: app.words.t("page.unit.km"), m: app.words.t("page.unit.m") });
  return known[column.unit] ?? column.unit;
}

/** @param {Answer} answer @returns {Properties[]} */
export function rows(answer) {
  return answer.features.map((feature) => ({ ...feature.properties, id: hit(feature).id, name: feature.properties.name_zh }));
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function columns(app, { analysis }) {
  const shown = (analysis?.outputs ?? []).filter(({ unit }) => unit !== "deg");
  return shown.map((column) => ({
    key: column.name, label: pick(column.title, app.words.lang) || column.name, unit: unitText(app, column),
    numeric: column.kind !== "text", factor: factorOf(column), text: (value) => valueText(app, column, value),
  }));
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function csvColumns(app, { analysis }) {
  return (analysis?.outputs ?? []).map((column) => ({
    key: column.name, label: pick(column.title, app.words.lang) || column.name, unit: column.unit ?? undefined,
    numeric: column.kind !== "text", text: String,
  }));
}

/** @param {App} app @param {Answer} answer @returns {Legend} */
export function legend(app, { analysis, column, scale, features, classOf, run }) {
  const { t, lang } = app.words;
  const classes = features.map(({ properties }) => classOf(properties));
  const measured = column?.unit === "m" && scale.at(-1)?.to === Infinity;
  const entries = measured ? [] : scale.map((one) => ({
    id: one.id, color: one.color, look: /** @type {const} */ ("fill"),
    label: column?.name === LIMIT ? t("page.legend.below", { to: one.to, unit: t(`page.unit.${features[0]?.properties.unit}`) }) : t("page.legend.span", { from: valueText(app, column, one.from), to: valueText(app, column, one.to) }),
    count: classes.filter((found) => found?.id === one.id).length,
  }));
  const title = [pick(column?.title ?? analysis?.title, lang), !measured && unitText(app, column)].filter(Boolean).join(" ");
  return { title, entries: measured ? distanceEntries(scale, classes, t) : [...entries, ...unknownEntry(classes, t)], layers: [], notes: [illustrativeNote(app, run)].filter(Boolean) };
}

/** @param {Feature} feature */
export function hit({ id, properties }) {
  return { kind: "result", id: String(id ?? properties.code), label: String(properties.name_zh ?? properties.code ?? id) };
}

/** @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, { column }, { properties }) {
  if (properties.reason) return app.words.t(`reason.${properties.reason}`);
  if (column?.unit === "m") return `${app.words.format.km(properties[column.name])} ${app.words.t("page.unit.km")}`;
  return [valueText(app, column, properties[column?.name ?? ""]), unitText(app, column)].filter(Boolean).join(" ");
}
