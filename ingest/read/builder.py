"""Blocks in the making: the events of a marked-up document (text, ends of paragraphs, tables) to blocks."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place
from ingest.read.joining import collapse, join_lines
from ingest.read.limits import LIMITS, too_large
from ingest.read.separated import with_grids

# A table one of whose cells holds this much running text lays out a page; it has no columns to keep. All
# row labels of the applications form together, the most a collapsed group of labels can be, are half of it.
_PROSE_CELL_CHARACTERS = 800
_PROSE_CELL_LINES = 4
# So does a small table without figures in whose cells stand this many whole sentences: a short article.
_ARTICLE_SENTENCES = 4
_ARTICLE_CHARACTERS = 160
_ARTICLE_TABLE_CELLS = 24
_ARTICLE_TABLE_FIGURES = 4
_SENTENCE_END = "。"

_BLANKS = " \xa0\u3000\r\n\f"  # all but the tab, which separates cells

# A table wider than this is wide by mistake: see _drop_columns_without_a_start.
_TRUSTED_COLUMNS = 100


class Line(NamedTuple):
    """One paragraph before it has a place."""

    text: str
    heading_level: int = 0


@dataclass(slots=True)
class DraftCell:
    """One cell as marked up, with what stands in it. ``row`` and ``column`` count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class DraftGrid:
    """One finished table before it has a place."""

    cells: list[DraftCell]
    row_count: int
    column_count: int
    is_ruled: bool = True


Item = Line | DraftGrid


class _OpenTable:
    """A table while its cells arrive, row by row: columns as in HTML's table algorithm.

    https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
    """

    __slots__ = ("cells", "column", "group_start", "is_ruled", "occupied", "row", "steps")

    def __init__(self, is_ruled: bool = True) -> None:
        self.is_ruled = is_ruled
        self.cells: list[DraftCell] = []
        self.row = -1
        self.column = 0
        self.group_start = 0
        self.occupied: dict[int, int] = {}  # column -> first row in which it is free again
        self.steps = 0  # of work on ``occupied``, which hostile spans can make large

    def start_row(self) -> None:
        self.row += 1
        self.column = 0

    def start_cell(self, rowspan: int, colspan: int) -> DraftCell:
        if self.row < 0:
            self.start_row()
        while self.occupied.get(self.column, 0) > self.row:
            self.column += 1
            self.steps += 1
        cell = DraftCell(self.row, self.column, rowspan, colspan)
        if rowspan > 1:
            self.occupied.update(dict.fromkeys(range(self.column, self.column + colspan), self.row + rowspan))
            self.steps += colspan
        self.column += colspan
        if self.steps > LIMITS.span_steps:
            raise too_large("cells covered by merged ones", LIMITS.span_steps)
        self.cells.append(cell)
        return cell

    def end_group(self) -> None:
        """Cut the cells that reach below the last row of a row group."""
        end = self.row + 1
        for cell in reversed(self.cells):
            if cell.row < self.group_start:
                break
            cell.rowspan = min(cell.rowspan, end - cell.row)
        self.group_start = end
        self.occupied.clear()


class BlockBuilder:
    """Collects text and tables in reading order, then numbers them.

    ``text``, ``end_paragraph`` and the table methods are called in document order. A table that holds
    another one, a single cell, or running text lays out the page: its cells' content then stands where the
    table stood. ``is_literal`` says that white space is printed as it stands, and not as in HTML.
    """

    def __init__(self, is_literal: bool = False) -> None:
        self.is_literal = is_literal
        self._top: list[Item] = []
        self._items = self._top  # of the innermost open cell, or of the document
        self._pieces: list[str] = []
        self._heading_level = 0
        self._line_count = self._cell_count = 0
        self._tables: list[_OpenTable] = []
        self._outer_items: list[list[Item]] = []

    def text(self, piece: str) -> None:
        """Add text to the open paragraph; pieces join without a space."""
        self._pieces.append(piece)

    def end_paragraph(self) -> None:
        """Close the open paragraph; one of nothing but white space is dropped."""
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            self._add_line(text, self._items)

    def _add_line(self, text: str, items: list[Item]) -> None:
        if not text.isalnum():  # which has no white space to care for
            text = text.strip(_BLANKS) if self.is_literal else collapse(text)
            if not text or text.isspace():
                return
        self._line_count += 1
        if self._line_count > LIMITS.blocks:
            raise too_large("paragraphs", LIMITS.blocks)
        items.append(Line(text, self._heading_level))

    def start_heading(self, level: int) -> None:
        """Begin a heading of ``level`` 1 to 6."""
        self.end_paragraph()
        self._heading_level = level

    def end_heading(self) -> None:
        self.end_paragraph()
        self._heading_level = 0

    def start_table(self, is_ruled: bool = True) -> None:
        """Begin a table; not ``is_ruled`` where the same column may be another one from row to row."""
        self.end_paragraph()
        if len(self._tables) >= LIMITS.table_depth:
            raise too_large("tables inside one another", LIMITS.table_depth)
        self._tables.append(_OpenTable(is_ruled))
        self._outer_items.append(self._items)

    def start_row(self) -> None:
        self._tables[-1].start_row()

    def end_row_group(self) -> None:
        self._tables[-1].end_group()

    def start_cell(self, rowspan: int = 1, colspan: int = 1) -> None:
        """Begin a cell of the row; ``rowspan`` 0 reaches to the end of the row group."""
        self._items = self._new_cell(rowspan, colspan)

    def add_cell(self, text: str, rowspan: int = 1, colspan: int = 1) -> None:
        """Add a cell that holds one text and nothing else."""
        items = self._new_cell(rowspan, colspan)
        if text:
            self._add_line(text, items)

    def _new_cell(self, rowspan: int, colspan: int) -> list[Item]:
        if self._pieces:
            self.end_paragraph()
        self._cell_count += 1
        if self._cell_count > LIMITS.cells:
            raise too_large("table cells", LIMITS.cells)
        return self._tables[-1].start_cell(rowspan or 65_534, colspan or 1).items

    def end_cell(self) -> None:
        self.end_paragraph()
        self._items = self._outer_items[-1]

    def end_table(self) -> None:
        self.end_paragraph()
        table = self._tables.pop()
        self._items = self._outer_items.pop()
        table.end_group()
        if _is_layout(table.cells):
            for cell in table.cells:
                self._items.extend(cell.items)
        else:
            self._items.append(_fit(table.cells, table.row + 1, table.is_ruled))

    def items(self) -> list[Item]:
        """Return what was collected, in reading order, without places."""
        self.end_paragraph()
        return self._top

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, in reading order; ``line_no`` of a place is the running number of its block.

        Paragraphs whose cells are separated by pipes or tabs become grids, as in a text.
        """
        blocks: list[Block] = []
        table_no = 0
        for number, item in enumerate(self.items(), start=1):
            if isinstance(item, Line):
                blocks.append(Paragraph(item.text, Place(line_no=number), item.heading_level))
            else:
                table_no += 1
                blocks.append(placed_grid(item, table_no, number))
        return with_grids(blocks)


def placed_grid(draft: DraftGrid, table_no: int, line_no: int, page: int | None = None) -> Grid:
    """Return the grid of ``draft`` with every cell's place; ``line_no`` is the table's own."""
    cells = tuple(
        Cell(
            _cell_text(cell.items),
            Place(page, table_no, cell.row + 1, cell.column + 1, line_no),
            cell.row,
            cell.column,
            cell.rowspan,
            cell.colspan,
        )
        for cell in draft.cells
    )
    return Grid(cells, draft.row_count, draft.column_count, draft.is_ruled)


def _cell_text(items: list[Item]) -> str:
    if not items:
        return ""
    if len(items) == 1 and isinstance(items[0], Line):
        return items[0].text
    return join_lines(item.text for item in items if isinstance(item, Line))


def _is_layout(cells: list[DraftCell]) -> bool:
    if len(cells) <= 1:
        return True
    for cell in cells:
        items = cell.items
        if len(items) == 1 and isinstance(items[0], Line):
            continue
        if any(isinstance(item, DraftGrid) for item in items):
            return True
        if len(items) >= _PROSE_CELL_LINES and sum(len(line.text) for line in items) >= _PROSE_CELL_CHARACTERS:
            return True
    return len(cells) <= _ARTICLE_TABLE_CELLS and _holds_an_article(cells)


def _holds_an_article(cells: list[DraftCell]) -> bool:
    """Say whether the cells hold several whole sentences and next to none a figure."""
    texts = ["".join(item.text for item in cell.items if isinstance(item, Line)) for cell in cells]
    prose = "".join(text for text in texts if _SENTENCE_END in text)
    return (
        len(prose) >= _ARTICLE_CHARACTERS
        and prose.count(_SENTENCE_END) >= _ARTICLE_SENTENCES
        and sum(text.isdecimal() for text in texts) < _ARTICLE_TABLE_FIGURES
    )


def _fit(cells: list[DraftCell], row_count: int, is_ruled: bool) -> DraftGrid:
    width = max(cell.column + cell.colspan for cell in cells)
    if width > _TRUSTED_COLUMNS:
        width = _drop_columns_without_a_start(cells)
    return DraftGrid(cells, row_count, width, is_ruled)


def _drop_columns_without_a_start(cells: list[DraftCell]) -> int:
    """Number the columns of ``cells`` anew, in place, leaving out those in which no cell begins.

    A heading with ``colspan="100000"`` must not make a hundred thousand columns. Returns how many are left.
    """
    starts = sorted({cell.column for cell in cells})
    if len(starts) > LIMITS.columns:
        raise too_large("columns in one table", LIMITS.columns)
    for cell in cells:
        first = bisect_left(starts, cell.column)
        cell.colspan = bisect_left(starts, cell.column + cell.colspan) - first
        cell.column = first
    return len(starts)
