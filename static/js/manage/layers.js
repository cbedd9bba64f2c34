/** @import { Desk } from "./desk.js" */
/** @import { ManagedLayer, Upload } from "../core/manage-types.js" */
import { listLayers } from "../api/layers.js";
import { listUploads } from "../api/uploads.js";
import { pick } from "../core/i18n.js";
import { linkTo } from "../core/route.js";
import { qualityBadge } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { heading, plainTable, stateBadge } from "./parts.js";
import { diffPage } from "./diff-page.js";
import { layerPage } from "./layer-page.js";

/** Every layer with its state; one of them with its versions; two versions side by side. @param {Desk} desk @param {string[]} parts @param {AbortSignal} signal */
export async function layers(desk, parts, signal) {
  const [id, what, before, after] = parts;
  if (id && what === "diff") return diffPage(desk, id, [Number(before), Number(after)], signal);
  if (id) return layerPage(desk, id);
  const { t, lang, format } = desk.words;
  const all = /** @type {ManagedLayer[]} */ (await listLayers(desk.client));
  const waiting = desk.may("upload") ? (await listUploads(desk.client)).filter(({ state }) => !["published", "discarded"].includes(state)) : [];
  if (all.length === 0) return [heading(t("manage.layers.title")), empty(t("manage.layers.none"))];
  const rows = all.map((layer) => [
    h("a", { class: "link strong-link", href: linkTo("layers", layer.id) }, pick(layer.title, lang) || layer.id),
    h("span", { class: "mono" }, layer.id),
    [stateBadge("good", t("manage.layers.state", { number: layer.version.number })), ...waitingBadge(desk, layer, waiting)],
    h("span", { class: "num" }, format.count(layer.version.feature_count)),
    qualityBadge(layer.quality, t),
    t(`manage.visibility.${layer.visibility}`),
    h("span", { class: "num" }, format.date(layer.version.published_at)),
  ]);
  const heads = /** @type {const} */ (["title", "id", "state", "count", "quality", "visibility", "date"]).map((name) => t(`manage.layers.${name}_head`));
  return [heading(t("manage.layers.title"), t("manage.layers.lead")), plainTable(t("manage.layers.title"), heads, rows)];
}

/** @param {Desk} desk @param {ManagedLayer} layer @param {Upload[]} waiting */
function waitingBadge(desk, layer, waiting) {
  const own = waiting.filter((upload) => upload.layer === layer.id);
  if (own.length === 0) return [];
  const bad = own.some(({ state }) => state === "refused");
  return [" ", h("a", { href: linkTo("uploads", own[0].id) }, stateBadge(bad ? "bad" : "busy", desk.words.t(bad ? "manage.layers.to_mend" : "manage.layers.waiting", { count: own.length })))];
}
