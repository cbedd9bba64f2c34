/** @import { Place } from "../core/search.js" */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * A combobox: type, arrows to choose, Enter to go.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.hint
 * @param {string} props.nothing what to say when nothing matches
 * @param {(place: Place) => string} props.kindOf
 * @param {(text: string) => Place[]} props.find
 * @param {() => void} props.onOpen called when the field is entered
 * @param {(place: Place) => void} props.onChoose
 */
export function searchBox(props) {
  /** @type {{ places: Place[], at: number }} */
  const state = { places: [], at: 0 };
  const list = h("ul", { id: "search-list", role: "listbox", class: "search-list", hidden: true, "aria-label": props.label });
  const field = h("input", {
    type: "search", class: "search-field", role: "combobox", "aria-expanded": "false", "aria-controls": "search-list",
    "aria-autocomplete": "list", "aria-label": props.label, placeholder: props.hint, autocomplete: "off", spellcheck: "false",
    oninput: () => show(), onfocus: () => props.onOpen(), onkeydown: press, onblur: () => close(),
  });

  function show() {
    state.places = props.find(field.value);
    state.at = 0;
    draw();
  }

  function draw() {
    const asked = field.value.trim() !== "";
    list.hidden = !asked;
    field.setAttribute("aria-expanded", String(asked));
    field.setAttribute("aria-activedescendant", asked && state.places.length > 0 ? `search-${state.at}` : "");
    fill(list, state.places.map((place, index) => option(place, index === state.at, index, props.kindOf(place), choose)), asked && state.places.length === 0 && h("li", { class: "search-none" }, props.nothing));
  }

  /** @param {Place | undefined} place */
  function choose(place) {
    if (!place) return;
    field.value = place.name;
    close();
    props.onChoose(place);
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && state.places.length > 0) {
      event.preventDefault();
      state.at = (state.at + step + state.places.length) % state.places.length;
      draw();
    } else if (event.key === "Enter") choose(state.places[state.at]);
    else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  }

  return { element: h("div", { class: "search" }, icon("search"), field, h("kbd", { class: "search-key", "aria-hidden": "true" }, "⌘K"), list), focus: () => field.select(), refresh: show };
}

/** @param {Place} place @param {boolean} current @param {number} index @param {string} kind @param {(place: Place) => void} choose */
function option(place, current, index, kind, choose) {
  // Pressing must not take the focus out of the field, or the list would close before the choice.
  const press = (/** @type {Event} */ event) => {
    event.preventDefault();
    choose(place);
  };
  return h(
    "li",
    { id: `search-${index}`, role: "option", class: "search-option", "aria-selected": String(current), onpointerdown: press },
    h("span", { class: "search-name" }, place.name, place.nameEn && h("span", { class: "note" }, ` ${place.nameEn}`)),
    h("span", { class: "note" }, [place.context, kind].filter(Boolean).join(" · ")),
  );
}
