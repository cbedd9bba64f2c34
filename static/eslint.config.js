import js from "@eslint/js";
import globals from "globals";

/**
 * The import rule of the pages: {features, manage} → {map, ui, api} → core, and only map/ knows Leaflet.
 * @param {string[]} layers folders that files of this folder may not import from
 * @param {boolean} leaflet whether Leaflet may be imported
 */
function forbid(layers, leaflet = false) {
  const patterns = layers.map((name) => ({
    group: [`../${name}/*`, `./${name}/*`, `**/js/${name}/*`],
    message: `Import direction: {features, manage} → {map, ui, api} → core. Not from ${name}/.`,
  }));
  if (!leaflet) {
    patterns.push({ group: ["**/vendor/**", "leaflet"], message: "Only map/ imports Leaflet." });
  }
  return { "no-restricted-imports": ["error", { patterns }] };
}

const unsafeHtml = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "bindPopup", "bindTooltip"];

const house = {
  "array-callback-return": "error",
  complexity: ["error", 12],
  "consistent-return": "error",
  curly: ["error", "multi-line"],
  eqeqeq: ["error", "always"],
  "max-depth": ["error", 3],
  "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
  "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
  "max-params": ["error", 5],
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-restricted-properties": [
    "error",
    ...unsafeHtml.map((property) => ({ property, message: "Text from data goes through textContent." })),
  ],
  "no-shadow": "error",
  "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_" }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

export default [
  { ignores: ["vendor/**", "node_modules/**"] },
  js.configs.recommended,
  { languageOptions: { ecmaVersion: 2022, sourceType: "module" }, rules: house },
  { files: ["js/**/*.js"], languageOptions: { globals: globals.browser } },
  // core runs in Node too: no DOM, no fetch, no Leaflet.
  {
    files: ["js/core/*.js"],
    languageOptions: { globals: Object.fromEntries(Object.keys(globals.browser).map((name) => [name, "off"])) },
    rules: forbid(["api", "map", "ui", "features", "manage"]),
  },
  { files: ["js/core/*.js"], languageOptions: { globals: globals["shared-node-browser"] } },
  { files: ["js/api/*.js"], rules: forbid(["map", "ui", "features", "manage"]) },
  { files: ["js/ui/*.js"], rules: forbid(["api", "map", "features", "manage"]) },
  { files: ["js/map/*.js"], rules: forbid(["api", "ui", "features", "manage"], true) },
  { files: ["js/features/*.js"], rules: forbid(["manage"]) },
  { files: ["js/manage/*.js"], rules: forbid(["features"]) },
  { files: ["js/*.js"], rules: forbid([]) },
  { files: ["scripts/*.mjs", "eslint.config.js"], languageOptions: { globals: globals.node }, rules: { "no-console": "off" } },
];
