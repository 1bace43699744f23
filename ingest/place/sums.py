"""What the sums of a table leave of the ways its rows can be placed, where zeros were not printed.

A row that prints nothing for zero has fewer figures than cells, and its figures could stand in many of them. Its
own total tells which sets of them are possible, the sums down the columns which of those go together: all rows
are weighed at once, so that what is left is what some reading of the whole table bears out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

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
    signed = [signs[row] * np.array(rows[row], dtype=np.int64) for row in order]
    nothing = np.zeros((1, signed[0].shape[1]), dtype=np.int64)
    # What the rows behind each can sum to at least and at most: a sum so far must be what they can bring to zero.
    least = np.cumsum([nothing[0], *(vectors.min(axis=0) for vectors in reversed(signed))], axis=0)[::-1]
    most = np.cumsum([nothing[0], *(vectors.max(axis=0) for vectors in reversed(signed))], axis=0)[::-1]
    reached = [nothing]
    for at, vectors in enumerate(signed):
        sums = (reached[-1][:, None, :] + vectors[None, :, :]).reshape(-1, vectors.shape[1])
        sums = sums[((sums + least[at + 1] <= 0) & (sums + most[at + 1] >= 0)).all(axis=1)]
        sums = _distinct(sums)
        if len(sums) > MOST_SUMS:
            return None
        reached.append(sums)
    kept: list[set[int]] = [set() for _ in rows]
    wanted = reached[-1]  # zero, or none
    for at in range(len(order) - 1, -1, -1):
        earlier = []
        there = _keys(reached[at])
        for number, vector in enumerate(signed[at]):
            before = wanted - vector
            before = before[np.isin(_keys(before), there)]
            if len(before):
                earlier.append(before)
                kept[order[at]].add(number)
        wanted = _distinct(np.concatenate(earlier)) if earlier else wanted[:0]
    return kept


def _keys(sums: np.ndarray) -> np.ndarray:
    """Each sum as one value that can be compared."""
    return np.ascontiguousarray(sums).view(np.dtype((np.void, sums.dtype.itemsize * sums.shape[1]))).ravel()


def _distinct(sums: np.ndarray) -> np.ndarray:
    return sums[np.unique(_keys(sums), return_index=True)[1]]
