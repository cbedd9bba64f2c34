/** @import { App } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { formatLonLat } from "../core/format.js";
import { metresPerPixel, scaleBar } from "../core/ground.js";
import { fill, h, slot } from "../ui/dom.js";
import { iconButton } from "../ui/drawer.js";

const BAR_PX = 110;

/**
 * Scale bar, reference system, coordinates under the pointer, and the buttons of the map.
 *
 * @param {App} app
 * @param {MapView} view
 * @param {() => void} home
 */
export function showReadout(app, view, home) {
  const bar = h("span", { class: "scale-bar" });
  const length = h("span", { class: "num" });
  const coordinates = h("span", { class: "num readout-coordinates" });
  fill(slot("readout"), h("span", { class: "scale" }, length, bar), h("span", { class: "readout-crs" }, "CGCS2000"), coordinates);

  function scale() {
    const { t } = app.words;
    const { lat, lon, zoom } = view.getView();
    const { lengthM, widthPx } = scaleBar(metresPerPixel(lat, zoom), BAR_PX);
    bar.style.width = `${widthPx}px`;
    fill(length, lengthM >= 1000 ? `${lengthM / 1000} ${t("page.unit.km")}` : `${lengthM} ${t("page.unit.m")}`);
    fill(coordinates, formatLonLat(lon, lat));
  }

  function buttons() {
    const { t } = app.words;
    fill(slot("zoom"), iconButton("plus", t("page.zoom.in"), () => view.zoomBy(1)), iconButton("minus", t("page.zoom.out"), () => view.zoomBy(-1)), iconButton("home", t("page.zoom.home"), home));
  }

  view.onMoved(scale);
  view.onPointer((lon, lat) => fill(coordinates, formatLonLat(lon, lat)));
  app.store.watch(["lang"], () => {
    buttons();
    scale();
  });
}
