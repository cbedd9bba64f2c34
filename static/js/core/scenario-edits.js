/** @import { Edit, StationNow } from "./scenario-types.js" */

/**
 * A list of edits with one more, kept as short as what it says: a station moved twice is moved
 * once, an added one that is moved was added there, an added one that is removed was never there.
 *
 * @param {Edit[]} edits @param {Edit} edit
 * @returns {Edit[]}
 */
export function withEdit(edits, edit) {
  const added = edits.find(({ op, id }) => op === "add" && id === edit.id);
  if (edit.op === "remove") {
    const others = without(edits, edit.id);
    return added ? others : [...others, edit];
  }
  if (added) {
    return edits.map((one) => (one === added ? { ...one, ...edit, op: "add" } : one));
  }
  const at = edits.findIndex(({ op, id }) => op === edit.op && id === edit.id);
  return at === -1 ? [...edits, edit] : edits.map((one, index) => (index === at ? edit : one));
}

/** The station as it was before any edit. @param {Edit[]} edits @param {string} id */
export function without(edits, id) {
  return edits.filter((edit) => edit.id !== id);
}

/** An id that no station has. @param {Edit[]} edits @param {Set<string>} taken */
export function freshId(edits, taken) {
  const used = new Set(edits.map(({ id }) => id));
  let number = 1;
  while (used.has(`new-${number}`) || taken.has(`new-${number}`)) number += 1;
  return `new-${number}`;
}

/**
 * Proposed edits whose ids are renamed where the list has them already.
 *
 * @param {Edit[]} edits @param {Edit[]} proposed @param {Set<string>} taken
 */
export function taking(edits, proposed, taken) {
  return proposed.reduce((list, edit) => {
    const clash = edit.op === "add" && (taken.has(edit.id) || list.some(({ id }) => id === edit.id));
    return [...list, clash ? { ...edit, id: freshId(list, taken) } : edit];
  }, edits);
}

/**
 * The stations with the edits carried out; removed ones stay in the list, marked, so that the map
 * can show that they are gone.
 *
 * @param {{ id: string, lon: number, lat: number, piles: number, year: number, name: string }[]} stations
 * @param {Edit[]} edits @param {number} year of what is added without one
 * @returns {StationNow[]}
 */
export function stationsNow(stations, edits, year) {
  /** @type {Map<string, StationNow>} */
  const now = new Map(stations.map((one) => [one.id, { ...one, op: null, from: null }]));
  for (const edit of edits) {
    const { op, id } = edit;
    const one = op === "add" ? { id, lon: 0, lat: 0, piles: 1, year, name: edit.name_zh ?? "", op, from: null } : now.get(id);
    if (one) now.set(id, { ...one, ...changeOf(edit, one), op: one.op === "add" ? "add" : op });
  }
  return [...now.values()];
}

/** @param {Edit} edit @param {StationNow} one @returns {Partial<StationNow>} */
function changeOf({ op, lon, lat, piles, year }, one) {
  const given = Object.fromEntries(Object.entries({ lon, lat, piles, year }).filter(([, value]) => value !== undefined));
  return op === "move" ? { ...given, from: one.from ?? [one.lon, one.lat] } : given;
}

/** Whether two lists say the same. @param {Edit[]} a @param {Edit[]} b */
export function sameEdits(a, b) {
  return a === b || JSON.stringify(a.map(sorted)) === JSON.stringify(b.map(sorted));
}

/** @param {Edit} edit */
function sorted(edit) {
  return Object.entries(edit).sort(([a], [b]) => (a < b ? -1 : 1));
}
