/** @import { App, Answer, State } from "./app.js" */
/** @import { Column, Feature, Legend, Properties } from "../core/types.js" */
/** @import { Ground, Pinned, Side, WhatIf } from "../core/scenario-types.js" */
import { listTargets } from "../api/plans.js";
import { getScenario, pinnedPlaces } from "../api/scenarios.js";
import { classOf, distanceScale } from "../core/distance-scale.js";
import { sign } from "../core/i18n.js";
import { distanceEntries } from "../core/legend.js";
import { deltaOf, featuresAfter, unitsByCode } from "../core/scenario-sides.js";
import { distanceTargets, limitKm } from "../core/targets.js";
import { verdictOf } from "./distance-theme.js";
import { illustrativeNote } from "./illustrative.js";
import { layerOf } from "./app.js";
import { newWhatIf, preview } from "./scenario-session.js";

/**
 * Charging distance per township as the edits of a scenario make it, beside the state without them
 * or beside another scenario.
 *
 * @param {App} app
 * @param {State} state
 * @returns {Promise<Answer>}
 */
export async function load(app, state) {
  const whatif = state.whatif ?? (await opened(app, state));
  const { year, region } = state;
  const edits = whatif.history.now;
  const [base, after, side, targets, townships] = await Promise.all([
    preview(app, whatif, { edits: [], full: true, targets: false }),
    preview(app, whatif, { edits, targets: false }),
    otherSide(app, whatif),
    listTargets(app.client, { region, year, theme: "charging" }),
    app.features("townships"),
  ]);
  const units = unitsByCode(base.units ?? []);
  /** @type {Ground} */
  const ground = { base: units, stations: isOlder(state, base.base.stations) ? (base.base_stations ?? []) : null, pinned: base.base, side: side ?? { id: null, title: "", units, targets: null }, targets: null, notes: after.notes };
  const places = isOlder(state, base.base.origins) && whatif.kept ? await pinnedPlaces(app.client, whatif.kept.id, whatif.token) : townships;
  const own = places.filter(({ properties }) => units.has(String(properties.code)));
  const target = distanceTargets(targets, year)[0] ?? null;
  const scale = distanceScale(whatif.thresholds, target && limitKm(target), [...units.values()].map(({ distance_m }) => distance_m));
  return {
    theme: "scenario", status: "ready", year, run: null, features: featuresAfter(own, ground, after.changes), targets, target, scale,
    classOf: ({ distance_m }) => classOf(scale, distance_m, target?.comparator ?? "<"),
    whatif: { ground, mode: whatif.mode, edits, targets: null, notes: after.notes },
  };
}

/** Whether a pinned version is not the one that readers see now. @param {State} state @param {Pinned | null} pinned */
function isOlder(state, pinned) {
  const now = pinned && layerOf(state, pinned.layer)?.version;
  return Boolean(pinned && now?.number !== pinned.version);
}

/** What a link asks for, or a new one. @param {App} app @param {State} state @returns {Promise<WhatIf>} */
async function opened(app, state) {
  const kept = state.scenario ? await getScenario(app.client, state.scenario, state.token) : null;
  const whatif = newWhatIf(app, kept, state.token);
  app.store.set({ whatif });
  return whatif;
}

/** The other scenario of a comparison, for the same year. @param {App} app @param {WhatIf} whatif @returns {Promise<Side | null>} null for the state without edits */
async function otherSide(app, whatif) {
  if (whatif.against === null) return null;
  const other = await getScenario(app.client, whatif.against, whatif.token);
  const found = await preview(app, { ...whatif, kept: other }, { edits: other.edits, full: true });
  return { id: other.id, title: other.title, units: unitsByCode(found.units ?? []), targets: found.targets };
}

/** @param {Answer} answer @param {{ counties: Map<string, string>, stations: Map<string, string> }} names @returns {Properties[]} */
export function rows(answer, names) {
  return answer.features.map(({ properties }) => ({
    id: String(properties.code),
    code: properties.code,
    name: properties.name_zh,
    county: names.counties.get(properties.county_code) ?? properties.county_code,
    before: properties.before_m,
    distance: properties.distance_m,
    delta: deltaOf(properties),
    station: names.stations.get(String(properties.nearest_id)) ?? properties.nearest_id ?? "",
    verdict: verdictOf(properties.distance_m, answer.target),
  }));
}

/** @param {App} app @param {Answer} answer @returns {Column[]} */
export function columns(app, { target }) {
  const { t, format } = app.words;
  const limit = target && limitKm(target);
  const plain = (/** @type {unknown} */ value) => String(value ?? "");
  const km = { unit: t("page.unit.km"), numeric: true, factor: 0.001 };
  return [
    { key: "name", label: t("page.column.township"), numeric: false, text: plain },
    { key: "county", label: t("page.column.county"), numeric: false, text: plain },
    { key: "before", label: t("whatif.side.a"), ...km, text: (value) => format.km(value, limit) },
    { key: "distance", label: t("whatif.side.b"), ...km, text: (value) => format.km(value, limit) },
    { key: "delta", label: t("whatif.column.delta"), ...km, text: (value) => deltaText(app, value) },
    { key: "station", label: t("page.column.station"), numeric: false, text: plain },
    { key: "verdict", label: t("page.column.verdict"), numeric: false, text: (value) => t(`page.verdict.${value}`) },
  ];
}

/** Kilometres with their sign; a step below fifty metres is none. @param {App} app @param {number | null} deltaM */
export function deltaText(app, deltaM) {
  const text = app.words.format.km(deltaM === null ? null : Math.abs(deltaM));
  if (deltaM === null || text === "0.0") return text;
  return `${deltaM < 0 ? "−" : "+"}${text}`;
}

/** @param {App} app @param {Answer} _answer @returns {Column[]} what the CSV holds */
export function csvColumns(app, _answer) {
  const { t } = app.words;
  const text = String;
  const metres = { unit: t("page.unit.m"), numeric: true, text: (/** @type {number | null} */ value) => (value === null ? "" : String(Math.round(value * 1000) / 1000)) };
  return [
    { key: "code", label: t("page.column.code"), numeric: false, text },
    { key: "name", label: t("page.column.township"), numeric: false, text },
    { key: "county", label: t("page.column.county"), numeric: false, text },
    { key: "before", label: t("whatif.side.a"), ...metres },
    { key: "distance", label: t("whatif.side.b"), ...metres },
    { key: "delta", label: t("whatif.column.delta"), ...metres },
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
  return { title: t("whatif.legend"), entries: distanceEntries(answer.scale, classes, t), layers: [], notes: [...line, weakness(app, answer)].filter(Boolean) };
}

/** Which of the pinned layers are illustrative. @param {App} app @param {Answer} answer */
export function weakness(app, { whatif }) {
  const inputs = Object.entries(whatif?.ground.pinned ?? {}).filter(([, one]) => one !== null);
  return illustrativeNote(app, { inputs: /** @type {any} */ (Object.fromEntries(inputs)) });
}

/** @param {Feature} feature @returns {{ kind: string, id: string, label: string }} */
export function hit({ properties }) {
  return { kind: "townships", id: String(properties.code), label: String(properties.name_zh) };
}

/** What the pointer says of a township. @param {App} app @param {Answer} answer @param {Feature} feature */
export function told(app, { target }, { properties }) {
  const { t, format } = app.words;
  if (properties.reason) return t(`reason.${properties.reason}`);
  const limit = target && limitKm(target);
  const after = `${format.km(properties.distance_m, limit)} ${t("page.unit.km")}`;
  return deltaOf(properties) === 0 ? after : t("whatif.told", { before: format.km(properties.before_m, limit), after });
}
