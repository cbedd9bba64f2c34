/** @import { Desk } from "./desk.js" */
/** @import { Policy } from "../core/manage-types.js" */
/** @import { Child } from "../ui/dom.js" */
import { fill, h } from "../ui/dom.js";
import { loading } from "../ui/notice.js";

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [value]
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {boolean} [required]
 * @property {string} [pattern]
 * @property {string} [class]
 * @property {string} [list] id of a list of proposals
 * @property {number} [maxlength]
 * @property {string} [placeholder]
 */

/** A field with its name, a line of help, and room for what is wrong with it. @param {Entry} about */
export function entry({ name, label, hint, value, type = "text", ...more }) {
  const field = h("input", { name, type, value, autocomplete: "off", spellcheck: "false", ...more, "aria-describedby": `${name}-note` });
  return row(name, label, hint, field);
}

/** @param {{ name: string, label: string, hint?: string, value?: string, options: { value: string, text: string, disabled?: boolean }[] }} about */
export function selectEntry({ name, label, hint, value, options }) {
  const field = h("select", { name, "aria-describedby": `${name}-note` }, options.map((one) => h("option", { value: one.value, selected: one.value === value, disabled: one.disabled }, one.text)));
  return row(name, label, hint, field);
}

/** @param {{ name: string, label: string, checked?: boolean, hint?: string }} about */
export function checkEntry({ name, label, checked = false, hint }) {
  const box = h("input", { type: "checkbox", name, value: "true" });
  box.checked = checked;
  return h("div", { class: "form-row", "data-entry": name }, h("label", { class: "toggle" }, box, h("span", {}, label)), hint && h("span", { class: "note" }, hint), fault(name));
}

/** @param {string} name @param {string} label @param {string | undefined} hint @param {HTMLElement} field */
function row(name, label, hint, field) {
  return h("div", { class: "form-row", "data-entry": name }, h("label", { class: "form-label-box" }, h("span", { class: "form-label" }, label), field), h("span", { class: "note", id: `${name}-note` }, hint), fault(name));
}

/** @param {string} name */
function fault(name) {
  return h("span", { class: "form-fault", id: `${name}-fault`, hidden: true });
}

/** A password that can be looked at while it is typed. @param {Desk} desk @param {Entry} about */
export function passwordEntry(desk, about) {
  const { t } = desk.words;
  const made = entry({ ...about, type: "password", required: true, maxlength: 1000 });
  const field = /** @type {HTMLInputElement} */ (made.querySelector("input"));
  const eye = h("button", { type: "button", class: "link password-eye", onclick: look, "aria-pressed": "false" }, t("manage.password.show"));
  function look() {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    eye.setAttribute("aria-pressed", String(hidden));
    fill(eye, t(hidden ? "manage.password.hide" : "manage.password.show"));
  }
  made.append(eye);
  made.classList.add("form-row-password");
  return made;
}

/** @param {Desk} desk @param {Policy} policy */
export function passwordHint(desk, { shortest, classes }) {
  const { t } = desk.words;
  return classes > 0 ? t("manage.password.rule_classes", { shortest, classes }) : t("manage.password.rule", { shortest });
}

/** Say at a field what is wrong with it; without words, that all is well. @param {HTMLFormElement} form @param {string} name @param {string} [words] */
export function blame(form, name, words) {
  const place = form.querySelector(`[id="${CSS.escape(name)}-fault"]`);
  const field = form.elements.namedItem(name);
  if (!(place instanceof HTMLElement)) return false;
  place.hidden = !words;
  fill(place, words);
  if (field instanceof HTMLElement) {
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", `${name}-note ${name}-fault`);
  }
  return true;
}

/** What a form holds; boxes that are not ticked are absent. @param {HTMLFormElement} form @returns {{ [name: string]: string }} */
export function valuesOf(form) {
  return Object.fromEntries([...new FormData(form).entries()].map(([name, value]) => [name, String(value)]));
}

/**
 * Give a form its button, and room for what comes of it. While the work goes on nothing can be sent twice.
 *
 * @param {Desk} desk
 * @param {HTMLFormElement} form
 * @param {string} label
 * @param {(values: { [name: string]: string }) => Promise<Child | void>} run what it returns is shown
 */
export function submitting(desk, form, label, run) {
  const button = h("button", { type: "submit", class: "button button-main" }, label);
  const place = h("div", { class: "form-outcome", "aria-live": "polite" });
  form.append(button, place);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    fill(place, loading(desk.words.t("manage.working")));
    try {
      fill(place, (await run(valuesOf(form))) ?? null);
    } catch (thrown) {
      fill(place, desk.failed(thrown));
    } finally {
      button.disabled = false;
    }
  });
  return { button, place };
}
