"""Random tables, merged any way, drawn in every ruled format: each cell comes back once, where it was."""

from __future__ import annotations

import io
import random
from typing import NamedTuple

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from ingest.read import read
from tests.read.helpers import grids


class Tile(NamedTuple):
    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


def tiling(rng: random.Random) -> tuple[int, int, list[Tile]]:
    """Return a table of random size cut into random rectangles; every row and column has a cell that begins there."""
    while True:
        row_count, column_count = rng.randint(2, 7), rng.randint(2, 7)
        free = {(row, column) for row in range(row_count) for column in range(column_count)}
        tiles: list[Tile] = []
        for row in range(row_count):
            for column in range(column_count):
                if (row, column) not in free:
                    continue
                rowspan, colspan = rng.choice([1, 1, 1, 2, 3]), rng.choice([1, 1, 1, 2, 3])
                area = {(row + down, column + right) for down in range(rowspan) for right in range(colspan)}
                if not area <= free:
                    rowspan = colspan = 1
                    area = {(row, column)}
                free -= area
                text = rng.choice(["", str(rng.randrange(100_000)), f"T{len(tiles)}"])
                tiles.append(Tile(row, column, rowspan, colspan, text))
        if {tile.row for tile in tiles} == set(range(row_count)) and {t.column for t in tiles} == set(
            range(column_count)
        ):
            return row_count, column_count, tiles


def as_html(row_count: int, column_count: int, tiles: list[Tile], rng: random.Random) -> bytes:
    rows = "".join(
        "<tr>"
        + "".join(f"<td rowspan={t.rowspan} colspan={t.colspan}><p>{t.text}" for t in tiles if t.row == row)
        + rng.choice(["", "</tr>"])
        for row in range(row_count)
    )
    return f"<html><body><table>{rows}</table>".encode()


def as_docx(row_count: int, column_count: int, tiles: list[Tile], rng: random.Random) -> bytes:
    document = Document()
    table = document.add_table(row_count, column_count)
    for tile in tiles:
        cell = table.cell(tile.row, tile.column)
        cell.merge(table.cell(tile.row + tile.rowspan - 1, tile.column + tile.colspan - 1)).text = tile.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(row_count: int, column_count: int, tiles: list[Tile], rng: random.Random) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    xs = [50.0]
    ys = [800.0]
    for _ in range(column_count):
        xs.append(xs[-1] + rng.uniform(35, 70))
    for _ in range(row_count):
        ys.append(ys[-1] - rng.uniform(14, 40))
    has_boxes = rng.random() < 0.5
    for tile in tiles:
        left, right = xs[tile.column], xs[tile.column + tile.colspan]
        top, bottom = ys[tile.row], ys[tile.row + tile.rowspan]
        if has_boxes:
            canvas.rect(left, bottom, right - left, top - bottom)
        else:
            for line in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom)):
                canvas.line(*line)
            canvas.line(right, top, right, bottom)
        canvas.drawString(left + 3, bottom + 4, tile.text)
    canvas.drawString(50, 30, "- 1 -")
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("draw", [as_html, as_docx, as_pdf])
@pytest.mark.parametrize("seed", range(12))
def test_every_cell_comes_back_once_where_it_was(draw, seed):
    rng = random.Random(seed)
    row_count, column_count, tiles = tiling(rng)
    (grid,) = grids(read(draw(row_count, column_count, tiles, rng)))
    assert [Tile(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells] == tiles
    assert (grid.row_count, grid.column_count) == (row_count, column_count)
