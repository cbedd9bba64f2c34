/** @import { ManagedLayer, Wanted } from "./manage-types.js" */

const WORDS = /** @type {const} */ (["title", "note"]);
const PLAIN = /** @type {const} */ (["source", "source_url", "source_date", "licence", "quality", "role", "visibility", "review_number", "review_basis"]);

/** What the fields of the form begin with: what is published already. @param {ManagedLayer | null} layer @returns {{ [name: string]: string }} */
export function publishedValues(layer) {
  if (!layer) return { visibility: "internal" };
  const told = /** @type {any} */ (layer);
  const words = WORDS.flatMap((name) => ["zh", "en"].map((lang) => [`${name}_${lang}`, told[name]?.[lang] ?? ""]));
  return Object.fromEntries([...words, ...PLAIN.map((name) => [name, told[name] ?? ""])]);
}

/**
 * A publication as the service takes it, from the values of the form. A key left empty for a layer
 * that has one means "none"; for a new layer there is nothing to say.
 *
 * @param {{ [name: string]: string }} values
 * @param {{ layer: string, base?: number }} more `base` the version that the publisher has seen since
 * @returns {Wanted}
 */
export function wantedFrom(values, { layer, base }) {
  const text = (/** @type {string} */ name) => (values[name] ?? "").trim();
  const words = WORDS.map((name) => [name, { zh: text(`${name}_zh`) || null, en: text(`${name}_en`) || null }]);
  const plain = PLAIN.filter((name) => text(name) !== "").map((name) => [name, text(name)]);
  return {
    mode: /** @type {Wanted["mode"]} */ (values.mode || "replace"),
    key: text("key"),
    accept_valid: values.accept_valid === "true",
    source_layer: layer,
    ...(base === undefined ? {} : { expected_version: base }),
    dry_run: false,
    metadata: Object.fromEntries([...words, ...plain]),
  };
}

/**
 * What is missing before it can be published, by field; for everybody, more has to be known.
 *
 * @param {{ [name: string]: string }} values
 * @returns {string[]}
 */
export function missingFields(values) {
  const has = (/** @type {string} */ name) => (values[name] ?? "").trim() !== "";
  const required = ["title_zh", "title_en", "source", "licence", "quality"];
  const open = values.visibility === "public";
  const missing = [...required, ...(open ? ["source_date"] : [])].filter((name) => !has(name));
  if (open && !has("review_number") && !has("review_basis")) missing.push("review_number");
  if (values.mode === "upsert" && !has("key")) missing.push("key");
  return missing;
}
