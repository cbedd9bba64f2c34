"""The number of a document in its text against the contents page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.material import Material

ID = "document-number"


def find(material: Material) -> Iterator[Finding]:
    """Yield the documents whose two numbers differ in more than spaces."""
    for one in material.numbers:
        text, contents = one.text.printed, one.contents.printed
        if "".join(text.split()) != "".join(contents.split()):
            yield Finding(
                rule=ID,
                severity="error",
                region=one.region,
                places=(one.text, one.contents),
                arithmetic=f"{contents} ≠ {text}",
                facts={"text": text, "contents": contents, "issued": one.issued},
            )
