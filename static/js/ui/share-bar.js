/** @import { Translate } from "../core/types.js" */
import { h } from "./dom.js";

/**
 * Met, missed and unknown as one bar; a part that exists is never thinner than can be seen.
 *
 * @param {{ met: number, missed: number, unknown: number, count: number }} counts
 * @param {Translate} t
 */
export function shareBar(counts, t) {
  const parts = /** @type {const} */ (["met", "missed", "unknown"]).filter((name) => counts[name] > 0);
  return h(
    "div",
    { class: "share", "aria-hidden": "true" },
    parts.map((name) => {
      const part = h("span", { class: `share-part share-${name}`, title: `${t(`page.verdict.${name}`)} ${counts[name]}` });
      part.style.flexGrow = String(counts[name]);
      return part;
    }),
  );
}
