"""Tables whose own heading gives their columns another order, or spreads them over merged cells."""

from __future__ import annotations

import random

import pytest

from tests.place.papers import applications, counted, tables_of

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
MADE, ABOLISHED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
RULES = "行政规范性文件"


def html(rows):
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{lines}</table></body></html>"


def piped(rows):
    return "\n".join(" | ".join(row) + " |" for row in rows)


def markdown(rows):
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


@pytest.mark.parametrize("write", [html, piped, markdown])
@pytest.mark.parametrize("seed", range(4))
def test_applicants_in_another_order_are_told_by_their_names(write, seed):
    paper = applications()
    order = list(range(7))
    random.Random(seed).shuffle(order)
    rows = [["", *paper.applicants], *([row.label, *row.cells] for row in paper.rows)]
    read = tables_of(write([[row[0], *(row[1 + at] for at in order)] for row in rows]))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("write", [html, piped, markdown])
def test_outcomes_of_reviews_in_another_order_are_told_by_their_names(write):
    others = ["结果维持", "结果纠正", "尚未审结", "其他结果", "总计"]
    figures = ["3", "1", "2", "0", "6", "1", "0", "0", "5", "6", "0", "0", "9", "2", "11"]
    head = [["行政复议", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]]
    read = tables_of(
        "四、政府信息公开行政复议、行政诉讼情况\n" * (write is piped) + write([*head, others * 3, figures])
    )
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.direct") == [1, 0, 5, 0, 6]
    assert read.row("litigation.after_review") == [0, 0, 2, 9, 11]


def test_the_routes_of_litigation_in_another_order_are_told_by_their_names():
    head = [["行政复议", *[""] * 4, "复议后起诉", *[""] * 4, "未经复议直接起诉", *[""] * 4], OUTCOMES * 3]
    read = tables_of(html([*head, ["3", "1", "0", "2", "6", "1", "0", "0", "0", "1", "0", "0", "2", "0", "2"]]))
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.after_review") == [1, 0, 0, 0, 1]
    assert read.row("litigation.direct") == [0, 0, 2, 0, 2]


@pytest.mark.parametrize("write", [html, piped, markdown])
def test_a_table_without_any_arithmetic_follows_its_own_heading(write):
    rows = [
        ["信息内容", ABOLISHED, MADE, IN_FORCE],
        ["规章", "1", "2", "3"],
        [RULES, "4", "5", "6"],
        ["行政许可", "7", "", ""],
    ]
    read = tables_of(write([*rows, ["行政处罚", "8", "", ""], ["行政强制", "9", "", ""]]))
    assert read.row("disclosures.rules") == [2, 1, 3]
    assert read.row("disclosures.normative_documents") == [5, 4, 6]


@pytest.mark.parametrize("rest", ["empty", "repeated"])
def test_figures_stand_below_their_headings_however_wide_the_merged_cells_were(rest):
    def spread(cells):
        return [part for cell in cells for part in (cell, *["" if rest == "empty" else cell] * 3)]

    rows = [
        ["信息内容", MADE, ABOLISHED, IN_FORCE],
        ["规章", "1", "", "3"],
        [RULES, "4", "5", "5"],
        ["行政许可", "", "", ""],
    ]
    read = tables_of(markdown(list(map(spread, rows))))
    assert read.row("disclosures.rules") == [1, None, 3]
    assert read.row("disclosures.normative_documents") == [4, 5, 5]
    assert read.issues() == []


@pytest.mark.parametrize("unit", ["（万元）", "（单位：万元）", ""])
def test_a_heading_that_states_its_unit_gives_its_columns_too(unit):
    def spread(*cells):
        return [part for cell in cells for part in (cell, "", "", "")][:16]

    rows = [
        spread("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        spread("行政许可", "1", "0", "7"),
        spread("信息内容", "采购项目数量", f"采购总金额{unit}", ""),
        spread("政府集中采购", "29", "396.5", ""),
    ]
    read = tables_of(markdown(rows), due="2019")
    assert read.row("disclosures.licensing") == [1, 0, 7]
    assert read.row("disclosures.procurement") == [29, 3965000 if "万" in unit else 396.5]


def test_a_label_that_nobody_can_read_leaves_the_columns_to_their_order():
    rows = [["信息内容", MADE, "本??止件数", IN_FORCE], ["规章", "1", "", "3"], [RULES, "4", "5", "5"]]
    read = tables_of(html([*rows, ["行政许可", "7", "", ""], ["行政处罚", "8", "", ""]]))
    assert read.row("disclosures.rules") == [1, None, 3]
    assert read.row("disclosures.normative_documents") == [4, 5, 5]


def test_a_heading_over_two_rows_that_lost_its_empty_cells_gives_no_order():
    paper = applications()
    kinds = paper.applicants
    heading = f"{kinds[0]}\t法人或其他组织\t{kinds[6]}\n\t\t\t\t" + "\t".join(kinds[1:6])
    read = tables_of(
        f"{paper.heading}\n{heading}\n" + "\n".join("\t".join([row.label, *row.cells]) for row in paper.rows)
    )
    assert read.applications == counted(paper)


@pytest.mark.parametrize("write", [html, markdown])
def test_a_table_without_its_total_column_whose_labels_leave_cells_empty_is_read_by_its_heading(write):
    paper = applications()
    rows = [["", "", "", *paper.applicants[:6]], *([row.label, "", "", *row.cells[:6]] for row in paper.rows)]
    read = tables_of(write(rows))
    assert read.applications == counted(paper)
    assert read.of_status("derived") == {f"applications.{row.code}.total" for row in paper.rows}
    assert read.issues() == []
