/** @import { Desk } from "./desk.js" */
/** @import { Account } from "../core/manage-types.js" */
import { changeAccount, listAccounts, makeAccount, setPassword } from "../api/accounts.js";
import { fill, h } from "../ui/dom.js";
import { select } from "../ui/select.js";
import { entry, passwordEntry, passwordHint, selectEntry, submitting } from "./entries.js";
import { confirmed, heading, part, plainTable, stateBadge } from "./parts.js";

const ROLES = /** @type {const} */ (["public", "planner", "staff", "admin", "auditor"]);

/** Accounts and their roles. @param {Desk} desk */
export async function users(desk) {
  const { t } = desk.words;
  const place = h("div", {});
  const outcome = h("div", { "aria-live": "polite" });

  /** @param {() => Promise<unknown>} act @param {string} [said] */
  async function change(act, said) {
    try {
      await act();
      fill(outcome, said && h("p", { class: "remark remark-good", role: "status" }, said));
    } catch (thrown) {
      fill(outcome, desk.failed(thrown));
    }
    await show();
  }

  async function show() {
    const accounts = await listAccounts(desk.client);
    const heads = /** @type {const} */ (["name", "role", "state", "seen", "act"]).map((name) => t(`manage.users.${name}`));
    fill(place, plainTable(t("manage.section.users"), heads, accounts.map((account) => line(desk, account, change))));
  }

  await show();
  return [heading(t("manage.section.users"), t("manage.users.lead")), outcome, place, newcomer(desk, show), rolesTable(desk)];
}

/** @param {Desk} desk @param {Account} account @param {(act: () => Promise<unknown>, said?: string) => Promise<void>} change */
function line(desk, account, change) {
  const { t, format } = desk.words;
  const { name, role, disabled } = account;
  const own = name === desk.store.get().session?.name;
  const options = ROLES.map((value) => ({ value, text: t(`role.${value}`) }));
  const turn = () => void change(() => changeAccount(desk.client, name, { disabled: !disabled }));
  return [
    h("strong", {}, name, own && h("span", { class: "note" }, ` ${t("manage.users.you")}`)),
    select({ label: t("manage.users.role_of", { name }), value: role, groups: [{ options }], onChoose: (value) => void newRole(desk, account, value, change) }),
    stateBadge(disabled ? "bad" : "good", t(disabled ? "manage.users.disabled" : "manage.users.open")),
    h("span", { class: "num" }, format.moment(account.signed_in_at)),
    h("span", { class: "row-tools" },
      h("button", { type: "button", class: "button button-small", disabled: own, onclick: turn }, t(disabled ? "manage.users.enable" : "manage.users.disable")),
      h("button", { type: "button", class: "button button-small", onclick: () => askPassword(desk, name, change) }, t("manage.users.set_password"))),
  ];
}

/** @param {Desk} desk @param {Account} account @param {string} role @param {(act: () => Promise<unknown>, said?: string) => Promise<void>} change */
async function newRole(desk, { name, role: before }, role, change) {
  const { t } = desk.words;
  const facts = { name, before: t(`role.${before}`), role: t(`role.${role}`) };
  const sure = await confirmed({ title: t("manage.users.role_sure", facts), text: t("manage.users.role_text", facts), yes: t("manage.users.role_do"), no: t("manage.cancel") });
  await change(async () => sure && changeAccount(desk.client, name, { role }), sure ? t("manage.users.role_done", facts) : undefined);
}

/** @param {Desk} desk @param {string} name @param {(act: () => Promise<unknown>, said?: string) => Promise<void>} change */
function askPassword(desk, name, change) {
  const { t } = desk.words;
  const { session } = desk.store.get();
  const form = h("form", { class: "form" }, passwordEntry(desk, { name: "password", label: t("manage.password.new"), autocomplete: "new-password", hint: session ? passwordHint(desk, session.policy) : "" }));
  submitting(desk, form, t("manage.users.set_password"), async ({ password }) => {
    await setPassword(desk.client, name, password);
    box.close();
    await change(async () => {}, t("manage.users.password_done", { name }));
  });
  const box = h("dialog", { class: "ask", "aria-label": t("manage.users.set_password") }, h("h2", { class: "part-title" }, t("manage.users.password_of", { name })), h("p", { class: "note" }, t("manage.users.password_text")), form, h("button", { type: "button", class: "link", onclick: () => box.close() }, t("manage.cancel")));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/** @param {Desk} desk @param {() => Promise<void>} again */
function newcomer(desk, again) {
  const { t } = desk.words;
  const { session } = desk.store.get();
  const form = h(
    "form",
    { class: "form form-grid" },
    entry({ name: "name", label: t("manage.users.name"), hint: t("manage.users.name_hint"), required: true, maxlength: 64 }),
    selectEntry({ name: "role", label: t("manage.users.role"), value: "staff", options: ROLES.map((value) => ({ value, text: t(`role.${value}`) })) }),
    passwordEntry(desk, { name: "password", label: t("manage.users.first_password"), autocomplete: "new-password", hint: session ? passwordHint(desk, session.policy) : "" }),
  );
  submitting(desk, form, t("manage.users.make"), async ({ name, role, password }) => {
    await makeAccount(desk.client, { name: name.trim(), role, password });
    form.reset();
    await again();
    return h("p", { class: "remark remark-good", role: "status" }, t("manage.users.made", { name: name.trim() }));
  });
  return part(t("manage.users.new"), form);
}

/** What each role may do. @param {Desk} desk */
function rolesTable(desk) {
  const { t } = desk.words;
  return h("details", { class: "part fold" }, h("summary", { class: "part-title" }, t("manage.users.roles")), plainTable(t("manage.users.roles"), [t("manage.users.role"), t("manage.users.may")], ROLES.map((role) => [t(`role.${role}`), t(`manage.users.may.${role}`)])));
}
