/** @import { App } from "./app.js" */
/** @import { PlaceMatch, PlanDetail, PlanPlace, Vocabulary } from "../core/types.js" */
import { planOf } from "../core/evaluation.js";
import { pick } from "../core/i18n.js";
import { card } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { block, closing } from "./clause-card.js";
import { evidence, placeBadge } from "./plan-place-evidence.js";
import { matchOf, takenFor } from "./plan-place-geometry.js";
import { nameOfPlace } from "./plan-places.js";
import { clauseLink } from "./plan-targets.js";
import { amount, planName, wordOf } from "./plan-words.js";

/** A place that a plan names, with its clauses and where it is. @param {App} app @param {string} id */
export async function planPlaceCard(app, id) {
  const plan = await app.plan(planOf(id)).catch(() => null);
  const place = plan?.places.find((one) => one.id === id);
  if (!plan || !place) return null;
  const [{ vocabulary }, match] = await Promise.all([app.plans(), matchOf(app, place).catch(() => null)]);
  return card({
    kind: wordOf(app, vocabulary?.place_types, place.type), title: nameOfPlace(app, place), close: closing(app),
    marks: match ? [placeBadge(app, match)] : [],
    facts: [{ label: app.words.t("page.clause.plan"), value: planName(app, plan) }, ...placeFacts(app, vocabulary, place), ...where(app, vocabulary, place, match)],
    foot: foot(app, plan, place, match),
  });
}

/** @param {App} app @param {PlanDetail} plan @param {PlanPlace} place @param {PlaceMatch | null} match */
function foot(app, plan, place, match) {
  const note = app.words.lang === "zh" ? place.note_zh : place.note_en;
  const clauses = new Map(plan.clauses.map((clause) => [clause.id, clause]));
  return [
    note && h("p", { class: "block note" }, note),
    match && evidence(app, place, match),
    block(app.words.t("page.places.named_in", { count: place.clauses.length }), place.clauses.map((one) => h("li", {}, clauseLink(app, clauses.get(one), one)))),
  ];
}

/** Where to find it, where it is taken for one thing; several are told as evidence. @param {App} app @param {Vocabulary | undefined} words @param {PlanPlace} place @param {PlaceMatch | null} match */
function where(app, words, place, match) {
  const { t, lang } = app.words;
  if (!match || match.state === "ambiguous") return [];
  const found = takenFor(match);
  if (!found) return [{ label: t("page.places.geometry"), value: t("page.places.awaits", { layer: wordOf(app, words?.layers, place.layer ?? "\u2013") }) }];
  const layer = pick(layerOf(app.store.get(), found.layer)?.title, lang);
  const go = () => app.store.set({ selected: { kind: found.layer, id: found.features[0] } });
  return [{ label: t("page.places.geometry"), value: h("button", { type: "button", class: "link", onclick: go }, t("page.places.show", { layer })) }];
}

/** @param {App} app @param {Vocabulary | undefined} words @param {PlanPlace} place */
function placeFacts(app, words, { year, quantity, unit }) {
  const { t } = app.words;
  return [
    ...(year === null ? [] : [{ label: t("page.target.year"), value: String(year) }]),
    ...(quantity === null ? [] : [{ label: t("page.places.quantity"), value: amount(app, words, quantity, unit ?? "count") }]),
  ];
}
