import { h } from "./dom.js";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [unit]
 * @property {"select" | "number" | "text"} kind
 * @property {string} value
 * @property {{ value: string, text: string }[]} [options]
 * @property {number | null} [minimum]
 * @property {number | null} [maximum]
 * @property {string | null} [pattern]
 * @property {string} [hint]
 */

/**
 * A form made from a description.
 *
 * @param {Field[]} fields
 * @param {string} submit
 * @param {(values: { [name: string]: string }) => void} onSubmit called only with values within their bounds
 */
export function form(fields, submit, onSubmit) {
  const node = h("form", { class: "form" }, fields.map(row), h("button", { type: "submit", class: "button button-main" }, submit));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = [...new FormData(node).entries()].map(([name, value]) => [name, String(value)]);
    onSubmit(Object.fromEntries(values));
  });
  return node;
}

/** @param {Field} field */
function row(field) {
  return h(
    "label",
    { class: "form-row" },
    h("span", { class: "form-label" }, field.label, field.unit && h("span", { class: "unit" }, field.unit)),
    field.kind === "select" ? select(field) : input(field),
    field.hint && h("span", { class: "note" }, field.hint),
  );
}

/** @param {Field} field */
function select({ name, value, options = [] }) {
  return h("select", { name }, options.map((option) => h("option", { value: option.value, selected: option.value === value }, option.text)));
}

/** @param {Field} field */
function input({ name, kind, value, minimum, maximum, pattern }) {
  return h("input", { name, type: kind, value, min: minimum, max: maximum, pattern, step: kind === "number" ? "any" : null, autocomplete: "off" });
}
