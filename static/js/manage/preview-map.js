/** @import { Desk } from "./desk.js" */
/** @import { Feature } from "../core/types.js" */
/** @import { Finding, LayerReport, Upload } from "../core/manage-types.js" */
import { preview } from "../api/uploads.js";
import { bboxOf } from "../core/bbox.js";
import { changeOf, spotOf } from "../core/mend.js";
import { ACCENT, MET, MISSED } from "../core/palette.js";
import { fill, h } from "../ui/dom.js";
import { mapBox } from "./map-box.js";
import { plainTable } from "./parts.js";

const SAMPLE_ROWS = 8;

/**
 * The valid rows on a map, with the places that findings tell of; one of them shows its values.
 * `see` brings the place of a finding into view, and for a repair the shape before and after it.
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
    legend: legend(desk, shown.marks),
    onPick(kind, index) {
      if (kind === "mark") see(shown.marks[index]);
      if (kind !== "row") return;
      box.map.pick(shown.features[index]);
      fill(values, properties(shown.features[index]));
    },
  });

  /** @param {Finding | null} finding whose repair is drawn */
  function draw(finding) {
    const { before, after } = changeOf(finding);
    box.map.show([
      { kind: "row", features: shown.features, color: ACCENT },
      { kind: "after", features: after, color: MET },
      { kind: "before", features: before, color: MISSED, dashed: true, fill: false },
      { kind: "mark", features: shown.marks.map((one) => mark(one, layer)), color: MISSED, size: 5 },
    ]);
    return [...before, ...after];
  }

  /** @param {Finding} finding */
  function see(finding) {
    const extent = bboxOf([...draw(finding), mark(finding, layer)]);
    if (extent) box.map.fit(extent);
    fill(values, h("p", {}, finding.message), h("p", { class: "note" }, finding.repair));
    box.element.scrollIntoView({ block: "nearest" });
  }

  async function load() {
    const { features, numberMatched } = await preview(desk.client, upload.id, layer.name);
    if (signal.aborted) return;
    shown.features = features;
    draw(null);
    const extent = bboxOf(features);
    if (extent) box.map.fit(extent);
    fill(note, t("manage.preview.shown", { shown: format.count(features.filter((one) => one.geometry).length), count: format.count(numberMatched) }));
    fill(rows, sampleRows(desk, features));
  }

  load().catch((thrown) => fill(note, desk.failed(thrown)));
  const element = h("section", { class: "preview", "aria-label": t("manage.preview.title") }, h("h2", { class: "part-title" }, t("manage.preview.title")), box.element, note, values, rows);
  return { element, see };
}

/** @param {Desk} desk @param {Finding[]} marks */
function legend({ words: { t } }, marks) {
  return [
    { color: ACCENT, text: t("manage.preview.valid") },
    ...(marks.length > 0 ? [{ color: MISSED, text: t("manage.preview.marks") }] : []),
    ...(marks.some((one) => changeOf(one).before.length > 0) ? [{ color: MISSED, text: t("manage.preview.before"), dashed: true }, { color: MET, text: t("manage.preview.after") }] : []),
  ];
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
