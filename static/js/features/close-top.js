/** @import { App, State } from "./app.js" */

/** What Esc closes, top first. */
const CLOSINGS = /** @type {{ open: (state: State) => boolean, patch: Partial<State> }[]} */ ([
  { open: ({ drawer }) => drawer !== null, patch: { drawer: null } },
  { open: ({ selected }) => selected !== null, patch: { selected: null } },
  { open: ({ table }) => table, patch: { table: false } },
]);

/** @param {App} app */
export function closeTop(app) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const state = app.store.get();
    const top = CLOSINGS.find(({ open }) => open(state));
    if (!top) return;
    event.preventDefault();
    const from = state.drawer;
    app.store.set(top.patch);
    if (from && top.patch.drawer === null) /** @type {HTMLElement | null} */ (document.querySelector(`[data-drawer="${from}"]`))?.focus();
  });
}
