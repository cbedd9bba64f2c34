/** @import { Desk } from "./desk.js" */
/** @import { Lang } from "../core/types.js" */
import { signOut } from "../api/session.js";
import { linkTo } from "../core/route.js";
import { accountMenu, closeMenuOutside } from "../ui/account.js";
import { choice } from "../ui/choice.js";
import { fill, h, slot } from "../ui/dom.js";

/** The sections and the right that each needs. */
export const SECTIONS = /** @type {const} */ ([
  { id: "uploads", right: "upload" },
  { id: "layers", right: "read_internal" },
  { id: "users", right: "administer" },
  { id: "tokens", right: "read_public" },
  { id: "journal", right: "audit" },
]);

/** The top bar: where one is, where one can go, language, account. @param {Desk} desk */
export function showFrame(desk) {
  closeMenuOutside(slot("account"));
  // The address within the page says where one is, so the skip link may not change it.
  slot("skip").addEventListener("click", (event) => {
    event.preventDefault();
    slot("content").focus();
  });

  function draw() {
    const { t, lang } = desk.words;
    const { session, route } = desk.store.get();
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `${t("manage.title")} · ${t("page.brand")}`;
    fill(slot("brand"), t("page.brand"));
    slot("brand").setAttribute("title", t("manage.to_map"));
    fill(slot("area"), t("manage.title"));
    fill(slot("skip"), t("manage.skip"));
    slot("sections").setAttribute("aria-label", t("manage.sections"));
    const open = session?.signed_in ? SECTIONS.filter(({ right }) => desk.may(right)) : [];
    redraw("sections", "[aria-current]", open.map(({ id }) => h("a", { class: "section-link", href: linkTo(id), "aria-current": id === route.section ? "page" : null }, t(`manage.section.${id}`))));
    redraw("languages", "[aria-pressed=true]", choice({ label: t("page.language"), options: [{ value: "zh", text: t("page.language.zh"), lang: "zh" }, { value: "en", text: t("page.language.en"), lang: "en" }], value: lang, onChoose: (value) => void switchTo(desk, /** @type {Lang} */ (value)) }));
    const links = [{ text: t("manage.to_map"), href: "/" }, { text: t("manage.password.title"), href: linkTo("password") }];
    fill(slot("account"), session?.signed_in && accountMenu(session, t, { links, onSignOut: () => void leave(desk) }));
  }

  desk.store.watch(["lang", "session", "route"], draw);
}

/**
 * Fill a place again without taking the focus out of it, and with what holds now in sight.
 *
 * @param {string} id @param {string} now finds what holds @param {import("../ui/dom.js").Child | import("../ui/dom.js").Child[]} inside
 */
function redraw(id, now, inside) {
  const place = slot(id);
  const held = place.contains(document.activeElement);
  fill(place, inside);
  const current = place.querySelector(now);
  if (!(current instanceof HTMLElement)) return;
  if (held) current.focus();
  // Only sideways: the page itself does not move.
  place.scrollLeft = Math.max(0, current.offsetLeft - place.clientWidth / 2);
}

/** @param {Desk} desk @param {Lang} lang */
async function switchTo(desk, lang) {
  try {
    await desk.speak(lang);
  } catch {
    desk.say(desk.words.t("page.language.failed"));
    return;
  }
  localStorage.setItem("jintu.lang", lang);
  desk.store.set({ lang });
}

/** @param {Desk} desk */
async function leave(desk) {
  try {
    await signOut(desk.client);
    // What was signed in is gone from memory too.
    location.assign("/manage");
  } catch {
    desk.say(desk.words.t("manage.account.sign_out_failed"));
  }
}
