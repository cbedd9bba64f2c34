/** @typedef {{ section: string, parts: string[] }} Route */

/**
 * Where an address within the page leads: `#/layers/wells` is the section `layers` with one part.
 *
 * @param {string} hash
 * @returns {Route}
 */
export function readRoute(hash) {
  const [section = "", ...parts] = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(plain);
  return { section, parts };
}

/** @param {string} text */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a place within the page. @param {string} section @param {...(string | number)} parts */
export function linkTo(section, ...parts) {
  return `#/${[section, ...parts].map((part) => encodeURIComponent(part)).join("/")}`;
}
