/** @import { Desk } from "./desk.js" */
/** @import { Session } from "../core/manage-types.js" */
/** @import { Child } from "../ui/dom.js" */
import { setUp, signIn } from "../api/session.js";
import { asPageError } from "../core/errors.js";
import { fill, h } from "../ui/dom.js";
import { entry, passwordEntry, passwordHint, submitting } from "./entries.js";

/** What stands before the work: signing in, or at the very first start the first account. @param {Desk} desk @param {Session} session */
export function gate(desk, session) {
  const { t } = desk.words;
  const { lapsed } = desk.store.get();
  return h(
    "div",
    { class: "gate" },
    lapsed && h("p", { class: "remark", role: "status" }, t("manage.sign_in.lapsed")),
    desk.store.get().route.section === "provider-failed" && h("p", { class: "remark remark-warn", role: "alert" }, t("accounts.provider_failed")),
    session.insecure && h("p", { class: "remark remark-warn", role: "alert" }, t("manage.sign_in.insecure")),
    session.set_up_needed ? setUpForm(desk, session) : signInForm(desk, session),
    !session.set_up_needed && session.provider && h("p", { class: "gate-foot" }, h("a", { class: "button", href: "/api/session/oidc" }, t("accounts.provider", { title: session.provider }))),
    h("p", { class: "gate-foot" }, h("a", { class: "link", href: "/" }, t("manage.sign_in.only_look"))),
  );
}

/** @param {string} title @param {Child} lead @param {HTMLFormElement} form */
function gateCard(title, lead, form) {
  return h("section", { class: "gate-card" }, h("h1", { class: "gate-title" }, title), h("p", { class: "note" }, lead), form);
}

/** @param {Desk} desk @param {Session} session */
function signInForm(desk, session) {
  const { t } = desk.words;
  const another = h("div", { class: "form-more" });
  const form = h(
    "form",
    { class: "form" },
    entry({ name: "name", label: t("manage.sign_in.name"), autocomplete: "username", required: true }),
    passwordEntry(desk, { name: "password", label: t("manage.sign_in.password"), autocomplete: "current-password" }),
    another,
  );
  submitting(desk, form, t("manage.sign_in.do"), async ({ name, password, new_password: next }) => {
    try {
      await signIn(desk.client, { name, password, ...(next ? { new_password: next } : {}) });
      await desk.meet();
    } catch (thrown) {
      // Only now is it known that the password has to be changed as well.
      if (asPageError(thrown).code === "password_expired" && !another.hasChildNodes()) {
        fill(another, passwordEntry(desk, { name: "new_password", label: t("manage.password.new"), autocomplete: "new-password", hint: passwordHint(desk, session.policy) }));
      }
      throw thrown;
    }
  });
  return gateCard(t("manage.sign_in.title"), t("manage.sign_in.lead"), form);
}

/** @param {Desk} desk @param {Session} session */
function setUpForm(desk, session) {
  const { t } = desk.words;
  // The link that the service printed carries the code.
  const { section, parts } = desk.store.get().route;
  const form = h(
    "form",
    { class: "form" },
    entry({ name: "code", label: t("manage.set_up.code"), hint: t("manage.set_up.code_hint"), value: section === "set-up" ? parts[0] : "", required: true, class: "mono" }),
    entry({ name: "name", label: t("manage.sign_in.name"), hint: t("manage.users.name_hint"), autocomplete: "username", required: true }),
    passwordEntry(desk, { name: "password", label: t("manage.sign_in.password"), autocomplete: "new-password", hint: passwordHint(desk, session.policy) }),
  );
  submitting(desk, form, t("manage.set_up.do"), async ({ code, name, password }) => {
    await setUp(desk.client, { code: code.trim(), name: name.trim(), password });
    await desk.meet();
  });
  return gateCard(t("manage.set_up.title"), t("manage.set_up.lead"), form);
}
