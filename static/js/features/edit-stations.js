/** @import { App } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
/** @import { StationNow } from "../core/scenario-types.js" */
import { freshId } from "../core/scenario-edits.js";
import { stationMarks } from "../map/station-marks.js";
import { slot } from "../ui/dom.js";
import { edit, patchWhatIf } from "./scenario-session.js";
import { isWrong, notesByStation } from "./scenario-notes.js";
import { idsTaken, stationsOf } from "./scenario-stations.js";

const PILES = 10;

/**
 * Stations on the map while a scenario is worked on: drag one, press to choose, press to add.
 *
 * @param {App} app
 * @param {MapView} view
 * @param {{ live: (trial: import("../core/scenario-types.js").Edit) => void, settle: () => void }} drive
 */
export function editStations(app, view, { live, settle }) {
  /** @type {ReturnType<typeof stationMarks> | null} */
  let marks = null;
  const onScenario = () => app.store.get().theme === "scenario" && app.store.get().whatif !== null;
  const moved = (/** @type {string} */ id, /** @type {number} */ lon, /** @type {number} */ lat) => ({ op: /** @type {const} */ ("move"), id, lon: rounded(lon), lat: rounded(lat) });

  const open = () => stationMarks(view, {
    onDrag: (id, lon, lat) => live(moved(id, lon, lat)),
    onDrop: (id, lon, lat) => edit(app, moved(id, lon, lat), `move ${id}`),
    onRemove: (id) => edit(app, { op: "remove", id }),
    onCancel: () => void draw().then(settle),
  });

  async function draw() {
    const adding = onScenario() && app.store.get().whatif?.adding;
    slot("map").toggleAttribute("data-adding", adding === true);
    if (adding === "centre") {
      const { lon, lat } = view.getView();
      patchWhatIf(app, { adding: false });
      void addStation(app, lon, lat).then(focusChosen);
    }
    if (!onScenario()) {
      marks?.remove();
      marks = null;
      return;
    }
    marks ??= open();
    const stations = await stationsOf(app);
    const { whatif } = app.store.get();
    if (!whatif || !onScenario()) return;
    const wrong = notesByStation(app.store.get().answer);
    marks.set(stations, whatif.chosen, (one) => labelOf(app, one, wrong.get(one.id) ?? []), (one) => isWrong(wrong.get(one.id)));
  }

  async function focusChosen() {
    await draw();
    const chosen = app.store.get().whatif?.chosen;
    if (chosen) marks?.focus(chosen);
  }

  makeRoom(app, view);
  app.store.watch(["whatif", "theme", "year", "lang", "catalogue"], () => void draw());
  whenJudged(app, () => void draw());
  // A pressed station is edited here; its card would cover what the edits do.
  app.store.watch(["selected"], ({ selected }) => {
    if (!onScenario() || selected?.kind !== "stations") return;
    app.store.set({ selected: null });
    patchWhatIf(app, { chosen: selected.id });
    void focusChosen();
  });
  view.onPress((lon, lat) => {
    if (!onScenario() || !app.store.get().whatif?.adding) return;
    app.store.set({ selected: null });
    void addStation(app, lon, lat);
  });
}

/** The ground brings the pinned stations; notes say what is wrong with one where it stands. @param {App} app @param {() => void} run */
function whenJudged(app, run) {
  const shown = { ground: /** @type {object | null} */ (null), notes: "" };
  app.store.watch(["answer"], ({ answer }) => {
    if (!answer?.whatif) return;
    const { ground } = answer.whatif;
    const notes = answer.whatif.notes.map(({ code, where }) => `${code} ${where}`).join();
    if (ground === shown.ground && notes === shown.notes) return;
    Object.assign(shown, { ground, notes });
    run();
  });
}

/** The tools stand beside the map, not on it: what is edited or worked out must be seen. @param {App} app @param {MapView} view */
function makeRoom(app, view) {
  function arrange() {
    const { drawer, theme } = app.store.get();
    document.body.toggleAttribute("data-editing", drawer === "scenarios" && theme === "scenario");
    document.body.toggleAttribute("data-beside", drawer === "analyses");
    view.resize();
  }
  app.store.watch(["drawer", "theme"], arrange);
  arrange();
}

/** @param {App} app @param {number} lon @param {number} lat */
export async function addStation(app, lon, lat) {
  const taken = await idsTaken(app);
  const { whatif, year } = app.store.get();
  if (!whatif) return;
  const id = freshId(whatif.history.now, taken);
  const name = app.words.t("whatif.station.name", { number: id.replace("new-", "") });
  edit(app, { op: "add", id, lon: rounded(lon), lat: rounded(lat), piles: PILES, year, name_zh: name });
}

/** Six decimals are a tenth of a metre. @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e6) / 1e6;

/** @param {App} app @param {StationNow} one @param {import("../core/scenario-types.js").Note[]} notes */
function labelOf(app, one, notes) {
  const { t } = app.words;
  const label = t("whatif.mark", { name: one.name || one.id, what: t(`whatif.mark.${one.op ?? "plain"}`) });
  return [label, ...notes.map(({ message }) => message)].join(t("page.list.stop"));
}
