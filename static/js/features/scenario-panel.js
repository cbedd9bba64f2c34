/** @import { App, Answer, WhatIfAnswer } from "./app.js" */
/** @import { Feature } from "../core/types.js" */
/** @import { TargetShift, TargetShifts } from "../core/scenario-types.js" */
import { pick, sign } from "../core/i18n.js";
import { tally } from "../core/judge.js";
import { cut } from "../core/rich.js";
import { deltaOf, spreadOf } from "../core/scenario-sides.js";
import { limitKm } from "../core/targets.js";
import { qualityBadge, statusLight } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { empty, loading } from "../ui/notice.js";
import { shareBar } from "../ui/share-bar.js";
import { verdictOf } from "./distance-theme.js";
import { scenarioTool } from "./export-answer.js";
import { openTarget } from "./open-plan.js";
import { reading } from "./plan-words.js";
import { noteLines } from "./scenario-notes.js";
import { deltaText, weakness } from "./scenario-theme.js";

const MOST_LISTED = 8;

/** @param {Answer} answer */
const whatIfOf = (answer) => /** @type {WhatIfAnswer} */ (answer.whatif);

/** What the left side of the comparison is called. @param {App} app @param {Answer} answer */
export function sideName(app, answer) {
  const { id, title } = whatIfOf(answer).ground.side;
  return id === null ? app.words.t("whatif.side.base") : title;
}

/** The answer in words: how many keep the limit now, and how many more that is. @param {App} app @param {Answer} answer */
export function scenarioHead(app, answer) {
  const { t, format } = app.words;
  const { target, features, year } = answer;
  const count = (/** @type {string} */ column) => tally(features.map(({ properties }) => verdictOf(properties[column], target)));
  const [before, after] = [count("before_m"), count("distance_m")];
  const more = after.met - before.met;
  const key = after.unknown === after.count ? "none" : more === 0 ? "same" : more > 0 ? "more" : "fewer";
  const big = (/** @type {number} */ value, /** @type {string} */ look) => h("strong", { class: `figure num figure-${look}` }, format.count(value));
  const words = target
    ? cut(t(`whatif.headline.${key}`), { year, count: format.count(after.count), comparator: sign(t, target.comparator), limit: limitKm(target) ?? "", side: sideName(app, answer), met: big(after.met, "met"), more: big(Math.abs(more), more > 0 ? "met" : "missed") })
    : [t("page.headline.no_target", { year, count: features.length })];
  const note = weakness(app, answer);
  return [h("h1", { class: "headline-words" }, ...words), target && shareBar(after, t), measureLine(app, answer, key === "none" ? 0 : after.unknown), note !== "" && h("p", { class: "basis note" }, qualityBadge("illustrative", t), " ", note)];
}

/** How it was measured, where that is not the straight line, and how many could not be. @param {App} app @param {Answer} answer @param {number} unknown */
function measureLine(app, answer, unknown) {
  const { t, format } = app.words;
  const { mode } = whatIfOf(answer);
  if (mode === "straight" && unknown === 0) return null;
  const badge = mode !== "straight" && h("span", { class: "badge", "data-mode": mode }, t(`whatif.mode.badge.${mode}`));
  return h("p", { class: "basis note" }, badge, unknown > 0 && ` ${t("whatif.headline.unknown", { count: format.count(unknown) })}`);
}

/** @param {App} app @param {Answer} answer */
export async function scenarioBody(app, answer) {
  const { t } = app.words;
  const { error, notes, edits } = whatIfOf(answer);
  if (error) return app.failed(error);
  const vocabulary = (await app.plans().catch(() => null))?.vocabulary;
  const told = notes.filter(({ code }) => code !== "illustrative");
  return [
    told.length > 0 && h("section", { class: "block" }, h("h2", { class: "block-title" }, t("whatif.notes")), h("ul", { class: "plain-list" }, noteLines(told, edits, (count) => t("whatif.notes.more", { count })))),
    edits.length === 0 && whatIfOf(answer).ground.side.id === null ? empty(t("whatif.nothing_yet")) : null,
    shifts(app, answer, vocabulary),
    spread(app, answer),
    changed(app, answer),
  ];
}

/** Targets gained and lost. @param {App} app @param {Answer} answer @param {import("../core/types.js").Vocabulary | undefined} words */
function shifts(app, answer, words) {
  const { t } = app.words;
  const { targets } = whatIfOf(answer);
  const head = h("h2", { class: "block-title" }, t("whatif.targets", { side: sideName(app, answer) }));
  if (targets === null) return h("section", { class: "block whatif-targets", "aria-busy": "true" }, head, loading(t("whatif.targets.judging")));
  const kinds = /** @type {(keyof TargetShifts)[]} */ (["gained", "lost", "changed"]).filter((kind) => targets[kind].length > 0);
  if (kinds.length === 0) return h("section", { class: "block whatif-targets" }, head, h("p", { class: "note" }, t("whatif.targets.none")));
  return h("section", { class: "block whatif-targets" }, head, kinds.map((kind) => [
    h("h3", { class: `whatif-kind whatif-${kind}` }, t(`whatif.targets.${kind}`, { count: targets[kind].length })),
    h("ul", {}, targets[kind].slice(0, MOST_LISTED).map((one) => shiftLine(app, words, one, answer.year))),
    targets[kind].length > MOST_LISTED && h("p", { class: "note" }, t("whatif.and_more", { count: targets[kind].length - MOST_LISTED })),
  ]).flat());
}

/** @param {App} app @param {import("../core/types.js").Vocabulary | undefined} words @param {TargetShift} one @param {number} year */
function shiftLine(app, words, one, year) {
  const value = (/** @type {TargetShift["before"]} */ judged) => reading(app, words, { value: judged.value, threshold: null, unit: one.unit }) || app.words.t("page.verdict.unknown");
  const limit = one.threshold === null ? "" : `${sign(app.words.t, one.comparator)} ${reading(app, words, { value: one.threshold, threshold: null, unit: one.unit })}`;
  return h("li", {}, h("button", { type: "button", class: "target-line whatif-shift", "data-target": one.target, onclick: () => openTarget(app, one.target, year) },
    h("span", { class: "whatif-lights" }, one.before.status === one.after.status ? [] : [statusLight(one.before.status, app.words.t), h("span", { "aria-hidden": "true" }, "→")], statusLight(one.after.status, app.words.t)),
    h("span", { class: "target-words" }, h("span", { class: "target-title" }, pick(one.title, app.words.lang)), h("span", { class: "target-reading num" }, `${value(one.before)} → ${value(one.after)}`, limit && h("span", { class: "note" }, ` ${app.words.t("whatif.targets.limit", { limit })}`)))));
}

/** Median, mean and greatest distance, on both sides. @param {App} app @param {Answer} answer */
function spread(app, answer) {
  const { t, format } = app.words;
  const [before, after] = ["before_m", "distance_m"].map((column) => spreadOf(answer.features.map(({ properties }) => properties[column])));
  if (before.mean === null && after.mean === null) return null;
  const figures = /** @type {const} */ (["median", "mean", "max"]);
  return h("section", { class: "block" },
    h("h2", { class: "block-title" }, t("whatif.spread")),
    h("dl", { class: "figures whatif-figures" }, figures.map((name) => h("div", {}, h("dt", {}, t(`page.stat.${name}`)),
      h("dd", { class: "num" }, format.km(after[name]), h("span", { class: "unit" }, t("page.unit.km"))),
      h("dd", { class: "num note" }, t("whatif.was", { value: format.km(before[name]) }))))));
}

/** The townships that moved most, each a door to its card. @param {App} app @param {Answer} answer */
function changed(app, answer) {
  const { t } = app.words;
  const moved = answer.features.filter(({ properties }) => (deltaOf(properties) ?? 0) !== 0).sort((a, b) => Math.abs(deltaOf(b.properties) ?? 0) - Math.abs(deltaOf(a.properties) ?? 0));
  const table = toolButton("table", t("page.table.open"), () => app.store.set({ table: !app.store.get().table }));
  return h("section", { class: "block" },
    h("div", { class: "block-head" }, h("h2", { class: "block-title" }, t("whatif.changed", { count: moved.length })), h("div", { class: "block-tools" }, table, scenarioTool(app))),
    moved.length === 0 ? h("p", { class: "note" }, t("whatif.changed.none")) : h("ul", {}, moved.slice(0, MOST_LISTED).map((one) => changedRow(app, answer, one))));
}

/** @param {App} app @param {Answer} answer @param {Feature} feature */
function changedRow(app, answer, { properties }) {
  const { t, format } = app.words;
  const limit = answer.target && limitKm(answer.target);
  const [before, after] = [verdictOf(properties.before_m, answer.target), verdictOf(properties.distance_m, answer.target)];
  return h("li", {}, h("button", { type: "button", class: "place-row whatif-row", onclick: () => app.store.set({ selected: { kind: "townships", id: String(properties.code) } }) },
    h("span", {}, properties.name_zh, before !== after && h("span", { class: "note" }, ` ${t(`page.verdict.${before}`)} → ${t(`page.verdict.${after}`)}`)),
    h("span", { class: "num note" }, `${format.km(properties.before_m, limit)} → ${format.km(properties.distance_m, limit)}`),
    h("span", { class: "num whatif-delta" }, deltaText(app, deltaOf(properties)))));
}
