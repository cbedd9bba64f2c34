/** @import { Desk } from "./desk.js" */
/** @import { ManagedLayer } from "../core/manage-types.js" */
import { setVisibility } from "../api/versions.js";
import { asPageError } from "../core/errors.js";
import { h } from "../ui/dom.js";
import { blame, entry, selectEntry, submitting } from "./entries.js";

/** Who may see a layer, for administrators. @param {Desk} desk @param {ManagedLayer} layer */
export function visibilityForm(desk, layer) {
  const { t } = desk.words;
  const form = h(
    "form",
    { class: "form form-grid" },
    selectEntry({ name: "visibility", label: t("manage.publish.visibility"), value: layer.visibility, options: /** @type {const} */ (["internal", "public"]).map((value) => ({ value, text: t(`manage.visibility.${value}`) })) }),
    entry({ name: "review_number", label: t("manage.publish.review_number"), hint: t("manage.publish.review_number_hint"), value: layer.review_number ?? "", maxlength: 200 }),
    entry({ name: "review_basis", label: t("manage.publish.review_basis"), hint: t("manage.publish.review_basis_hint"), value: layer.review_basis ?? "", maxlength: 1000 }),
  );
  submitting(desk, form, t("manage.visibility.do"), async (values) => {
    try {
      await setVisibility(desk.client, layer.id, wanted(values));
    } catch (thrown) {
      const missing = String(asPageError(thrown).detail.missing ?? "");
      if (missing.includes("review_number")) blame(form, "review_number", t("manage.missing.review_number"));
      throw thrown;
    }
    return h("p", { class: "remark remark-good", role: "status" }, t(`manage.visibility.done.${values.visibility}`));
  });
  return h("details", { class: "part fold" }, h("summary", { class: "part-title" }, t("manage.visibility.title")), h("p", { class: "part-lead" }, t("manage.visibility.lead")), form);
}

/** @param {{ [name: string]: string }} values */
function wanted({ visibility, review_number: number, review_basis: basis }) {
  return { visibility, ...(number.trim() && { review_number: number.trim() }), ...(basis.trim() && { review_basis: basis.trim() }) };
}
