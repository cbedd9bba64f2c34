"""Which datum positions refer to: what is said, what names hint at, and what lies on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from layers.inspection import geometry, named_places, residuals, vocabulary

if TYPE_CHECKING:
    from layers.formats.base import RawLayer, Reading
    from layers.inspection.crs_detective import Decision
    from layers.inspection.findings import Where
    from layers.inspection.geometry import Shapes
    from layers.inspection.reference import Reference

SHIFTED: Final = frozenset({"gcj02", "bd09"})
_SAMPLE: Final = 4_000


def settle(
    shapes: Shapes,
    decision: Decision,
    raw: RawLayer,
    reference: Reference,
    reading: Reading,
    where: Where,
) -> dict[str, int]:
    """Set the datum of a layer in longitude and latitude; undo a shift that the sender names.

    A shift that nobody names but that shows is an error, for the sender to name or to deny.

    Returns
    -------
    dict
        For each datum how many vertices of a sample lie on the reference.
    """
    lonlat = geometry.sample(shapes.geometries, _SAMPLE)
    evidence = residuals.counts(lonlat, reference)
    asked = reading.asked.datum
    if asked in SHIFTED:
        way = residuals.WAYS[asked]
        shapes.geometries = shapely.transform(shapes.geometries, way)
        reading.findings.info("datum_shift_undone", where, datum=asked)
    if asked is not None:
        decision.datum = asked
        return evidence
    hinted = _hinted(raw, reading)
    shown = residuals.suspected(evidence, len(lonlat)) or residuals.closer(lonlat, reference)
    towns = named_places.find(raw.table, shapes.geometries, reference) if shown is None else None
    if shown is not None:
        facts = {"datum": shown, "count": evidence[shown], "unshifted": evidence["wgs84"]}
        reading.findings.error("datum_shifted", where, **facts)
        decision.datum, decision.likelier_datum = None, shown
    elif towns is not None:
        reading.findings.error("datum_shifted_towns", where, **vars(towns))
        decision.datum, decision.likelier_datum = None, towns.datum
    elif hinted is not None and not evidence["wgs84"]:
        reading.findings.error("datum_hinted", where, datum=hinted[0], name=hinted[1])
        decision.datum, decision.likelier_datum = None, hinted[0]
    elif decision.datum == "wgs84" and decision.by == "columns":
        reading.findings.warn("datum_assumed", where)
    elif decision.datum == "wgs84" and not evidence["wgs84"]:
        reading.findings.info("datum_unconfirmed", where)
    return evidence


def _hinted(raw: RawLayer, reading: Reading) -> tuple[str, str] | None:
    """Return the shifted datum that a name hints at, with the name."""
    names = [reading.findings.file or "", raw.name, *raw.table.column_names, *raw.position_columns]
    for datum, words in vocabulary.tables()["datum_words"].items():
        for name in names:
            if any(word in name.casefold() for word in words):
                return datum, name
    return None
