"""A record: a run of printed figures or empty cells, with the texts around it that may be its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.place.values import Kind, Value
from ingest.read.blocks import Place


class Item(NamedTuple):
    """One printed figure or empty cell."""

    text: str
    value: Value
    place: Place | None  # None for a cell of a column that is not printed
    column: float | None = None  # of the grid, from 0; None outside grids, between two for one that is not printed
    span: tuple[int, int] | None = None  # in a line of text: where it begins and ends, a wide character counting two


class Fragment(NamedTuple):
    """A text that may be a label or a part of one: as printed, and squashed for comparing."""

    text: str
    squashed: str
    table_no: int | None = None
    column: int | None = None


Ends = tuple[tuple[int, int] | None, int, tuple[int, int] | None]


@dataclass(slots=True)
class Record:
    """A run of items and the texts around it."""

    items: list[Item]
    own: list[Fragment]
    before: list[Fragment]
    after: list[Fragment] = field(default_factory=list)
    table_no: int | None = None
    is_ruled: bool = False
    unit: str | None = None  # the unit word in a cell of its own beside the figures
    follows_closely: bool = False  # no prose since the record before
    is_column: bool = False  # one figure a row
    _ends: Ends | None = field(init=False, default=None, repr=False, compare=False)  # asked for once it is complete

    @property
    def figure_count(self) -> int:
        return sum(item.value.kind is not Kind.BLANK for item in self.items)

    def extent(self, cells: int) -> tuple[int, int]:
        """Return the first and last item that must have a cell, of a line of ``cells`` cells.

        A dash or slash stands in a cell like a figure; an empty item at either end may be padding.
        """
        return extents(len(self.items), self.ends(), (cells,))[0]

    def ends(self) -> Ends:
        """Return the first and last item that is marked, how many are, and the first and last figure."""
        if self._ends is None:
            marked = [at for at, item in enumerate(self.items) if item.text.strip()]
            figures = [at for at, item in enumerate(self.items) if item.value.kind is not Kind.BLANK]
            self._ends = (
                (marked[0], marked[-1]) if marked else None,
                len(marked),
                (figures[0], figures[-1]) if figures else None,
            )
        return self._ends

    @property
    def marked_count(self) -> int:
        return sum(bool(item.text.strip()) for item in self.items)

    @property
    def is_blank(self) -> bool:
        """Nothing is printed in the row, no dash either."""
        return not any(item.text.strip() for item in self.items)


def extents(count: int, ends: Ends, lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Return the extent of ``count`` items with these ends on a line of each of ``lengths`` cells."""
    marked, of_marked, figures = ends
    return [
        marked
        if marked and marked[1] - marked[0] + 1 <= max(cells, of_marked)
        else figures or (0, min(count, cells) - 1)
        for cells in lengths
    ]


@dataclass(frozen=True, slots=True)
class Stream:
    """The records of a document and every text of its tables and short lines, in reading order."""

    records: tuple[Record, ...]
    fragments: tuple[Fragment, ...]
