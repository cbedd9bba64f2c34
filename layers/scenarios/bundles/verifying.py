"""Working a bundle out again and holding every figure against what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from geo.whatif import parse_edits
from layers.evaluation import bindings
from layers.scenarios import asked
from layers.scenarios.bundles.results import results, rules, written
from layers.scenarios.errors import BadBundle
from layers.scenarios.live import State

if TYPE_CHECKING:
    from layers.plans import Registry
    from layers.scenarios.bundles.reading import Bundle

_RESULTS: Final = ("units", "summary", "stations", "targets")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at, and where the first difference is."""

    check: str
    passed: bool
    where: str = ""
    stated: Any = None
    found: Any = None


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Everything that was looked at."""

    scenario: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return all(check.passed for check in self.checks)


def verify(bundle: Bundle, registry: Registry) -> Verification:
    """Recompute a bundle from its inputs and compare to the last digit.

    Targets are judged by the rules of this program; where the bundle was made by other rules, the
    check "rules" says so.

    Raises
    ------
    BadBundle
        When it lacks what it needs to be worked out.
    """
    scenario = bundle.json("scenario.json")
    try:
        params, base = asked.parse(scenario["params"]), scenario["base"]
        state = State(base, params, bundle.inputs())
        outcome = state.after(parse_edits(scenario["edits"]))
    except (KeyError, TypeError) as error:
        raise BadBundle(where="scenario.json", reason="content") from error
    found = _plain(results(state, outcome, registry))
    compared = [
        _compared(name, bundle.json(f"results/{name}.json"), found[name]) for name in _RESULTS
    ]
    checks = (_files(bundle), _inputs(base, bundle), _rules(bundle, state, registry), *compared)
    return Verification(scenario=scenario, checks=checks)


def _files(bundle: Bundle) -> Check:
    first = bundle.tampered[0] if bundle.tampered else ""
    return Check(check="files", passed=not bundle.tampered, where=first,
                 found=len(bundle.tampered), stated=0)  # fmt: skip


def _inputs(base: dict[str, Any], bundle: Bundle) -> Check:
    """Hold the versions the scenario stands on against those of the layers in the bundle."""
    pinned = [base["origins"], base["stations"], *base["context"].values()]
    for each in pinned:
        name = f"inputs/{each['layer']}.json"
        version = bundle.json(name)["layer"]["version"]
        if version["sha256"] != each["sha256"]:
            return Check(check="inputs", passed=False, where=name, stated=each["sha256"],
                         found=version["sha256"])  # fmt: skip
    return Check(check="inputs", passed=True, stated=len(pinned), found=len(pinned))


def _rules(bundle: Bundle, state: State, registry: Registry) -> Check:
    stated, found = bundle.manifest.get("rules_sha256"), bindings.load().sha256
    if stated != found:
        return Check(check="rules", passed=False, where="rules/bindings.toml", stated=stated,
                     found=found)  # fmt: skip
    return _compared("rules", bundle.json("rules/targets.json"), _plain(rules(state, registry)))


def _compared(name: str, stated: object, found: object) -> Check:
    difference = _difference(stated, found, name)
    if difference is None:
        count = len(stated) if isinstance(stated, list | dict) else 1
        return Check(check=name, passed=True, stated=count, found=count)
    where, one, other = difference
    return Check(check=name, passed=False, where=where, stated=one, found=other)


def _difference(stated: Any, found: Any, where: str) -> tuple[str, Any, Any] | None:  # noqa: ANN401
    """Return the first place where two values differ, however little."""
    if isinstance(stated, dict) and isinstance(found, dict) and stated.keys() == found.keys():
        parts = [(stated[name], found[name], f"{where}.{name}") for name in stated]
    elif isinstance(stated, list) and isinstance(found, list) and len(stated) == len(found):
        parts = [
            (one, other, f"{where}.{number}")
            for number, (one, other) in enumerate(zip(stated, found, strict=True))
        ]
    else:
        return None if stated == found else (where, stated, found)
    return next((each for each in (_difference(*part) for part in parts) if each), None)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    return orjson.loads(written(value))
