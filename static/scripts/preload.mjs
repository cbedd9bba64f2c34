// Writes the list of modules into each page, so that the browser fetches them all at once instead
// of finding them one import after another. A test fails when the list is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modules, pages, root } from "./modules.mjs";

for (const [name, first] of Object.entries(pages)) {
  const page = join(root, name);
  const block = modules(first).map((address) => `    <link rel="modulepreload" href="${address}">\n`).join("");
  const html = readFileSync(page, "utf8").replace(/(?: {4}<link rel="modulepreload"[^\n]*\n)*(?= {4}<script type="module")/, block);
  writeFileSync(page, html);
  console.log(`${name}: ${modules(first).length} modules`);
}
