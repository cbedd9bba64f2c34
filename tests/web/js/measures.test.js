// Ground lengths, formats and verdicts: the numbers a planner reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createFormat, formatKm, formatLonLat } from "../../../static/js/core/format.js";
import { metresPerPixel, scaleBar } from "../../../static/js/core/ground.js";
import { judge, overall, tally } from "../../../static/js/core/judge.js";

test("a pixel at the equator is the ellipsoid's circumference over the world's pixels", () => {
  assert.ok(Math.abs(metresPerPixel(0, 0) - 156543.03392804) < 1e-6);
});

test("at 37.5 N a pixel is the prime-vertical radius times the cosine, not the sphere's", () => {
  // N = a / sqrt(1 - e² sin²φ); e² = 0.0066943800229; sin²(37.5°) = 0.370590477
  const prime = 6378137 / Math.sqrt(1 - 0.0066943800229 * 0.37059047744874);
  const expected = (2 * Math.PI * prime * Math.cos((37.5 * Math.PI) / 180)) / (256 * 2 ** 10);
  assert.ok(Math.abs(metresPerPixel(37.5, 10) - expected) < 1e-6);
});

test("the scale bar is the longest round length that fits", () => {
  assert.deepEqual(scaleBar(10, 110), { lengthM: 1000, widthPx: 100 });
  assert.deepEqual(scaleBar(100, 60), { lengthM: 5000, widthPx: 50 });
  assert.deepEqual(scaleBar(1, 20), { lengthM: 20, widthPx: 20 });
});

test("less than is strict and at most is not", () => {
  assert.equal(judge(10000, "<", 10000), "missed");
  assert.equal(judge(9999.9, "<", 10000), "met");
  assert.equal(judge(10000, "<=", 10000), "met");
  assert.equal(judge(10000, ">=", 10000), "met");
});

test("a missing value is unknown, an unreachable one is missed", () => {
  assert.equal(judge(null, "<", 10), "unknown");
  assert.equal(judge(Number.NaN, "<", 10), "unknown");
  assert.equal(judge(Infinity, "<", 10), "missed");
  assert.equal(judge(5, "about", 10), "unknown");
});

test("a whole is met only when every part is", () => {
  assert.equal(overall(tally(["met", "met"])), "met");
  assert.equal(overall(tally(["met", "unknown"])), "unknown");
  assert.equal(overall(tally(["met", "unknown", "missed"])), "missed");
  assert.equal(overall(tally([])), "unknown");
});

test("kilometres have one decimal, more where rounding would cross the limit", () => {
  assert.equal(formatKm(4924.35), "4.9");
  assert.equal(formatKm(9960, 10), "9.96");
  assert.equal(formatKm(9999.6, 10), "9.9996");
  assert.equal(formatKm(10000, 10), "10.0");
  assert.equal(formatKm(10040, 10), "10.0");
  assert.equal(formatKm(null), "–");
});

test("coordinates carry their hemisphere", () => {
  assert.equal(formatLonLat(112.5, 37.7), "112.5000° E  37.7000° N");
});

test("a missing figure is a dash, not a zero", () => {
  const format = createFormat("zh");
  assert.equal(format.count(null), "–");
  assert.equal(format.percent(0.985), "98.5 %");
  assert.equal(format.metres(11580.4), "11,580");
});
