/** @import { Child } from "./dom.js" */
import { h } from "./dom.js";

/**
 * Space kept while something is on its way, with a word on what it is.
 *
 * @param {string} what
 */
export function loading(what) {
  return h("div", { class: "notice notice-loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), what);
}

/**
 * Nothing there: what it means and what to do next.
 *
 * @param {string} text
 * @param {...Child} next
 */
export function empty(text, ...next) {
  return h("div", { class: "notice notice-empty", role: "status" }, h("p", {}, text), next);
}

/**
 * What went wrong, where, and how to go on.
 *
 * @param {{ what: string, where: string, mend: string, retry?: { label: string, run: () => void } }} facts
 */
export function failure({ what, where, mend, retry }) {
  return h(
    "div",
    { class: "notice notice-error", role: "alert" },
    h("p", { class: "notice-what" }, what),
    h("p", {}, mend),
    where && h("p", { class: "note" }, where),
    retry && h("button", { type: "button", class: "button", onclick: retry.run }, retry.label),
  );
}

/**
 * A line that comes up at the foot of the page and can be put away.
 *
 * @param {string} text
 * @param {{ label: string, close: () => void }} closing
 */
export function toast(text, { label, close }) {
  return h("div", { class: "toast", role: "status" }, h("span", {}, text), h("button", { type: "button", class: "link", onclick: close }, label));
}
