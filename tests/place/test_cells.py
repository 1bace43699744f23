"""Which cell of its line each printed figure is in, where a row has too few of them, too many, or torn ones."""

from __future__ import annotations

import pytest

from tests.place.papers import applications, counted, tables_of

GROWN = {  # a row whose figures all differ, so that every place of a gap gives another sum
    "granted": (5, 1, 0, 0, 0, 0),
    "unavailable_not_held": (31, 17, 8, 4, 2, 1),
    "refused_complaint": (4, 0, 0, 0, 0, 0),
}
LAYOUTS = ["piped", "spaces"]


def printed(paper, layout):
    return paper.piped() if layout == "piped" else paper.between(" ")


# --- too few ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_missing_last_column_is_given_by_the_row_sum(layout):
    paper = applications(answered=GROWN)
    paper["unavailable_not_held"].cells.pop()
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    name = "applications.unavailable_not_held.total"
    assert read.statuses[name] == "derived"
    assert read.derived_from(name) in {
        f"applicants_sum_to_total:{name}",
        "outcomes_sum_to_total_closed:applications.total_closed.total",
    }
    assert read.of_status("derived") == {name}
    assert read.issues() == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("gap", range(6))
def test_a_figure_lost_inside_a_row_is_found_by_the_sums_of_its_row_and_column(layout, gap):
    paper = applications(answered=GROWN)
    del paper["unavailable_not_held"].cells[gap]
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    assert len(read.of_status("derived")) == 1


def test_a_column_missing_throughout_is_derived_row_by_row():
    paper = applications(answered=GROWN)
    for row in paper.rows:
        row.cells.pop()
    read = tables_of(paper.piped().replace(" | 总计", ""))
    assert read.applications == counted(paper)
    assert read.of_status("derived") == {f"applications.{row.code}.total" for row in paper.rows}
    assert read.issues() == []


def test_zeros_lost_from_a_row_leave_only_figures_that_cannot_be_elsewhere():
    paper = applications()
    paper["granted"].cells[:] = ["5", "1", "6"]
    read = tables_of(paper.between(" "))
    for figure, count in zip(read.row("applications.granted"), paper.counted["granted"], strict=True):
        assert figure in (None, count)


# --- too many --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("at", [0, 2, 6])
def test_an_extra_figure_is_dropped_where_only_one_choice_adds_up(layout, at):
    paper = applications(answered=GROWN)
    paper["unavailable_not_held"].cells.insert(at, "9")
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    assert read.of_status("derived") == set()
    assert all(read.printed(f"applications.unavailable_not_held.{column}") != "9" for column in ("business", "total"))


def test_an_extra_figure_that_no_sum_tells_from_its_neighbours_leaves_no_wrong_figure():
    paper = applications(answered=GROWN)
    paper["unavailable_not_held"].cells[:] = ["31", "17", "8", "4", "2", "1", "1", "63"]
    read = tables_of(paper.piped())
    assert read.applications == counted(paper)


def test_an_extra_mark_among_dashes_is_dropped_where_dashes_are_zeros():
    paper = applications(answered=GROWN)
    for row in paper.rows:
        row.cells[:] = ["—" if cell == "0" else cell for cell in row.cells]
    paper["refused_complaint"].cells.insert(3, "—")
    read = tables_of(paper.html())
    assert read.row("applications.refused_complaint") == [4, 0, 0, 0, 0, 0, 4]
    assert read.issues() == []


def test_a_row_that_padding_leaves_open_begins_where_the_rows_of_other_tables_do():
    paper = applications("2019", answered=GROWN)
    rows = [f"{line} |  |" if line.startswith("| （") else line for line in paper.piped().splitlines()]
    bought = "第二十条第（九）项\n| 信息内容 | 采购项目数量 | 采购总金额 |\n| 政府集中采购 |  | 27400 |  |\n"
    read = tables_of(bought + "\n".join(rows))
    assert read.values["disclosures.procurement.amount"] == 27400
    assert read.issues() == []


def test_padding_at_the_end_of_a_row_is_no_cell():
    paper = applications(answered=GROWN)
    rows = [line + " |  |" if line.startswith("| （") else line for line in paper.piped().splitlines()]
    read = tables_of("\n".join(rows))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_an_empty_cell_before_every_figure_shifts_none():
    paper = applications(answered=GROWN)
    paper["partially_granted"].label = ""
    read = tables_of("\n".join([paper.heading, *("\t".join(["", row.label, *row.cells]) for row in paper.rows)]))
    assert read.applications == counted(paper)
    assert read.issues() == []


# --- torn ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["piped", "markdown", "html"])
def test_a_figure_whose_thousands_stand_apart_inside_its_cell_is_one_figure(layout):
    paper = applications(answered={"granted": (1_234, 56, 0, 0, 0, 0), "refused_complaint": (2, 1_017, 0, 0, 0, 0)})
    for row in paper.rows:
        row.cells[:] = [f"{int(cell):,}".replace(",", " ") for cell in row.cells]
    read = tables_of(getattr(paper, layout)())
    assert read.applications == counted(paper)
    assert read.printed("applications.granted.natural_person") == "1 234"


def test_thousands_apart_in_a_line_of_figures_make_no_wrong_figure():
    paper = applications(answered={"granted": (1_234, 156, 0, 0, 0, 0), "refused_complaint": (2, 1_317, 0, 0, 0, 0)})
    for row in paper.rows:
        row.cells[:] = [f"{int(cell):,}".replace(",", " ") for cell in row.cells]
    read = tables_of(paper.between(" "))
    for code, counts in counted(paper).items():
        for count, figure in zip(counts, read.row(f"applications.{code}"), strict=True):
            assert figure in (count, None)


@pytest.mark.parametrize(("line", "expected"), [("5 208  0  12", [5208, 0, 12]), ("2  − 1  418", [2, -1, 418])])
def test_single_spaces_are_inside_a_figure_where_wide_gaps_part_the_others(line, expected):
    lines = ["信息内容  上一年项目数量  本年增/减  处理决定数量", f"行政许可  {line}"]
    read = tables_of("\n".join([*lines, "其他对外管理服务事项  1  0  3", "行政处罚  6  0  178", "行政强制  1  2  3"]))
    assert read.row("disclosures.licensing") == expected
    assert read.issues() == []


def test_empty_cells_of_a_ruled_table_keep_the_figures_in_their_columns():
    paper = applications(answered=GROWN)
    for row in paper.rows:
        row.cells[:] = ["" if cell == "0" else cell for cell in row.cells]
    read = tables_of(paper.html())
    for code, counts in counted(paper).items():
        for column, (count, figure) in enumerate(zip(counts, read.row(f"applications.{code}"), strict=True)):
            assert figure == count or (count == 0 and figure is None), (code, column)
    assert read.statuses["applications.unavailable_not_held.other"] == "reported"


def test_in_a_review_row_of_fifteen_every_figure_has_its_place():
    read = tables_of(
        "四、政府信息公开行政复议、行政诉讼情况\n"
        "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"
        "结果维持 结果纠正 其他结果 尚未审结 总计\n" * 3 + "3 1 0 2 6 1 0 0 0 1 0 0 2 0 2\n"
    )
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.direct") == [1, 0, 0, 0, 1]
    assert read.row("litigation.after_review") == [0, 0, 2, 0, 2]


def test_column_labels_one_a_line_above_the_fifteen_figures_keep_reviews_apart_from_litigation():
    heads = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
    routes = "未经复议直接起诉\n复议后起诉\n"
    figures = "- - - - - 0 1 - - 1 - - 2 - 2".replace(" ", "\n")
    read = tables_of(f"四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n{heads}{routes}{heads * 2}{figures}")
    assert read.row("litigation.direct") == [0, 1, 0, 0, 1]
    assert read.row("litigation.after_review") == [0, 0, 2, 0, 2]
    assert set(read.row("reviews.review")) == {None}
    assert read.statuses["reviews.review.total"] == "blank"


def test_reviews_and_each_route_of_litigation_in_tables_of_their_own_are_told_by_their_headings():
    columns = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n"
    read = tables_of(
        "## 四、政府信息公开行政复议、行政诉讼情况\n\n"
        f"### 行政复议\n\n{columns}| 3 | 1 | 0 | 2 | 6 |\n\n"
        f"### 行政诉讼（未经复议直接起诉）\n\n{columns}| 1 | 0 | 0 | 0 | 1 |\n\n"
        f"### 行政诉讼（复议后起诉）\n\n{columns}| 0 | 0 | 2 | 0 | 2 |\n"
    )
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.direct") == [1, 0, 0, 0, 1]
    assert read.row("litigation.after_review") == [0, 0, 2, 0, 2]
    assert read.issues() == []


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_outcomes_all_left_empty_below_their_own_heading_move_no_others_there(empty):
    columns = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n"
    figures = [["3", "1", "", "2", "6"], ["1", "", "", "", "1"], ["", "2", "5", "", "7"]]
    figures[empty] = [""] * 5
    headings = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    tables = [
        f"### {heading}\n\n{columns}| {' | '.join(row)} |\n" for heading, row in zip(headings, figures, strict=True)
    ]
    read = tables_of("\n".join(["## 四、政府信息公开行政复议、行政诉讼情况\n", *tables]))
    lines = ["reviews.review", "litigation.direct", "litigation.after_review"]
    for line, row in zip(lines, figures, strict=True):
        assert [figure or 0 for figure in read.row(line)] == [int(cell or 0) for cell in row]
    assert read.row(lines[empty]) == [None] * 5
    assert read.issues() == []


# --- unreadable ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["piped", "markdown", "html"])
@pytest.mark.parametrize("printed_there", ["9件左右", "十七", "见附件2"])
def test_a_text_in_a_figures_cell_holds_its_place_and_moves_no_other_figure(layout, printed_there):
    paper = applications(answered=GROWN)
    paper["unavailable_not_held"].cells[1] = printed_there
    read = tables_of(getattr(paper, layout)())
    assert read.applications == counted(paper)
    assert read.of_status("derived") == {"applications.unavailable_not_held.business"}
    assert read.told("figure_unreadable") == {"applications.unavailable_not_held.business"}


def test_a_text_before_the_other_figures_of_a_row_is_an_unreadable_figure_and_no_label():
    paper = applications("2019", answered=GROWN)
    bought = "第二十条第（九）项\n| 信息内容 | 采购项目数量 | 采购总金额 |\n| 政府集中采购 | 见附件2 | 27400 |\n"
    read = tables_of(bought + paper.piped())
    assert read.values["disclosures.procurement.amount"] == 27400
    assert read.statuses["disclosures.procurement.projects"] == "blank"
    assert read.told("figure_unreadable") == {"disclosures.procurement.projects"}


def test_two_figures_that_ran_together_leave_no_wrong_figure():
    paper = applications(answered=GROWN | {"refused_complaint": (4, 0, 3, 0, 0, 0)})
    paper["unavailable_not_held"].cells[:] = ["31", "178", "4", "2", "1", "63"]
    paper["refused_complaint"].cells[2] = "5"
    read = tables_of(paper.between(" "))
    row = zip(read.row("applications.unavailable_not_held"), paper.counted["unavailable_not_held"], strict=True)
    assert all(figure in (None, count) for figure, count in row)
    assert "applications.unavailable_not_held.business" in read.told("figure_in_doubt")


def test_a_row_that_lost_a_figure_and_was_set_anew_from_the_left_is_doubted_where_its_columns_fail():
    paper = applications(answered=GROWN | {"granted": (5, 1, 7, 3, 0, 0)})
    del paper["unavailable_not_held"].cells[1]
    lines = [f"{row.label[:12]:　<14}" + "".join(f"{cell:<9}" for cell in row.cells) for row in paper.rows]
    read = tables_of("\n".join([paper.heading, *lines]))
    for code, row in read.applications.items():
        assert all(figure in (None, count) for figure, count in zip(row, counted(paper)[code], strict=True)), code
