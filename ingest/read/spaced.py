"""Plain text whose columns are kept by spaces: its lines to lines of print, and the tables found among those."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.read.aligned import AlignedTable, PagesBefore, arranged
from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place
from ingest.read.printed import PrintedLine, Word, line_of, print_width

EM = 2.2  # a little more than the two columns of a Chinese character: one space parts letters, two part columns
LINE_HEIGHT = 1.3 * EM
MOST_SPREAD = 1.0  # columns of print that the figures of a column may be off, set in the middle
LEAST_SPACED = 3  # lines with figures far apart, for a text to keep its columns
_FAR_APART = re.compile(r"\S(?: {3,}[-+]?[\d０-９—–－/-][^ ]*){2}")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:第 ?)?\d{1,4}(?: ?页.{0,12})?\W{0,3}(?:\d{1,4})?")
_WORD = re.compile(r"\S+")
_TAB_STOP = 8


def keeps_columns(lines: Sequence[str]) -> bool:
    """Tell whether spaces set the figures of a text below one another, and not only apart."""
    return sum(_FAR_APART.search(line) is not None for line in lines) >= LEAST_SPACED


def with_tables_of_spaces(blocks: Sequence[Block], lines: Sequence[str]) -> list[Block]:
    """Return ``blocks`` with grids for their paragraphs that stand in columns; ``lines`` are those of the text.

    Grids are numbered anew. A line that is no row of such a table stays the paragraph it is, unless two tables stand
    side by side: then one comes after the other.
    """
    found: list[Block] = []
    table_count = 0
    for is_plain, stretch in groupby(blocks, _may_be_row):
        for block in _arranged(list(stretch), lines) if is_plain else stretch:
            if isinstance(block, Grid):
                table_count += 1
                cells = tuple(cell._replace(place=cell.place._replace(table_no=table_count)) for cell in block.cells)
                block = replace(block, cells=cells)
            found.append(block)
    return found


def _may_be_row(block: Block) -> bool:
    """Tell whether a block may be a row of such a table: behind the number of a page its columns may be others."""
    return isinstance(block, Paragraph) and not block.heading_level and not _PAGE_NUMBER.fullmatch(block.text)


def _arranged(paragraphs: Sequence[Paragraph], lines: Sequence[str]) -> Iterator[Block]:
    printed = {
        paragraph.place.line_no: _printed(lines[paragraph.place.line_no - 1], paragraph) for paragraph in paragraphs
    }
    own = {id(line): paragraph for line, paragraph in zip(printed.values(), paragraphs, strict=True)}
    for item in arranged(list(printed.values()), PagesBefore()):
        is_table = isinstance(item, AlignedTable) and item.is_one_table()
        if is_table and item.has_gaps() and all(column.spread <= MOST_SPREAD for column in item.columns):
            yield _grid(item)
            continue
        for line in [row.line for row in item.rows] if isinstance(item, AlignedTable) else [item]:
            yield own.get(id(line)) or Paragraph(line.text, Place(line_no=_line_no(line)))


def _printed(text: str, paragraph: Paragraph) -> PrintedLine:
    """The line as it would be printed in type of one width. Its baseline tells its number."""
    text = text.expandtabs(_TAB_STOP)
    words: list[Word] = []
    column, end = 0.0, 0
    for match in _WORD.finditer(text):
        gap = match.start() - end
        column += print_width(text[end : match.start()])
        left = column
        column += print_width(match.group())
        words.append(Word(match.group(), left, column, " " * min(gap, 2) if words else ""))
        end = match.end()
    return line_of(words, paragraph.place.line_no * LINE_HEIGHT, EM)


def _line_no(line: PrintedLine) -> int:
    return round(line.baseline / LINE_HEIGHT)


def _grid(table: AlignedTable) -> Grid:
    table.put_wrapped_figures_together()
    rows = table.cells()
    label_count = max(len(labels) for labels, _ in rows)
    cells = [
        Cell(text, Place(None, None, number + 1, column + 1, _line_no(row.line)), number, column)
        for number, (row, (labels, figures)) in enumerate(zip(table.rows, rows, strict=True))
        for column, text in [*enumerate(labels, label_count - len(labels)), *enumerate(figures, label_count)]
        if text is not None
    ]
    return Grid(tuple(cells), len(rows), label_count + len(table.columns), is_ruled=False)
