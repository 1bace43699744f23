"""The dynamic programme of the alignment: its best path, and every rival that comes near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from ingest.place.record import Record
from ingest.place.shapes import Shape
from ingest.place.weights import IMPOSSIBLE, LONG_LINE, WEIGHTS

MOST_ALTERNATIVES = 32
CLOSE = 3.0  # points behind the best of a record, for an option to be looked at first
MOST_OPEN = 3  # options a record, on average, for all paths to be walked
MOST_PATHS = 256  # that may come near, before the rest of them is known
SLICE = 64  # records looked at together, whose table of moves still fits into a processor's cache


_Choices = list[tuple[int, float]]  # what a record may be: indices of shapes, with their points
_Path = tuple[float, int, tuple | None]  # its points, its last shape, and its last step with the path before


@dataclass(frozen=True, slots=True)
class Alignment:
    """One reading of the whole document: the shape of each record, None for noise."""

    shapes: tuple[Shape | None, ...]
    score: float


class Lattice:
    """The dynamic programme. Row ``at`` is a record; column ``index`` a shape; the value the best path's points.

    A path gives each record the index of its shape, -1 for noise. Its points are those of its records, the moves
    between them, the lines it leaves out before the first and after the last, and the noise.
    """

    def __init__(self, records: Sequence[Record], shapes_: Sequence[Shape], points: np.ndarray) -> None:
        self.shapes = shapes_
        self.points = points
        self.possible = [np.flatnonzero(row > IMPOSSIBLE / 2) for row in points]
        self.skip = np.array([0.0, *np.cumsum([noise_of(record) for record in records])])
        self.moves, self.start, self.end = _moves(tuple(shapes_))

    def alignments(self) -> list[Alignment]:
        """Return the best alignment, then those that come near it, none where no record can be a line."""
        if not len(self.points) or self.points.max() <= IMPOSSIBLE / 2:
            return []
        if near := self._in_full():
            return [self._alignment(path, self._points_of(path)) for path in near]
        self.forward, self.came_from = self._forward()
        self.backward = self._backward()
        through = self.forward + self.backward - self.points  # the best path through each record and shape
        chosen = self._through(*np.unravel_index(np.argmax(through), through.shape))
        best = self._points_of(chosen)
        found = {chosen: best}
        for path in self._rivals(chosen, through, best - WEIGHTS.doubt):
            if len(found) > MOST_ALTERNATIVES:
                break
            points = self._points_of(path)
            if points > best - WEIGHTS.doubt:
                found.setdefault(path, points)
        return [self._alignment(path, points) for path, points in found.items()]

    def _alignment(self, path: Sequence[int], points: float) -> Alignment:
        return Alignment(tuple(self.shapes[index] if index >= 0 else None for index in path), points)

    def _in_full(self) -> list[tuple[int, ...]] | None:
        """Every path that comes near the best, the best first; None where too much is open to walk them all.

        A path that takes another option than the best of a record alone loses that record's lead, and no move ever
        gains any points: what is too far behind its record's best to be on a path that comes near is left out.
        """
        options = np.column_stack([self.points, np.diff(self.skip)])  # the last is noise
        tops = options.max(axis=1)
        behind = tops[:, None] - options
        choices = _choices(options, behind <= CLOSE)
        least = self._best_of(choices) - WEIGHTS.doubt
        furthest = float(tops.sum()) - least
        if furthest > CLOSE:
            near = behind <= furthest
            if near.sum() > MOST_OPEN * len(near):
                return None
            choices = _choices(options, near)
        return self._paths(choices, least, [*np.cumsum(tops[::-1])[::-1].tolist()[1:], 0.0])

    def _best_of(self, choices: Sequence[_Choices]) -> float:
        """Points of the best path among some options of each record."""
        moves, start, end, noise = self.moves, self.start, self.end, len(self.shapes)
        best: dict[int, float] = {noise: 0.0}  # by the last shape; noise where there is none yet
        for options in choices:
            onward: dict[int, float] = {}
            for index, points in options:
                if index == noise:
                    for last, before in best.items():
                        onward[last] = max(onward.get(last, IMPOSSIBLE * 2), before + points)
                    continue
                arrived = max(
                    before + (float(start[index]) if last == noise else float(moves[last, index]))
                    for last, before in best.items()
                )
                onward[index] = max(onward.get(index, IMPOSSIBLE * 2), arrived + points)
            best = onward
        return max(points + (0.0 if last == noise else float(end[last])) for last, points in best.items())

    def _paths(
        self, choices: Sequence[_Choices], least: float, onward: Sequence[float]
    ) -> list[tuple[int, ...]] | None:
        """The paths with more than ``least`` points, the best first; ``onward`` is the most the later records give."""
        moves, start, end, noise = self.moves, self.start, self.end, len(self.shapes)
        paths: list[_Path] = [(0.0, noise, None)]
        for options, most in zip(choices, onward, strict=True):
            further: list[_Path] = []
            for path in paths:
                points, last, _ = path
                for index, own in options:
                    if index == noise:
                        reached = points + own
                    else:
                        reached = points + own + float(start[index] if last == noise else moves[last, index])
                    if reached + most > least:
                        further.append((reached, last if index == noise else index, (index, path)))
            if len(further) > MOST_PATHS:
                return None
            paths = further
        ended = [(points + (0.0 if last == noise else float(end[last])), steps) for points, last, steps in paths]
        ended = sorted((path for path in ended if path[0] > least), key=lambda path: -path[0])
        return [self._walked(steps) for _, steps in ended[: MOST_ALTERNATIVES + 1]]

    def _walked(self, steps: tuple | None) -> tuple[int, ...]:
        path = []
        while steps is not None:
            index, (_, _, steps) = steps
            path.append(index if index < len(self.shapes) else -1)
        return tuple(reversed(path))

    def _rivals(self, chosen: tuple[int, ...], through: np.ndarray, least: float) -> Iterator[tuple[int, ...]]:
        """Other paths through each record: the best one, and those that leave the chosen path only there.

        The best paths through many records may be one and the same; the others show where else it could part.
        """
        skipped = self._through_noise()
        places = [
            (-through[at, index], at, int(index))
            for at in range(len(self.points))
            for index in np.flatnonzero(through[at] > least)
            if index != chosen[at]
        ]
        for _, at, index in sorted(places):
            before, after = self._to(at, index), self._from(at, index)
            yield (*before[:at], *after[at:])
            yield (*chosen[:at], *after[at:])
            yield (*before[: at + 1], *chosen[at + 1 :])
        for at, points in enumerate(skipped):
            if chosen[at] >= 0 and points > least:
                yield self._without(at)
                yield (*chosen[:at], -1, *chosen[at + 1 :])

    def _points_of(self, path: Sequence[int]) -> float:
        placed = [at for at, index in enumerate(path) if index >= 0]
        if not placed:
            return float(self.skip[-1])
        noise = sum(self.skip[at + 1] - self.skip[at] for at, index in enumerate(path) if index < 0)
        moves = sum(self.moves[path[a], path[b]] for a, b in pairwise(placed))
        ends = self.start[path[placed[0]]] + self.end[path[placed[-1]]]
        return float(noise + moves + ends + sum(self.points[at, path[at]] for at in placed))

    def _forward(self) -> tuple[np.ndarray, np.ndarray]:
        """Points of the best path from the start to a record, the record's own included."""
        count, width = self.points.shape
        best = np.full((count, width), IMPOSSIBLE * 2)
        came_from = np.full((count, width, 2), -1, dtype=int)
        running = np.full(width, IMPOSSIBLE * 2)  # best over earlier records, less the noise up to them
        running_at = np.full(width, -1, dtype=int)
        every = np.arange(width)
        from_any = np.ascontiguousarray(self.moves.T)  # rows are what one arrives at, which is quicker to look through
        for at in range(count):
            possible = self.possible[at]
            if not len(possible):
                continue
            arrivals = from_any[possible] + running
            previous = arrivals.argmax(axis=1)
            arrived = arrivals[every[: len(possible)], previous] + self.skip[at]
            fresh = self.start[possible] + self.skip[at]
            use_fresh = fresh >= arrived
            here = np.where(use_fresh, fresh, arrived) + self.points[at, possible]
            best[at, possible] = here
            came_from[at, possible, 0] = np.where(use_fresh, -1, running_at[previous])
            came_from[at, possible, 1] = np.where(use_fresh, -1, previous)
            here = here - self.skip[at + 1]
            better = possible[here > running[possible]]
            running[better] = best[at, better] - self.skip[at + 1]
            running_at[better] = at
        return best, came_from

    def _backward(self) -> np.ndarray:
        """Points of the best path from a record to the end, the record's own included."""
        count, width = self.points.shape
        best = np.full((count, width), IMPOSSIBLE * 2)
        running = np.full(width, IMPOSSIBLE * 2)
        for at in range(count - 1, -1, -1):
            possible = self.possible[at]
            if not len(possible):
                continue
            onward = (self.moves[possible] + running).max(axis=1) - self.skip[at + 1]
            ending = self.end[possible] + self.skip[-1] - self.skip[at + 1]
            best[at, possible] = self.points[at, possible] + np.maximum(onward, ending)
            running[possible] = np.maximum(running[possible], best[at, possible] + self.skip[at])
        return best

    def _through_noise(self) -> list[float]:
        """Points of the best path that treats each record as noise."""
        width = self.points.shape[1]
        nowhere = np.full((1, width), IMPOSSIBLE * 2)
        before = np.maximum.accumulate(np.vstack([nowhere, self.forward - self.skip[1:, None]]))[:-1]
        after = np.maximum.accumulate(np.vstack([self.backward + self.skip[:-1, None], nowhere])[::-1])[::-1][1:]
        last = (before + self.end).max(axis=1) + self.skip[-1]
        first = (after + self.start).max(axis=1)
        slices = [slice(at, at + SLICE) for at in range(0, len(self.points), SLICE)]
        arriving = [(before[part, :, None] + self.moves).max(axis=1) for part in slices]
        meeting = (np.concatenate(arriving) + after).max(axis=1)
        return [float(points) for points in np.maximum(np.maximum(meeting, last), first)]

    def _through(self, at: int, index: int) -> tuple[int, ...]:
        return (*self._to(at, index)[:at], *self._from(at, index)[at:])

    def _to(self, at: int, index: int) -> list[int]:
        """The best path up to a record as one shape."""
        path = [-1] * len(self.points)
        while at >= 0:
            path[at] = int(index)
            at, index = self.came_from[at, index]
        return path

    def _from(self, at: int, index: int) -> list[int]:
        """The best path on from a record as one shape."""
        path = [-1] * len(self.points)
        path[at] = int(index)
        while True:
            following = self.moves[index][None, :] + self.backward[at + 1 :] + self.skip[at + 1 : -1, None]
            if not following.size:
                return path
            next_at, next_index = np.unravel_index(np.argmax(following), following.shape)
            if following[next_at, next_index] < self.end[index] + self.skip[-1]:
                return path
            at, index = at + 1 + int(next_at), int(next_index)
            path[at] = index

    def _without(self, at: int) -> tuple[int, ...]:
        """The best path that treats a record as noise."""
        other = object.__new__(Lattice)
        other.__dict__.update(self.__dict__, points=self.points.copy())
        other.points[at] = IMPOSSIBLE
        other.possible = [*self.possible[:at], np.array([], dtype=int), *self.possible[at + 1 :]]
        other.forward, other.came_from = other._forward()
        reached = other.forward + self.end + self.skip[-1] - self.skip[1:, None]
        return tuple(other._to(*np.unravel_index(np.argmax(reached), reached.shape)))


def _choices(options: np.ndarray, is_near: np.ndarray) -> list[_Choices]:
    """For each record (rows) the options that are near, with their points."""
    found: list[_Choices] = [[] for _ in options]
    rows, indices = np.nonzero(is_near)
    for row, index, points in zip(rows.tolist(), indices.tolist(), options[rows, indices].tolist(), strict=True):
        found[row].append((index, points))
    return found


def noise_of(record: Record) -> float:
    """Return the points for a record that is no line of the form."""
    figures = record.marked_count
    if figures >= LONG_LINE:
        return WEIGHTS.noise_many
    return WEIGHTS.noise_some if figures > 1 else WEIGHTS.noise_one * figures


@cache
def _moves(shapes_: tuple[Shape, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cost of going from each shape (rows) to each next one (columns), of beginning and of ending with it.

    Every line left out costs the same, wherever it is: first, last or between.
    """
    optional = {(shape.section, shape.first) for shape in shapes_ if shape.is_optional}
    slots = {section: max(s.last for s in shapes_ if s.section == section) for section in {s.section for s in shapes_}}

    def left_out(section: str, first: int, end: int) -> float:
        lines = [line for line in range(first, end) if (section, line) not in optional]
        return WEIGHTS.skipped_line * min(len(lines), 10)

    start = np.array([left_out(shape.section, 0, shape.first) for shape in shapes_])
    end = np.array([left_out(shape.section, shape.last + 1, slots[shape.section] + 1) for shape in shapes_])
    costs = np.zeros((len(shapes_), len(shapes_)))
    for row, before in enumerate(shapes_):
        for column, after in enumerate(shapes_):
            if before.section != after.section:
                is_later = after.section_order > before.section_order
                costs[row, column] = WEIGHTS.later_section if is_later else WEIGHTS.earlier_section
                costs[row, column] += end[row] + start[column]
            elif after.first > before.last:
                costs[row, column] = left_out(before.section, before.last + 1, after.first)
            elif after.is_column_group and after.last < before.first:
                costs[row, column] = WEIGHTS.earlier_section  # column groups in tables of their own, in another order
            else:
                costs[row, column] = WEIGHTS.copy
    return costs, start, end
