"""Whether a password is one that people commonly choose.

A list alone says little about passwords of twelve characters, because most of its entries are
shorter. So a password also counts as common when it is put together from at most two parts that
are: an entry of the list, a run of neighbours (``abcdef``, ``qwerty``), up to eight digits, or one
unit over and over.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
_LOOKALIKES: Final = str.maketrans("013457@$!", "oleastasi")
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_MOST_DIGITS: Final = 8
_SHORTEST_RUN: Final = 3
_FEWEST_DISTINCT: Final = 5
_LONG_NUMBER: Final = 20
_LEFT_OVER: Final = 8


def is_common(password: str) -> bool:
    """Tell whether a password is on the list or made of at most two common parts."""
    text = unicodedata.normalize("NFKC", password).casefold()
    bare = _bare(text)
    if len(set(text)) < _FEWEST_DISTINCT or _is_number(bare):
        return True
    return _is_made_of_two(text) or _is_made_of_two(bare)


def holds_context(password: str, *more: str) -> str | None:
    """Return the word of this place that a password consists of but for few characters.

    ``more`` are words to look for beside those of the list, the account's name above all. The
    rest of the password must have eight characters.
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    words = sorted({*context_words(), *(word.casefold() for word in more)}, key=len, reverse=True)
    found = None
    for word in words:
        if len(word) > 1 and word in text:
            text = text.replace(word, "")
            found = found or word
    return found if len(text) < _LEFT_OVER else None


def _is_number(text: str) -> bool:
    """Tell whether this is a telephone, account or identity number, which may end in a letter."""
    return len(text) < _LONG_NUMBER and sum(not char.isdigit() for char in text) <= 1


def _is_made_of_two(text: str) -> bool:
    unit = _unit(text)
    if unit != text and len(unit) <= _LEFT_OVER:
        return True
    return any(_is_known(text[:cut]) and _is_known(text[cut:]) for cut in range(1, len(text) + 1))


def _is_known(part: str) -> bool:
    """Tell whether a part is common, also when signs stand around it or for its letters."""
    return any(_is_listed(form) for form in (part, _bare(part), _bare(part.translate(_LOOKALIKES))))


def _is_listed(part: str) -> bool:
    if not part or part in common_passwords() or part in context_words():
        return True
    return (part.isdigit() and len(part) <= _MOST_DIGITS) or _is_run(part)


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _is_run(part: str) -> bool:
    """Tell whether a part is a piece of the alphabet or a keyboard, either way, or one letter."""
    if len(part) < _SHORTEST_RUN:
        return False
    return len(set(part)) == 1 or any(part in row or part[::-1] in row for row in _ROWS)


def _unit(text: str) -> str:
    """Return the shortest text that gives this one when it is repeated."""
    return text[: (text + text).index(text, 1)] if text else text


@cache
def common_passwords() -> frozenset[str]:
    """Return the list of common passwords, in lower case."""
    return _lines("common_passwords.txt")


@cache
def context_words() -> frozenset[str]:
    """Return the words that stand for this product and its places."""
    return _lines("context_words.txt")


def _lines(name: str) -> frozenset[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
