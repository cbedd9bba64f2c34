/** @import { Desk } from "./desk.js" */
/** @import { Upload } from "../core/manage-types.js" */
/** @import { Progress, Transfer } from "./transfer.js" */
/** @import { Acts } from "./upload-page.js" */
import { getUpload } from "../api/uploads.js";
import { fill, h } from "../ui/dom.js";
import { dropZone } from "./choose-file.js";
import { progressBar } from "./parts.js";
import { fingerprint, startTransfer } from "./transfer.js";

/** A file on its way; when it is not, the way to go on with it. @param {Desk} desk @param {Upload} upload @param {Acts} acts */
export function receiving(desk, upload, acts) {
  const transfer = desk.transfers.get(upload.id);
  return transfer ? onItsWay(desk, upload, transfer, acts) : brokenOff(desk, upload, acts);
}

/** @param {Desk} desk @param {Upload} upload @param {Transfer} transfer @param {Acts} acts */
function onItsWay(desk, upload, transfer, acts) {
  const { t } = desk.words;
  const bar = progressBar(t("manage.sending.title"), 0);
  const words = h("p", {});
  const place = h("div", { class: "at-work" }, words, bar, h("p", { class: "note" }, t("manage.sending.stay")));

  const draw = (/** @type {Progress} */ { sent, total, waiting }) => {
    bar.value = total > 0 ? sent / total : 0;
    fill(words, waiting ? t("manage.sending.waiting") : t("manage.sending.progress", { sent, total }));
  };
  const forget = transfer.watch(draw);
  acts.signal.addEventListener("abort", forget);
  draw(transfer.progress);
  transfer.done.then(() => arrived(desk, upload, transfer, acts, place)).catch((thrown) => fill(place, desk.failed(thrown)));
  return place;
}

/** @param {Desk} desk @param {Upload} upload @param {Transfer} transfer @param {Acts} acts @param {Element} place */
async function arrived(desk, upload, transfer, acts, place) {
  if (acts.signal.aborted) return;
  const { error } = transfer.progress;
  const now = await getUpload(desk.client, upload.id);
  if (error && now.state === "receiving") {
    fill(place, desk.failed(error, () => void acts.again()));
    return;
  }
  await acts.again();
}

/** @param {Desk} desk @param {Upload} upload @param {Acts} acts */
function brokenOff(desk, upload, acts) {
  const { t } = desk.words;
  const { received, total } = upload.chunks;
  const place = h("div", { "aria-live": "polite" });

  /** @param {File} file */
  async function resume(file) {
    const bar = progressBar(t("manage.file.hashing"), 0);
    fill(place, h("p", { class: "note" }, t("manage.file.hashing")), bar);
    try {
      const same = (await fingerprint(file, (share) => Object.assign(bar, { value: share }))) === upload.sha256;
      if (!same) {
        fill(place, h("p", { class: "remark remark-warn", role: "alert" }, t("manage.sending.other_file", { file: upload.file_name })));
        return;
      }
      startTransfer(desk, upload, file);
      await acts.again();
    } catch (thrown) {
      fill(place, desk.failed(thrown));
    }
  }

  return [h("p", { class: "part-lead" }, t("manage.sending.broken_off", { sent: received.length, total, file: upload.file_name })), dropZone(desk, (file) => void resume(file)), place];
}
