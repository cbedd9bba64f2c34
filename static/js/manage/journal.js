/** @import { Desk } from "./desk.js" */
/** @import { JournalEntry } from "../core/manage-types.js" */
import { checkJournal, readJournal } from "../api/accounts.js";
import { textOr } from "../core/i18n.js";
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { heading, plainTable } from "./parts.js";

const PAGE = 100;

/** Who did what and when, for those who audit. @param {Desk} desk */
export async function journal(desk) {
  const { t } = desk.words;
  const place = h("div", {});
  const more = h("div", { class: "row-tools pager" });
  const verdict = h("div", { "aria-live": "polite" });
  /** @type {{ entries: JournalEntry[] }} */
  const shown = { entries: [] };

  async function load() {
    const last = shown.entries.at(-1)?.number ?? null;
    const next = await readJournal(desk.client, last, PAGE);
    shown.entries.push(...next);
    const heads = /** @type {const} */ (["number", "at", "actor", "action", "object", "details"]).map((name) => t(`manage.journal.${name}`));
    fill(place, shown.entries.length === 0 ? empty(t("manage.journal.none")) : plainTable(t("manage.section.journal"), heads, shown.entries.map((entry) => line(desk, entry))));
    const there = next.length === PAGE;
    fill(more, there && h("button", { type: "button", class: "button", onclick: () => void load().catch((thrown) => fill(more, desk.failed(thrown))) }, t("manage.journal.more")));
  }

  async function check() {
    try {
      const { whole, count, head, broken } = await checkJournal(desk.client);
      const words = whole ? t("journal.whole", { count, head }) : t("journal.broken", { numbers: broken.join(", ") });
      fill(verdict, h("p", { class: whole ? "remark remark-good" : "remark remark-warn", role: "status" }, words));
    } catch (thrown) {
      fill(verdict, desk.failed(thrown));
    }
  }

  await load();
  return [heading(t("manage.section.journal"), t("manage.journal.lead"), h("button", { type: "button", class: "button", onclick: () => void check() }, t("manage.journal.check"))), verdict, place, more];
}

/** @param {Desk} desk @param {JournalEntry} entry */
function line(desk, { number, at, actor, action, object, details }) {
  const { t, format } = desk.words;
  const told = Object.entries(details).filter(([, value]) => value !== null).flatMap(([name, value], index) => [index > 0 && " · ", `${textOr(t, `manage.detail.${name}`, name)} `, shortened(String(value))]);
  return [h("span", { class: "num" }, number), h("span", { class: "num" }, format.moment(at)), actor, textOr(t, `journal.${action}`, action), object, h("span", { class: "note" }, told)];
}

/** A fingerprint by its beginning; the whole of it under the pointer. @param {string} text */
function shortened(text) {
  return /^[0-9a-f]{32,}$/.test(text) ? h("span", { class: "mono", title: text }, `${text.slice(0, 8)}…`) : text;
}
