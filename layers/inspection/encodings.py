"""Which encoding text is in: a label is one witness, the bytes themselves are the other.

Every candidate decodes the samples. Its score is the share of samples it can decode, weighed with
the share of their characters that Chinese tables are mostly made of; wrong decodings of Chinese
give rare characters. Text of ASCII alone fits every candidate and is called UTF-8.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.inspection.findings import Findings, Where

DATA = Path(__file__).resolve().parents[2] / "data" / "intake"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_MOST_SAMPLES = 5_000
_SHOWN_ROWS = 5
_CLEAR_LEAD = 0.15
_LABEL_WEIGHT = 0.1
_UTF8_WEIGHT = 0.25
"""Several bytes above 127 that form valid UTF-8 are hardly ever anything else."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An encoding with its score (0 to 1 and above), samples it cannot decode, and sample rows."""

    name: str
    score: float
    undecodable: int
    rows: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "encoding": self.name,
            "score": round(self.score, 3),
            "undecodable": self.undecodable,
            "samples": list(self.rows),
        }


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The encoding taken, why (``asked``, ``label``, ``content``, ``ascii``), and the others."""

    name: str
    why: str
    label: str | None = None
    certain: bool = True
    candidates: list[Candidate] = field(default_factory=list)


def choose(
    samples: Iterable[bytes], *, label: str | None = None, asked: str | None = None
) -> Choice:
    """Return the encoding of samples.

    Parameters
    ----------
    samples
        Names and values as they stand in the file.
    label
        What the file says about itself; None where it says nothing, or nothing known.
    asked
        What the sender says; it is taken as it is.
    """
    telling = _telling(samples)
    stated = named(label) if label else None
    candidates = _ranked(telling, stated)
    if asked:
        return Choice(name=named(asked) or asked, why="asked", label=label, candidates=candidates)
    if not telling:
        return Choice(name="UTF-8", why="ascii", label=label)
    first, *others = candidates
    lead = first.score - max((other.score for other in others), default=0.0)
    return Choice(
        name=first.name,
        why="label" if first.name == stated else "content",
        label=label,
        certain=lead >= _CLEAR_LEAD and first.undecodable == 0,
        candidates=candidates,
    )


def report(choice: Choice, findings: Findings, where: Where) -> None:
    """Say what was chosen where nobody said it, and where a label does not hold."""
    if choice.why in {"asked", "ascii"} or not choice.candidates:
        return
    first = choice.candidates[0]
    facts = {"encoding": choice.name, "samples": " | ".join(first.rows[:3])}
    stated = named(choice.label) if choice.label else None
    if stated and stated != choice.name:
        findings.warn("encoding_label_wrong", where, label=choice.label, **facts)
    elif not choice.certain:
        others = ", ".join(other.name for other in choice.candidates[1:])
        findings.warn("encoding_uncertain", where, others=others, **facts)
    elif stated is None:
        findings.info("encoding_detected", where, **facts)


def named(label: str) -> str | None:
    """Return the encoding that a label means, or None."""
    bare = "".join(sign for sign in label.lower() if sign.isalnum())
    known: str | None = _tables()["labels"].get(bare)
    return known


def of_dbase(code_page: int) -> str | None:
    """Return the encoding that the code page byte of a dBASE table means, or None."""
    known: str | None = _tables()["dbase"].get(str(code_page))
    return known


def codec(name: str) -> str:
    """Return the name under which Python knows an encoding; UTF-8 for one it does not know."""
    import codecs

    # Windows' variant holds the characters that Big5 proper lacks.
    wanted = {"Big5": "cp950", "UTF-8": "utf-8"}.get(name, name)
    try:
        return codecs.lookup(wanted).name
    except LookupError:
        return "utf-8"


def likeness(text: str, *, traditional: bool = False) -> float:
    """Return the share of a text's characters beyond ASCII that Chinese tables are made of."""
    beyond = [sign for sign in text if ord(sign) > 127]  # noqa: PLR2004 - ASCII
    if not beyond:
        return 0.0
    frequent = _frequent(traditional=traditional)
    return sum(sign in frequent for sign in beyond) / len(beyond)


def _telling(samples: Iterable[bytes]) -> list[bytes]:
    """Return the distinct samples that are not ASCII alone."""
    kept: dict[bytes, None] = {}
    for sample in samples:
        if not sample.isascii():
            kept[sample] = None
            if len(kept) >= _MOST_SAMPLES:
                break
    return list(kept)


def _ranked(samples: Sequence[bytes], stated: str | None) -> list[Candidate]:
    names = list(dict.fromkeys([*_tables()["order"], *([stated] if stated else [])]))
    found = [_candidate(name, samples, stated) for name in names]
    return sorted(found, key=lambda one: -one.score)


def _candidate(name: str, samples: Sequence[bytes], stated: str | None) -> Candidate:
    texts = [_text(sample, codec(name)) for sample in samples]
    good = [text for text in texts if text is not None]
    share = len(good) / len(texts) if texts else 0.0
    score = share * (0.3 + 0.7 * likeness("".join(good), traditional=name == "Big5"))
    if name == "UTF-8":
        score += _UTF8_WEIGHT * share**4
    if name == stated:
        score += _LABEL_WEIGHT * share
    rows = tuple(text[:60] for text in good[:_SHOWN_ROWS])
    return Candidate(name=name, score=score, undecodable=len(texts) - len(good), rows=rows)


def _text(sample: bytes, codec_name: str) -> str | None:
    """Return a sample as text; a character cut off at its end does not count against it."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(codec_name)
        except UnicodeDecodeError as error:
            if error.end < len(sample) - cut and error.start < len(sample) - 4:
                return None
    return None


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((DATA / "encodings.toml").read_text(encoding="utf-8"))


@cache
def _frequent(*, traditional: bool) -> frozenset[str]:
    name = "traditional" if traditional else "simplified"
    return frozenset("".join(_tables()[name].split()))
