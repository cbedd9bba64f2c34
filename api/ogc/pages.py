"""Documents as pages for people: every value escaped, no script, one style sheet of our own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from layers import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.texts import Language

POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_STYLE = "/static/css/ogc.css"
_MOST_ROWS = 1_000


def element(name: str, *children: str, **attributes: str) -> str:
    """Return an element; children are markup already, attribute values are escaped."""
    written = "".join(
        f' {key.rstrip("_")}="{escape(value, quote=True)}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(children)}</{name}>"


def page(document: Mapping[str, Any], base: str, language: Language) -> bytes:
    """Return a document as a whole page."""
    title = str(document.get("title") or document.get("id") or texts.text("ogc.title", language))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        + element("title", escape(title))
        + f'<link rel="stylesheet" href="{_STYLE}">'
    )
    way = element(
        "nav", element("a", escape(texts.text("ogc.title", language)), href=f"{base}/ogc?f=html")
    )
    body = element(
        "body", way, element("main", element("h1", escape(title)), _document(document, language))
    )
    whole = "<!doctype html>" + element("html", element("head", head), body, lang=language)
    return whole.encode()


def _document(document: Mapping[str, Any], language: Language) -> str:
    description = str(document.get("description") or "")
    parts = [element("p", escape(description))] if description else []
    if document.get("type") == "FeatureCollection":
        parts.append(_features(document, language))
    else:
        rest = {k: v for k, v in document.items() if k not in {"title", "description", "links"}}
        parts.append(_value(rest))
    parts.append(_links(document.get("links") or [], language))
    return "".join(parts)


def _links(links: Sequence[Mapping[str, Any]], language: Language) -> str:
    items = [
        element("li", _link(one), " ", element("small", escape(str(one.get("type", "")))))
        for one in links
    ]
    heading = element("h2", escape(texts.text("ogc.page.links", language)))
    return heading + element("ul", *items) if items else ""


def _link(one: Mapping[str, Any]) -> str:
    rel = str(one.get("rel", "")).rsplit("/", 1)[-1]
    title = str(one.get("title") or rel)
    href = str(one.get("href", ""))
    words = escape(title if title == rel else f"{title} ({rel})")
    return element("a", words, href=href) if _is_web(href) and "{" not in href else words


def _is_web(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _features(document: Mapping[str, Any], language: Language) -> str:
    features = document.get("features", [])[:_MOST_ROWS]
    counted = texts.text(
        "ogc.page.count", language,
        matched=document.get("numberMatched", ""), returned=document.get("numberReturned", ""),
    )  # fmt: skip
    rows = [{"id": one["id"], **one["properties"]} for one in features]
    return element("p", escape(counted)) + _table(rows)


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = element("tr", *(element("th", escape(name), scope="col") for name in names))
    body = [
        element("tr", *(element("td", _value(row.get(name))) for name in names)) for row in rows
    ]
    table = element("table", element("thead", head), element("tbody", *body))
    return element("div", table, class_="wide", tabindex="0")


def _value(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return ""
    if isinstance(value, dict):
        pairs = (element("dt", escape(str(k))) + element("dd", _value(v)) for k, v in value.items())
        return element("dl", *pairs)
    if isinstance(value, list):
        return _sequence(value)
    text = str(value)
    return element("a", escape(text), href=text) if _is_web(text) else escape(text)


def _sequence(values: Sequence[Any]) -> str:
    if values and all(isinstance(value, dict) for value in values):
        if all("rel" in value for value in values):
            return element("ul", *(element("li", _link(value)) for value in values))
        return _table(values)
    return element("ul", *(element("li", _value(value)) for value in values))
