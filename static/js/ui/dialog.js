/** @import { Child } from "./dom.js" */
import { h } from "./dom.js";
import { iconButton } from "./drawer.js";

/**
 * A box above the page with a heading and a way to close it; the keyboard stays inside, and comes
 * back to where it was.
 *
 * @param {{ title: string, close: string, class: string }} words
 * @param {...(Child | Child[])} inside
 * @returns {HTMLDialogElement}
 */
export function openDialog(words, ...inside) {
  const box = h(
    "dialog",
    { class: words.class, "aria-label": words.title },
    h("header", { class: "sheet-head" }, h("h2", {}, words.title), iconButton("close", words.close, () => box.close())),
    ...inside,
  );
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}
