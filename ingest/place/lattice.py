"""The dynamic programme of the alignment: its best path, and every rival that comes near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ingest.place.record import Record
from ingest.place.shapes import Shape
from ingest.place.weights import IMPOSSIBLE, LONG_LINE, WEIGHTS

MOST_ALTERNATIVES = 24


@dataclass(frozen=True, slots=True)
class Alignment:
    """One reading of the whole document: the shape of each record, None for noise."""

    shapes: tuple[Shape | None, ...]
    score: float


class Lattice:
    """The dynamic programme. Row ``at`` is a record; column ``index`` a shape; the value the best path's points."""

    def __init__(self, records: Sequence[Record], shapes_: Sequence[Shape], points: np.ndarray) -> None:
        self.shapes = shapes_
        self.points = points
        self.skip = np.array([0.0, *np.cumsum([_noise(record) for record in records])])
        self.moves = _moves(tuple(shapes_))
        self.start = np.array([-0.05 * shape.first for shape in shapes_])
        self.forward, self.came_from = self._forward()
        self.backward = self._backward()

    def alignments(self) -> list[Alignment]:
        if not len(self.points) or self.points.max() <= IMPOSSIBLE / 2:
            return []
        through = self.forward + self.backward - self.points  # the best path through each record and shape
        skipped = self._through_noise()
        best = max(through.max(), self.skip[-1])
        chosen = self._path(*np.unravel_index(np.argmax(through), through.shape))
        alignments = [Alignment(chosen, float(best))]
        rivals: list[tuple[float, int, int | None]] = []
        for at in range(len(self.points)):
            for index in np.flatnonzero(through[at] > best - WEIGHTS.doubt):
                if self.shapes[index] is not chosen[at]:
                    rivals.append((float(through[at, index]), at, int(index)))
            if chosen[at] is not None and skipped[at] > best - WEIGHTS.doubt:
                rivals.append((float(skipped[at]), at, None))
        seen = {chosen}
        for score, at, index in sorted(rivals, key=lambda rival: (-rival[0], rival[1]))[:MOST_ALTERNATIVES]:
            path = self._path(at, index) if index is not None else self._path_without(at)
            if path not in seen:
                seen.add(path)
                alignments.append(Alignment(path, score))
        return alignments

    def _forward(self) -> tuple[np.ndarray, np.ndarray]:
        count, width = self.points.shape
        best = np.full((count, width), IMPOSSIBLE * 2)
        came_from = np.full((count, width, 2), -1, dtype=int)
        running = np.full(width, IMPOSSIBLE * 2)  # best over earlier records, less the noise up to them
        running_at = np.full(width, -1, dtype=int)
        for at in range(count):
            arrivals = running[:, None] + self.moves
            previous = np.argmax(arrivals, axis=0)
            arrived = arrivals[previous, np.arange(width)] + self.skip[at]
            fresh = self.start + self.skip[at]
            use_fresh = fresh >= arrived
            best[at] = np.where(use_fresh, fresh, arrived) + self.points[at]
            came_from[at, :, 0] = np.where(use_fresh, -1, running_at[previous])
            came_from[at, :, 1] = np.where(use_fresh, -1, previous)
            here = best[at] - self.skip[at + 1]
            better = here > running
            running = np.where(better, here, running)
            running_at = np.where(better, at, running_at)
        return best, came_from

    def _backward(self) -> np.ndarray:
        """Points of the best path from a record to the end, the record's own included."""
        count, width = self.points.shape
        best = np.full((count, width), IMPOSSIBLE * 2)
        running = np.full(width, IMPOSSIBLE * 2)
        for at in range(count - 1, -1, -1):
            onward = (self.moves + running[None, :]).max(axis=1) - self.skip[at + 1]
            ending = self.skip[-1] - self.skip[at + 1]
            best[at] = self.points[at] + np.maximum(onward, ending)
            running = np.maximum(running, best[at] + self.skip[at])
        return best

    def _through_noise(self) -> list[float]:
        """Points of the best path that treats each record as noise."""
        count, width = self.points.shape
        if not count:
            return []
        reached = self.forward - self.skip[1:, None]
        before = np.maximum.accumulate(np.vstack([np.full((1, width), IMPOSSIBLE * 2), reached]))[:-1]
        onward = self.backward + self.skip[:-1, None]
        after = np.maximum.accumulate(np.vstack([onward, np.full((1, width), IMPOSSIBLE * 2)])[::-1])[::-1][1:]
        found = []
        for at in range(count):
            meeting = (before[at][:, None] + self.moves + after[at][None, :]).max()
            alone = max(before[at].max() + self.skip[-1], (after[at] + self.start).max())
            found.append(float(max(meeting, alone)))
        return found

    def _path(self, at: int, index: int) -> tuple[Shape | None, ...]:
        """The best path through one record as one shape."""
        path: list[Shape | None] = [None] * len(self.points)
        self._trace_back(path, at, index)
        self._trace_on(path, at, index)
        return tuple(path)

    def _trace_back(self, path: list[Shape | None], at: int, index: int) -> None:
        while at >= 0:
            path[at] = self.shapes[index]
            at, index = self.came_from[at, index]

    def _trace_on(self, path: list[Shape | None], at: int, index: int) -> None:
        while True:
            following = self.moves[index][None, :] + self.backward[at + 1 :] + self.skip[at + 1 : -1, None]
            if not following.size:
                return
            next_at, next_index = np.unravel_index(np.argmax(following), following.shape)
            if following[next_at, next_index] < self.skip[-1]:
                return
            at, index = at + 1 + int(next_at), int(next_index)
            path[at] = self.shapes[index]

    def _path_without(self, at: int) -> tuple[Shape | None, ...]:
        points = self.points.copy()
        points[at] = IMPOSSIBLE
        lattice = object.__new__(Lattice)
        lattice.shapes, lattice.points, lattice.skip = self.shapes, points, self.skip
        lattice.moves, lattice.start = self.moves, self.start
        lattice.forward, lattice.came_from = lattice._forward()
        lattice.backward = self.backward
        found = lattice.forward + self.skip[-1] - self.skip[1:, None]
        path: list[Shape | None] = [None] * len(points)
        lattice._trace_back(path, *np.unravel_index(np.argmax(found), found.shape))
        return tuple(path)


def _noise(record: Record) -> float:
    figures = record.marked_count
    if figures >= LONG_LINE:
        return WEIGHTS.noise_many
    return WEIGHTS.noise_some if figures > 1 else WEIGHTS.noise_one * figures


@cache
def _moves(shapes_: tuple[Shape, ...]) -> np.ndarray:
    """The cost of going from each shape (rows) to each next one (columns)."""
    costs = np.zeros((len(shapes_), len(shapes_)))
    optional = {(shape.section, shape.first) for shape in shapes_ if shape.is_optional}
    for row, before in enumerate(shapes_):
        for column, after in enumerate(shapes_):
            if before.section != after.section:
                is_later = after.section_order > before.section_order
                costs[row, column] = WEIGHTS.later_section if is_later else WEIGHTS.earlier_section
                costs[row, column] -= 0.05 * after.first
            elif after.first > before.last:
                skipped = [s for s in range(before.last + 1, after.first) if (before.section, s) not in optional]
                costs[row, column] = WEIGHTS.skipped_line * min(len(skipped), 10)
            elif after.is_column_group and after.last < before.first:
                costs[row, column] = WEIGHTS.earlier_section  # column groups in tables of their own, in another order
            else:
                costs[row, column] = WEIGHTS.copy
    return costs
