/**
 * A translated sentence cut at its placeholders, so that figures inside it can be set larger without
 * gluing fragments of sentences together.
 *
 * @template T
 * @param {string} sentence with `{name}` placeholders
 * @param {{ [name: string]: T }} values
 * @returns {(string | T)[]}
 */
export function cut(sentence, values) {
  return sentence
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => values[part.slice(1, -1)] ?? part);
}
