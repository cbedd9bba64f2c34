/** @import { App, State } from "./app.js" */
/** @import { Analysis, AnalysisParam, Feature } from "../core/types.js" */
/** @import { Field } from "../ui/form.js" */
import { layersFor, shownDefault } from "../core/describe.js";
import { pick } from "../core/i18n.js";
import { layerOf } from "./app.js";
import { nameOf } from "./layer-looks.js";

/** Inputs that only roads can fill. */
const ROADS = new Set(["roads", "route"]);
const USUAL = /** @type {{ [role: string]: string }} */ ({ origins: "townships", stations: "stations", sites: "stations", zones: "townships", roads: "roads", route: "roads" });
const CHOICES = /^\w+(\|\w+)+$/;
const UNITS = new Set(["km", "m", "min", "m2", "km/h"]);

/** Settings that rarely need another value; they stand behind a door of their own. */
export const RARE = new Set(["max_snap_m", "noding", "tolerance_m", "calibrate_pairs", "width_m", "fill_below_m2", "straight_kmh", "max_gap_m", "distances_km"]);

/** The layers an input may be filled with: rivers are lines, too, but nobody drives on them. @param {Analysis["inputs"][number]} input @param {State} state */
export function choicesFor(input, { catalogue }) {
  const drivable = ROADS.has(input.role);
  return layersFor(input, catalogue).filter(({ role }) => !drivable || role === "road");
}

/** @param {Analysis["inputs"][number]} input @param {State} state @returns {Field} */
export function inputField(input, state) {
  const options = choicesFor(input, state).map((layer) => ({ value: layer.id, text: pick(layer.title, state.lang) }));
  const usual = USUAL[input.role] ?? "";
  const value = options.some((option) => option.value === usual) ? usual : (options[0]?.value ?? "");
  return { name: input.role, label: pick(input.title, state.lang) || input.role, kind: "select", options, value };
}

/** @param {App} app @param {AnalysisParam} param @param {Feature[]} counties @returns {Field} */
export function paramField(app, param, counties) {
  const { t } = app.words;
  const state = app.store.get();
  const field = { name: param.name, label: pick(param.title, state.lang) || param.name, unit: unitOf(app, param), value: valueOf(param, state) };
  if (param.name === "region" && counties.length > 0) return { ...field, label: t("page.analyses.region"), kind: "select", options: regions(app, counties) };
  if (param.kind === "text" && param.pattern && CHOICES.test(param.pattern)) {
    return { ...field, label: t(`page.analyses.${param.name}`), kind: "select", options: param.pattern.split("|").map((value) => ({ value, text: t(`page.analyses.${param.name}.${value}`) })) };
  }
  if (param.kind === "numbers") return { ...field, kind: "text", hint: t("page.analyses.numbers_hint") };
  const { minimum, maximum, pattern } = param;
  return param.kind === "text" ? { ...field, kind: "text", pattern } : { ...field, kind: "number", minimum, maximum };
}

/** @param {App} app @param {AnalysisParam} param */
const unitOf = (app, { unit }) => (unit && UNITS.has(unit) ? app.words.t(`page.unit.${unit}`) : undefined);

/** Year and region of the page, else the default. @param {AnalysisParam} param @param {State} state */
function valueOf(param, { year, region }) {
  const here = { year, region }[param.name];
  return String(here ?? shownDefault(param.default));
}

/** Prefectures and their counties by name; the service knows them by the beginning of their codes. @param {App} app @param {Feature[]} counties */
function regions(app, counties) {
  const { lang, t } = app.words;
  /** @type {Map<string, { value: string, text: string }[]>} */
  const found = new Map([["", [{ value: "", text: t("page.analyses.region.all") }]]]);
  for (const feature of counties) {
    const { adcode, prefecture_code: prefecture, prefecture_zh: zh, prefecture_en: en } = feature.properties;
    const code = String(prefecture).slice(0, 4);
    const whole = { value: code, text: String((lang === "en" && en) || zh || code) };
    const rest = found.get(code) ?? [whole];
    found.set(code, [...rest, { value: String(adcode), text: `\u2003${nameOf(feature, lang)}` }]);
  }
  return [...found.values()].flat();
}

/** Names of roads to choose from. @param {App} app @param {string} layer */
export async function namesIn(app, layer) {
  if (!layerOf(app.store.get(), layer)) return [];
  const features = await app.features(layer).catch(() => []);
  return [...new Set(features.map(({ properties }) => String(properties.name_zh ?? properties.name ?? "")))].filter(Boolean).sort();
}
