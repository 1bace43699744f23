"""Plain text and Markdown: lines, and the grids their separators suggest."""

from __future__ import annotations

import pytest

from ingest.read import read
from ingest.read.blocks import Paragraph, Place, Unreadable
from tests.read.helpers import grids, paragraphs, rows


def read_str(text: str):
    return read(text.encode())


def test_each_nonblank_line_is_a_paragraph_with_its_line_number():
    reading = read_str("一、总体情况\n\n  全年公开信息 3 条。\r\n六、其他\r无。")
    assert reading.source_format == "text"
    assert reading.blocks == (
        Paragraph("一、总体情况", Place(line_no=1)),
        Paragraph("全年公开信息 3 条。", Place(line_no=3)),
        Paragraph("六、其他", Place(line_no=4)),
        Paragraph("无。", Place(line_no=5)),
    )


def test_pipe_rows_keep_interior_and_trailing_empty_cells():
    (grid,) = grids(read_str("第二十条第(一)项 | |||\n规章 | 0 | | 3 |\n"))
    assert rows(grid) == [["第二十条第(一)项", "", "", ""], ["规章", "0", "", "3"]]
    assert (grid.row_count, grid.column_count, grid.is_ruled) == (2, 4, False)


def test_a_frame_of_pipes_gives_no_empty_cells():
    (grid,) = grids(read_str("| 规章 | 0 |  |\n| 规范性文件 | 2 | 1 |"))
    assert rows(grid) == [["规章", "0", ""], ["规范性文件", "2", "1"]]


def test_a_pipe_at_the_end_of_a_row_among_rows_without_one_parts_an_empty_last_cell():
    (grid,) = grids(read_str("类别 | 自然人 | 其他\n规章 | 1 | 2\n文件 | 3 | \n收费 | 4 | 5\n"))
    assert rows(grid)[2] == ["文件", "3", ""]
    (grid,) = grids(read_str("| | 自然人 | 总计\n规章 | 第一章 | 1 | \n文件 | | 3 | \n"))
    assert rows(grid) == [["", "", "自然人", "总计"], ["规章", "第一章", "1", ""], ["文件", "", "3", ""]]


@pytest.mark.parametrize("drawn", ["--", "—", "——", "-"])
def test_a_line_of_dashes_below_the_heading_is_no_row_however_long(drawn):
    (grid,) = grids(read_str(f"| 维持 | 纠正 |\n| {drawn} | {drawn} |\n| 1 | - |\n"))
    assert rows(grid) == [["维持", "纠正"], ["1", "-"]]
    (grid,) = grids(read_str(f"| 维持 | 纠正 |\n| {drawn} | {drawn} |\n"))
    assert rows(grid) == [["维持", "纠正"], [drawn, drawn]]


def test_an_empty_first_cell_among_unframed_rows_is_kept():
    (grid,) = grids(read_str("不予公开 | 国家秘密 | 0 |\n法律禁止 | 0 | 0 |\n| 安全稳定 | 1 |"))
    assert rows(grid)[2] == ["", "安全稳定", "1"]


def test_one_cell_a_line_gives_one_row_a_line():
    (grid,) = grids(read_str("规章 |\n0 |\n|\n||||\n12 |"))
    assert rows(grid) == [["规章"], ["0"], [""], ["", "", "", ""], ["12"]]
    assert [cell.place.line_no for cell in grid.cells] == [1, 2, 3, 4, 4, 4, 4, 5]


def test_cells_know_their_table_row_column_and_line():
    first, second = grids(read_str("标题\na | b\n\nc | d\ne | f"))
    assert first.cells[1].place == Place(table_no=1, row_no=1, column_no=2, line_no=2)
    assert second.cells[2].place == Place(table_no=2, row_no=2, column_no=1, line_no=5)


def test_tab_rows_keep_every_empty_cell():
    (grid,) = grids(read_str("第二十条第（八）项\t\t\t\n\t（六）其他处理\t0\t0\n"))
    assert rows(grid) == [["第二十条第（八）项", "", "", ""], ["", "（六）其他处理", "0", "0"]]


def test_a_row_of_empty_tab_cells_stays_inside_its_grid():
    (grid,) = grids(read_str("总计\t0\t0\n\t\t\n结转\t1\t2"))
    assert rows(grid) == [["总计", "0", "0"], ["", "", ""], ["结转", "1", "2"]]


def test_pipes_and_tabs_do_not_share_a_grid():
    assert [rows(grid) for grid in grids(read_str("a\tb\nc | d"))] == [[["a", "b"]], [["c", "d"]]]


def test_rule_rows_are_dropped_without_renumbering_lines():
    reading = read_str("| 项目 | 总计 |\n|---|:-:|\n| 予以公开 | 2 |\n|---|---|\n| 部分公开 | 3 |")
    (grid,) = grids(reading)
    assert rows(grid) == [["项目", "总计"], ["予以公开", "2"], ["部分公开", "3"]]
    assert [cell.place.line_no for cell in grid.cells[::2]] == [1, 3, 5]
    assert [cell.place.row_no for cell in grid.cells[::2]] == [1, 2, 3]
    assert reading.source_format == "markdown"


def test_a_rule_row_of_tabs_does_not_make_a_text_markdown():
    reading = read_str("政府集中采购\t0\t0\n--------\t---\t---")
    assert reading.source_format == "text"
    assert [rows(grid) for grid in grids(reading)] == [[["政府集中采购", "0", "0"]]]


def test_dashes_that_stand_for_nothing_are_cells_not_a_rule():
    (grid,) = grids(read_str("| 维持 | 纠正 |\n|---|---|\n| - | - |\n| -- | — |"))
    assert rows(grid)[1:] == [["-", "-"], ["--", "—"]]


def test_box_drawn_tables_are_read_like_pipes():
    (grid,) = grids(read_str("┌────┬──┐\n│规章│ 0│\n├────┼──┤\n│文件│12│\n└────┴──┘"))
    assert rows(grid) == [["规章", "0"], ["文件", "12"]]
    (grid,) = grids(read_str("+----+---+\n| 规章 | 0 |\n+====+===+\n| 文件 | 1 |\n+----+---+"))
    assert rows(grid) == [["规章", "0"], ["文件", "1"]]


def test_headings_of_markdown_lose_their_marks():
    reading = read_str("# 年度报告\n### 第二十条第（一）项 ###\n##无空格\n#1 号楼")
    assert [(block.text, block.heading_level) for block in reading.blocks] == [
        ("年度报告", 1),
        ("第二十条第（一）项", 3),
        ("无空格", 2),
        ("#1 号楼", 0),
    ]
    assert reading.source_format == "markdown"


def test_emphasis_tags_links_and_escapes_of_markdown_leave_the_printed_text():
    (grid,) = grids(
        read_str(
            "# 表\n| **12** | 本年<br>新制作 | *3* | `4` | __5__ | 1\\. 秘密 | [局](http://a.cn/b) | <b>6</b>&nbsp;件 |"
        )
    )
    assert rows(grid) == [["12", "本年新制作", "3", "4", "5", "1. 秘密", "局", "6 件"]]


def test_a_backslash_for_nothing_survives_markdown():
    (grid,) = grids(read_str("# 表\n| 规章 | \\ | 3*4*5 |"))
    assert rows(grid) == [["规章", "\\", "3*4*5"]]


def test_paragraphs_indented_or_numbered_with_a_tab_are_no_tables():
    text = "\t全年公开信息 3 条。\n一、\t总体情况\n（一）\t组织领导"
    reading = read_str(text)
    assert not grids(reading)
    assert paragraphs(reading) == ["全年公开信息 3 条。", "一、\t总体情况", "（一）\t组织领导"]


def test_a_label_behind_tabs_belongs_to_the_tab_table_beside_it():
    (grid,) = grids(read_str("\t\t商业企业\n规章\t0\t1\n\t总计"))
    assert rows(grid) == [["", "", "商业企业"], ["规章", "0", "1"], ["", "总计"]]


def test_an_html_table_inside_markdown_is_a_ruled_grid():
    reading = read_str(
        "# 报告\n\n表如下：<table><tr><td rowspan=2>规章</td><td>1</td></tr>\n"
        "<tr><td>2</td></tr></table>\n\n后文\na | b"
    )
    first, second = grids(reading)
    assert rows(first) == [["规章", "1"], ["2"]]
    assert first.is_ruled and first.cells[0].rowspan == 2
    assert first.cells[0].place.line_no == 3
    assert second.cells[0].place == Place(table_no=2, row_no=1, column_no=1, line_no=7)
    assert paragraphs(reading) == ["报告", "表如下：", "后文"]


@pytest.mark.parametrize("table", ["<table>{}</table>", "<html><body><table>{}</table></body></html>"])
def test_markdown_made_from_a_pdf_keeps_its_lines_around_its_html_tables(table):
    rows_of_table = "<tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr>"
    reading = read_str(f"## 二、公开情况\n第一行\n第二行\n\n{table.format(rows_of_table)}\n\n后文")
    assert reading.source_format == "markdown"
    assert paragraphs(reading) == ["二、公开情况", "第一行", "第二行", "后文"]
    assert [rows(grid) for grid in grids(reading)] == [[["规章", "1"], ["文件", "2"]]]


def test_breaks_inside_the_cells_of_markdown_do_not_make_it_html():
    reading = read_str("| 本年<br>制发 | 本年<br>废止 |\n|---|---|\n| 1<br> | 2<br>件 |")
    assert [rows(grid) for grid in grids(reading)] == [[["本年制发", "本年废止"], ["1", "2 件"]]]


def test_a_line_of_a_million_pipes_is_refused():
    with pytest.raises(Unreadable) as caught:
        read(b"|" * 1_000_000)
    assert caught.value.code == "too_large"


def test_the_one_cell_a_line_report_gives_a_row_for_every_line(shared):
    reading = read((shared / "reports/004_ad288fcdc6056ce1.txt").read_bytes())
    lines = (shared / "reports/004_ad288fcdc6056ce1.txt").read_text("utf-8").splitlines()
    numbers = {cell.place.line_no for grid in grids(reading) for cell in grid.cells}
    assert numbers == {number for number, line in enumerate(lines, start=1) if "|" in line}


def test_the_torn_markdown_report_keeps_every_figure_on_its_line(shared):
    path = shared / "reports/shanghai-kewei-2024.md"
    reading = read(path.read_bytes())
    lines = path.read_text("utf-8").split("\n")
    for grid in grids(reading):
        for cell in grid.cells:
            assert cell.text in lines[cell.place.line_no - 1]
    assert sum(len(grid.cells) for grid in grids(reading)) == sum(
        line.count("|") - 1 for line in lines if line.startswith("|") and "---" not in line
    )


def test_tags_and_attributes_that_break_over_lines_leave_one_line_of_text():
    reading = read_str(
        '某<span\nlang="ZH">局</span><span lang="EN"\nstyle="x">20</span>23年\n\n[全年]{.a\nb="c"}收到\n'
    )
    assert [(block.text, block.place.line_no) for block in reading.blocks] == [("某局2023年", 1), ("全年收到", 5)]


def test_a_tag_that_is_never_closed_joins_no_lines():
    assert paragraphs(read_str("甲 <span\n" + "乙\n" * 20)) == ["甲 <span", *["乙"] * 20]


def test_lines_that_only_draw_are_no_rows():
    text = (
        "一、概述\n--------\n  ------ ------ -----\n  维持   纠正   总计\n\n  10     2      12\n  ------ ------ -----\n"
    )
    assert [" ".join(line.split()) for line in paragraphs(read_str(text))] == ["一、概述", "维持 纠正 总计", "10 2 12"]
    assert paragraphs(read_str("予以公开\n-- -- -- --\n")) == ["予以公开", "-- -- -- --"]


def test_a_mark_escaped_in_markdown_is_the_mark_itself():
    assert paragraphs(read_str(r"1\. 收费金额 465\.49")) == ["1. 收费金额 465.49"]


@pytest.mark.parametrize("printed", ["~~99~~315", "315<sup>1</sup>", "<s>99</s>315", "<del>99</del>315"])
def test_what_markdown_strikes_out_and_the_number_of_a_note_are_no_part_of_a_figure(printed):
    (grid,) = grids(read_str(f"| 项目 | 数量 |\n|---|---|\n| 许可 | {printed} |\n"))
    assert rows(grid)[1] == ["许可", "315"]


def test_the_numbers_last_on_the_pages_of_a_text_are_none_of_its_figures():
    text = "行政许可\n3\n\n1\n\f行政处罚\n4\n2\n\f行政强制\n0\n  3  \n\f"
    assert paragraphs(read_str(text)) == ["行政许可", "3", "行政处罚", "4", "行政强制", "0"]


def test_figures_last_on_pages_without_numbers_stay():
    assert paragraphs(read_str("许可\n3\n\f处罚\n3\n\f")) == ["许可", "3", "处罚", "3"]
    assert paragraphs(read_str("许可\n3\n\f处罚")) == ["许可", "3", "处罚"]
