"""Columns of print: where the words of a table stand that draws no lines between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter, itemgetter

from ingest.read.printed import Word

LEAST_SHARED = 0.7  # of the columns of the smaller of two tables, for them to be one that goes on
LEAST_OF_LARGER = 0.5  # and of the other's, one of whose parts may leave some empty

# Shares of the em, the height of the type.
SAME_EDGE = 0.8  # the words of a column begin, end or have their middle this near to each other
_SAME_PLACE = 0.35  # and the parts of a column on two pages
_LEAST_PITCH = 2.0  # between two columns

_NEXT_COLUMN = 0.6  # of the least distance between columns: what is nearer to a column is no column of its own

SIDES: Mapping[str, Callable[[Word], float]] = {
    "middle": lambda word: (word.left + word.right) / 2,
    "left": attrgetter("left"),
    "right": attrgetter("right"),
}


@dataclass(slots=True)
class Column:
    """Where the words of a column stand: ``at`` is their common edge or middle, the rest how far they reach."""

    at: float
    left: float
    right: float
    is_empty: bool = False  # only its name in the header tells that it is there, and about where
    spread: float = 0.0  # how far the edges of its words are from one another

    def take(self, word: Word) -> None:
        if word.left < self.left:
            self.left = word.left
        if word.right > self.right:
            self.right = word.right


def columns_of(rows: Sequence[Sequence[Word]], side: str, em: float) -> list[Column]:
    """Return the columns of words at about the same edge; two that are no row's both, close together, are one."""
    edge = SIDES[side]
    words = [(edge(word), number, word) for number, row in enumerate(rows) for word in row]
    words.sort(key=itemgetter(0))
    found: list[Column] = []
    in_rows: list[set[int]] = []
    for at, number, word in words:
        distance = at - found[-1].at - found[-1].spread if found else 0.0
        is_same = bool(found) and (
            distance <= SAME_EDGE * em or (distance < _LEAST_PITCH * em and number not in in_rows[-1])
        )
        if is_same:
            found[-1].take(word)
            found[-1].spread = at - found[-1].at
            in_rows[-1].add(number)
        else:
            found.append(Column(at, word.left, word.right))
            in_rows.append({number})
    return found


def are_apart(columns: Sequence[Column], em: float) -> bool:
    """Tell whether no two neighbouring columns touch or stand closer than columns do."""
    return all(
        before.right < after.left and after.at - before.at >= _LEAST_PITCH * em for before, after in pairwise(columns)
    )


def nearest_column(columns: Sequence[Column], edge: float, tolerance: float) -> int | None:
    """Return the number of the column at an edge, in their order; None where it is too far from all."""
    nearest, found = tolerance, None
    for number, column in enumerate(columns):
        beyond = column.at - edge
        if beyond > nearest:
            break
        distance = max(beyond, -beyond - column.spread)
        if distance < nearest or (distance == nearest and found is None):
            nearest, found = distance, number
    return found


def is_clear_of(new: Column, columns: Sequence[Column]) -> bool:
    """Tell whether a column stands clear of all others, as far from them as they do from each other."""
    pitch = min(after.at - before.at for before, after in pairwise(columns))
    return all(abs(column.at - new.at) >= _NEXT_COLUMN * pitch for column in columns) and not any(
        column.left < new.right and new.left < column.right for column in columns
    )


def overlap(one: Column, other: Column | Word, *more: Column) -> bool:
    """Tell whether a column has a part of the page's width in common with the others together."""
    return one.left < max(c.right for c in (other, *more)) and min(c.left for c in (other, *more)) < one.right


def columns_of_both(
    one: Sequence[Column], other: Sequence[Column], em: float
) -> tuple[list[Column], list[Column]] | None:
    """Return the columns of two parts of a table, each with those only the other tells of; None for two tables."""
    shared = [(here, there) for here in one for there in other if _is_same(here, there, em)]
    if len(shared) < max(2, LEAST_SHARED * min(len(one), len(other)), LEAST_OF_LARGER * max(len(one), len(other))):
        return None
    alone = [here for here in one if not any(here is known for known, _ in shared)]
    alone += [there for there in other if not any(there is known for _, known in shared)]
    first = [there if here.is_empty and not there.is_empty else here for here, there in shared]
    second = [here if there.is_empty and not here.is_empty else there for here, there in shared]
    both = tuple(sorted([*columns, *alone], key=attrgetter("at")) for columns in (first, second))
    return both if all(are_apart(columns, em) for columns in both) else None


def _is_same(one: Column, other: Column, em: float) -> bool:
    if one.is_empty or other.is_empty:
        return overlap(one, other)
    return abs(one.at - other.at) <= _SAME_PLACE * em
