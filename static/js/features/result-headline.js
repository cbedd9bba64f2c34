/** @import { App, Answer } from "./app.js" */
/** @import { Child } from "../ui/dom.js" */
import { pick } from "../core/i18n.js";
import { cut } from "../core/rich.js";
import { h } from "../ui/dom.js";

/** @typedef {{ [name: string]: any }} Json */
const KM2 = 1e-6;

/** What was found, in one sentence with its figures large. @param {App} app @param {Answer} answer @returns {Child[]} */
export function resultHeadline(app, answer) {
  const { t, lang, format } = app.words;
  const summary = /** @type {Json} */ (answer.run?.summary ?? {});
  const told = byRoad(app, summary) ?? shares(app, summary) ?? reach(app, summary) ?? spacing(app, summary);
  if (told) return cut(t(told.key), Object.fromEntries(Object.entries(told.facts).map(([name, text]) => [name, name.startsWith("big") ? h("strong", { class: "figure num" }, text) : text])));
  const title = pick(answer.analysis?.title, lang) || (answer.run?.analysis ?? "");
  return cut(t("page.headline.result"), { title, count: h("strong", { class: "figure num" }, format.count(answer.features.length)) });
}

/** @param {App} app @param {Json} summary */
function byRoad({ words: { format } }, { straight, within, count, class_changed: changed, method }) {
  if (!straight || !within?.[0]) return null;
  const facts = { count: format.count(count), km: String(within[0].threshold_km), big: format.count(within[0].count), straight: format.count(straight.within[0].count), changed: format.count(changed) };
  return { key: method ? "page.headline.estimated" : "page.headline.by_road", facts };
}

/** @param {App} app @param {Json} summary */
function shares({ words: { format } }, { within }) {
  const first = within?.[0];
  if (first?.network_share === undefined) return null;
  return { key: "page.headline.network_share", facts: { km: String(first.threshold_km), big: format.percent(first.network_share), straight: format.percent(first.straight_share) } };
}

/** @param {App} app @param {Json} summary */
function reach({ words: { format, t } }, { areas }) {
  if (!areas?.[0]) return null;
  const { limit, unit, network_area_m2: area, straight_area_m2: straight } = areas[0];
  return { key: "page.headline.reach", facts: { limit: `${limit} ${t(`page.unit.${unit}`)}`, big: format.count(Math.round(area * KM2)), straight: format.count(Math.round(straight * KM2)) } };
}

/** @param {App} app @param {Json} summary */
function spacing({ words: { format, t } }, { routes, max_gap_m: gap }) {
  if (!routes) return null;
  const name = routes.length === 1 ? routes[0].name : t("page.result.routes", { count: routes.length });
  return { key: "page.headline.spacing", facts: { name: name || t("page.result.unnamed"), big: format.km(gap) } };
}
