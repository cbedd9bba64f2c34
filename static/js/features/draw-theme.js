/** @import { App, Answer } from "./app.js" */
/** @import { Feature, ScaleClass } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
/** @import { Drawn } from "../map/areas.js" */
import { BOUNDARY, UNKNOWN } from "../core/palette.js";
import { bboxOf } from "../core/bbox.js";
import { drawAreas } from "../map/areas.js";
import { createPatterns } from "../map/patterns.js";
import { themeOf } from "./themes.js";

/** Of the width and height of the map. */
const SMALL = 0.3;

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
    if (answer.theme === "result" && answer.run?.id !== before?.run?.id) bringIntoSight(view, answer);
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

/** Go to a result that lies elsewhere, or is too small to be seen from here. @param {MapView} view @param {Answer} answer */
function bringIntoSight(view, { features }) {
  const box = bboxOf(features);
  if (!box) return;
  const seen = view.getBox();
  const [lon, lat] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const elsewhere = lon < seen[0] || lon > seen[2] || lat < seen[1] || lat > seen[3];
  const small = (box[2] - box[0]) / (seen[2] - seen[0]) < SMALL && (box[3] - box[1]) / (seen[3] - seen[1]) < SMALL;
  if (elsewhere || small) view.fit(box, { animate: true });
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
