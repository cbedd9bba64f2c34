/** @import { Lang } from "../core/types.js" */
/** @import { Session } from "../core/manage-types.js" */
/** @import { Route } from "../core/route.js" */
/** @import { Transfer } from "./transfer.js" */
import { createClient } from "../api/client.js";
import { getSession } from "../api/session.js";
import { loadStrings } from "../api/strings.js";
import { asPageError } from "../core/errors.js";
import { createFormat } from "../core/format.js";
import { createTranslator } from "../core/i18n.js";
import { readRoute } from "../core/route.js";
import { createStore } from "../core/store.js";
import { saying } from "../ui/saying.js";

/**
 * @typedef {object} State
 * @property {Lang} lang
 * @property {Route} route
 * @property {Session | null} session
 * @property {boolean} lapsed the session ended while the page was in use
 */

/**
 * What every part of this page is handed: the state, the service, the words.
 *
 * @param {Lang} lang
 */
export function createDesk(lang) {
  /** @type {State} */
  const first = { lang, route: readRoute(location.hash), session: null, lapsed: false };
  const store = createStore(first);
  const client = createClient(() => store.get().lang);
  const words = { t: createTranslator({}), format: createFormat(lang), lang };
  const { say, failed } = saying(words);

  /** Ask again who is signed in; when nobody is any more, the page says so. */
  async function meet() {
    const before = store.get().session;
    const session = await getSession(client);
    store.set({ session, lapsed: Boolean(before?.signed_in && !session.signed_in) });
  }

  return {
    store, client, words, say, meet,
    /** Files on their way, by upload. @type {Map<string, Transfer>} */
    transfers: new Map(),
    /** @param {Lang} next */
    async speak(next) {
      const strings = await loadStrings(client, next);
      Object.assign(words, { t: createTranslator(strings), format: createFormat(next), lang: next });
    },
    /** @param {string} right */
    may: (right) => store.get().session?.rights.includes(right) ?? false,
    /** @param {unknown} thrown @param {() => void} [retry] */
    failed(thrown, retry) {
      const error = asPageError(thrown);
      if (error.status === 401 && store.get().session?.signed_in) meet().catch(() => {});
      // The address of the request says nothing to people where the service has said it in words.
      if (error.message && error.where.startsWith("/api/")) error.where = "";
      return failed(error, retry);
    },
  };
}

/** @typedef {ReturnType<typeof createDesk>} Desk */
