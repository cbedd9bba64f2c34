/** @import { Lang, Titles, Translate } from "./types.js" */

/**
 * A translator over one language's flat strings. A key that is missing shows itself in angle
 * brackets, so that a gap is seen on the page and found by the tests.
 *
 * @param {{ [key: string]: string }} strings
 * @returns {Translate}
 */
export function createTranslator(strings) {
  return (key, values = {}) => {
    const text = strings[key];
    if (text === undefined) return `⟨${key}⟩`;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

/**
 * The text of a bilingual title in `lang`, or in the other language where one is empty.
 *
 * @param {Titles | null | undefined} titles
 * @param {Lang} lang
 */
export function pick(titles, lang) {
  if (!titles) return "";
  return titles[lang] || titles[lang === "zh" ? "en" : "zh"] || "";
}

/**
 * @param {unknown} text
 * @returns {Lang | null}
 */
export function asLang(text) {
  return text === "zh" || text === "en" ? text : null;
}

/**
 * The text of a key, or `fallback` where no language file knows the key: for names that come from
 * the service and may be newer than the page.
 *
 * @param {Translate} t
 * @param {string} key
 * @param {string} fallback
 */
export function textOr(t, key, fallback) {
  const text = t(key);
  return text === `⟨${key}⟩` ? fallback : text;
}

const COMPARATORS = /** @type {{ [comparator: string]: string }} */ ({ "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "=": "eq", about: "about" });

/** @param {Translate} t @param {string} comparator */
export function sign(t, comparator) {
  return t(`page.comparator.${COMPARATORS[comparator] ?? "eq"}`);
}
