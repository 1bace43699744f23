"""Lines to cells: each step of the chain on plain numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.read.rulings import RuledCell, RulingSettings, close_ends, connected, find_tables, merge_rules


def grid(xs: list[float], ys: list[float]) -> tuple[list, list]:
    """Return the lines of a full grid."""
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def test_lines_side_by_side_and_end_to_end_become_one():
    assert merge_rules([(10.0, 0, 50), (11.0, 52, 100), (30.0, 0, 10), (30.0, 40, 50)]) == [
        (pytest.approx(10.49, abs=0.01), 0, 100),
        (30.0, 0, 10),
        (30.0, 40, 50),
    ]


def test_a_staircase_of_lines_does_not_become_one():
    assert [rule[0] for rule in merge_rules([(y, 0.0, 10.0) for y in (0.0, 2.0, 4.0, 6.0)])] == [1.0, 5.0]


def test_lines_that_meet_are_one_grid_and_others_another():
    first, second = grid([0, 50], [0, 20]), grid([0, 50], [100, 120])
    groups = connected(first[0] + second[0], first[1] + second[1])
    assert [(len(across), len(down)) for across, down in groups] == [(2, 2), (2, 2)]


def test_a_full_grid_gives_a_cell_a_position():
    (table,) = find_tables(*grid([0, 50, 100], [0, 20, 40]))
    assert table.cells == (RuledCell(0, 0, 1, 1), RuledCell(0, 1, 1, 1), RuledCell(1, 0, 1, 1), RuledCell(1, 1, 1, 1))
    assert table.cell_at(75, 30) == 3
    assert table.cell_at(120, 30) == table.cell_at(75, -1) == -1


def test_a_line_left_out_merges_two_cells():
    across = [(0, 0, 100), (20, 50, 100), (40, 0, 100)]
    down = [(0, 0, 40), (50, 0, 40), (100, 0, 40)]
    (table,) = find_tables(across, down)
    assert table.cells == (RuledCell(0, 0, 2, 1), RuledCell(0, 1, 1, 1), RuledCell(1, 1, 1, 1))


def test_a_row_cut_by_the_page_is_closed_where_the_upright_lines_end():
    across = [(20, 50, 100), (40, 0, 100)]
    down = [(0, 0, 40), (50, 0, 40), (100, 0, 40)]
    (table,) = find_tables(across, down)
    assert table.ys == (0, 20, 40)
    assert table.cells[0] == RuledCell(0, 0, 2, 1)


def test_a_table_without_outer_lines_is_closed_at_its_sides():
    across = [(0, 0, 100), (20, 0, 100), (40, 0, 100)]
    (table,) = find_tables(across, [(50, 0, 40)])
    assert (table.xs, len(table.cells)) == ((0, 50, 100), 4)


def test_closing_adds_nothing_to_a_closed_grid():
    across, down = grid([0, 50, 100], [0, 20, 40])
    assert close_ends(across, down) == (across, down)


def test_a_frame_an_underline_and_a_cross_are_no_tables():
    assert find_tables(*grid([0, 500], [0, 700])) == []
    assert find_tables([(10, 0, 100)], []) == []
    assert find_tables([(10, 0, 20)], [(10, 0, 20)]) == []


def test_a_region_that_is_no_rectangle_is_cut_into_rectangles():
    across = [(0, 0, 100), (20, 50, 100), (40, 0, 100), (60, 0, 100)]
    down = [(0, 0, 60), (50, 0, 20), (100, 0, 60)]
    (table,) = find_tables(across, down)
    assert sum(cell.rowspan * cell.colspan for cell in table.cells) == 3 * 2
    assert RuledCell(0, 1, 1, 1) in table.cells


def test_a_drawing_of_very_many_lines_is_no_table():
    lines = [(float(3 * index), 0.0, 6000.0) for index in range(2000)]
    assert find_tables(lines, lines) == []


def test_nonsense_settings_explain_themselves():
    with pytest.raises(ValueError, match="negative"):
        RulingSettings(snap=-1)
    with pytest.raises(ValueError, match="share"):
        RulingSettings(least_cover=1.5)


def dots(at: float, start: float, end: float, before_corner: float) -> list[tuple[float, float, float]]:
    """A line of dots 1.6 long, 3 apart, none of which comes nearer to its end than said."""
    count = int((end - before_corner - start - 1.6) // 3) + 1
    return [(at, start + 3 * number, start + 3 * number + 1.6) for number in range(count)]


@pytest.mark.parametrize("before_corner", [0.0, 1.0, 2.0, 2.9])
def test_lines_of_dots_that_end_before_the_corner_close_their_cells(before_corner):
    xs, ys = [0.0, 50.0, 100.0], [0.0, 20.0, 40.0, 60.0]
    across = [dot for y in ys for left, right in pairwise(xs) for dot in dots(y, left, right, before_corner)]
    down = [dot for x in xs for top, bottom in pairwise(ys) for dot in dots(x, top, bottom, before_corner)]
    (table,) = find_tables(across, down)
    assert [cell.position for cell in table.cells] == [(row, column, 1, 1) for row in range(3) for column in range(2)]


def test_a_line_of_dots_is_not_drawn_out_beyond_the_last_line_across():
    down = [dot for x in (0.0, 50.0) for dot in dots(x, 0.0, 44.3, 0.0)]
    (table,) = find_tables([(0.0, 0.0, 50.0), (20.0, 0.0, 50.0), (43.0, 0.0, 50.0)], down)
    assert len(table.ys) == 3
