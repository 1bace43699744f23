"""Of all the ways to read a document's rows as lines of the form, those that come near the best are all found."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.place.lattice import MOST_ALTERNATIVES, Lattice
from ingest.place.record import Item, Record
from ingest.place.shapes import vocabulary_of
from ingest.place.values import read_value
from ingest.place.weights import IMPOSSIBLE, WEIGHTS
from ingest.read.blocks import Place

SHAPES = vocabulary_of("2014").shapes[36:44]  # reviews and litigation, whose lines have labels in common
ROUNDING = 1e-9
POINTS = st.sampled_from([IMPOSSIBLE, 1.0, 6.0, 6.4, 9.0])


def record(figures: int) -> Record:
    return Record([Item("7", read_value("7"), Place())] * figures, [], [])


@st.composite
def lattices(draw: st.DrawFn) -> Lattice:
    count = draw(st.integers(1, 4))
    rows = st.lists(POINTS, min_size=len(SHAPES), max_size=len(SHAPES))
    points = np.array(draw(st.lists(rows, min_size=count, max_size=count)))
    return Lattice([record(draw(st.integers(0, 6))) for _ in range(count)], SHAPES, points)


def points_of_all(lattice: Lattice) -> dict[tuple[int, ...], float]:
    options = [[-1, *(i for i, points in enumerate(row) if points > IMPOSSIBLE / 2)] for row in lattice.points]
    return {path: lattice._points_of(path) for path in product(*options)}


@given(lattices())
def test_every_path_near_the_best_is_found_as_if_all_had_been_tried(lattice: Lattice):
    found = lattice._in_full()
    if found is None:
        return  # too much is open, and only some rivals are looked for
    paths = points_of_all(lattice)
    best = sorted(paths.values(), reverse=True)
    assert len(set(found)) == len(found)
    assert [paths[path] for path in found] == pytest.approx(best[: len(found)])
    missed = best[len(found) :][:1]
    assert len(found) > MOST_ALTERNATIVES or all(points <= best[0] - WEIGHTS.doubt + ROUNDING for points in missed)


@given(lattices())
def test_the_best_path_is_found_where_too_much_is_open_to_try_all(lattice: Lattice):
    lattice._in_full = lambda: None
    found = lattice.alignments()
    with_a_line = [points for path, points in points_of_all(lattice).items() if any(index >= 0 for index in path)]
    assert [one.score for one in found[:1]] == pytest.approx([max(with_a_line)] if with_a_line else [])
