/** @import { App } from "./app.js" */
import { layerOf } from "./app.js";
import { featuresOnScreen } from "./scenario-pinned.js";

/**
 * Names of counties in the language on screen, and of stations, by their codes. A layer that
 * cannot be had leaves its codes to speak for themselves.
 *
 * @param {App} app
 * @returns {Promise<{ counties: Map<string, string>, stations: Map<string, string> }>}
 */
export async function namesOf(app) {
  const [counties, stations] = await Promise.all([featuresOr(app, "counties"), featuresOr(app, "stations")]);
  const english = app.words.lang === "en";
  return {
    counties: new Map(counties.map(({ properties }) => [String(properties.adcode), (english && properties.name_en) || properties.name_zh])),
    stations: new Map(stations.map(({ properties }) => [String(properties.id), properties.name_zh])),
  };
}

/** @param {App} app @param {string} id */
async function featuresOr(app, id) {
  if (!layerOf(app.store.get(), id)) return [];
  return featuresOnScreen(app, id).catch(() => []);
}
