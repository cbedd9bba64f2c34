/** @import { App, Answer } from "./app.js" */
/** @import { Feature, Layer, Selection } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { limitKm } from "../core/targets.js";
import { light, qualityBadge } from "../ui/badge.js";
import { card, door } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { verdictOf } from "./distance-theme.js";
import { provenance } from "./layer-provenance.js";
import { judgedCard } from "./judged-card.js";
import { nameOf } from "./layer-looks.js";
import { clause, limitText } from "./target-row.js";
import { methodText } from "./method-text.js";
import { findFeature } from "./select-place.js";
import { unitTargetsSection } from "./unit-targets.js";

/** @typedef {{ counties: Map<string, string>, stations: Map<string, string> }} Names */

/**
 * The card of what is selected; null when it is nowhere to be found.
 *
 * @param {App} app
 * @param {Selection} selected
 * @param {Names} names
 */
export async function placeCard(app, selected, names) {
  const { answer } = app.store.get();
  const feature = await findFeature(app, selected);
  if (!feature) return null;
  const measured = answer?.status === "ready" && answer.theme === "distance" && selected.kind === "townships" && answer.features.includes(feature);
  if (measured) return townshipCard(app, answer, feature, names);
  if (answer?.judged && answer.features.includes(feature)) return judgedCard(app, { answer, judged: answer.judged, feature }, names);
  return featureCard(app, selected.kind, feature);
}

/** @param {App} app */
function closing(app) {
  return { label: app.words.t("page.close"), run: () => app.store.set({ selected: null }) };
}

/** @param {App} app @param {Answer} answer @param {Feature} feature @param {Names} names */
async function townshipCard(app, answer, feature, names) {
  const { t } = app.words;
  const { target, run } = answer;
  const { properties } = feature;
  const layer = layerOf(app.store.get(), run?.inputs.origins?.layer ?? "townships");
  const quality = run?.inputs.stations?.quality;
  return card({
    kind: names.counties.get(properties.county_code) ?? "",
    title: properties.name_zh,
    close: closing(app),
    marks: [light(verdictOf(properties.distance_m, target), t), quality && qualityBadge(quality, t)],
    facts: townshipFacts(app, answer, feature, names),
    foot: [
      unitTargetsSection(app, String(properties.code)),
      target && door(t("page.card.clause"), [await clause(app, target)]),
      run && door(t("page.method.title"), [methodText(app, run.analysis)]),
      layer && provenance(app, layer),
    ],
  });
}

/** @param {App} app @param {Answer} answer @param {Feature} feature @param {Names} names */
function townshipFacts(app, { target, year, run }, { properties }, names) {
  const { t, format } = app.words;
  const near = String(properties.nearest_id ?? "");
  const go = () => app.store.set({ selected: { kind: run?.inputs.stations?.layer ?? "stations", id: near } });
  const reach = `${format.km(properties.distance_m, target && limitKm(target))} ${t("page.unit.km")}`;
  const metres = h("span", { class: "note" }, ` ${t("page.card.metres", { metres: format.metres(properties.distance_m) })}`);
  return [
    { label: t("page.column.distance"), strong: true, value: [reach, metres] },
    ...(near ? [{ label: t("page.column.station"), value: h("button", { type: "button", class: "link", onclick: go }, names.stations.get(near) ?? near) }] : []),
    { label: t("page.column.class"), value: classText(app, String(properties.class)) },
    ...(target ? [{ label: t("page.card.target", { year }), value: limitText(app, target) }] : []),
    { label: t("page.column.code"), value: properties.code },
  ];
}

/** The class the service names, in the words of the page: "10-30 km" → 10–30 公里. @param {App} app @param {string} text */
function classText(app, text) {
  if (text === "unknown") return app.words.t("page.verdict.unknown");
  return text.replace("-", "–").replace(">=", "≥\u2009").replace(/ km$/, ` ${app.words.t("page.unit.km")}`);
}

/** Any other thing: its attributes under their titles. @param {App} app @param {string} kind @param {Feature} feature */
function featureCard(app, kind, feature) {
  const { t, lang } = app.words;
  const layer = layerOf(app.store.get(), kind);
  return card({
    kind: layer ? pick(layer.title, lang) : "",
    title: nameOf(feature, lang),
    close: closing(app),
    marks: layer ? [qualityBadge(layer.quality, t), feature.geometry === null && h("span", { class: "badge" }, t("page.layers.awaited_one"))] : [],
    facts: factsOf(app, layer, feature),
    foot: [["county", "township", "village"].includes(layer?.role ?? "") && unitTargetsSection(app, String(feature.properties.code ?? feature.properties.adcode)), layer && provenance(app, layer)],
  });
}

/** @param {App} app @param {Layer | undefined} layer @param {Feature} feature */
function factsOf(app, layer, { properties }) {
  const { lang, format } = app.words;
  const { analysis } = app.store.get().answer ?? {};
  const described = layer?.attributes ?? analysis?.outputs ?? [];
  const titles = new Map(described.map((attribute) => [attribute.name, attribute]));
  const told = Object.entries(properties).filter(([, value]) => value !== null && value !== "" && typeof value !== "object");
  return told.map(([name, value]) => {
    const attribute = titles.get(name);
    const text = typeof value === "number" && !/year|lon|lat/.test(name) ? format.decimal(value) : String(value);
    return { label: pick(attribute?.title, lang) || name, value: [text, attribute?.unit ? h("span", { class: "unit" }, unitText(app, attribute.unit)) : null] };
  });
}

/** @param {App} app @param {string} unit */
function unitText(app, unit) {
  return { km: app.words.t("page.unit.km"), m: app.words.t("page.unit.m"), piles: app.words.t("page.unit.piles") }[unit] ?? unit;
}
