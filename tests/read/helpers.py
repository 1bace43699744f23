"""Short ways to look at blocks in tests."""

from __future__ import annotations

from ingest.read.blocks import Grid, Paragraph, Reading


def paragraphs(reading: Reading) -> list[str]:
    """Return the texts of the paragraphs, in order."""
    return [block.text for block in reading.blocks if isinstance(block, Paragraph)]


def grids(reading: Reading) -> list[Grid]:
    """Return the grids, in order."""
    return [block for block in reading.blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    """Return the texts of the cells, row by row, each merged cell in the row where it begins."""
    texts: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        texts[cell.row].append(cell.text)
    return texts


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """Return row, column, rowspan and colspan of each cell by its text."""
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells}
