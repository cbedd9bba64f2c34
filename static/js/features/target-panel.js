/** @import { App, Answer } from "./app.js" */
/** @import { EvaluatedTarget, EvaluatedUnit, PlanDetail, Target, Vocabulary } from "../core/types.js" */
import { byGap, codeInLayer, tallyUnits, verdictOfStatus, short } from "../core/evaluation.js";
import { MET, MISSED, UNKNOWN } from "../core/palette.js";
import { pick, sign, textOr } from "../core/i18n.js";
import { cut } from "../core/rich.js";
import { qualityBadge, statusLight } from "../ui/badge.js";
import { door, factList } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { shareBar } from "../ui/share-bar.js";
import { swatch } from "../ui/swatch.js";
import { layerOf } from "./app.js";
import { clauseFacts } from "./clause-card.js";
import { answerTool } from "./export-answer.js";
import { illustrativeNote } from "./illustrative.js";
import { openClause } from "./open-plan.js";
import { amount, needText, reading, reasonText } from "./plan-words.js";
import { provenance } from "./layer-provenance.js";
import { limitText } from "./target-row.js";
import { hit } from "./target-theme.js";

const FIRST_UNITS = 8;

/** The target in words, its figure large. @param {App} app @param {Answer} answer */
export async function targetHead(app, answer) {
  const judged = /** @type {EvaluatedTarget} */ (answer.judged);
  const { t, lang } = app.words;
  const { vocabulary } = await app.plans();
  const look = verdictOfStatus(judged.status);
  const limit = limitText(app, /** @type {Target} */ (answer.target));
  const title = pick(judged.title, lang);
  const figure = judged.value !== null && h("strong", { class: `figure num figure-${look}` }, short(judged.value, lang));
  const unit = figure ? amount(app, vocabulary, judged.value ?? 0, judged.unit).slice(short(judged.value ?? 0, lang).length).trim() : "";
  const words = figure ? cut(t("page.headline.target"), { title, value: figure, unit, limit }) : [t("page.headline.target_unmeasured", { title, limit })];
  const reason = reasonText(app, vocabulary, judged);
  const note = illustrativeNote(app, answer.run);
  return [
    h("h1", { class: "headline-words" }, ...words),
    h("p", { class: "card-marks headline-marks" }, statusLight(judged.status, t), reason && h("span", { class: "note" }, reason)),
    judged.units.length > 0 && shareBar(tallyUnits(judged.units), t),
    note && h("p", { class: "basis note" }, qualityBadge("illustrative", t), " ", note),
  ];
}

/** @param {App} app @param {Answer} answer @param {{ counties: Map<string, string> }} names */
export async function targetBody(app, answer, names) {
  const judged = /** @type {EvaluatedTarget} */ (answer.judged);
  const target = /** @type {Target} */ (answer.target);
  const { t } = app.words;
  const [{ vocabulary }, plan] = await Promise.all([app.plans(), app.plan(judged.plan)]);
  const back = h("button", { type: "button", class: "link", onclick: () => app.store.set({ theme: "distance", target: null, run: null, selected: null, filters: {}, sort: { column: "distance", direction: "desc" } }) }, t("page.result.back"));
  return [
    shortfall(app, vocabulary, judged),
    h("section", { class: "block" }, h("h2", { class: "block-title" }, t("page.target.measured")), factList(measuredFacts(app, vocabulary, judged, target))),
    units(app, answer, judged, names.counties),
    clauseBlock(app, plan, judged.clause),
    methodDoor(app, judged, answer),
    judged.layers.map((id) => layerOf(app.store.get(), id)).map((layer) => layer && provenance(app, layer)),
    h("div", { class: "block" }, back),
  ].flat();
}

/** What it would take. @param {App} app @param {Vocabulary | undefined} words @param {EvaluatedTarget} judged */
function shortfall(app, words, { shortfall: needs }) {
  if (needs.length === 0) return null;
  return h("section", { class: "block" }, h("h2", { class: "block-title" }, app.words.t("page.target.takes")), h("ul", { class: "plain-list shortfall" }, needs.map((need) => h("li", { class: "differs" }, needText(app, words, need)))));
}

/** @param {App} app @param {Vocabulary | undefined} words @param {EvaluatedTarget} judged @param {Target} target */
function measuredFacts(app, words, judged, target) {
  const { t } = app.words;
  const edge = judged.edge_rule ? textOr(t, `indicator.edge.${judged.edge_rule}`, judged.edge_rule) : sign(t, judged.comparator);
  const facts = [
    { label: t("page.clause.printed"), value: h("span", { lang: "zh" }, target.printed ?? limitText(app, target)) },
    { label: t("page.target.edge"), value: judged.threshold === null ? edge : `${edge} ${amount(app, words, judged.threshold, judged.unit)}` },
    { label: t("page.clause.kind"), value: textOr(t, `page.kind.${judged.kind}`, judged.kind) },
  ];
  if (judged.year !== null) facts.push({ label: t("page.target.year"), value: String(judged.year) });
  if (judged.value !== null) facts.push({ label: t("page.target.value"), value: reading(app, words, judged) });
  if (judged.gap) facts.push({ label: t("page.target.gap"), value: amount(app, words, judged.gap, judged.unit) });
  const doubt = judged.uncertainty;
  if (doubt?.error) facts.push({ label: t("page.target.doubt"), value: `± ${amount(app, words, doubt.error, doubt.unit)}` });
  return [...facts, ...parts(app, judged)];
}

/** Numerator and denominator under their own names. @param {App} app @param {EvaluatedTarget} judged */
function parts(app, { method, numerator, denominator }) {
  const { t, lang } = app.words;
  const told = /** @type {[string, number | null][]} */ ([["numerator", numerator], ["denominator", denominator]]);
  return told.flatMap(([name, value]) => (value === null ? [] : [{ label: textOr(t, `indicator.${method}.${name}`, t(`page.target.${name}`)), value: short(value, lang) }]));
}

/** @param {App} app @param {Answer} answer @param {EvaluatedTarget} judged @param {Map<string, string>} counties */
function units(app, answer, judged, counties) {
  const { t, lang } = app.words;
  if (judged.units.length === 0) return null;
  const looks = { met: { color: MET, look: /** @type {const} */ ("fill") }, missed: { color: MISSED, look: /** @type {const} */ ("hatch") }, unknown: { color: UNKNOWN, look: /** @type {const} */ ("dots") } };
  const open = (/** @type {EvaluatedUnit} */ unit) => {
    const feature = answer.features.find(({ properties }) => properties.code === codeInLayer(judged.target, unit));
    if (feature) app.store.set({ selected: { kind: hit(feature).kind, id: hit(feature).id } });
  };
  const row = (/** @type {EvaluatedUnit} */ unit) => h("li", {}, h("button", { type: "button", class: "place-row", "data-unit": unit.code, onclick: () => open(unit) },
    swatch(looks[verdictOfStatus(unit.status)]), h("span", {}, counties.get(unit.code) ?? unit.name),
    h("span", { class: "num" }, unit.value === null ? "" : short(unit.value, lang), h("span", { class: "unit" }, t(`page.status.${unit.status}`)))));
  return h("section", { class: "block" },
    h("div", { class: "block-head" }, h("h2", { class: "block-title" }, t("page.target.units", { count: judged.units.length })), h("div", { class: "block-tools" }, toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table })), answerTool(app, answer))),
    h("ul", {}, byGap(judged.units).slice(0, FIRST_UNITS).map(row)));
}

/** @param {App} app @param {PlanDetail} plan @param {string} id */
function clauseBlock(app, plan, id) {
  const { t } = app.words;
  const clause = plan.clauses.find((one) => one.id === id);
  const open = h("button", { type: "button", class: "link", "data-clause": id, onclick: () => openClause(app, id) }, t("page.clause.open"));
  return h("section", { class: "block" }, h("h2", { class: "block-title" }, t("page.card.clause")), factList(clauseFacts(app, plan, clause)), open);
}

/** @param {App} app @param {EvaluatedTarget} judged @param {Answer} answer */
function methodDoor(app, { method }, { run }) {
  const { t, format } = app.words;
  if (method === null) return null;
  return door(t("page.target.method", { method: textOr(t, `indicator.${method}.title`, method) }), [h("p", {}, textOr(t, `indicator.${method}.method`, method)), run && h("p", { class: "note" }, t("page.method.run", { id: run.id, when: format.moment(run.created_at) }))]);
}
