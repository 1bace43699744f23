"""Rows that print nothing for zero: the sums of the whole table say where their figures stand."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ingest.place.sums import borne_out, ways_without_zeros
from tests.place.papers import NOTHING, applications, counted, tables_of

APPLICANTS_LINE = [((0, 1, 2, 3, 4, 5), 6)]
OUTCOMES_LINE = [((0, 1, 2, 3), 4), ((5, 6, 7, 8), 9), ((10, 11, 12, 13), 14)]


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6), st.sets(st.integers(0, 6)))
def test_the_true_place_of_each_figure_is_among_the_ways_whatever_zeros_are_left_out(parts, hidden):
    line = [*parts, sum(parts)]
    values = [figure for cell, figure in enumerate(line) if figure or cell not in hidden]
    filled = [dict(zip(cells, values, strict=True)) for cells in ways_without_zeros(values, APPLICANTS_LINE)]
    assert line in [[row.get(cell, 0) for cell in range(7)] for row in filled]
    assert all(sum(row.get(cell, 0) for cell in range(6)) == row.get(6, 0) for row in filled)


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=3, max_size=3))
def test_reviews_and_both_routes_of_litigation_share_a_row_of_figures_in_every_way_that_adds_up(outcomes):
    line = [figure for parts in outcomes for figure in (*parts, sum(parts))]
    values = [figure for figure in line if figure]
    filled = [dict(zip(cells, values, strict=True)) for cells in ways_without_zeros(values, OUTCOMES_LINE)]
    assert line in [[row.get(cell, 0) for cell in range(15)] for row in filled]


ROW = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4, unique=True)


@given(st.lists(ROW, min_size=2, max_size=4))
def test_a_choice_is_kept_exactly_where_some_choice_of_all_rows_adds_up(rows):
    signs = [-1, *[1] * (len(rows) - 1)]
    expected = [set() for _ in rows]
    for numbers in product(*(range(len(row)) for row in rows)):
        chosen = [row[number] for row, number in zip(rows, numbers, strict=True)]
        if all(
            sum(sign * vector[column] for sign, vector in zip(signs, chosen, strict=True)) == 0 for column in (0, 1)
        ):
            for kept, number in zip(expected, numbers, strict=True):
                kept.add(number)
    assert borne_out(rows, signs) == expected


def without_zeros(paper):
    for row in paper.rows:
        row.cells[:] = [cell for cell in row.cells if cell != "0"]
    return paper


def test_a_table_that_prints_nothing_for_zero_is_read_where_its_columns_leave_one_way():
    paper = without_zeros(
        applications(
            answered={
                "granted": (418, 5, 0, 0, 0, 0),
                "partially_granted": (1066, 0, 31, 0, 0, 0),
                "refused_complaint": (0, 0, 0, 4, 7, 2),
                "other_reason": (0, 19, 0, 0, 0, 0),
            },
            carried_in=NOTHING,
            carried_out=(0, 0, 0, 0, 0, 3),
        )
    )
    read = tables_of(paper.between(" "))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_figures_that_could_stand_in_either_of_two_columns_are_left_out_with_a_warning():
    answered = {"granted": (1, 0, 0, 0, 0, 0), "refused_complaint": (0, 1, 0, 0, 0, 0)}
    paper = without_zeros(applications(answered=answered, carried_in=NOTHING, carried_out=NOTHING))
    read = tables_of(paper.between(" "))
    assert read.row("applications.granted") == [None, None, None, None, None, None, 1]
    assert read.row("applications.new_received") == [None, None, None, None, None, None, 2]
    assert read.row("applications.partially_granted") == [0, 0, 0, 0, 0, 0, 0]
    assert "applications.granted.natural_person" in read.told("figure_in_doubt")


def test_a_figure_lost_among_the_zeros_leaves_no_wrong_figure():
    paper = applications(answered={"granted": (418, 5, 0, 0, 0, 0), "refused_complaint": (0, 31, 0, 0, 7, 2)})
    true = counted(paper)
    del paper["granted"].cells[0]
    read = tables_of(without_zeros(paper).between(" "))
    for code, row in read.applications.items():
        assert all(figure in (None, count) for figure, count in zip(row, true[code], strict=True)), code


def test_a_figure_lost_from_a_row_that_no_column_sums_up_is_not_taken_for_a_lost_total():
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计"
    read = tables_of(
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"
        f"{heads} {heads} {heads}\n7 8 67 155 69 65 33 9 176 77 0 0 40 117\n"
    )
    assert read.row("litigation.direct") == [69, 65, 33, 9, 176]
    assert read.values["reviews.review.total"] in (None, 155)
    assert "reviews.review.other" in read.told("figure_in_doubt")


def test_a_row_with_a_figure_too_many_that_adds_up_in_no_way_gives_no_figure():
    heads = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n"
    tables = [f"| 行政复议 | | | | |\n{heads}| 448 | 242 | 242 | 0 | 0 | 0 |\n"]
    tables += [f"| 行政诉讼（未经复议直接起诉） | | | | |\n{heads}| 1 | 0 | 0 | 0 | 1 |\n"]
    read = tables_of("四、政府信息公开行政复议、行政诉讼情况\n\n" + "\n".join(tables))
    assert read.row("reviews.review") == [None] * 5
    assert len(read.told("figure_in_doubt")) == 5
    assert read.row("litigation.direct") == [1, 0, 0, 0, 1]
