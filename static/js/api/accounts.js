/** @import { Client } from "./client.js" */
/** @import { Account, JournalEntry, Token } from "../core/manage-types.js" */
import { withQuery } from "./client.js";

/** @param {string} name */
const accountPath = (name) => `/api/users/${encodeURIComponent(name)}`;

/** @param {Client} client @returns {Promise<Account[]>} */
export async function listAccounts(client) {
  return (await client.get("/api/users")).users;
}

/** @param {Client} client @param {{ name: string, role: string, password: string }} account @returns {Promise<Account>} */
export function makeAccount(client, account) {
  return client.post("/api/users", account);
}

/** @param {Client} client @param {string} name @param {{ role?: string, disabled?: boolean }} change @returns {Promise<Account>} */
export function changeAccount(client, name, change) {
  return client.patch(accountPath(name), change);
}

/** @param {Client} client @param {string} name @param {string} password @returns {Promise<null>} */
export function setPassword(client, name, password) {
  return client.put(`${accountPath(name)}/password`, { password });
}

/** @param {Client} client @returns {Promise<Token[]>} */
export async function listTokens(client) {
  return (await client.get("/api/tokens")).tokens;
}

/** @param {Client} client @param {{ label: string, rights: string[], days: number }} wish @returns {Promise<Token & { token: string }>} */
export function makeToken(client, wish) {
  return client.post("/api/tokens", wish);
}

/** @param {Client} client @param {string} id @returns {Promise<null>} */
export function revokeToken(client, id) {
  return client.delete(`/api/tokens/${encodeURIComponent(id)}`);
}

/** Newest first. @param {Client} client @param {number | null} before @param {number} limit @returns {Promise<JournalEntry[]>} */
export async function readJournal(client, before, limit) {
  return (await client.get(withQuery("/api/journal", { before, limit }))).entries;
}

/** @param {Client} client @returns {Promise<{ whole: boolean, count: number, head: string, broken: number[] }>} */
export function checkJournal(client) {
  return client.get("/api/journal/check");
}
