// Finding a place by name, pinyin initials or code, quickly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { initials } from "../../../static/js/core/initials.js";
import { buildIndex, search } from "../../../static/js/core/search.js";

const index = buildIndex([
  { kind: "townships", id: "140728100", name: "古陶镇", code: "140728100" },
  { kind: "counties", id: "140728", name: "平遥县", nameEn: "Pingyao County", code: "140728" },
  { kind: "townships", id: "140105", name: "平阳路街道", code: "140105004" },
  { kind: "townships", id: "140602", name: "小平易乡", code: "140602203" },
  { kind: "rivers", id: "fen", name: "汾河", nameEn: "Fen River" },
]);
const found = (text) => search(index, text).map(({ name }) => name);

test("initials follow the Mandarin reading", () => {
  assert.equal(initials("榆次区"), "ycq");
  assert.equal(initials("长凝镇"), "cnz");
  assert.equal(initials("安宁街道"), "anjd");
  assert.equal(initials("X乡"), "xx");
});

test("beginnings come before parts", () => {
  assert.deepEqual(found("平"), ["平遥县", "平阳路街道", "小平易乡"]);
  assert.deepEqual(found("py"), ["平遥县", "平阳路街道", "小平易乡"]);
});

test("a code finds its place and what lies under it", () => {
  assert.deepEqual(found("140728"), ["平遥县", "古陶镇"]);
});

test("English names count too", () => {
  assert.deepEqual(found("fen r"), ["汾河"]);
  assert.deepEqual(found("PINGYAO"), ["平遥县"]);
});

test("an empty question has no answer", () => {
  assert.deepEqual(found("  "), []);
  assert.deepEqual(found("zzzz"), []);
});

test("five thousand places that all match are searched within 50 ms", () => {
  const many = buildIndex(Array.from({ length: 5_000 }, (_, at) => ({ kind: "townships", id: String(at), name: `第${at}村`, code: String(at) })));
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    search(many, "村");
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) < 50, `${times}`);
});
