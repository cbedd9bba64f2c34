// The shape of the front end: import direction, one door to Leaflet, complete words.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { modules, pages } from "../../../static/scripts/modules.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../static");
const files = readdirSync(join(root, "js"), { recursive: true }).filter((name) => String(name).endsWith(".js")).map((name) => join(root, "js", String(name)));
const source = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
const importsOf = (file) => [...source.get(file).matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)"/gms)].map((match) => resolve(dirname(file), match[1]));
const folderOf = (file) => relative(join(root, "js"), file).split("/")[0];
const MAY = { manage: ["manage", "api", "map", "ui", "core"], core: ["core"], api: ["api", "core"], map: ["map", "core", "vendor"], ui: ["ui", "core"], features: ["features", "api", "map", "ui", "core"] };

test("{features, manage} → {map, ui, api} → core", () => {
  for (const file of files.filter((one) => folderOf(one) in MAY)) {
    for (const target of importsOf(file)) {
      const folder = target.startsWith(join(root, "vendor")) ? "vendor" : folderOf(target);
      assert.ok(MAY[folderOf(file)].includes(folder), `${relative(root, file)} imports ${folder}/`);
    }
  }
});

test("Leaflet has one door", () => {
  const doors = files.filter((file) => importsOf(file).some((target) => target.includes("vendor")));
  assert.deepEqual(doors.map((file) => relative(root, file)), ["js/map/leaflet.js"]);
});

test("no import cycle outside the features, and none that runs at load", () => {
  const state = new Map();
  const visit = (file, path) => {
    if (state.get(file) === "done" || file.includes("/vendor/")) return;
    assert.ok(state.get(file) !== "open", `cycle: ${[...path, file].map((one) => relative(root, one)).join(" → ")}`);
    state.set(file, "open");
    importsOf(file).forEach((target) => visit(target, [...path, file]));
    state.set(file, "done");
  };
  files.forEach((file) => visit(file, []));
});

for (const [area, file] of Object.entries({ page: "page", manage: "manage", whatif: "scenarios-page" })) {
  test(`every word the code asks for is there in both languages, and none is left over: ${area}`, () => {
    const words = ["zh", "en"].map((lang) => JSON.parse(readFileSync(join(root, "i18n", lang, `${file}.json`), "utf8")));
    assert.deepEqual(Object.keys(words[0]), Object.keys(words[1]));
    const text = [...source.values()].join("\n");
    const exact = new Set([...text.matchAll(new RegExp(`"(${area}\\.[a-z0-9_.]+)"`, "g"))].map((match) => match[1]));
    const beginnings = [...text.matchAll(new RegExp(`\`(${area}\\.[a-z0-9_.]*\\.)\\$\\{`, "g"))].map((match) => match[1]);
    for (const key of exact) if (!/^page\.(aborted|timeout|offline|bad_answer|refused|unexpected|unreadable|no_run|no_target)$/.test(key)) assert.ok(key in words[0], `no words for ${key}`);
    const used = (key) => exact.has(key) || beginnings.some((start) => key.startsWith(start));
    assert.deepEqual(Object.keys(words[0]).filter((key) => !used(key)), []);
  });
}

test("every failure that a page tells of has its words and how to mend it", () => {
  const words = JSON.parse(readFileSync(join(root, "i18n", "zh", "page.json"), "utf8"));
  const text = [...source.values()].join("\n");
  const errors = [...text.matchAll(/PageError\([^)]*?"page\.(\w+)"/g)].map((match) => `page.error.${match[1]}`);
  assert.ok(errors.length > 4);
  for (const key of errors) assert.ok(key in words && `${key}.mend` in words, key);
});

test("no Chinese stands in code, except the letters pinyin is found by", () => {
  for (const [file, text] of source) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
    if (/\p{Script=Han}/u.test(code)) assert.equal(relative(root, file), "js/core/initials.js");
  }
});

test("data colours are named in the palette alone", () => {
  for (const [file, text] of source) {
    if (/#[0-9A-Fa-f]{6}\b/.test(text)) assert.equal(relative(root, file), "js/core/palette.js");
  }
});

for (const [page, first] of Object.entries(pages)) {
  const html = readFileSync(join(root, page), "utf8");

  test(`${page} holds no inline script or style`, () => {
    assert.doesNotMatch(html, /\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)/i);
    assert.doesNotMatch(html, /https?:\/\//);
  });

  test(`${page} asks for every module at once (npm run preload writes the list)`, () => {
    const listed = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(listed, modules(first));
  });
}

test("the lock file names no host", () => {
  assert.doesNotMatch(readFileSync(join(root, "package-lock.json"), "utf8"), /"resolved"/);
});
