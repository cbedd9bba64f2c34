// The modules that a page loads at start, found from the one it names.
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

/** The pages, each with the module it starts from. */
export const pages = { "index.html": "main.js", "manage.html": "manage.js" };

/** Addresses of every module but the first itself, which the page names anyway. @param {string} first */
export function modules(first) {
  /** @type {Set<string>} */
  const found = new Set();
  reach(join(root, "js", first), found);
  return [...found].slice(1).map((file) => `/static/${relative(root, file)}`).sort();
}
