/** @import { BBox, Feature } from "../core/types.js" */
/** @import { Dot } from "./points.js" */
import { bboxOf } from "../core/bbox.js";
import { BOUNDARY } from "../core/palette.js";
import { drawAreas } from "./areas.js";
import { drawLabels } from "./labels.js";
import { createPicked } from "./picked.js";
import { drawPoints } from "./points.js";
import { createView } from "./view.js";

/**
 * Features that look alike. `kind` is told when one of them is picked; `dashed` is for what is gone.
 *
 * @typedef {{ kind: string, features: Feature[], color: string, dashed?: boolean, fill?: boolean, size?: number }} Group
 */

/** Shanxi, until there is something to show. */
const FIRST = { zoom: 6, lat: 37.6, lon: 112.4 };
const LAND = { color: BOUNDARY, weight: 0.6, fill: true, fillOpacity: 1, className: "land" };

/**
 * A map beside a report: counties as ground, some groups of features on it, one of them picked.
 *
 * @param {HTMLElement} container
 * @param {{ reducedMotion: boolean, onPick: (kind: string, index: number) => void }} options
 */
export function createSmallMap(container, { reducedMotion, onPick }) {
  const view = createView(container, { reducedMotion });
  view.setView(FIRST);
  const picked = createPicked(view);
  /** @type {(() => void)[]} */
  let drawn = [];
  /** What is to be seen: a map that has no size yet shows it when it has. @type {BBox | null} */
  let extent = null;
  const fit = () => extent && view.sizePx().width > 0 && view.fit(widened(extent), { maxZoom: 15 });
  view.onPick((hit) => {
    const [kind, index] = hit ? hit.id.split(" ") : [];
    if (kind) onPick(kind, Number(index));
  });

  return {
    /** @param {Feature[]} counties @param {"zh" | "en"} lang */
    ground(counties, lang) {
      drawAreas(view, counties, { pane: "counties", style: () => LAND });
      const names = counties.flatMap((feature) => {
        const box = bboxOf([feature]);
        return box ? [{ text: nameOf(feature, lang), lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 }] : [];
      });
      drawLabels(view, names, "label-county");
    },
    /** @param {Group[]} groups */
    show(groups) {
      drawn.forEach((remove) => remove());
      drawn = groups.flatMap((group) => [shapes(view, group), points(view, group)]);
      picked.clear();
    },
    /** @param {Feature | null} feature */
    pick(feature) {
      picked.clear();
      if (!feature?.geometry) return;
      const spots = spotsOf(feature.geometry);
      if (spots.length > 0) spots.forEach(([lon, lat]) => picked.ring(lon, lat));
      else picked.outline(feature);
      const box = bboxOf([feature]);
      if (box) view.reveal((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 0);
    },
    /** @param {BBox} box */
    fit(box) {
      extent = box;
      fit();
    },
    zoomBy: view.zoomBy,
    resize() {
      const first = view.sizePx().width === 0;
      view.resize();
      if (first) fit();
    },
    destroy: view.destroy,
  };
}

/** @typedef {ReturnType<typeof createSmallMap>} SmallMap */

/** A single point has no extent of its own. @param {BBox} box @returns {BBox} */
function widened([west, south, east, north]) {
  const spare = Math.max(0.004, (east - west) * 0.05, (north - south) * 0.05);
  return [west - spare, south - spare, east + spare, north + spare];
}

/** @param {import("./view.js").MapView} view @param {Group} group */
function shapes(view, group) {
  const { kind, features, color, dashed, fill = true } = group;
  const style = { color, weight: 1.8, dashArray: dashed ? "5 4" : undefined, fillColor: color, fillOpacity: dashed ? 0.06 : 0.22 };
  const at = new Map(features.map((feature, index) => [feature, index]));
  const areas = features.filter(({ geometry }) => geometry && spotsOf(geometry).length === 0);
  return drawAreas(view, areas, {
    pane: "areas",
    style: ({ geometry }) => ({ ...style, fill: fill && !geometry.type.includes("Line") }),
    hit: (feature) => ({ kind, id: `${kind} ${at.get(feature)}`, label: "" }),
  }).remove;
}

/** @param {import("./view.js").MapView} view @param {Group} group */
function points(view, { kind, features, color, dashed, size = 3.4 }) {
  /** @type {Dot[]} */
  const dots = features.flatMap(({ geometry }, index) =>
    spotsOf(geometry).map(([lon, lat]) => ({ id: `${kind} ${index}`, label: "", lon, lat, color, size: dashed ? size * 0.75 : size })),
  );
  return drawPoints(view, kind, dots).remove;
}

/** The positions of a point or of several; none for other shapes. @param {any} geometry @returns {[number, number][]} */
function spotsOf(geometry) {
  if (geometry?.type === "Point") return [geometry.coordinates];
  return geometry?.type === "MultiPoint" ? geometry.coordinates : [];
}

/** @param {Feature} feature @param {"zh" | "en"} lang */
function nameOf({ properties }, lang) {
  const english = String(properties.name_en ?? "").replace(/ (County|District|City)$/, "");
  return (lang === "en" && english) || String(properties.name_zh ?? "");
}
