"""HTML: whole pages in reading order, tables with their spans resolved."""

from __future__ import annotations

import time

import pytest

from ingest.read import read
from ingest.read.blocks import Place, Unreadable
from tests.read.helpers import grids, paragraphs, rows, spans


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def test_a_whole_site_page_is_read_in_order_without_its_scripts():
    reading = read(
        page(
            "<script>var a='0';</script><style>p{}</style><ul><li><a>首页</a></li><li>政务公开</li></ul>"
            "<div><h2>年度<em>报告</em></h2><p>第一段</p>散文<p>第二段<!-- 不见 --></p></div>"
            "<noscript>请开启</noscript><template><p>模板</p></template><footer>主办：某局</footer>"
        )
    )
    assert paragraphs(reading) == ["首页", "政务公开", "年度报告", "第一段", "散文", "第二段", "主办：某局"]
    assert [block.heading_level for block in reading.blocks] == [0, 0, 2, 0, 0, 0, 0]
    assert [block.place.line_no for block in reading.blocks] == [1, 2, 3, 4, 5, 6, 7]


def test_digits_split_over_nested_spans_are_joined():
    reading = read(
        page(
            "<table><tr><td><p class=MsoNormal><span lang=EN-US><font>1</font></span><span><span>3</span></span>"
            "<span\nlang=EN-US>612<o:p></o:p></span></p></td><td>件</td></tr></table><p><b>2</b><i>0</i>24年</p>"
        )
    )
    assert rows(grids(reading)[0]) == [["13612", "件"]]
    assert paragraphs(reading) == ["2024年"]


def test_a_line_break_splits_paragraphs_and_a_no_break_space_is_a_space():
    assert paragraphs(read(page("<p>一行<br>二行<br/>&nbsp;&nbsp;三&nbsp;行</p>"))) == ["一行", "二行", "三 行"]


def test_line_breaks_of_the_source_vanish_between_chinese_characters_only():
    assert paragraphs(read(page("<p>本年度\n  办理结果\n12\n34 a\nb</p>"))) == ["本年度办理结果 12 34 a b"]


def test_lines_of_one_cell_join_without_a_space_between_chinese():
    reading = read(
        page("<table><tr><td><p>商业</p><p>企业</p></td><td><p>12</p><p>34</p></td><td>结果<br>维持</td></tr></table>")
    )
    assert rows(grids(reading)[0]) == [["商业企业", "12 34", "结果维持"]]


def test_spans_give_each_cell_its_true_column():
    (grid,) = grids(
        read(
            page(
                "<table><tr><th rowspan=2 colspan=2>申请人</th><th colspan=2>组织</th><th rowspan=2>总计</th></tr>"
                "<tr><th>企业</th><th>科研</th></tr><tr><td rowspan=2>公开</td><td>全部</td><td>1</td>"
                "<td>2</td><td>3</td></tr>"
                "<tr><td>部分</td><td>4</td><td>5</td><td>9</td></tr></table>"
            )
        )
    )
    assert spans(grid) == {
        "申请人": (0, 0, 2, 2),
        "组织": (0, 2, 1, 2),
        "总计": (0, 4, 2, 1),
        "企业": (1, 2, 1, 1),
        "科研": (1, 3, 1, 1),
        "公开": (2, 0, 2, 1),
        "全部": (2, 1, 1, 1),
        "1": (2, 2, 1, 1),
        "2": (2, 3, 1, 1),
        "3": (2, 4, 1, 1),
        "部分": (3, 1, 1, 1),
        "4": (3, 2, 1, 1),
        "5": (3, 3, 1, 1),
        "9": (3, 4, 1, 1),
    }
    assert (grid.row_count, grid.column_count, grid.is_ruled) == (4, 5, True)
    assert grid.cells[-1].place == Place(table_no=1, row_no=4, column_no=5, line_no=1)


def test_empty_cells_are_kept():
    (grid,) = grids(read(page("<table><tr><td>规章</td><td></td><td>&nbsp;</td></tr></table>")))
    assert rows(grid) == [["规章", "", ""]]


def test_spans_are_cut_to_the_table():
    (grid,) = grids(
        read(
            page(
                "<table><tr><td colspan=100000>标题</td></tr><tr><td rowspan=60000>甲</td><td rowspan=0>乙</td></tr>"
                "<tr><td>丙</td></tr></table>"
            )
        )
    )
    assert spans(grid) == {"标题": (0, 0, 1, 3), "甲": (1, 0, 2, 1), "乙": (1, 1, 2, 1), "丙": (2, 2, 1, 1)}
    assert (grid.row_count, grid.column_count) == (3, 3)


def test_a_row_group_ends_the_cells_that_reach_out_of_it():
    (grid,) = grids(
        read(
            page(
                "<table><thead><tr><td rowspan=5>头</td><td>1</td></tr></thead>"
                "<tbody><tr><td>2</td><td>3</td></tr></table>"
            )
        )
    )
    assert spans(grid)["头"] == (0, 0, 1, 1)
    assert spans(grid)["2"] == (1, 0, 1, 1)


def test_a_table_that_lays_out_the_page_gives_what_stands_in_it_in_order():
    reading = read(
        page(
            "<table><tr><td>菜单</td><td><p>正文</p><table><tr><td>规章</td><td>3</td></tr></table><p>结尾</p></td></tr>"
            "<tr><td>页脚</td></tr></table>"
        )
    )
    assert paragraphs(reading) == ["菜单", "正文", "结尾", "页脚"]
    assert [type(block).__name__ for block in reading.blocks] == [
        "Paragraph",
        "Paragraph",
        "Grid",
        "Paragraph",
        "Paragraph",
    ]
    assert rows(grids(reading)[0]) == [["规章", "3"]]


def test_a_table_around_running_text_is_no_grid():
    sentence = "全年按时办结群众提出的各项申请，渠道畅通。" * 20
    reading = read(
        page(f"<table><tr><td>栏目</td><td>{''.join(f'<p>{sentence}</p>' for _ in range(5))}</td></tr></table>")
    )
    assert not grids(reading)
    assert len(paragraphs(reading)) == 6


def test_a_short_article_beside_a_menu_is_no_cell_of_a_table():
    article = "<p>一、概述</p><p>全年按时办结群众提出的各项申请，答复规范，渠道畅通，没有逾期。</p>" * 5
    menu = "<ul><li>首页</li><li>政务公开</li></ul>"
    reading = read(page(f"<table><tr><td>{menu}</td><td>{article}</td></tr><tr><td colspan=2>页脚</td></tr></table>"))
    assert not grids(reading)
    assert paragraphs(reading)[:4] == ["首页", "政务公开", "一、概述", article[11:].split("</p>")[0][3:]]


def test_a_short_article_a_row_for_each_section_is_no_table():
    sentence = "全年按时办结群众提出的各项申请，答复规范，渠道畅通，没有逾期，也没有收到投诉。"
    sections = "".join(f"<tr><td>{number}、概述</td><td>{sentence}</td></tr>" for number in "一二三四五")
    assert paragraphs(read(page(f"<table>{sections}</table>")))[:2] == ["一、概述", sentence]


def test_a_note_of_several_sentences_does_not_break_a_table_of_figures():
    note = "各栏均按条例填写，没有的填零，不得留空。" * 10
    figures = "".join(f"<tr><td>{label}</td><td>{label}</td><td>0</td></tr>" for label in "甲乙丙丁")
    (grid,) = grids(read(page(f"<table>{figures}<tr><td>说明</td><td colspan=2>{note}</td></tr></table>")))
    assert rows(grid)[0] == ["甲", "甲", "0"]


def test_a_table_of_one_cell_is_a_box_around_its_text():
    reading = read(page("<table><tr><td><p>第一段</p><p>第二段</p></td></tr></table>"))
    assert paragraphs(reading) == ["第一段", "第二段"]


def test_a_box_inside_a_cell_does_not_break_the_table_around_it():
    (grid,) = grids(read(page("<table><tr><td>规章</td><td><table><tr><td>12</td></tr></table></td></tr></table>")))
    assert rows(grid) == [["规章", "12"]]


def in_blocks(*lines: tuple[str, ...]) -> str:
    rows_ = ("".join(f"<div class=td><span>{text}</span></div>" for text in line) for line in lines)
    return f"<div class=table>{''.join(f'<div class=tr>{row}</div>' for row in rows_)}</div>"


def test_a_table_drawn_with_blocks_alone_keeps_its_empty_cells():
    reading = read(
        page(
            "<div class=main><div class=title>年度报告</div><div class=text>第一段</div>"
            + in_blocks(("信息内容", "制发", "废止", "现行有效"), ("规章", "", "", ""), ("规范性文件", "4", "", "3"))
            + "<div>第二段</div></div>"
        )
    )
    (grid,) = grids(reading)
    assert rows(grid) == [["信息内容", "制发", "废止", "现行有效"], ["规章", "", "", ""], ["规范性文件", "4", "", "3"]]
    assert not grid.is_ruled  # merged cells are not told
    assert paragraphs(reading) == ["年度报告", "第一段", "第二段"]


def test_a_space_inside_a_figure_of_a_block_parts_no_cells():
    (grid,) = grids(read(page(in_blocks(("信息内容", "项目", "金额"), ("政府集中采购", "197", "68499175 00")))))
    assert rows(grid)[1] == ["政府集中采购", "197", "68499175 00"]


@pytest.mark.parametrize(
    "blocks",
    [
        "<div class=nav>" + "<div><div>首页</div><div>政务公开</div></div>" * 3 + "</div>",
        "<div class=list>" + "<div><div>年度报告</div><div>2021-01-29</div></div>" * 5 + "</div>",
        "<div class=pages><div>1</div><div>2</div><div>3</div><div>4</div></div>",
    ],
)
def test_menus_lists_and_page_numbers_made_of_blocks_are_no_tables(blocks):
    assert not grids(read(page(blocks)))


def test_a_caption_stands_before_its_table():
    reading = read(page("<table><caption>表一</caption><tr><td>a</td><td>b</td></tr></table>"))
    assert [type(block).__name__ for block in reading.blocks] == ["Paragraph", "Grid"]


def test_preformatted_lines_are_paragraphs():
    assert paragraphs(read(page("<pre>第一行\n第二行  3\n</pre>"))) == ["第一行", "第二行  3"]


def test_readings_printed_above_characters_are_left_out():
    assert paragraphs(read(page("<p><ruby>報<rp>(</rp><rt>bào</rt><rp>)</rp></ruby>告</p>"))) == ["報告"]


def test_what_the_page_says_of_itself_is_metadata():
    reading = read(
        page(
            "<p>文</p>",
            '<title> 年度报告\n</title><meta name="ArticleTitle" content="某局年度报告">'
            '<meta name="PubDate" content="2024-01-22">'
            '<meta property="og:site_name" content="某市政府">'
            '<meta name="PubDate" content="2020-01-01"><meta name="x">',
        )
    )
    assert dict(reading.metadata) == {
        "title": "年度报告",
        "articletitle": "某局年度报告",
        "pubdate": "2024-01-22",
        "og:site_name": "某市政府",
    }


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>公开 3 件</p>",
        "<table><tr><td>公开</td><td>3</td></tr></table>",
        "\n<!-- 头 -->\n<div>公开 3 件</div>",
        "公开<br>3<br>件<br>",
    ],
)
def test_a_fragment_without_a_page_around_it_is_html(fragment):
    assert read(fragment.encode()).source_format == "html"


def test_deep_nesting_is_refused_at_once():
    started = time.process_time()
    for body in ("<div>" * 200_000, "<font>" * 200_000, "<x>" * 100_000 + "</x>" * 100_000):
        with pytest.raises(Unreadable) as caught:
            read(page(body + "公开"))
        assert caught.value.code == "too_large"
    assert time.process_time() - started < 5


def test_inline_elements_opened_again_in_every_block_are_refused_at_once():
    opened = "".join(f"<font id={index}>" for index in range(3000))
    started = time.process_time()
    for body in (f"<p>{opened}</p>" + "<p>x</p>" * 3000, f"<p>{opened}</p>" + "<p>x</p>" * 3000 + "</font>" * 3000):
        with pytest.raises(Unreadable) as caught:
            read(page(body))
        assert caught.value.code == "too_large"
    assert time.process_time() - started < 2


def test_a_sloppy_page_with_many_unclosed_fonts_is_read():
    body = "".join(f"<p><font id={index}>{index}</p>" for index in range(300))
    assert paragraphs(read(page(body))) == [str(index) for index in range(300)]


def test_moderate_nesting_is_read():
    assert paragraphs(read(page("<div>" * 1500 + "公开" + "</div>" * 1500 + "<p>后文"))) == ["公开", "后文"]


def test_tables_nested_without_end_are_refused():
    with pytest.raises(Unreadable) as caught:
        read(page("<table><tr><td>" * 5_000))
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr>" + "<td>1" * 100_000 + "</table>",
        "<table>" + "<tr><td>1" * 100_001 + "</table>",
        "<table>" + "<tr><td rowspan=60000 colspan=1000>1" * 20_000 + "</table>",
    ],
)
def test_tables_beyond_any_report_are_refused(table):
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read(page(table))
    assert caught.value.code == "too_large"
    assert time.process_time() - started < 10


def test_the_real_page_keeps_its_columns(shared):
    reading = read((shared / "reports/hangzhou-2025.html").read_bytes())
    applications = grids(reading)[1]
    by_place = {(cell.row, cell.column): cell.text for cell in applications.cells}
    assert (applications.row_count, applications.column_count) == (28, 10)
    assert [by_place[3, column] for column in range(3, 10)] == ["13612", "252", "0", "45", "128", "32", "14069"]
    assert [by_place[14, column] for column in range(2, 10)][1:] == ["147", "0", "0", "0", "1", "2", "150"]


def test_separated_lines_that_became_paragraphs_are_grids_again():
    reading = read(
        page(
            "<p>一、总体 | 情况</p><table><tr><td>x</td><td>1</td></tr></table>"
            "<p>规章 | 0 | 3 |</p><p>文件 | 12 | |</p>"
            "<p>后文</p><pre>甲\t1\t\n乙\t2\t3</pre><table><tr><td>y</td><td>2</td></tr></table>"
        )
    )
    first, second, third, last = grids(reading)
    assert paragraphs(reading) == ["一、总体 | 情况", "后文"]
    assert rows(second) == [["规章", "0", "3"], ["文件", "12", ""]]
    assert rows(third) == [["甲", "1", ""], ["乙", "2", "3"]]
    assert not second.is_ruled
    assert [grid.cells[0].place.table_no for grid in (first, second, third, last)] == [1, 2, 3, 4]
    assert [cell.place.line_no for cell in second.cells] == [3, 3, 3, 4, 4, 4]


@pytest.mark.parametrize(
    "unseen",
    [
        "315<sup>1</sup>",
        "315<sup>[2]</sup>",
        "<s>99</s>315",
        "<del>99</del>315",
        '<span style="text-decoration: line-through">99</span>315',
        '<span style="display:none">99</span>315',
        "<span hidden>99</span>315",
        "315<sup>注1</sup>",
    ],
)
def test_what_is_struck_out_hidden_or_the_number_of_a_note_is_no_part_of_a_figure(unseen):
    (grid,) = grids(read(f"<html><body><table><tr><td>许可</td><td>{unseen}</td></tr></table></body></html>".encode()))
    assert rows(grid) == [["许可", "315"]]


def test_a_hidden_block_is_read_for_scripts_show_what_they_hid():
    page = '<html><body><div style="display:none"><p>全年公开信息3条。</p></div></body></html>'
    assert paragraphs(read(page.encode())) == ["全年公开信息3条。"]
