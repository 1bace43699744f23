"""Text whose columns spaces keep, as programs print a page as text: a cell left empty leaves its place."""

from __future__ import annotations

from ingest.read import read
from ingest.read.blocks import Grid, Paragraph
from tests.read.helpers import grids, paragraphs, rows

TABLE = """\
                          自然人    商业企业  科研机构  总 计
一、本年新收              17688     135                 17823
（一）予以公开                                8         8
（二）部分公开（区分      1         -                   1
      处理的）
二、上年结转              113       278       15        406
"""


def test_a_figure_stands_below_its_heading_and_empty_cells_are_kept():
    (grid,) = grids(read(TABLE.encode()))
    assert rows(grid) == [
        ["一、本年新收", "17688", "135", "", "17823"],
        ["（一）予以公开", "", "", "8", "8"],
        ["（二）部分公开（区分", "1", "-", "", "1"],
        ["处理的）", "", "", "", ""],
        ["二、上年结转", "113", "278", "15", "406"],
    ]
    assert not grid.is_ruled
    assert [cell.place.line_no for cell in grid.cells if cell.column == 0] == [2, 3, 4, 5, 6]


def test_lines_that_leave_no_cell_empty_stay_the_lines_they_are():
    text = "规章        1      2      3\n文件        4      5      6\n收费        7      8      9\n"
    assert [type(block) for block in read(text.encode()).blocks] == [Paragraph] * 3


def test_a_column_that_is_empty_throughout_is_told_by_its_heading():
    lines = ["            自然人    商业企业  科研机构  其 他     总计"]
    lines += [
        f"第{number}行       {number}         {number}                   {number}         {number * 3}"
        for number in (1, 2, 3)
    ]
    (grid,) = grids(read("\n".join(lines).encode()))
    assert rows(grid) == [
        [f"第{number}行", *[str(number)] * 2, "", str(number), str(3 * number)] for number in (1, 2, 3)
    ]


def test_columns_that_are_others_on_the_next_page_make_no_table_with_those_before():
    first = "规章          12        3         45\n文件          7                   8\n"
    first += "收费          1         2         3\n"
    second = "处罚            12      3       45\n强制            7               8\n"
    second += "采购            1       2       3\n"
    reading = read(f"{first}- 2 -\n{second}".encode())
    assert [[row[1:] for row in rows(grid)] for grid in grids(reading)] == [
        [["12", "3", "45"], ["7", "", "8"], ["1", "2", "3"]]
    ] * 2
    assert paragraphs(reading) == ["- 2 -"]


def test_figures_that_two_spaces_part_without_columns_stay_in_their_lines():
    text = "全年收到申请  12  件\n全年公开  3  件\n培训  7  场  8  人\n"
    assert not any(isinstance(block, Grid) for block in read(text.encode()).blocks)


def test_figures_that_all_stand_before_those_above_are_of_another_table():
    rows_of_many = [f"{label:　<8}                        {0}       {0}       {1}       {1}" for label in "甲乙丙"]
    lines = [*rows_of_many, "维持    纠正    其他    尚未", *["0       0       0       0"] * 2]
    reading = read("\n".join(lines).encode())
    assert grids(reading) == []
    assert [" ".join(text.split()) for text in paragraphs(reading)] == [" ".join(line.split()) for line in lines]
