/** @import { Desk } from "./desk.js" */
import { changePassword } from "../api/session.js";
import { h } from "../ui/dom.js";
import { passwordEntry, passwordHint, submitting } from "./entries.js";
import { heading } from "./parts.js";

/** One's own password. @param {Desk} desk */
export function password(desk) {
  const { t } = desk.words;
  const { session } = desk.store.get();
  const form = h(
    "form",
    { class: "form form-narrow" },
    // So that a keeper of passwords knows whose it is.
    h("input", { type: "text", name: "username", autocomplete: "username", value: session?.name, hidden: true }),
    passwordEntry(desk, { name: "password", label: t("manage.password.now"), autocomplete: "current-password" }),
    passwordEntry(desk, { name: "new_password", label: t("manage.password.new"), autocomplete: "new-password", hint: session ? passwordHint(desk, session.policy) : "" }),
  );
  submitting(desk, form, t("manage.password.do"), async ({ password: now, new_password: next }) => {
    await changePassword(desk.client, { password: now, new_password: next });
    form.reset();
    return h("p", { class: "remark remark-good", role: "status" }, t("manage.password.done"));
  });
  return [heading(t("manage.password.title"), t("manage.password.lead")), form];
}
