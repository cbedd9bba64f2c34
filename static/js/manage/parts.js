/** @import { Child } from "../ui/dom.js" */
import { h } from "../ui/dom.js";

export { progressBar, sizeText } from "../ui/progress.js";

/** How a step looks: what waits for somebody is told from what is over. */
export const STATE_KINDS = { receiving: "busy", received: "plain", inspecting: "busy", inspected: "good", refused: "bad", publishing: "busy", staged: "good", published: "good", discarded: "plain" };

/** What a page begins with. @param {string} title @param {string} [lead] @param {...Child} tools */
export function heading(title, lead, ...tools) {
  return h("header", { class: "page-head" }, h("div", { class: "page-words" }, h("h1", { class: "page-title" }, title), lead && h("p", { class: "page-lead" }, lead)), tools.length > 0 && h("div", { class: "page-tools" }, tools));
}

/** A part of a page with its own heading. @param {string} title @param {...(Child | Child[])} inside */
export function part(title, ...inside) {
  return h("section", { class: "part" }, h("h2", { class: "part-title" }, title), ...inside);
}

/** A small table; on a narrow screen each row is a card of its own, unless it stands in a sample. @param {string} label @param {string[]} heads @param {(Child | Child[])[][]} rows */
export function plainTable(label, heads, rows) {
  return h(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": label },
    h("table", { class: "plain-table" }, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, at) => h("td", { "data-label": heads[at] || null }, cell)))))),
  );
}

/** Where something stands, in a word. @param {string} kind good, bad, busy or plain @param {string} text */
export function stateBadge(kind, text) {
  return h("span", { class: `badge state-${kind}` }, text);
}

/**
 * Ask before something that others will notice.
 *
 * @param {{ title: string, text: Child | Child[], yes: string, no: string, danger?: boolean }} words
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, yes, no, danger = false }) {
  return new Promise((resolve) => {
    const box = h(
      "dialog",
      { class: "ask", "aria-label": title },
      h("form", { method: "dialog", class: "ask-form" },
        h("h2", { class: "part-title" }, title),
        h("div", { class: "ask-text" }, text),
        h("div", { class: "row-tools" },
          h("button", { type: "submit", value: "no", class: "button", autofocus: true }, no),
          h("button", { type: "submit", value: "yes", class: `button ${danger ? "button-danger" : "button-main"}` }, yes))),
    );
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    document.body.append(box);
    box.showModal();
  });
}
