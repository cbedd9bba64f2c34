/** @import { App, State } from "./app.js" */
/** @import { BaseStation, Scenario } from "../core/scenario-types.js" */
/** @import { Feature } from "../core/types.js" */
import { changeScenario } from "../api/scenarios.js";
import { pick } from "../core/i18n.js";
import { fill, h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { isDirty, openScenario } from "./scenario-session.js";

/**
 * The stations that a scenario stands on, where they are not those that are published; null
 * otherwise.
 *
 * @param {State} state @param {string} id of the layer
 * @returns {Feature[] | null}
 */
export function pinnedFeatures({ theme, answer }, id) {
  const ground = theme === "scenario" ? answer?.whatif?.ground : undefined;
  return ground?.stations && ground.pinned.stations?.layer === id ? ground.stations.map(asFeature) : null;
}

/** The features of a layer as the scenario on screen stands on them. @param {App} app @param {string} id @returns {Promise<Feature[]>} */
export async function featuresOnScreen(app, id) {
  return pinnedFeatures(app.store.get(), id) ?? app.features(id);
}

/** @param {BaseStation} station @returns {Feature} */
function asFeature({ lon, lat, ...properties }) {
  return { type: "Feature", id: properties.id, geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

/** Which layers have moved on since, and the way to what is published now. @param {App} app @param {State} state @param {Scenario} kept */
export function olderNotice(app, state, kept) {
  const { t, lang } = app.words;
  const moved = Object.values(kept.base).flatMap((pinned) => {
    const now = pinned && layerOf(state, pinned.layer);
    return pinned && now?.version && now.version.number !== pinned.version ? [t("whatif.older.layer", { layer: pick(now.title, lang), pinned: pinned.version, now: now.version.number })] : [];
  });
  const outcome = h("div", { role: "status" });
  const renew = async () => {
    try {
      openScenario(app, await changeScenario(app.client, kept.id, { revision: kept.revision, base: "latest" }));
      app.say(t("whatif.older.renewed"));
    } catch (thrown) {
      fill(outcome, app.failed(thrown));
    }
  };
  const dirty = isDirty(state);
  return h("div", { class: "notice whatif-older", "data-older": "" },
    h("p", {}, h("strong", {}, t("whatif.older.what")), " ", moved.join(t("page.list.separator"))),
    h("p", { class: "note" }, t(kept.mine ? (dirty ? "whatif.older.save_first" : "whatif.older.choice") : "whatif.older.not_yours")),
    kept.mine && h("button", { type: "button", class: "button", "data-act": "latest", disabled: dirty, onclick: () => void renew() }, t("whatif.act.latest")), outcome);
}
