/** @import { App } from "./app.js" */
import { bundleAddress } from "../api/scenarios.js";
import { fill, h } from "../ui/dom.js";
import { keep } from "./scenario-keeping.js";
import { mayKeep, session } from "./scenario-rights.js";
import { isDirty } from "./scenario-session.js";

/** The proof of what is on the map: kept first where it is not, then fetched. @param {App} app */
export async function proofPart(app) {
  const { t } = app.words;
  const place = h("div", { class: "whatif-proof" });
  const who = await session(app);
  if (!mayKeep(who)) {
    fill(place, h("p", { class: "note" }, t(who?.signed_in ? "whatif.save.not_allowed" : "whatif.proof.sign_in"), " ", !who?.signed_in && h("a", { class: "link", href: "/manage" }, t("whatif.sign_in"))));
    return place;
  }
  const outcome = h("div", { role: "status" });
  const fetchIt = async () => {
    try {
      const state = app.store.get();
      const kept = state.whatif?.kept && !isDirty(state) ? state.whatif.kept : await keep(app);
      h("a", { href: bundleAddress(kept.id, state.whatif?.token ?? null), download: "" }).click();
      fill(outcome, h("p", { class: "note" }, t("whatif.proof.fetched")));
    } catch (thrown) {
      fill(outcome, app.failed(thrown));
    }
  };
  fill(place, h("button", { type: "button", class: "button", "data-act": "proof", onclick: () => void fetchIt() }, t("whatif.proof")), h("p", { class: "note" }, t("whatif.bundle.why")), outcome);
  return place;
}
