/** @import { App } from "./app.js" */
/** @import { Feature } from "../core/types.js" */
/** @import { StationNow } from "../core/scenario-types.js" */
import { stationsNow } from "../core/scenario-edits.js";
import { featureId, layerOf } from "./app.js";
import { nameOf } from "./layer-looks.js";
import { featuresOnScreen } from "./scenario-pinned.js";

/** The stations in service by the year on screen, with the edits carried out. @param {App} app @returns {Promise<StationNow[]>} */
export async function stationsOf(app) {
  const { whatif, year } = app.store.get();
  if (!whatif || !layerOf(app.store.get(), "stations")) return [];
  const features = await featuresOnScreen(app, "stations").catch(() => []);
  const plain = features.filter(({ geometry }) => geometry?.type === "Point").map((feature) => plainOf(app, feature));
  const touched = new Set(whatif.history.now.map(({ id }) => id));
  return stationsNow(plain.filter((one) => one.year <= year || touched.has(one.id)), whatif.history.now, year);
}

/** @param {App} app @param {Feature} feature */
function plainOf(app, feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const { piles, year } = feature.properties;
  return { id: featureId(layerOf(app.store.get(), "stations"), feature), lon, lat, piles: Number(piles) || 1, year: Number(year) || 0, name: nameOf(feature, app.words.lang) };
}

/** The ids that stations have. @param {App} app */
export async function idsTaken(app) {
  const features = layerOf(app.store.get(), "stations") ? await featuresOnScreen(app, "stations").catch(() => []) : [];
  return new Set(features.map((feature) => featureId(layerOf(app.store.get(), "stations"), feature)));
}
