/** @import { Child } from "./dom.js" */
/** @import { Translate } from "../core/types.js" */
/** @import { Session } from "../core/manage-types.js" */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Those who do any of these have something to do on the page of the data. */
const AT_WORK = ["upload", "administer", "audit", "read_internal"];

/** @param {Session} session */
export function mayManage({ signed_in: signedIn, rights }) {
  return signedIn && AT_WORK.some((right) => rights.includes(right));
}

/**
 * Who is signed in, with what belongs to them; else the way to sign in.
 *
 * @param {Session} session
 * @param {Translate} t
 * @param {{ links: { text: string, href: string }[], onSignOut: () => void }} props
 * @returns {Child}
 */
export function accountMenu(session, t, { links, onSignOut }) {
  if (!session.signed_in) return h("a", { class: "account-link", href: "/manage" }, icon("person"), h("span", { class: "account-name" }, t("manage.account.sign_in")));
  return h(
    "details",
    { class: "account" },
    h("summary", { class: "account-link", "aria-label": t("manage.account.of", { name: session.name ?? "" }) }, icon("person"), h("span", { class: "account-name" }, session.name)),
    h(
      "div",
      { class: "account-menu" },
      h("p", { class: "account-who" }, h("strong", {}, session.name), h("span", { class: "note" }, t(`role.${session.role}`))),
      links.map(({ text, href }) => h("a", { class: "account-item", href }, text)),
      h("button", { type: "button", class: "account-item", onclick: onSignOut }, t("manage.account.sign_out")),
    ),
  );
}

/** An open menu closes when something else is pressed or Esc is. @param {HTMLElement} place */
export function closeMenuOutside(place) {
  addEventListener("click", ({ target }) => {
    const menu = place.querySelector("details[open]");
    if (menu && target instanceof Node && !menu.contains(target)) menu.removeAttribute("open");
  });
  place.addEventListener("keydown", (event) => {
    const menu = place.querySelector("details[open]");
    if (event.key !== "Escape" || !menu) return;
    event.stopPropagation();
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  });
}
