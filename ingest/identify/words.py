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
    """Return the words of one meaning in the order of the vocabulary."""
    return _vocabulary()[meaning]


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows_of("vocabulary.csv"):
        found.setdefault(row["meaning"], []).append(row["word"])
    return {meaning: tuple(listed) for meaning, listed in found.items()}


@cache
def alternatives(meaning: str) -> str:
    """Return the words of one meaning as a greedy group for a regular expression, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words(meaning), key=len, reverse=True)))})"
