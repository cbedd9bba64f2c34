/** @import { Desk } from "./desk.js" */
/** @import { Asked, LayerReport, Upload } from "../core/manage-types.js" */
import { askedFrom, fieldsFrom } from "../core/asked.js";
import { h } from "../ui/dom.js";
import { checkEntry, entry, selectEntry, submitting } from "./entries.js";

const DATUMS = ["", "wgs84", "cgcs2000", "gcj02", "bd09"];
const ENCODINGS = ["UTF-8", "GB18030", "Big5"];
const SYSTEMS = ["EPSG:4490", "EPSG:4326", "EPSG:4546", "EPSG:4547", "EPSG:4525", "EPSG:4526", "EPSG:3857"];

/**
 * "Look again with what I know": all that people can say about the content of a file.
 *
 * @param {Desk} desk @param {Upload} upload @param {LayerReport | undefined} layer @param {(asked: Asked) => Promise<void>} onAsk
 */
export function askForm(desk, upload, layer, onAsk) {
  const { t } = desk.words;
  const told = fieldsFrom(upload.asked);
  const names = (layer?.fields ?? []).map(({ original }) => original);
  const form = h(
    "form",
    { class: "form form-grid" },
    entry({ name: "crs", label: t("manage.fact.crs"), hint: t("manage.ask.crs_hint"), value: told.crs, list: "known-systems", placeholder: "EPSG:4546" }),
    selectEntry({ name: "datum", label: t("manage.fact.datum"), hint: t("manage.ask.datum_hint"), value: told.datum, options: DATUMS.map((value) => ({ value, text: value ? t(`manage.datum.${value}`) : t("manage.ask.find") })) }),
    entry({ name: "encoding", label: t("manage.fact.encoding"), value: told.encoding, list: "known-encodings", placeholder: t("manage.ask.find") }),
    entry({ name: "sheet", label: t("manage.ask.sheet"), value: told.sheet, hint: t("manage.ask.sheet_hint") }),
    entry({ name: "header", label: t("manage.ask.header"), value: told.header, type: "number", hint: t("manage.ask.header_hint") }),
    entry({ name: "separator", label: t("manage.ask.separator"), value: told.separator, hint: t("manage.ask.separator_hint"), maxlength: 3 }),
    entry({ name: "region", label: t("manage.ask.region"), value: told.region, hint: t("manage.ask.region_hint") }),
    entry({ name: "lon", label: t("manage.ask.lon"), value: told.lon, list: "known-columns" }),
    entry({ name: "lat", label: t("manage.ask.lat"), value: told.lat, list: "known-columns" }),
    entry({ name: "wkt", label: t("manage.ask.wkt"), value: told.wkt, list: "known-columns" }),
    checkEntry({ name: "swap_axes", label: t("manage.ask.swap"), checked: told.swap_axes === "true", hint: t("manage.ask.swap_hint") }),
    proposals("known-systems", SYSTEMS), proposals("known-encodings", ENCODINGS), proposals("known-columns", names),
  );
  submitting(desk, form, t("manage.ask.do"), async (values) => onAsk({ crs: undefined, datum: undefined, encoding: undefined, sheet: undefined, header: undefined, separator: undefined, region: undefined, columns: undefined, swap_axes: undefined, ...askedFrom(values) }));
  return h("details", { class: "part fold", open: upload.state === "refused" && layer !== undefined }, h("summary", { class: "part-title" }, t("manage.ask.title")), h("p", { class: "part-lead" }, t("manage.ask.lead")), form);
}

/** @param {string} id @param {string[]} values */
function proposals(id, values) {
  return h("datalist", { id }, values.map((value) => h("option", { value })));
}
