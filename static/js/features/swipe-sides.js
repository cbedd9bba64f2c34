/** @import { App, Answer, WhatIfAnswer } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { drawAreas } from "../map/areas.js";
import { createPatterns } from "../map/patterns.js";
import { drawSwipe } from "../map/swipe.js";
import { styleOf } from "./draw-theme.js";
import { patchWhatIf } from "./scenario-session.js";
import { sideName } from "./scenario-panel.js";
import { hit } from "./scenario-theme.js";

/**
 * Both sides of a comparison on one map, with a divider between them: the other side to the left,
 * the scenario to the right.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function swipeSides(app, view) {
  const paint = createPatterns();
  /** @type {{ ground: object, lang: string, remove: () => void } | null} */
  let shown = null;

  function draw() {
    const { answer, whatif, lang } = app.store.get();
    const share = whatif?.swipe ?? null;
    const wanted = answer?.whatif && share !== null ? { ground: answer.whatif.ground, lang, answer, share } : null;
    if (wanted && shown && wanted.ground === shown.ground && lang === shown.lang) return;
    shown?.remove();
    shown = wanted && { ...wanted, remove: open(wanted.answer, wanted.share) };
  }

  /** @param {Answer} answer @param {number} share */
  function open(answer, share) {
    const { side } = /** @type {WhatIfAnswer} */ (answer.whatif).ground;
    const features = answer.features.map((feature) => ({ ...feature, properties: { ...feature.properties, distance_m: side.units.get(String(feature.properties.code))?.distance_m ?? null } }));
    const areas = drawAreas(view, features, { pane: "swipe", hit, style: (feature) => styleOf(app, answer, paint, feature) });
    const { t } = app.words;
    const bar = drawSwipe(view, { share, label: t("whatif.swipe"), left: t("whatif.swipe.left", { title: sideName(app, answer) }), right: t("whatif.swipe.right", { title: app.store.get().whatif?.title ?? "" }), onMove: (now) => patchWhatIf(app, { swipe: now }) });
    return () => {
      areas.remove();
      bar.remove();
    };
  }

  app.store.watch(["answer", "whatif", "theme", "lang"], draw);
}
