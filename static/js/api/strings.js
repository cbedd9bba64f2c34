/** @import { Client } from "./client.js" */
/** @import { Lang } from "../core/types.js" */

/** @param {Client} client @param {Lang} lang @returns {Promise<{ [key: string]: string }>} */
export function loadStrings(client, lang) {
  return client.get(`/i18n/${lang}.json`);
}
