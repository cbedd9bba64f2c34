/** @import { Translate } from "./types.js" */
/** @import { JobError } from "./manage-types.js" */
import { textOr } from "./i18n.js";

/**
 * Why background work failed, in the sentence the service would have used.
 *
 * @param {Translate} t
 * @param {JobError | null} error
 */
export function jobErrorText(t, error) {
  const { code = "internal", where = "", detail = {} } = error ?? {};
  const values = { where: where ?? "", ...detail };
  const plain = textOr(t, `error.${code}`, t("error.internal"));
  const sentence = detail?.reason ? textOr(t, `error.${code}.${detail.reason}`, plain) : plain;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(/** @type {any} */ (values)[name] ?? whole));
}
