/** @import { Desk } from "./desk.js" */
/** @import { Asked, Finding, LayerReport, Report, Upload } from "../core/manage-types.js" */
/** @import { Acts } from "./upload-page.js" */
import { downloads, inspect } from "../api/uploads.js";
import { spotOf } from "../core/mend.js";
import { choice } from "../ui/choice.js";
import { fill, h } from "../ui/dom.js";
import { askForm } from "./ask-form.js";
import { candidates } from "./candidates.js";
import { findingList } from "./finding-list.js";
import { layerFacts } from "./layer-facts.js";
import { previewMap } from "./preview-map.js";
import { publishForm } from "./publish-form.js";

/**
 * The report of an inspection, the rows on a map, and the way on: publish, or mend and look again.
 *
 * @param {Desk} desk @param {Upload} upload @param {Acts} acts
 */
export async function inspected(desk, upload, acts) {
  const report = /** @type {Report} */ (upload.report);
  const place = h("div", { class: "report" });
  const mend = h("div", { "aria-live": "polite" });
  const open = ["inspected", "staged", "refused"].includes(upload.state);

  /** @param {Asked} more */
  async function again(more) {
    try {
      await acts.follow(await inspect(desk.client, upload.id, { ...upload.asked, ...more }));
    } catch (thrown) {
      fill(mend, desk.failed(thrown));
      mend.scrollIntoView({ block: "center" });
    }
  }

  /** @param {LayerReport | undefined} layer */
  async function show(layer) {
    const findings = report.findings.filter(({ where }) => !where.layer || !layer || where.layer === layer.name);
    const onAsk = open ? (/** @type {Asked} */ more) => void again(more) : null;
    const choices = report.layers.length > 1 && layers(desk, report, layer, (next) => void show(next));
    const side = beside(desk, upload, layer, findings, acts);
    fill(
      place,
      upload.state !== "published" && verdict(desk, upload, report, layer),
      h("div", { class: "report-main" },
        mend, choices,
        layer && layerFacts(desk, report, layer),
        findingList(desk, findings, onAsk, (one) => side && layer && spotOf(one, layer.crs) ? () => side.see(one) : null),
        layer && candidates(desk, layer, onAsk),
        open && askForm(desk, upload, layer, again),
        open && report.accepted_if_valid_only && layer && (await publishForm(desk, upload, layer, acts))),
      side?.element,
    );
  }

  await show(report.layers.find(({ stored }) => stored) ?? report.layers[0]);
  return place;
}

/** The rows on a map, where there are any. @param {Desk} desk @param {Upload} upload @param {LayerReport | undefined} layer @param {Finding[]} findings @param {Acts} acts */
function beside(desk, upload, layer, findings, acts) {
  if (!layer?.stored || layer.valid_count === 0) return null;
  const { element, see } = previewMap(desk, upload, layer, findings, acts.signal);
  return { element: h("div", { class: "report-side" }, element), see };
}

/** @param {Desk} desk @param {Report} report @param {LayerReport | undefined} layer @param {(next: LayerReport | undefined) => void} onChoose */
function layers(desk, report, layer, onChoose) {
  const { t, format } = desk.words;
  const options = report.layers.map((one, index) => ({ value: index, text: `${one.name} (${format.count(one.feature_count)})` }));
  const value = layer ? report.layers.indexOf(layer) : -1;
  return h("div", { class: "layer-choice" }, h("p", { class: "note" }, t("manage.report.several", { count: report.layers.length })), choice({ label: t("manage.report.layer"), options, value, onChoose: (index) => onChoose(report.layers[index]) }));
}

/** What came of it, in one sentence, and what to do next. @param {Desk} desk @param {Upload} upload @param {Report} report @param {LayerReport | undefined} layer */
function verdict(desk, upload, report, layer) {
  const { t, format } = desk.words;
  const kind = report.accepted ? "accepted" : report.accepted_if_valid_only ? "partly" : "refused";
  const counts = { valid: format.count(layer?.valid_count ?? 0), total: format.count(layer?.feature_count ?? 0), rejected: format.count(layer?.rejected_count ?? 0) };
  const rejected = layer && layer.rejected_count > 0;
  return h(
    "div",
    { class: `verdict verdict-${kind}`, role: "status" },
    h("p", { class: "verdict-words" }, t(`manage.verdict.${kind}`, counts)),
    h("p", { class: "verdict-next" }, layer ? t(`manage.verdict.${kind}.next`, counts) : t("manage.verdict.unreadable")),
    rejected && h("p", {}, h("a", { class: "link", href: downloads(upload.id, layer.name).rejected, download: true }, t("manage.report.rejected", counts))),
  );
}
