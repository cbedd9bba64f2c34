/** @import { App } from "./app.js" */
/** @import { Run } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { layerOf } from "./app.js";

/**
 * Which inputs of a run are illustrative, in a sentence; empty when none is. A result is no better
 * than its weakest input, and every place that shows it says so with these words.
 *
 * @param {App} app
 * @param {Pick<Run, "inputs"> | null} run
 */
export function illustrativeNote(app, run) {
  const { t, lang } = app.words;
  const weak = Object.values(run?.inputs ?? {}).filter(({ quality }) => quality === "illustrative");
  if (weak.length === 0) return "";
  const names = weak.map(({ layer }) => pick(layerOf(app.store.get(), layer)?.title, lang) || layer);
  return t("page.illustrative", { layers: names.join(t("page.list.and")) });
}
