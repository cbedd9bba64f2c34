// How an evaluation is read on the page: figures beside thresholds, order, years, freshness.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byGap, codeInLayer, compared, current, inYear, planOf, short, tallyUnits, verdictOfStatus, yearsOf } from "../../../static/js/core/evaluation.js";

test("the sign between a value and its threshold is the true one, never hidden by rounding", () => {
  assert.deepEqual(compared(2.6, 10, "zh"), { value: "2.6", relation: "<", threshold: "10" });
  assert.deepEqual(compared(9.9996, 10, "zh"), { value: "9.9996", relation: "<", threshold: "10" });
  assert.deepEqual(compared(2242, 2242, "en"), { value: "2,242", relation: "=", threshold: "2,242" });
  assert.deepEqual(compared(46.3384615, 5, "en"), { value: "46.34", relation: ">", threshold: "5" });
});

test("a small ratio keeps its first figures", () => {
  assert.equal(short(1 / 400, "en"), "0.0025");
  assert.equal(short(1 / 8, "en"), "0.125");
  assert.equal(short(0, "en"), "0");
  assert.deepEqual(compared(0.12499, 0.125, "en"), { value: "0.12499", relation: "<", threshold: "0.125" });
});

const unit = (code, status, gap, county = code) => ({ code, name: code, county_code: county, status, gap, value: 1 });

test("what is missed by most stands first, and the undecided before the met", () => {
  const units = [unit("a", "met", 0), unit("b", "missed", 1), unit("c", "uncertain", 0), unit("d", "missed", 3)];
  assert.deepEqual(byGap(units).map(({ code }) => code), ["d", "b", "c", "a"]);
  assert.deepEqual(tallyUnits(units), { met: 1, missed: 2, unknown: 1, count: 4 });
  assert.equal(verdictOfStatus("not_measurable"), "unknown");
});

test("a unit without an official code is found under its target", () => {
  assert.equal(codeInLayer("p.1.x", unit("reach-1", "met", 0, null)), "p.1.x:reach-1");
  assert.equal(codeInLayer("p.1.x", unit("140722", "met", 0)), "140722");
});

test("an evaluation on older layer versions is not taken for today's", () => {
  const evaluation = (id, version) => ({ id, inputs: { stations: { layer: "stations", version } } });
  const catalogue = [{ id: "stations", version: { number: 2 } }];
  assert.equal(current([evaluation("new", 1), evaluation("old", 2)], catalogue).id, "old");
  assert.equal(current([evaluation("new", 1)], catalogue), null);
});

test("a plan without targets for the year opens at the nearest of its years", () => {
  const targets = [{ year: 2024 }, { year: 2030 }, { year: null }];
  assert.deepEqual(yearsOf(targets, 2025), { years: [2024, 2030], year: 2024 });
  assert.deepEqual(yearsOf(targets, 2030).year, 2030);
  assert.deepEqual(yearsOf([{ year: null }], 2025), { years: [2025], year: 2025 });
});

test("the year switch moves to the same aim of the other year, and stays where there is none", () => {
  const of = (id, year, more = {}) => ({ id, indicator: "piles", year, role: "aim", scope: { region: "1407" }, ...more });
  const all = [of("a", 2025), of("b", 2024, { scope: { region: "140728" } }), of("c", 2024)];
  assert.equal(inYear(all[0], all, 2024).id, "c");
  assert.equal(inYear(all[0], all, 2023).id, "a");
  assert.equal(planOf("jinzhong-charging.1.3.distance"), "jinzhong-charging");
});
