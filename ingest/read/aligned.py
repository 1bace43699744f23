"""Lines of print whose words stand below one another: tables without drawn columns.

Where a table draws no lines between its columns, the place of a figure on the page still says which column it is
in. A table is made a grid where that matters: where a row leaves some of the columns empty. Everything else stays
the lines it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from operator import attrgetter
from statistics import median

from ingest.read.abreast import one_after_the_other
from ingest.read.column_names import SAME_CELL, named_without_figures
from ingest.read.joining import join_lines
from ingest.read.print_columns import (
    SAME_EDGE,
    SIDES,
    Column,
    are_apart,
    columns_of,
    columns_of_both,
    is_clear_of,
    nearest_column,
    overlap,
)
from ingest.read.printed import PrintedLine, Word, is_number

LEAST_FIGURES = 3  # in a line, for its figures to stand in columns
LEAST_FIGURES_OF_A_ROW = 5  # at the end of a line, to be no dates or amounts of a sentence however close they stand
MOST_HEADER_LINES = 8

# Shares of the pitch, the least distance between columns or between rows.
_OWN_ROW = 0.75  # a label without figures nearer to figures is a part of their label
_CLEARLY_APART = 0.75  # columns that no row fills together
_SAME_ROW = 0.8  # figures without a label nearer to a row go on with those of the row


@dataclass(slots=True)
class AlignedRow:
    """One row: the texts before its figures, and its words by the number of their column."""

    line: PrintedLine
    labels: tuple[Word, ...]
    figures: list[Word]
    below: list[Word] = field(default_factory=list)  # what goes on in lines below or above, wrapped
    above: list[Word] = field(default_factory=list)

    def from_baseline_of(self, other: AlignedRow) -> float:
        return abs(self.line.baseline - other.line.baseline)

    def between(self, before: AlignedRow, after: AlignedRow) -> AlignedRow:
        """Return the row with the label and the figures of the lines right above and below it."""
        labels = _labels_of_both(before.labels, after.labels)
        return AlignedRow(before.line, labels, self.figures, list(after.figures), list(before.figures))


def _labels_of_both(above: Sequence[Word], below: Sequence[Word]) -> tuple[Word, ...]:
    """The labels of two lines of one row: what stands below a text goes on with it."""
    labels = list(above)
    for word in below:
        at = next((at for at, label in enumerate(labels) if label.left < word.right and word.left < label.right), None)
        if at is None:
            labels.append(word)
        else:
            labels[at] = labels[at]._replace(text=join_lines([labels[at].text, word.text]))
    return tuple(sorted(labels, key=attrgetter("left")))


@dataclass(slots=True)
class AlignedTable:
    """The rows of a table that draws no columns, with the columns its words stand in."""

    side: str
    columns: list[Column]
    rows: list[AlignedRow]
    em: float
    is_named: bool = False  # each of its columns stands below a name of its own

    @property
    def baseline(self) -> float:
        return self.rows[0].line.baseline

    def has_gaps(self) -> bool:
        """Return whether a row leaves columns empty: else its lines say all there is to say."""
        return any(0 < len(row.figures) < len(self.columns) for row in self.rows)

    def is_one_table(self) -> bool:
        """Return whether no two neighbouring columns may be one, which stands elsewhere in another part of the rows.

        Columns that no row fills together must be as far apart as those that some row does.
        """
        together: set[int] = set()
        for row in self.rows:
            filled = {self.column_of(word) for word in row.figures}
            together |= {column for column in filled if column is not None and column + 1 in filled}
        gaps = {
            at: after.at - before.at
            for at, (before, after) in enumerate(pairwise(self.columns))
            if not (before.is_empty or after.is_empty)  # of which the header tells
        }
        least = min((gap for at, gap in gaps.items() if at in together), default=None)
        return least is not None and all(
            gap >= _CLEARLY_APART * least for at, gap in gaps.items() if at not in together
        )

    def add_columns_of(self, header: Sequence[PrintedLine]) -> None:
        """Add the columns that only the header above the rows tells of."""
        labels_end = max((row.labels[-1].right for row in self.rows if row.labels), default=-inf)
        empty = named_without_figures(self.columns, self.em, header, labels_end, self.baseline)
        self.is_named = empty is not None
        if empty:
            columns = sorted([*self.columns, *empty], key=attrgetter("at"))
            self.columns = columns if are_apart(columns, self.em) else self.columns

    def column_of(self, word: Word) -> int | None:
        return nearest_column(self.columns, SIDES[self.side](word), SAME_EDGE * self.em)

    def cells(self) -> list[tuple[list[str], list[str | None]]]:
        """Return for each row the texts before its figures, and those in its columns; None where it has no cells.

        A label on its own that stands close to figures is a part of theirs, and has no cells.
        """
        found = []
        near = _OWN_ROW * self.pitch()
        for at, row in enumerate(self.rows):
            here: list[list[str]] = [[] for _ in self.columns]
            for word in (*row.above, *row.figures, *row.below):
                here[self.column_of(word)].append(word.text)
            is_part = not row.figures and self._is_near_another(at, near)
            found.append((_parted(row.labels), [None if is_part else join_lines(texts) for texts in here]))
        return found

    def _is_near_another(self, at: int, near: float) -> bool:
        baseline = self.rows[at].line.baseline
        beside = self.rows[max(at - 1, 0) : at] + self.rows[at + 1 : at + 2]
        return any(abs(row.line.baseline - baseline) < near for row in beside)

    def pitch(self) -> float:
        """Return the least distance between rows of figures that have labels."""
        baselines = [row.line.baseline for row in self.rows if row.figures and row.labels]
        if len(baselines) < 2:
            baselines = [row.line.baseline for row in self.rows if row.figures]
        if len(baselines) < 2:
            return 2 * self.rows[0].line.em
        return min(after - before for before, after in pairwise(baselines))

    def _pitch_of_full_rows(self) -> float:
        """Return the least distance between two rows that follow each other: with all cells, or labels and most."""
        count = len(self.columns)
        full = [len(row.figures) == count or (row.labels and 2 * len(row.figures) > count) for row in self.rows]
        return min(
            (
                after.line.baseline - before.line.baseline
                for (before, after), are_full in zip(pairwise(self.rows), pairwise(full), strict=True)
                if all(are_full)
            ),
            default=inf,
        )

    def put_wrapped_figures_together(self) -> None:
        """Put digits that stand close below or above a row of more figures into that row's cells.

        They stand alone, or beside a line of the row's label where the other rows tell how far rows are apart.
        """
        pitch = self._pitch_of_full_rows()
        near = min(SAME_CELL * self.em, _SAME_ROW * pitch)
        kept: list[AlignedRow] = []
        waiting = self.rows[::-1]
        while waiting:
            row = waiting.pop()
            before = kept[-1] if kept and row.from_baseline_of(kept[-1]) < near else None
            after = waiting[-1] if waiting and row.from_baseline_of(waiting[-1]) < near else None
            if row.figures and not row.labels and before and after and self._stands_between(before, row, after):
                kept[-1] = row.between(before, waiting.pop())
                continue
            fuller = [other for other in (before, after) if other and len(other.figures) > len(row.figures)]
            if not row.figures or not fuller or (row.labels and pitch == inf):
                kept.append(row)
                continue
            nearest = min(fuller, key=row.from_baseline_of)
            if nearest is before:
                before.below += row.figures
                before.labels = _labels_of_both(before.labels, row.labels)
            else:
                after.above += row.figures
                after.labels = _labels_of_both(row.labels, after.labels)
        self.rows = kept

    def _stands_between(self, before: AlignedRow, row: AlignedRow, after: AlignedRow) -> bool:
        """Tell whether the lines beside a row hold what it lacks: its label and the figures that are two lines high."""
        above, own, below = ({self.column_of(word) for word in line.figures} for line in (before, row, after))
        return bool(before.labels) and bool(above) and above == below and not above & own


@dataclass(slots=True)
class PagesBefore:
    """What the pages so far tell of tables that go on: places between tables side by side, and the last lines."""

    cuts: list[float] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)


def arranged(lines: Sequence[PrintedLine], before: PagesBefore) -> list[PrintedLine | AlignedTable]:
    """Return the lines with tables side by side one after the other, and tables that draw no columns found."""
    found: list[PrintedLine | AlignedTable] = []
    if all(len(line.words) < LEAST_FIGURES for line in lines):
        found += lines
    else:
        for stretch in one_after_the_other(lines, before.cuts):
            found += _with_tables(stretch, before.lines)
    before.lines = [*before.lines, *lines][-MOST_HEADER_LINES:]
    return found


def _with_tables(lines: Sequence[PrintedLine], before: Sequence[PrintedLine]) -> list[PrintedLine | AlignedTable]:
    found: list[PrintedLine | AlignedTable] = []
    figures = [_figures_at_the_end(line) for line in lines]
    at = 0
    while at < len(lines):
        seed = next((i for i in range(at, len(lines)) if _is_rich(figures[i])), None)
        if seed is None:
            break
        start, end = _rows_around(lines, figures, seed, at)
        above = [*before, *lines[:start]][-MOST_HEADER_LINES:]
        header = [line for line in above if not any(map(is_number, line.words))]
        table = _table(lines[start:end], figures[start:end], header)
        found += lines[at:start]
        if table is None:
            found.append(lines[start])
            at = start + 1
        else:
            found.append(table)
            at = start + len(table.rows)
    return [*found, *lines[at:]]


def _is_rich(figures: Sequence[Word]) -> bool:
    return len(figures) >= LEAST_FIGURES and any(map(is_number, figures))


def _rows_around(
    lines: Sequence[PrintedLine], figures: Sequence[tuple[Word, ...]], seed: int, least: int
) -> tuple[int, int]:
    """Where the rows around a line of figures begin and end: between lines of text across their columns.

    Figures that all stand before those of the other rows are those of another table.
    """
    edge = figures[seed][0].left
    start, end = seed, seed + 1
    for at in range(seed - 1, least - 1, -1):
        if _is_rich(figures[at]) and figures[at][-1].right < edge:
            break
        if figures[at] and any(map(is_number, figures[at])):
            start = at
        elif lines[at].words[-1].right > edge:
            break
    for at in range(seed + 1, len(lines)):
        if _is_rich(figures[at]) and figures[at][-1].right < edge:
            break
        if figures[at]:
            edge = min(edge, figures[at][0].left) if len(figures[at]) >= LEAST_FIGURES else edge
            end = at + 1
        elif lines[at].words[-1].right > edge:
            break
    return start, end


def _figures_at_the_end(line: PrintedLine) -> tuple[Word, ...]:
    """The figures, dashes and single characters a line ends in, if it parts them as columns are."""
    first = len(line.words)
    while first and (is_number(line.words[first - 1]) or _is_mark(line.words[first - 1])):
        first -= 1
    figures = line.words[first:]
    wide = sum(len(word.space) > 1 for word in figures[1:])
    are_many = len(figures) >= LEAST_FIGURES_OF_A_ROW or len(figures) == len(line.words)
    is_row = are_many and wide > 0 and all(map(is_number, figures))
    return figures if is_row or 2 * wide >= len(figures) - 1 else ()


def _is_mark(word: Word) -> bool:
    """Tell whether a word may stand for nothing in a column of figures."""
    return len(word.text) == 1 and len(word.space) > 1


def _table(
    lines: Sequence[PrintedLine], figures: Sequence[tuple[Word, ...]], header: Sequence[PrintedLine]
) -> AlignedTable | None:
    """Return the table the lines begin with, None where their figures stand in no columns."""
    rich = list(filter(_is_rich, figures))
    rich = [words for words in rich if all(len(word.space) != 1 for word in words)] or rich  # clear of each other
    numbers = [list(filter(is_number, words)) for words in rich]
    if len(figures[0]) == 1 == len(lines[0].words) and not _is_close(lines[0], lines[1:2]):
        return None  # a page number
    em = median(line.em for line in lines)
    side, columns = min(
        ((side, columns_of(numbers, side, em)) for side in SIDES),
        key=lambda found: (len(found[1]), sum(column.spread for column in found[1])),
    )
    if len(columns) < LEAST_FIGURES or not are_apart(columns, em):
        return None
    table = AlignedTable(side, columns, [], em)
    for at, (line, own) in enumerate(zip(lines, figures, strict=True)):
        if not own:
            table.rows.append(AlignedRow(line, line.words, []))
            continue
        if len(line.words) == 1 and not _is_close(line, [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]):
            break  # a page number
        row = _row(table, line, own)
        if row is None:
            break
        table.rows.append(row)
    while table.rows and not table.rows[-1].figures:
        table.rows.pop()
    if not any(len(row.figures) >= LEAST_FIGURES for row in table.rows):
        return None
    table.add_columns_of(header)
    return table


def _is_close(line: PrintedLine, others: Iterable[PrintedLine]) -> bool:
    return any(abs(line.baseline - other.baseline) <= SAME_CELL * line.em for other in others)


def _row(table: AlignedTable, line: PrintedLine, own: Sequence[Word]) -> AlignedRow | None:
    """Return a line as a row of the table, None where its figures do not stand in the table's columns."""
    is_alone = len(line.words) == 1
    first = len(line.words) - len(own)
    own = _put_together(table, own)
    while len(own) > 1 and not is_number(own[0]) and table.column_of(own[0]) is None:
        own, first = own[1:], first + 1  # the last character of a label
    new = []
    for word in own:
        if table.column_of(word) is None:
            column = Column(SIDES[table.side](word), word.left, word.right)
            if is_alone or not is_number(word) or not is_clear_of(column, table.columns):
                return None
            new.append(column)
    if new:
        columns = sorted([*table.columns, *new], key=attrgetter("at"))
        if not are_apart(columns, table.em):
            return None
        table.columns = columns
    at = [table.column_of(word) for word in own]
    if len(set(at)) < len(at):
        return None
    for number, word in zip(at, own, strict=True):
        table.columns[number].take(word)
    while first and line.words[first - 1].right > table.columns[0].left:
        first -= 1  # a word among the figures, like one for what does not apply
        over = [number for number, column in enumerate(table.columns) if overlap(column, line.words[first])]
        if len(over) != 1 or over[0] in at or table.column_of(line.words[first]) != over[0]:
            return None
        at += over
        own = [line.words[first], *own]
    return AlignedRow(line, line.words[:first], list(own))


def _put_together(table: AlignedTable, figures: Sequence[Word]) -> list[Word]:
    """The figures of a line, those made one that a space parts and that stand in a column only together."""
    whole: list[Word] = []
    for word in figures:
        if whole and len(word.space) == 1 and (table.column_of(word) is None or table.column_of(whole[-1]) is None):
            both = Word(f"{whole[-1].text} {word.text}", whole[-1].left, word.right, whole[-1].space)
            if table.column_of(both) is not None:
                whole[-1] = both
                continue
        whole.append(word)
    return whole


def _parted(words: Sequence[Word]) -> list[str]:
    """The texts that wide gaps part."""
    parts: list[str] = []
    for word in words:
        if parts and len(word.space) < 2:
            parts[-1] += word.space + word.text
        else:
            parts.append(word.text)
    return parts


def share_columns(tables: Iterable[AlignedTable]) -> None:
    """Give a table that goes on, on the next page or behind a line in between, the columns of all its parts.

    Two tables whose columns have names of their own are not one.
    """
    for before, after in pairwise(tables):
        is_one = before.side == after.side and not (before.is_named and after.is_named)
        if is_one and (both := columns_of_both(before.columns, after.columns, after.em)):
            before.columns, after.columns = both
