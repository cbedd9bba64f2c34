/** @import { App } from "./app.js" */
import { choice } from "../ui/choice.js";
import { fill, slot } from "../ui/dom.js";
import { toolButton } from "../ui/drawer.js";
import { YEARS } from "./app.js";
import { printSheet } from "./print-sheet.js";

/**
 * Name, year, language, and the small tools of the page.
 *
 * @param {App} app
 */
export function showTopBar(app) {
  function draw() {
    const { t, lang } = app.words;
    const { year } = app.store.get();
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = t("page.title");
    fill(slot("brand"), t("page.brand"));
    fill(slot("years"), choice({ label: t("page.years"), options: YEARS.map((value) => ({ value, text: String(value) })), value: year, onChoose: (value) => chooseYear(app, value) }));
    fill(slot("languages"), choice({ label: t("page.language"), options: [{ value: "zh", text: t("page.language.zh"), lang: "zh" }, { value: "en", text: t("page.language.en"), lang: "en" }], value: lang, onChoose: (value) => void switchTo(app, /** @type {"zh" | "en"} */ (value)) }));
    fill(slot("rail-tools"), toolButton("link", t("page.link.copy"), () => void copyLink(app)), toolButton("print", t("page.print"), () => print()), toolButton("sheet", t("sheet.form.open"), () => printSheet(app)));
    slot("panel").setAttribute("aria-label", t("page.panel"));
    slot("rail").setAttribute("aria-label", t("page.rail"));
    fill(slot("skip"), t("page.skip"));
  }

  app.store.watch(["lang", "year"], draw);
}

/** Another year is another question: a pinned run is let go. @param {App} app @param {number} year */
function chooseYear(app, year) {
  const { theme } = app.store.get();
  app.store.set({ year, run: null, theme: theme === "result" ? "distance" : theme });
}

/**
 * Fetch the words first, then switch: the page never shows half of each.
 *
 * @param {App} app
 * @param {"zh" | "en"} lang
 */
export async function switchTo(app, lang) {
  try {
    await app.speak(lang);
  } catch {
    app.say(app.words.t("page.language.failed"));
    return;
  }
  localStorage.setItem("jintu.lang", lang);
  app.store.set({ lang });
}

/** @param {App} app */
async function copyLink(app) {
  try {
    await navigator.clipboard.writeText(location.href);
    app.say(app.words.t("page.link.copied"));
  } catch {
    app.say(app.words.t("page.link.copy_by_hand"));
  }
}
