/** @import { App, Answer } from "./app.js" */
/** @import { Child } from "../ui/dom.js" */
import { h } from "../ui/dom.js";

/** @typedef {{ [name: string]: any }} Json */
const MOST_CHANGES = 12;
const KM2 = 1e-6;

/**
 * What a run found, in words and small tables, for the analyses whose summary is known.
 *
 * @param {App} app @param {Answer} answer
 * @returns {Child[]}
 */
export function resultSummary(app, { run }) {
  const summary = /** @type {Json} */ (run?.summary ?? {});
  return [distances(app, summary), unreached(app, summary), changes(app, summary), shares(app, summary), circles(app, summary), spacing(app, summary), detour(app, summary)];
}

/** @param {string} title @param {...Child} inside */
const block = (title, ...inside) => h("section", { class: "block" }, h("h2", { class: "block-title" }, title), inside);

/** @param {string[]} heads @param {(string | number)[][]} rows */
function table(heads, rows) {
  return h("table", { class: "plain-table" }, h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", { class: "num" }, text))))));
}

/** By road, or estimated, beside the straight line. @param {App} app @param {Json} summary */
function distances(app, summary) {
  const { t, format } = app.words;
  if (!summary.straight) return null;
  const measure = t(summary.method ? "page.result.estimated" : "page.result.by_road");
  const rows = ["median", "mean", "max"].map((name) => [t(`page.stat.${name}`), format.km(summary.straight[`${name}_m`]), format.km(summary[`${name}_m`])]);
  const within = summary.within.map((/** @type {Json} */ one, /** @type {number} */ index) => [t("page.result.within", { km: one.threshold_km }), format.count(summary.straight.within[index].count), format.count(one.count)]);
  const note = summary.method && h("p", { class: "note differs" }, t("page.result.estimate.note", { factor: summary.factor }));
  return block(t("page.result.both"), table([t("page.result.figure"), t("page.result.straight"), measure], [...rows, ...within]), note);
}

/** @param {App} app @param {Json} summary */
function unreached(app, { reasons }) {
  const { t, format } = app.words;
  const found = Object.entries(reasons ?? {});
  if (found.length === 0) return null;
  return block(t("page.result.unreached"), h("ul", { class: "plain-list" }, found.map(([reason, count]) => h("li", { class: "differs" }, t("page.result.unreached.line", { count: format.count(count), reason: t(`reason.${reason}`) })))));
}

/** From which class to which. @param {App} app @param {Json} summary */
function changes(app, { class_changes: pairs, class_changed: count }) {
  const { t, format } = app.words;
  if (!pairs) return null;
  const rows = pairs.slice().sort((/** @type {Json} */ a, /** @type {Json} */ b) => b.count - a.count).slice(0, MOST_CHANGES)
    .map((/** @type {Json} */ { straight, network, estimated, count: each }) => [className(app, straight), className(app, network ?? estimated), format.count(each)]);
  const head = [t("page.result.straight"), t("page.result.by_road"), t("page.result.places")];
  return block(t("page.result.changed", { count: format.count(count) }), rows.length > 0 && table(head, rows));
}

/** "10-30 km" and the like as people read it. @param {App} app @param {string} label */
function className(app, label) {
  const { t } = app.words;
  if (label === "unreachable") return t("page.result.unreachable");
  const unit = t("page.unit.km");
  const [, sign, from, to] = /^(<|>=)?([\d.]+)(?:-([\d.]+))? km$/.exec(label) ?? [];
  if (!from) return label || t("page.verdict.unknown");
  if (sign === "<") return t("page.legend.below", { to: from, unit });
  return sign ? t("page.legend.above", { from, unit }) : t("page.legend.between", { from, to, unit });
}

/** Shares of area within a distance. @param {App} app @param {Json} summary */
function shares(app, { within, stations_off_road: off }) {
  const { t, format } = app.words;
  if (!within?.[0] || within[0].network_share === undefined) return null;
  const rows = within.map((/** @type {Json} */ one) => [t("page.result.within", { km: one.threshold_km }), format.percent(one.straight_share), format.percent(one.network_share)]);
  return block(t("page.result.shares"), table([t("page.result.distance"), t("page.result.circles"), t("page.result.by_road")], rows), offRoad(app, off));
}

/** Areas reached within times or distances. @param {App} app @param {Json} summary */
function circles(app, { areas, count, stations_off_road: off }) {
  const { t, format } = app.words;
  if (!areas) return null;
  const rows = areas.map((/** @type {Json} */ one) => [`${one.limit} ${t(`page.unit.${one.unit}`)}`, `${format.decimal(one.straight_area_m2 * KM2)} km²`, `${format.decimal(one.network_area_m2 * KM2)} km²`]);
  return block(t("page.result.areas", { count: format.count(count) }), table([t("page.result.limit"), t("page.result.circles"), t("page.result.by_road")], rows), offRoad(app, off));
}

/** @param {App} app @param {number | undefined} count */
const offRoad = (app, count) => (count ? h("p", { class: "note differs" }, app.words.t("page.result.off_road", { count })) : null);

/** The largest gap of every route. @param {App} app @param {Json} summary */
function spacing(app, { routes, max_gap_m: most, lateral_offset_m: beside }) {
  const { t, format } = app.words;
  if (!routes) return null;
  const rows = routes.slice().sort((/** @type {Json} */ a, /** @type {Json} */ b) => b.max_gap_m - a.max_gap_m).slice(0, MOST_CHANGES)
    .map((/** @type {Json} */ one) => [one.name || t("page.result.unnamed"), format.km(one.length_m), format.count(one.stations), format.km(one.max_gap_m)]);
  return block(t("page.result.gap", { km: format.km(most), beside: format.km(beside) }), table([t("page.result.route"), t("page.result.length"), t("page.result.stations"), t("page.result.largest")], rows));
}

/** @param {App} app @param {Json} summary */
function detour(app, { detour: found }) {
  const { t, format } = app.words;
  return found ? h("p", { class: "block note" }, t("page.result.detour", { factor: format.decimal(found.median), pairs: format.count(found.pairs) })) : null;
}
