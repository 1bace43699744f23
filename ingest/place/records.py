"""Blocks to records: the runs of figures of a document, each with the label texts around it.

Every layout comes down to this one shape. A row of a grid, a line of text that ends in figures and a run of
one-figure lines are all a record: some items in reading order, the texts of the same row before them
(``own``), and the short texts since the record before (``before``) and until the next one (``after``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from ingest.forms.definition import (
    column_labels,
    column_names,
    forms,
    group_column_names,
    line_labels,
    printed_labels,
    squash,
)
from ingest.normalise import normalise
from ingest.place.values import TEXT, Kind, Value, read_value, units
from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place

LONGEST_LABEL = 60  # characters; a longer text is prose and labels nothing
LEAST_EMPTY = 5  # cells of a ruled row without anything, to be a line whose label is lost
LEAST_NAMED = 2  # figures behind a column's name, for a line to be read that way
LEAST_SERIALS = 8  # lines, for a count of them to be told from figures
MOST_FRAGMENTS = 12  # texts kept on either side of a record
_PAGE_NUMBER = re.compile(r"[-—–－‐]\s*\d{1,4}\s*[-—–－‐]|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
_PART = re.compile(r"\S+(?:[ \u00a0]\S+)*")  # what no wide gap parts
_TOKEN = re.compile(r"\d{1,3}(?: \d{3})*(?: 0\d{2})+(?!\S)|\S+")  # no figure begins with 0, but the rest of one may
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]")
_SENTENCE = re.compile(r"[。；;！？]")
_GLUED = re.compile(r"(?P<label>\D*[^\d\s.,，、．+-])(?P<figure>\d[\d,，]*(?:\.\d+)?\D{0,3})")


@dataclass(frozen=True, slots=True)
class Item:
    """One printed figure or empty cell."""

    text: str
    value: Value
    place: Place
    column: int | None  # of the grid, from 0; None outside grids
    span: tuple[int, int] | None = None  # in a line of text: where it begins and ends, a wide character counting two


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text that may be a label or a part of one: as printed, and squashed for comparing."""

    text: str
    squashed: str
    table_no: int | None = None
    column: int | None = None


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

    @property
    def figure_count(self) -> int:
        return sum(item.value.kind is not Kind.BLANK for item in self.items)

    def extent(self, cells: int) -> tuple[int, int]:
        """Return the first and last item that must have a cell, of a line of ``cells`` cells.

        A dash or slash stands in a cell like a figure; an empty item at either end may be padding.
        """
        marked = [at for at, item in enumerate(self.items) if item.text.strip()]
        if marked and marked[-1] - marked[0] + 1 <= max(cells, len(marked)):
            return marked[0], marked[-1]
        figures = [at for at, item in enumerate(self.items) if item.value.kind is not Kind.BLANK]
        return (figures[0], figures[-1]) if figures else (0, min(len(self.items), cells) - 1)

    @property
    def marked_count(self) -> int:
        return sum(bool(item.text.strip()) for item in self.items)

    @property
    def is_blank(self) -> bool:
        """Nothing is printed in the row, no dash either."""
        return self.marked_count == 0


@dataclass(frozen=True, slots=True)
class Stream:
    """The records of a document and every text of its tables and short lines, in reading order."""

    records: tuple[Record, ...]
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    value: Value
    place: Place
    column: int | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    pieces: tuple[_Piece, ...]
    table_no: int | None
    is_ruled: bool
    is_prose: bool = False


def read_records(blocks: Sequence[Block]) -> Stream:
    """Return the records of ``blocks`` in reading order."""
    gathering = _Gathering()
    page_numbers = _page_number_blocks(blocks)
    for at, block in enumerate(blocks):
        if at not in page_numbers:
            for row in _grid_rows(block) if isinstance(block, Grid) else _paragraph_rows(block):
                gathering.take(row)
    return gathering.stream()


def _page_number_blocks(blocks: Sequence[Block]) -> set[int]:
    """The bare numbers that stand first or last on their page and count the pages."""
    edges: dict[int, list[int]] = {}
    for at, block in enumerate(blocks):
        if block_page(block) is not None:
            edges.setdefault(block_page(block), []).append(at)
    offsets: dict[tuple[int, int], list[int]] = {}
    for page, inside in edges.items():
        for side, at in ((0, inside[0]), (1, inside[-1])):
            block = blocks[at]
            if isinstance(block, Paragraph) and block.text.strip().isdecimal():
                offsets.setdefault((side, int(block.text) - page), []).append(at)
    return {at for found in offsets.values() if len(found) > 1 for at in found}


def block_page(block: Block) -> int | None:
    """Return the page a block begins on, None where the format has no pages."""
    if isinstance(block, Paragraph):
        return block.place.page
    return block.cells[0].place.page if block.cells else None


def _grid_rows(grid: Grid) -> Iterator[_Row]:
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    table_no = grid.cells[0].place.table_no if grid.cells else None
    for cells in by_row.values():
        if len(cells) == 1 and _is_page_number(cells[0].text):
            continue
        pieces = [_Piece(cell.text, read_value(cell.text), cell.place, cell.column) for cell in cells]
        if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
            pieces = _split_line(pieces[0].text, pieces[0].place)  # a line of text that happens to stand in a table
        yield _Row(tuple(pieces), table_no, grid.is_ruled)


def _paragraph_rows(paragraph: Paragraph) -> Iterator[_Row]:
    text = paragraph.text
    if _is_page_number(text):
        return
    pieces = _split_line(text, paragraph.place)
    longest = max(map(len, text.split()), default=0)
    is_prose = len(pieces) == 1 and (longest > LONGEST_LABEL or bool(_SENTENCE.search(text.strip()[:-1])))
    yield _Row(tuple(pieces), None, False, is_prose)


def _is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def _split_line(text: str, place: Place) -> list[_Piece]:
    """Part a line of text into labels and figures: at wide gaps, and before the figures at the end of a part."""
    pieces: list[_Piece] = []
    for part in _PART.finditer(text):
        before = _width(text[: part.start()])
        pieces += _split_part(part.group(), before, place)
    if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
        return _split_glued(text, place)
    return pieces


def _split_part(text: str, offset: int, place: Place) -> list[_Piece]:
    tokens = list(_TOKEN.finditer(text))
    named = _named_figures(text, tokens, place)
    if named:
        return named
    first = len(tokens)
    while first and read_value(tokens[first - 1].group()).kind is not Kind.TEXT:
        first -= 1
    label = text[: tokens[first - 1].end()] if first else ""
    values = [
        _Piece(token.group(), read_value(token.group()), place, None, _span(text, token, offset))
        for token in tokens[first:]
    ]
    only_letters = all(piece.value.kind is Kind.SUSPECT for piece in values)
    if not values or (only_letters and label and squash(label) not in printed_labels()):
        return [_Piece(text, TEXT, place)]
    return [_Piece(label, TEXT, place), *values] if label else values


def _named_figures(text: str, tokens: Sequence[re.Match[str]], place: Place) -> list[_Piece]:
    """Part a line that prints each figure behind its column's name (``自然人:21 商业企业:0``); empty for others."""
    pieces: list[_Piece] = []
    names = 0
    for token in tokens:
        glued = _GLUED.fullmatch(token.group())
        parts = [token.group()]
        if glued and squash(glued["label"]) in column_names():
            parts = [glued["label"], glued["figure"]]
        for part in parts:
            value = read_value(part)
            if value.kind is Kind.TEXT and pieces and pieces[-1].value.kind is Kind.TEXT:
                last = pieces[-1].text
                if squash(last) not in column_names() and squash(part) not in column_names():
                    pieces[-1] = _Piece(f"{last} {part}", TEXT, place)
                    continue
            names += value.kind is not Kind.TEXT and bool(pieces) and squash(pieces[-1].text) in column_names()
            pieces.append(_Piece(part, value, place))
    return pieces if names >= LEAST_NAMED else []


def _span(text: str, token: re.Match[str], offset: int) -> tuple[int, int]:
    start = offset + _width(text[: token.start()])
    return start, start + _width(token.group())


def _width(text: str) -> int:
    """Columns of a fixed-width font: a character of Chinese print takes two."""
    return len(text) + len(_WIDE.findall(text))


def _split_glued(text: str, place: Place) -> list[_Piece]:
    """Part a label from the one figure that follows it without a space (``行政许可97``)."""
    match = _GLUED.fullmatch(text.strip())
    if match and len(text) <= LONGEST_LABEL and squash(match["label"]) in printed_labels():
        value = read_value(match["figure"])
        if value.kind is Kind.FIGURE:
            return [_Piece(match["label"], TEXT, place), _Piece(match["figure"], value, place)]
    return [_Piece(text, TEXT, place)]


class _Gathering:
    """Builds the records row by row. State: the texts since the last record, and a record that may go on."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.fragments: list[Fragment] = []
        self.pending: list[Fragment] = []
        self.pending_unit: str | None = None
        self.is_cut = False  # prose has passed since the last record: what follows belongs to the next
        self.column: Record | None = None  # a record of one-figure rows that may go on in the next row
        self.empty: list[Item] = []  # the empty one-cell rows since the last text
        self.is_named = False  # the last row printed its figures behind the names of their columns

    def take(self, row: _Row) -> None:
        row = self._without_column_names(row)
        if row.is_prose:
            self._cut()
        elif self._continues_column(row):
            self.column.items.extend(map(_item, row.pieces))
        else:
            self._take_apart(row)

    def stream(self) -> Stream:
        self._cut()
        records = [part for record in _without_serial_numbers(self.records) for part in _unstacked(record)]
        return Stream(tuple(records), tuple(self.fragments))

    def _without_column_names(self, row: _Row) -> _Row:
        """Leave out the column's name before each figure, where it is printed there."""
        named = [
            at
            for at, (piece, following) in enumerate(pairwise(row.pieces))
            if following.value.kind is not Kind.TEXT and squash(piece.text) in column_names()
        ]
        sure = any(squash(row.pieces[at].text) in column_labels() for at in named)
        self.is_named = bool(named) and (sure or self.is_named)
        if not self.is_named or all(piece.value.kind is Kind.BLANK for piece in row.pieces if piece.value is not TEXT):
            return row
        return replace(row, pieces=tuple(piece for at, piece in enumerate(row.pieces) if at not in named))

    def _continues_column(self, row: _Row) -> bool:
        """One figure a row, or empty cells: the row goes on with the record of one-figure rows above it."""
        if self.column is None or any(piece.value.kind is Kind.TEXT for piece in row.pieces):
            return False
        return len(row.pieces) == 1 or all(piece.value.kind is Kind.BLANK for piece in row.pieces)

    def _take_apart(self, row: _Row) -> None:
        """Part a row at its labels: each run of figures is a record, with the label before it."""
        made: list[Record] = []
        own: list[Fragment] = []
        items: list[Item] = []
        for piece in row.pieces:
            if piece.value.kind is not Kind.TEXT:
                items.append(_item(piece))
            elif (unit := normalise(piece.text).strip()) in units():
                wrapped = (self.pending_unit or "") + unit
                self.pending_unit = wrapped if wrapped in units() else unit
            else:
                if _has_figure(items):
                    made.append(self._record(own, items, row))
                    own = []
                items = []  # empty cells between two labels hold nothing
                own.append(Fragment(piece.text, squash(piece.text), row.table_no, piece.column))
        is_empty_row = not own and row.is_ruled and len(items) >= LEAST_EMPTY
        if items and (_has_figure(items) or _is_empty_line(own, items) or is_empty_row):
            made.append(self._record(own, items, row))
        else:
            self._keep(own)
        if made or own:
            self.column = made[0] if len(made) == 1 and len(row.pieces) == 1 else None
            if self.column:
                self.column.is_column = True
                self.column.items[:0] = self.empty
            self.empty = []
        elif row.pieces:
            self.empty += items

    def _record(self, own: list[Fragment], items: list[Item], row: _Row) -> Record:
        record = Record(items, own, self.pending[-MOST_FRAGMENTS:], [], row.table_no, row.is_ruled, self.pending_unit)
        if self.records and not self.is_cut:
            self.records[-1].after = self.pending[:MOST_FRAGMENTS]
            record.follows_closely = True
        self.records.append(record)
        self.fragments.extend(own)
        self.pending, self.pending_unit, self.is_cut = [], None, False
        return record

    def _keep(self, texts: Iterable[Fragment]) -> None:
        for fragment in texts:
            if fragment.squashed:
                self.fragments.append(fragment)
                self.pending.append(fragment)

    def _cut(self) -> None:
        if self.records and not self.is_cut:
            self.records[-1].after = self.pending[:MOST_FRAGMENTS]
        self.pending, self.pending_unit, self.is_cut, self.column = [], None, True, None


def _is_empty_line(own: Sequence[Fragment], items: Sequence[Item]) -> bool:
    """A line of the form with nothing but empty marks or cells, rather than a heading and its padding."""
    if any(item.text.strip() for item in items):
        return True
    if sum(fragment.squashed in column_names() for fragment in own) > 1:
        return False  # the heads of columns
    return bool(own) and (own[-1].squashed in line_labels() or "".join(f.squashed for f in own) in line_labels())


def _unstacked(record: Record) -> list[Record]:
    """Part the figures of several lines that stand in one run below all their labels, if each line adds up."""
    items = list(record.items) if record.is_column else []
    while items and not items[-1].text.strip():
        items.pop()
    if any(fragment.squashed in group_column_names() for fragment in record.before):
        return [record]
    for length in _total_line_lengths():
        chunks = [items[start : start + length] for start in range(0, len(items), length)]
        if len(chunks) > 1 and all(len(chunk) == length and _adds_up(chunk) for chunk in chunks):
            first = replace(record, items=chunks[0], after=[])
            rest = [replace(record, items=chunk, own=[], before=[], after=[]) for chunk in chunks[1:]]
            rest[-1].after = record.after
            for part in rest:
                part.follows_closely = True
            return [first, *rest]
    return [record]


def _adds_up(items: Sequence[Item]) -> bool:
    """The last figure is the sum of the others, as the total of a line of applications is."""
    numbers = [item.value.number or 0 for item in items]
    return sum(numbers[:-1]) == numbers[-1]


@cache
def _total_line_lengths() -> tuple[int, ...]:
    """The lengths of lines that are one of several in their table and long enough to end in a total."""
    sections = (section for form in forms().values() for section in form.sections)
    lengths = {len(line.cells) for section in sections if len(section.lines) > 1 for line in section.lines}
    return tuple(sorted(length for length in lengths if length >= LEAST_EMPTY))


def _without_serial_numbers(records: list[Record]) -> list[Record]:
    """Take out a column of serial numbers: 1, 2, 3 … before the label of each line."""
    counted = _serial_numbers(records)
    if len(counted) < LEAST_SERIALS or counted[-1] - counted[0] > 2.2 * len(counted):
        return records
    kept: list[Record] = []
    passed_on: list[Fragment] = []
    for at, record in enumerate(records):
        record.before = [*passed_on, *record.before]
        passed_on = []
        if at in set(counted):
            del record.items[-1]
        if record.items:
            kept.append(record)
        else:
            passed_on = [*record.before, *record.own]
    return kept


def _serial_numbers(records: Sequence[Record]) -> list[int]:
    """The records that end in the next number of a count from 1, each with a label behind it."""
    counted: list[int] = []
    for at, record in enumerate(records):
        value = record.items[-1].value
        has_label_behind = bool(record.after) or (at + 1 < len(records) and bool(records[at + 1].own))
        if value.kind is Kind.FIGURE and value.number == len(counted) + 1 and has_label_behind:
            counted.append(at)
    return counted


def _has_figure(items: Sequence[Item]) -> bool:
    return any(item.value.kind is not Kind.BLANK for item in items)


def _item(piece: _Piece) -> Item:
    return Item(piece.text, piece.value, piece.place, piece.column, piece.span)
