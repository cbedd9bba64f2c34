/** @import { App, Answer } from "./app.js" */
/** @import { Field } from "../ui/form.js" */
import { followJob } from "../api/jobs.js";
import { orderSheet } from "../api/sheets.js";
import { LAYER } from "./allocations-theme.js";
import { fill, h } from "../ui/dom.js";
import { openDialog } from "../ui/dialog.js";
import { form } from "../ui/form.js";
import { loading } from "../ui/notice.js";
import { progressBar } from "../ui/progress.js";
import { isDirty } from "./scenario-session.js";

const SIZES = ["A4", "A3", "A2", "A1", "A0"];
const KEPT = "jintu.organisation";

/**
 * Ask for paper and imprint, have the sheet made, and offer its file.
 *
 * @param {App} app
 */
export function printSheet(app) {
  const { t } = app.words;
  const { answer } = app.store.get();
  const subject = answer?.status === "ready" ? subjectOf(app, answer) : null;
  if (!answer || !subject) {
    app.say(t(answer?.theme === "scenario" ? "export.form.save_first" : "sheet.form.nothing"));
    return;
  }
  const state = h("div", { class: "sheet-state", "aria-live": "polite" });
  const ask = form(fields(app, answer), t("sheet.form.make"), (values) => {
    localStorage.setItem(KEPT, values.organisation);
    void make(app, { ...subject, ...orderOf(values) }, state);
  });
  openDialog({ title: t("sheet.form.title"), close: t("page.close"), class: "sheet-form" }, ask, state);
}

/** What the map shows, as the service knows it. @param {App} app @param {Answer} answer @returns {{ [name: string]: string | number } | null} */
function subjectOf(app, { theme, run, judged, year }) {
  if (theme === "scenario") return scenarioOf(app);
  if (theme === "allocations") return { layer: LAYER, year };
  if (!run) return null;
  return theme === "target" && judged ? { evaluation: run.id, target: judged.target } : { run: run.id };
}

/** A scenario can be printed as it is kept. @param {App} app @returns {{ [name: string]: string } | null} */
function scenarioOf(app) {
  const { whatif } = app.store.get();
  if (!whatif?.kept || isDirty(app.store.get())) return null;
  return { scenario: whatif.kept.id, ...(whatif.token ? { token: whatif.token } : {}) };
}

/** @param {App} app @param {Answer} answer @returns {Field[]} */
function fields(app, { theme }) {
  const { t } = app.words;
  const kinds = theme === "distance" || theme === "target" ? ["sheet", "township", "county"] : ["sheet"];
  const pick = (/** @type {string} */ name, /** @type {string[]} */ options) => ({
    name, kind: /** @type {const} */ ("select"), label: t(`sheet.form.${name}`), value: options[0],
    options: options.map((value) => ({ value, text: SIZES.includes(value) ? value : t(`sheet.form.${name}.${value}`) })),
  });
  const write = (/** @type {string} */ name, value = "") => ({ name, kind: /** @type {const} */ ("text"), label: t(`sheet.form.${name}`), value, hint: t(`sheet.form.${name}.hint`) });
  return [
    pick("what", kinds), pick("size", SIZES), pick("orientation", ["landscape", "portrait"]), pick("format", ["pdf", "png"]),
    write("heading"), write("organisation", localStorage.getItem(KEPT) ?? ""), write("review_number"),
  ];
}

/**
 * What was filled in, without what was left empty. An atlas is a PDF in landscape.
 *
 * @param {{ [name: string]: string }} values
 */
export function orderOf({ what, heading, ...values }) {
  const given = Object.entries({ ...values, title: heading }).filter(([, value]) => value.trim() !== "");
  const order = Object.fromEntries(given.map(([name, value]) => [name, value.trim()]));
  return what === "sheet" ? order : { ...order, by: what, orientation: "landscape", format: "pdf" };
}

/**
 * @param {App} app @param {{ [name: string]: string | number }} order
 * @param {HTMLElement} state where it is told how it goes
 */
async function make(app, { target, ...rest }, state) {
  const { t, lang } = app.words;
  const order = rest.by || target === undefined ? rest : { ...rest, target };
  const bar = progressBar(t("sheet.form.making"), 0);
  fill(state, loading(t("sheet.form.making")), rest.by ? bar : null);
  try {
    const job = await orderSheet(app.client, { ...order, lang });
    const done = await followJob(app.client, job, ({ progress }) => { bar.value = progress; });
    if (done.status === "done") fill(state, h("a", { class: "button button-main", href: job.file, download: "" }, t("sheet.form.fetch")));
    else fill(state, h("p", { class: "notice notice-error", role: "alert" }, t(`error.${done.error?.code ?? "internal"}`, { where: done.error?.where ?? "", ...done.error?.detail })));
  } catch (thrown) {
    fill(state, app.failed(thrown));
  }
}
