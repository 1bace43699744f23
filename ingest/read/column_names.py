"""The names above columns of print, which tell of columns without a figure too."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from ingest.read.print_columns import SIDES, Column, is_clear_of, overlap
from ingest.read.printed import PrintedLine, Word

# Shares of the em, the height of the type.
SAME_CELL = 1.6  # between the lines of one cell
_SAME_OFFSET = 1.0  # how differently the names of columns may stand over their figures
_APART = 0.5  # between the names of two columns


def named_without_figures(
    columns: Sequence[Column], em: float, header: Sequence[PrintedLine], left: float, baseline: float
) -> list[Column] | None:
    """Return the columns that only a name in the ``header`` tells of, all of their cells being empty.

    ``left`` is where labels end and names may begin, ``baseline`` that of the first row of figures. None where not
    each of the known ``columns`` stands below one name of its own: then the header tells nothing.
    """
    names: list[Column] = []
    empty: list[Column] | None = None
    for line in reversed(header):
        if empty is not None and abs(baseline - line.baseline) > SAME_CELL * line.em:
            break  # the names are complete; what stands further up is that of groups, or another table
        baseline = line.baseline
        _add_names(names, [word for word in _whole_words(line) if word.left >= left])
        empty = _without_figures(names, columns, em)
    return empty


def _without_figures(names: Sequence[Column], columns: Sequence[Column], em: float) -> list[Column] | None:
    """Return the names below which no figures stand; None where not each known column has a name of its own."""
    below = [[column for column in columns if overlap(column, name)] for name in names]
    if len(names) > 1 and sum(map(len, below)) < len(columns):  # figures at one side, names in the middle
        below = [[column for column in columns if _is_nearest(column, name, names)] for name in names]
        offsets = [column.at - name.at for name, found in zip(names, below, strict=True) for column in found]
        if max(offsets) - min(offsets) > _SAME_OFFSET * em:
            return None
    if sum(map(len, below)) != len(columns) or max(map(len, below), default=0) > 1:
        return None
    return [name for name, found in zip(names, below, strict=True) if not found]


def _is_nearest(column: Column, name: Column, names: Sequence[Column]) -> bool:
    middle = (column.left + column.right) / 2
    return name is min(names, key=lambda other: abs(other.at - middle))


def _whole_words(line: PrintedLine) -> list[Word]:
    """The words of a line, put together where a space is too narrow to part columns."""
    whole: list[Word] = []
    for word in line.words:
        if whole and word.left - whole[-1].right < _APART * line.em:
            word = Word(whole[-1].text + word.text, whole[-1].left, word.right, whole.pop().space)
        whole.append(word)
    return whole


def _add_names(names: list[Column], words: Sequence[Word]) -> None:
    """Add the words of a line to the names of single columns that stand below it.

    A word over one name is the line above it, one over several names, or between two, is that of a group.
    """
    found = []
    for word in words:
        here = Column(SIDES["middle"](word), word.left, word.right, is_empty=True)
        over = [name for name in names if overlap(name, here)]
        if len(over) == 1 and not any(overlap(name, here, over[0]) for name in names if name is not over[0]):
            over[0].take(word)
            over[0].at = (over[0].left + over[0].right) / 2
        elif not over:
            found.append(here)
    names += [here for here in found if len(names) < 2 or is_clear_of(here, names)]
    names.sort(key=attrgetter("at"))
