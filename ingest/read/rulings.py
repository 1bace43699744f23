"""The lines a page draws to the cells of its tables: pure geometry, a chain of small steps.

Coordinates are points (1/72 inch), x to the right and y down the page, so that rows count as y grows. A rule is
``(position, start, end)``: for a horizontal one its y and the x it spans, for a vertical one its x and its y's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Rule = tuple[float, float, float]

_LEAST_DOTS = 3  # pieces of a line, for it to be one of dots or dashes


@dataclass(frozen=True, slots=True)
class RulingSettings:
    """The tolerances of table finding, in points unless said otherwise."""

    thickest_rule: float = 3.0
    """A filled shape no thicker than this is a drawn line, a thicker one a background."""

    snap: float = 2.5
    """Parallel lines no further apart are one: double rules, the borders of two neighbouring cells."""

    join: float = 3.0
    """Pieces of one line with gaps no wider are one piece."""

    reach: float = 3.0
    """How far a line may end before the line it should meet."""

    least_cover: float = 0.6
    """Share of a cell's side that must be drawn for the side to close the cell."""

    most_crossings: int = 1_000_000
    """Horizontal times vertical lines of a page beyond which they are a drawing, not tables."""

    most_slots: int = 50_000
    """Positions of one grid (rows times columns) beyond which it is a drawing, not a table."""

    def __post_init__(self) -> None:
        if min(self.thickest_rule, self.snap, self.join, self.reach) < 0:
            raise ValueError("tolerances cannot be negative")
        if not 0 < self.least_cover <= 1:
            raise ValueError(f"least_cover is a share, above 0 and at most 1, not {self.least_cover}")


DEFAULT_SETTINGS = RulingSettings()


@dataclass(frozen=True, slots=True)
class RuledCell:
    """One cell of a ruled table. ``row`` and ``column`` count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def position(self) -> tuple[int, int, int, int]:
        return self.row, self.column, self.rowspan, self.colspan


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One ruled table: where its lines stand, and its cells in reading order, each merged one once.

    ``slots[row][column]`` is the index in ``cells`` of the cell at that position, -1 where there is none.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    slots: tuple[tuple[int, ...], ...]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> int:
        """Return the index in ``cells`` of the cell the point lies in, -1 for none."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.slots) and 0 <= column < len(self.slots[0]):
            return self.slots[row][column]
        return -1


def find_tables(
    horizontals: Iterable[Rule], verticals: Iterable[Rule], settings: RulingSettings = DEFAULT_SETTINGS
) -> list[RuledTable]:
    """Return the tables that the lines of one page draw, top to bottom; a frame around one cell is none.

    Tables cut by a page break, and tables whose outer lines are left out, are closed where their other lines end.
    """
    across_and_pitches = _merged(horizontals, settings)
    down_and_pitches = _merged(verticals, settings)
    if len(across_and_pitches) * len(down_and_pitches) > settings.most_crossings:
        return []
    across = _brought_to_corners(across_and_pitches, down_and_pitches, settings.reach)
    down = _brought_to_corners(down_and_pitches, across_and_pitches, settings.reach)
    tables = []
    for group_across, group_down in connected(across, down, settings):
        if len(group_across) + len(group_down) < 3:
            continue
        closed_across, closed_down = close_ends(group_across, group_down, settings)
        table = cut_into_cells(closed_across, closed_down, settings)
        if table is not None and len(table.cells) > 1:
            tables.append(table)
    tables.sort(key=lambda table: (table.ys[0], table.xs[0]))
    return tables


def merge_rules(rules: Iterable[Rule], settings: RulingSettings = DEFAULT_SETTINGS) -> list[Rule]:
    """Snap parallel lines that nearly coincide to one position, and join the pieces of each."""
    return [rule for rule, _ in _merged(rules, settings)]


def _merged(rules: Iterable[Rule], settings: RulingSettings) -> list[tuple[Rule, float]]:
    """Return the merged lines, each with how far a line of dots may end before a corner; 0 for others."""
    merged: list[tuple[Rule, float]] = []
    level: list[Rule] = []
    for rule in sorted(rules):
        if level and rule[0] - level[0][0] > settings.snap:
            merged += _join(level, settings.join)
            level = []
        level.append(rule)
    return merged + _join(level, settings.join)


def _join(level: list[Rule], gap: float) -> list[tuple[Rule, float]]:
    """Join the pieces of lines at one position: the mean of theirs, weighed by length."""
    if not level:
        return []
    total = sum(end - start for _, start, end in level)
    position = sum(at * (end - start) for at, start, end in level) / total if total else level[0][0]
    pieces: list[list[float]] = []  # start, end, where its last part begins, how many parts there are
    for start, end in sorted((start, end) for _, start, end in level):
        if pieces and start - pieces[-1][1] <= gap:
            piece = pieces[-1]
            piece[3] += start > piece[1]
            piece[1:3] = max(piece[1], end), start
        else:
            pieces.append([start, end, start, 1])
    return [((position, start, end), _room(start, end, last, count)) for start, end, last, count in pieces]


def _room(start: float, end: float, last: float, count: float) -> float:
    """Return the distance from dot to dot and a dot more: there was no room for another before the corner."""
    return (last - start) / (count - 1) + end - last if count >= _LEAST_DOTS else 0.0


def _brought_to_corners(rules: list[tuple[Rule, float]], others: list[tuple[Rule, float]], reach: float) -> list[Rule]:
    """Return the lines, those of dots drawn out to the lines across that they end just before."""
    brought = []
    for (position, start, end), room in rules:
        if room > reach:
            crossing = [
                at for (at, first, last), slack in others if first - reach - slack <= position <= last + reach + slack
            ]
            start = max((at for at in crossing if start - room <= at < start), default=start)
            end = min((at for at in crossing if end < at <= end + room), default=end)
        brought.append((position, start, end))
    return brought


def connected(
    across: Sequence[Rule], down: Sequence[Rule], settings: RulingSettings = DEFAULT_SETTINGS
) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the lines in groups that meet: each group is one drawn grid."""
    reach = settings.reach
    parents = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for number, (x, top, bottom) in enumerate(down, start=len(across)):
        for index, (y, left, right) in enumerate(across):
            if left - reach <= x <= right + reach and top - reach <= y <= bottom + reach:
                parents[root(index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for number, rule in enumerate(down, start=len(across)):
        groups.setdefault(root(number), ([], []))[1].append(rule)
    return list(groups.values())


def close_ends(
    across: list[Rule], down: list[Rule], settings: RulingSettings = DEFAULT_SETTINGS
) -> tuple[list[Rule], list[Rule]]:
    """Close a grid that is open at an end: a page break cuts a row, or a style leaves out the outer lines.

    Where several lines end together beyond the outermost line across them, a line is added from the first of
    them to the last.
    """
    return (
        merge_rules(across + _closing(down, settings.reach), settings),
        merge_rules(down + _closing(across, settings.reach), settings),
    )


def _closing(rules: list[Rule], reach: float) -> list[Rule]:
    """Return the lines that close ``rules`` at their first start and their last end."""
    if not rules:
        return []
    first, last = min(start for _, start, _ in rules), max(end for _, _, end in rules)
    at_first = [position for position, start, _ in rules if start - first <= reach]
    at_last = [position for position, _, end in rules if last - end <= reach]
    return [
        (at, positions[0], positions[-1]) for at, positions in ((first, at_first), (last, at_last)) if positions[1:]
    ]


def cut_into_cells(
    across: list[Rule], down: list[Rule], settings: RulingSettings = DEFAULT_SETTINGS
) -> RuledTable | None:
    """Return the table that closed lines draw: positions no line parts are one cell.

    What is open to the outside is no cell. A region that is no rectangle (a line was forgotten) is cut into
    rectangles from the top. None where the lines enclose nothing.
    """
    ys, xs = sorted({rule[0] for rule in across}), sorted({rule[0] for rule in down})
    row_count, column_count = len(ys) - 1, len(xs) - 1
    if row_count < 1 or column_count < 1 or row_count * column_count > settings.most_slots:
        return None
    above = _drawn(across, ys, xs, settings.least_cover)  # above[i][j]: the top of row i in column j is drawn
    beside = _drawn(down, xs, ys, settings.least_cover)  # beside[j][i]: the left of column j in row i is drawn
    slots = [[-1] * column_count for _ in range(row_count)]
    seen = [[False] * column_count for _ in range(row_count)]
    cells: list[RuledCell] = []
    for row in range(row_count):
        for column in range(column_count):
            if seen[row][column]:
                continue
            region, is_open = _flood(row, column, above, beside, seen)
            if not is_open:
                cells += _rectangles(region)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.rowspan):
            slots[row][cell.column : cell.column + cell.colspan] = [index] * cell.colspan
    return RuledTable(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, slots)))


def _drawn(rules: list[Rule], positions: list[float], marks: list[float], least_cover: float) -> list[list[bool]]:
    """Tell for each position of a line, and each stretch between two marks, whether it is drawn there."""
    index = {position: number for number, position in enumerate(positions)}
    drawn = [[False] * (len(marks) - 1) for _ in positions]
    for position, start, end in rules:
        row = drawn[index[position]]
        for stretch, (first, last) in enumerate(pairwise(marks)):
            if min(end, last) - max(start, first) >= least_cover * (last - first):
                row[stretch] = True
    return drawn


def _flood(
    row: int, column: int, above: list[list[bool]], beside: list[list[bool]], seen: list[list[bool]]
) -> tuple[list[tuple[int, int]], bool]:
    """Return the positions reachable without crossing a line, and whether they reach the outside."""
    region: list[tuple[int, int]] = []
    is_open = False
    waiting = [(row, column)]
    seen[row][column] = True
    while waiting:
        row, column = waiting.pop()
        region.append((row, column))
        for is_drawn, next_row, next_column in (
            (above[row][column], row - 1, column),
            (above[row + 1][column], row + 1, column),
            (beside[column][row], row, column - 1),
            (beside[column + 1][row], row, column + 1),
        ):
            if is_drawn:
                continue
            if not (0 <= next_row < len(seen) and 0 <= next_column < len(seen[0])):
                is_open = True
            elif not seen[next_row][next_column]:
                seen[next_row][next_column] = True
                waiting.append((next_row, next_column))
    return region, is_open


def _rectangles(region: list[tuple[int, int]]) -> list[RuledCell]:
    """Cut a region into rectangles: runs along the rows, equal runs below one another made one."""
    runs: dict[tuple[int, int], list[RuledCell]] = {}  # first column, length -> cells so far
    by_row: dict[int, list[int]] = {}
    for row, column in region:
        by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        columns = sorted(by_row[row])
        start = 0
        for index in range(1, len(columns) + 1):
            if index < len(columns) and columns[index] == columns[index - 1] + 1:
                continue
            key = columns[start], index - start
            stack = runs.setdefault(key, [])
            if stack and stack[-1].row + stack[-1].rowspan == row:
                above = stack.pop()
                stack.append(RuledCell(above.row, above.column, above.rowspan + 1, above.colspan))
            else:
                stack.append(RuledCell(row, key[0], 1, key[1]))
            start = index
    return [cell for stack in runs.values() for cell in stack]
