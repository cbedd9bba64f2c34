// Copies the files of Leaflet that the page loads from node_modules to vendor/, and refuses any
// file whose sha256 is not the one on record: what is served is exactly what was reviewed.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const from = join(root, "node_modules", "leaflet", "dist");
const to = join(root, "vendor", "leaflet");
const sums = JSON.parse(await readFile(join(root, "scripts", "vendor.sums.json"), "utf8"));

/** @param {string} file */
async function sha256(file) {
  return createHash("sha256").update(await readFile(file)).digest("hex");
}

/** @param {string} name @param {string} expected */
async function vendorOne(name, expected) {
  const source = join(from, name);
  const actual = await sha256(source);
  if (actual !== expected) {
    throw new Error(`${name}: sha256 is ${actual}, expected ${expected}`);
  }
  const target = join(to, name);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

for (const [name, expected] of Object.entries(sums.leaflet)) await vendorOne(name, expected);
// The type checker prefers a declaration beside the file to reading the file itself.
await copyFile(join(root, "types", "leaflet-src.esm.d.ts"), join(to, "leaflet-src.esm.d.ts"));
console.log(`vendor/leaflet: ${Object.keys(sums.leaflet).length} files, checksums verified`);
