/** @import { Desk } from "./desk.js" */
/** @import { Job, Upload } from "../core/manage-types.js" */
/** @import { Child } from "../ui/dom.js" */
import { followJob } from "../api/jobs.js";
import { discard, downloads, getUpload, inspect, restore } from "../api/uploads.js";
import { jobErrorText } from "../core/job-error.js";
import { linkTo } from "../core/route.js";
import { fill, h } from "../ui/dom.js";
import { failure, loading } from "../ui/notice.js";
import { STATE_KINDS, confirmed, heading, progressBar, sizeText, stateBadge } from "./parts.js";
import { inspected } from "./inspected.js";
import { receiving } from "./receiving.js";

/**
 * What the parts of this page do besides showing: follow a job, look again.
 *
 * @typedef {object} Acts
 * @property {() => Promise<void>} again show the upload as it is now
 * @property {(job: Job) => Promise<void>} follow show work until it is over
 * @property {AbortSignal} signal
 */

const AT_WORK = ["queued", "running"];
const STEPS = ["file", "inspect", "preview", "publish"];
/** At which step an upload is: those before are done. */
const STEP_OF = { receiving: 0, received: 1, inspecting: 1, refused: 1, inspected: 2, staged: 3, publishing: 3, published: 4, discarded: 0 };

/** One upload from its file to its version. @param {Desk} desk @param {string} id @param {AbortSignal} signal */
export async function uploadPage(desk, id, signal) {
  const place = h("div", { class: "upload-page" }, loading(desk.words.t("manage.loading")));

  async function again() {
    await look(await getUpload(desk.client, id));
  }

  /** Show an upload, and the work on it that goes on. @param {Upload} upload */
  async function look(upload) {
    if (signal.aborted) return;
    await show(upload);
    const { job } = upload;
    if (job && AT_WORK.includes(job.status) && !desk.transfers.has(id)) await follow(job);
  }

  /** @param {Upload} upload */
  async function show(upload) {
    const acts = { again, follow, signal };
    fill(place, head(desk, upload, acts), steps(desk, upload), await body(desk, upload, acts));
  }

  /** @param {Job} job */
  async function follow(job) {
    const { t } = desk.words;
    const bar = progressBar(t(`manage.job.${job.kind}`), job.progress);
    const words = h("p", {});
    const work = h("div", { class: "at-work", role: "status" }, words, bar, h("p", { class: "note" }, t("manage.job.may_leave")));
    const box = place.querySelector(".upload-body");
    if (box) fill(box, work);
    const ended = await followJob(desk.client, job, (now) => {
      fill(words, t(now.status === "queued" ? "manage.job.queued" : `manage.job.${job.kind}`));
      if (now.progress > 0) bar.value = now.progress;
      else bar.removeAttribute("value");
    }, signal);
    if (signal.aborted) return;
    await again();
    if (ended.status === "failed" && ended.error?.code !== "upload_cancelled") place.querySelector(".upload-body")?.prepend(broken(desk, ended));
  }

  const first = await getUpload(desk.client, id);
  look(first).catch((thrown) => fill(place, desk.failed(thrown, () => void again())));
  return [place];
}

/** @param {Desk} desk @param {Job} job */
function broken(desk, job) {
  const { t } = desk.words;
  return failure({ what: t(`manage.job.failed.${job.kind}`), where: "", mend: jobErrorText(t, job.error) });
}

/** @param {Desk} desk @param {Upload} upload @param {Acts} acts */
function head(desk, upload, acts) {
  const { t, format } = desk.words;
  const { state } = upload;
  const facts = [sizeText(upload.size), upload.created_by, format.moment(upload.created_at)].join(" · ");
  return h(
    "div",
    {},
    h("a", { class: "link back-link", href: linkTo("uploads") }, t("manage.upload.all")),
    heading(
      upload.file_name,
      "",
      upload.file_kept && state !== "receiving" && h("a", { class: "button", href: downloads(upload.id, "").original, download: true }, t("manage.upload.original")),
      !["published", "discarded"].includes(state) && h("button", { type: "button", class: "button", onclick: () => void letGo(desk, upload, acts) }, t("manage.upload.discard")),
    ),
    h("p", { class: "upload-sub" }, stateBadge(STATE_KINDS[state], t(`upload.state.${state}`)), h("span", {}, t("manage.upload.for_layer"), " ", h("a", { class: "link", href: linkTo("layers", upload.layer) }, upload.layer)), h("span", { class: "note num" }, facts)),
  );
}

/** @param {Desk} desk @param {Upload} upload */
function steps(desk, { state }) {
  const { t } = desk.words;
  const at = STEP_OF[state];
  return h(
    "ol",
    { class: "steps", "aria-label": t("manage.steps") },
    STEPS.map((name, index) => {
      const how = index < at ? "done" : index === at ? "now" : "ahead";
      return h("li", { class: `step step-${how}`, "aria-current": how === "now" ? "step" : null }, h("span", { class: "step-number", "aria-hidden": "true" }, how === "done" ? "✓" : index + 1), t(`manage.step.${name}`));
    }),
  );
}

/** @param {Desk} desk @param {Upload} upload @param {Acts} acts @returns {Promise<Child>} */
async function body(desk, upload, acts) {
  const { t } = desk.words;
  const box = (/** @type {(Child | Child[])[]} */ ...inside) => h("div", { class: "upload-body" }, ...inside);
  if (upload.state === "receiving" || desk.transfers.has(upload.id)) return box(receiving(desk, upload, acts));
  if (upload.state === "discarded") return box(discarded(desk, upload, acts));
  if (upload.state === "received") return box(h("p", { class: "part-lead" }, t("manage.upload.received")), doing(desk, t("manage.upload.inspect"), async () => acts.follow(await inspect(desk.client, upload.id))));
  if (upload.state === "published") return box(published(desk, upload), upload.report && (await inspected(desk, upload, acts)));
  if (!upload.report) return box();
  return box(await inspected(desk, upload, acts));
}

/** @param {Desk} desk @param {Upload} upload */
function published(desk, upload) {
  const { t } = desk.words;
  return h(
    "div",
    { class: "remark remark-good" },
    h("p", {}, h("strong", {}, t("manage.upload.published", { layer: upload.layer, number: upload.version ?? "" }))),
    h("p", { class: "row-tools" },
      h("a", { class: "link", href: linkTo("layers", upload.layer) }, t("manage.upload.see_versions")),
      upload.version !== null && upload.base_version !== null && h("a", { class: "link", href: linkTo("layers", upload.layer, "diff", upload.base_version, upload.version) }, t("manage.upload.see_diff")),
      h("a", { class: "link", href: `/#layers=${encodeURIComponent(upload.layer)}` }, t("manage.upload.see_map"))),
  );
}

/** @param {Desk} desk @param {Upload} upload @param {Acts} acts */
function discarded(desk, upload, acts) {
  const { t } = desk.words;
  if (!upload.file_kept) return h("p", { class: "remark" }, t("manage.upload.gone"));
  return h("div", {}, h("p", { class: "part-lead" }, t("manage.upload.restorable")), doing(desk, t("manage.upload.restore"), async () => {
    await restore(desk.client, upload.id);
    await acts.again();
  }));
}

/** A button that does one thing and says what went wrong with it. @param {Desk} desk @param {string} label @param {() => Promise<void>} run */
export function doing(desk, label, run) {
  const place = h("div", { "aria-live": "polite" });
  const button = h("button", { type: "button", class: "button button-main", onclick: act }, label);
  async function act() {
    button.disabled = true;
    try {
      await run();
    } catch (thrown) {
      fill(place, desk.failed(thrown));
    } finally {
      button.disabled = false;
    }
  }
  return h("div", {}, button, place);
}

/** @param {Desk} desk @param {Upload} upload @param {Acts} acts */
async function letGo(desk, upload, acts) {
  const { t } = desk.words;
  const sure = await confirmed({ title: t("manage.upload.discard"), text: t("manage.upload.discard_sure", { file: upload.file_name }), yes: t("manage.upload.discard"), no: t("manage.cancel") });
  if (!sure) return;
  try {
    const transfer = desk.transfers.get(upload.id);
    if (transfer) await transfer.cancel();
    else await discard(desk.client, upload.id);
    await acts.again();
  } catch (thrown) {
    desk.say(/** @type {Error} */ (thrown).message);
  }
}
