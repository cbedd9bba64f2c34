/** @import { App, Answer } from "./app.js" */
/** @import { Selection } from "../core/types.js" */
/** @import { Child } from "../ui/dom.js" */
import { startRun } from "../api/runs.js";
import { fill, h, slot } from "../ui/dom.js";
import { empty, loading } from "../ui/notice.js";
import { allocationsHead, allocationsBody } from "./allocations-panel.js";
import { clauseCard } from "./clause-card.js";
import { planPlaceCard } from "./plan-place-card.js";
import { placeCard } from "./place-card.js";
import { distanceBody, distanceHead } from "./distance-panel.js";
import { ANALYSIS } from "./distance-theme.js";
import { namesOf } from "./names.js";
import { resultBody, resultHead } from "./result-panel.js";
import { scenarioBody, scenarioHead } from "./scenario-panel.js";
import { targetBody, targetHead } from "./target-panel.js";

/** @typedef {Awaited<ReturnType<typeof namesOf>>} Names */

/** @typedef {(app: App, answer: Answer, names: Names) => Child | Child[] | Promise<Child | Child[]>} Part */

/** @type {{ [theme: string]: { head: Part, body: Part } }} */
const PARTS = {
  distance: { head: distanceHead, body: distanceBody },
  allocations: { head: allocationsHead, body: allocationsBody },
  result: { head: resultHead, body: resultBody },
  scenario: { head: scenarioHead, body: scenarioBody },
  target: { head: targetHead, body: targetBody },
};

/**
 * The panel: the answer in words on top, and below it either what stands behind it or the card of
 * what is selected.
 *
 * @param {App} app
 * @param {() => Promise<void>} reload
 */
export function showPanel(app, reload) {
  const head = slot("headline");
  const body = slot("panel-body");
  /** @type {Answer | null} */
  let drawn = null;

  async function draw() {
    const { answer, selected } = app.store.get();
    if (!answer) return;
    const names = await namesOf(app);
    if (answer !== app.store.get().answer) return;
    const words = await headOf(app, answer, names);
    if (answer !== app.store.get().answer) return;
    fill(head, words);
    const inside = (selected && (await cardOf(app, selected, names))) ?? (await bodyOf(app, answer, names, reload));
    if (selected !== app.store.get().selected || answer !== app.store.get().answer) return;
    fill(body, inside);
    if (!live(drawn, answer) || selected) body.scrollTop = 0;
    drawn = answer;
  }

  app.store.watch(["answer", "selected", "lang"], () => void draw());
  app.store.watch(["busy"], ({ busy }) => slot("progress").toggleAttribute("data-busy", busy));
}

/** Whether it is the same question with other edits: the reader stays where they are. @param {Answer | null} before @param {Answer} answer */
function live(before, answer) {
  return before?.whatif !== undefined && before.whatif.ground === answer.whatif?.ground;
}

/** @param {App} app @param {Selection} selected @param {Names} names */
function cardOf(app, selected, names) {
  if (selected.kind === "clause") return clauseCard(app, selected.id);
  if (selected.kind === "planplace") return planPlaceCard(app, selected.id);
  return placeCard(app, selected, names);
}

/** @param {App} app @param {Answer} answer @param {Names} names */
function headOf(app, answer, names) {
  if (answer.status !== "ready") return h("h1", { class: "headline-words" }, app.words.t("page.headline.waiting", { year: answer.year }));
  return PARTS[answer.theme].head(app, answer, names);
}

/** @param {App} app @param {Answer} answer @param {Names} names @param {() => Promise<void>} reload */
function bodyOf(app, answer, names, reload) {
  const { t } = app.words;
  if (answer.status === "loading") return loading(t("page.loading.answer"));
  if (answer.status === "error") return app.failed(answer.error, () => void reload());
  if (answer.status === "empty") return noRun(app, answer, reload);
  return PARTS[answer.theme].body(app, answer, names);
}

/** Nothing computed for the year yet: offer to. @param {App} app @param {Answer} answer @param {() => Promise<void>} reload */
function noRun(app, { year }, reload) {
  const { t } = app.words;
  const place = h("div", {});
  const compute = async () => {
    fill(place, loading(t("page.loading.run")));
    try {
      await startRun(app.client, ANALYSIS, { origins: "townships", stations: "stations", year, region: app.store.get().region });
      await reload();
    } catch (thrown) {
      fill(place, app.failed(thrown, () => void compute()));
    }
  };
  fill(place, empty(t("page.empty.run", { year }), h("button", { type: "button", class: "button button-main", onclick: () => void compute() }, t("page.empty.run.do"))));
  return place;
}
