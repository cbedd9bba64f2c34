/** @import { App } from "./app.js" */
/** @import { PlanPlace } from "../core/types.js" */
import { featureId, layerOf } from "./app.js";

/**
 * The feature a named place is, if its layer is loaded and has one of exactly that name with a
 * shape; null means that its geometry is awaited.
 *
 * @param {App} app
 * @param {PlanPlace} place
 * @returns {Promise<{ kind: string, id: string } | null>}
 */
export async function findPlanPlace(app, { layer: id, name_zh: name, county }) {
  const layer = id === null ? undefined : layerOf(app.store.get(), id);
  if (!layer || id === null) return null;
  const named = (await app.features(id)).filter(({ geometry, properties }) => geometry && properties.name_zh === name);
  const here = named.filter(({ properties }) => county === null || [properties.county_code ?? county, properties.adcode].includes(county));
  // Two of the same name are no evidence for either.
  return here.length === 1 ? { kind: id, id: featureId(layer, here[0]) } : null;
}
