import { svg } from "./dom.js";

/** Line icons on a 20 × 20 grid, drawn for this page. */
const PATHS = {
  layers: "M10 3 17.5 7 10 11 2.5 7Z M3.5 10.5 10 14 16.5 10.5 M3.5 13.8 10 17.2 16.5 13.8",
  targets: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4Z M10 6.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2Z M10 9.6v.8",
  audit: "M10 3.2v13.6 M6.5 16.8h7 M4 6h12 M4 6 1.8 11.2h4.4Z M16 6l-2.2 5.2h4.4Z M1.8 11.2a2.2 2.2 0 0 0 4.4 0 M13.8 11.2a2.2 2.2 0 0 0 4.4 0",
  analyses: "M7.5 3h5 M8.3 3v5.2L3.6 15.6c-.5.8 0 1.6.9 1.6h11c.9 0 1.4-.8.9-1.6L11.7 8.2V3 M6.2 12.6h7.6",
  scenarios: "M3 14.5 8 9l3.2 3L17 5.5 M12.8 5.5H17v4.2 M3 17h14",
  undo: "M7.5 4 4 7.5 7.5 11 M4 7.5h7.2a4.3 4.3 0 0 1 0 8.6H7",
  redo: "M12.5 4 16 7.5 12.5 11 M16 7.5H8.8a4.3 4.3 0 0 0 0 8.6H13",
  runs: "M3.2 10a6.8 6.8 0 1 1 2 4.8 M3 16v-3.2h3.2 M10 6.2V10l2.6 1.8",
  table: "M3 4.5h14v11H3Z M3 8.2h14 M3 11.8h14 M8 8.2v7.3",
  download: "M10 3v9 M6.4 8.8 10 12.4l3.6-3.6 M3.5 16.5h13",
  print: "M6 7.5V3h8v4.5 M6 14H3.5V7.5h13V14H14 M6 11.5h8V17H6Z",
  sheet: "M4 2.8h8.5L16 6.3v10.9H4Z M12.3 2.8v3.7H16 M6.6 9.2h6.8v5.2H6.6Z M6.6 12.6l2.2-1.8 1.7 1.4 2.9-1.9",
  link: "M8.2 11.8a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-.9.9 M11.8 8.2a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l.9-.9",
  search: "M8.7 3.4a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6Z M12.6 12.6 17 17",
  close: "M5 5l10 10 M15 5 5 15",
  back: "M12.5 4.5 7 10l5.5 5.5",
  plus: "M10 4v12 M4 10h12",
  minus: "M4 10h12",
  home: "M3.5 9.5 10 4l6.5 5.5 M5.5 8.5V16h9V8.5",
  locate: "M10 5.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Z M10 2v3.2 M10 14.8V18 M2 10h3.2 M14.8 10H18",
  person: "M10 3.2a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8Z M3.6 17c.5-3.4 3.1-5 6.4-5s5.9 1.6 6.4 5",
  upload: "M10 12.8V3.6 M6.4 7.2 10 3.6l3.6 3.6 M3.5 16.5h13",
  check: "M4 10.5 8.2 15 16 5.5",
  down: "M5 7.5l5 5 5-5",
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {IconName} name */
export function icon(name) {
  const path = svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" });
  return svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, class: "icon", "aria-hidden": "true" }, path);
}
