/** @import { Desk } from "./desk.js" */
/** @import { Asked, Finding } from "../core/manage-types.js" */
import { textOr } from "../core/i18n.js";
import { gathered, mendOf } from "../core/mend.js";
import { h } from "../ui/dom.js";
import { part } from "./parts.js";

const LEVELS = /** @type {const} */ (["error", "warning", "info"]);

/**
 * Everything that was noticed: what stops the upload, what needs a look, and remarks.
 *
 * @param {Desk} desk @param {Finding[]} findings @param {((asked: Asked) => void) | null} onAsk looks at the file again
 * @param {((finding: Finding) => (() => void) | null)} onSee what shows the place of a finding on the map, where it has one
 */
export function findingList(desk, findings, onAsk, onSee) {
  const { t } = desk.words;
  const of = (/** @type {Finding["level"]} */ level) => findings.filter((finding) => finding.level === level);
  if (findings.length === 0) return part(t("manage.findings.title"), h("p", { class: "remark remark-good" }, t("manage.findings.none")));
  const counts = LEVELS.filter((level) => of(level).length > 0).map((level) => h("span", { class: `severity severity-${level}` }, t(`manage.level.${level}`), " ", of(level).length));
  const kinds = (/** @type {Finding["level"]} */ level) => gathered(of(level)).map((same) => findingKind(desk, same, onAsk, onSee));
  const remarks = kinds("info");
  return part(
    t("manage.findings.title"),
    h("p", { class: "finding-counts" }, counts),
    h("ul", { class: "findings" }, kinds("error"), kinds("warning")),
    remarks.length > 0 && h("details", { class: "fold", open: remarks.length === findings.length }, h("summary", {}, t("manage.findings.remarks", { count: of("info").length })), h("ul", { class: "findings" }, remarks)),
  );
}

/** @param {Desk} desk @param {Finding[]} same findings of one kind @param {((asked: Asked) => void) | null} onAsk @param {(finding: Finding) => (() => void) | null} onSee */
function findingKind(desk, same, onAsk, onSee) {
  const { t } = desk.words;
  const [first, ...others] = same;
  const mend = mendOf(first);
  const asked = mend?.asked ?? null;
  const values = mend?.values.datum ? { datum: textOr(t, `manage.datum.${mend.values.datum}`, mend.values.datum) } : mend?.values;
  return h(
    "li",
    { class: `finding finding-${first.level}`, "data-code": first.code },
    h("p", { class: "finding-what" }, h("span", { class: `severity severity-${first.level}` }, t(`manage.level.${first.level}`)), " ", first.message),
    place(desk, first),
    h("p", { class: "finding-repair" }, mend ? t(`manage.mend.${mend.words}`, values) : first.repair),
    seeButton(desk, onSee(first)),
    asked && onAsk && h("button", { type: "button", class: "button button-small", onclick: () => onAsk(asked) }, t(`manage.mend.${mend?.words}.do`, values)),
    others.length > 0 && h("details", { class: "fold" }, h("summary", {}, t("manage.findings.others", { count: others.length })), h("ul", { class: "finding-others" }, others.map((one) => h("li", {}, placeText(desk, one), one.message === first.message ? "" : ` — ${one.message}`, " ", seeButton(desk, onSee(one)))))),
  );
}

/** @param {Desk} desk @param {(() => void) | null} see */
function seeButton({ words: { t } }, see) {
  return see && h("button", { type: "button", class: "button button-small finding-see", onclick: see }, t("manage.findings.see"));
}

/** @param {Desk} desk @param {Finding} finding */
function place(desk, finding) {
  const text = placeText(desk, finding);
  return text && h("p", { class: "note finding-place" }, text);
}

/** @param {Desk} desk @param {Finding} finding */
function placeText(desk, { where }) {
  const { t } = desk.words;
  const spot = where.coordinate ?? where.lonlat;
  const told = [
    where.row !== undefined && t("manage.place.row", { row: where.row }),
    where.field !== undefined && t("manage.place.field", { field: where.field }),
    spot && t("manage.place.coordinate", { x: exact(spot[0]), y: exact(spot[1]) }),
    where.layer !== undefined && where.row === undefined && t("manage.place.layer", { layer: where.layer }),
  ];
  return told.filter(Boolean).join(" · ");
}

/** A coordinate to a millimetre in metres, or about a decimetre in degrees. @param {number} value */
function exact(value) {
  return Number(value.toFixed(Math.abs(value) > 360 ? 3 : 6));
}
