/** @import { Client } from "./client.js" */
/** @import { Feature } from "../core/types.js" */
/** @import { Edit, Preview, Scenario, ScenarioParams } from "../core/scenario-types.js" */
import { withQuery } from "./client.js";

const PATH = "/api/scenarios";

/** @param {string} id @param {string} [rest] */
const at = (id, rest = "") => `${PATH}/${encodeURIComponent(id)}${rest}`;

/** @param {Client} client @returns {Promise<Scenario[]>} newest first, without their edits */
export async function listScenarios(client) {
  return (await client.get(PATH)).scenarios;
}

/** @param {Client} client @param {string} id @param {string | null} token @returns {Promise<Scenario>} */
export const getScenario = (client, id, token) => client.get(withQuery(at(id), { token }));

/** @param {Client} client @param {{ title: string, params: Partial<ScenarioParams>, edits: Edit[] }} made @returns {Promise<Scenario>} */
export const makeScenario = (client, made) => client.post(PATH, made);

/** @param {Client} client @param {string} id @param {{ revision: number, title?: string, params?: Partial<ScenarioParams>, edits?: Edit[], share?: boolean, base?: "latest" }} change @returns {Promise<Scenario>} */
export const changeScenario = (client, id, change) => client.patch(at(id), change);

/** @param {Client} client @param {string} id @param {number} revision @returns {Promise<null>} */
export const deleteScenario = (client, id, revision) => client.delete(withQuery(at(id), { revision }));

/** @param {Client} client @param {string} id @param {string | null} token @param {string} title @returns {Promise<Scenario>} */
export const forkScenario = (client, id, token, title) => client.post(withQuery(at(id, "/fork"), { token }), { title });

/** @param {Client} client @param {string} id @param {number} revision @returns {Promise<{ layer: string, version: number }>} */
export const promoteScenario = (client, id, revision) => client.post(at(id, "/promote"), { revision });

/** The places of a scenario as its pinned version draws them. @param {Client} client @param {string} id @param {string | null} token @returns {Promise<Feature[]>} */
export async function pinnedPlaces(client, id, token) {
  return (await client.get(withQuery(at(id, "/result"), { token }))).features;
}

/** Where the proof bundle is fetched from. @param {string} id @param {string | null} token */
export const bundleAddress = (id, token) => withQuery(at(id, "/bundle"), { token });

/**
 * What edits change; nothing is stored.
 *
 * @param {Client} client
 * @param {{ id: string | null, token: string | null }} which null asks on the published layers
 * @param {{ edits?: Edit[], params?: Partial<ScenarioParams>, targets?: boolean, full?: boolean }} question
 * @returns {Promise<Preview>}
 */
export function previewScenario(client, { id, token }, question) {
  return client.post(id === null ? `${PATH}/preview` : withQuery(at(id, "/preview"), { token }), question);
}
