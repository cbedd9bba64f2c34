import { initials } from "./initials.js";

/**
 * @typedef {{ kind: string, id: string, name: string, nameEn?: string, code?: string, context?: string }} Place
 * @typedef {Place & { words: string[], codes: string[] }} Indexed
 */

/**
 * Places made ready for searching.
 *
 * @param {Place[]} places
 * @returns {Indexed[]}
 */
export function buildIndex(places) {
  return places.map((place) => ({
    ...place,
    words: [place.name, place.nameEn, initials(place.name)].flatMap((word) => (word ? [word.toLowerCase()] : [])),
    codes: place.code ? [place.code] : [],
  }));
}

/**
 * The best matches: whole names before beginnings before parts; codes by their beginning.
 *
 * @param {Indexed[]} index
 * @param {string} text name, pinyin initials or administrative code
 * @param {number} [most]
 * @returns {Place[]}
 */
export function search(index, text, most = 8) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const scored = index.map((place) => ({ place, score: rank(place, wanted) })).filter(({ score }) => score < Infinity);
  scored.sort((a, b) => a.score - b.score || a.place.name.length - b.place.name.length);
  return scored.slice(0, most).map(({ place }) => place);
}

/** @param {Indexed} place @param {string} wanted smaller is better */
function rank({ words, codes }, wanted) {
  if (words.includes(wanted) || codes.includes(wanted)) return 0;
  if (words.some((word) => word.startsWith(wanted)) || codes.some((code) => code.startsWith(wanted))) return 1;
  return words.some((word) => word.includes(wanted)) ? 2 : Infinity;
}
