// The table and the file it becomes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toCsv } from "../../../static/js/core/csv.js";
import { arrange } from "../../../static/js/core/table-model.js";

const columns = [
  { key: "name", label: "Name", numeric: false, text: String },
  { key: "km", label: "Distance", unit: "km", numeric: true, text: String },
];
const rows = [
  { name: "云簇镇", km: 4.9 },
  { name: "平舒乡", km: null },
  { name: "北田镇", km: 12 },
  { name: "沾尚镇", km: 4.9 },
];
const names = (how) => arrange([...rows], columns, { filters: {}, sort: { column: "km", direction: "asc" }, ...how }).map(({ name }) => name);

test("missing values sort last both ways and equals keep their order", () => {
  assert.deepEqual(names({}), ["云簇镇", "沾尚镇", "北田镇", "平舒乡"]);
  assert.deepEqual(names({ sort: { column: "km", direction: "desc" } }), ["北田镇", "云簇镇", "沾尚镇", "平舒乡"]);
});

test("Chinese names sort by pinyin", () => {
  assert.deepEqual(names({ sort: { column: "name", direction: "asc" } }), ["北田镇", "平舒乡", "云簇镇", "沾尚镇"]);
});

test("number filters take bounds and ranges, and leave missing values out", () => {
  assert.deepEqual(names({ filters: { km: ">5" } }), ["北田镇"]);
  assert.deepEqual(names({ filters: { km: "<= 4.9" } }), ["云簇镇", "沾尚镇"]);
  assert.deepEqual(names({ filters: { km: "4-5" } }), ["云簇镇", "沾尚镇"]);
  assert.deepEqual(names({ filters: { km: "≥12" } }), ["北田镇"]);
});

test("a number filter speaks the unit that is shown", () => {
  const metres = [{ key: "m", label: "Distance", unit: "km", numeric: true, factor: 0.001, text: String }];
  const found = arrange([{ m: 3999 }, { m: 4001 }], metres, { sort: { column: "m", direction: "asc" }, filters: { m: ">4" } });
  assert.deepEqual(found, [{ m: 4001 }]);
});

test("text filters find any part, and every filter counts", () => {
  assert.deepEqual(names({ filters: { name: "镇", km: "<10" } }), ["云簇镇", "沾尚镇"]);
});

test("an unknown sort column leaves the order as it came", () => {
  assert.deepEqual(names({ sort: { column: "gone", direction: "asc" } }), rows.map(({ name }) => name));
});

test("a spreadsheet gets a byte order mark, CRLF, units and quotes", () => {
  const csv = toCsv(columns, [{ name: 'a "b", c', km: 1.5 }]);
  assert.equal(csv, '\uFEFFName,Distance (km)\r\n"a ""b"", c",1.5\r\n');
});

test("cells that would start a formula are made harmless, numbers stay numbers", () => {
  for (const start of ["=1+1", "+1", "-1", "@x", "\tx", "＝1"]) {
    const cell = toCsv(columns, [{ name: start, km: -3 }]).split("\r\n")[1];
    assert.equal(cell, `'${start},-3`);
  }
});
