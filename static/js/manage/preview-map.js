/** @import { Desk } from "./desk.js" */
/** @import { Feature } from "../core/types.js" */
/** @import { Finding, LayerReport, Upload } from "../core/manage-types.js" */
import { preview } from "../api/uploads.js";
import { bboxOf } from "../core/bbox.js";
import { spotOf } from "../core/mend.js";
import { ACCENT, MISSED } from "../core/palette.js";
import { fill, h } from "../ui/dom.js";
import { mapBox } from "./map-box.js";
import { plainTable } from "./parts.js";

const SAMPLE_ROWS = 8;

/**
 * The valid rows on a map, with the places that findings tell of; one of them shows its values.
 *
 * @param {Desk} desk @param {Upload} upload @param {LayerReport} layer @param {Finding[]} findings @param {AbortSignal} signal
 */
export function previewMap(desk, upload, layer, findings, signal) {
  const { t, format } = desk.words;
  const values = h("div", { class: "picked-values", "aria-live": "polite" }, h("p", { class: "note" }, t("manage.preview.press")));
  const rows = h("div", {});
  const note = h("p", { class: "note num" }, t("manage.preview.loading"));
  /** @type {{ features: Feature[], marks: Finding[] }} */
  const shown = { features: [], marks: findings.filter((finding) => spotOf(finding, layer.crs)) };

  const box = mapBox(desk, {
    label: t("manage.preview.title"), signal,
    legend: [{ color: ACCENT, text: t("manage.preview.valid") }, ...(shown.marks.length > 0 ? [{ color: MISSED, text: t("manage.preview.marks") }] : [])],
    onPick(kind, index) {
      const feature = kind === "row" ? shown.features[index] : null;
      box.map.pick(feature);
      fill(values, feature ? properties(feature) : h("p", {}, shown.marks[index]?.message ?? ""));
    },
  });

  async function load() {
    const { features, numberMatched } = await preview(desk.client, upload.id, layer.name);
    if (signal.aborted) return;
    shown.features = features;
    const marks = shown.marks.map((finding) => mark(finding, layer));
    box.map.show([{ kind: "row", features, color: ACCENT }, { kind: "mark", features: marks, color: MISSED, size: 5 }]);
    const extent = bboxOf(features);
    if (extent) box.map.fit(extent);
    fill(note, t("manage.preview.shown", { shown: format.count(features.length), count: format.count(numberMatched) }));
    fill(rows, sampleRows(desk, features));
  }

  load().catch((thrown) => fill(note, desk.failed(thrown)));
  return h("section", { class: "preview", "aria-label": t("manage.preview.title") }, h("h2", { class: "part-title" }, t("manage.preview.title")), box.element, note, values, rows);
}

/** @param {Finding} finding @param {LayerReport} layer @returns {Feature} */
function mark(finding, layer) {
  return { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: spotOf(finding, layer.crs) } };
}

/** @param {Feature} feature */
export function properties({ properties: told }) {
  return h("dl", { class: "facts" }, Object.entries(told).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, plain(value))]));
}

/** @param {unknown} value */
export function plain(value) {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** @param {Desk} desk @param {Feature[]} features */
function sampleRows(desk, features) {
  const { t } = desk.words;
  const names = Object.keys(features[0]?.properties ?? {});
  if (names.length === 0) return null;
  return h("div", { class: "sample" }, h("h3", { class: "sample-title" }, t("manage.preview.rows")), plainTable(t("manage.preview.rows"), names, features.slice(0, SAMPLE_ROWS).map((feature) => names.map((name) => plain(feature.properties[name])))));
}
