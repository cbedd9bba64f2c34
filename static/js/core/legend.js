/** @import { Legend, LegendEntry, ScaleClass, Translate } from "./types.js" */
import { UNKNOWN } from "./palette.js";

/**
 * Legend entries of distance classes. The legend model made from them is the single source of the
 * screen legend, the printed one and the words a screen reader hears.
 *
 * @param {ScaleClass[]} scale kilometres
 * @param {(ScaleClass | null)[]} classes the class of every row
 * @param {Translate} t
 * @returns {LegendEntry[]}
 */
export function distanceEntries(scale, classes, t) {
  const entries = scale.map((one) => ({
    id: one.id,
    label: rangeLabel(one, t, "page.unit.km"),
    color: one.color,
    look: /** @type {LegendEntry["look"]} */ (one.side === "beyond" ? "hatch" : "fill"),
    count: classes.filter((found) => found?.id === one.id).length,
  }));
  return [...entries, ...unknownEntry(classes, t)];
}

/**
 * @param {ScaleClass[]} scale whole numbers
 * @param {(ScaleClass | null)[]} classes
 * @param {Translate} t
 * @param {(value: number) => string} count how a number is written
 * @returns {LegendEntry[]}
 */
export function quantityEntries(scale, classes, t, count) {
  return scale.map((one) => ({
    id: one.id,
    label: quantityLabel(one, t, count),
    color: one.color,
    look: /** @type {const} */ ("fill"),
    count: classes.filter((found) => found?.id === one.id).length,
  }));
}

/** @param {(ScaleClass | null)[]} classes @param {Translate} t @returns {LegendEntry[]} */
export function unknownEntry(classes, t) {
  const count = classes.filter((found) => found === null).length;
  return count === 0 ? [] : [{ id: "unknown", label: t("page.verdict.unknown"), color: UNKNOWN, look: "dots", count }];
}

/** @param {ScaleClass} one @param {Translate} t @param {string} unit */
function rangeLabel({ from, to }, t, unit) {
  if (from === 0) return t("page.legend.below", { to, unit: t(unit) });
  if (to === Infinity) return t("page.legend.above", { from, unit: t(unit) });
  return t("page.legend.between", { from, to, unit: t(unit) });
}

/** @param {ScaleClass} one @param {Translate} t @param {(value: number) => string} count */
function quantityLabel({ from, to }, t, count) {
  if (to === Infinity) return t("page.legend.at_least", { from: count(from) });
  if (to - 1 <= from) return count(from);
  return t("page.legend.span", { from: count(from), to: count(to - 1) });
}

/**
 * The legend in one sentence, for those who cannot see the map.
 *
 * @param {Legend} legend
 * @param {Translate} t
 */
export function legendText(legend, t) {
  const parts = legend.entries.map(({ label, count }) => (count === null ? label : t("page.legend.spoken", { label, count })));
  const layers = legend.layers.map(({ label, quality }) => (quality === "illustrative" ? `${label} (${t("page.quality.illustrative")})` : label));
  return [legend.title, parts.join(t("page.list.separator")), layers.join(t("page.list.separator")), ...legend.notes].filter(Boolean).join(t("page.list.stop"));
}
