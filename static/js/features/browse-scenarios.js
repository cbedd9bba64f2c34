/** @import { App } from "./app.js" */
/** @import { Scenario } from "../core/scenario-types.js" */
import { getScenario, listScenarios } from "../api/scenarios.js";
import { h, fill } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { scenarioEditor } from "./scenario-editor.js";
import { openScenario } from "./scenario-session.js";
import { session } from "./scenario-rights.js";

/** Scenarios: the one being worked on, or the list of those that are kept. */
export const browseScenarios = {
  lead: "whatif.lead",
  keepsItself: true,
  /** @param {App} app */
  async inside(app) {
    const place = h("div", { class: "whatif" });
    let turn = 0;
    const draw = async () => {
      turn += 1;
      const mine = turn;
      const parts = await content(app).catch((thrown) => [app.failed(thrown, () => void draw())]);
      if (mine === turn) fill(place, ...parts);
    };
    const first = draw();
    // A link's scenario may come while the list is still on its way.
    const forget = app.store.watch(["whatif", "theme", "drawer"], whenTurned(app, () => {
      const { drawer } = app.store.get();
      if (drawer !== "scenarios") forget();
      else void draw();
    }));
    await first;
    return [place];
  },
};

/** Only when a scenario is opened, closed, left or found again. @param {App} app @param {() => void} run */
function whenTurned(app, run) {
  const key = () => `${app.store.get().whatif === null} ${app.store.get().theme === "scenario"} ${app.store.get().drawer}`;
  let last = key();
  return () => {
    const now = key();
    if (now !== last) run();
    last = now;
  };
}

/** @param {App} app @returns {Promise<(Node | null)[]>} */
async function content(app) {
  const { whatif, theme } = app.store.get();
  if (whatif && theme === "scenario") return scenarioEditor(app);
  const [kept, who] = await Promise.all([listScenarios(app.client), session(app)]);
  const { t } = app.words;
  const begin = h("button", { type: "button", class: "button button-main", onclick: () => openScenario(app, null) }, t("whatif.new"));
  const back = whatif && h("button", { type: "button", class: "button", onclick: () => app.store.set({ theme: "scenario", run: null, selected: null }) }, t("whatif.resume", { title: whatif.title }));
  return [
    h("section", { class: "group whatif-begin" }, h("p", { class: "note" }, t("whatif.new.why")), h("div", { class: "whatif-tools" }, back, begin)),
    kept.length > 0 ? h("ul", { class: "run-list" }, kept.map((one) => row(app, one))) : empty(t(who?.signed_in ? "whatif.list.none" : "whatif.list.sign_in"), !who?.signed_in && h("a", { class: "link", href: "/manage" }, t("whatif.sign_in"))),
  ];
}

/** @param {App} app @param {Scenario} one */
function row(app, one) {
  const { t, format } = app.words;
  const open = async () => {
    try {
      openScenario(app, await getScenario(app.client, one.id, null));
    } catch (thrown) {
      app.say(/** @type {Error} */ (thrown).message);
    }
  };
  return h("li", {}, h("button", { type: "button", class: "run", "data-scenario": one.id, onclick: () => void open() },
    h("span", { class: "run-title" }, one.title),
    h("span", { class: "note num" }, t("whatif.list.facts", { count: one.edit_count ?? 0, year: one.params.year, revision: one.revision })),
    h("span", { class: "note num" }, `${one.owner} · ${format.moment(one.updated_at)}`),
    !one.current && h("span", { class: "badge" }, t("whatif.list.older"))));
}
