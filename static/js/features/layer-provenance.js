/** @import { App } from "./app.js" */
/** @import { Layer } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { qualityBadge } from "../ui/badge.js";
import { door } from "../ui/card.js";
import { h } from "../ui/dom.js";

/** Where a layer comes from, behind a door. @param {App} app @param {Layer} layer */
export function provenance(app, layer) {
  const { t, lang, format } = app.words;
  return door(t("page.layers.provenance"), [
    h("dl", { class: "facts" },
      h("dt", {}, t("page.layers.layer")), h("dd", {}, pick(layer.title, lang), " ", qualityBadge(layer.quality, t)),
      h("dt", {}, t("page.layers.source")), h("dd", {}, layer.source),
      h("dt", {}, t("page.layers.licence")), h("dd", {}, layer.licence),
      layer.version ? [h("dt", {}, t("page.layers.version")), h("dd", { class: "num" }, `v${layer.version.number} · ${format.date(layer.version.published_at)}`)] : [],
      layer.source_date ? [h("dt", {}, t("page.layers.source_date")), h("dd", { class: "num" }, layer.source_date)] : [],
      layer.review_number ? [h("dt", {}, t("page.layers.review")), h("dd", {}, layer.review_number)] : [],
      !layer.review_number && layer.review_basis ? [h("dt", {}, t("page.layers.review_basis")), h("dd", {}, layer.review_basis)] : [],
    ),
    pick(layer.note, lang) && h("p", { class: "note" }, pick(layer.note, lang)),
  ]);
}
