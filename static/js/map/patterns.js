import { PAPER, hatchInk } from "../core/palette.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * SVG paint servers, made once per colour and look, so that polygons carry a pattern and not only
 * a colour: a 45° hatch for "missed", dots for "not measured".
 */
export function createPatterns() {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add("pattern-store");
  svg.setAttribute("aria-hidden", "true");
  const defs = svg.appendChild(document.createElementNS(SVG, "defs"));
  document.body.append(svg);
  /** @type {Set<string>} */
  const made = new Set();

  /**
   * What to write into a `fill` attribute.
   *
   * @param {string} color
   * @param {"fill" | "hatch" | "dots"} look
   */
  return function paint(color, look) {
    if (look === "fill") return color;
    const id = `${look}-${color.replace("#", "")}`;
    if (!made.has(id)) defs.append(look === "hatch" ? hatch(id, color) : dots(id, color));
    made.add(id);
    return `url(#${id})`;
  };
}

/** @param {string} id @param {number} size @param {string} color */
function tile(id, size, color) {
  const pattern = element("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" });
  pattern.append(element("rect", { width: size, height: size, fill: color }));
  return pattern;
}

/** @param {string} id @param {string} color */
function hatch(id, color) {
  const pattern = tile(id, 7, color);
  pattern.setAttribute("patternTransform", "rotate(45)");
  pattern.append(element("line", { x1: 0, y1: 0, x2: 0, y2: 7, stroke: hatchInk(color), "stroke-width": 1.6, "stroke-opacity": 0.55 }));
  return pattern;
}

/** @param {string} id @param {string} color */
function dots(id, color) {
  const pattern = tile(id, 6, PAPER);
  pattern.append(element("circle", { cx: 3, cy: 3, r: 1.3, fill: color }));
  return pattern;
}

/** @param {string} name @param {{ [name: string]: string | number }} attributes */
function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
