// Which targets a run answers, and how the page says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layersFor, valuesOf } from "../../../static/js/core/describe.js";
import { createTranslator, pick, textOr } from "../../../static/js/core/i18n.js";
import { distanceEntries, legendText } from "../../../static/js/core/legend.js";
import { distanceScale } from "../../../static/js/core/distance-scale.js";
import { cut } from "../../../static/js/core/rich.js";
import { createStore } from "../../../static/js/core/store.js";
import { byClause, distanceTargets, limitKm, tallyDistance, verdicts } from "../../../static/js/core/targets.js";

const target = (more) => ({
  id: "a", plan: "p", clause: "1", indicator: "charging-distance", comparator: "<", value: 10, unit: "km", year: 2025,
  scope: { region: "1407" }, title_zh: "距离", title_en: "Distance", ...more,
});

test("a run answers the region's distance, not a zone's and not another year's", () => {
  const all = [target({}), target({ id: "zone", scope: { region: "1407", zone: "urban-core" } }), target({ id: "old", year: 2024 }), target({ id: "piles", indicator: "piles-added", unit: "piles" })];
  assert.deepEqual(distanceTargets(all, 2025).map(({ id }) => id), ["a"]);
});

test("limits are read in kilometres whatever their unit", () => {
  assert.equal(limitKm(target({ value: 300, unit: "m" })), 0.3);
  assert.equal(limitKm(target({ value: null })), null);
});

test("a township exactly at the limit of a strict target misses it", () => {
  assert.deepEqual(tallyDistance(target({}), [9999, 10000, null]), { met: 1, missed: 1, unknown: 1, count: 3 });
});

test("lights are unknown until a run is on screen", () => {
  const all = [target({}), target({ id: "b", indicator: "x" })];
  assert.deepEqual([...verdicts(all, null, []).values()], ["unknown", "unknown"]);
  const run = { params: { year: 2025 } };
  assert.deepEqual([...verdicts(all, run, [100, 200]).values()], ["met", "unknown"]);
});

test("targets keep their order within plan and clause", () => {
  const grouped = byClause([target({}), target({ id: "b", clause: "2" }), target({ id: "c" })]);
  assert.deepEqual([...grouped.get("p").get("1")].map(({ id }) => id), ["a", "c"]);
});

test("a gap in the language file shows itself", () => {
  const t = createTranslator({ "a.b": "{n} of {m}" });
  assert.equal(t("a.b", { n: 1 }), "1 of {m}");
  assert.equal(t("a.c"), "⟨a.c⟩");
  assert.equal(textOr(t, "a.c", "c"), "c");
  assert.equal(pick({ zh: "", en: "only" }, "zh"), "only");
});

test("figures are set into a sentence without gluing fragments", () => {
  assert.deepEqual(cut("{n} of {m}!", { n: 1, m: 2 }), [1, " of ", 2, "!"]);
});

test("the legend tells its classes, counts and unknowns in words", () => {
  const t = (key, values = {}) => `${key}${Object.values(values).join("|")}`;
  const scale = distanceScale([10, 30], 10);
  const entries = distanceEntries(scale, [scale[0], scale[0], null], t);
  assert.deepEqual(entries.map(({ count }) => count), [2, 0, 0, 0, 0, 1]);
  assert.equal(entries.at(-1).look, "dots");
  assert.ok(entries.filter(({ look }) => look === "hatch").length === 2);
  assert.match(legendText({ title: "T", entries, layers: [], notes: ["N"] }, t), /^T.*N$/s);
});

test("a form offers only layers that can fill the role", () => {
  const input = { role: "stations", columns: [{ name: "id", required: true }, { name: "year", required: false }], geometry_types: ["Point"] };
  const layer = (id, geometry_type, names, role = "station") => ({ id, geometry_type, role, attributes: names.map((name) => ({ name })) });
  const catalogue = [layer("ok", "Point", ["id"]), layer("area", "Polygon", ["id"]), layer("bare", "Point", ["name"]), layer("run", "Point", ["id"], "result")];
  assert.deepEqual(layersFor(input, catalogue).map(({ id }) => id), ["ok"]);
});

test("form texts become the values the service expects, and empty ones are left out", () => {
  const params = [{ name: "year", kind: "integer" }, { name: "km", kind: "numbers" }, { name: "region", kind: "text" }];
  assert.deepEqual(valuesOf(params, { year: "2025", km: "10， 30,50", region: " " }), { year: 2025, km: [10, 30, 50] });
});

test("only watchers of what really changed are woken", () => {
  const store = createStore({ a: 1, b: 2 });
  const seen = [];
  const stop = store.watch(["a"], ({ a }) => seen.push(a));
  store.set({ a: 1, b: 3 });
  store.set({ a: 2 });
  store.wake("a");
  stop();
  store.set({ a: 3 });
  assert.deepEqual(seen, [2, 2]);
});
