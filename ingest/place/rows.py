"""Blocks to rows of items: the cells of a grid, or the pieces of a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.forms.definition import is_made_of_labels, squash
from ingest.normalise import without_glosses
from ingest.place.line import LONGEST_LABEL, pieces_of
from ingest.place.record import Item
from ingest.place.values import TEXT, UNREADABLE, Kind, is_apart_as_written, read_value
from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place

LEAST_FILLED = 3  # rows with a cell in every column, for a table without rules to keep its columns
LEAST_SINGLE = 20  # lines with a figure and nothing else, for each line to be taken for a cell
_FIGURES = re.compile(r"[\d.,+-]+(?: [\d.,+-]+)*")
_PAGE_NUMBER = re.compile(
    r"[-—–－‐]\s*\d{1,4}\s*[-—–－‐]|第\s*\d{1,4}\s*页.{0,12}|(?P<page>\d{1,4})\s*/\s*(?P<pages>\d{1,4})"
)
_POINTS = tuple(".．,，")
_BEGUN = re.compile(r"(?:(?P<label>.*)\s)?(?P<begun>[+-]?\d[\d,，]*[.．,，])", re.DOTALL)
_ENUMERATOR = re.compile(r"[1-9]\d?[.．]")
_SENTENCE = re.compile(r"[。；;！？]")


@dataclass(frozen=True, slots=True)
class Row:
    pieces: tuple[Item, ...]
    table_no: int | None
    is_ruled: bool
    keeps_columns: bool = False  # what stands in one column of the table belongs together
    is_prose: bool = False


def grid_rows(grid: Grid) -> Iterator[Row]:
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    table_no = grid.cells[0].place.table_no if grid.cells else None
    is_filled = len(by_row) >= LEAST_FILLED and all(len(cells) == grid.column_count for cells in by_row.values())
    keeps_columns = grid.is_ruled or is_filled
    for cells in by_row.values():
        if len(cells) == 1 and is_page_number(cells[0].text):
            continue
        pieces = [Item(cell.text, read_value(cell.text), cell.place, cell.column) for cell in cells]
        if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
            pieces = _line_items(pieces[0].text, pieces[0].place)  # a line of text that happens to stand in a table
        else:
            pieces = _with_broken_figures(_with_lost_label(pieces))
        yield Row(tuple(pieces), table_no, grid.is_ruled, keeps_columns)


def _with_lost_label(pieces: list[Item]) -> list[Item]:
    """What is left before the figures of a row, where nothing but lost characters are, is its label."""
    if len(pieces) > 1 and pieces[0].value == UNREADABLE and not any(map(str.isdigit, pieces[0].text)):
        return [pieces[0]._replace(value=TEXT), *pieces[1:]]
    return pieces


def paragraph_rows(paragraph: Paragraph, *, is_one_figure: bool = False) -> Iterator[Row]:
    """Yield the row that a line of text is, if any; ``is_one_figure`` where the text prints one figure a line."""
    text = paragraph.text
    if is_page_number(text):
        return
    if is_one_figure and is_apart_as_written(text):
        pieces = [Item(text, read_value(text), paragraph.place)]
    else:
        pieces = _line_items(text, paragraph.place)
    is_prose = len(pieces) == 1 and (_is_long(text) or is_sentence(text)) and not is_made_of_labels(squash(text))
    yield Row(tuple(pieces), None, False, is_prose=is_prose)


def prints_one_figure_a_line(blocks: Iterable[Block]) -> bool:
    """Return whether a text has a line for each cell: no line prints two figures that cannot be one, parted."""
    single = 0
    for block in blocks:
        if isinstance(block, Paragraph) and _FIGURES.fullmatch(block.text):
            if " " in block.text and not is_apart_as_written(block.text):
                return False
            single += " " not in block.text
    return single >= LEAST_SINGLE


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_LABEL and max(map(len, without_glosses(text).split()), default=0) > LONGEST_LABEL


def is_sentence(text: str) -> bool:
    """Return whether a text holds the end of a sentence and goes on behind it."""
    return bool(_SENTENCE.search(text.strip()[:-1]))


def is_page_number(text: str) -> bool:
    """Return whether a text is the number of a page and nothing else."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return bool(match) and not (match["page"] and not 0 < int(match["page"]) <= int(match["pages"]))


def _line_items(text: str, place: Place) -> list[Item]:
    """The pieces of a line of text as items, all in the same place."""
    return _with_broken_figures([Item(piece, value, place, None, span) for piece, value, span in pieces_of(text)])


def _with_broken_figures(pieces: list[Item]) -> list[Item]:
    """Put a figure together that a gap parts at its point or comma: what stands behind the gap is never a figure.

    In doubt is one that makes no figure, one parted between two cells, and one that may be a number before a line.
    """
    if not any(piece.value.kind is Kind.TEXT and piece.text.endswith(_POINTS) for piece in pieces):
        return pieces
    whole: list[Item] = []
    for piece in pieces:
        begun = None
        if whole and whole[-1].value.kind is Kind.TEXT and piece.text[:1].isdigit():
            begun = _BEGUN.fullmatch(whole[-1].text)
        if begun is None:
            whole.append(piece)
            continue
        before = whole.pop()
        text = f"{begun['begun']} {piece.text}"
        value = read_value(text)
        may_be_number = not whole and not begun["label"] and _ENUMERATOR.fullmatch(begun["begun"])
        if value.kind is not Kind.FIGURE or piece.column is not None or may_be_number:
            value = UNREADABLE
        if begun["label"]:
            whole.append(before._replace(text=begun["label"]))
        whole.append(Item(text, value, piece.place, piece.column, piece.span))
    return whole
