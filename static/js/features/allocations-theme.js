/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, Feature, Legend, Properties, Target } from "../core/types.js" */
import { listTargets } from "../api/plans.js";
import { quantityClassOf, quantityScale } from "../core/quantity-scale.js";
import { quantityEntries } from "../core/legend.js";
import { layerOf } from "./app.js";

export const LAYER = "charging-allocations";

/**
 * New piles per county as the plan's annex prints them, for one year.
 *
 * @param {App} app
 * @param {State} state
 * @returns {Promise<Answer>}
 */
export async function load(app, { year, region }) {
  const [features, targets] = await Promise.all([app.features(LAYER), listTargets(app.client, { region, year, theme: "charging" })]);
  const column = columnOf(year);
  const scale = quantityScale(features.map(({ properties }) => Number(properties[column])));
  return {
    theme: "allocations", status: features.length > 0 ? "ready" : "empty", year, run: null, features, targets, scale,
    target: printedTotal(targets),
    classOf: (properties) => quantityClassOf(scale, properties[column]),
  };
}

/** @param {number} year */
export function columnOf(year) {
  return `new_${year}`;
}

/**
 * The city's own figure for new piles in the year; the plan's text and its annex print the same one.
 *
 * @param {Target[]} targets
 */
function printedTotal(targets) {
  return targets.find(({ id }) => /\.piles-added$/.test(id)) ?? targets.find(({ id }) => /\.annex\.\d{4}\.\d{4}$/.test(id)) ?? null;
}

/** @param {Answer} answer @returns {number} what the counties' figures of the year add to */
export function computedSum({ features, year }) {
  return features.reduce((sum, { properties }) => sum + Number(properties[columnOf(year)] ?? 0), 0);
}

/** @param {Answer} answer @param {{ counties: Map<string, string> }} names @returns {Properties[]} */
export function rows(answer, names) {
  return answer.features.map(({ properties }) => ({
    ...properties,
    id: String(properties.adcode),
    name: names.counties.get(properties.adcode) ?? properties.name_zh,
    quantity: properties[columnOf(answer.year)] ?? null,
    difference: Number(properties.printed_total) - Number(properties.computed_total),
  }));
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function columns(app, { year }) {
  const { t, format } = app.words;
  const unit = t("page.unit.piles");
  const count = (/** @type {number | null} */ value) => format.count(value);
  const signed = (/** @type {number} */ value) => (value > 0 ? `+${count(value)}` : count(value));
  return [
    { key: "name", label: t("page.column.county"), numeric: false, text: String },
    { key: "quantity", label: t("page.column.new", { year }), unit, numeric: true, text: count },
    { key: "printed_total", label: t("page.column.printed"), unit, numeric: true, text: count },
    { key: "computed_total", label: t("page.column.computed"), unit, numeric: true, text: count },
    { key: "difference", label: t("page.column.difference"), unit, numeric: true, text: (value) => (value === 0 ? "0" : signed(value)) },
  ];
}

/** @param {App} app @param {Answer} _answer @returns {Column[]} */
export function csvColumns(app, _answer) {
  const { t } = app.words;
  const unit = t("page.unit.piles");
  const years = [2023, 2024, 2025].map((year) => ({ key: columnOf(year), label: t("page.column.new", { year }), unit, numeric: true, text: String }));
  return [
    { key: "adcode", label: t("page.column.code"), numeric: false, text: String },
    { key: "name", label: t("page.column.county"), numeric: false, text: String },
    ...years,
    { key: "printed_total", label: t("page.column.printed"), unit, numeric: true, text: String },
    { key: "computed_total", label: t("page.column.computed"), unit, numeric: true, text: String },
  ];
}

/** @param {App} app @param {Answer} answer @returns {Legend} */
export function legend(app, answer) {
  const { t } = app.words;
  const classes = answer.features.map(({ properties }) => answer.classOf(properties));
  const quality = layerOf(app.store.get(), LAYER)?.quality;
  return {
    title: t("page.allocations.legend", { year: answer.year }),
    entries: quantityEntries(answer.scale, classes, t, app.words.format.count),
    layers: [],
    notes: quality === "illustrative" ? [t("page.layer.illustrative")] : [],
  };
}

/** @param {Feature} feature */
export function hit({ properties }) {
  return { kind: LAYER, id: String(properties.adcode), label: String(properties.name_zh) };
}

/** What the pointer says of a county. @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, { year }, { properties }) {
  return `${app.words.format.count(properties[columnOf(year)])} ${app.words.t("page.unit.piles")}`;
}
