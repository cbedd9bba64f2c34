/** @import { App } from "./app.js" */
import { fill, h, slot } from "../ui/dom.js";
import { drawer, toolButton } from "../ui/drawer.js";
import { loading } from "../ui/notice.js";
import { DRAWERS } from "./app.js";

/**
 * @typedef {object} DrawerPart
 * @property {string} lead key of the line under the heading
 * @property {(app: App) => Promise<(Node | null)[]>} inside
 * @property {boolean} [keepsItself] whether it follows the page's state by itself
 */

/**
 * The rail and the one drawer it opens. A drawer is drawn when opened, and again when what it
 * shows may have changed.
 *
 * @param {App} app
 * @param {{ [name in typeof DRAWERS[number]]: DrawerPart }} parts
 */
export function showDrawers(app, parts) {
  const place = slot("drawer");
  const rail = slot("rail-drawers");
  let turn = 0;

  function drawRail() {
    const { drawer: open } = app.store.get();
    fill(rail, DRAWERS.map((name) => toolButton(name, app.words.t(`page.drawer.${name}`), () => turnTo(name), { "aria-pressed": String(open === name), "data-drawer": name })));
  }

  /** @param {typeof DRAWERS[number]} name */
  function turnTo(name) {
    app.store.set({ drawer: app.store.get().drawer === name ? null : name });
  }

  /** @param {boolean} fresh whether another drawer was opened */
  async function draw(fresh) {
    const { drawer: name } = app.store.get();
    place.hidden = name === null;
    place.dataset.drawer = name ?? "";
    if (name === null || (!fresh && parts[name].keepsItself)) return;
    turn += 1;
    const mine = turn;
    const { t } = app.words;
    const head = { title: t(`page.drawer.${name}`), lead: t(parts[name].lead), close: { label: t("page.close"), run: () => app.store.set({ drawer: null }) } };
    if (fresh) fill(place, drawer(head, loading(t("page.loading.drawer"))));
    const inside = await parts[name].inside(app).catch((thrown) => [app.failed(thrown, () => void draw(true))]);
    if (mine !== turn || app.store.get().drawer !== name) return;
    redraw(place, () => fill(place, drawer(head, inside)));
    if (fresh) place.focus({ preventScroll: true });
  }

  app.store.watch(["drawer", "lang"], () => {
    drawRail();
    void draw(true);
  });
  app.store.watch(["layers", "theme", "year", "answer", "catalogue", "plan", "planYear", "planView", "audited"], () => void draw(false));
}

/** Draw anew with the scroll, the focus and the opened doors where they were. @param {HTMLElement} place @param {() => void} draw */
function redraw(place, draw) {
  const top = place.querySelector(".drawer-body")?.scrollTop ?? 0;
  const at = focusables(place).indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const open = [...place.querySelectorAll("details")].map((door) => door.open);
  draw();
  [...place.querySelectorAll("details")].forEach((door, index) => (door.open = open[index] ?? door.open));
  const body = place.querySelector(".drawer-body");
  if (body) body.scrollTop = top;
  if (at !== -1) focusables(place)[at]?.focus({ preventScroll: true });
}

/** @param {HTMLElement} place @returns {HTMLElement[]} */
function focusables(place) {
  return [...place.querySelectorAll("button, input, summary, a, select")].map((one) => /** @type {HTMLElement} */ (one));
}

/** @param {string} title @param {...(Node | null | (Node | null)[])} inside */
export function group(title, ...inside) {
  return h("section", { class: "group" }, h("h3", { class: "group-title" }, title), ...inside);
}
