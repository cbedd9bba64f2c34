import { h } from "./dom.js";

/**
 * A few choices of which one holds: the year, the language.
 *
 * @template {string | number} V
 * @param {object} props
 * @param {string} props.label
 * @param {{ value: V, text: string, lang?: string }[]} props.options
 * @param {V} props.value
 * @param {(value: V) => void} props.onChoose
 */
export function choice({ label, options, value, onChoose }) {
  return h(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    options.map((option) =>
      h("button", { type: "button", class: "choice-option num", lang: option.lang, "aria-pressed": String(option.value === value), onclick: () => onChoose(option.value) }, option.text),
    ),
  );
}

/**
 * A switch with its name: on or off.
 *
 * @param {{ label: string, on: boolean, onTurn: (on: boolean) => void, kind?: "checkbox" | "radio", name?: string }} props
 */
export function toggle({ label, on, onTurn, kind = "checkbox", name }) {
  const box = h("input", { type: kind, name, role: kind === "checkbox" ? "switch" : null });
  box.checked = on;
  box.addEventListener("change", () => onTurn(box.checked));
  return h("label", { class: "toggle" }, box, h("span", { class: "toggle-name" }, label));
}
