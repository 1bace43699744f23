"""Tables drawn with characters: rules of dashes between their rows, bars between their cells.

Where a rule stands between every two rows, a row is as many lines high as its highest cell, and the rules and bars
that are left out say which cells are merged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.read.blocks import Cell, Grid, Place
from ingest.read.joining import join_lines
from ingest.read.limits import LIMITS
from ingest.read.printed import print_width

LEAST_RULES = 3  # above the heading, below it and below the rows
LEAST_PLACED = 0.9  # of the lines, with all their bars below marks of the rules
PADDING = 1  # columns of print between a bar and the text of a cell
HARD_BREAK = "\\"  # of Markdown, at the end of a line
NEAR = 1  # columns of print that a bar may stand off: some characters are one or two columns wide

_CORNERS, _STROKES, _BARS = "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "─━═┄┅┈┉", "│┃║｜"
_DRAWN = str.maketrans({**dict.fromkeys(_CORNERS, "+"), **dict.fromkeys(_STROKES, "-"), **dict.fromkeys(_BARS, "|")})
_LINE_DRAWING = re.compile(f"[{_CORNERS}{_STROKES}]")
_MARK = re.compile(r"\||\+(?=[-=:])|(?<=[-=:])\+")
_RULE = re.compile(r"[-=:]{2,}")
_FIGURE = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?\D{0,3}")


class _Part(NamedTuple):
    """What stands between two marks of a line, whose places are given as columns of print."""

    left: int
    right: int
    text: str

    @property
    def is_rule(self) -> bool:
        return _RULE.fullmatch(self.text) is not None


@dataclass(slots=True)
class _OpenCell:
    """A cell that no rule has ended yet; ``column`` and ``end`` count the marks of the rules."""

    row: int
    column: int
    end: int
    lines: list[tuple[str, int]] = field(default_factory=list)  # with the number of the line
    first_line: int = 0

    def closed(self, row: int, table_no: int, printed: Callable[[str], str]) -> Cell:
        place = Place(
            None, table_no, self.row + 1, self.column + 1, self.lines[0][1] if self.lines else self.first_line
        )
        text = printed(join_lines(text for text, _ in self.lines))
        return Cell(text, place, self.row, self.column, row - self.row, self.end - self.column)


def drawn_grid(lines: Sequence[tuple[int, str]], table_no: int, printed: Callable[[str], str]) -> Grid | None:
    """Return the grid that numbered lines draw with a rule between every two rows, None where they do not.

    ``printed`` cleans the text of a cell.
    """
    for width in (1, 2) if any(_LINE_DRAWING.search(text) for _, text in lines) else (1,):
        parts = [(number, list(_parts_of(text, width))) for number, text in lines]
        edges = _edges([found for _, found in parts])
        if len(edges) < 2 or len(edges) > LIMITS.columns:
            continue
        if sum(_is_placed(found, edges) for _, found in parts) >= LEAST_PLACED * len(parts):
            return _grid(parts, edges, table_no, printed)
    return None


def _parts_of(text: str, width: int) -> Iterator[_Part]:
    """Yield what stands between the marks of a line; ``width`` is that of a character of line drawing."""
    drawn = text.translate(_DRAWN)
    before: int | None = None
    at = 0  # columns of print
    end = 0
    for mark in _MARK.finditer(drawn):
        between = drawn[end : mark.start()]
        own = text[end : mark.start()]
        if before is not None:
            here = at + print_width(own) + (width - 1) * len(_LINE_DRAWING.findall(own))
            yield _Part(before, here, between)
            at = here
        else:
            at += print_width(own)
        before = at
        at += width
        end = mark.end()


def _edges(parts: Sequence[Sequence[_Part]]) -> list[int]:
    """The columns of print in which the rules have their marks; none where too few rules part the rows."""
    rules = [[part for part in line if part.is_rule] for line in parts]
    if sum(map(bool, rules)) < LEAST_RULES:
        return []
    return sorted({edge for line in rules for part in line for edge in (part.left, part.right)})


def _is_placed(line: Sequence[_Part], edges: Sequence[int]) -> bool:
    marks = {part.left for part in line} | {part.right for part in line}
    return bool(marks) and all(abs(edges[_nearest(edges, mark)] - mark) <= NEAR for mark in marks)


def _nearest(edges: Sequence[int], mark: int) -> int:
    after = bisect_left(edges, mark)
    around = range(max(after - 1, 0), min(after + 1, len(edges)))
    return min(around, key=lambda at: abs(edges[at] - mark))


def _grid(
    lines: Sequence[tuple[int, Sequence[_Part]]],
    edges: Sequence[int],
    table_no: int,
    printed: Callable[[str], str],
) -> Grid | None:
    cells: list[Cell] = []
    opened: dict[int, _OpenCell] = {}
    since_rule: list[Sequence[_Part]] = []
    row = 0
    for number, parts in lines:
        placed = [(_nearest(edges, part.left), _nearest(edges, part.right), part) for part in parts]
        ruled = {at for left, right, part in placed if part.is_rule for at in range(left, right)}
        if ruled and opened:
            if not _is_one_row(since_rule):
                return None
            row += 1
            for at, cell in list(opened.items()):
                if not ruled.isdisjoint(range(cell.column, cell.end)):
                    cells.append(opened.pop(at).closed(row, table_no, printed))
        since_rule = [] if ruled else [*since_rule, parts]
        for left, right, part in placed:
            if part.is_rule or left == right or (ruled and left not in opened):
                continue
            if left not in opened:
                opened[left] = _OpenCell(row, left, right, first_line=number)
            if text := part.text.strip().removesuffix(HARD_BREAK):
                opened[left].lines.append((text, number))
    if not _is_one_row(since_rule):
        return None
    cells += [cell.closed(row + 1, table_no, printed) for cell in opened.values()]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    height = max((cell.row + cell.rowspan for cell in cells), default=0)
    return Grid(tuple(cells), height, len(edges) - 1, is_ruled=True) if cells else None


def _is_one_row(lines: Sequence[Sequence[_Part]]) -> bool:
    """Tell whether lines that no rule parts can be one row: figures in two of them are those of two rows.

    But some of the figures may go on in the next line, where they fill their columns.
    """
    above: Sequence[_Part] = ()
    for parts in lines:
        figures = [part for part in parts if _FIGURE.fullmatch(part.text.strip())]
        full = {part.left for part in above if len(part.text.strip()) >= part.right - part.left - 1 - 2 * PADDING}
        if above and figures and (len(figures) >= len(above) or any(part.left not in full for part in figures)):
            return False
        above = figures or above
    return True
