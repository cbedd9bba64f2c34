/** @import { Analysis, EvaluatedTarget, Feature, Finding, Lang, Layer, LayerVersion, OutputColumn, Plan, PlanDetail, Run, ScaleClass, Selection, Sort, Target, UnitTargets, View, Vocabulary, Properties } from "../core/types.js" */
/** @import { Edit, Ground, Mode, Note, TargetShifts, WhatIf } from "../core/scenario-types.js" */
import { listAnalyses } from "../api/analyses.js";
import { allItems, listLayers } from "../api/layers.js";
import { createClient } from "../api/client.js";
import { unitTargets } from "../api/evaluations.js";
import { getPlan, listFindings, listPlans } from "../api/plans.js";
import { loadStrings } from "../api/strings.js";
import { createFormat } from "../core/format.js";
import { createTranslator } from "../core/i18n.js";
import { createStore } from "../core/store.js";
import { saying } from "../ui/saying.js";

export const YEARS = [2023, 2024, 2025];
export const DRAWERS = /** @type {const} */ (["layers", "targets", "audit", "analyses", "scenarios", "runs"]);

/**
 * What the map, the panel and the table show: the outcome of one theme for one year.
 *
 * @typedef {object} Answer
 * @property {string} theme
 * @property {"loading" | "empty" | "error" | "ready"} status
 * @property {number} year
 * @property {unknown} [error]
 * @property {Run | null} run
 * @property {Feature[]} features
 * @property {ScaleClass[]} scale
 * @property {Target[]} targets all that may be told beside the figures
 * @property {Target | null} target the one that decides 达标 / 未达标
 * @property {(properties: Properties) => ScaleClass | null} classOf
 * @property {Analysis} [analysis] what a result of another kind comes from
 * @property {OutputColumn} [column] the column of it that gives the colours
 * @property {EvaluatedTarget} [judged] a plan's target as an evaluation found it
 * @property {string | null} [asked] the target that was asked for
 * @property {WhatIfAnswer} [whatif] what a scenario was found to change
 *
 * @typedef {object} WhatIfAnswer
 * @property {Ground} ground
 * @property {Mode} mode how distances were measured
 * @property {Edit[]} edits the ones that were judged
 * @property {TargetShifts | null} targets null while they are being judged
 * @property {Note[]} notes
 * @property {unknown} [error] why the last edits could not be judged
 *
 * @typedef {object} State
 * @property {Lang} lang
 * @property {number} year
 * @property {string} theme
 * @property {string} region administrative code of the prefecture on show
 * @property {string | null} run the run a link asks for; null for the latest
 * @property {string | null} target the plan's target that the map shows, for the theme of that name
 * @property {string | null} plan the plan whose targets are browsed; null for the one on show
 * @property {number | null} planYear the year browsed when it is not the map's
 * @property {"targets" | "places" | "tasks"} planView what of the plan is browsed
 * @property {WhatIf | null} whatif the scenario being worked on
 * @property {string | null} scenario the one a link asks for
 * @property {string | null} token that came with it
 * @property {string | null} mode how a link asks distances to be measured
 * @property {string | null} audited the plan whose contradictions are listed; null for all
 * @property {string[]} layers switched on
 * @property {Layer[]} catalogue
 * @property {Answer | null} answer
 * @property {Selection | null} selected
 * @property {Sort} sort
 * @property {{ [column: string]: string }} filters
 * @property {typeof DRAWERS[number] | null} drawer
 * @property {boolean} table
 * @property {View | null} view
 * @property {boolean} busy something the page shows is on its way
 * @property {string | null} pointed the legend class under the pointer
 */

/** @type {State} */
const FIRST = {
  lang: "zh", year: 2025, theme: "distance", region: "1407", run: null,
  target: null, whatif: null, scenario: null, token: null, mode: null, plan: null, planYear: null, planView: "targets", audited: null,
  layers: ["counties", "stations"], catalogue: [], answer: null, selected: null,
  sort: { column: "distance", direction: "desc" }, filters: {}, drawer: null, table: false, view: null, pointed: null, busy: false,
};

/**
 * What every feature is handed: the state, the service, the words, and what has been fetched.
 *
 * @param {Partial<State>} start
 */
export function createApp(start) {
  const store = createStore({ ...FIRST, ...start });
  const client = createClient(() => store.get().lang);
  /** @type {Map<string, Promise<any>>} */
  const kept = new Map();
  const words = { t: createTranslator({}), format: createFormat(store.get().lang), lang: store.get().lang };

  return {
    store,
    client,
    words,
    /** @param {Lang} lang fetch a language's strings and make them the ones in use */
    async speak(lang) {
      const strings = await remember(kept, `strings ${lang}`, () => loadStrings(client, lang));
      Object.assign(words, { t: createTranslator(strings), format: createFormat(lang), lang });
    },
    /** @returns {Promise<Layer[]>} */
    catalogue: () => listLayers(client),
    /** @param {string} id @returns {Promise<Feature[]>} */
    features: (id) => remember(kept, `features ${id} ${versionOf(store.get().catalogue, id)}`, () => allItems(client, id)),
    /** @returns {Promise<{ plans: Plan[], vocabulary?: Vocabulary }>} */
    plans: () => remember(kept, "plans", () => listPlans(client)),
    /** @param {string} id @returns {Promise<PlanDetail>} */
    plan: (id) => remember(kept, `plan ${id}`, () => getPlan(client, id)),
    /** @returns {Promise<Finding[]>} */
    findings: () => remember(kept, "findings", () => listFindings(client)),
    /** @param {string} code @param {number} year @returns {Promise<UnitTargets>} */
    unit: (code, year) => remember(kept, `unit ${code} ${year}`, () => unitTargets(client, code, year)),
    /** @template T @param {string} key @param {() => Promise<T>} ask @returns {Promise<T>} */
    once: (key, ask) => remember(kept, key, ask),
    /** @returns {Promise<Analysis[]>} */
    analyses: () => remember(kept, "analyses", () => listAnalyses(client)),
    ...saying(words),
  };
}

/** @typedef {ReturnType<typeof createApp>} App */

/**
 * The same promise for the same question; a failed one is forgotten, so that a retry asks again.
 *
 * @param {Map<string, Promise<any>>} kept @param {string} key @param {() => Promise<any>} ask
 */
function remember(kept, key, ask) {
  const found = kept.get(key) ?? ask();
  kept.set(key, found);
  found.catch(() => kept.delete(key));
  return found;
}

/** @param {Layer[]} catalogue @param {string} id */
function versionOf(catalogue, id) {
  return catalogue.find((layer) => layer.id === id)?.version?.id ?? "";
}

/** @param {State} state @param {string} id @returns {Layer | undefined} */
export function layerOf(state, id) {
  return state.catalogue.find((layer) => layer.id === id);
}

/** @param {State} state @returns {{ [layer: string]: number }} version numbers of what is on screen */
export function versionsOnScreen(state) {
  const inputs = Object.values(state.answer?.run?.inputs ?? {}).map(({ layer, version }) => [layer, Number(version)]);
  const shown = state.layers.flatMap((id) => {
    const version = /** @type {LayerVersion | undefined} */ (layerOf(state, id)?.version ?? undefined);
    return version ? [[id, version.number]] : [];
  });
  return Object.fromEntries([...shown, ...inputs]);
}

/**
 * The id of a feature within its layer: the layer's key column where it has one.
 *
 * @param {Layer | undefined} layer
 * @param {Feature} feature
 */
export function featureId(layer, feature) {
  const key = /** @type {{ key?: string | null } | undefined} */ (layer)?.key;
  const own = key ? feature.properties[key] : undefined;
  const { code, adcode, id } = feature.properties;
  return String(own ?? code ?? adcode ?? id ?? feature.id ?? "");
}
