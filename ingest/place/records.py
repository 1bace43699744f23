"""Blocks to records: the runs of figures of a document, each with the label texts around it.

Every layout comes down to this one shape. A row of a grid, a line of text that ends in figures and a run of
one-figure lines are all a record: some items in reading order, the texts of the same row before them
(``own``), and the short texts since the record before (``before``) and until the next one (``after``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, takewhile

from ingest.forms.definition import (
    column_labels,
    column_names,
    group_column_names,
    is_line_label,
    line_labels,
    may_be_label,
    squash,
    subtotal_labels,
)
from ingest.normalise import normalise
from ingest.place.form import SHORTEST_TELLING_LABEL
from ingest.place.grids import as_printed_in_the_form
from ingest.place.headers import Header, group_labels, header_of, is_row_of_column_labels
from ingest.place.record import Fragment, Item, Record, Stream
from ingest.place.rows import Row, grid_rows, paragraph_rows, prints_one_figure_a_line
from ingest.place.runs import unstacked, without_serial_numbers
from ingest.place.values import BLANK, TEXT, UNREADABLE, Kind, units
from ingest.place.weights import LONG_LINE
from ingest.read.blocks import Block, Grid, Paragraph

MOST_FRAGMENTS = 32  # texts kept on either side of a record
LEAST_PAGES = 2  # numbered one after the other, for a text without pages to have had some
SHORTEST_PAGE = 4  # lines
LONGEST_PAGE_NUMBER = 3  # digits
LEAST_CELLS_OF_A_COPY = 6
PAGE_EDGE = 3  # lines at the top and at the bottom of a page that may be printed on every page
_DIGITS = re.compile(r"\d+")
_ENUMERATED = re.compile(r"\s*[（(]?\d{1,2}\s*[)）.．、]")
NO_HEADER = Header(())
LONGEST_UNREADABLE = 30  # characters that stand for a figure
LEAST_EMPTY = 5  # cells of a ruled row without anything, to be a line whose label is lost


def read_records(blocks: Sequence[Block]) -> Stream:
    """Return the records of ``blocks`` in reading order."""
    gathering = _Gathering()
    page_numbers = _page_number_blocks(blocks)
    is_one_figure = prints_one_figure_a_line(blocks)
    kept = [block for at, block in enumerate(blocks) if at not in page_numbers]
    for block in _one_after_the_other(list(_without_copies(kept))):
        is_line = isinstance(block, Paragraph)
        for row in paragraph_rows(block, is_one_figure=is_one_figure) if is_line else grid_rows(block):
            gathering.take(row)
    return gathering.stream()


def _without_copies(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out tables that were there before, cell for cell: their labels must tell what they hold, and figures.

    Three tables of outcomes may be alike but for the titles above them.
    """
    sizes = Counter(len(block.cells) for block in blocks if isinstance(block, Grid))
    seen: set[tuple[str, ...]] = set()
    for block in blocks:
        if isinstance(block, Grid) and len(block.cells) >= LEAST_CELLS_OF_A_COPY and sizes[len(block.cells)] > 1:
            texts = tuple([cell.text for cell in block.cells])
            if texts in seen:
                continue
            if any(map(str.isdecimal, texts)) and any(map(_tells_what_it_holds, map(squash, set(texts)))):
                seen.add(texts)
        yield block


def _tells_what_it_holds(squashed: str) -> bool:
    return squashed in group_labels() or (len(squashed) >= SHORTEST_TELLING_LABEL and is_line_label(squashed))


def _one_after_the_other(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with their grids as the form prints them: of two tables side by side, one whole before the other.

    Tables that go on over the page may have a few lines of print between their parts.
    """
    abreast: set[tuple[int, int]] = set()
    sides: list[list[Grid]] = []
    between: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        parts = list(as_printed_in_the_form(block, abreast))
        goes_on = len(parts) == len(sides) > 1 and len(between) <= (
            2 * PAGE_EDGE if block_page(block) != block_page(sides[0][-1]) else 0
        )
        if not goes_on:
            yield from chain(*sides, between)
            sides, between = [[] for _ in parts], []
        for side, part in zip(sides, parts, strict=True):
            side.append(part)
    yield from chain(*sides, between)


def _page_number_blocks(blocks: Sequence[Block]) -> set[int]:
    """The bare numbers that stand first or last on their page, but for lines all pages print there, and count them."""
    pages: dict[int, list[int]] = {}
    for at, block in enumerate(blocks):
        if block_page(block) is not None:
            pages.setdefault(block_page(block), []).append(at)
    edges = [
        (page, side, list(takewhile(lambda at: isinstance(blocks[at], Paragraph), inside[:: 1 - 2 * side][:PAGE_EDGE])))
        for page, inside in pages.items()
        for side in (0, 1)
    ]
    running = Counter((side, _DIGITS.sub("", blocks[at].text)) for _, side, inside in edges for at in inside)
    if not pages:
        return _running_numbers(blocks)
    offsets: dict[tuple[int, int], list[int]] = {}
    for page, side, inside in edges:
        for at in inside:
            text = blocks[at].text
            if text.strip().isdecimal():
                offsets.setdefault((side, int(text) - page), []).append(at)
            if running[side, _DIGITS.sub("", text)] < 2 or text.strip().isdecimal():
                break
    return {at for found in offsets.values() if len(found) > 1 for at in found}


def _running_numbers(blocks: Sequence[Block]) -> set[int]:
    """The lines of a text without pages that hold a number and nothing else, where each is one more than the last.

    They are those of its pages, whose ends are lost. A text with a line for each cell has other such lines too.
    """
    bare = [
        (at, int(text))
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        and (text := block.text.strip()).isdecimal()
        and len(text) <= LONGEST_PAGE_NUMBER
    ]
    counts_on = all(
        after == before + 1 and there - here >= SHORTEST_PAGE for (here, before), (there, after) in pairwise(bare)
    )
    return {at for at, _ in bare} if counts_on and len(bare) >= LEAST_PAGES else set()


def block_page(block: Block) -> int | None:
    """Return the page a block begins on, None where the format has no pages."""
    if isinstance(block, Paragraph):
        return block.place.page
    return block.cells[0].place.page if block.cells else None


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
        self.headings: list[Row] = []  # the rows of column labels since the last row of figures of their table
        self.headed: tuple[Row, ...] = ()  # those of the last record
        self.header: Header | None = None
        self.is_named = False  # the last row printed its figures behind the names of their columns

    def take(self, row: Row) -> None:
        row = _with_unreadable_figures(self._without_column_names(row))
        row = self._below_its_header(row)
        if row.is_prose:
            self._cut()
        elif self._continues_column(row):
            self.column.items.extend(row.pieces)
        else:
            self._take_apart(row)

    def stream(self) -> Stream:
        self._cut()
        kept = [record for record in self.records if not _is_subtotal(record)]
        records = [part for record in without_serial_numbers(kept) for part in unstacked(record)]
        return Stream(tuple(records), tuple(self.fragments))

    def _below_its_header(self, row: Row) -> Row:
        """Put the figures of a table's row in the order of the form, where the table's own heading gives another."""
        if row.table_no is None:
            return row
        if is_row_of_column_labels(row):
            if self.headings and (self.header or self.headings[-1].table_no != row.table_no):
                self.headings = []
            self.headings.append(row)
            self.header = None
            return row
        if not self.headings or self.headings[-1].table_no != row.table_no:
            return row
        self.header = self.header or header_of(self.headings) or NO_HEADER
        first = max((at + 1 for at, piece in enumerate(row.pieces) if piece.value.kind is Kind.TEXT), default=0)
        items = row.pieces[first:]
        if self.header is NO_HEADER or not any(item.text.strip() for item in items):
            return row
        ordered = self.header.ordered(items, keeps_columns=row.keeps_columns)
        return row if ordered is items else replace(row, pieces=(*row.pieces[:first], *ordered))

    def _without_column_names(self, row: Row) -> Row:
        """Leave out the column's name before each figure, where it is printed there."""
        named = [
            at
            for at, (piece, following) in enumerate(pairwise(row.pieces))
            if piece.value.kind is Kind.TEXT is not following.value.kind and squash(piece.text) in column_names()
        ]
        sure = any(squash(row.pieces[at].text) in column_labels() for at in named)
        self.is_named = bool(named) and (sure or self.is_named)
        if (
            not named
            or not self.is_named
            or all(piece.value.kind is Kind.BLANK for piece in row.pieces if piece.value is not TEXT)
        ):
            return row
        return replace(row, pieces=tuple(piece for at, piece in enumerate(row.pieces) if at not in named))

    def _continues_column(self, row: Row) -> bool:
        """One figure a row, or empty cells: the row goes on with the record of one-figure rows above it."""
        if self.column is None or any(piece.value.kind is Kind.TEXT for piece in row.pieces):
            return False
        return len(row.pieces) == 1 or all(piece.value.kind is Kind.BLANK for piece in row.pieces)

    def _take_apart(self, row: Row) -> None:
        """Part a row at its labels: each run of figures is a record, with the label before it."""
        made: list[Record] = []
        own: list[Fragment] = []
        items: list[Item] = []
        for piece in row.pieces:
            if piece.value.kind is not Kind.TEXT:
                items.append(piece)
            elif (unit := normalise(piece.text).strip()) in units():
                wrapped = (self.pending_unit or "") + unit
                self.pending_unit = wrapped if wrapped in units() else unit
            else:
                if _has_figure(items):
                    made.append(self._record(own, items, row))
                    own = []
                items = []  # empty cells between two labels hold nothing
                fragment = Fragment(piece.text, squash(piece.text), row.table_no, piece.column)
                if not (own and row.table_no is not None and own[-1].squashed == fragment.squashed):
                    own.append(fragment)  # a merged cell is printed once for each it covers
        is_empty_row = not own and len(items) >= LEAST_EMPTY and (row.is_ruled or self._is_below_outcomes(row))
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

    def _is_below_outcomes(self, row: Row) -> bool:
        """The names of outcomes head the table of a row: it has one line of figures, and they may all be left out."""
        if not self.headings or self.headings[-1].table_no != row.table_no:
            return False
        return any(squash(piece.text) in group_column_names() for piece in self.headings[-1].pieces)

    def _is_copy(self, own: list[Fragment], items: list[Item], row: Row) -> bool:
        """The one row of figures below the names of outcomes, printed again."""
        if not self.records or own or self.pending or not self._is_below_outcomes(row):
            return False
        if self.headed != tuple(self.headings):
            return False  # the names of outcomes stand above it once more
        before = self.records[-1]
        return before.table_no == row.table_no and [item.text for item in before.items] == [item.text for item in items]

    def _record(self, own: list[Fragment], items: list[Item], row: Row) -> Record:
        if self._is_copy(own, items, row):
            return self.records[-1]
        record = Record(items, own, self.pending[-MOST_FRAGMENTS:], [], row.table_no, row.is_ruled, self.pending_unit)
        if self.records and not self.is_cut:
            self.records[-1].after = self.pending[:MOST_FRAGMENTS]
            record.follows_closely = True
        self.records.append(record)
        self.headed = tuple(self.headings)
        self.fragments.extend(own)
        self.pending, self.pending_unit, self.is_cut = [], None, False
        return record

    def _keep(self, texts: Iterable[Fragment]) -> None:
        for fragment in texts:
            if fragment.squashed and not fragment.squashed.isascii():  # no label of a form is in Latin letters
                self.fragments.append(fragment)
                self.pending.append(fragment)

    def _cut(self) -> None:
        if self.records and not self.is_cut:
            self.records[-1].after = self.pending[:MOST_FRAGMENTS]
        self.pending, self.pending_unit, self.is_cut, self.column = [], None, True, None


def _with_unreadable_figures(row: Row) -> Row:
    """Take a text that stands in a cell for a figure, and is none, for what it is: a figure nobody can read.

    It stands among the figures of a table's row, or right behind the label of a line, and is no label itself.
    """
    if row.table_no is None or not any(piece.value.kind is Kind.TEXT for piece in row.pieces[1:]):
        return row
    if not any(piece.value.kind is Kind.FIGURE for piece in row.pieces):
        return row  # a row of headings
    is_item = [piece.value.kind is not Kind.TEXT for piece in row.pieces]
    if is_item == sorted(is_item) and not any(map(_has_digit, row.pieces[1 : is_item.count(False)])):
        return row  # labels, then figures
    items = [piece if holds else Item("", BLANK, piece.place) for piece, holds in zip(row.pieces, is_item, strict=True)]
    is_long = sum(is_item) >= LONG_LINE - 1
    pieces = list(row.pieces)
    for at in range(1, len(pieces)):
        text = pieces[at].text
        is_among = any(piece.text.strip() for piece in items[:at]) and (any(is_item[at + 1 :]) or text[:1].isdigit())
        is_behind_label = is_line_label(squash(pieces[at - 1].text)) and any(is_item[at + 1 :])
        may_be_figure = _has_digit(pieces[at]) or (is_among and is_long)
        if is_item[at] or len(text) > LONGEST_UNREADABLE or _ENUMERATED.match(text) or not may_be_figure:
            continue
        if (
            (is_among or is_behind_label)
            and not may_be_label(squash(text))
            and (is_long or text.strip() not in units())
        ):
            pieces[at] = pieces[at]._replace(value=UNREADABLE)
    return replace(row, pieces=tuple(pieces))


def _has_digit(piece: Item) -> bool:
    return any(map(str.isdigit, piece.text)) or piece.text.isnumeric()


def _is_subtotal(record: Record) -> bool:
    beside = record.own or record.before
    return bool(beside) and beside[-1].squashed in subtotal_labels()


def _is_empty_line(own: Sequence[Fragment], items: Sequence[Item]) -> bool:
    """A line of the form with nothing but empty marks or cells, rather than a heading and its padding."""
    if any(item.text.strip() for item in items):
        return True
    if sum(fragment.squashed in column_names() for fragment in own) > 1:
        return False  # the heads of columns
    return bool(own) and (own[-1].squashed in line_labels() or "".join(f.squashed for f in own) in line_labels())


def _has_figure(items: Sequence[Item]) -> bool:
    return any(item.value.kind is not Kind.BLANK for item in items)
