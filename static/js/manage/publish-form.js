/** @import { Desk } from "./desk.js" */
/** @import { Job, LayerReport, ManagedLayer, Outcome, Upload } from "../core/manage-types.js" */
/** @import { Acts } from "./upload-page.js" */
import { followJob } from "../api/jobs.js";
import { findLayer } from "../api/layers.js";
import { publish } from "../api/uploads.js";
import { PageError, asPageError } from "../core/errors.js";
import { jobErrorText } from "../core/job-error.js";
import { missingFields, publishedValues, wantedFrom } from "../core/wanted.js";
import { fill, h } from "../ui/dom.js";
import { blame, valuesOf } from "./entries.js";
import { conflict, outcome } from "./outcome.js";
import { part, progressBar } from "./parts.js";
import { publishFields } from "./publish-fields.js";

/**
 * Say what the data is, see what publishing would change, publish.
 *
 * @param {Desk} desk @param {Upload} upload @param {LayerReport} layer @param {Acts} acts
 */
export async function publishForm(desk, upload, layer, acts) {
  const { t } = desk.words;
  const published = /** @type {ManagedLayer | null} */ (await findLayer(desk.client, upload.layer));
  const place = h("div", { class: "outcome", "aria-live": "polite" });
  /** @type {{ base: number | undefined }} */
  const seen = { base: undefined };
  const buttons = [h("button", { type: "submit", class: "button", name: "act", value: "dry" }, t("manage.publish.dry_run")), h("button", { type: "submit", class: "button button-main", name: "act", value: "publish" }, t("manage.publish.do"))];
  const form = h("form", { class: "form publish-form", novalidate: true }, publishFields(desk, layer, published, publishedValues(published)), h("div", { class: "row-tools publish-tools" }, buttons), place);

  /** @param {boolean} dryRun */
  async function send(dryRun) {
    if (!complete(desk, form)) return;
    buttons.forEach((button) => Object.assign(button, { disabled: true }));
    try {
      const wanted = wantedFrom(valuesOf(form), { layer: layer.name, base: seen.base });
      const answer = await publish(desk.client, upload.id, { ...wanted, dry_run: dryRun });
      const result = answer.job ? await followed(desk, answer.job, place, acts.signal) : answer;
      if (acts.signal.aborted) return;
      if (dryRun) fill(place, outcome(desk, upload.layer, /** @type {Outcome} */ (result)));
      else {
        await acts.again();
        scrollTo(0, 0);
      }
    } catch (thrown) {
      refused(thrown, dryRun);
    } finally {
      buttons.forEach((button) => Object.assign(button, { disabled: false }));
    }
  }

  /** @param {unknown} thrown @param {boolean} dryRun */
  function refused(thrown, dryRun) {
    const error = asPageError(thrown);
    const names = error.code === "upload_description" ? String(error.detail.missing ?? "").split(", ") : [];
    if (names.length > 0) tellMissing(desk, form, names);
    if (error.code === "version_conflict") {
      fill(place, conflict(desk, upload.layer, error, (base) => {
        seen.base = base;
        void send(dryRun);
      }));
    } else fill(place, desk.failed(error));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(/** @type {HTMLButtonElement | null} */ (event.submitter)?.value === "dry");
  });
  form.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) blame(form, target.name);
    // What a dry run said holds for what was asked then.
    if (!buttons[0].disabled) fill(place);
  });
  return part(t("manage.publish.title"), h("p", { class: "part-lead" }, t(published ? "manage.publish.lead" : "manage.publish.lead_new", { layer: upload.layer })), form);
}

/** Say at each field what is missing; true when nothing is. @param {Desk} desk @param {HTMLFormElement} form */
function complete(desk, form) {
  const values = valuesOf(form);
  const missing = missingFields(values);
  const unsure = form.elements.namedItem("accept_valid") !== null && values.accept_valid !== "true";
  tellMissing(desk, form, unsure ? [...missing, "accept_valid"] : missing);
  return missing.length === 0 && !unsure;
}

/** @param {Desk} desk @param {HTMLFormElement} form @param {string[]} names */
function tellMissing(desk, form, names) {
  const { t } = desk.words;
  const fields = [...new Set([...form.elements].map((element) => /** @type {HTMLInputElement} */ (element).name))];
  const open = valuesOf(form).visibility === "public";
  for (const name of fields) {
    const kind = name === "accept_valid" || name === "review_number" || name === "key" ? name : open ? "public" : "required";
    blame(form, name, names.includes(name) ? t(`manage.missing.${kind}`) : undefined);
  }
  const first = form.querySelector("[aria-invalid]");
  if (first instanceof HTMLElement) first.focus();
}

/** What a job gives, or why it failed, as if the request itself had. @param {Desk} desk @param {Job} job @param {Element} place @param {AbortSignal} signal @returns {Promise<Outcome>} */
async function followed(desk, job, place, signal) {
  const { t } = desk.words;
  const bar = progressBar(t("manage.job.publish"), 0);
  const words = h("p", {}, t("manage.job.queued"));
  fill(place, h("div", { class: "at-work", role: "status" }, words, bar));
  const ended = await followJob(desk.client, job, ({ status, progress }) => {
    fill(words, t(status === "queued" ? "manage.job.queued" : "manage.job.publish"));
    bar.value = progress;
  }, signal);
  if (ended.status !== "failed") return ended.result ?? {};
  throw new PageError(ended.error?.code ?? "internal", { message: jobErrorText(t, ended.error), detail: ended.error?.detail ?? {} });
}
