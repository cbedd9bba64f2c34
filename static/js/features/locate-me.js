/** @import { App } from "./app.js" */
/** @import { MapView } from "../map/view.js" */
import { createPicked } from "../map/picked.js";
import { fill, h, slot } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

const CLOSE_ZOOM = 11;

/**
 * 我的位置: one round button that goes to where the device is. The position stays on the device.
 *
 * @param {App} app
 * @param {MapView} view
 */
export function locateMe(app, view) {
  const mark = createPicked(view);
  function ask() {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        mark.clear();
        mark.ring(longitude, latitude);
        view.flyTo(longitude, latitude, CLOSE_ZOOM);
      },
      () => app.say(app.words.t("page.locate.failed")),
      { timeout: 10_000, maximumAge: 60_000 },
    );
  }
  app.store.watch(["lang"], () => {
    const label = app.words.t("page.locate");
    fill(slot("locate"), "geolocation" in navigator && h("button", { type: "button", class: "round-button", "aria-label": label, title: label, onclick: ask }, icon("locate")));
  });
}
