"""Grids as the form prints its tables.

They are turned where rows and columns are exchanged, parted where two tables stand abreast, and so are columns that
hold the figures of several.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.forms.definition import (
    column_labels,
    column_names,
    forms,
    is_line_label,
    line_lengths,
    squash,
    without_enumerator,
)
from ingest.place.values import Kind, is_apart_as_written, read_value
from ingest.read.blocks import Cell, Grid

LEAST_SEVERAL = 2  # cells with figures that are surely more than one, for columns to be several
MOST_SEVERAL = 4  # figures in one cell
LEAST_NAMES = 2  # of columns, for their places to tell
LEAST_COLUMN_NAMES = 4  # down the first column, for a table to be turned
LEAST_ABREAST = 3  # rows with the labels of two lines, for two tables to stand side by side

_FIGURES = re.compile(r"[+-]?[\d,]+(?:\.\d+)?(?: [+-]?[\d,]+(?:\.\d+)?)+")


def as_printed_in_the_form(grid: Grid, abreast: set[tuple[int, int]]) -> Iterator[Grid]:
    """Return the grid, or what it is made of, with each line of the form in a row. Places stay those of the page.

    ``abreast`` are the widths of the grids so far that were two tables side by side, and the columns at which the
    second begins; they are added to. A grid that goes on over the page may end with a row or two.
    """
    if _is_turned(grid):
        grid = _turned(grid)
    grid = _with_columns_parted(grid)
    grid = _with_figures_below_names(grid)
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


def _with_columns_parted(grid: Grid) -> Grid:
    """Part columns whose cells hold the figures of two or more, the line between them being lost: ``0 184``, ``3 0``.

    A cell may be one figure with a space inside (``368 159``): others of its table must tell. Drawn lines are not lost.
    """
    if grid.is_ruled:
        return grid
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    sure = 0
    for cell in grid.cells:
        if " " in cell.text and cell.colspan == 1 and _FIGURES.fullmatch(cell.text):
            found[cell.column][len(cell.text.split())] += 1
            sure += not is_apart_as_written(cell.text)
    if sure < LEAST_SEVERAL:
        return grid
    several = {column: counts.most_common(1)[0][0] for column, counts in found.items()}
    if max(several.values()) > MOST_SEVERAL or not _make_lines_whole(grid, several):
        return grid
    before = [0] * (grid.column_count + 1)  # columns that are added before each
    for column in range(grid.column_count):
        before[column + 1] = before[column] + several.get(column, 1) - 1
    cells: list[Cell] = []
    for cell in grid.cells:
        end = cell.column + cell.colspan
        column, colspan = cell.column + before[cell.column], cell.colspan + before[end] - before[cell.column]
        parts = cell.text.split() if cell.column in several and _FIGURES.fullmatch(cell.text) else []
        if cell.colspan == 1 and len(parts) == several.get(cell.column):
            cells += [cell._replace(text=part, column=column + at) for at, part in enumerate(parts)]
        else:
            cells.append(cell._replace(column=column, colspan=colspan))
    return replace(grid, cells=tuple(cells), column_count=grid.column_count + before[-1])


def _make_lines_whole(grid: Grid, several: Mapping[int, int]) -> bool:
    """Tell whether most rows with such cells have as many figures as their line of the form only if they are parted."""
    rows: defaultdict[int, list[int]] = defaultdict(list)  # how many figures a cell of each row holds if it is parted
    lengths: defaultdict[int, frozenset[int]] = defaultdict(frozenset)  # of the lines whose labels stand in the row
    for cell in grid.cells:
        if _FIGURES.fullmatch(cell.text):
            rows[cell.row].append(len(cell.text.split()) if cell.column in several else 1)
        elif own := line_lengths().get(without_enumerator(squash(cell.text))):
            lengths[cell.row] |= own
        elif (cell.text.strip() or rows.get(cell.row)) and read_value(cell.text).kind is not Kind.TEXT:
            rows[cell.row].append(1)
    of_any = frozenset().union(*(lengths or line_lengths()).values())
    told = [(counts, lengths.get(row, of_any)) for row, counts in rows.items() if max(counts) > 1]
    return 2 * sum(sum(counts) in own and len(counts) not in own for counts, own in told) > len(told)


def _with_figures_below_names(grid: Grid) -> Grid:
    """Put the figures of a table in the columns of their names, where programs put the two a column or more apart.

    There are as many columns with figures as with names, each nearer to its own name than to the one before or behind,
    and the names are all those of a table.
    """
    if grid.is_ruled:
        return grid
    names: dict[int, str] = {}
    others = []
    for cell in grid.cells:
        if not cell.text.isdecimal() and (label := squash(cell.text)) in column_names():
            if names.setdefault(cell.column, label) != label:
                return grid
        elif cell.text:
            others.append(cell)
    if len(names) < LEAST_NAMES or not _name_a_table([names[column] for column in sorted(names)]):
        return grid
    filled = {cell.column for cell in others if cell.text.isdecimal() or read_value(cell.text).kind is not Kind.TEXT}
    if len(names) != len(filled) or names.keys() == filled:
        return grid
    own = dict(zip(sorted(filled), sorted(names), strict=True))
    bounds = [-1, *sorted(names), grid.column_count]
    if not all(bounds[at] < column < bounds[at + 2] for at, column in enumerate(own)):
        return grid
    first = min(names.keys() | filled)
    cells = [
        cell._replace(column=own.get(cell.column, cell.column))
        for cell in grid.cells
        if cell.text.strip() or cell.column in filled or cell.column < first
    ]
    return replace(grid, cells=tuple(cells))


def _name_a_table(labels: Sequence[str]) -> bool:
    """Tell whether labels are those of all columns of a table of a form, in its order."""
    return any(
        len(section.columns) == len(labels)
        and all(label in column.labels for label, column in zip(labels, section.columns, strict=True))
        for form in forms().values()
        for section in form.sections
    )


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
