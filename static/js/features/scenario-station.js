/** @import { App } from "./app.js" */
/** @import { StationNow } from "../core/scenario-types.js" */
import { formatLonLat } from "../core/format.js";
import { fill, h } from "../ui/dom.js";
import { select } from "../ui/select.js";
import { YEARS } from "./app.js";
import { noteLine, notesByStation } from "./scenario-notes.js";
import { edit, patchWhatIf, restore } from "./scenario-session.js";
import { stationsOf } from "./scenario-stations.js";

const MOST_PILES = 10_000;

/** The chosen station: piles, year, away with it, back to how it was. @param {App} app @param {StationNow} one */
export function stationForm(app, one) {
  const { t } = app.words;
  const gone = one.op === "remove";
  const notes = notesByStation(app.store.get().answer).get(one.id) ?? [];
  const piles = h("input", { type: "number", name: "piles", min: 1, max: MOST_PILES, step: 1, value: one.piles, disabled: gone, class: "whatif-number num" });
  piles.addEventListener("change", () => piles.reportValidity() && piles.value !== "" && edit(app, { op: "resize", id: one.id, piles: Number(piles.value) }));
  const years = YEARS.includes(one.year) ? YEARS : [...YEARS, one.year].sort();
  const year = select({ label: t("whatif.station.year"), value: String(one.year), groups: [{ options: years.map((value) => ({ value: String(value), text: String(value) })) }], onChoose: (value) => edit(app, { op: "set_year", id: one.id, year: Number(value) }) });
  year.name = "year";
  year.disabled = gone;
  const away = h("button", { type: "button", class: "button", onclick: () => edit(app, { op: "remove", id: one.id }) }, t("whatif.station.remove"));
  const back = h("button", { type: "button", class: "button", onclick: () => restore(app, one.id) }, t("whatif.station.restore"));
  return [
    h("div", { class: "block-head" }, h("h3", { class: "group-title" }, one.name || t("whatif.station.new", { id: one.id })), h("button", { type: "button", class: "link", onclick: () => patchWhatIf(app, { chosen: null }) }, t("page.close"))),
    h("p", { class: "note num" }, formatLonLat(one.lon, one.lat)),
    notes.length > 0 && h("ul", { class: "plain-list whatif-wrong" }, notes.map((note) => noteLine(note, []))),
    h("div", { class: "whatif-fields" }, h("label", {}, t("whatif.station.piles"), piles), h("label", {}, t("whatif.station.year"), year)),
    h("div", { class: "whatif-tools" }, !gone && away, one.op !== null && one.op !== "add" && back),
    !gone && h("p", { class: "note" }, t("whatif.station.keys")),
  ];
}

/** A station by its name, for those who do not press on the map. @param {App} app */
export function stationFinder(app) {
  const { t } = app.words;
  const list = h("datalist", { id: "whatif-stations" });
  const field = h("input", { type: "search", list: "whatif-stations", name: "station", class: "plan-search", placeholder: t("whatif.find"), "aria-label": t("whatif.find"), autocomplete: "off" });
  const label = (/** @type {StationNow} */ one) => `${one.name} ${one.id}`.trim();
  field.addEventListener("focus", async () => fill(list, (await stationsOf(app)).map((one) => h("option", { value: label(one) }))));
  field.addEventListener("change", async () => {
    const one = (await stationsOf(app)).find((station) => label(station) === field.value || station.id === field.value);
    if (one) patchWhatIf(app, { chosen: one.id });
    else if (field.value !== "") app.say(t("whatif.find.none", { name: field.value }));
  });
  return h("div", { class: "whatif-find" }, field, list);
}
