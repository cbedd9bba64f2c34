/** @import { App, Answer } from "./app.js" */
/** @import { EvaluatedTarget, EvaluatedUnit, Feature } from "../core/types.js" */
import { pick } from "../core/i18n.js";
import { qualityBadge, statusLight } from "../ui/badge.js";
import { card } from "../ui/card.js";
import { h } from "../ui/dom.js";
import { layerOf } from "./app.js";
import { amount } from "./plan-words.js";
import { provenance } from "./layer-provenance.js";
import { hit, unitOf } from "./target-theme.js";
import { unitTargetsSection } from "./unit-targets.js";

/**
 * A unit as the target on the map finds it, with everything else that concerns it.
 *
 * @param {App} app
 * @param {{ answer: Answer, judged: EvaluatedTarget, feature: Feature }} shown
 * @param {{ counties: Map<string, string> }} names
 */
export async function judgedCard(app, { answer, judged, feature }, names) {
  const { t } = app.words;
  const unit = unitOf(answer, feature.properties);
  const facts = unit ? await factsOf(app, judged, unit) : [];
  const layer = layerOf(app.store.get(), hit(feature).kind);
  return card({
    kind: names.counties.get(String(feature.properties.county_code)) ?? "", title: feature.properties.name_zh,
    close: { label: t("page.close"), run: () => app.store.set({ selected: null }) },
    marks: [unit && statusLight(unit.status, t), judged.quality && qualityBadge(judged.quality, t)].filter((mark) => mark instanceof Node),
    facts: [...facts, { label: t("page.clause.printed"), value: h("span", { lang: "zh" }, judged.asked.printed) }],
    foot: [unitTargetsSection(app, String(feature.properties.code)), layer && provenance(app, layer)].filter((part) => part instanceof Node),
  });
}

/** @param {App} app @param {EvaluatedTarget} judged @param {EvaluatedUnit} unit */
async function factsOf(app, judged, unit) {
  const { t, lang } = app.words;
  const { vocabulary } = await app.plans();
  // A unit is covered by so many sites, whatever the whole is told in.
  const own = judged.method === "coverage-units" ? "count" : judged.unit;
  const number = (/** @type {number | null} */ value) => (value === null ? t("page.status.unknown") : amount(app, vocabulary, value, own));
  const gap = unit.gap ? [{ label: t("page.target.gap"), value: number(unit.gap) }] : [];
  return [{ label: pick(judged.title, lang), strong: true, value: number(unit.value) }, ...gap];
}
