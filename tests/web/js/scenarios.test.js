// The logic of scenarios: what edits say together, what can be undone, which answer is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shifted } from "../../../static/js/core/ground.js";
import { advance, begin, redo, undo } from "../../../static/js/core/history.js";
import { newestWins } from "../../../static/js/core/newest.js";
import { decodeLink, encodeLink } from "../../../static/js/core/permalink.js";
import { freshId, sameEdits, stationsNow, taking, withEdit, without } from "../../../static/js/core/scenario-edits.js";
import { readDraft } from "../../../static/js/features/scenario-drafts.js";
import { isWrong, notesByStation } from "../../../static/js/features/scenario-notes.js";
import { deltaOf, featuresAfter, shiftsBetween, spreadOf, unitsByCode } from "../../../static/js/core/scenario-sides.js";

const A = { id: "A", lon: 112.7, lat: 37.6, piles: 4, year: 2023, name: "A" };
const B = { id: "B", lon: 112.8, lat: 37.7, piles: 6, year: 2024, name: "B" };
const move = (id, lon) => ({ op: "move", id, lon, lat: 37 });

test("a station moved twice is moved once, in the place of the first edit", () => {
  const edits = [move("A", 112), { op: "remove", id: "B" }];
  assert.deepEqual(withEdit(edits, move("A", 113)), [move("A", 113), { op: "remove", id: "B" }]);
});

test("an added station is changed where it was added, and is not there once removed", () => {
  const added = withEdit([], { op: "add", id: "new-1", lon: 112, lat: 37, piles: 10 });
  const changed = withEdit(withEdit(added, move("new-1", 113)), { op: "resize", id: "new-1", piles: 20 });
  assert.deepEqual(changed, [{ op: "add", id: "new-1", lon: 113, lat: 37, piles: 20 }]);
  assert.deepEqual(withEdit(changed, { op: "remove", id: "new-1" }), []);
});

test("removing a station leaves nothing of its other edits, and restoring nothing at all", () => {
  const edits = withEdit([move("A", 112), { op: "resize", id: "A", piles: 9 }], { op: "remove", id: "A" });
  assert.deepEqual(edits, [{ op: "remove", id: "A" }]);
  assert.deepEqual(without(edits, "A"), []);
});

test("new ids avoid those of stations and of edits", () => {
  assert.equal(freshId([{ op: "add", id: "new-1" }], new Set(["new-2"])), "new-3");
});

test("proposed sites that are taken twice get ids of their own", () => {
  const proposed = [{ op: "add", id: "site-1", lon: 112, lat: 37 }];
  const twice = taking(taking([], proposed, new Set()), proposed, new Set());
  assert.deepEqual(twice.map(({ id }) => id), ["site-1", "new-1"]);
});

test("the stations as the edits leave them; a removed one stays, marked, and a moved one knows from where", () => {
  const now = stationsNow([A, B], [move("A", 112.1), move("A", 112.2), { op: "remove", id: "B" }, { op: "add", id: "new-1", lon: 113, lat: 38, piles: 10, name_zh: "新" }], 2025);
  assert.deepEqual(now, [
    { ...A, lon: 112.2, lat: 37, op: "move", from: [112.7, 37.6] },
    { ...B, op: "remove", from: null },
    { id: "new-1", lon: 113, lat: 38, piles: 10, year: 2025, name: "新", op: "add", from: null },
  ]);
});

test("an edit of a station that is not there changes nothing", () => {
  assert.deepEqual(stationsNow([A], [move("gone", 112)], 2025), [{ ...A, op: null, from: null }]);
});

test("edits are compared by what they say, not by the order of their fields", () => {
  assert.ok(sameEdits([{ op: "remove", id: "A" }], [{ id: "A", op: "remove" }]));
  assert.ok(!sameEdits([{ op: "remove", id: "A" }], [{ op: "remove", id: "B" }]));
});

test("undo and redo walk the same way back and forth; a new step ends the way forth", () => {
  const third = advance(advance(begin(0), 1), 2);
  assert.equal(undo(undo(third)).now, 0);
  assert.deepEqual(undo(undo(undo(third))).now, 0);
  assert.equal(redo(undo(third)).now, 2);
  assert.equal(redo(third).now, 2);
  assert.deepEqual(advance(undo(third), 9).future, []);
});

test("steps of one name are undone together, unnamed ones and those after an undo alone", () => {
  const pressed = advance(advance(advance(begin(0), 1, "move A"), 2, "move A"), 3, "move A");
  assert.equal(undo(pressed).now, 0);
  assert.equal(undo(advance(pressed, 4, "move B")).now, 3);
  assert.equal(undo(advance(advance(begin(0), 1), 2)).now, 1);
  assert.equal(undo(advance(redo(undo(pressed)), 4, "move A")).now, 3);
});

/** Questions whose answers come when the test says so. */
function asked() {
  const open = [];
  const shown = [];
  const failed = [];
  const queue = newestWins((question) => new Promise((resolve, reject) => open.push({ question, resolve, reject })), { show: (answer) => shown.push(answer), fail: (thrown) => failed.push(thrown) });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { open, shown, failed, queue, settle };
}

test("one question is on its way at a time, and of those that wait only the newest is asked", async () => {
  const { open, shown, queue, settle } = asked();
  [1, 2, 3, 4].forEach((question) => queue.put(question));
  assert.deepEqual(open.map(({ question }) => question), [1]);
  open[0].resolve("one");
  await settle();
  assert.deepEqual(open.map(({ question }) => question), [1, 4]);
  open[1].resolve("four");
  await settle();
  queue.put(5);
  assert.deepEqual(shown, ["one", "four"]);
  assert.equal(open[2].question, 5);
});

test("a forgotten answer is not shown, and a failure does not end the asking", async () => {
  const { open, shown, failed, queue, settle } = asked();
  queue.put(1);
  queue.forget();
  open[0].resolve("old");
  await settle();
  queue.put(2);
  open[1].reject(new Error("no"));
  await settle();
  queue.put(3);
  open[2].resolve("three");
  await settle();
  assert.deepEqual(shown, ["three"]);
  assert.equal(failed.length, 1);
});

const unit = (code, distance_m) => ({ code, distance_m, nearest_id: "A", class: "", reason: "" });
const groundOf = (before) => ({ base: unitsByCode([unit("1", 5000), unit("2", 7000)]), side: { units: unitsByCode(before) } });

test("features take what changed from the preview and the rest from the base, and stay the same objects where nothing did", () => {
  const ground = groundOf([unit("1", 5000), unit("2", 6000)]);
  const first = featuresAfter([{ properties: { code: "1" } }, { properties: { code: "2" } }], ground, []);
  const next = featuresAfter(first, ground, [{ code: "1", after: unit("1", 3000) }]);
  assert.deepEqual(next.map(({ properties }) => [properties.distance_m, properties.before_m, deltaOf(properties)]), [[3000, 5000, -2000], [7000, 6000, 1000]]);
  assert.equal(next[1], first[1]);
});

test("a place that is reached on one side only has no difference", () => {
  assert.equal(deltaOf({ distance_m: 5, before_m: null }), null);
});

const shift = (target, before, after, value = 0) => ({ target, before: { status: before, value: 0 }, after: { status: after, value } });

test("targets between two scenarios: gained against the base by both is no difference", () => {
  const from = { gained: [shift("both", "missed", "met"), shift("a", "missed", "met")], lost: [], changed: [] };
  const to = { gained: [shift("both", "missed", "met"), shift("b", "missed", "met")], lost: [], changed: [shift("v", "missed", "missed", 3)] };
  const found = shiftsBetween(from, to);
  assert.deepEqual(found.gained.map(({ target }) => target), ["b"]);
  assert.deepEqual(found.lost.map(({ target }) => target), ["a"]);
  assert.deepEqual(found.changed.map(({ target, after }) => [target, after.value]), [["v", 3]]);
  assert.equal(shiftsBetween(null, to), null);
});

test("median, mean and greatest of what is known", () => {
  assert.deepEqual(spreadOf([4, null, 1, 10, 5]), { median: 4.5, mean: 5, max: 10 });
  assert.deepEqual(spreadOf([7]), { median: 7, mean: 7, max: 7 });
  assert.deepEqual(spreadOf([null]), { median: null, mean: null, max: null });
});

test("a step of a kilometre on the ellipsoid: 0.009009° north at 37.5° (110 998 m a degree), 0.011310° east (88 418 m)", () => {
  const [lon, lat] = shifted([112.5, 37.5], 1000, 1000);
  assert.ok(Math.abs(lat - 37.5 - 1000 / 110_998) < 2e-6, String(lat));
  assert.ok(Math.abs(lon - 112.5 - 1000 / 88_418) < 2e-6, String(lon));
});

test("a link carries a scenario with the token that opens it, and no token without one", () => {
  const state = { year: 2025, theme: "scenario", view: null, layers: [], versions: {}, sort: { column: "distance", direction: "desc" }, filters: {}, lang: "zh" };
  const link = encodeLink({ ...state, scenario: "9f2c", token: "t-1" });
  assert.deepEqual([decodeLink(link).scenario, decodeLink(link).token], ["9f2c", "t-1"]);
  assert.ok(!encodeLink({ ...state, scenario: null, token: "t-1" }).includes("token"));
});

test("a measure that is not kept yet is in the link", () => {
  const state = /** @type {any} */ ({ lang: "zh", year: 2025, theme: "scenario", view: null, layers: [], versions: {}, sort: { column: "distance", direction: "desc" }, filters: {}, mode: "network" });
  assert.equal(decodeLink(encodeLink(state)).mode, "network");
  assert.ok(!("mode" in decodeLink(encodeLink({ ...state, mode: null }))));
});

test("what an earlier visit left is found again, unless it is what is kept, or nothing at all", () => {
  const store = new Map();
  globalThis.localStorage = /** @type {any} */ ({ getItem: (/** @type {string} */ key) => store.get(key) ?? null });
  const edits = [{ op: /** @type {const} */ ("remove"), id: "a" }];
  store.set("jintu.draft.7", JSON.stringify({ edits, title: "t", year: 2025, mode: "straight", factor: null, when: 1 }));
  assert.deepEqual(readDraft("7", [])?.edits, edits);
  assert.equal(readDraft("7", edits), null);
  store.set("jintu.draft.new", "not JSON");
  assert.equal(readDraft(null, []), null);
});

test("notes stand at the stations they are about, under the names people gave them", () => {
  const edits = [{ op: /** @type {const} */ ("add"), id: "n", name_zh: "新站1" }];
  const notes = [{ code: "off_road", where: "n", message: "充电站“n”附近没有道路" }, { code: "estimated", where: "roads", message: "估算" }];
  const found = notesByStation(/** @type {any} */ ({ whatif: { notes, edits } }));
  assert.deepEqual([...found.keys()], ["n"]);
  assert.equal(found.get("n")?.[0].message, "充电站“新站1”附近没有道路");
  assert.ok(isWrong(found.get("n")));
  assert.ok(!isWrong([{ code: "same_place", where: "n", message: "" }]));
});
