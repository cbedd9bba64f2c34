// The only file of this page that acts when it is loaded: it makes the parts and lets them know of each other.
import { asLang } from "./core/i18n.js";
import { readRoute } from "./core/route.js";
import { createDesk } from "./manage/desk.js";
import { showFrame } from "./manage/frame.js";
import { journal } from "./manage/journal.js";
import { layers } from "./manage/layers.js";
import { password } from "./manage/password.js";
import { showSection } from "./manage/show-section.js";
import { tokens } from "./manage/tokens.js";
import { uploads } from "./manage/uploads.js";
import { users } from "./manage/users.js";
import { slot } from "./ui/dom.js";

const desk = createDesk(asLang(new URLSearchParams(location.search).get("lang")) ?? asLang(localStorage.getItem("jintu.lang")) ?? "zh");
showFrame(desk);
showSection(desk, { uploads, layers, users, tokens, journal, password });
addEventListener("hashchange", () => desk.store.set({ route: readRoute(location.hash) }));

/** Words first, then who is there; each step draws what it can. */
async function begin() {
  try {
    await desk.speak(desk.store.get().lang);
    await desk.meet();
  } catch {
    slot("outage").hidden = false;
    return;
  }
  slot("page").dataset.ready = "";
}

await begin();
