/** @import { App, Answer } from "./app.js" */
/** @import { Properties } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
import { toCsv } from "../core/csv.js";
import { arrange } from "../core/table-model.js";
import { dataTable } from "../ui/table.js";
import { fill, h, slot } from "../ui/dom.js";
import { drawer, iconButton } from "../ui/drawer.js";
import { save } from "../ui/save.js";
import { namesOf } from "./names.js";
import { findFeature } from "./select-place.js";
import { themeOf } from "./themes.js";
import { bboxOf } from "../core/bbox.js";

/**
 * The table twin of the map: a sheet from below. A row goes to its place, a place to its row.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function showTable(app, view) {
  const sheet = slot("table");
  const live = h("p", { class: "visually-hidden", role: "status" });
  /** @type {{ rows: Properties[], grid: ReturnType<typeof dataTable> | null, count: HTMLElement }} */
  const shown = { rows: [], grid: null, count: h("span", { class: "note num" }) };

  async function build() {
    const { answer, table } = app.store.get();
    sheet.hidden = !table || answer?.status !== "ready";
    document.body.toggleAttribute("data-table", !sheet.hidden);
    view.resize();
    shown.grid = null;
    if (sheet.hidden || answer?.status !== "ready") return;
    const rows = themeOf(answer.theme).rows(answer, await namesOf(app));
    if (answer !== app.store.get().answer || !app.store.get().table) return;
    shown.rows = rows;
    const held = document.activeElement?.classList.contains("grid-frame");
    const grid = makeGrid(answer);
    shown.grid = grid;
    fill(sheet, head(app, answer, shown, grid.element), live);
    refill();
    if (held) grid.element.focus();
  }

  /** @param {Answer} answer */
  function makeGrid(answer) {
    const { sort, filters } = app.store.get();
    return dataTable({
      columns: themeOf(answer.theme).columns(app, answer), label: app.words.t("page.table.label"), sort, filters, t: app.words.t,
      rowId: (row) => row.id,
      rowClass: (row) => (row.verdict || row.difference ? `row-${row.verdict ?? "missed"}` : ""),
      onSort: (next) => app.store.set({ sort: next }),
      onFilter: (key, text) => app.store.set({ filters: { ...app.store.get().filters, [key]: text } }),
      onPick: (id) => void pickRow(app, view, sheet, id),
    });
  }

  function refill() {
    const { answer, sort, selected } = app.store.get();
    if (!shown.grid || !answer) return;
    const rows = arranged(app, answer, shown.rows);
    fill(shown.count, app.words.t("page.table.count", { shown: rows.length, count: shown.rows.length }));
    shown.grid.setRows(rows, sort);
    shown.grid.setPicked(selected?.id ?? null);
  }

  app.store.watch(["table", "answer", "lang", "catalogue"], () => void build());
  app.store.watch(["sort", "filters"], refill);
  app.store.watch(["selected"], ({ selected }) => {
    shown.grid?.setPicked(selected?.id ?? null);
    fill(live, shown.rows.find(({ id }) => id === selected?.id)?.name);
  });
  new ResizeObserver(() => shown.grid?.draw()).observe(sheet);
}

/** @param {App} app @param {Answer} answer @param {Properties[]} rows */
function arranged(app, answer, rows) {
  const { sort, filters } = app.store.get();
  return arrange(rows, themeOf(answer.theme).columns(app, answer), { sort, filters });
}

/** @param {App} app @param {MapView} view @param {HTMLElement} sheet @param {string} id */
async function pickRow(app, view, sheet, id) {
  const { answer } = app.store.get();
  if (!answer) return;
  const kind = themeOf(answer.theme).hit(answer.features[0]).kind;
  app.store.set({ selected: { kind, id } });
  const feature = await findFeature(app, { kind, id });
  const box = feature && bboxOf([feature]);
  if (box) view.reveal((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, sheet.offsetHeight);
}

/** @param {App} app @param {Answer} answer @param {Properties[]} rows */
function csvOf(app, answer, rows) {
  const told = rows.map((row) => ({ ...row, verdict_text: row.verdict ? app.words.t(`page.verdict.${row.verdict}`) : "" }));
  return toCsv(themeOf(answer.theme).csvColumns(app, answer), told);
}

/** @param {App} app @param {Answer} answer @param {{ rows: Properties[], count: HTMLElement }} shown @param {HTMLElement} grid */
function head(app, answer, shown, grid) {
  const { t } = app.words;
  const tools = [shown.count, iconButton("download", t("page.table.csv"), () => download(app, shown.rows))];
  const close = { label: t("page.close"), run: () => app.store.set({ table: false }) };
  return drawer({ title: t(`page.table.${answer.theme}`, { year: answer.year }), tools, close }, grid);
}

/** What the table shows, filtered and sorted as it is, as a file. @param {App} app @param {Properties[]} rows */
function download(app, rows) {
  const { answer } = app.store.get();
  if (!answer) return;
  save(csvOf(app, answer, arranged(app, answer, rows)), `jintu-${answer.theme}-${answer.year}.csv`, "text/csv;charset=utf-8");
}
