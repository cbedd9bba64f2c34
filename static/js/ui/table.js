/** @import { Column, Properties, Sort, Translate } from "../core/types.js" */
import { fill, h } from "./dom.js";

const ROW_PX = 34;
const SPARE_ROWS = 12;

/**
 * A table of any length: only the rows in sight are in the page. The header stays, columns sort and
 * filter, arrows move the selection and `onPick` tells the map.
 *
 * @param {object} props
 * @param {Column[]} props.columns
 * @param {string} props.label
 * @param {Sort} props.sort
 * @param {{ [key: string]: string }} props.filters
 * @param {(row: Properties) => string} props.rowId
 * @param {(row: Properties) => string} props.rowClass
 * @param {Translate} props.t
 * @param {(sort: Sort) => void} props.onSort
 * @param {(key: string, text: string) => void} props.onFilter
 * @param {(id: string) => void} props.onPick
 */
export function dataTable(props) {
  /** @type {{ rows: Properties[], picked: string | null }} */
  const state = { rows: [], picked: null };
  const body = h("tbody", {});
  const heads = props.columns.map((column) => headCell(column, props));
  const grid = h(
    "table",
    { class: "grid", "aria-label": props.label, "aria-rowcount": -1 },
    h("thead", {}, h("tr", { class: "grid-head" }, heads), h("tr", { class: "grid-filters" }, props.columns.map((column) => filterCell(column, props)))),
    body,
  );
  const frame = h("div", { class: "grid-frame", tabindex: 0, role: "region", "aria-label": props.label, onscroll: draw, onkeydown: move }, grid);

  function draw() {
    const first = Math.max(0, Math.floor(frame.scrollTop / ROW_PX) - SPARE_ROWS);
    const last = Math.min(state.rows.length, Math.ceil((frame.scrollTop + (frame.clientHeight || 800)) / ROW_PX) + SPARE_ROWS);
    const shown = state.rows.slice(first, last).map((row, index) => bodyRow(row, first + index, state.picked, props));
    fill(body, spacer(first), shown, spacer(state.rows.length - last));
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    if (event.target instanceof HTMLInputElement) return;
    const at = state.rows.findIndex((row) => props.rowId(row) === state.picked);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: state.rows.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (next === undefined || state.rows.length === 0) return;
    event.preventDefault();
    props.onPick(props.rowId(state.rows[Math.min(state.rows.length - 1, Math.max(0, next))]));
  }

  return {
    element: frame,
    /** @param {Properties[]} rows @param {Sort} sort */
    setRows(rows, sort) {
      state.rows = rows;
      grid.setAttribute("aria-rowcount", String(rows.length + 2));
      heads.forEach((cell, index) => cell.setAttribute("aria-sort", ariaSort(props.columns[index].key, sort)));
      draw();
    },
    /** @param {string | null} id */
    setPicked(id) {
      state.picked = id;
      const at = state.rows.findIndex((row) => props.rowId(row) === id);
      if (at !== -1) keepInSight(frame, grid, at);
      draw();
    },
    draw,
  };
}

/** @param {HTMLElement} frame @param {HTMLTableElement} grid @param {number} at row number */
function keepInSight(frame, grid, at) {
  const head = grid.tHead?.offsetHeight ?? 0;
  const top = at * ROW_PX;
  const room = frame.clientHeight - head - ROW_PX;
  if (top < frame.scrollTop || top > frame.scrollTop + room) frame.scrollTop = Math.max(0, top - room / 2);
}

/** @param {number} rows */
function spacer(rows) {
  const row = h("tr", { class: "grid-spacer", "aria-hidden": "true" }, h("td", {}));
  row.style.height = `${Math.max(0, rows) * ROW_PX}px`;
  return rows > 0 ? row : null;
}

/** @param {string} key @param {Sort} sort */
function ariaSort(key, sort) {
  if (key !== sort.column) return "none";
  return sort.direction === "asc" ? "ascending" : "descending";
}

/** @param {Column} column @param {Parameters<typeof dataTable>[0]} props */
function headCell(column, props) {
  const name = h("button", { type: "button", class: "grid-sort", onclick: () => props.onSort(turned(column, cell)) }, column.label, column.unit && h("span", { class: "unit" }, column.unit));
  const cell = h("th", { scope: "col", class: column.numeric ? "num" : "", "aria-sort": ariaSort(column.key, props.sort) }, name);
  return cell;
}

/** @param {Column} column @param {HTMLElement} cell @returns {Sort} */
function turned(column, cell) {
  const first = column.numeric ? "desc" : "asc";
  const now = cell.getAttribute("aria-sort");
  if (now === "none") return { column: column.key, direction: first };
  return { column: column.key, direction: now === "ascending" ? "desc" : "asc" };
}

/** @param {Column} column @param {Parameters<typeof dataTable>[0]} props */
function filterCell(column, { filters, onFilter, t }) {
  const hint = column.numeric ? t("page.table.filter_number") : t("page.table.filter_text");
  const field = h("input", {
    type: "search", class: "grid-filter", value: filters[column.key] ?? "", placeholder: hint,
    "aria-label": t("page.table.filter", { column: column.label }),
  });
  field.addEventListener("input", () => onFilter(column.key, field.value));
  return h("td", {}, field);
}

/** @param {Properties} row @param {number} index @param {string | null} picked @param {Parameters<typeof dataTable>[0]} props */
function bodyRow(row, index, picked, props) {
  const id = props.rowId(row);
  const own = id === picked;
  return h(
    "tr",
    { class: `grid-row ${props.rowClass(row)}`, "data-id": id, "aria-rowindex": index + 3, "aria-selected": own ? "true" : "false", onclick: () => props.onPick(id) },
    props.columns.map((column) => h("td", { class: column.numeric ? "num" : "" }, column.text(row[column.key], row))),
  );
}
