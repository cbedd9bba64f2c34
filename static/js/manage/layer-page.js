/** @import { Desk } from "./desk.js" */
/** @import { ManagedLayer, Version } from "../core/manage-types.js" */
import { filesOf } from "../api/exports.js";
import { findLayer } from "../api/layers.js";
import { listVersions, rollBack } from "../api/versions.js";
import { pick } from "../core/i18n.js";
import { linkTo } from "../core/route.js";
import { qualityBadge } from "../ui/badge.js";
import { factList } from "../ui/card.js";
import { fill, h } from "../ui/dom.js";
import { empty } from "../ui/notice.js";
import { exportDialog } from "../ui/export-choice.js";
import { confirmed, heading, part, plainTable, stateBadge } from "./parts.js";
import { visibilityForm } from "./visibility-form.js";

const KINDS = { published: "good", staged: "busy", superseded: "plain", discarded: "plain" };

/** A layer: what it is, all its versions, and the way back. @param {Desk} desk @param {string} id */
export async function layerPage(desk, id) {
  const place = h("div", {});
  await draw(desk, id, place);
  return [place];
}

/** @param {Desk} desk @param {string} id @param {Element} place @param {string} [news] what has just been done */
async function draw(desk, id, place, news) {
  const { t, lang } = desk.words;
  const layer = /** @type {ManagedLayer | null} */ (await findLayer(desk.client, id));
  const back = h("a", { class: "link back-link", href: linkTo("layers") }, t("manage.layers.all"));
  if (!layer) {
    fill(place, back, heading(id), empty(t("manage.layers.unpublished"), h("a", { class: "link", href: linkTo("uploads") }, t("manage.section.uploads"))));
    return;
  }
  const all = await listVersions(desk.client, id);
  fill(
    place,
    back,
    heading(pick(layer.title, lang) || id, "", h("a", { class: "button", href: `/#layers=${encodeURIComponent(id)}` }, t("manage.upload.see_map")), exportButton(desk, layer)),
    news && h("p", { class: "remark remark-good", role: "status" }, news),
    facts(desk, layer),
    versionList(desk, layer, all, (text) => draw(desk, id, place, text)),
    desk.may("administer") && visibilityForm(desk, layer),
  );
}

/** @param {Desk} desk @param {ManagedLayer} layer */
function exportButton(desk, { id, title }) {
  const { words, failed } = desk;
  const ask = () => void exportDialog({ files: filesOf(desk.client), words, failed }, { layer: id, title: pick(title, words.lang) || id });
  return h("button", { type: "button", class: "button", "data-act": "export", "aria-haspopup": "dialog", onclick: ask }, words.t("export.form.open"));
}

/** @param {Desk} desk @param {ManagedLayer} layer */
function facts(desk, layer) {
  const { t, format } = desk.words;
  return factList([
    { label: t("manage.layers.id_head"), value: h("span", { class: "mono" }, layer.id) },
    { label: t("manage.layers.state_head"), value: [t("manage.layers.state", { number: layer.version.number }), " · ", t("manage.layers.features", { count: format.count(layer.version.feature_count) })] },
    { label: t("manage.layers.visibility_head"), value: t(`manage.visibility.${layer.visibility}`) },
    { label: t("manage.publish.source"), value: layer.source },
    { label: t("manage.publish.licence"), value: layer.licence },
    { label: t("manage.publish.key"), value: layer.key ?? t("manage.publish.no_key") },
    ...(layer.review_number ? [{ label: t("manage.publish.review_number"), value: layer.review_number }] : []),
    ...(layer.review_basis ? [{ label: t("manage.publish.review_basis"), value: layer.review_basis }] : []),
  ]);
}

/** @param {Desk} desk @param {ManagedLayer} layer @param {Version[]} versions @param {(news?: string) => Promise<void>} again */
function versionList(desk, layer, versions, again) {
  const { t } = desk.words;
  const now = versions.find(({ state }) => state === "published") ?? null;
  const outcome = h("div", { "aria-live": "polite" });

  /** @param {Version} version */
  async function back(version) {
    if (!now || !(await sure(desk, layer, now, version))) return;
    try {
      await rollBack(desk.client, layer.id, { to: version.number, expected: now.number });
      await again(t("manage.versions.moved", { layer: layer.id, number: version.number }));
    } catch (thrown) {
      fill(outcome, desk.failed(thrown, () => void again()));
    }
  }

  const rows = versions.map((version) => line(desk, layer, version, now, (one) => void back(one)));
  const heads = /** @type {const} */ (["number", "state", "count", "made", "source", "act"]).map((name) => t(`manage.versions.${name}`));
  return part(t("manage.versions.title"), h("p", { class: "part-lead" }, t("manage.versions.lead")), outcome, compareForm(desk, layer.id, versions, now), plainTable(t("manage.versions.title"), heads, rows));
}

/** @param {Desk} desk @param {ManagedLayer} layer @param {Version} version @param {Version | null} now @param {(version: Version) => void} onBack */
function line(desk, layer, version, now, onBack) {
  const { t, format } = desk.words;
  const kept = version.state !== "discarded";
  const other = now && now.number !== version.number && kept;
  const movable = other && version.published_at !== null && desk.may("publish");
  const forward = now !== null && version.number > now.number;
  return [
    h("strong", { class: "num" }, `v${version.number}`),
    stateBadge(KINDS[version.state], t(`version.${version.state}`)),
    h("span", { class: "num" }, format.count(version.feature_count)),
    h("span", {}, version.created_by, h("span", { class: "note num" }, ` ${format.moment(version.published_at ?? version.created_at)}`)),
    h("span", {}, qualityBadge(version.quality, t), " ", version.source),
    other && h("span", { class: "row-tools" },
      h("a", { class: "button button-small", href: linkTo("layers", layer.id, "diff", Math.min(version.number, now.number), Math.max(version.number, now.number)) }, t("manage.versions.compare_now")),
      movable && h("button", { type: "button", class: "button button-small", onclick: () => onBack(version) }, t(forward ? "manage.versions.forward" : "manage.versions.back"))),
  ];
}

/** Any two versions beside each other. @param {Desk} desk @param {string} id @param {Version[]} versions @param {Version | null} now */
function compareForm(desk, id, versions, now) {
  const { t } = desk.words;
  const kept = versions.filter(({ state }) => state !== "discarded");
  if (kept.length < 3) return null;
  const box = (/** @type {string} */ name, /** @type {number | undefined} */ value) => h("select", { class: "select", name, "aria-label": t(`manage.versions.${name}`) }, kept.map(({ number }) => h("option", { value: number, selected: number === value }, `v${number}`)));
  const form = h("form", { class: "row-tools compare" }, h("span", {}, t("manage.versions.compare")), box("before", kept[1].number), h("span", {}, "→"), box("after", (now ?? kept[0]).number), h("button", { type: "submit", class: "button button-small" }, t("manage.versions.show")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = new FormData(form);
    location.hash = linkTo("layers", id, "diff", String(values.get("before")), String(values.get("after")));
  });
  return form;
}

/** @param {Desk} desk @param {ManagedLayer} layer @param {Version} now @param {Version} version */
function sure(desk, layer, now, version) {
  const { t, lang, format } = desk.words;
  const told = { layer: pick(layer.title, lang) || layer.id, from: now.number, to: version.number, count: format.count(version.feature_count), now: format.count(now.feature_count) };
  return confirmed({ title: t("manage.versions.sure", told), text: [h("p", {}, t("manage.versions.sure_text", told)), h("p", { class: "note" }, t("manage.versions.sure_undo"))], yes: t("manage.versions.sure_yes", told), no: t("manage.cancel"), danger: true });
}
