"""The worker's task: open, parse, check and repair one upload, and leave the result in a folder."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from layers.formats import receiving
from layers.formats.base import Asked, RawLayer, Reading
from layers.inspection import reference
from layers.inspection.findings import Findings, UploadRefused, Where
from layers.inspection.layer_inspection import inspect_layer
from layers.sandbox.errors import LimitExceeded
from layers.sandbox.limits import Limits


def inspect(argument: dict[str, Any]) -> dict[str, Any]:
    """Inspect an upload.

    Parameters
    ----------
    argument
        ``files`` (pairs of the sender's name and the stored name in ``inbox``), ``asked``,
        ``limits``, and the folders ``inbox`` and ``outbox``.

    Returns
    -------
    dict
        ``format``, ``layers`` and ``findings`` as in :class:`InspectionReport`.
    """
    inbox, outbox = Path(argument["inbox"]), Path(argument["outbox"])
    findings = Findings(argument["files"][0][0])
    scratch = outbox / "scratch"
    scratch.mkdir()
    reading = Reading(
        asked=Asked(**argument["asked"]),
        limits=Limits(**argument["limits"]),
        findings=findings,
        scratch=scratch,
    )
    found: dict[str, Any] = {"format": None, "layers": []}
    try:
        sent = [(name, inbox / stored) for name, stored in argument["files"]]
        _inspect(sent, reading, inbox, outbox, found)
    except UploadRefused as refusal:
        facts = {name: value for name, value in refusal.facts.items() if name != "finding"}
        findings.error(refusal.finding, Where(file=refusal.where), **facts)
    except LimitExceeded as excess:
        findings.error("limit_exceeded", Where(field=excess.where), **excess.facts)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {**found, "findings": [finding.plain() for finding in findings.all()]}


def _inspect(
    sent: list[tuple[str, Path]], reading: Reading, inbox: Path, outbox: Path, found: dict[str, Any]
) -> None:
    opened = receiving.datasets(sent, reading)
    found["format"] = opened[0][1].id
    layers = [layer for dataset, one in opened for layer in _read(one.read, dataset, reading)]
    reading.limits.check("layers", len(layers))
    layers = _told_apart(layers)
    if not layers:
        raise UploadRefused(finding="no_layers")
    compared = reference.read(inbox)
    for number, layer in enumerate(layers):
        report = inspect_layer(layer, number, reading, compared, outbox)
        found["layers"].append(asdict(report))


def _told_apart(layers: list[RawLayer]) -> list[RawLayer]:
    """Return layers of different names: a number is put behind one that is there already."""
    taken: set[str] = set()
    found = []
    for layer in layers:
        name, number = layer.name, 1
        while name in taken:
            number += 1
            name = f"{layer.name} ({number})"
        taken.add(name)
        found.append(layer if name == layer.name else replace(layer, name=name))
    return found


def _read(read: Any, dataset: Any, reading: Reading) -> list[RawLayer]:  # noqa: ANN401
    layers: list[RawLayer] = read(dataset, reading)
    return layers
