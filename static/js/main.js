// The only file that acts when it is loaded: it makes the parts and lets them know of each other.
import { asLang } from "./core/i18n.js";
import { createApp } from "./features/app.js";
import { browseAudit } from "./features/browse-audit.js";
import { browseLayers } from "./features/browse-layers.js";
import { browseRuns } from "./features/browse-runs.js";
import { browseScenarios } from "./features/browse-scenarios.js";
import { browseTargets } from "./features/browse-targets.js";
import { closeTop } from "./features/close-top.js";
import { drawLayers } from "./features/draw-layers.js";
import { drawTheme } from "./features/draw-theme.js";
import { driveScenario } from "./features/scenario-session.js";
import { editStations } from "./features/edit-stations.js";
import { keepLink, readLink, tellOfOtherVersions } from "./features/keep-link.js";
import { locateMe } from "./features/locate-me.js";
import { phoneSheet } from "./features/phone-sheet.js";
import { printMap } from "./features/print-map.js";
import { runAnalysis } from "./features/run-analysis.js";
import { showAccount } from "./features/show-account.js";
import { searchPlaces } from "./features/search-places.js";
import { selectPlace } from "./features/select-place.js";
import { showAnswer } from "./features/show-answer.js";
import { showDrawers } from "./features/drawers.js";
import { showLegend } from "./features/show-legend.js";
import { showPanel } from "./features/show-panel.js";
import { showReadout } from "./features/map-readout.js";
import { showWhole } from "./features/show-whole.js";
import { showTable } from "./features/show-table.js";
import { swipeSides } from "./features/swipe-sides.js";
import { showTopBar } from "./features/top-bar.js";
import { createView } from "./map/view.js";
import { fill, slot } from "./ui/dom.js";

/** Jinzhong, until the data has said where it is. @type {import("./core/types.js").BBox} */
const FIRST_EXTENT = [111.38, 36.66, 114.09, 38.1];

const { start, versions } = readLink(location.hash);
const app = createApp({ ...start, lang: start.lang ?? asLang(localStorage.getItem("jintu.lang")) ?? "zh" });
const view = createView(slot("map"), { reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches });
if (start.view) view.setView(start.view);
else view.fit(FIRST_EXTENT);
const home = (animate = true) => showWhole(app, view, FIRST_EXTENT, animate);

const load = showAnswer(app);
showTopBar(app);
const askAccount = showAccount(app);
showPanel(app, load);
showLegend(app);
drawTheme(app, view);
const drawNow = drawLayers(app, view);
selectPlace(app, view);
showTable(app, view);
editStations(app, view, driveScenario(app, load));
swipeSides(app, view);
showDrawers(app, { layers: browseLayers, targets: browseTargets, audit: browseAudit, analyses: runAnalysis, scenarios: browseScenarios, runs: browseRuns });
showReadout(app, view, () => home());
locateMe(app, view);
printMap(app, view);
closeTop(app);
phoneSheet(app, view);
keepLink(app, view);
addEventListener("resize", () => view.resize());

/** Words first, then the list of layers, then the answer; each step draws what it can. */
async function begin() {
  try {
    await app.speak(app.store.get().lang);
  } catch {
    slot("outage").hidden = false;
    return;
  }
  app.store.wake("lang");
  void askAccount();
  searchPlaces(app, view);
  try {
    app.store.set({ catalogue: await app.catalogue() });
  } catch (thrown) {
    fill(slot("panel-body"), app.failed(thrown, () => location.reload()));
    return;
  }
  await Promise.all([drawNow(), load()]);
  tellOfOtherVersions(app, versions);
  if (!start.view) home(false);
  slot("page").dataset.ready = "";
}

await begin();
