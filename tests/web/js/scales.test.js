// Classes and colours: breaks on the plan's thresholds, another hue beyond the target.
import assert from "node:assert/strict";
import { test } from "node:test";
import { classOf, distanceScale } from "../../../static/js/core/distance-scale.js";
import { evenClassOf, evenScale } from "../../../static/js/core/even-scale.js";
import { histogram } from "../../../static/js/core/histogram.js";
import { BEYOND, QUANTITY, WITHIN } from "../../../static/js/core/palette.js";
import { quantityClassOf, quantityScale } from "../../../static/js/core/quantity-scale.js";

const edges = (scale) => [scale[0].from, ...scale.map(({ to }) => to)];

test("the hue changes at the target and nowhere else", () => {
  const scale = distanceScale([10, 30, 50], 30);
  assert.deepEqual(edges(scale), [0, 10, 30, 50, Infinity]);
  assert.deepEqual(scale.map(({ side }) => side), ["within", "within", "beyond", "beyond"]);
  for (const { side, color } of scale) assert.ok((side === "within" ? WITHIN : BEYOND).includes(color));
});

test("no more than three classes a side, at the thresholds that divide the data most evenly", () => {
  const metres = [1000, 2000, 4000, 4500, 7000, 8000, 20000];
  const scale = distanceScale([3, 5, 10, 30, 50], 50, metres);
  // {<3: 2, 3–5: 2, 5–10: 2, 10–30: 1}: of all pairs, 3 and 5 leave 2/2/3, the most even.
  assert.deepEqual(edges(scale), [0, 3, 5, 50, Infinity]);
});

test("without a threshold inside the target, round kilometres divide it", () => {
  const scale = distanceScale([10, 30, 50], 10, [1000, 3000, 6000]);
  assert.deepEqual(edges(scale), [0, 2, 5, 10, 30, 50, Infinity]);
});

test("without a target no class is within or beyond", () => {
  assert.deepEqual(distanceScale([10, 30], null).map(({ side }) => side), ["plain", "plain", "plain"]);
});

test("the edge belongs to the far class for < and to the near one for ≤", () => {
  const scale = distanceScale([10, 30], 10);
  assert.equal(classOf(scale, 10000, "<")?.side, "beyond");
  assert.equal(classOf(scale, 10000, "<=")?.side, "within");
  assert.equal(classOf(scale, 9999.999, "<")?.side, "within");
});

test("a missing distance has no class and an unreachable one the last", () => {
  const scale = distanceScale([10, 30], 10);
  assert.equal(classOf(scale, null), null);
  assert.equal(classOf(scale, Infinity), scale.at(-1));
});

test("the counties' piles of 2025 fall into natural groups, the city proper on its own", () => {
  const piles = [1069, 160, 85, 85, 85, 96, 85, 128, 107, 85, 256];
  const scale = quantityScale(piles);
  assert.equal(scale.length, 5);
  assert.equal(quantityClassOf(scale, 1069)?.color, QUANTITY.at(-1));
  assert.equal(quantityClassOf(scale, 85)?.color, QUANTITY[0]);
  assert.notEqual(quantityClassOf(scale, 256), quantityClassOf(scale, 1069));
  assert.equal(quantityClassOf(scale, null), null);
});

test("fewer values than classes give a class to each", () => {
  assert.deepEqual(quantityScale([5, 5, 9]).map(({ from }) => from), [5, 9]);
  assert.deepEqual(quantityScale([]), []);
});

test("shares fall into round, equal classes and the largest is inside", () => {
  const scale = evenScale([0, 0.31, 0.97]);
  assert.deepEqual(edges(scale), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.equal(evenClassOf(scale, 0.2)?.from, 0.2);
  assert.equal(evenClassOf(evenScale([0, 1]), 1)?.to, 1);
  assert.equal(evenClassOf(scale, undefined), null);
});

test("histogram bins start at zero, meet the target and count everything", () => {
  const scale = distanceScale([10, 30, 50], 10);
  const bins = histogram([0, 999, 9999, 10000, 26000, null], scale, 10);
  assert.equal(bins[0].fromKm, 0);
  assert.ok(bins.some(({ fromKm }) => fromKm === 10));
  assert.equal(bins.reduce((sum, { count }) => sum + count, 0), 5);
  assert.equal(bins.find(({ fromKm }) => fromKm === 10)?.side, "beyond");
  assert.equal(bins.find(({ toKm }) => toKm === 10)?.side, "within");
});
