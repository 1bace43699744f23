"""What the sums of a table leave of the ways its rows can be placed, where zeros were not printed.

A row that prints nothing for zero has fewer figures than cells, and its figures could stand in many of them. Its
own total tells which sets of them are possible, the sums down the columns which of those go together: all rows
are weighed at once, so that what is left is what some reading of the whole table bears out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

Vector = tuple[int, ...]  # the figures of one row, column by column
Group = tuple[tuple[int, ...], int]  # cells of a line, and the cell with their total

MOST_WAYS = 400  # to place the figures of one row
MOST_SUMS = 30_000  # of some rows of a table, looked through at once


def ways_without_zeros(values: Sequence[int], groups: Sequence[Group]) -> list[tuple[int, ...]]:
    """Return for each way to place ``values`` the cell of each, in order, if cells without one are zeros.

    Each group of cells takes some of the values: none, zeros only, or parts and, last, their sum. Ways that give
    every cell the same figure are one. Empty where there are more than can be looked through.
    """
    found: dict[tuple[tuple[int, int], ...], tuple[int, ...]] = {}
    for cells in _ways(values, groups):
        said = tuple((cell, value) for cell, value in zip(cells, values, strict=True) if value)
        found.setdefault(said, cells)
        if len(found) > MOST_WAYS:
            return []
    return list(found.values())


def _ways(values: Sequence[int], groups: Sequence[Group]) -> Iterator[tuple[int, ...]]:
    if not groups:
        if not values:
            yield ()
        return
    (parts, total), *others = groups
    for count in range(min(len(values), len(parts) + 1) + 1):
        own = values[:count]
        if any(own) and own[-1] != sum(own[:-1]):
            continue
        rests = list(_ways(values[count:], others))
        for cells in _ways_of_group(own, parts, total) if rests else ():
            for rest in rests:
                yield (*cells, *rest)


def _ways_of_group(own: Sequence[int], parts: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    if not any(own):
        yield (*parts, total)[: len(own)]  # zeros, wherever they stand
        return
    for cells in combinations(parts, len(own) - 1):
        yield (*cells, total)


def borne_out(rows: Sequence[Sequence[Vector]], signs: Sequence[int]) -> list[set[int]] | None:
    """Return which vectors of each row stand in a choice, one of each row, whose signed sum is zero.

    Empty sets where there is no such choice; None where there are too many sums to look through.
    """
    order = sorted(range(len(rows)), key=lambda row: (len(rows[row]), -sum(rows[row][0])))
    signed = [[tuple(signs[row] * figure for figure in vector) for vector in rows[row]] for row in order]
    width = len(signed[0][0])
    least, most = [(0,) * width], [(0,) * width]  # that the rows from here to the last can sum to
    for vectors in reversed(signed):
        least.append(
            tuple(low + min(column) for low, column in zip(least[-1], zip(*vectors, strict=True), strict=True))
        )
        most.append(
            tuple(high + max(column) for high, column in zip(most[-1], zip(*vectors, strict=True), strict=True))
        )
    least.reverse()
    most.reverse()
    reached: list[set[Vector]] = [{(0,) * width}]
    for at, vectors in enumerate(signed):
        low, high = least[at + 1], most[at + 1]
        here = set()
        for before in reached[-1]:
            for vector in vectors:
                after = tuple(map(int.__add__, before, vector))
                if all(lowest <= -figure <= highest for lowest, figure, highest in zip(low, after, high, strict=True)):
                    here.add(after)
            if len(here) > MOST_SUMS:
                return None
        reached.append(here)
    kept: list[set[int]] = [set() for _ in rows]
    wanted = reached[-1] & {(0,) * width}
    for at in range(len(order) - 1, -1, -1):
        earlier = set()
        for after in wanted:
            for number, vector in enumerate(signed[at]):
                before = tuple(map(int.__sub__, after, vector))
                if before in reached[at]:
                    earlier.add(before)
                    kept[order[at]].add(number)
        wanted = earlier
    return kept
