/** @import { App } from "./app.js" */
/** @import { Session } from "../core/manage-types.js" */
import { getSession } from "../api/session.js";

/** Who asks; null where that cannot be found out. @param {App} app @returns {Promise<Session | null>} */
export function session(app) {
  return app.once("session", () => getSession(app.client)).catch(() => null);
}

/** Scenarios are kept for those who work with the plans. @param {Session | null} who */
export const mayKeep = (who) => Boolean(who?.signed_in && who.rights.includes("read_internal"));

/** @param {Session | null} who */
export const mayPromote = (who) => Boolean(who?.rights.includes("publish"));
