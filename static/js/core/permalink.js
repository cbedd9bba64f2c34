/** @import { Sort, Selection, View, Lang } from "./types.js" */
import { asLang } from "./i18n.js";

/**
 * What a link holds. Ids only, each checked against a pattern: nothing in a link is an address,
 * and nothing in it is shown before the service has confirmed it.
 *
 * @typedef {object} LinkState
 * @property {Lang} lang
 * @property {number} year
 * @property {string} theme
 * @property {View | null} view
 * @property {string[]} layers
 * @property {{ [layer: string]: number }} versions
 * @property {string | null} run
 * @property {string | null} target
 * @property {string | null} plan
 * @property {string | null} scenario
 * @property {string | null} token that opens the scenario to those it was given
 * @property {string | null} mode how the scenario measures distances, where the link says so
 * @property {Selection | null} selected
 * @property {Sort} sort
 * @property {{ [column: string]: string }} filters
 * @property {string | null} drawer
 * @property {boolean} table
 */

const ID = /^[\w.:-]{1,100}$/;

/** @param {LinkState} state */
export function encodeLink(state) {
  const query = new URLSearchParams();
  query.set("year", String(state.year));
  query.set("theme", state.theme);
  if (state.view) query.set("map", [state.view.zoom.toFixed(2), state.view.lat.toFixed(5), state.view.lon.toFixed(5)].join("/"));
  query.set("layers", state.layers.join(","));
  query.set("versions", Object.entries(state.versions).map(([layer, number]) => `${layer}@${number}`).join(","));
  if (state.run) query.set("run", state.run);
  if (state.target) query.set("target", state.target);
  const { scenario, mode, plan } = state;
  for (const [name, value] of Object.entries({ scenario, token: scenario && state.token, mode, plan })) if (value) query.set(name, value);
  if (state.selected) query.set("at", `${state.selected.kind}/${state.selected.id}`);
  query.set("sort", `${state.sort.column}/${state.sort.direction}`);
  for (const [column, text] of Object.entries(state.filters)) if (text) query.append("filter", `${column}/${text}`);
  if (state.drawer) query.set("drawer", state.drawer);
  if (state.table) query.set("table", "1");
  query.set("lang", state.lang);
  return query.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%40", "@");
}

/**
 * What of a link's text is well formed; the rest is left out.
 *
 * @param {string} text the part after "#"
 * @returns {Partial<LinkState>}
 */
export function decodeLink(text) {
  const query = new URLSearchParams(text.replace(/^#/, ""));
  /** @type {{ [key: string]: unknown }} */
  const found = {
    lang: asLang(query.get("lang")),
    year: wholeYear(query.get("year")),
    theme: id(query.get("theme")),
    view: view(query.get("map")),
    layers: list(query.get("layers")),
    versions: versions(query.get("versions")),
    run: id(query.get("run")),
    target: id(query.get("target")),
    plan: id(query.get("plan")),
    scenario: id(query.get("scenario")),
    token: id(query.get("token")),
    mode: id(query.get("mode")),
    selected: selection(query.get("at")),
    sort: sort(query.get("sort")),
    filters: filters(query.getAll("filter")),
    drawer: id(query.get("drawer")),
    table: query.get("table") === "1" ? true : null,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
}

/** @param {string | null} text */
function id(text) {
  return text !== null && ID.test(text) ? text : null;
}

/** @param {string | null} text */
function wholeYear(text) {
  return text !== null && /^\d{4}$/.test(text) ? Number(text) : null;
}

/** @param {string | null} text @returns {View | null} */
function view(text) {
  const match = /^(\d{1,2}(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(text ?? "");
  if (!match) return null;
  const [zoom, lat, lon] = match.slice(1).map(Number);
  return zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

/** @param {string | null} text */
function list(text) {
  return text === null ? null : text.split(",").filter((part) => ID.test(part));
}

/** @param {string | null} text */
function versions(text) {
  if (text === null) return null;
  const pairs = text.split(",").map((part) => /^([\w.:-]{1,100})@(\d{1,9})$/.exec(part));
  return Object.fromEntries(pairs.flatMap((match) => (match ? [[match[1], Number(match[2])]] : [])));
}

/** @param {string | null} text @returns {Selection | null} */
function selection(text) {
  const match = /^([a-z]{1,20})\/([\w.:-]{1,100})$/.exec(text ?? "");
  return match && { kind: match[1], id: match[2] };
}

/** @param {string | null} text @returns {Sort | null} */
function sort(text) {
  const match = /^(\w{1,40})\/(asc|desc)$/.exec(text ?? "");
  return match && { column: match[1], direction: /** @type {Sort["direction"]} */ (match[2]) };
}

/** @param {string[]} texts */
function filters(texts) {
  const pairs = texts.map((text) => /^(\w{1,40})\/(.{1,60})$/su.exec(text));
  const entries = pairs.flatMap((match) => (match ? [[match[1], match[2]]] : []));
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
