import { h } from "./dom.js";

/** How far something is. @param {string} label @param {number} share 0 to 1 */
export function progressBar(label, share) {
  const bar = h("progress", { class: "progress-bar", max: 1, "aria-label": label });
  bar.value = share;
  return bar;
}

/** Bytes as people say them. @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 2 ** 20 ? [bytes / 1024, "KB"] : [bytes / 2 ** 20, "MB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
