/** @import { Desk } from "./desk.js" */
/** @import { Token } from "../core/manage-types.js" */
import { listTokens, makeToken, revokeToken } from "../api/accounts.js";
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { entry, submitting } from "./entries.js";
import { confirmed, heading, part, plainTable, stateBadge } from "./parts.js";

const DAYS = 90;

/** Keys for programs: made, shown once, revoked. @param {Desk} desk */
export async function tokens(desk) {
  const { t } = desk.words;
  const place = h("div", {});

  async function show() {
    const all = await listTokens(desk.client);
    const heads = /** @type {const} */ (["label", "rights", "state", "used", "act"]).map((name) => t(`manage.tokens.${name}`));
    fill(place, part(t("manage.tokens.yours"), all.length === 0 ? empty(t("manage.tokens.none")) : plainTable(t("manage.tokens.yours"), heads, all.map((token) => line(desk, token, show)))));
  }

  await show();
  return [heading(t("manage.section.tokens"), t("manage.tokens.lead")), makeForm(desk, show), place];
}

/** @param {Desk} desk @param {Token} token @param {() => Promise<void>} again */
function line(desk, token, again) {
  const { t, format } = desk.words;
  const state = token.revoked_at ? "revoked" : new Date(token.expires_at) < new Date() ? "expired" : "valid";
  return [
    h("strong", {}, token.label),
    token.rights.map((right) => t(`right.${right}`)).join(" · "),
    [stateBadge(state === "valid" ? "good" : "plain", t(`manage.tokens.${state}`)), h("span", { class: "note num" }, ` ${t("manage.tokens.until", { date: format.date(token.expires_at) })}`)],
    h("span", { class: "num" }, token.used_at ? format.moment(token.used_at) : t("manage.tokens.never")),
    state === "valid" && h("button", { type: "button", class: "button button-small", onclick: () => void revoke(desk, token, again) }, t("manage.tokens.revoke")),
  ];
}

/** @param {Desk} desk @param {Token} token @param {() => Promise<void>} again */
async function revoke(desk, token, again) {
  const { t } = desk.words;
  const sure = await confirmed({ title: t("manage.tokens.revoke_sure", { label: token.label }), text: t("manage.tokens.revoke_text"), yes: t("manage.tokens.revoke"), no: t("manage.cancel"), danger: true });
  if (!sure) return;
  try {
    await revokeToken(desk.client, token.id);
    await again();
  } catch (thrown) {
    desk.say(/** @type {Error} */ (thrown).message);
  }
}

/** @param {Desk} desk @param {() => Promise<void>} again */
function makeForm(desk, again) {
  const { t } = desk.words;
  const rights = desk.store.get().session?.rights ?? [];
  const boxes = rights.map((right) => {
    const box = h("input", { type: "checkbox", name: `right-${right}`, value: right, disabled: right === "read_public", checked: right.startsWith("read_") });
    return h("label", { class: "toggle" }, box, h("span", {}, t(`right.${right}`)));
  });
  const form = h(
    "form",
    { class: "form form-grid" },
    entry({ name: "label", label: t("manage.tokens.label"), hint: t("manage.tokens.label_hint"), required: true, maxlength: 100 }),
    entry({ name: "days", label: t("manage.tokens.days"), type: "number", value: String(DAYS), required: true, hint: t("manage.tokens.days_hint") }),
    h("fieldset", { class: "form-row rights" }, h("legend", { class: "form-label" }, t("manage.tokens.rights")), h("div", { class: "right-boxes" }, boxes), h("span", { class: "note" }, t("manage.tokens.rights_hint"))),
  );
  submitting(desk, form, t("manage.tokens.make"), async (values) => {
    const chosen = rights.filter((right) => right === "read_public" || `right-${right}` in values);
    const made = await makeToken(desk.client, { label: values.label.trim(), rights: chosen, days: Number(values.days) });
    form.reset();
    await again();
    return shownOnce(desk, made.token);
  });
  return part(t("manage.tokens.new"), form);
}

/** @param {Desk} desk @param {string} secret */
function shownOnce(desk, secret) {
  const { t } = desk.words;
  const field = h("input", { type: "text", class: "mono token-secret", readonly: true, value: secret, "aria-label": t("manage.tokens.secret"), onfocus: () => field.select() });
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      desk.say(t("manage.tokens.copied"));
    } catch {
      field.focus();
      desk.say(t("manage.tokens.copy_by_hand"));
    }
  }
  return h("div", { class: "remark remark-good token-once" }, h("p", {}, h("strong", {}, t("manage.tokens.once"))), h("div", { class: "row-tools" }, field, h("button", { type: "button", class: "button", onclick: () => void copy() }, t("manage.tokens.copy"))), h("p", { class: "note" }, t("manage.tokens.use"), " ", h("code", { class: "mono" }, "Authorization: Bearer jintu_…")));
}
