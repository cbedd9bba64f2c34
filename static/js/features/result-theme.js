/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, Feature, Legend, OutputColumn, Properties } from "../core/types.js" */
import { allItems } from "../api/layers.js";
import { getRun } from "../api/runs.js";
import { PageError } from "../core/errors.js";
import { evenClassOf, evenScale } from "../core/even-scale.js";
import { pick } from "../core/i18n.js";
import { unknownEntry } from "../core/legend.js";
import { illustrativeNote } from "./illustrative.js";

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
  const scale = evenScale(features.map(({ properties }) => Number(properties[column?.name ?? ""] ?? NaN)));
  return {
    theme: "result", status: "ready", year, run, features, scale, targets: [], target: null, analysis, column,
    classOf: (properties) => evenClassOf(scale, properties[column?.name ?? ""]),
  };
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
  const entries = scale.map((one) => ({
    id: one.id, color: one.color, look: /** @type {const} */ ("fill"),
    label: t("page.legend.span", { from: valueText(app, column, one.from), to: valueText(app, column, one.to) }),
    count: classes.filter((found) => found?.id === one.id).length,
  }));
  const title = [pick(column?.title ?? analysis?.title, lang), unitText(app, column)].filter(Boolean).join(" ");
  return { title, entries: [...entries, ...unknownEntry(classes, t)], layers: [], notes: [illustrativeNote(app, run)].filter(Boolean) };
}

/** @param {Feature} feature */
export function hit({ id, properties }) {
  return { kind: "result", id: String(id ?? properties.code), label: String(properties.name_zh ?? properties.code ?? id) };
}

/** @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, { column }, { properties }) {
  return [valueText(app, column, properties[column?.name ?? ""]), unitText(app, column)].filter(Boolean).join(" ");
}
