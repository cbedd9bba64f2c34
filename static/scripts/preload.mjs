// Writes the list of modules into index.html, so that the browser fetches them all at once instead
// of finding them one import after another. A test fails when the list is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modules, root } from "./modules.mjs";

const page = join(root, "index.html");
const block = modules().map((address) => `    <link rel="modulepreload" href="${address}">\n`).join("");
const html = readFileSync(page, "utf8").replace(/(?: {4}<link rel="modulepreload"[^\n]*\n)*(?= {4}<script type="module")/, block);
writeFileSync(page, html);
console.log(`index.html: ${modules().length} modules`);
