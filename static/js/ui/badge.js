/** @import { Quality, Status, Translate, Verdict } from "../core/types.js" */
import { h } from "./dom.js";

/** @param {Quality} quality @param {Translate} t */
export function qualityBadge(quality, t) {
  return h("span", { class: `badge badge-${quality}`, title: t(`page.quality.${quality}.why`) }, t(`page.quality.${quality}`));
}

/** A light in words and shape, never in colour alone. @param {Verdict | "uncertain"} verdict @param {Translate} t */
export function light(verdict, t) {
  return h("span", { class: `light light-${verdict}` }, h("i", { class: "light-mark", "aria-hidden": "true" }), t(`page.verdict.${verdict}`));
}

/** The light of a judged target or unit. @param {Status | null} status null while it is being measured @param {Translate} t */
export function statusLight(status, t) {
  if (status === null) return h("span", { class: "light light-unknown" }, h("span", { class: "spinner", "aria-hidden": "true" }), t("page.verdict.measuring"));
  return light(status === "not_measurable" ? "unknown" : status, t);
}
