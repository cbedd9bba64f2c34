/** @import { Desk } from "./desk.js" */
/** @import { Change, Diff, DiffFeature } from "../core/manage-types.js" */
/** @import { Feature } from "../core/types.js" */
import { getDiff } from "../api/versions.js";
import { bboxOf } from "../core/bbox.js";
import { CHANGES } from "../core/palette.js";
import { linkTo } from "../core/route.js";
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { mapBox } from "./map-box.js";
import { columnChanges, countRow } from "./outcome.js";
import { heading } from "./parts.js";
import { plain } from "./preview-map.js";

const PAGE = 100;
const KINDS = /** @type {const} */ (["removed", "changed", "added"]);

/** What differs between two versions: in figures, on the map, line by line. @param {Desk} desk @param {string} layer @param {[number, number]} numbers @param {AbortSignal} signal */
export async function diffPage(desk, layer, numbers, signal) {
  const { t } = desk.words;
  const [before, after] = numbers;
  const first = await getDiff(desk.client, layer, numbers, { limit: PAGE, offset: 0 });
  const { diff } = first;
  const back = h("a", { class: "link back-link", href: linkTo("layers", layer) }, t("manage.diff.back", { layer }));
  const matched = diff.key ? t("manage.diff.by_key", { key: diff.key }) : t("manage.diff.by_content");
  /** @type {import("../ui/dom.js").Child[]} */
  const head = [back, heading(t("manage.diff.title", { layer, before, after }), matched), countRow(desk, diff.counts), ...columnChanges(desk, diff.columns)];
  if (diff.total === 0) return [...head, empty(t("manage.diff.same"))];
  return [...head, changes(desk, layer, numbers, first, signal)];
}

/** @param {Desk} desk @param {string} layer @param {[number, number]} numbers @param {{ diff: Diff, features: DiffFeature[] }} first @param {AbortSignal} signal */
function changes(desk, layer, numbers, first, signal) {
  const { t } = desk.words;
  /** @type {{ features: DiffFeature[], list: Change[] }} */
  const shown = { features: [], list: [] };
  const table = h("div", { class: "changes" });
  const pager = h("div", { class: "row-tools pager" });
  const box = mapBox(desk, {
    label: t("manage.diff.map"), signal,
    legend: [...KINDS.map((kind) => ({ color: CHANGES[kind], text: t(`change.${kind}`), dashed: kind === "removed" })), { color: CHANGES.changed, text: t("manage.diff.before"), dashed: true }],
    onPick: (kind, index) => choose(groupsOf(shown.features)[kind]?.[index] ?? null),
  });

  /** @param {Feature | null} feature */
  function choose(feature) {
    const id = feature ? `${/** @type {any} */ (feature).properties.change} ${feature.properties.id}` : "";
    box.map.pick(feature);
    table.querySelectorAll("[data-change]").forEach((row) => row.toggleAttribute("data-picked", row.getAttribute("data-change") === id));
    table.querySelector("[data-picked]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Change} change */
  function press(change) {
    const feature = shown.features.find(({ properties }) => properties.id === change.id && properties.change === change.kind);
    choose(feature ? /** @type {any} */ (feature) : null);
  }

  /** @param {{ diff: Diff, features: DiffFeature[] }} page */
  function show({ diff, features }) {
    Object.assign(shown, { features, list: diff.changes });
    const groups = groupsOf(features);
    box.map.show([
      { kind: "old", features: groups.old, color: CHANGES.changed, dashed: true },
      ...KINDS.map((kind) => ({ kind, features: groups[kind], color: CHANGES[kind], dashed: kind === "removed" })),
    ]);
    const extent = bboxOf([...groups.removed, ...groups.changed, ...groups.added, ...groups.old]);
    if (extent) box.map.fit(extent);
    fill(table, diff.changes.map((change) => changeRow(desk, change, press)));
    fill(pager, pages(desk, diff, (offset) => void turn(offset)));
  }

  /** @param {number} offset */
  async function turn(offset) {
    try {
      show(await getDiff(desk.client, layer, numbers, { limit: PAGE, offset }));
    } catch (thrown) {
      fill(pager, desk.failed(thrown));
    }
  }

  show(first);
  return h("div", { class: "report diff" }, h("div", { class: "report-main" }, pager, table), h("div", { class: "report-side" }, box.element));
}

/** Features to draw by kind; `old` is where those that moved were. @param {DiffFeature[]} features @returns {{ [kind: string]: Feature[] }} */
function groupsOf(features) {
  const of = (/** @type {string} */ kind) => /** @type {any[]} */ (features.filter(({ properties }) => properties.change === kind));
  const old = features.filter((one) => one.before).map((one) => ({ ...one, geometry: one.before }));
  return { added: of("added"), removed: of("removed"), changed: of("changed"), old: /** @type {any[]} */ (old) };
}

/** @param {Desk} desk @param {Change} change @param {(change: Change) => void} onPress */
function changeRow(desk, change, onPress) {
  const { t } = desk.words;
  const fields = Object.entries(change.fields);
  return h(
    "div",
    { class: `change change-${change.kind}`, "data-change": `${change.kind} ${change.id}` },
    h("button", { type: "button", class: "change-head", onclick: () => onPress(change) }, h("span", { class: "change-kind" }, t(`change.${change.kind}`)), h("strong", {}, change.id), change.geometry_changed && change.kind === "changed" && h("span", { class: "badge state-busy" }, t("change.geometry"))),
    h("dl", { class: "change-fields" }, fields.map(([name, [was, is]]) => [h("dt", {}, name), h("dd", {}, values(change.kind, was, is))]).flat()),
  );
}

/** @param {Change["kind"]} kind @param {unknown} was @param {unknown} is */
function values(kind, was, is) {
  if (kind === "added") return h("ins", {}, plain(is));
  if (kind === "removed") return h("del", {}, plain(was));
  return [h("del", {}, plain(was)), " → ", h("ins", {}, plain(is))];
}

/** @param {Desk} desk @param {Diff} diff @param {(offset: number) => void} onTurn */
function pages(desk, diff, onTurn) {
  const { t, format } = desk.words;
  const last = diff.offset + diff.changes.length;
  const words = h("span", { class: "note num" }, t("manage.diff.page", { from: format.count(diff.offset + 1), to: format.count(last), count: format.count(diff.total) }));
  const step = (/** @type {string} */ label, /** @type {number} */ offset, /** @type {boolean} */ there) => there && h("button", { type: "button", class: "button button-small", onclick: () => onTurn(offset) }, label);
  return [words, step(t("manage.page.before"), Math.max(0, diff.offset - PAGE), diff.offset > 0), step(t("manage.page.after"), last, last < diff.total)];
}
