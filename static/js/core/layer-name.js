export const LAYER_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * A proposal for what a new layer could be called, from the name of its file; "" when nothing of
 * the name can be used.
 *
 * @param {string} fileName
 */
export function proposedName(fileName) {
  const stem = fileName.replace(/\.[a-z0-9]+(\.[a-z0-9]+)?$/i, "");
  const plain = stem.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63);
  return LAYER_NAME.test(plain) && /[a-z]/.test(plain) ? plain : "";
}
