/** @import { App } from "./app.js" */
/** @import { Measured, Need, Plan, Vocabulary, Word } from "../core/types.js" */
import { compared, short } from "../core/evaluation.js";
import { sign, textOr } from "../core/i18n.js";

/** @param {App} app @param {{ [id: string]: Word } | undefined} words @param {string} id */
export function wordOf(app, words, id) {
  const word = words?.[id];
  return (app.words.lang === "zh" ? word?.title_zh : word?.title_en) ?? id;
}

/** @param {App} app @param {Plan | undefined} plan @param {string} [id] */
export function planName(app, plan, id = "") {
  return plan ? (app.words.lang === "zh" ? plan.title_zh : plan.title_en) : id;
}

/** @param {App} app @param {Vocabulary | undefined} words @param {string} unit */
export function unitName(app, words, unit) {
  if (unit === "ratio" || (unit === "count" && app.words.lang === "en")) return "";
  return wordOf(app, words?.units, unit);
}

/** A number with its unit. @param {App} app @param {Vocabulary | undefined} words @param {number} value @param {string} unit */
export function amount(app, words, value, unit) {
  return `${short(value, app.words.lang)} ${unitName(app, words, unit)}`.trim();
}

/**
 * A value beside its threshold, as "2.6 公里 < 10 公里".
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {Pick<Measured, "value" | "threshold" | "unit">} measured
 */
export function reading(app, words, { value, threshold, unit }) {
  if (value === null) return "";
  if (threshold === null) return amount(app, words, value, unit);
  const { lang, t } = app.words;
  const told = compared(value, threshold, lang);
  const name = unitName(app, words, unit);
  return [told.value, name, sign(t, told.relation), told.threshold, name].filter(Boolean).join("\u2009");
}

/**
 * Why a target cannot be measured or decided, in words.
 *
 * @param {App} app
 * @param {Vocabulary | undefined} words
 * @param {Pick<Measured, "reason" | "needs" | "status">} measured
 */
export function reasonText(app, words, { reason, needs }) {
  const { t } = app.words;
  if (reason === null) return "";
  const layers = needs.map((id) => wordOf(app, words?.layers, id)).join(t("page.list.and"));
  if (reason === "needs_layer") return t("page.target.needs", { layers });
  return textOr(t, `evaluation.reason.${reason}`, reason).replace("{layers}", layers);
}

/** What is missing to meet the target. @param {App} app @param {Vocabulary | undefined} words @param {Need} need */
export function needText(app, words, need) {
  const { t, lang } = app.words;
  const unit = need.unit === null ? "" : unitName(app, words, need.unit);
  return textOr(t, need.key, "{amount} {unit}").replace("{amount}", short(need.amount, lang)).replace("{unit}", unit);
}
