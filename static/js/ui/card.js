/** @import { Child } from "./dom.js" */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @typedef {{ label: string, value: Child | Child[], strong?: boolean }} Fact
 *
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.kind what sort of thing it is
 * @param {Child[]} props.marks badges and lights
 * @param {Fact[]} props.facts
 * @param {Child[]} [props.foot]
 * @param {{ label: string, run: () => void }} props.close
 */
export function card({ title, kind, marks, facts, foot = [], close }) {
  return h(
    "section",
    { class: "card", "aria-label": title, tabindex: -1 },
    h(
      "header",
      { class: "card-head" },
      h("div", {}, h("p", { class: "eyebrow" }, kind), h("h2", { class: "card-title" }, title)),
      h("button", { type: "button", class: "icon-button", "aria-label": close.label, title: close.label, onclick: close.run }, icon("close")),
    ),
    marks.length > 0 && h("p", { class: "card-marks" }, marks),
    factList(facts),
    foot,
  );
}

/**
 * Names and values, one pair a line.
 *
 * @param {Fact[]} facts
 */
export function factList(facts) {
  const lines = facts.flatMap(({ label, value, strong }) => [h("dt", {}, label), h("dd", { class: strong ? "strong num" : "num" }, value)]);
  return h("dl", { class: "facts" }, lines);
}

/**
 * A door: a line that opens to show what stands behind a figure.
 *
 * @param {string} label
 * @param {Child[]} inside
 */
export function door(label, inside) {
  return h("details", { class: "door" }, h("summary", {}, label), h("div", { class: "door-inside" }, inside));
}
