/** @import { Translate } from "../core/types.js" */
import { asPageError } from "../core/errors.js";
import { slot } from "./dom.js";
import { failure, toast } from "./notice.js";

/**
 * How a page tells people something: a line at its foot, or what went wrong and how to mend it.
 *
 * @param {{ t: Translate }} words
 */
export function saying(words) {
  return {
    /** @param {string} text shown at the foot of the page until put away */
    say(text) {
      const box = slot("toasts");
      const note = toast(text, { label: words.t("page.close"), close: () => note.remove() });
      box.append(note);
    },
    /** @param {unknown} thrown @param {() => void} [retry] */
    failed(thrown, retry) {
      const error = asPageError(thrown);
      const known = `page.error.${error.code.replace(/^page\./, "")}`;
      const own = error.code.startsWith("page.");
      return failure({
        what: own ? words.t(known) : error.message || words.t("page.error.refused"),
        where: error.where,
        mend: words.t(own ? `${known}.mend` : "page.error.refused.mend"),
        retry: retry && { label: words.t("page.retry"), run: retry },
      });
    },
  };
}
