"""Parameters of an analysis: declared as a frozen dataclass, validated from raw values."""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from geo.errors import BadParameter

P = TypeVar("P")
ParamKind = Literal["integer", "number", "numbers", "text"]


@dataclass(frozen=True, kw_only=True)
class Param:
    """What is allowed for a parameter. Both bounds belong to the allowed range.

    ``numbers`` is a list that is not empty and strictly ascending; the bounds hold for each of
    its members. ``pattern`` is a regular expression the whole text must match. A parameter whose
    default is None may be None.
    """

    kind: ParamKind
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


def param(declared: Param, *, default: Any = dataclasses.MISSING) -> Any:  # noqa: ANN401 - the field's own type
    """Declare a field of a parameter dataclass; without a default it must be given."""
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={"param": declared})
    return dataclasses.field(default=default, metadata={"param": declared})


def parse_params(cls: type[P], raw: Mapping[str, Any]) -> P:
    """Return a parameter dataclass from raw values such as those of a JSON body.

    Parameters
    ----------
    cls
        A frozen dataclass whose fields are made by `param`.
    raw
        Values by name. What is not given takes its default; lists become tuples.

    Raises
    ------
    BadParameter
        If a name is unknown, a value is missing, of another kind or out of bounds; ``where`` is
        the parameter's name, ``allowed`` what it may be.
    """
    declared = _declared(cls)
    for name in raw:
        if name not in declared:
            raise BadParameter(where=str(name), value=raw[name], allowed=sorted(declared))
    values = {
        name: _value(name, field, raw) for name, field in declared.items() if _is_given(field, raw)
    }
    return cls(**values)


def describe_params(cls: type[Any]) -> list[dict[str, Any]]:
    """Return the declared parameters as plain values, in their order."""
    return [
        {"name": name, **vars(_param_of(field)), **_describe_default(field)}
        for name, field in _declared(cls).items()
    ]


def _declared(cls: type[Any]) -> dict[str, dataclasses.Field[Any]]:
    return {field.name: field for field in dataclasses.fields(cls)}


def _param_of(field: dataclasses.Field[Any]) -> Param:
    return cast("Param", field.metadata["param"])


def _describe_default(field: dataclasses.Field[Any]) -> dict[str, Any]:
    if field.default is dataclasses.MISSING:
        return {"required": True, "default": None}
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    return {"required": False, "default": default}


def _is_given(field: dataclasses.Field[Any], raw: Mapping[str, Any]) -> bool:
    if field.name not in raw and field.default is dataclasses.MISSING:
        raise BadParameter(where=field.name, value=None, allowed=allowed(_param_of(field)))
    return field.name in raw


def _value(name: str, field: dataclasses.Field[Any], raw: Mapping[str, Any]) -> Any:  # noqa: ANN401
    value, declared = raw[name], _param_of(field)
    if value is None and field.default is None:
        return None
    if declared.kind == "numbers" and isinstance(value, Sequence) and not isinstance(value, str):
        value = tuple(value)
    if not _accepts(declared, value):
        raise BadParameter(where=name, value=raw[name], allowed=allowed(declared))
    return value


def _accepts(declared: Param, value: object) -> bool:
    match declared.kind:
        case "text":
            return isinstance(value, str) and _matches(declared, value)
        case "integer":
            return isinstance(value, int) and _in_bounds(declared, value)
        case "number":
            return _in_bounds(declared, value)
        case "numbers":
            return isinstance(value, tuple) and _ascends(declared, value)


def _matches(declared: Param, value: str) -> bool:
    return declared.pattern is None or re.fullmatch(declared.pattern, value) is not None


def _in_bounds(declared: Param, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    above = declared.minimum is None or value >= declared.minimum
    return above and (declared.maximum is None or value <= declared.maximum)


def _ascends(declared: Param, values: tuple[Any, ...]) -> bool:
    if not values or not all(_in_bounds(declared, value) for value in values):
        return False
    return all(low < high for low, high in itertools.pairwise(values))


def allowed(declared: Param) -> str:
    """Return what a parameter may be, in symbols rather than in a language."""
    if declared.pattern is not None:
        return declared.pattern
    low = "" if declared.minimum is None else f"{declared.minimum:g} <= "
    high = "" if declared.maximum is None else f" <= {declared.maximum:g}"
    inner = (
        f"{low}t1 < t2 < ...{high}" if declared.kind == "numbers" else f"{low}{declared.kind}{high}"
    )
    return f"{inner} {declared.unit}" if declared.unit else inner
