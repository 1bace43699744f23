"""Lines that a document prints in another order than the form: their own labels place them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ingest.place.lattice import Alignment, noise_of
from ingest.place.record import Record
from ingest.place.shapes import Shape
from ingest.place.weights import WEIGHTS


def in_own_order(
    alignment: Alignment,
    records: Sequence[Record],
    labelled_as: Sequence[int | None],
    points: np.ndarray,
    shapes: Sequence[Shape],
) -> Alignment:
    """Return the alignment with the records moved that are surely labelled as a line out of turn.

    The programme takes such a record for a neighbour of its line, or for none. ``labelled_as`` is the index of
    the only shape each record is surely the label of, ``points`` those of each record as each shape. A record
    moves to a line that no other has, or that another leaves; the alignment stays where that makes it no better.
    """
    index_of = {id(shape): index for index, shape in enumerate(shapes)}
    path = [None if shape is None else index_of[id(shape)] for shape in alignment.shapes]
    goals = {
        at: goal
        for at, goal in enumerate(labelled_as)
        if goal is not None and goal != path[at] and points[at, goal] > 0
    }
    placed, wanted = Counter(path), Counter(goals.values())
    moving = True
    while moving:  # a record that cannot move keeps its line, which may keep another from moving there
        left = Counter(path[at] for at in goals)
        stuck = [at for at, goal in goals.items() if wanted[goal] > 1 or placed[goal] - left[goal] > 0]
        goals = {at: goal for at, goal in goals.items() if at not in stuck}
        moving = bool(stuck) and bool(goals)
    gain = sum(
        points[at, goal] + WEIGHTS.out_of_order - (noise_of(records[at]) if path[at] is None else points[at, path[at]])
        for at, goal in goals.items()
    )
    if gain <= 0:
        return alignment
    moved = [shapes[goals[at]] if at in goals else shape for at, shape in enumerate(alignment.shapes)]
    return Alignment(tuple(moved), alignment.score + float(gain))
