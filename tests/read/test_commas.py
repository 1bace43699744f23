"""Tables saved with commas between their cells."""

from __future__ import annotations

from ingest.read import read
from ingest.read.blocks import Grid, Paragraph


def _grids(text: str) -> list[Grid]:
    return [block for block in read(text.encode()).blocks if isinstance(block, Grid)]


def _rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]


def test_rows_of_labels_and_figures_between_commas_are_a_grid():
    (grid,) = _grids('规章,0,0,3\n行政规范性文件,2,,"1,030"\n')
    assert [cell.text for cell in grid.cells] == ["规章", "0", "0", "3", "行政规范性文件", "2", "", "1,030"]
    assert not grid.is_ruled


def test_a_sentence_with_commas_and_figures_stays_a_paragraph():
    blocks = read("全年公开373条,其中微博103条,微信89条\n".encode()).blocks
    assert [type(block) for block in blocks] == [Paragraph]


def test_thousands_are_no_row_of_cells():
    assert _grids("1,234,567\n") == []


def test_a_label_and_a_figure_with_thousands_are_no_row_of_cells():
    lines = "行政许可 1,696,009\n行政处罚5,203,456件\n规章 62,112 66,535 51,570\n"
    assert _grids(lines) == []
    assert _grids("规章,62,66,51\n") != []


def test_lines_with_as_many_commas_are_a_table_whatever_its_cells_hold():
    (grid,) = _grids(
        '指标,单位,统计数\n一、主动公开情况,,\n收到申请数,件,16件\n当面申请数,件,无\n"网络申请数",件,"1,204"\n'
    )
    assert grid.row_count == 5
    assert [cell.text for cell in grid.cells][6:] == [
        "收到申请数",
        "件",
        "16件",
        "当面申请数",
        "件",
        "无",
        "网络申请数",
        "件",
        "1,204",
    ]


def test_lines_of_a_text_with_commas_are_no_table():
    lines = "2012年,我局公开信息3条\n2013年,我局公开信息9条\n2014年,我局没有公开信息\n"
    assert _grids(lines) == []


def test_a_quoted_cell_goes_on_in_the_next_lines():
    text = '项目,"本年制\n发件数","本年废\n止件数"\n规章,"3","1"\n文件,2,0\n收费,4,0\n'
    (grid,) = _grids(text)
    assert _rows(grid) == [
        ["项目", "本年制发件数", "本年废止件数"],
        ["规章", "3", "1"],
        ["文件", "2", "0"],
        ["收费", "4", "0"],
    ]
    assert [cell.place.line_no for cell in grid.cells[::3]] == [1, 4, 5, 6]


def test_a_quote_that_is_never_closed_loses_nothing():
    text = '项目,"本年\n规章,3,1\n文件,2,0\n收费,4,0\n'
    (grid,) = _grids(text)
    assert [row[0] for row in _rows(grid)] == ["规章", "文件", "收费"]
