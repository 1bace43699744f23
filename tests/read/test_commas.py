"""Tables saved with commas between their cells."""

from __future__ import annotations

from ingest.read import read
from ingest.read.blocks import Grid, Paragraph


def _grids(text: str) -> list[Grid]:
    return [block for block in read(text.encode()).blocks if isinstance(block, Grid)]


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
