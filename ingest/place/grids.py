"""Grids as the form prints its tables: turned where rows and columns are exchanged, parted where two stand abreast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from ingest.forms.definition import column_labels, is_line_label, squash
from ingest.place.values import Kind, read_value
from ingest.read.blocks import Cell, Grid

LEAST_COLUMN_NAMES = 4  # down the first column, for a table to be turned
LEAST_ABREAST = 3  # rows with the labels of two lines, for two tables to stand side by side


def as_printed_in_the_form(grid: Grid, abreast: set[tuple[int, int]]) -> Iterator[Grid]:
    """Return the grid, or what it is made of, with each line of the form in a row. Places stay those of the page.

    ``abreast`` are the widths of the grids so far that were two tables side by side, and the columns at which the
    second begins; they are added to. A grid that goes on over the page may end with a row or two.
    """
    if _is_turned(grid):
        grid = _turned(grid)
    width = grid.column_count
    for at in _second_tables(grid, abreast):
        abreast.add((width, at))
        yield replace(grid, cells=tuple(cell for cell in grid.cells if cell.column < at))
        grid = replace(grid, cells=tuple(cell for cell in grid.cells if cell.column >= at))
    yield grid


def _is_turned(grid: Grid) -> bool:
    """Kinds of applicant or outcomes stand before figures down the first column, and none along the first row."""
    if grid.column_count < 3 or grid.row_count < LEAST_COLUMN_NAMES:
        return False
    names = column_labels()
    named = {cell.row for cell in grid.cells if cell.column == 0 and squash(cell.text) in names}
    if len(named) < LEAST_COLUMN_NAMES:
        return False
    if any(cell.row == 0 and cell.column and squash(cell.text) in names for cell in grid.cells):
        return False
    with_figures = {
        cell.row
        for cell in grid.cells
        if cell.column and cell.text.strip() and read_value(cell.text).kind is not Kind.TEXT  # or a dash for none
    }
    return len(named & with_figures) >= LEAST_COLUMN_NAMES - 1


def _turned(grid: Grid) -> Grid:
    cells = [
        cell._replace(row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for cell in grid.cells
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(grid, cells=tuple(cells), row_count=grid.column_count, column_count=grid.row_count)


def _second_tables(grid: Grid, abreast: set[tuple[int, int]]) -> list[int]:
    """The columns at which another table begins: lines' labels stand there, behind the figures of other lines."""
    rows: defaultdict[int, list[Cell]] = defaultdict(list)
    seen_in, text_behind = -1, 0  # the row of the last figure, and how many texts stand behind one in their row
    for cell in grid.cells:
        rows[cell.row].append(cell)
        if cell.text.isdecimal():
            seen_in = cell.row
        elif cell.row == seen_in and len(cell.text) > 1:
            text_behind += 1
    if text_behind < LEAST_ABREAST and not abreast:
        return []
    begin: defaultdict[int, int] = defaultdict(int)
    for cells in rows.values():
        has_label = has_figure = False
        for cell in cells:
            if is_line_label(squash(cell.text)):
                begin[cell.column] += has_figure
                has_label, has_figure = True, False
            else:
                has_figure |= has_label and read_value(cell.text).kind is Kind.FIGURE
    return sorted(
        column
        for column, count in begin.items()
        if count >= (1 if (grid.column_count, column) in abreast else LEAST_ABREAST)
    )
