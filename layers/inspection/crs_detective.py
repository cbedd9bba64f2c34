"""Which reference system coordinates are in: what is said, and what the numbers say.

A stated system is tested against the coordinates; where none is stated the candidates are ranked by
how many of the positions they bring into the counties. None of them is taken on its own account:
the sender has to name it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import CRS

from layers.inspection import crs_catalogue, crs_text, residuals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.formats.base import Asked, RawLayer
    from layers.inspection.crs_catalogue import System
    from layers.inspection.findings import Findings, Where
    from layers.inspection.reference import Reference

_SAMPLE: Final = 2_000
_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.9
_SHOWN: Final = 6
_PENALTY_TURNED: Final = 0.5
_BY_CHANCE: Final = 0.1
"""A share of vertices on the reference's lines up to which it may be chance."""
_LINES_WEIGHT: Final = 4.0
_TELLING: Final = 0.15
_TIMES: Final = 3.0
_FEWEST: Final = 30


@dataclass(frozen=True)
class Candidate:
    """A system with its score, the share of positions inside the counties, and the evidence.

    ``swapped`` says that x and y have to change places first, ``on_lines`` what share of the
    vertices lies on the reference's boundaries.
    """

    code: str
    datum: str
    score: float
    inside: float
    swapped: bool
    evidence: tuple[str, ...]
    on_lines: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "crs": self.code,
            "datum": self.datum,
            "score": round(self.score, 3),
            "inside_share": round(self.inside, 3),
            "swapped": self.swapped,
            "evidence": list(self.evidence),
        }


@dataclass(kw_only=True)
class Decision:
    """What was decided: ``crs`` is None where it is not known, and then nothing is converted.

    ``likelier`` is the system and ``likelier_datum`` the datum that the evidence speaks for where
    nothing is stated, or where what is stated cannot be.
    """

    crs: CRS | None = None
    code: str | None = None
    datum: str | None = None
    by: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    likelier: str | None = None
    likelier_datum: str | None = None

    def prefer(self, candidates: list[Candidate]) -> None:
        """Note what is likelier than what was decided."""
        if candidates:
            self.likelier, self.likelier_datum = candidates[0].code, candidates[0].datum


def decide(
    raw: RawLayer,
    coordinates: NDArray[np.float64],
    asked: Asked,
    reference: Reference,
    findings: Findings,
    where: Where,
) -> Decision:
    """Return the reference system of a layer, with findings for what does not fit.

    Parameters
    ----------
    raw
        The layer, with what the file states.
    coordinates
        Vertices as they stand in the file, shape (n, 2).
    asked
        What the sender states, which stands above what the file states.
    reference
        What to compare with.
    findings, where
        Where to tell.
    """
    sample = _sampled(coordinates)
    candidates = ranked(sample, reference, asked.region)
    decision = _stated(raw, asked, findings, where)
    decision.candidates = candidates
    if decision.crs is None and _lies_in_degrees(raw, candidates):
        _infer(decision, raw, findings, where)
    if decision.crs is None:
        decision.prefer(candidates)
        _refuse(raw, candidates, findings, where)
    elif len(sample):
        _test(decision, sample, reference, asked, findings, where)
    return decision


def _sampled(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    step = max(1, len(coordinates) // _SAMPLE)
    return coordinates[::step]


def _stated(raw: RawLayer, asked: Asked, findings: Findings, where: Where) -> Decision:
    said = crs_text.understood(raw.crs.text) if raw.crs else None
    if asked.crs:
        crs = crs_text.understood(asked.crs)
        if crs is None:
            findings.error("crs_asked_unknown", where, crs=asked.crs)
            return Decision()
        if said is not None and crs_text.code(said) not in {None, crs_text.code(crs)}:
            stated = crs_text.code(said) or said.name
            findings.warn("crs_overridden", where, stated=stated, asked=asked.crs)
        return _decision(crs, "asked")
    return Decision() if said is None or raw.crs is None else _decision(said, raw.crs.by)


def _decision(crs: CRS, by: str) -> Decision:
    code = crs_text.code(crs)
    # The registered system is taken where there is one: its way to WGS 84 is known.
    registered = CRS.from_user_input(code) if code else crs
    return Decision(crs=registered, code=code, datum=crs_text.datum(crs), by=by)


def _lies_in_degrees(raw: RawLayer, candidates: list[Candidate]) -> bool:
    """Tell whether a table gives longitude and latitude, by its columns' names or its places."""
    if raw.lonlat_stated:
        return True
    is_table = raw.rows is not None
    first = candidates[0] if candidates else None
    return bool(
        is_table and first and first.code == "EPSG:4490" and not first.swapped
        and first.inside >= _NEARLY_ALL
    )  # fmt: skip


def _infer(decision: Decision, raw: RawLayer, findings: Findings, where: Where) -> None:
    decision.crs, decision.code = CRS.from_epsg(4326), "EPSG:4326"
    decision.datum, decision.by = "wgs84", "columns"
    if not raw.lonlat_stated:
        findings.warn("crs_inferred", where, crs="EPSG:4326")


def _refuse(raw: RawLayer, candidates: list[Candidate], findings: Findings, where: Where) -> None:
    if any(f.code == "crs_asked_unknown" for f in findings.all()):
        return
    unreadable = {"by": raw.crs.by} if raw.crs is not None else {}
    if not candidates:
        code = "crs_unreadable_no_idea" if unreadable else "crs_missing_no_idea"
        findings.error(code, where, **unreadable)
        return
    first = candidates[0]
    code = "crs_unreadable" if unreadable else "crs_missing"
    if first.swapped:
        code += "_swapped"
    facts = {"first": first.code, "others": _others(candidates), "evidence": list(first.evidence)}
    findings.error(code, where, **facts, **unreadable)


def _others(candidates: list[Candidate]) -> str:
    return ", ".join(dict.fromkeys(one.code for one in candidates[1:_SHOWN])) or "-"


def ranked(
    sample: NDArray[np.float64], reference: Reference, region: str | None
) -> list[Candidate]:
    """Return the systems that can hold a sample of vertices, likeliest first."""
    if not len(sample):
        return []
    area = reference.within(region)
    found = []
    for swapped in (False, True):
        x, y = sample[:, int(swapped)], sample[:, int(not swapped)]
        found += [
            _candidate(system, x, y, area, reference, swapped=swapped)
            for system in crs_catalogue.every()
            if system.could_hold(x, y)
        ]
    inside = [one for one in found if one.inside >= _MOST]
    return sorted(inside or found, key=lambda one: -one.score)[:_SHOWN]


def _candidate(
    system: System,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    area: NDArray[np.object_],
    reference: Reference,
    *,
    swapped: bool,
) -> Candidate:
    lonlat = system.roughly(x, y)
    inside = share_inside(lonlat, area)
    on_lines = residuals.near(lonlat, reference) / len(lonlat) if inside else 0.0
    fit = system.weight * (0.1 + inside)
    fit += min(1.0, _LINES_WEIGHT * on_lines) if on_lines > _BY_CHANCE else 0.0
    score = fit * (_PENALTY_TURNED if swapped else 1.0)
    evidence = [f"inside={inside:.2f}", f"numbers={system.kind}"]
    if on_lines > _BY_CHANCE:
        evidence.append(f"on_lines={on_lines:.2f}")
    if system.zone is not None:
        evidence.append(f"zone={system.zone}")
    return Candidate(system.code, system.datum, score, inside, swapped, tuple(evidence), on_lines)


def share_inside(lonlat: NDArray[np.float64], area: NDArray[np.object_]) -> float:
    """Return the share of positions that lie in some polygons."""
    finite = np.isfinite(lonlat).all(axis=1)
    if not finite.any():
        return 0.0
    tree = shapely.STRtree(np.asarray(shapely.points(lonlat[finite]), dtype=object))
    inside = np.zeros(int(finite.sum()), dtype=bool)
    inside[tree.query(area, predicate="intersects")[1]] = True
    return float(inside.sum()) / len(lonlat)


def _test(
    decision: Decision,
    sample: NDArray[np.float64],
    reference: Reference,
    asked: Asked,
    findings: Findings,
    where: Where,
) -> None:
    """Compare a system with the coordinates; what cannot be is refused with what could be."""
    crs = decision.crs
    if crs is None:
        return
    lonlat = crs_catalogue.to_lonlat(crs, sample[:, 0], sample[:, 1])
    possible = np.isfinite(lonlat).all(axis=1) & _on_earth(lonlat)
    here = share_inside(lonlat, reference.within(asked.region))
    better = [one for one in decision.candidates if one.inside >= max(_NEARLY_ALL * 0.8, here * 2)]
    facts = {"crs": decision.code or crs.name}
    if better and here < _MOST and better[0].swapped and _is_stated(decision, better[0]):
        findings.error("axes_swapped", where, **facts)
    elif possible.mean() < _NEARLY_ALL:
        decision.prefer(better)
        findings.error("crs_impossible", where, first=better[0].code if better else "-",
                       others=_others(better), **facts)  # fmt: skip
    elif better and here < 0.2:  # noqa: PLR2004 - hardly anything lies where it should
        first = better[0]
        decision.prefer(better)
        code = "crs_contradicted_swapped" if first.swapped else "crs_contradicted"
        findings.error(code, where, first=first.code, others=_others(better),
                       inside=round(first.inside, 2), **facts)  # fmt: skip
    elif off := _off_lines(decision.candidates, lonlat, reference):
        decision.prefer([off])
        there = round(off.on_lines, 2)
        findings.error("crs_off_lines", where, first=off.code, there=there, **facts)
    elif decision.code is None:
        findings.warn("crs_without_code", where, **facts)
    elif decision.datum in {"xian80", "beijing54"}:
        findings.warn("datum_old", where, datum=decision.datum, **facts)


def _off_lines(
    candidates: list[Candidate], lonlat: NDArray[np.float64], reference: Reference
) -> Candidate | None:
    """Return a system under which boundaries lie on boundaries, as they do not under this one."""
    if len(lonlat) < _FEWEST:
        return None
    here = residuals.near(lonlat, reference) / len(lonlat)
    least = max(_TELLING, _TIMES * here)
    return next((one for one in candidates if one.on_lines >= least and not one.swapped), None)


def _on_earth(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return (np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90)  # noqa: PLR2004


def _is_stated(decision: Decision, candidate: Candidate) -> bool:
    geographic = decision.crs is not None and decision.crs.is_geographic
    return candidate.code == decision.code or (
        geographic and candidate.code in {"EPSG:4490", "EPSG:4326"}
    )
