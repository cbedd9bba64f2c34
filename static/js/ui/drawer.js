/** @import { Child } from "./dom.js" */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * A sheet on the edge of the map with a heading and a way to close it.
 *
 * @param {object} props
 * @param {string} props.title
 * @param {string} [props.lead] one line under the heading
 * @param {Child[]} [props.tools] buttons beside the heading
 * @param {{ label: string, run: () => void }} props.close
 * @param {...(Child | Child[])} inside
 */
export function drawer({ title, lead, tools = [], close }, ...inside) {
  return [
    h(
      "header",
      { class: "drawer-head" },
      h("div", { class: "drawer-words" }, h("h2", { class: "drawer-title" }, title), lead && h("p", { class: "note" }, lead)),
      h("div", { class: "drawer-tools" }, tools, h("button", { type: "button", class: "icon-button", "aria-label": close.label, title: close.label, onclick: close.run }, icon("close"))),
    ),
    h("div", { class: "drawer-body" }, ...inside),
  ];
}

/**
 * @param {import("./icons.js").IconName} name
 * @param {string} label
 * @param {() => void} run
 * @param {import("./dom.js").Props} [more]
 */
export function toolButton(name, label, run, more = {}) {
  return h("button", { type: "button", class: "tool", onclick: run, title: label, ...more }, icon(name), h("span", { class: "tool-name" }, label));
}

/**
 * @param {import("./icons.js").IconName} name
 * @param {string} label
 * @param {() => void} run
 */
export function iconButton(name, label, run) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: run }, icon(name));
}
