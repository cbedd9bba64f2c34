/** @import { Client } from "./client.js" */
/** @import { Session } from "../core/manage-types.js" */

const PATH = "/api/session";

/** Who asks, and what they may do. @param {Client} client @returns {Promise<Session>} */
export function getSession(client) {
  return client.get(PATH);
}

/** @param {Client} client @param {{ name: string, password: string, new_password?: string }} shown @returns {Promise<Session>} */
export function signIn(client, shown) {
  return client.post(PATH, shown);
}

/** @param {Client} client @returns {Promise<null>} */
export function signOut(client) {
  return client.delete(PATH);
}

/** @param {Client} client @param {{ password: string, new_password: string }} passwords @returns {Promise<Session>} */
export function changePassword(client, passwords) {
  return client.post(`${PATH}/password`, passwords);
}

/** The first administrator, by the code that the service printed. @param {Client} client @param {{ code: string, name: string, password: string }} first @returns {Promise<Session>} */
export function setUp(client, first) {
  return client.post("/api/setup", first);
}
