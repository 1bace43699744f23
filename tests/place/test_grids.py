"""Tables that were printed another way round than the form has them."""

from __future__ import annotations

import pytest

from ingest.forms.definition import table
from ingest.place import read_tables
from ingest.read.blocks import Paragraph, Place
from tests.place.papers import AsRead, applications, counted, tables_of

STATISTICS = [row["label_zh"] for row in table("form_line") if row["form"] == "2014"]
FIGURES = [str(7 * at + 5) if at % 3 else "" for at in range(len(STATISTICS))]  # they need not add up


def markdown(rows):
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


def html(rows):
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{lines}</table></body></html>"


def tabs(rows):
    return "\n".join("\t".join(row) for row in rows)


def bare(read):
    """The figures of the statistics as printed, before the unit of money; what only follows from others is left out."""
    figures = read.tables.figures
    return [figure.value / figure.cell.scale if figure.status == "reported" else None for figure in figures]


@pytest.mark.parametrize("write", [markdown, html, tabs])
def test_a_table_with_its_rows_and_columns_exchanged_is_read_alike(write):
    paper = applications()
    upright = [["申请人", *paper.applicants], *([row.label, *row.cells] for row in paper.rows)]
    read = tables_of(write(list(zip(*upright, strict=True))))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("zero", ["-", "--", "/"])
def test_a_table_with_rows_and_columns_exchanged_may_have_next_to_no_figures(zero):
    paper = applications(answered={"granted": (5, 0, 0, 0, 0, 0)})
    upright = [["申请人", *paper.applicants], *([row.label, *row.cells] for row in paper.rows)]
    for row in upright:
        row[1:] = [zero if cell == "0" else cell for cell in row[1:]]
    read = tables_of(markdown(list(zip(*upright, strict=True))))
    for code, counts in counted(paper).items():
        assert [figure or 0 for figure in read.row(f"applications.{code}")] == counts
    assert read.issues() == []


def test_reviews_and_litigation_side_by_side_with_their_outcomes_below_each_other_are_read():
    outcomes = [
        ["结果", "行政复议", "未经复议直接起诉", "复议后起诉"],
        ["结果维持", "3", "1", "0"],
        ["结果纠正", "1", "0", "0"],
        ["其他结果", "0", "0", "2"],
        ["尚未审结", "2", "0", "0"],
        ["总计", "6", "1", "2"],
    ]
    read = tables_of(html(outcomes))
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.direct") == [1, 0, 0, 0, 1]
    assert read.row("litigation.after_review") == [0, 0, 2, 0, 2]


@pytest.mark.parametrize("write", [markdown, html, tabs])
@pytest.mark.parametrize("zero", ["0", ""])
def test_a_long_table_printed_as_two_side_by_side_is_read_down_the_first_and_then_down_the_second(write, zero):
    cells = [[label, "", figure or zero] for label, figure in zip(STATISTICS, FIGURES, strict=True)]
    half = (len(cells) + 1) // 2
    rows = [[*left, *right] for left, right in zip(cells[:half], [*cells[half:], ["", "", ""]], strict=False)]
    read = tables_of(write([["统计指标", "单位", "统计数"] * 2, *rows]), due="2014")
    assert bare(read) == [int(figure or "0") if figure or zero else None for figure in FIGURES]


@pytest.mark.parametrize("separator", [",条,", ","])
def test_a_table_of_one_figure_a_row_saved_with_commas_is_read(separator):
    lines = (f"{label}{separator}{figure or 0}" for label, figure in zip(STATISTICS, FIGURES, strict=True))
    read = tables_of("\n".join(lines), due="2014")
    assert bare(read) == [int(figure or "0") for figure in FIGURES]


@pytest.mark.parametrize("lost", ["�7", "1?", "??"])
def test_a_serial_number_that_nobody_can_read_leaves_the_others_serial_numbers(lost):
    serial = [str(at) for at in range(1, len(STATISTICS) + 1)]
    serial[16] = lost
    lines = zip(serial, STATISTICS, (figure or "0" for figure in FIGURES), strict=True)
    read = tables_of("\n".join("   ".join(line) for line in lines), due="2014")
    assert bare(read) == [int(figure or "0") for figure in FIGURES]


def test_serial_numbers_are_no_figures_in_either_copy_of_a_table():
    lines = [
        f"{at}\t{label}\t{figure or 0}" for at, (label, figure) in enumerate(zip(STATISTICS, FIGURES, strict=True), 1)
    ]
    once, twice = (tables_of("\n".join(lines * copies), due="2014") for copies in (1, 2))
    assert bare(twice) == bare(once) == [int(figure or "0") for figure in FIGURES]
    assert twice.issues("row_not_placed") == []


@pytest.mark.parametrize("printed", ["3�", "�35", "4?2"])
def test_digits_with_a_lost_one_behind_the_unit_of_their_line_are_an_unreadable_figure(printed):
    lines = [f"{label} 条 {figure or 0}" for label, figure in zip(STATISTICS, FIGURES, strict=True)]
    lines[2] = f"{STATISTICS[2]} 条 {printed}"
    read = tables_of("\n".join(lines), due="2014")
    assert bare(read)[2] is None
    assert len(read.told("figure_unreadable")) == 1


def test_the_end_of_two_tables_side_by_side_on_the_next_page_is_parted_like_their_beginning():
    half = (len(STATISTICS) + 1) // 2
    cells = [[label, str(at + 3)] for at, label in enumerate(STATISTICS)] + [["", ""]]
    rows = [[*left, *right] for left, right in zip(cells[:half], cells[half : 2 * half], strict=True)]
    read = tables_of(html(rows[:-2]).replace("</body>", f"{html(rows[-2:])}</body>"), due="2014")
    assert bare(read) == [at + 3 for at in range(len(STATISTICS))]


def on_pages(*pages: list[str]) -> list[Paragraph]:
    return [Paragraph(text, Place(page=number)) for number, page in enumerate(pages, 1) for text in page]


def test_a_page_number_above_a_line_that_every_page_ends_with_is_no_figure():
    paper = applications()
    heading, names, *rows = paper.between("  ").splitlines()
    first, second = ["http://www.gov.cn/art_1.html  1/2", "http://www.gov.cn/art_1.html  2/2"]
    for top in ([heading], [heading, names]):
        rest = [names, *rows] if names not in top else rows
        read = AsRead(read_tables(on_pages([*top, "1", first], [*rest, "2", second]), lambda: "2021"))
        assert read.applications == counted(paper)
        assert read.issues() == []


def test_cells_with_the_figures_of_two_columns_are_parted():
    paper = applications(answered={"granted": (5, 1, 0, 2, 0, 3), "refused_complaint": (31, 17, 8, 4, 2, 1)})
    rows = [
        [row.label, row.cells[0], f"{row.cells[1]} {row.cells[2]}", *row.cells[3:5], f"{row.cells[5]} {row.cells[6]}"]
        for row in paper.rows
    ]
    printed = "\n".join([paper.heading, *("| " + " | ".join(row) + " |" for row in rows)])
    assert tables_of(printed).applications == counted(paper)


def test_spaces_inside_figures_part_no_column():
    paper = applications(answered={"granted": (50, 10, 0, 20, 0, 30), "refused_complaint": (31, 17, 80, 40, 20, 10)})
    expected = counted(paper)
    for row in paper.rows:
        row.cells[:] = [" ".join(cell) for cell in row.cells]
    assert tables_of(paper.html()).applications == expected
    assert tables_of(paper.piped()).applications == expected


def test_figures_that_stand_a_column_or_more_from_their_names_are_below_them():
    read = tables_of(
        "第二十条第（五）项\n|  | 信息内容 |  | 上一年项目数量 |  |  |  | 本年增/减 |  | 处理决定数量 |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n"
        "|  | 行政许可 |  |  | 723 |  |  | -400 |  | 49 |\n| 其他对外管理服务事项 |  |  |  | 8 |  |  | 5 |  | 626 |\n",
        due="2019",
    )
    assert read.row("disclosures.licensing") == [723, -400, 49]
    assert read.row("disclosures.other_services") == [8, 5, 626]
