/** @import { Desk } from "./desk.js" */
/** @import { Asked, CrsCandidate, EncodingCandidate, LayerReport } from "../core/manage-types.js" */
import { textOr } from "../core/i18n.js";
import { h } from "../ui/dom.js";
import { part, plainTable } from "./parts.js";

const SHOWN_ENCODINGS = 4;

/**
 * Which reference systems and encodings the content could be in, likeliest first, with what speaks
 * for each; one press takes another one.
 *
 * @param {Desk} desk @param {LayerReport} layer @param {((asked: Asked) => void) | null} onAsk
 */
export function candidates(desk, layer, onAsk) {
  const { t } = desk.words;
  const encodings = layer.encoding_candidates.slice(0, SHOWN_ENCODINGS);
  const use = (/** @type {Asked} */ asked, /** @type {boolean} */ current) => (current ? h("span", { class: "note" }, t("manage.candidate.current")) : onAsk && h("button", { type: "button", class: "button button-small", onclick: () => onAsk(asked) }, t("manage.candidate.use")));
  const systems = layer.crs_candidates.map((one) => [one.crs, system(desk, one), share(one), proof(desk, one), use({ crs: one.crs, swap_axes: one.swapped }, one.crs === layer.crs && !one.swapped)]);
  const samples = encodings.map((one) => [one.encoding, rows(one), undecodable(desk, one), use({ encoding: one.encoding }, one.encoding === layer.encoding)]);
  if (systems.length === 0 && samples.length === 0) return null;
  return h(
    "div",
    {},
    systems.length > 0 && folded(t("manage.candidate.crs"), layer.crs === null, h("p", { class: "part-lead" }, t("manage.candidate.crs_lead")), plainTable(t("manage.candidate.crs"), [t("manage.fact.crs"), t("manage.fact.datum"), t("manage.candidate.inside"), t("manage.candidate.evidence"), ""], systems)),
    samples.length > 0 && part(t("manage.candidate.encoding"), h("p", { class: "part-lead" }, t("manage.candidate.encoding_lead")), plainTable(t("manage.candidate.encoding"), [t("manage.fact.encoding"), t("manage.candidate.samples"), t("manage.candidate.undecodable"), ""], samples)),
  );
}

/** @param {Desk} desk @param {CrsCandidate} one */
function system(desk, { datum, swapped }) {
  const { t } = desk.words;
  return [textOr(t, `manage.datum.${datum}`, datum), swapped && h("span", { class: "badge state-bad" }, t("manage.candidate.swapped"))];
}

/** @param {CrsCandidate} one */
function share({ inside_share: inside }) {
  return h("span", { class: "num" }, `${Math.round(inside * 100)} %`);
}

/** @param {Desk} desk @param {CrsCandidate} one */
function proof(desk, { evidence }) {
  const { t } = desk.words;
  return evidence
    .filter((text) => !text.startsWith("inside="))
    .map((text) => {
      const [name, value = ""] = text.split("=");
      return textOr(t, `evidence.${name}`, text).replace("{value}", textOr(t, `word.${value}`, value));
    })
    .join(desk.words.lang === "zh" ? "；" : "; ");
}

/** @param {EncodingCandidate} one */
function rows({ samples }) {
  return h("ul", { class: "sample-rows" }, samples.map((text) => h("li", {}, text)));
}

/** @param {Desk} desk @param {EncodingCandidate} one */
function undecodable(desk, { undecodable: count }) {
  return h("span", { class: "num" }, count === 0 ? desk.words.t("manage.candidate.all_good") : desk.words.format.count(count));
}

/** Open as long as there is something to decide. @param {string} title @param {boolean} open @param {...import("../ui/dom.js").Child} inside */
function folded(title, open, ...inside) {
  return h("details", { class: "part fold", open }, h("summary", { class: "part-title" }, title), inside);
}
