/** @import { Desk } from "./desk.js" */
/** @import { Upload } from "../core/manage-types.js" */
import { listLayers } from "../api/layers.js";
import { largestUpload, listUploads } from "../api/uploads.js";
import { linkTo } from "../core/route.js";
import { h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { chooseFile } from "./choose-file.js";
import { STATE_KINDS, heading, part, sizeText, stateBadge } from "./parts.js";
import { uploadPage } from "./upload-page.js";

/** Uploads: the place to drop a file, and what became of those before. @param {Desk} desk @param {string[]} parts @param {AbortSignal} signal */
export async function uploads(desk, parts, signal) {
  if (parts[0]) return uploadPage(desk, parts[0], signal);
  const { t } = desk.words;
  const [layers, known, largest] = await Promise.all([listLayers(desk.client), listUploads(desk.client), largestUpload(desk.client)]);
  const open = known.filter(({ state }) => state !== "published" && state !== "discarded");
  const published = known.filter(({ state }) => state === "published");
  const discarded = known.filter(({ state }) => state === "discarded");
  return [
    heading(t("manage.uploads.title"), t("manage.uploads.lead")),
    chooseFile(desk, { layers, known, largest }),
    part(t("manage.uploads.open"), open.length > 0 ? list(desk, open) : empty(t("manage.uploads.none_open"))),
    published.length > 0 && part(t("manage.uploads.published"), list(desk, published)),
    discarded.length > 0 && h("details", { class: "part fold" }, h("summary", { class: "part-title" }, t("manage.uploads.discarded", { count: discarded.length })), list(desk, discarded)),
  ];
}

/** @param {Desk} desk @param {Upload[]} some */
function list(desk, some) {
  return h("ul", { class: "upload-list" }, some.map((upload) => line(desk, upload)));
}

/** @param {Desk} desk @param {Upload} upload */
function line(desk, upload) {
  const { t, format } = desk.words;
  const { chunks, state } = upload;
  const share = state === "receiving" && chunks.total > 0 ? ` ${Math.floor((100 * chunks.received.length) / chunks.total)} %` : "";
  return h(
    "li",
    { class: "upload-line" },
    h("a", { class: "upload-link", href: linkTo("uploads", upload.id) }, upload.file_name),
    stateBadge(STATE_KINDS[state], t(`upload.state.${state}`) + share),
    h("span", { class: "note upload-facts num" }, [`→ ${upload.layer}${upload.version ? ` v${upload.version}` : ""}`, sizeText(upload.size), upload.created_by, format.moment(upload.updated_at)].join(" · ")),
    h("span", { class: "note upload-next" }, t(`manage.uploads.next.${state}`)),
  );
}
