"""A slip of character recognition in one place, outvoted by the other places that print the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ingest.identify.name import AgencyName


class HasName(Protocol):
    """A name found in some place of the document."""

    source: str
    name: AgencyName


def corrected(name: AgencyName, others: Sequence[HasName]) -> tuple[AgencyName, tuple[str, ...]]:
    """Return the name with its division and body as most places print them, and a note for each mended.

    Only a difference of one character is a slip. A word that is none known gives way to one known. Of two known
    divisions the one that more places print is right, and the name stays where they are as many; two known bodies
    (农业局, 林业局) are two bodies.
    """
    notes: list[str] = []
    if name.divisions:
        right = _outvoting(name.divisions[-1], name.is_known_division, _votes(others, _division))
        if right is not None:
            notes.append(f"{name.divisions[-1]} read as {right}, as the other places print it")
            above = next((other.name.divisions for other in others if _division(other.name) == right), (right,))
            name = replace(name, divisions=above, is_known_division=True)
    right = None if name.is_known_body else _outvoting(name.body, False, _votes(others, _body))
    if right is not None:
        notes.append(f"{name.body} read as {right}, as the other places print it")
        function = next(other.name.function for other in others if other.name.body == right)
        name = replace(name, body=right, printed_body=right, function=function, is_known_body=True)
    return name, tuple(notes)


def _division(name: AgencyName) -> str | None:
    return name.divisions[-1] if name.divisions and name.is_known_division else None


def _body(name: AgencyName) -> str | None:
    return name.body if name.body and name.is_known_body else None


def _votes(others: Sequence[HasName], part) -> Counter[str]:
    """Count the places (not the lines) that print each known division or body."""
    return Counter(word for word, _ in {(part(other.name), other.source) for other in others} if word is not None)


def _outvoting(printed: str, is_known: bool, votes: Counter[str]) -> str | None:
    own = votes[printed] + 1
    for word, count in votes.most_common():
        if is_one_slip(printed, word) and (not is_known or count > own):
            return word
    return None


def is_one_slip(printed: str, word: str) -> bool:
    """Say whether two words differ in exactly one character."""
    return len(printed) == len(word) and sum(a != b for a, b in zip(printed, word, strict=True)) == 1
