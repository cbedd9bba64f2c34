/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, EvaluatedTarget, EvaluatedUnit, Evaluation, Feature, Legend, LegendEntry, Properties, Run, ScaleClass, Target } from "../core/types.js" */
import { allItems } from "../api/layers.js";
import { PageError } from "../core/errors.js";
import { codeInLayer, inYear, planOf, short } from "../core/evaluation.js";
import { pick, textOr } from "../core/i18n.js";
import { MET, MISSED, UNKNOWN } from "../core/palette.js";
import { NOTHING } from "../core/format.js";
import { layerOf } from "./app.js";
import { evaluationOf } from "./evaluations.js";
import { illustrativeNote } from "./illustrative.js";

const KINDS = { township: "townships", county: "counties", village: "villages" };

/** @type {ScaleClass[]} */
const SCALE = [
  { id: "met", from: 0, to: 0, side: "within", color: MET },
  { id: "missed", from: 0, to: 0, side: "beyond", color: MISSED },
];

/**
 * One target of a plan as its evaluation found it: every unit met, missed or undecided.
 *
 * @param {App} app
 * @param {State} state
 * @returns {Promise<Answer>}
 */
export async function load(app, { target: asked, year }) {
  if (!asked) throw new PageError("page.no_target");
  const plan = await app.plan(planOf(asked));
  const first = plan.targets.find(({ id }) => id === asked);
  if (!first) throw new PageError("page.no_target", { where: asked });
  const target = inYear(first, plan.targets, year);
  const found = await evaluationOf(app, plan.id, target.year ?? year);
  const judged = found.targets.find((one) => one.target === target.id) ?? recorded(target);
  const features = await featuresOf(app, found, judged);
  return {
    theme: "target", status: "ready", year, run: runOf(found, judged), features, targets: plan.targets, target, judged, asked, scale: SCALE,
    classOf: (properties) => SCALE.find(({ id }) => id === properties[target.id]) ?? null,
  };
}

/**
 * The judged units with their shapes; a target that is set for one county and judged as a whole is
 * that county.
 *
 * @param {App} app @param {Evaluation} found @param {EvaluatedTarget} judged
 * @returns {Promise<Feature[]>}
 */
async function featuresOf(app, { result_collection: collection }, judged) {
  if (judged.units.length > 0 && collection !== null) {
    const all = await app.once(`items ${collection}`, () => allItems(app.client, collection));
    return all.filter(({ properties }) => properties[judged.target]);
  }
  const counties = layerOf(app.store.get(), "counties") ? await app.features("counties").catch(() => []) : [];
  const own = counties.filter(({ properties }) => properties.adcode === judged.scope.region);
  return own.map((feature) => ({ ...feature, properties: { ...feature.properties, code: feature.properties.adcode, level: "county", [judged.target]: judged.status } }));
}

/** What the plan only records is not judged. @param {Target} target @returns {EvaluatedTarget} */
function recorded(target) {
  const unit = target.unit ?? "";
  return {
    target: target.id, title: { zh: target.title_zh, en: target.title_en }, plan: target.plan, clause: target.clause, clause_path: target.clause_path ?? "", status: "not_measurable",
    value: null, threshold: target.value, gap: null, unit, comparator: target.comparator, edge_rule: null, method: null, reason: "stated", needs: [], quality: null,
    asked: { comparator: target.comparator, value: target.value, unit, printed: target.printed ?? "" }, indicator: target.indicator, theme: target.theme ?? "", kind: target.kind ?? "", year: target.year,
    level: null, layers: [], numerator: null, denominator: null, uncertainty: null, shortfall: [], scope: target.scope ?? {}, units: [],
  };
}

/** An evaluation is a run: what it was made from is told the same way. @param {Evaluation} found @param {EvaluatedTarget} judged @returns {Run} */
function runOf({ id, inputs, created_at, result_collection }, { layers }) {
  const used = Object.fromEntries(Object.entries(inputs).filter(([, { layer }]) => layers.includes(layer)));
  const summary = { count: 0, year: 0, thresholds_km: [], max_m: null, p90_m: null, mean_m: null, median_m: null };
  return { id, analysis: "evaluation", status: "done", params: {}, inputs: used, summary, result_collection: result_collection ?? "", created_at };
}

/** @param {Answer} answer @param {Properties} properties @returns {EvaluatedUnit | undefined} the unit that a feature stands for */
export function unitOf({ judged }, properties) {
  return judged?.units.find((unit) => codeInLayer(judged.target, unit) === properties.code);
}

/** @param {Answer} answer @param {{ counties: Map<string, string> }} names @returns {Properties[]} */
export function rows({ judged }, names) {
  return (judged?.units ?? []).map((unit) => ({
    id: codeInLayer(judged?.target ?? "", unit), code: unit.code, name: names.counties.get(unit.code) ?? unit.name,
    county: names.counties.get(unit.county_code ?? "") ?? "", value: unit.value, gap: unit.gap, status: unit.status,
    verdict: { met: "met", missed: "missed" }[/** @type {string} */ (unit.status)],
  }));
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function columns(app, answer) {
  const { t, lang } = app.words;
  const plain = (/** @type {unknown} */ value) => String(value ?? "");
  const number = (/** @type {number | null} */ value) => (value === null ? NOTHING : short(value, lang));
  const unit = ownUnit(app, answer);
  return [
    { key: "name", label: t("page.column.unit"), numeric: false, text: plain },
    { key: "county", label: t("page.column.county"), numeric: false, text: plain },
    { key: "value", label: t("page.column.value"), unit, numeric: true, text: number },
    { key: "gap", label: t("page.column.gap"), unit, numeric: true, text: number },
    { key: "status", label: t("page.column.verdict"), numeric: false, text: (value) => t(`page.status.${value}`) },
  ];
}

/** The unit of a place's own figure; what is merely counted has none. @param {App} app @param {Answer} answer */
function ownUnit(app, { judged }) {
  const bare = !judged || judged.method === "coverage-units" || judged.unit === "count" || judged.unit === "ratio";
  return bare ? undefined : textOr(app.words.t, `page.unit.${judged.unit}`, judged.unit);
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function csvColumns(app, answer) {
  const text = (/** @type {unknown} */ value) => String(value ?? "");
  return [{ key: "code", label: app.words.t("page.column.code"), numeric: false, text }, ...columns(app, answer).map((column) => ({ ...column, text }))];
}

/** @param {App} app @param {Answer} answer @returns {Legend} */
export function legend(app, { judged, target, features, run }) {
  const { t, lang } = app.words;
  const count = (/** @type {string[]} */ statuses) => features.filter(({ properties }) => statuses.includes(properties[target?.id ?? ""])).length;
  const entry = (/** @type {string} */ id, /** @type {string} */ color, /** @type {LegendEntry["look"]} */ look, /** @type {string[]} */ statuses) => ({ id, color, look, label: t(`page.status.${id === "unknown" ? "uncertain" : id}`), count: count(statuses) });
  const entries = [entry("met", MET, "fill", ["met"]), entry("missed", MISSED, "hatch", ["missed"]), entry("unknown", UNKNOWN, "dots", ["uncertain", "unknown", "not_measurable"])];
  const nothing = features.length === 0 ? [t("page.target.no_map")] : [];
  return { title: pick(judged?.title, lang), entries: features.length === 0 ? [] : entries, layers: [], notes: [...nothing, illustrativeNote(app, run)].filter(Boolean) };
}

/** @param {Feature} feature */
export function hit({ properties }) {
  const kind = KINDS[/** @type {keyof typeof KINDS} */ (properties.level)] ?? "unit";
  return { kind, id: String(properties.code), label: String(properties.name_zh) };
}

/** @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, answer, { properties }) {
  const unit = unitOf(answer, properties);
  if (!unit) return "";
  const value = unit.value === null ? "" : [short(unit.value, app.words.lang), ownUnit(app, answer)].filter(Boolean).join(" ");
  return [value, app.words.t(`page.status.${unit.status}`)].filter(Boolean).join("  ");
}
