// A copied link holds the state; a broken one does no harm.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeLink, encodeLink } from "../../../static/js/core/permalink.js";

const state = {
  lang: "en", year: 2024, theme: "distance", view: { zoom: 8.5, lat: 37.4, lon: 112.7 },
  layers: ["counties", "stations"], versions: { townships: 2, stations: 11 }, run: "9685097e96be4531",
  selected: { kind: "townships", id: "140722100" }, sort: { column: "distance", direction: "desc" },
  filters: { county: "左权", distance: ">10" }, drawer: "layers", table: true,
};

test("what goes in comes out", () => {
  assert.deepEqual(decodeLink(`#${encodeLink(state)}`), state);
});

test("what is empty is left out", () => {
  const spare = { ...state, run: null, selected: null, filters: {}, drawer: null, table: false, view: null };
  const found = decodeLink(encodeLink(spare));
  for (const key of ["run", "selected", "filters", "drawer", "table", "view"]) assert.ok(!(key in found), key);
});

test("nothing malformed gets through", () => {
  const hostile = "#lang=xx&year=20x4&theme=<b>&map=99/0/0&run=../../etc&at=townships/<img>&sort=a/sideways&versions=a@x,b@2&layers=ok,<i>";
  assert.deepEqual(decodeLink(hostile), { versions: { b: 2 }, layers: ["ok"] });
});

test("a place outside the world is no view", () => {
  assert.deepEqual(decodeLink("map=8/95/112"), {});
  assert.deepEqual(decodeLink("map=8/37/181"), {});
});
