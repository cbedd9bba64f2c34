/** @import { Desk } from "./desk.js" */
/** @import { LayerReport, Report } from "../core/manage-types.js" */
import { textOr } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { factList } from "../ui/card.js";
import { part, plainTable } from "./parts.js";

/** What the service takes a layer for. @param {Desk} desk @param {Report} report @param {LayerReport} layer */
export function layerFacts(desk, report, layer) {
  const { t, format } = desk.words;
  const rows = [
    { label: t("manage.fact.format"), value: report.format ? textOr(t, `format.${report.format}`, report.format) : t("manage.unknown") },
    { label: t("manage.fact.layer"), value: layer.name },
    { label: t("manage.fact.count"), value: counted(desk, layer) },
    layer.kind === "features" && { label: t("manage.fact.geometry"), value: layer.geometry_type ? textOr(t, `manage.geometry.${layer.geometry_type}`, layer.geometry_type) : t("manage.unknown") },
    layer.kind === "features" && { label: t("manage.fact.crs"), value: layer.crs ? [layer.crs, layer.crs_by && h("span", { class: "note" }, ` ${t("manage.fact.by", { by: textOr(t, `manage.by.${layer.crs_by}`, textOr(t, `word.${layer.crs_by}`, layer.crs_by)) })}`)] : h("strong", { class: "unknown" }, t("manage.fact.crs_unknown")) },
    layer.kind === "features" && { label: t("manage.fact.datum"), value: layer.datum ? [textOr(t, `manage.datum.${layer.datum}`, layer.datum), evidence(desk, layer)] : t("manage.unknown") },
    { label: t("manage.fact.encoding"), value: layer.encoding },
    layer.join && { label: t("manage.fact.join"), value: t("manage.fact.joined", { column: layer.join.column, layer: layer.join.layer, to: layer.join.to, matched: layer.join.matched }) },
    layer.bbox && { label: t("manage.fact.extent"), value: t("manage.fact.bounds", { west: degrees(layer.bbox[0]), south: degrees(layer.bbox[1]), east: degrees(layer.bbox[2]), north: degrees(layer.bbox[3]) }) },
  ];
  return part(
    t("manage.report.what"),
    factList(rows.filter((row) => !!row)),
    layer.fields.length > 0 && h("details", { class: "fold" }, h("summary", {}, t("manage.fact.fields", { count: format.count(layer.fields.length) })), plainTable(t("manage.fact.fields", { count: layer.fields.length }), [t("manage.field.original"), t("manage.field.name"), t("manage.field.type")], layer.fields.map(({ original, name, type }) => [original, name === original ? t("manage.field.same") : name, textOr(t, `manage.type.${type}`, type)]))),
  );
}

/** @param {Desk} desk @param {LayerReport} layer */
function counted(desk, layer) {
  const { t, format } = desk.words;
  const more = [
    layer.rejected_count > 0 && t("manage.fact.rejected", { count: format.count(layer.rejected_count) }),
    layer.repaired_count > 0 && t("manage.fact.repaired", { count: format.count(layer.repaired_count) }),
  ].filter(Boolean);
  return [t("manage.fact.valid", { valid: format.count(layer.valid_count), total: format.count(layer.feature_count) }), more.length > 0 && h("span", { class: "note" }, ` ${more.join(" · ")}`)];
}

/** With which other data positions agree, by the reading that was tried. @param {Desk} desk @param {LayerReport} layer */
function evidence(desk, layer) {
  const { t } = desk.words;
  const told = Object.entries(layer.datum_evidence).sort((one, other) => other[1] - one[1]);
  if (told.every(([, count]) => count === 0)) return null;
  return h("span", { class: "note" }, ` ${t("manage.fact.agrees", { evidence: told.map(([datum, count]) => `${textOr(t, `manage.datum.${datum}`, datum)} ${count}`).join(" · ") })}`);
}

/** @param {number} value */
function degrees(value) {
  return value.toFixed(4);
}
