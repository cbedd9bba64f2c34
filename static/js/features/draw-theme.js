/** @import { App, Answer } from "./app.js" */
/** @import { Feature, ScaleClass } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
/** @import { Drawn } from "../map/areas.js" */
import { BOUNDARY, UNKNOWN } from "../core/palette.js";
import { drawAreas } from "../map/areas.js";
import { createPatterns } from "../map/patterns.js";
import { themeOf } from "./themes.js";

/**
 * The coloured areas of the theme. They are drawn anew for another answer and only restyled when
 * the pointer is on a class of the legend.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function drawTheme(app, view) {
  const paint = createPatterns();
  /** @type {Drawn | null} */
  let drawn = null;
  /** @type {Answer | null} */
  let shown = null;

  /** @param {Answer} answer */
  function draw(answer) {
    const before = shown;
    shown = answer;
    if (drawn && before?.whatif && before.whatif.ground === answer.whatif?.ground) {
      drawn.refigure(before.features, answer.features, (feature) => styleOf(app, answer, paint, feature));
      return;
    }
    drawn?.remove();
    const theme = themeOf(answer.theme);
    drawn = drawAreas(view, answer.features, { pane: "choropleth", hit: theme.hit, style: (feature) => styleOf(app, answer, paint, feature) });
  }

  app.store.watch(["answer"], ({ answer }) => {
    if (answer?.status === "ready") draw(answer);
    else {
      drawn?.remove();
      drawn = null;
      shown = null;
    }
  });
  app.store.watch(["pointed"], () => drawn?.restyle());
}

/**
 * @param {App} app @param {Answer} answer
 * @param {ReturnType<typeof createPatterns>} paint @param {Feature} feature
 */
export function styleOf(app, answer, paint, { properties }) {
  const found = answer.classOf(properties);
  const { pointed } = app.store.get();
  const aside = pointed !== null && pointed !== (found?.id ?? "unknown");
  const schematic = properties.position === "schematic";
  return {
    fillColor: paintOf(paint, found),
    fillOpacity: aside ? 0.15 : 1,
    color: BOUNDARY,
    weight: answer.theme === "distance" || answer.theme === "scenario" ? 0.6 : 1.2,
    opacity: 0.9,
    dashArray: schematic ? "3 2" : undefined,
  };
}

/** @param {ReturnType<typeof createPatterns>} paint @param {ScaleClass | null} found */
function paintOf(paint, found) {
  if (!found) return paint(UNKNOWN, "dots");
  return paint(found.color, found.side === "beyond" ? "hatch" : "fill");
}

/** What the pointer says of a thing of the theme. @param {App} app @param {{ kind: string, id: string }} asked */
export function themeText(app, asked) {
  const { answer } = app.store.get();
  if (answer?.status !== "ready") return "";
  const theme = themeOf(answer.theme);
  const feature = answer.features.find((one) => theme.hit(one).kind === asked.kind && theme.hit(one).id === asked.id);
  return feature ? theme.told(app, answer, feature) : "";
}
