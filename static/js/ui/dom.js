/**
 * Elements made by hand. Text always goes in as text nodes; there is no way here to pass markup,
 * so nothing that comes from data can become part of the page's structure.
 */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {{ [name: string]: any }} Props */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props] attributes; `class`, `onclick` and the like, and booleans as in HTML
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  apply(node, props);
  add(node, children);
  return node;
}

/**
 * @param {string} tag
 * @param {Props} [props]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  apply(node, props);
  add(node, children);
  return node;
}

/** @param {Element} node @param {Props} props */
function apply(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** @param {Element} node @param {(Child | Child[])[]} children */
function add(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replace what is in `node`.
 *
 * @param {Element} node
 * @param {...(Child | Child[])} children
 */
export function fill(node, ...children) {
  node.replaceChildren();
  add(node, children);
}

/**
 * A place of the page that index.html promises.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function slot(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no #${id}`);
  return node;
}
