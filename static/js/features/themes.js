import * as allocations from "./allocations-theme.js";
import * as distance from "./distance-theme.js";
import * as result from "./result-theme.js";
import * as scenario from "./scenario-theme.js";
import * as target from "./target-theme.js";

/**
 * What the coloured areas can show. A new theme is one module with load, rows, columns, csvColumns,
 * legend, hit and told, and one line here.
 */
export const THEMES = { distance, allocations, result, scenario, target };

/** @param {string} name @returns {typeof THEMES[keyof typeof THEMES]} */
export function themeOf(name) {
  return THEMES[/** @type {keyof typeof THEMES} */ (name)] ?? THEMES.distance;
}

/** @param {unknown} name */
export function isTheme(name) {
  return typeof name === "string" && Object.hasOwn(THEMES, name);
}

/** The theme that shows a run of an analysis. @param {string} analysis */
export function themeOfAnalysis(analysis) {
  return analysis === distance.ANALYSIS ? "distance" : "result";
}
