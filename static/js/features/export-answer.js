/** @import { App, Answer } from "./app.js" */
/** @import { Layer } from "../core/types.js" */
/** @import { Exported } from "../ui/export-choice.js" */
import { filesOf } from "../api/exports.js";
import { pick } from "../core/i18n.js";
import { LAYER } from "./allocations-theme.js";
import { layerOf } from "./app.js";
import { iconButton, toolButton } from "../ui/drawer.js";
import { exportDialog, exportTool } from "../ui/export-choice.js";
import { isDirty } from "./scenario-session.js";

/** @param {App} app */
const page = (app) => ({ files: filesOf(app.client), words: app.words, failed: app.failed });

/** The export of a layer, small enough for a list. @param {App} app @param {Layer} layer */
export function layerTool(app, layer) {
  const title = pick(layer.title, app.words.lang);
  const button = iconButton("download", app.words.t("export.form.title", { title }), () => void exportDialog(page(app), { layer: layer.id, title }));
  button.dataset.act = "export";
  button.setAttribute("aria-haspopup", "dialog");
  return button;
}

/** The export of what the map shows. @param {App} app @param {Answer} answer */
export function answerTool(app, answer) {
  return exportTool(page(app), () => exported(app, answer));
}

/** @param {App} app @param {Answer} answer @returns {Exported} */
function exported(app, answer) {
  const { t, lang } = app.words;
  const { theme, run, judged, year } = answer;
  if (theme === "allocations") return { layer: LAYER, title: pick(layerOf(app.store.get(), LAYER)?.title, lang) };
  const id = run?.id ?? "";
  if (theme === "target" && judged) return { evaluation: id, title: pick(judged.title, lang) };
  return { run: id, title: `${pick(answer.analysis?.title, lang) || t(`page.theme.${theme}`)} ${run?.params.year ?? year}` };
}

/** The export of the scenario being worked on; one with unsaved edits is saved first. @param {App} app */
export function scenarioTool(app) {
  const { t } = app.words;
  const ask = () => {
    const { whatif } = app.store.get();
    const kept = whatif?.kept;
    if (!kept || isDirty(app.store.get())) app.say(t("export.form.save_first"));
    else void exportDialog(page(app), { scenario: kept.id, token: whatif.token, title: kept.title });
  };
  return toolButton("download", t("export.form.open"), ask, { "data-act": "export", "aria-haspopup": "dialog" });
}
