// What people say about a file and a publication, and what the page makes of findings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { askedFrom, fieldsFrom } from "../../../static/js/core/asked.js";
import { LAYER_NAME, proposedName } from "../../../static/js/core/layer-name.js";
import { changeOf, gathered, mendOf, spotOf } from "../../../static/js/core/mend.js";
import { missingFields, publishedValues, wantedFrom } from "../../../static/js/core/wanted.js";

const finding = (code, facts = {}, where = {}, level = "error") => ({ level, code, facts, where, message: "", repair: "" });

test("what is left open is not said", () => {
  assert.deepEqual(askedFrom({ crs: " 4546 ", datum: "", header: "3", separator: "tab", lon: "X", lat: "", wkt: "" }), { crs: "EPSG:4546", header: 3, separator: "\t", columns: { lon: "X" } });
  assert.deepEqual(askedFrom({ crs: "EPSG:4490", swap_axes: "true" }), { crs: "EPSG:4490", swap_axes: true });
  assert.deepEqual(askedFrom({}), {});
});

test("what was said comes back into the form, and out of it again", () => {
  const said = { crs: "EPSG:4547", separator: "\t", encoding: "GB18030", header: 2, columns: { lon: "东", lat: "北" }, swap_axes: true };
  assert.deepEqual(askedFrom(fieldsFrom(said)), said);
});

test("a new layer's name is proposed from the file's", () => {
  assert.equal(proposedName("Bus Stops_2024.shp.zip"), "bus-stops-2024");
  assert.equal(proposedName("公园.geojson"), "");
  assert.equal(proposedName("公园parks.csv"), "parks");
  assert.equal(proposedName("2024.csv"), "");
  assert.ok(LAYER_NAME.test(proposedName(`${"a".repeat(80)}.csv`)));
});

test("one press asks for what the evidence says, and never where there is none", () => {
  assert.deepEqual(mendOf(finding("crs_missing", { first: "EPSG:4525" })).asked, { crs: "EPSG:4525" });
  assert.deepEqual(mendOf(finding("crs_missing_swapped", { first: "EPSG:4546" })).asked, { crs: "EPSG:4546", swap_axes: true });
  assert.deepEqual(mendOf(finding("datum_shifted", { datum: "gcj02" })).asked, { datum: "gcj02" });
  assert.deepEqual(mendOf(finding("crs_impossible", { first: "-" })), { words: "crs_ask", values: {}, asked: null });
  assert.deepEqual(mendOf(finding("crs_unreadable", { first: "EPSG:4546" })).asked, { crs: "EPSG:4546" });
  assert.deepEqual(mendOf(finding("crs_contradicted_swapped", { first: "EPSG:4490", crs: "EPSG:4546" })).asked, { crs: "EPSG:4490", swap_axes: true });
  assert.deepEqual(mendOf(finding("datum_shifted_towns", { datum: "bd09" })).asked, { datum: "bd09" });
  assert.equal(mendOf(finding("geometry_invalid")), null);
});

test("findings of one kind stand together, those of another layer apart", () => {
  const all = [finding("a", {}, { row: 1 }), finding("b"), finding("a", {}, { row: 2 }), finding("a", {}, { layer: "x" })];
  assert.deepEqual(gathered(all).map((same) => same.length), [2, 1, 1]);
});

test("a finding is on the map only where its place in degrees is known", () => {
  assert.deepEqual(spotOf(finding("x", {}, { coordinate: [112.5, 37.6] }), "EPSG:4490"), [112.5, 37.6]);
  assert.equal(spotOf(finding("x", {}, { coordinate: [37654321, 4172345] }), "EPSG:4525"), null);
  assert.deepEqual(spotOf(finding("x", {}, { coordinate: [1, 2], lonlat: [112, 37] }), "EPSG:4525"), [112, 37]);
  assert.equal(spotOf(finding("x"), "EPSG:4326"), null);
});

test("a repair is drawn before and after, where the report has its shapes", () => {
  const point = { type: "Point", coordinates: [112, 37] };
  assert.deepEqual(changeOf(finding("geometry_invalid", { before: point })).before.map(({ geometry }) => geometry), [point]);
  assert.deepEqual(changeOf(finding("geometry_invalid")), { before: [], after: [] });
  assert.deepEqual(changeOf(null), { before: [], after: [] });
});

test("before everybody may see it, date and map review are asked for", () => {
  const described = { title_zh: "井", title_en: "Wells", source: "s", licence: "l", quality: "official", visibility: "internal" };
  assert.deepEqual(missingFields(described), []);
  assert.deepEqual(missingFields({ ...described, title_en: "  " }), ["title_en"]);
  assert.deepEqual(missingFields({ ...described, visibility: "public" }), ["source_date", "review_number"]);
  assert.deepEqual(missingFields({ ...described, visibility: "public", source_date: "2024", review_basis: "none drawn" }), []);
  assert.deepEqual(missingFields({ ...described, mode: "upsert" }), ["key"]);
});

test("a publication says what was filled in, and which version was seen only when it was seen anew", () => {
  const values = { mode: "append", key: "code", title_zh: "井", title_en: "", source: "s", visibility: "internal", accept_valid: "true" };
  const wanted = wantedFrom(values, { layer: "wells" });
  assert.deepEqual(wanted, {
    mode: "append", key: "code", accept_valid: true, source_layer: "wells", dry_run: false,
    metadata: { title: { zh: "井", en: null }, note: { zh: null, en: null }, source: "s", visibility: "internal" },
  });
  assert.equal(wantedFrom(values, { layer: "wells", base: 3 }).expected_version, 3);
});

test("the form begins with what is published", () => {
  const layer = { title: { zh: "井", en: "Wells" }, note: { zh: "", en: "" }, source: "s", licence: "l", quality: "derived", role: "other", visibility: "public", review_number: null };
  assert.equal(publishedValues(layer).title_en, "Wells");
  assert.equal(publishedValues(layer).review_number, "");
  assert.deepEqual(publishedValues(null), { visibility: "internal" });
});
