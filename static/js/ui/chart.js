import { h, svg } from "./dom.js";

const WIDTH = 340;
const HEIGHT = 96;
const FOOT = 18;
const HEAD = 14;

/**
 * How many townships lie at which distance: bars from zero, the plan's line drawn through.
 *
 * @param {object} props
 * @param {{ fromKm: number, toKm: number, count: number, color: string, side: string }[]} props.bins
 * @param {number | null} props.targetKm
 * @param {string} props.label what the chart says, in words
 * @param {string} props.unit
 * @param {(bin: { fromKm: number, toKm: number, count: number }) => string} props.tell
 */
export function distanceChart({ bins, targetKm, label, unit, tell }) {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const reach = bins[bins.length - 1].toKm;
  const x = (/** @type {number} */ km) => (km / reach) * WIDTH;
  const y = (/** @type {number} */ count) => (count / most) * (HEIGHT - FOOT - HEAD);
  const chart = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  chart.append(svg("line", { class: "chart-axis", x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }));
  chart.append(svg("defs", {}, svg("pattern", { id: "chart-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("line", { class: "chart-hatch", x1: 0, y1: 0, x2: 0, y2: 5 }))));
  for (const bin of bins) chart.append(...bar(bin, x, y, tell));
  for (const km of ticks(reach, targetKm)) chart.append(tick(km, x(km), reach, unit));
  if (targetKm !== null && targetKm <= reach) chart.append(...targetLine(x(targetKm), targetKm, unit));
  return h("figure", { class: "chart-frame" }, chart);
}

/**
 * @param {{ fromKm: number, toKm: number, count: number, color: string, side: string }} bin
 * @param {(km: number) => number} x @param {(count: number) => number} y
 * @param {(bin: { fromKm: number, toKm: number, count: number }) => string} tell
 */
function bar(bin, x, y, tell) {
  const height = bin.count === 0 ? 0 : Math.max(1.5, y(bin.count));
  const box = { x: x(bin.fromKm) + 0.75, y: HEIGHT - FOOT - height, width: Math.max(1, x(bin.toKm) - x(bin.fromKm) - 1.5), height };
  const shape = svg("rect", { ...box, class: "chart-bar", fill: bin.color }, svg("title", {}, tell(bin)));
  return bin.side === "beyond" ? [shape, svg("rect", { ...box, fill: "url(#chart-hatch)", "pointer-events": "none" })] : [shape];
}

/** @param {number} reach @param {number | null} targetKm */
function ticks(reach, targetKm) {
  const step = [1, 2, 5, 10, 20, 50, 100].find((width) => reach / width <= 6) ?? 200;
  const all = Array.from({ length: Math.floor(reach / step) + 1 }, (_, index) => index * step);
  return all.filter((km) => targetKm === null || km === targetKm || Math.abs(km - targetKm) > step * 0.45);
}

/** @param {number} km @param {number} at @param {number} reach @param {string} unit */
function tick(km, at, reach, unit) {
  const anchor = km === 0 ? "start" : km >= reach * 0.97 ? "end" : "middle";
  return svg("text", { class: "chart-tick", x: at, y: HEIGHT - 4, "text-anchor": anchor }, km === 0 ? `0 ${unit}` : km);
}

/** @param {number} at @param {number} km @param {string} unit */
function targetLine(at, km, unit) {
  const late = at > WIDTH * 0.8;
  return [
    svg("line", { class: "chart-target", x1: at, x2: at, y1: 2, y2: HEIGHT - FOOT }),
    svg("text", { class: "chart-target-label", x: late ? at - 4 : at + 4, y: 11, "text-anchor": late ? "end" : "start" }, `${km} ${unit}`),
  ];
}
