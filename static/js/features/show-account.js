/** @import { App } from "./app.js" */
/** @import { Session } from "../core/manage-types.js" */
import { getSession, signOut } from "../api/session.js";
import { accountMenu, closeMenuOutside, mayManage } from "../ui/account.js";
import { fill, slot } from "../ui/dom.js";

/**
 * Who is signed in, at the end of the top bar. The map does not wait for it, and stays without it.
 *
 * @param {App} app
 */
export function showAccount(app) {
  const place = slot("account");
  /** @type {{ session: Session | null }} */
  const known = { session: null };
  closeMenuOutside(place);

  async function ask() {
    try {
      known.session = await getSession(app.client);
    } catch {
      known.session = null;
    }
    draw();
  }

  function draw() {
    const { t } = app.words;
    if (!known.session) return;
    const links = mayManage(known.session) ? [{ text: t("manage.title"), href: "/manage" }] : [];
    fill(place, accountMenu(known.session, t, { links, onSignOut: () => void leave() }));
  }

  /** What only those signed in may see goes with them: the page begins again. */
  async function leave() {
    try {
      await signOut(app.client);
      location.reload();
    } catch {
      app.say(app.words.t("manage.account.sign_out_failed"));
    }
  }

  app.store.watch(["lang"], draw);
  return ask;
}
