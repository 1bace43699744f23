"""Lines whose cells are separated by pipes, tabs or commas to grids: which form a table, and what its cells are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby, product

from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place
from ingest.read.drawn import LEAST_RULES, drawn_grid
from ingest.read.limits import LIMITS, too_large

# Pipes separate cells wherever they stand; their full-width and box-drawing kin only in twos, since one may
# stand in a title.
_KIN_OF_PIPE = re.compile("[｜│┃║]")
_BOX_LINES = r"\s|+=:\-─━│┃┄┅┈┉┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬═"
_BOX_RULE = re.compile(f"(?=.*[+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬])(?=.*(?:--|==|[─━═]))[{_BOX_LINES}]+")
_RULE_CELL = re.compile(r":?-{3,}:?|:-+:?|-+:")
_DRAWN = re.compile("[-—–]+")
_ONLY_PIPES = re.compile(r"[|\s]+")

LEAST_COMMAS = 2
LEAST_COMMA_LINES = 3  # for commas alone to make a table
LEAST_ENDING_IN_FIGURES = 0.7  # of its lines
LONGEST_CELL, LONGEST_FIGURE, LONGEST_MARK = 150, 20, 3  # characters; a label with glosses is long
MOST_LABELS = 3  # cells of a row before its figures: part of the form, group, line
_FIGURE_OR_EMPTY = re.compile(r"\s*(?:[+-]?[\d,]+(?:\.\d+)?|[-—–/]*)\s*")
_THOUSANDS = re.compile(r"[^\d,]*\d{1,3}(?:,\d{3})+(?:\.\d+)?\D{0,3}")

# A number with a tab after it is how word processors copy a numbered paragraph, not a row of a table.
_NUMBERED_PARAGRAPH = re.compile(r"\s*[（(]?[〇一二三四五六七八九十百\d]+[）)、.．]*\t+[^\t\d][^\t]*")
_SENTENCE_END = re.compile("[。；！？]")


class Kind(IntEnum):
    """What separates the cells of a line, if anything does."""

    BLANK = 0
    PLAIN = 1
    PIPES = 2
    TABS = 3
    INDENTED = 4  # tabs before its text only
    COMMAS = 5  # a label, then figures and nothing else, as a spreadsheet is saved


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``is_rule`` for one that only draws the lines of a table, between or around its rows."""

    text: str
    place: Place
    kind: Kind
    is_rule: bool = False


def read_line(text: str, place: Place) -> Line:
    """Return the line ``text`` with what separates its cells; the kin of the pipe become pipes."""
    if len(_KIN_OF_PIPE.findall(text)) >= 2:
        text = _KIN_OF_PIPE.sub("|", text)
    if not text.strip():
        return Line(text, place, Kind.BLANK)
    if "|" in text or _BOX_RULE.fullmatch(text):
        return Line(text, place, Kind.PIPES, is_rule(text))
    if "\t" not in text:
        return Line(text, place, Kind.COMMAS if _is_figures_between_commas(text) else Kind.PLAIN)
    return Line(text, place, Kind.TABS if "\t" in text.lstrip() else Kind.INDENTED, is_rule(text))


def _is_figures_between_commas(text: str) -> bool:
    """Tell whether a line is a row of a comma-separated table: behind its labels only figures and empty cells."""
    if text.count(",") < LEAST_COMMAS or _SENTENCE_END.search(text):
        return False
    if all("," not in word or _THOUSANDS.fullmatch(word) for word in text.split()):
        return False  # its commas part thousands
    cells = next(csv.reader([text]))
    labels = [index for index, cell in enumerate(cells) if not _FIGURE_OR_EMPTY.fullmatch(cell)]
    behind = cells[labels[-1] + 1 :] if labels else cells
    return len(labels) <= MOST_LABELS and any(map(str.strip, behind))


def is_rule(text: str) -> bool:
    """Tell whether a line only draws the lines of a table: ``|---|:-:|``, tabs between dashes, ``+---+---+``."""
    if "-" in text:
        cells = [cell.strip() for cell in re.split(r"[|\t]", text)]
        printed = [cell for cell in cells if cell]
        if len(cells) > 1 and printed and all(_RULE_CELL.fullmatch(cell) for cell in printed):
            return True
    return _BOX_RULE.fullmatch(text) is not None


def runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines in order, those that form one table together, any other nonblank line alone.

    A table ends at a blank line, at a line without separators and where pipes give way to tabs.
    """
    lines = _with_comma_tables(lines)
    run: list[Line] = []
    for index, line in enumerate(lines):
        is_in_tabs = bool(run) and run[0].kind == Kind.TABS
        if line.kind == Kind.BLANK and is_in_tabs and line.text.count("\t") > 1:
            line = replace(line, kind=Kind.TABS)  # a row of empty cells
        elif line.kind == Kind.INDENTED:
            is_before_tabs = index + 1 < len(lines) and lines[index + 1].kind == Kind.TABS
            is_row = (is_in_tabs or is_before_tabs) and not _SENTENCE_END.search(line.text)
            line = replace(line, kind=Kind.TABS if is_row else Kind.PLAIN)
        if run and line.kind != run[0].kind:
            yield run
            run = []
        if line.kind == Kind.PLAIN:
            yield [line]
        elif line.kind != Kind.BLANK:
            run.append(line)
    if run:
        yield run


def _with_comma_tables(lines: Sequence[Line]) -> Sequence[Line]:
    """Mark the lines that are a table saved with commas by their number alone, whatever their cells hold.

    They follow each other, have as many commas each, no sentence, and end in a figure or a mark for none.
    """
    if not any(line.kind == Kind.PLAIN and "," in line.text for line in lines):
        return lines
    counts = [_cells_between_commas(line) for line in lines]
    marked = list(lines)
    start = 0
    for count, stretch in groupby(counts):
        length = len(list(stretch))
        here = range(start, start + length)
        if count > 1 and length >= LEAST_COMMA_LINES:
            ending = sum(_may_be_figure(next(csv.reader([lines[at].text]))[-1]) for at in here)
            if ending >= LEAST_ENDING_IN_FIGURES * length:
                for at in here:
                    marked[at] = replace(lines[at], kind=Kind.COMMAS)
        start += length
    return marked


def _cells_between_commas(line: Line) -> int:
    """How many cells commas part a line into; 0 where its commas are those of thousands or of a sentence."""
    text = line.text
    if line.kind not in (Kind.PLAIN, Kind.COMMAS) or "," not in text or _SENTENCE_END.search(text):
        return 0
    if line.kind == Kind.PLAIN and all("," not in word or _THOUSANDS.fullmatch(word) for word in text.split()):
        return 0
    cells = next(csv.reader([text]))
    return len(cells) if max(map(len, cells)) <= LONGEST_CELL else 0


def _may_be_figure(cell: str) -> bool:
    cell = cell.strip()
    return len(cell) <= LONGEST_MARK or (cell[:1].lstrip("+-").isdigit() and len(cell) <= LONGEST_FIGURE)


def is_table(run: Sequence[Line]) -> bool:
    """Tell whether a run of ``runs`` is a table: its lines have separators, and are not numbered paragraphs."""
    return run[0].kind != Kind.PLAIN and not all(_NUMBERED_PARAGRAPH.fullmatch(line.text) for line in run)


def grid_of(run: Sequence[Line], table_no: int, printed: Callable[[str], str] = str.strip) -> Grid | None:
    """Return the grid of a run that is a table, one row a line, without its rule rows; None if nothing is left.

    Empty cells are kept as they stand, at the end of a row too. ``printed`` cleans the text of a cell. A cell's
    place is its line's, with table, row and column added.
    """
    lines = [line for line in run if not line.is_rule]
    if lines and len(run) - len(lines) >= LEAST_RULES:
        numbered = [(line.place.line_no, line.text) for line in run]
        if drawn := drawn_grid(numbered, table_no, printed):
            return drawn
    if len(lines) == len(run):
        lines = _without_drawn_line(lines)
    if not lines:
        return None
    if lines[0].kind == Kind.TABS:
        rows = [line.text.strip(" \r\f").split("\t") for line in lines]
    elif lines[0].kind == Kind.COMMAS:
        rows = [next(csv.reader([line.text])) for line in lines]
    else:
        is_framed, is_closed = _ends_of_rows(lines)
        rows = [_split_at_pipes(line.text, is_framed, is_closed) for line in lines]
    width = max(len(row) for row in rows)
    if width > LIMITS.columns:
        raise too_large("columns in one table", LIMITS.columns)
    cells = tuple(
        Cell(
            printed(text),
            Place(line.place.page, table_no, row + 1, column + 1, line.place.line_no),
            row,
            column,
        )
        for row, (line, texts) in enumerate(zip(lines, rows, strict=True))
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), width, is_ruled=False)


def _without_drawn_line(lines: list[Line]) -> list[Line]:
    """Leave out a second row of dashes alone, the line below a heading as some programs draw it."""
    if len(lines) < 3 or lines[0].kind != Kind.PIPES:
        return lines
    cells = {cell.strip() for cell in lines[1].text.split("|")} - {""}
    is_drawn = len(cells) == 1 and _DRAWN.fullmatch(cells.pop()) is not None
    return [lines[0], *lines[2:]] if is_drawn and any(map(str.isalpha, lines[0].text)) else lines


def _ends_of_rows(lines: Sequence[Line]) -> tuple[bool, bool]:
    """Tell whether the rows begin with a pipe as a frame, and whether one at their end closes the last cell.

    Else a pipe there parts an empty cell from its neighbour. Where only some rows have one, they are read in the
    way that gives most of them the same number of cells, else in the way of most.
    """
    with_text = [line.text.strip() for line in lines if not _ONLY_PIPES.fullmatch(line.text)]
    beginning = sum(text.startswith("|") for text in with_text)
    ending = sum(text.endswith("|") for text in with_text)
    framed = [beginning * 2 >= len(with_text) > 0]
    closed = [ending * 2 >= len(with_text)] if ending else [True]
    if 0 < beginning < len(with_text):
        framed.append(not framed[0])
    if 0 < ending < len(with_text):
        closed.append(not closed[0])
    if len(framed) == len(closed) == 1:
        return framed[0], closed[0]

    def alike(way: tuple[bool, bool]) -> int:
        return max(Counter(len(_split_at_pipes(text, *way)) for text in with_text).values(), default=0)

    return max(product(framed, closed), key=alike)


def _split_at_pipes(text: str, is_framed: bool, is_closed: bool = True) -> list[str]:
    """Return the cells between the pipes of one row; each pipe ends a cell, but the first of a frame.

    Where the rows are not closed a pipe parts two cells, the last of which may be empty.

    >>> _split_at_pipes("a | b | |||", False), _split_at_pipes("| a | b |", True), _split_at_pipes("||||", False)
    (['a', 'b', '', '', ''], ['a', 'b'], ['', '', '', ''])
    >>> _split_at_pipes("a | 1 | ", False, False)
    ['a', '1', '']
    """
    cells = [cell.strip() for cell in text.split("|")]
    if is_framed and len(cells) > 2 and not cells[0]:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1] and is_closed:
        cells = cells[:-1]
    return cells


def with_grids(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return ``blocks`` with their paragraphs of separated cells made grids, as when a text became a page or a file.

    One line with one separator is left alone: it may be a title and a site's name. Grids are numbered anew.
    """
    blocks = tuple(blocks)
    lines = {
        index: read_line(block.text, block.place)
        for index, block in enumerate(blocks)
        if isinstance(block, Paragraph) and not block.heading_level
    }
    if all(line.kind == Kind.PLAIN for line in lines.values()):
        return blocks
    made: list[Block] = []
    table_count = 0
    waiting: list[tuple[Line, Block]] = []

    def flush() -> None:
        nonlocal table_count
        originals = iter([block for _, block in waiting])
        for run in runs([line for line, _ in waiting]):
            replaced = [next(originals) for _ in run]
            is_one_mark = len(run) == 1 and max(run[0].text.count("|"), run[0].text.count("\t")) < 2
            if not is_table(run) or is_one_mark:
                made.extend(replace(block, text=block.text.strip()) for block in replaced)
            elif grid := grid_of(run, table_count + 1):
                table_count += 1
                made.append(grid)
        waiting.clear()

    for index, block in enumerate(blocks):
        if index in lines:
            waiting.append((lines[index], block))
            continue
        flush()
        if isinstance(block, Grid):
            table_count += 1
            block = _renumbered(block, table_count)
        made.append(block)
    flush()
    return tuple(made)


def _renumbered(grid: Grid, table_no: int) -> Grid:
    if not grid.cells or grid.cells[0].place.table_no == table_no:
        return grid
    cells = tuple(cell._replace(place=cell.place._replace(table_no=table_no)) for cell in grid.cells)
    return replace(grid, cells=cells)
