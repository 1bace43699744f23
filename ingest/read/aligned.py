"""Lines of print whose words stand below one another: tables without drawn columns, and tables side by side.

Where a table draws no lines between its columns, the place of a figure on the page still says which column it is
in. A table is made a grid where that matters: where a row leaves some of the columns empty. Everything else stays
the lines it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import inf
from operator import attrgetter, itemgetter
from statistics import median

from ingest.normalise import normalise
from ingest.read.joining import join_lines
from ingest.read.printed import PrintedLine, Word, line_of

LEAST_FIGURES = 3  # in a line, for its figures to stand in columns
LEAST_FIGURES_OF_A_ROW = 5  # at the end of a line, to be no dates or amounts of a sentence however close they stand
LEAST_ABREAST = 3  # lines that go on with another label behind a figure, for two tables to stand side by side
LEAST_TEXT = 3  # characters but digits of a label behind a figure; shorter words are units and changes
MOST_HEADER_LINES = 8
LEAST_SHARED = 0.7  # of the columns of the smaller of two tables, for them to be one that goes on
LEAST_OF_LARGER = 0.5  # and of the other's, one of whose parts may leave some empty

# Shares of the em, the height of the type.
_SAME_EDGE = 0.8  # the words of a column begin, end or have their middle this near to each other
_SAME_PLACE = 0.35  # and the parts of a column on two pages
_LEAST_PITCH = 2.0  # between two columns
_SAME_OFFSET = 1.0  # how differently the names of columns may stand over their figures
_APART = 0.5  # between the names of two columns
_SAME_CELL = 1.6  # between the lines of one cell
_CLEAR = 1.2  # between two tables side by side
_NEXT_LINE = 2.5  # from a baseline to the next in a table

# Shares of the pitch, the least distance between columns or between rows.
_NEXT_ROW = 1.6  # also of the widest distance: a line of two tables side by side is no further from the others
_NEXT_COLUMN = 0.6  # a word nearer to a column is no column of its own
_OWN_ROW = 0.75  # a label without figures nearer to figures is a part of their label
_CLEARLY_APART = 0.75  # columns that no row fills together
_SAME_ROW = 0.8  # figures without a label nearer to a row go on with those of the row

_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:[^\d\s.、,()]{0,2}|,)|[-—–/]+|[无零]")
_LABEL = re.compile(rf"\d{{1,2}}[.．、].*|(?:\D\d*){{{LEAST_TEXT},}}", re.DOTALL)
_SIDES = {
    "middle": lambda word: (word.left + word.right) / 2,
    "left": attrgetter("left"),
    "right": attrgetter("right"),
}


@dataclass(slots=True)
class _Column:
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
    columns: list[_Column]
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

    def column_of(self, word: Word) -> int | None:
        return _nearest(self.columns, _SIDES[self.side](word), _SAME_EDGE * self.em)

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
        near = min(_SAME_CELL * self.em, _SAME_ROW * pitch)
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
        for stretch in _one_after_the_other(lines, before.cuts):
            found += _with_tables(stretch, before.lines)
    before.lines = [*before.lines, *lines][-MOST_HEADER_LINES:]
    return found


# --- side by side -----------------------------------------------------------------------------------------------------


def _one_after_the_other(lines: Sequence[PrintedLine], cuts: list[float]) -> list[Sequence[PrintedLine]]:
    gaps = [_gap_before_a_second_label(line) for line in lines]
    cut = _cut(lines, gaps, cuts)
    if cut is None:
        return [lines]
    cuts.append(cut)
    inside = [at for at, gap in enumerate(gaps) if gap and gap[0] < cut < gap[1]]
    first, last = inside[0], inside[-1]
    distances = [after.baseline - before.baseline for before, after in pairwise(lines[first : last + 1])]
    near = max(_NEXT_LINE * lines[first].em, _NEXT_ROW * max(distances, default=0.0))
    while first and _may_stand_beside(lines[first - 1], lines[first], cut, near):
        first -= 1
    while last + 1 < len(lines) and _may_stand_beside(lines[last + 1], lines[last], cut, near):
        last += 1
    parts: list[Sequence[PrintedLine]] = [lines[:first]]
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for line in lines[first : last + 1]:
        if _crosses(line, cut):
            parts += [left, right, [line]]
            left, right = [], []
            continue
        for side, words in (
            (left, [word for word in line.words if word.right <= cut]),
            (right, [word for word in line.words if word.left >= cut]),
        ):
            if words:
                side.append(line_of(words, line.baseline, line.em))
    return [*parts, left, right, lines[last + 1 :]]


def _gap_before_a_second_label(line: PrintedLine) -> tuple[float, float] | None:
    """The gap between a figure that has a label before it and a label that has a figure behind it."""
    words = line.words
    if len(words) < 4 or not _is_number(words[-1]):
        return None
    numbers = [_is_number(word) for word in words]
    for at in range(1, len(words) - 2):
        if numbers[at] and not numbers[at + 1] and not numbers[0] and _LABEL.fullmatch(words[at + 1].text):
            return words[at].right, words[at + 1].left
    return None


def _cut(
    lines: Sequence[PrintedLine], gaps: Sequence[tuple[float, float] | None], cuts: Sequence[float]
) -> float | None:
    """The place that most of the gaps have in common, or one of them with a place on an earlier page.

    Of all such places it is one at which the fewest words stand in the way.
    """
    found = [gap for gap in gaps if gap]
    if not found:
        return None
    for cut in cuts:
        shared = [gap for gap in found if gap[0] < cut < gap[1]]
        if shared:
            break
    else:
        shared = max(([gap for gap in found if gap[0] <= left < gap[1]] for left, _ in found), key=len)
        if len(shared) < LEAST_ABREAST or len(shared) * 2 <= len(found):
            return None
    inside = [at for at, gap in enumerate(gaps) if gap in shared]
    low, high = max(left for left, _ in shared), min(right for _, right in shared)
    words = [word for line in lines[inside[0] : inside[-1] + 1] for word in line.words]
    places = [(low + high) / 2, *(edge for word in words for edge in (word.left, word.right) if low < edge < high)]
    return min(places, key=lambda place: sum(word.left < place < word.right for word in words))


def _crosses(line: PrintedLine, cut: float) -> bool:
    return any(word.left < cut < word.right for word in line.words)


def _may_stand_beside(line: PrintedLine, beside: PrintedLine, cut: float, near: float) -> bool:
    """A header, the rest of a wrapped label or the last line of one table, right above or below those of both."""
    if abs(line.baseline - beside.baseline) > near or _crosses(line, cut):
        return False
    lefts = [word.right for word in line.words if word.right <= cut]
    rights = [word.left for word in line.words if word.left >= cut]
    return not (lefts and rights) or rights[0] - lefts[-1] > _CLEAR * line.em


# --- columns ----------------------------------------------------------------------------------------------------------


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
        header = [line for line in above if not any(map(_is_number, line.words))]
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
    return len(figures) >= LEAST_FIGURES and any(map(_is_number, figures))


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
        if figures[at] and any(map(_is_number, figures[at])):
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


def _is_number(word: Word) -> bool:
    return _is_written_as_number(word.text)


@lru_cache(maxsize=4096)  # small figures recur from line to line
def _is_written_as_number(text: str) -> bool:
    return _NUMBER.fullmatch(normalise(text)) is not None


def _figures_at_the_end(line: PrintedLine) -> tuple[Word, ...]:
    """The figures, dashes and single characters a line ends in, if it parts them as columns are."""
    first = len(line.words)
    while first and (_is_number(line.words[first - 1]) or _is_mark(line.words[first - 1])):
        first -= 1
    figures = line.words[first:]
    wide = sum(len(word.space) > 1 for word in figures[1:])
    are_many = len(figures) >= LEAST_FIGURES_OF_A_ROW or len(figures) == len(line.words)
    is_row = are_many and wide > 0 and all(map(_is_number, figures))
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
    numbers = [list(filter(_is_number, words)) for words in rich]
    if len(figures[0]) == 1 == len(lines[0].words) and not _is_close(lines[0], lines[1:2]):
        return None  # a page number
    em = median(line.em for line in lines)
    side, columns = min(
        ((side, _columns(numbers, side, em)) for side in _SIDES),
        key=lambda found: (len(found[1]), sum(column.spread for column in found[1])),
    )
    if len(columns) < LEAST_FIGURES or not _are_apart(columns, em):
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
    _add_columns_of_header(table, header)
    return table


def _columns(rows: Sequence[Sequence[Word]], side: str, em: float) -> list[_Column]:
    """Return the columns of words at about the same edge; two that are no row's both, close together, are one."""
    edge = _SIDES[side]
    words = [(edge(word), number, word) for number, row in enumerate(rows) for word in row]
    words.sort(key=itemgetter(0))
    found: list[_Column] = []
    in_rows: list[set[int]] = []
    for at, number, word in words:
        distance = at - found[-1].at - found[-1].spread if found else 0.0
        is_same = bool(found) and (
            distance <= _SAME_EDGE * em or (distance < _LEAST_PITCH * em and number not in in_rows[-1])
        )
        if is_same:
            found[-1].take(word)
            found[-1].spread = at - found[-1].at
            in_rows[-1].add(number)
        else:
            found.append(_Column(at, word.left, word.right))
            in_rows.append({number})
    return found


def _is_close(line: PrintedLine, others: Iterable[PrintedLine]) -> bool:
    return any(abs(line.baseline - other.baseline) <= _SAME_CELL * line.em for other in others)


def _row(table: AlignedTable, line: PrintedLine, own: Sequence[Word]) -> AlignedRow | None:
    """Return a line as a row of the table, None where its figures do not stand in the table's columns."""
    is_alone = len(line.words) == 1
    first = len(line.words) - len(own)
    own = _put_together(table, own)
    while len(own) > 1 and not _is_number(own[0]) and table.column_of(own[0]) is None:
        own, first = own[1:], first + 1  # the last character of a label
    new = []
    for word in own:
        if table.column_of(word) is None:
            column = _Column(_SIDES[table.side](word), word.left, word.right)
            if is_alone or not _is_number(word) or not _is_between(column, table.columns):
                return None
            new.append(column)
    if new:
        columns = sorted([*table.columns, *new], key=attrgetter("at"))
        if not _are_apart(columns, table.em):
            return None
        table.columns = columns
    at = [table.column_of(word) for word in own]
    if len(set(at)) < len(at):
        return None
    for number, word in zip(at, own, strict=True):
        table.columns[number].take(word)
    while first and line.words[first - 1].right > table.columns[0].left:
        first -= 1  # a word among the figures, like one for what does not apply
        over = [number for number, column in enumerate(table.columns) if _overlap(column, line.words[first])]
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


def _are_apart(columns: Sequence[_Column], em: float) -> bool:
    return all(
        before.right < after.left and after.at - before.at >= _LEAST_PITCH * em for before, after in pairwise(columns)
    )


def _nearest(columns: Sequence[_Column], edge: float, tolerance: float) -> int | None:
    """The number of the column at an edge, of those that follow each other; None where it is too far from all."""
    nearest, found = tolerance, None
    for number, column in enumerate(columns):
        beyond = column.at - edge
        if beyond > nearest:
            break
        distance = max(beyond, -beyond - column.spread)
        if distance < nearest or (distance == nearest and found is None):
            nearest, found = distance, number
    return found


def _is_between(new: _Column, columns: Sequence[_Column]) -> bool:
    """Tell whether a column stands clear of all others, as far from them as they do from each other."""
    pitch = min(after.at - before.at for before, after in pairwise(columns))
    return all(abs(column.at - new.at) >= _NEXT_COLUMN * pitch for column in columns) and not any(
        column.left < new.right and new.left < column.right for column in columns
    )


def _add_columns_of_header(table: AlignedTable, header: Sequence[PrintedLine]) -> None:
    """Add the columns that only the header above the rows tells, all of their cells being empty.

    Where not each known column stands below one name of its own, the header tells nothing.
    """
    labels_end = max((row.labels[-1].right for row in table.rows if row.labels), default=-inf)
    names: list[_Column] = []
    empty: list[_Column] | None = None
    above = table.baseline
    for line in reversed(header):
        if empty is not None and abs(above - line.baseline) > _SAME_CELL * line.em:
            break  # the names are complete; what stands further up is that of groups, or another table
        above = line.baseline
        _add_names(names, [word for word in _whole_words(line) if word.left >= labels_end])
        empty = _without_figures(names, table)
    table.is_named = empty is not None
    if empty:
        columns = sorted([*table.columns, *empty], key=attrgetter("at"))
        table.columns = columns if _are_apart(columns, table.em) else table.columns


def _without_figures(names: Sequence[_Column], table: AlignedTable) -> list[_Column] | None:
    """Return the names below which no figures stand; None where not each known column has a name of its own."""
    below = [[column for column in table.columns if _overlap(column, name)] for name in names]
    if len(names) > 1 and sum(map(len, below)) < len(table.columns):  # figures at one side, names in the middle
        below = [[column for column in table.columns if _is_nearest(column, name, names)] for name in names]
        offsets = [column.at - name.at for name, columns in zip(names, below, strict=True) for column in columns]
        if max(offsets) - min(offsets) > _SAME_OFFSET * table.em:
            return None
    if sum(map(len, below)) != len(table.columns) or max(map(len, below), default=0) > 1:
        return None
    return [name for name, columns in zip(names, below, strict=True) if not columns]


def _is_nearest(column: _Column, name: _Column, names: Sequence[_Column]) -> bool:
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


def _add_names(names: list[_Column], words: Sequence[Word]) -> None:
    """Add the words of a line to the names of single columns that stand below it.

    A word over one name is the line above it, one over several names, or between two, is that of a group.
    """
    found = []
    for word in words:
        here = _Column(_SIDES["middle"](word), word.left, word.right, is_empty=True)
        over = [name for name in names if _overlap(name, here)]
        if len(over) == 1 and not any(_overlap(name, here, over[0]) for name in names if name is not over[0]):
            over[0].take(word)
            over[0].at = (over[0].left + over[0].right) / 2
        elif not over:
            found.append(here)
    names += [here for here in found if len(names) < 2 or _is_between(here, names)]
    names.sort(key=attrgetter("at"))


def _overlap(one: _Column, other: _Column | Word, *more: _Column) -> bool:
    """Tell whether a column has a part of the page's width in common with the others together."""
    return one.left < max(c.right for c in (other, *more)) and min(c.left for c in (other, *more)) < one.right


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
        if is_one and (both := _of_both(before.columns, after.columns, after.em)):
            before.columns, after.columns = both


def _of_both(one: Sequence[_Column], other: Sequence[_Column], em: float) -> tuple[list[_Column], list[_Column]] | None:
    """Return the columns of two parts of a table, each with those only the other tells of; None for two tables."""
    shared = [(here, there) for here in one for there in other if _is_same(here, there, em)]
    if len(shared) < max(2, LEAST_SHARED * min(len(one), len(other)), LEAST_OF_LARGER * max(len(one), len(other))):
        return None
    alone = [here for here in one if not any(here is known for known, _ in shared)]
    alone += [there for there in other if not any(there is known for _, known in shared)]
    first = [there if here.is_empty and not there.is_empty else here for here, there in shared]
    second = [here if there.is_empty and not here.is_empty else there for here, there in shared]
    both = tuple(sorted([*columns, *alone], key=attrgetter("at")) for columns in (first, second))
    return both if all(_are_apart(columns, em) for columns in both) else None


def _is_same(one: _Column, other: _Column, em: float) -> bool:
    if one.is_empty or other.is_empty:
        return _overlap(one, other)
    return abs(one.at - other.at) <= _SAME_PLACE * em
