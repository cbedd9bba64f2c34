/** @import { LegendEntry } from "../core/types.js" */
import { BOUNDARY, PAPER, hatchInk } from "../core/palette.js";
import { svg } from "./dom.js";

let used = 0;

/**
 * The sample of a legend entry, drawn as the map draws it.
 *
 * @param {Pick<LegendEntry, "color" | "look" | "outline">} entry
 */
export function swatch({ color, look, outline }) {
  const frame = svg("svg", { viewBox: "0 0 24 14", width: 24, height: 14, class: "swatch", "aria-hidden": "true" });
  if (look === "point") frame.append(svg("circle", { cx: 12, cy: 7, r: 3.4, fill: color, stroke: PAPER, "stroke-width": 0.8 }));
  else if (look === "line") frame.append(svg("path", { d: "M1 9C7 2 14 13 23 5", fill: "none", stroke: color, "stroke-width": 2.2 }));
  else frame.append(...area(color, look, outline));
  return frame;
}

/** @param {string} color @param {LegendEntry["look"]} look @param {string} [outline] */
function area(color, look, outline) {
  const box = { x: 0.5, y: 0.5, width: 23, height: 13, rx: 1.5 };
  const plain = look === "dots" || look === "schematic";
  const parts = [svg("rect", { ...box, fill: plain ? PAPER : color, stroke: outline ?? BOUNDARY, "stroke-width": 0.8, "stroke-dasharray": look === "schematic" ? "3 2" : null })];
  if (look !== "fill") {
    used += 1;
    const id = `swatch-${used}`;
    parts.unshift(svg("defs", {}, pattern(id, color, look)));
    parts.push(svg("rect", { ...box, fill: `url(#${id})` }));
  }
  return parts;
}

/** @param {string} id @param {string} color @param {LegendEntry["look"]} look */
function pattern(id, color, look) {
  const size = look === "dots" ? 5 : 5.5;
  const turn = { hatch: "rotate(45)", schematic: "rotate(-45)" }[/** @type {string} */ (look)] ?? null;
  const mark =
    look === "dots"
      ? svg("circle", { cx: 2.5, cy: 2.5, r: 1.2, fill: color })
      : svg("line", { x1: 0, y1: 0, x2: 0, y2: size, stroke: look === "hatch" ? hatchInk(color) : color, "stroke-width": look === "hatch" ? 1.5 : 0.8, "stroke-opacity": 0.6 });
  return svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: turn }, mark);
}
