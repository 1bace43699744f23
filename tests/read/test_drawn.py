"""Tables drawn with characters: where a rule parts every two rows, a row is as many lines high as its cells."""

from __future__ import annotations

from ingest.read import read
from tests.place.papers import applications, counted, tables_of
from tests.read.helpers import grids, paragraphs, rows


def grid_of(text: str):
    (grid,) = grids(read(text.encode()))
    return grid


WRAPPED = """\
+------+------+------+
| 信息 | 本年 | 现行 |
| 内容 | 制发 | 有效 |
+======+======+======+
| 行政 | 12   | 105  |
| 规范 |      |      |
| 文件 |      |      |
+------+------+------+
| 规章 | 0    | 3    |
+------+------+------+
"""


def test_the_lines_between_two_rules_are_one_row():
    grid = grid_of(WRAPPED)
    assert rows(grid) == [["信息内容", "本年制发", "现行有效"], ["行政规范文件", "12", "105"], ["规章", "0", "3"]]
    assert [cell.place.line_no for cell in grid.cells] == [2, 2, 2, 5, 5, 5, 9, 9, 9]


def test_rows_that_no_rule_parts_are_a_row_a_line():
    grid = grid_of("+----+----+\n| 项 | 数 |\n+----+----+\n| 甲 | 12 |\n| 乙 | 3  |\n+----+----+\n")
    assert rows(grid) == [["项", "数"], ["甲", "12"], ["乙", "3"]]


def test_a_figure_that_fills_its_narrow_column_goes_on_in_the_next_line():
    grid = grid_of("+---+---+\n|   |   |\n+---+---+\n| 1 | 7 |\n| 0 |   |\n+---+---+\n")
    assert rows(grid) == [["", ""], ["1 0", "7"]]


def test_rules_and_bars_left_out_tell_merged_cells():
    text = """\
+-------------+-----------+
|             | 申请人    |
|             +-----+-----+
|             | 自然| 法人|
+------+------+-----+-----+
| 办理 | 公开 | 4   | 0   |
| 结果 +------+-----+-----+
|      | 其他 | 1   | 2   |
+------+------+-----+-----+
"""
    cells = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid_of(text).cells}
    assert cells["申请人"] == (0, 2, 1, 2)
    assert cells[""] == (0, 0, 2, 2)
    assert cells["办理结果"] == (2, 0, 2, 1)
    assert cells["其他"] == (3, 1, 1, 1)


def test_line_drawing_characters_are_one_or_two_columns_wide():
    narrow = "┌──────┬────┐\n│ 规章 │ 1  │\n├──────┼────┤\n│ 规范 │ 2  │\n│ 文件 │    │\n└──────┴────┘"
    wide = "┌──┬──┐\n│规章│1   │\n├──┼──┤\n│规范│2   │\n│文件│    │\n└──┴──┘"
    for text in (narrow, wide):
        assert rows(grid_of(text)) == [["规章", "1"], ["规范文件", "2"]]


def test_a_table_whose_bars_stand_anywhere_is_read_line_by_line():
    grid = grid_of("+----+----+\n| 规章名 | 1 |\n+----+----+\n| 规范性 | 22 |\n| 文 |\n+----+----+\n")
    assert rows(grid) == [["规章名", "1"], ["规范性", "22"], ["文"]]


def test_an_applications_table_drawn_with_wrapped_labels_is_read_in_full():
    paper = applications()
    width = 6
    rule = "+" + ("-" * (width + 2) + "+") * 8
    lines = [paper.heading, rule]
    for row in paper.rows:
        pieces = [row.label[at : at + width // 2] for at in range(0, len(row.label), width // 2)]
        for number, piece in enumerate(pieces):
            figures = row.cells if number == 0 else [""] * len(row.cells)
            padded = piece + " " * (width - 2 * len(piece)) if not piece.isascii() else f"{piece:<{width}}"
            lines.append("| " + " | ".join([padded, *(f"{figure:<{width}}" for figure in figures)]) + " |")
        lines.append(rule)
    read_back = tables_of("\n".join(lines))
    assert read_back.applications == counted(paper)
    assert paragraphs(read("\n".join(lines).encode()))[0] == paper.heading


def test_attributes_and_hard_breaks_of_markdown_leave_no_trace_in_a_cell():
    rule = "+--------------+------+"
    text = f"{rule}\n| 本年\\        | [1]{{. |\n| 制发         | x}}2  |\n{rule}\n| 规章         | 3    |\n{rule}\n"
    assert rows(grid_of(text)) == [["本年制发", "12"], ["规章", "3"]]
