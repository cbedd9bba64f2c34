/** @import { Answer } from "./app.js" */
/** @import { Edit, Note } from "../core/scenario-types.js" */
import { h } from "../ui/dom.js";

const MOST_ALIKE = 3;
/** Worth a word, but nothing wrong with the place. */
const HARMLESS = new Set(["same_place", "not_in_service"]);

/** What is wrong with single stations, by their ids. @param {Answer | null} answer @returns {Map<string, Note[]>} */
export function notesByStation(answer) {
  const { notes = [], edits = [] } = answer?.whatif ?? {};
  const ids = new Set(edits.map(({ id }) => id));
  /** @type {Map<string, Note[]>} */
  const found = new Map();
  for (const note of notes) {
    if (ids.has(note.where)) found.set(note.where, [...(found.get(note.where) ?? []), named(note, edits)]);
  }
  return found;
}

/** Whether something of these keeps a station from standing or serving where it is. @param {Note[]} [notes] */
export const isWrong = (notes = []) => notes.some(({ code }) => !HARMLESS.has(code));

/** A new station is known to people by its name. @param {Note} note @param {Edit[]} edits @returns {Note} */
function named(note, edits) {
  const name = edits.find(({ op, id }) => op === "add" && id === note.where)?.name_zh;
  return name ? { ...note, message: note.message.replaceAll(note.where, name) } : note;
}

/**
 * Notes as lines; of many of one kind the first few.
 *
 * @param {Note[]} notes @param {Edit[]} edits @param {(count: number) => string} more
 */
export function noteLines(notes, edits, more) {
  const codes = [...new Set(notes.map(({ code }) => code))];
  return codes.flatMap((code) => {
    const alike = notes.filter((note) => note.code === code);
    const rest = alike.length - MOST_ALIKE;
    return [...alike.slice(0, MOST_ALIKE).map((note) => noteLine(note, edits)), ...(rest > 0 ? [h("li", { class: "note" }, more(rest))] : [])];
  });
}

/** @param {Note} note @param {Edit[]} edits */
export function noteLine(note, edits) {
  return h("li", { class: "differs", "data-note": note.code }, named(note, edits).message);
}
