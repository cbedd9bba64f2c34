import { h } from "./dom.js";

/**
 * A list of choices of which one holds, in groups where they have names.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {{ label?: string, options: { value: string, text: string }[] }[]} props.groups
 * @param {(value: string) => void} props.onChoose
 */
export function select({ label, value, groups, onChoose }) {
  const options = (/** @type {{ value: string, text: string }[]} */ list) => list.map((one) => h("option", { value: one.value, selected: one.value === value }, one.text));
  const box = h("select", { class: "select", "aria-label": label }, groups.flatMap((group) => (group.label ? h("optgroup", { label: group.label }, options(group.options)) : options(group.options))));
  box.addEventListener("change", () => onChoose(box.value));
  return box;
}
