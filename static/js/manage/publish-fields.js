/** @import { Desk } from "./desk.js" */
/** @import { LayerReport, ManagedLayer } from "../core/manage-types.js" */
import { textOr } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { checkEntry, entry, selectEntry } from "./entries.js";

const MODES = /** @type {const} */ (["replace", "append", "upsert"]);
const QUALITIES = /** @type {const} */ (["official", "derived", "illustrative"]);
const ROLES = ["station", "township", "county", "river", "corridor", "zone", "road", "park", "bus-stop", "place", "street", "other"];

/**
 * The fields of a publication, filled with what is published already.
 *
 * @param {Desk} desk @param {LayerReport} layer @param {ManagedLayer | null} published @param {{ [name: string]: string }} values
 */
export function publishFields(desk, layer, published, values) {
  return [how(desk, layer, published), what(desk, values), who(desk, values)];
}

/** @param {Desk} desk @param {string} name @param {...import("../ui/dom.js").Child} inside */
function group(desk, name, ...inside) {
  const { t } = desk.words;
  return h("fieldset", { class: "field-group" }, h("legend", { class: "field-legend" }, t(`manage.publish.group.${name}`)), h("div", { class: "form-grid" }, inside));
}

/** @param {Desk} desk @param {LayerReport} layer @param {ManagedLayer | null} published */
function how(desk, layer, published) {
  const { t, format } = desk.words;
  const modes = published ? MODES : /** @type {const} */ (["replace"]);
  const names = layer.fields.map(({ name }) => name);
  const keys = [{ value: "", text: t("manage.publish.no_key") }, ...names.map((name) => ({ value: name, text: name }))];
  const key = published?.key && names.includes(published.key) ? published.key : "";
  const counts = { valid: format.count(layer.valid_count), total: format.count(layer.feature_count), rejected: format.count(layer.rejected_count) };
  return group(
    desk, "how",
    published && modeChoice(desk, modes),
    selectEntry({ name: "key", label: t("manage.publish.key"), hint: published?.key ? t("manage.publish.key_now", { key: published.key }) : t("manage.publish.key_hint"), value: key, options: keys }),
    layer.rejected_count > 0 && checkEntry({ name: "accept_valid", label: t("manage.publish.valid_only", counts), hint: t("manage.publish.valid_only_hint") }),
  );
}

/** @param {Desk} desk @param {readonly string[]} modes */
function modeChoice(desk, modes) {
  const { t } = desk.words;
  return h(
    "div",
    { class: "form-row mode-choice", role: "radiogroup", "aria-label": t("manage.publish.mode") },
    modes.map((mode, index) => {
      const radio = h("input", { type: "radio", name: "mode", value: mode });
      radio.checked = index === 0;
      return h("label", { class: "mode" }, radio, h("span", {}, h("strong", {}, t(`manage.publish.mode.${mode}`)), h("span", { class: "note" }, t(`manage.publish.mode.${mode}.why`))));
    }),
  );
}

/** @param {Desk} desk @param {{ [name: string]: string }} values */
function what(desk, values) {
  const { t } = desk.words;
  const field = (/** @type {string} */ name, more = {}) => entry({ name, label: t(`manage.publish.${name}`), value: values[name], maxlength: 1000, ...more });
  const known = ROLES.includes(values.role) || !values.role ? ROLES : [values.role, ...ROLES];
  return group(
    desk, "what",
    field("title_zh"), field("title_en"),
    field("source", { hint: t("manage.publish.source_hint") }),
    field("source_date", { hint: t("manage.publish.source_date_hint"), placeholder: "2025-06" }),
    field("licence", { hint: t("manage.publish.licence_hint") }),
    field("source_url", { placeholder: "https://" }),
    selectEntry({ name: "quality", label: t("manage.publish.quality"), value: values.quality ?? "", hint: t("manage.publish.quality_hint"), options: [{ value: "", text: t("manage.publish.choose") }, ...QUALITIES.map((value) => ({ value, text: `${t(`page.quality.${value}`)} — ${t(`page.quality.${value}.why`)}` }))] }),
    selectEntry({ name: "role", label: t("manage.publish.role"), value: values.role || "other", hint: t("manage.publish.role_hint"), options: known.map((value) => ({ value, text: textOr(t, `manage.role.${value}`, value) })) }),
    field("note_zh"), field("note_en"),
  );
}

/** @param {Desk} desk @param {{ [name: string]: string }} values */
function who(desk, values) {
  const { t } = desk.words;
  const may = desk.may("administer");
  const options = /** @type {const} */ (["internal", "public"]).map((value) => ({ value, text: t(`manage.visibility.${value}`), disabled: !may && value !== values.visibility }));
  return group(
    desk, "who",
    selectEntry({ name: "visibility", label: t("manage.publish.visibility"), value: values.visibility, options, hint: t(may ? "manage.publish.visibility_hint" : "manage.publish.visibility_admin") }),
    entry({ name: "review_number", label: t("manage.publish.review_number"), value: values.review_number, hint: t("manage.publish.review_number_hint"), maxlength: 200 }),
    entry({ name: "review_basis", label: t("manage.publish.review_basis"), value: values.review_basis, hint: t("manage.publish.review_basis_hint"), maxlength: 1000 }),
  );
}
