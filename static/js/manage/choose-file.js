/** @import { Desk } from "./desk.js" */
/** @import { Layer } from "../core/types.js" */
/** @import { Upload } from "../core/manage-types.js" */
import { announce } from "../api/uploads.js";
import { pick } from "../core/i18n.js";
import { LAYER_NAME, proposedName } from "../core/layer-name.js";
import { linkTo } from "../core/route.js";
import { fill, h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { blame, entry, selectEntry, submitting, valuesOf } from "./entries.js";
import { progressBar, sizeText } from "./parts.js";
import { fingerprint, startTransfer } from "./transfer.js";

/** Layers that jintu makes itself take no files. */
const OWN = /^(run|evaluation)-/;
const NEW = "";

/**
 * The large place to drop a file, and which layer it is for.
 *
 * @param {Desk} desk
 * @param {{ layers: Layer[], known: Upload[], largest: number }} facts `known` are earlier uploads, one of which may have been broken off
 */
export function chooseFile(desk, { layers, known, largest }) {
  const { t } = desk.words;
  const place = h("div", { class: "chosen", hidden: true });

  const zone = dropZone(desk, (file) => {
    place.hidden = false;
    const wrong = unfit(desk, file, largest);
    if (wrong) {
      fill(place, h("p", { class: "remark remark-warn", role: "alert" }, wrong));
      return;
    }
    fill(place, destination(desk, layers, file, (layer, show) => begin(desk, known, file, layer, show)));
    /** @type {HTMLElement | null} */ (place.querySelector("select"))?.focus();
  }, t("manage.file.largest", { size: sizeText(largest) }));
  return h("section", { class: "intake", "aria-label": t("manage.file.title") }, zone, place);
}

/** Why a file need not be sent at all; "" when it may be. @param {Desk} desk @param {File} file @param {number} largest */
function unfit(desk, file, largest) {
  const { t } = desk.words;
  if (file.size === 0) return t("manage.file.empty");
  return file.size > largest ? t("manage.file.too_large", { found: sizeText(file.size), size: sizeText(largest) }) : "";
}

/**
 * A field for one file that also takes what is dropped on it.
 *
 * @param {Desk} desk @param {(file: File) => void} onFile @param {string} [limit] how large it may be
 */
export function dropZone(desk, onFile, limit) {
  const { t } = desk.words;
  const field = h("input", { type: "file", class: "visually-hidden", id: "file", onchange: () => take(field.files) });
  const zone = h(
    "label",
    { class: "drop", for: "file", ondragover: over, ondragleave: () => zone.removeAttribute("data-over"), ondrop: drop },
    icon("upload"),
    h("span", { class: "drop-words" }, h("strong", {}, t("manage.file.drop")), h("span", { class: "drop-button button" }, t("manage.file.choose"))),
    h("span", { class: "note drop-formats" }, t("manage.file.formats")),
    limit && h("span", { class: "note num" }, limit),
  );

  /** @param {FileList | null | undefined} files */
  function take(files) {
    const file = files?.[0];
    if (!file) return;
    if ((files?.length ?? 0) > 1) desk.say(t("manage.file.one_only"));
    onFile(file);
  }

  /** @param {DragEvent} event */
  function over(event) {
    event.preventDefault();
    zone.setAttribute("data-over", "");
  }

  /** @param {DragEvent} event */
  function drop(event) {
    event.preventDefault();
    zone.removeAttribute("data-over");
    take(event.dataTransfer?.files);
  }

  return h("div", { class: "drop-place" }, field, zone);
}

/** @param {Desk} desk @param {Layer[]} layers @param {File} file @param {(layer: string, show: (share: number) => void) => Promise<void>} onGo */
function destination(desk, layers, file, onGo) {
  const { t, lang } = desk.words;
  const options = layers.filter(({ id }) => !OWN.test(id)).map((layer) => ({ value: layer.id, text: `${pick(layer.title, lang)}（${layer.id}）` }));
  const proposed = proposedName(file.name);
  const existing = options.some(({ value }) => value === proposed);
  const chooser = selectEntry({ name: "layer", label: t("manage.file.layer"), value: existing ? proposed : NEW, options: [{ value: NEW, text: t("manage.file.new_layer") }, ...options] });
  const name = entry({ name: "new_layer", label: t("manage.file.new_name"), hint: t("manage.file.new_name_hint"), value: existing ? "" : proposed, maxlength: 63 });
  const form = h("form", { class: "form destination", novalidate: true }, h("p", { class: "chosen-file" }, h("strong", {}, file.name), h("span", { class: "note num" }, sizeText(file.size))), chooser, name);
  const sync = () => {
    name.hidden = valuesOf(form).layer !== NEW;
  };
  form.addEventListener("change", sync);
  sync();

  const { place } = submitting(desk, form, t("manage.file.do"), async (values) => {
    const layer = values.layer || values.new_layer.trim();
    const fits = LAYER_NAME.test(layer);
    blame(form, "new_layer", fits ? undefined : t("manage.file.bad_name"));
    if (!fits) return;
    const bar = progressBar(t("manage.file.hashing"), 0);
    fill(place, h("p", { class: "note" }, t("manage.file.hashing")), bar);
    await onGo(layer, (share) => {
      bar.value = share;
    });
  });
  return form;
}

/**
 * Announce a file and send it; one that was broken off goes on where it stopped.
 *
 * @param {Desk} desk @param {Upload[]} known @param {File} file @param {string} layer @param {(share: number) => void} show
 */
async function begin(desk, known, file, layer, show) {
  const sha256 = await fingerprint(file, show);
  const broken = known.find((one) => one.state === "receiving" && one.layer === layer && one.sha256 === sha256 && !desk.transfers.has(one.id));
  const upload = broken ?? (await announce(desk.client, { file_name: file.name, size: file.size, layer, sha256 }));
  startTransfer(desk, upload, file);
  location.hash = linkTo("uploads", upload.id);
}
