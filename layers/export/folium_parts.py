"""Folium elements that need no network and let no text of a layer become code.

Folium's own tooltips and popups write values into JavaScript template literals and HTML. These
elements hand values over as JSON and put them on the page as text nodes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from branca.element import Element, MacroElement
from folium.template import Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.export.classes_legend import LegendEntry


def literal(value: object) -> str:
    """Return a value as JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def inline_script(text: str) -> Element:
    """Return a script of ours as part of the page."""
    return Element("<script>{% raw %}" + text + "{% endraw %}</script>")


def inline_style(text: str) -> Element:
    """Return a style sheet as part of the page."""
    return Element("<style>{% raw %}" + text + "{% endraw %}</style>")


class Features(MacroElement):
    """GeoJSON features drawn with the colour they carry; a click shows the listed fields.

    ``fields`` are pairs of label and property. A feature's ``_colour`` fills it; points become
    circles.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, data, fields) {
          function card(feature) {
            var box = document.createElement("dl");
            box.className = "card";
            fields.forEach(function (field) {
              var value = feature.properties[field[1]];
              if (value === null || value === undefined) { return; }
              box.appendChild(document.createElement("dt")).textContent = field[0];
              box.appendChild(document.createElement("dd")).textContent = String(value);
            });
            return box;
          }
          L.geoJSON(data, {
            style: function (feature) {
              return { color: feature.properties._line, weight: 0.8,
                       fillColor: feature.properties._colour, fillOpacity: 0.8 };
            },
            pointToLayer: function (feature, place) {
              return L.circleMarker(place, { radius: 3 });
            },
            onEachFeature: function (feature, layer) {
              if (fields.length) { layer.bindPopup(function () { return card(feature); }); }
            }
          }).addTo(map);
        })({{ this._parent.get_name() }}, {{ this.data }}, {{ this.fields }});
        {% endmacro %}
        """
    )

    def __init__(self, collection: dict[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Features"
        self.data = literal(collection)
        self.fields = literal([list(pair) for pair in fields])


class Caption(MacroElement):
    """Title, legend and credits in a corner of the map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, caption) {
          var control = L.control({ position: "bottomleft" });
          control.onAdd = function () {
            var box = L.DomUtil.create("section", "caption");
            function add(tag, text) {
              box.appendChild(document.createElement(tag)).textContent = text;
            }
            add("h1", caption.title);
            caption.lines.forEach(function (line) { add("p", line); });
            caption.legend.forEach(function (entry) {
              var row = box.appendChild(document.createElement("div"));
              row.className = "entry";
              row.appendChild(document.createElement("i")).style.background = entry.colour;
              row.appendChild(document.createElement("span")).textContent =
                entry.label + "  (" + entry.count + ")";
            });
            caption.credits.forEach(function (line) { add("small", line); });
            L.DomEvent.disableClickPropagation(box);
            return box;
          };
          control.addTo(map);
        })({{ this._parent.get_name() }}, {{ this.caption }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        *,
        title: str,
        lines: Sequence[str],
        legend: Sequence[LegendEntry],
        credits_: Sequence[str],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Caption"
        self.caption = literal(
            {
                "title": title,
                "lines": list(lines),
                "legend": [vars(entry) for entry in legend],
                "credits": list(credits_),
            }
        )
