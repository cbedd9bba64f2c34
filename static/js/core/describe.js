/** @import { Analysis, AnalysisParam, Layer } from "./types.js" */

/**
 * The layers that can fill an input role: right geometry, and every required column.
 *
 * @param {Analysis["inputs"][number]} input
 * @param {Layer[]} catalogue
 */
export function layersFor(input, catalogue) {
  const needed = input.columns.filter(({ required }) => required).map(({ name }) => name);
  return catalogue.filter((layer) => {
    const own = new Set((layer.attributes ?? []).map(({ name }) => name));
    return layer.role !== "result" && input.geometry_types.includes(layer.geometry_type) && needed.every((name) => own.has(name));
  });
}

/**
 * A form's texts as the values the service expects. Empty fields are left out.
 *
 * @param {AnalysisParam[]} params
 * @param {{ [name: string]: string }} texts
 * @returns {{ [name: string]: unknown }}
 */
export function valuesOf(params, texts) {
  const given = params.filter(({ name }) => (texts[name] ?? "").trim() !== "");
  return Object.fromEntries(given.map(({ name, kind }) => [name, parse(kind, texts[name].trim())]));
}

/** @param {string} kind @param {string} text */
function parse(kind, text) {
  if (kind === "integer" || kind === "number") return Number(text);
  if (kind === "numbers") return text.split(/[,，、\s]+/).filter(Boolean).map(Number);
  return text;
}

/** @param {unknown} value a default, as a form shows it */
export function shownDefault(value) {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
