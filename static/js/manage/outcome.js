/** @import { Desk } from "./desk.js" */
/** @import { Columns, Counts, Outcome } from "../core/manage-types.js" */
/** @import { PageError } from "../core/errors.js" */
import { linkTo } from "../core/route.js";
import { h } from "../ui/dom.js";

const KINDS = /** @type {const} */ (["added", "removed", "changed", "unchanged"]);

/** How many things would come, go, change. @param {Desk} desk @param {Counts} counts */
export function countRow(desk, counts) {
  const { t, format } = desk.words;
  return h("dl", { class: "counts" }, KINDS.map((kind) => h("div", { class: `count count-${kind}` }, h("dt", {}, t(`manage.count.${kind}`)), h("dd", { class: "num" }, format.count(counts[kind])))));
}

/** Which columns came, went or hold another kind of value. @param {Desk} desk @param {Columns} columns */
export function columnChanges(desk, columns) {
  const { t } = desk.words;
  const told = /** @type {const} */ (["added", "removed", "retyped"]).filter((kind) => columns[kind].length > 0);
  return told.map((kind) => h("p", { class: "note" }, t(`manage.columns.${kind}`, { names: columns[kind].join(", ") })));
}

/** What a dry run found. @param {Desk} desk @param {string} layer @param {Outcome} result */
export function outcome(desk, layer, { from, counts, columns }) {
  const { t } = desk.words;
  return h(
    "div",
    { class: "remark", role: "status" },
    h("p", {}, h("strong", {}, from ? t("manage.outcome.against", { layer, number: from }) : t("manage.outcome.first", { layer }))),
    counts && countRow(desk, counts),
    counts && counts.removed > counts.unchanged + counts.changed && h("p", { class: "unknown" }, t("manage.outcome.many_removed")),
    columns && from ? columnChanges(desk, columns) : null,
    h("p", { class: "note" }, t("manage.outcome.nothing_yet")),
  );
}

/**
 * Somebody else has published meanwhile: what they did, and the ways on.
 *
 * @param {Desk} desk @param {string} layer @param {PageError} error @param {(base: number) => void} onGo goes on from what is published now
 */
export function conflict(desk, layer, error, onGo) {
  const { t } = desk.words;
  const expected = Number(error.detail.expected) || null;
  const published = Number(error.detail.published) || null;
  return h(
    "div",
    { class: "remark remark-warn", role: "alert" },
    h("p", {}, h("strong", {}, t("manage.conflict.title"))),
    h("p", {}, error.message),
    h("p", { class: "row-tools" },
      expected !== null && published !== null && h("a", { class: "button", href: linkTo("layers", layer, "diff", expected, published) }, t("manage.conflict.see", { before: expected, after: published })),
      published !== null && h("button", { type: "button", class: "button", onclick: () => onGo(published) }, t("manage.conflict.go_on", { number: published }))),
  );
}
