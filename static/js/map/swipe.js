/** @import { MapView } from "./view.js" */

const STEP = 0.05;

/**
 * A divider across the map: the pane "swipe" is seen to its left, "choropleth" to its right.
 *
 * @param {MapView} view
 * @param {{ share: number, label: string, left: string, right: string, onMove: (share: number) => void }} props
 */
export function drawSwipe(view, { share: first, label, left, right, onMove }) {
  let share = first;
  const box = view.map.getContainer();
  const bar = document.createElement("div");
  bar.className = "swipe";
  const grip = document.createElement("div");
  grip.className = "swipe-grip";
  for (const [name, value] of Object.entries({ role: "slider", tabindex: "0", "aria-label": label, "aria-valuemin": "0", "aria-valuemax": "100", "aria-orientation": "horizontal" })) grip.setAttribute(name, value);
  bar.append(side("left", left), grip, side("right", right));
  box.parentElement?.append(bar);

  function draw() {
    const { x: width, y: height } = view.map.getSize();
    const from = view.map.containerPointToLayerPoint([0, 0]);
    const at = from.x + share * width;
    bar.style.left = `${share * 100}%`;
    grip.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    clip(view, "swipe", [from.x, at], [from.y, from.y + height]);
    clip(view, "choropleth", [at, from.x + width], [from.y, from.y + height]);
  }

  /** @param {number} to */
  function moveTo(to) {
    share = Math.min(0.98, Math.max(0.02, to));
    draw();
    onMove(share);
  }

  grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
  grip.addEventListener("pointermove", (event) => {
    const { left: start, width } = box.getBoundingClientRect();
    if (grip.hasPointerCapture(event.pointerId)) moveTo((event.clientX - start) / width);
  });
  grip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    moveTo(share + step);
  });
  view.map.on("move zoom viewreset resize", draw);
  draw();
  return {
    remove() {
      view.map.off("move zoom viewreset resize", draw);
      bar.remove();
      for (const name of ["swipe", "choropleth"]) /** @type {HTMLElement} */ (view.map.getPane(name)).style.clipPath = "";
    },
  };
}

/** @param {string} name @param {string} text */
function side(name, text) {
  const node = document.createElement("span");
  node.className = `swipe-side swipe-${name}`;
  node.textContent = text;
  return node;
}

/** @param {MapView} view @param {string} name @param {[number, number]} x @param {[number, number]} y */
function clip(view, name, [left, right], [top, bottom]) {
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  /** @type {HTMLElement} */ (view.map.getPane(name)).style.clipPath = `polygon(${corners.map(([a, b]) => `${a}px ${b}px`).join(",")})`;
}
