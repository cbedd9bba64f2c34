"""Reading a folder of plan files: TOML in, validated models and faults out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from layers.plans.faults import Fault
from layers.plans.schema import PlanFile
from layers.plans.vocabulary import Indicator, Region, Term, Unit, VocabularyFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VOCABULARY_NAMES = ("indicators", "vocabulary")

Model = TypeVar("Model", bound=BaseModel)
Entry = TypeVar("Entry", bound=Term)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All closed lists of the folder, merged, each by id."""

    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    zones: Mapping[str, Term] = field(default_factory=dict)
    classes: Mapping[str, Term] = field(default_factory=dict)
    place_types: Mapping[str, Term] = field(default_factory=dict)
    layers: Mapping[str, Term] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FolderContent:
    """What a folder holds: plan files by name, the vocabulary, and what could not be read."""

    files: Mapping[str, PlanFile]
    vocabulary: Vocabulary
    faults: tuple[Fault, ...]


def read_folder(folder: Path) -> FolderContent:
    """Read every ``*.toml`` of a folder; a file with faults is left out and its faults listed.

    Parameters
    ----------
    folder
        The folder of plan and vocabulary files; folders inside it are not visited.

    Returns
    -------
        The readable files in order of name, the merged vocabulary, and the faults of shape.
        Faults between entries are found by ``crosscheck.faults_between``.
    """
    faults: list[Fault] = []
    files: dict[str, PlanFile] = {}
    terms: dict[str, VocabularyFile] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name.startswith(VOCABULARY_NAMES):
            _keep(terms, path, VocabularyFile, faults)
        else:
            _keep(files, path, PlanFile, faults)
    return FolderContent(files=files, vocabulary=_merged(terms, faults), faults=tuple(faults))


def _keep(kept: dict[str, Model], path: Path, shape: type[Model], faults: list[Fault]) -> None:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        kept[path.name] = shape.model_validate(raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        facts = {"problem": str(error)}
        faults.append(Fault(file=path.name, entry="", code="not_toml", facts=facts))
    except ValidationError as error:
        faults += [_shape_fault(path.name, raw, dict(one)) for one in error.errors()]


def _shape_fault(file: str, raw: dict[str, Any], error: dict[str, Any]) -> Fault:
    where = error["loc"]
    facts = {"field": ".".join(str(part) for part in where[2:] or where), "problem": error["msg"]}
    return Fault(file=file, entry=_entry_name(raw, where), code="bad_entry", facts=facts)


def _entry_name(raw: dict[str, Any], where: tuple[int | str, ...]) -> str:
    """Name the entry a fault is in: its id where it has one, else its table and number."""
    if len(where) < len(("table", "index")) or not isinstance(where[1], int):
        return str(where[0]) if where else ""
    table, index = str(where[0]), where[1]
    entry = raw[table][index]
    named = entry.get("id") if isinstance(entry, dict) else None
    return f"{table} {named}" if named else f"{table} #{index + 1}"


def _merged(files: Mapping[str, VocabularyFile], faults: list[Fault]) -> Vocabulary:
    def merge(table: str, lists: Iterable[tuple[str, tuple[Entry, ...]]]) -> dict[str, Entry]:
        merged: dict[str, Entry] = {}
        for file, entries in lists:
            for entry in entries:
                if entry.id in merged:
                    name = f"{table} {entry.id}"
                    faults.append(Fault(file=file, entry=name, code="duplicate_id"))
                merged.setdefault(entry.id, entry)
        return merged

    return Vocabulary(
        indicators=merge("indicator", ((name, one.indicator) for name, one in files.items())),
        units=merge("unit", ((name, one.unit) for name, one in files.items())),
        zones=merge("zone", ((name, one.zone) for name, one in files.items())),
        classes=merge("class", ((name, one.class_) for name, one in files.items())),
        place_types=merge("place_type", ((name, one.place_type) for name, one in files.items())),
        layers=merge("layer", ((name, one.layer) for name, one in files.items())),
        regions=merge("region", ((name, one.region) for name, one in files.items())),
    )
