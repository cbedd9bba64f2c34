/** @import { Child } from "../ui/dom.js" */
/** @import { Desk } from "./desk.js" */
import { fill, slot } from "../ui/dom.js";
import { empty, loading } from "../ui/notice.js";
import { SECTIONS } from "./frame.js";
import { gate } from "./gate.js";

/**
 * What fills the page: `signal` tells it that it is no longer on screen.
 *
 * @typedef {(desk: Desk, parts: string[], signal: AbortSignal) => Promise<Child[]> | Child[]} Section
 *
 * @param {Desk} desk
 * @param {{ [id: string]: Section }} sections
 */
export function showSection(desk, sections) {
  const place = slot("content");
  let shown = new AbortController();

  async function draw() {
    shown.abort();
    shown = new AbortController();
    const { signal } = shown;
    const { session, route } = desk.store.get();
    if (!session) return;
    if (!session.signed_in) {
      fill(place, gate(desk, session));
      /** @type {HTMLElement | null} */ (place.querySelector("input"))?.focus();
      return;
    }
    const home = SECTIONS.find(({ right }) => desk.may(right))?.id ?? "tokens";
    const id = route.section in sections ? route.section : home;
    if (id !== route.section) {
      location.replace(`#/${id}`);
      return;
    }
    const needed = SECTIONS.find((one) => one.id === id)?.right;
    if (needed && !desk.may(needed)) fill(place, empty(desk.words.t("manage.not_for_you")));
    else await put(id, signal);
  }

  /** @param {string} id @param {AbortSignal} signal */
  async function put(id, signal) {
    const waiting = setTimeout(() => fill(place, loading(desk.words.t("manage.loading"))), 150);
    try {
      const inside = await sections[id](desk, desk.store.get().route.parts, signal);
      if (!signal.aborted) fill(place, inside);
    } catch (thrown) {
      if (!signal.aborted) fill(place, desk.failed(thrown, () => void draw()));
    } finally {
      clearTimeout(waiting);
    }
  }

  desk.store.watch(["lang", "session"], () => void draw());
  desk.store.watch(["route"], () => {
    scrollTo(0, 0);
    void draw();
  });
}
