// The modules that the page loads at start, in the order they are reached from main.js.
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** @param {string} file @param {Set<string>} found */
function reach(file, found) {
  if (found.has(file)) return;
  found.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, path] of text.matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)"/gms)) reach(resolve(dirname(file), path), found);
}

/** Addresses of every module but main.js itself, which the page names anyway. */
export function modules() {
  /** @type {Set<string>} */
  const found = new Set();
  reach(join(root, "js", "main.js"), found);
  return [...found].slice(1).map((file) => `/static/${relative(root, file)}`).sort();
}
