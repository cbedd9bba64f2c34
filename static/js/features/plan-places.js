/** @import { App } from "./app.js" */
/** @import { PlanDetail, PlanPlace, Vocabulary } from "../core/types.js" */
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { openPlanPlace } from "./open-plan.js";
import { placeBadge } from "./plan-place-evidence.js";
import { matchOf } from "./plan-place-geometry.js";
import { wordOf } from "./plan-words.js";

/** The places a plan names, by type. @param {App} app @param {Vocabulary | undefined} words @param {PlanDetail} plan */
export function planPlaces(app, words, plan) {
  if (plan.places.length === 0) return [empty(app.words.t("page.places.none"))];
  const types = [...new Set(plan.places.map(({ type }) => type))];
  const paths = new Map(plan.clauses.map(({ id, path }) => [id, path]));
  return types.map((type) => {
    const listed = plan.places.filter((place) => place.type === type);
    return h("section", { class: "clause-group" },
      h("h4", { class: "group-title" }, wordOf(app, words?.place_types, type), " ", h("span", { class: "note num" }, listed.length)),
      h("ul", {}, listed.map((place) => row(app, place, paths))));
  });
}

/** @param {App} app @param {PlanPlace} place @param {Map<string, string>} paths */
function row(app, place, paths) {
  const { t } = app.words;
  const mark = h("span", {});
  matchOf(app, place).then((match) => fill(mark, placeBadge(app, match)), () => mark.remove());
  const clauses = place.clauses.map((id) => paths.get(id) ?? id);
  const told = clauses.length > 2 ? t("page.places.clauses", { first: clauses[0], count: clauses.length }) : clauses.join(t("page.list.and"));
  return h("li", {},
    h("button", { type: "button", class: "plan-place", "data-place": place.id, onclick: () => openPlanPlace(app, place.id) },
      h("span", {}, nameOfPlace(app, place), place.year !== null && h("span", { class: "note num" }, ` ${place.year}`)), mark, h("span", { class: "note" }, told)));
}

/** @param {App} app @param {PlanPlace} place */
export function nameOfPlace(app, place) {
  return app.words.lang === "zh" ? place.name_zh : place.name_en || place.name_zh;
}
