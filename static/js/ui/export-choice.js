/** @import { FileFormat, Files, Offer } from "../api/exports.js" */
/** @import { Field } from "./form.js" */
/** @import { Format } from "../core/format.js" */
/** @import { Translate } from "../core/types.js" */
import { jobErrorText } from "../core/job-error.js";
import { openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { toolButton } from "./drawer.js";
import { form } from "./form.js";
import { loading } from "./notice.js";
import { progressBar, sizeText } from "./progress.js";

const GCJ02 = "GCJ-02";
const PARTS = ["units", "stations", "targets", "summary"];
const FORMATS = ["geojson", "geopackage", "shapefile", "xlsx", "csv", "kml", "flatgeobuf", "geoparquet"];

/**
 * @typedef {{ files: Files, words: { t: Translate, lang: "zh" | "en", format: Format }, failed: (thrown: unknown) => HTMLElement }} Page what a page gives: the map's and the staff's alike
 * @typedef {object} Exported one of layer, run, evaluation and scenario
 * @property {string} title
 * @property {string} [layer]
 * @property {number} [version]
 * @property {string} [run]
 * @property {string} [evaluation]
 * @property {string} [scenario]
 * @property {string | null} [token] of the link that opened the scenario
 */

/** The one way to a file. @param {Page} page @param {() => Exported} what at the moment of asking */
export function exportTool(page, what) {
  return toolButton("download", page.words.t("export.form.open"), () => void exportDialog(page, what()), { "data-act": "export", "aria-haspopup": "dialog" });
}

/**
 * Format, reference system, then how far it is, and the file.
 *
 * @param {Page} page
 * @param {Exported} what
 */
export async function exportDialog(page, what) {
  const { t } = page.words;
  const inside = h("div", { class: "export-body" }, loading(t("export.form.open")));
  openDialog({ title: t("export.form.title", { title: what.title }), close: t("page.close"), class: "sheet-form export-form" }, inside);
  try {
    const offer = await page.files.offer();
    fill(inside, ...(offer.may_order ? ordering(page, what, offer) : atOnce(page, what, offer)));
    /** @type {HTMLElement | null} */ (inside.querySelector("select, a"))?.focus();
  } catch (thrown) {
    fill(inside, page.failed(thrown));
  }
}

/** What those get who may not order: public layers as they are. @param {Page} page @param {Exported} what @param {Offer} offer */
function atOnce({ files, words: { t, lang } }, { layer }, offer) {
  const signIn = h("p", { class: "note" }, t("export.form.sign_in"), " ", h("a", { class: "link", href: "/manage" }, t("whatif.sign_in")));
  if (!layer) return [signIn];
  const links = offer.direct.map((format) => h("a", { class: "button", href: files.direct(layer, format, lang), download: "" }, t("export.form.direct", { format: t(`export.form.format.${format}`) })));
  return [h("p", {}, t("export.form.direct.lead")), h("div", { class: "export-links" }, links), signIn];
}

/** @param {Page} page @param {Exported} what @param {Offer} offer */
function ordering(page, what, offer) {
  const { t } = page.words;
  const state = h("div", { class: "sheet-state" });
  const caution = h("p", { class: "note export-caution", role: "status" });
  const ask = form(fields(page, what, offer), t("export.form.make"), (values) => void make(page, what, values, state));
  const follow = () => adapt(ask, offer, t, caution);
  ask.addEventListener("change", follow);
  ask.querySelector("button")?.before(caution);
  follow();
  return [ask, state];
}

/** @param {Page} page @param {Exported} what @param {Offer} offer @returns {Field[]} */
function fields({ words: { t } }, { scenario }, offer) {
  const pick = (/** @type {string} */ name, /** @type {{ value: string, text: string }[]} */ options) => ({ name, kind: /** @type {const} */ ("select"), label: t(`export.form.${name}`), value: options[0].value, options });
  const known = [...offer.formats].sort((a, b) => FORMATS.indexOf(a.id) - FORMATS.indexOf(b.id));
  const parts = pick("part", [{ value: "", text: t("export.form.part.all") }, ...PARTS.map((value) => ({ value, text: t(`export.part.${value}`) }))]);
  return [
    ...(scenario ? [parts] : []),
    pick("format", known.map(({ id }) => ({ value: id, text: t(`export.form.format.${id}`) }))),
    pick("crs", offer.systems.map(({ id, title }) => ({ value: id, text: title }))),
    pick("encoding", ["UTF-8", "GB18030"].map((value) => ({ value, text: value }))),
    pick("shape", ["auto", "wkt", "point"].map((value) => ({ value, text: t(`export.form.shape.${value}`) }))),
  ];
}

/**
 * Only what goes together can be chosen.
 *
 * @param {HTMLFormElement} ask @param {Offer} offer @param {Translate} t @param {HTMLElement} caution
 */
function adapt(ask, offer, t, caution) {
  const select = (/** @type {string} */ name) => /** @type {HTMLSelectElement | null} */ (ask.elements.namedItem(name));
  const format = /** @type {HTMLSelectElement} */ (select("format"));
  const part = select("part")?.value;
  const placeless = part === "targets" || part === "summary";
  only(format, (id) => !placeless || formatOf(offer, id).is_table);
  const chosen = formatOf(offer, format.value);
  const everything = part !== undefined && select("part")?.options[0];
  if (everything) everything.text = t(chosen.id === "xlsx" ? "export.form.part.all" : "export.part.units");
  only(select("crs"), (id) => chosen.systems.includes(id));
  only(select("encoding"), (id) => chosen.encodings.includes(id));
  only(select("shape"), (id) => chosen.shapes.includes(id));
  show(select("crs"), !placeless);
  show(select("encoding"), chosen.encodings.length > 1);
  show(select("shape"), chosen.shapes.length > 1 && !placeless);
  const said = select("crs")?.value === GCJ02 && !placeless ? t("export.form.gcj02") : "";
  if (caution.textContent !== said) caution.textContent = said;
}

/** @param {Offer} offer @param {string} id */
const formatOf = (offer, id) => /** @type {FileFormat} */ (offer.formats.find((one) => one.id === id));

/** @param {HTMLSelectElement | null} select @param {(value: string) => boolean} fits */
function only(select, fits) {
  if (!select) return;
  const options = [...select.options];
  for (const option of options) option.disabled = option.hidden = !fits(option.value);
  if (select.selectedOptions[0]?.disabled) select.value = options.find((one) => !one.disabled)?.value ?? options[0].value;
}

/** @param {HTMLSelectElement | null} select @param {boolean} is */
function show(select, is) {
  const row = select?.closest("label");
  if (!select || !row) return;
  row.hidden = !is;
  select.disabled = !is;
}

/** The order, without what was left at its default. @param {Exported} what @param {{ [name: string]: string }} values @returns {{ [name: string]: string | number }} */
export function orderOf({ title: _, ...what }, values) {
  const given = Object.entries({ ...what, ...values }).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return Object.fromEntries(/** @type {[string, string | number][]} */ (given));
}

/** @param {Page} page @param {Exported} what @param {{ [name: string]: string }} values @param {HTMLElement} state */
async function make(page, what, values, state) {
  const { t, lang } = page.words;
  const bar = progressBar(t("export.form.making"), 0);
  fill(state, loading(t("export.form.making")), bar);
  try {
    const job = await page.files.order({ ...orderOf(what, values), lang });
    const done = await page.files.follow(job, ({ progress }) => { bar.value = progress; }, gone(state));
    if (!state.isConnected) return;
    if (done.status !== "done") {
      fill(state, h("p", { class: "notice notice-error", role: "alert" }, t("export.form.failed"), " ", jobErrorText(t, done.error)));
      return;
    }
    fill(state, ...file(page, job.file, done.result));
    state.querySelector("a")?.focus();
  } catch (thrown) {
    if (state.isConnected) fill(state, page.failed(thrown));
  }
}

/** Ends the following when the box is closed. @param {HTMLElement} state */
function gone(state) {
  const ending = new AbortController();
  state.closest("dialog")?.addEventListener("close", () => ending.abort(), { once: true });
  return ending.signal;
}

/** @param {Page} page @param {string} address @param {{ name: { shown: string }, features: number, bytes: number, findings: { code: string, facts: { [name: string]: any } }[] }} made */
function file({ words: { t, format } }, address, { name, features, bytes, findings }) {
  return [
    h("p", { role: "status" }, h("a", { class: "button button-main export-file", href: address, download: name.shown }, t("export.form.fetch", { name: name.shown })), h("span", { class: "note num" }, t("export.form.file", { features: format.count(features), size: sizeText(bytes) }))),
    ...findings.map(({ code, facts }) => h("p", { class: "note" }, t(`export.finding.${code}`, facts))),
  ];
}
