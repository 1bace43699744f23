"""Printed lines to passages that know where each character stands."""

from __future__ import annotations

from ingest.narrative.passages import Passage, passages
from ingest.read.blocks import Paragraph, Place


def _passages(*lines: str) -> list[Passage]:
    return list(passages([Paragraph(line, Place(line_no=number)) for number, line in enumerate(lines, start=1)]))


def _texts(*lines: str) -> list[tuple[int, str]]:
    return [(passage.level, passage.text) for passage in _passages(*lines)]


def test_the_lines_of_a_printed_paragraph_are_one_passage() -> None:
    assert _texts("收到申请 12", "件，均已答", "复。", "另起一段。") == [
        (0, "收到申请12件,均已答复。"),
        (0, "另起一段。"),
    ]


def test_a_page_number_in_the_middle_is_left_out() -> None:
    assert _texts("收到申", "- 12 -", "请3件。") == [(0, "收到申请3件。")]
    assert _texts("收到申", "第 2 页", "请3件。") == [(0, "收到申请3件。")]


def test_headings_stand_alone_by_their_number_or_by_their_words() -> None:
    assert _texts("一、总体情况", "（一）主动公开", "公开信息3条。", "收费情况", "未收费。") == [
        (1, "一、总体情况"),
        (2, "(一)主动公开"),
        (0, "公开信息3条。"),
        (1, "收费情况"),
        (0, "未收费。"),
    ]


def test_the_title_of_a_report_stands_alone() -> None:
    assert _texts("某某区教育局政府信息公开年度报告（2021年）", "公开信息3条。") == [
        (1, "某某区教育局政府信息公开年度报告(2021年)"),
        (0, "公开信息3条。"),
    ]


def test_a_number_alone_on_its_line_is_prose_only_where_a_unit_follows() -> None:
    assert _texts("公开信息", "512", "条。") == [(0, "公开信息512条。")]
    assert _texts("规章", "0", "规范性文件") == [(0, "规章"), (0, "规范性文件")]


def test_a_span_says_what_is_printed_and_where() -> None:
    (passage,) = _passages("本(běn)年收到申 請(qǐng)", "１２ 件。")
    assert passage.text == "本年收到申请12件。"
    span = passage.span(passage.text.index("申"), passage.text.index("2") + 1)
    assert span.raw_text == "申 請\n１２"
    assert span.place.line_no == 1
    assert passage.span(6, 8).place.line_no == 2


def test_numbers_side_by_side_stay_apart() -> None:
    assert _texts("予以公开 4 0 0 4") == [(0, "予以公开4 0 0 4")]
