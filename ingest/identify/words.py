"""The Chinese words that identification reads by, loaded once from ``vocabulary.csv``."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV that stands beside this module."""
    with files(__package__).joinpath(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words(meaning: str) -> tuple[str, ...]:
    """Return the words of one meaning, the longest first, so that alternatives built from them are greedy."""
    found = [row["word"] for row in rows_of("vocabulary.csv") if row["meaning"] == meaning]
    if not found:
        raise KeyError(meaning)
    return tuple(sorted(found, key=len, reverse=True))


@cache
def alternatives(meaning: str) -> str:
    """Return the words of one meaning as a group for a regular expression."""
    return f"(?:{'|'.join(map(re.escape, words(meaning)))})"
