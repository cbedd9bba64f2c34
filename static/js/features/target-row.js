/** @import { App } from "./app.js" */
/** @import { Lang, Plan, Target, Verdict } from "../core/types.js" */
import { sign, textOr } from "../core/i18n.js";
import { titleOf } from "../core/targets.js";
import { light } from "../ui/badge.js";
import { factList } from "../ui/card.js";
import { fill, h } from "../ui/dom.js";

/**
 * A target with its light; opening it shows the clause it stands in.
 *
 * @param {App} app
 * @param {Target} target
 * @param {Verdict | "uncertain"} verdict
 * @param {string} [told] what the run says, in figures
 */
export function targetRow(app, target, verdict, told = "") {
  const { t, lang } = app.words;
  const inside = h("div", { class: "door-inside" });
  const row = h(
    "details",
    { class: "target" },
    h("summary", {}, light(verdict, t), h("span", { class: "target-title" }, titleOf(target, lang)), h("span", { class: "target-value num" }, limitText(app, target))),
    inside,
  );
  row.addEventListener("toggle", () => void (row.open && clause(app, target).then((nodes) => fill(inside, told && h("p", {}, told), nodes))));
  return h("li", {}, row);
}

/** The limit as the plan prints it, with its direction. @param {App} app @param {Target} target */
export function limitText(app, target) {
  const { t, lang } = app.words;
  if (target.value === null) return target.printed ?? "";
  const figure = lang === "zh" ? asPrinted(target) : english(target);
  // The Chinese figure as printed may say 约 or 左右, or bear its sign; an equality needs none.
  const plainly = target.comparator === "=" || (lang === "zh" && (target.comparator === "about" || /^[<>≤≥＜＞]/.test(figure)));
  return plainly ? figure : `${sign(t, target.comparator)} ${figure}`;
}

/** @param {Target} target */
function asPrinted({ value, unit, printed }) {
  if (unit === "%" && !/^\d/.test(printed ?? "")) return `${value} %`;
  return printed ?? String(value);
}

/** @param {Target} target */
function english({ value, value_high: high, unit, printed }) {
  if (unit === "ratio" && printed && /^\d+:\d+$/.test(printed)) return printed;
  const shown = high ? `${value}–${high}` : new Intl.NumberFormat("en-GB").format(value ?? 0);
  return unit && unit !== "count" && unit !== "ratio" ? `${shown} ${unit.replace(/2$/, "²").replace(/3$/, "³")}` : shown;
}

/** Where the plan says so. @param {App} app @param {Target} target */
export async function clause(app, target) {
  const { t, lang } = app.words;
  const { plans } = await app.plans().catch(() => ({ plans: [] }));
  const plan = plans.find(({ id }) => id === target.plan);
  const note = lang === "zh" ? target.note_zh : target.note_en;
  return factList([
    { label: t("page.clause.plan"), value: planTitle(plan, target.plan, lang) },
    { label: t("page.clause.path"), value: target.clause_path ?? target.clause },
    { label: t("page.clause.printed"), value: h("span", { lang: "zh" }, target.printed ?? limitText(app, target)) },
    ...(target.kind ? [{ label: t("page.clause.kind"), value: textOr(t, `page.kind.${target.kind}`, target.kind) }] : []),
    ...issuedBy(app, plan),
    ...(note ? [{ label: t("page.clause.note"), value: note }] : []),
  ]);
}

/** @param {Plan | undefined} plan @param {string} id @param {Lang} lang */
function planTitle(plan, id, lang) {
  if (!plan) return id;
  return [lang === "zh" ? plan.title_zh : plan.title_en, h("span", { class: "note" }, ` ${plan.number ?? ""}`)];
}

/** @param {App} app @param {Plan | undefined} plan */
function issuedBy(app, plan) {
  const { t, lang, format } = app.words;
  const issuer = lang === "zh" ? plan?.issuer_zh : plan?.issuer_en;
  if (!plan || !issuer) return [];
  return [{ label: t("page.clause.issuer"), value: [issuer, h("span", { class: "note" }, ` ${format.date(plan.issued)}`)] }];
}
