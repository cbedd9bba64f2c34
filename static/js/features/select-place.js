/** @import { App } from "./app.js" */
/** @import { Feature, Selection } from "../core/types.js" */
/** @import { MapView } from "../map/view.js" */
import { bboxOf } from "../core/bbox.js";
import { createPicked } from "../map/picked.js";
import { slot } from "../ui/dom.js";
import { featureId, layerOf } from "./app.js";
import { themeText } from "./draw-theme.js";
import { themeOf } from "./themes.js";

const NEAR_ZOOM = 10;

/**
 * Pointer and selection: a hint under the pointer, a click pins, and what is pinned is marked.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function selectPlace(app, view) {
  const picked = createPicked(view);
  const tip = slot("tip");

  view.onPick((hit) => app.store.set({ selected: hit ? { kind: hit.kind, id: hit.id } : null }));
  view.onHover((hit, x, y) => {
    tip.hidden = hit === null;
    if (!hit) return;
    tip.textContent = [hit.label, themeText(app, hit)].filter(Boolean).join("  ");
    tip.style.transform = `translate(${Math.min(x + 14, innerWidth - tip.offsetWidth - 8)}px, ${Math.max(8, y - 34)}px)`;
  });

  async function mark() {
    picked.clear();
    const { selected } = app.store.get();
    const found = selected && (await findFeature(app, selected));
    if (!found || app.store.get().selected !== selected) return;
    picked.clear();
    if (found.geometry?.type === "Point") picked.ring(found.geometry.coordinates[0], found.geometry.coordinates[1]);
    else if (found.geometry) picked.outline(found);
    await lead(app, found, picked);
  }

  app.store.watch(["selected", "answer"], () => void mark());
}

/**
 * The feature behind a selection: from what is on screen, or from its layer.
 *
 * @param {App} app
 * @param {Selection} selected
 * @returns {Promise<Feature | null>}
 */
export async function findFeature(app, { kind, id }) {
  const { answer } = app.store.get();
  if (answer?.status === "ready") {
    const theme = themeOf(answer.theme);
    const shown = answer.features.find((feature) => theme.hit(feature).kind === kind && theme.hit(feature).id === id);
    if (shown) return shown;
  }
  const layer = layerOf(app.store.get(), kind);
  if (!layer) return null;
  const features = await app.features(kind).catch(() => []);
  return features.find((feature) => featureId(layer, feature) === id) ?? null;
}

/** A line from a township to its nearest station. @param {App} app @param {Feature} feature @param {ReturnType<typeof createPicked>} picked */
async function lead(app, { properties }, picked) {
  if (!properties.nearest_id || typeof properties.lon !== "number") return;
  const station = await findFeature(app, { kind: "stations", id: String(properties.nearest_id) });
  if (!station?.geometry || app.store.get().selected?.id !== String(properties.code)) return;
  picked.lead([properties.lon, properties.lat], station.geometry.coordinates);
  picked.ring(station.geometry.coordinates[0], station.geometry.coordinates[1]);
}

/**
 * Go to a selection and pin it.
 *
 * @param {App} app
 * @param {MapView} view
 * @param {Selection} selected
 */
export async function goTo(app, view, selected) {
  app.store.set({ selected });
  const feature = await findFeature(app, selected);
  const box = feature && bboxOf([feature]);
  if (!box) return;
  if (feature.geometry.type === "Point") view.flyTo(box[0], box[1], NEAR_ZOOM);
  else view.fit(box, { animate: true, maxZoom: NEAR_ZOOM });
}
