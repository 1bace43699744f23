"""Tables a page prints without lines between their columns: where a figure stands says which column it is in."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.read import read
from tests.place.papers import applications, counted, tables_of
from tests.read.helpers import grids, paragraphs, rows
from tests.read.test_pdf import FONT, drawn

COLUMNS = (240, 290, 345, 390, 450)  # the middles of the columns of figures
NAMES = ("甲类", "乙类", "丙类", "丁类", "总计")
SIDES = {"left": Canvas.drawString, "middle": Canvas.drawCentredString, "right": Canvas.drawRightString}


def lines(canvas: Canvas, printed: list[tuple[str, list[str]]], top: float = 700, side: str = "middle") -> None:
    """Draw a label and figures a line; an empty text leaves its place free."""
    for number, (label, texts) in enumerate(printed):
        canvas.drawString(60, top - 20 * number, label)
        for x, text in zip(COLUMNS, texts, strict=True):
            SIDES[side](canvas, x, top - 20 * number, text)


FULL = ("公开", ["12", "0", "3", "1", "16"])
WITH_GAPS = [("部分公开", ["", "205", "", "0", "205"]), ("不予公开", ["1", "", "", "", "1"])]


@pytest.mark.parametrize("side", SIDES)
def test_figures_of_rows_with_empty_cells_stand_in_their_columns(side):
    (grid,) = grids(read(drawn(lambda canvas: lines(canvas, [FULL, *WITH_GAPS], side=side))))
    assert rows(grid) == [[label, *texts] for label, texts in (FULL, *WITH_GAPS)]
    assert (grid.is_ruled, grid.cells[0].place.page, grid.cells[8].place.column_no) == (False, 1, 3)


def test_a_table_whose_every_row_is_full_stays_lines_of_text():
    full = [FULL, ("部分公开", ["0", "2", "0", "0", "2"])]
    reading = read(drawn(lambda canvas: lines(canvas, full)))
    assert grids(reading) == []
    assert paragraphs(reading) == ["公开  12  0  3  1  16", "部分公开  0  2  0  0  2"]


def test_a_column_without_a_figure_is_known_from_its_name_in_the_header():
    def draw(canvas):
        lines(canvas, [("", list(NAMES)), *WITH_GAPS, ("其他", ["0", "0", "", "7", "7"])])
        canvas.drawCentredString(315, 720, "申请人情况")

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid) == [[label, *texts] for label, texts in (*WITH_GAPS, ("其他", ["0", "0", "", "7", "7"]))]


def test_a_header_that_stands_elsewhere_than_the_figures_adds_no_column():
    def draw(canvas):
        for x, name in zip((200, 265, 318, 368, 420), NAMES, strict=True):
            canvas.drawString(x, 720, name)
        lines(canvas, [("其他", ["0", "0", "", "7", "7"]), ("公开", ["", "1", "", "", "1"])])

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid) == [["其他", "0", "0", "7", "7"], ["公开", "", "1", "", "1"]]


def test_a_table_that_goes_on_over_the_page_has_the_columns_of_both_its_parts():
    def draw(canvas):
        lines(canvas, [FULL, WITH_GAPS[0]])
        canvas.showPage()
        canvas.setFont(FONT, 10)
        lines(canvas, [("其他", ["0", "0", "", "7", "7"]), WITH_GAPS[1]])

    first, second = grids(read(drawn(draw)))
    assert first.column_count == second.column_count == 6
    assert rows(second) == [["其他", "0", "0", "", "7", "7"], ["不予公开", "1", "", "", "", "1"]]


def test_a_label_over_several_lines_leaves_its_figures_one_row_and_a_row_without_figures_its_cells():
    def draw(canvas):
        lines(canvas, [FULL, WITH_GAPS[0], ("重复申请", [""] * 5)])
        lines(canvas, [("", WITH_GAPS[1][1])], top=634)
        canvas.drawString(60, 640, "要求行政机关确认或")
        canvas.drawString(60, 628, "重新出具信息")
        lines(canvas, [FULL], top=608)

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid)[2:6] == [
        ["重复申请", "", "", "", "", ""],
        ["要求行政机关确认或"],
        ["1", "", "", "", "1"],
        ["重新出具信息"],
    ]


def test_a_figure_wrapped_in_its_cell_is_put_together():
    def draw(canvas):
        lines(canvas, [("公开", ["12", "0", "3", "1", "1"]), ("部分公开", ["0", "2", "0", "0", "2"])])
        canvas.drawCentredString(COLUMNS[-1], 690, "6")

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid)[0] == ["公开", "12", "0", "3", "1", "1 6"]


def test_figures_two_lines_high_above_and_below_the_line_of_their_row_are_put_together():
    def draw(canvas):
        lines(canvas, [FULL, WITH_GAPS[0]])
        lines(canvas, [("申请人逾期未按收费通知", ["", "", "", "13", ""])], top=665)
        lines(canvas, [("", ["0", "1", "0", "", "137"])], top=659)
        lines(canvas, [("要求缴纳费用", ["", "", "", "6", ""])], top=653)
        lines(canvas, [WITH_GAPS[1]], top=635)

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid) == [
        ["公开", "12", "0", "3", "1", "16"],
        ["部分公开", "", "205", "", "0", "205"],
        ["申请人逾期未按收费通知要求缴纳费用", "0", "1", "0", "13 6", "137"],
        ["不予公开", "1", "", "", "", "1"],
    ]


def test_a_figure_goes_on_below_though_others_of_the_page_stand_as_close():
    def draw(canvas):
        lines(canvas, [FULL, WITH_GAPS[0], ("其他", ["1", "0", "0", "66", "67"])])
        lines(canvas, [("", ["", "", "", "2", "2"])], top=649)
        canvas.drawString(60, 640, "三、")
        canvas.drawCentredString(COLUMNS[0], 640, "9")
        canvas.drawString(60, 629, "办理")
        canvas.drawCentredString(COLUMNS[0], 629, "4")

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid)[2] == ["其他", "1", "0", "0", "66 2", "67 2"]


def test_a_page_number_below_a_table_is_no_row_of_it():
    def draw(canvas):
        lines(canvas, [FULL, *WITH_GAPS])
        canvas.drawCentredString(297, 640, "3")

    reading = read(drawn(draw))
    assert rows(grids(reading)[0])[-1] == ["不予公开", "1", "", "", "", "1"]
    assert paragraphs(reading) == ["3"]


def test_words_for_nothing_keep_their_columns():
    (grid,) = grids(read(drawn(lambda canvas: lines(canvas, [FULL, ("其他", ["无", "—", "", "零", "0"])]))))
    assert rows(grid)[1] == ["其他", "无", "—", "", "零", "0"]


def test_what_does_not_apply_stands_in_a_column_too():
    (grid,) = grids(read(drawn(lambda canvas: lines(canvas, [FULL, ("强制", ["不适用", "", "+35", "/", "7"])]))))
    assert rows(grid)[1] == ["强制", "不适用", "", "+35", "/", "7"]


def test_names_in_the_middle_tell_of_columns_whose_figures_stand_at_the_right():
    def draw(canvas):
        for x, name in zip((225, 275, 330, 375, 435), NAMES, strict=True):
            canvas.drawCentredString(x, 720, name)
        lines(canvas, [*WITH_GAPS, ("其他", ["0", "0", "", "7", "7"])], side="right")

    (grid,) = grids(read(drawn(draw)))
    assert grid.column_count == 6
    assert rows(grid)[2] == ["其他", "0", "0", "", "7", "7"]


def test_a_figure_with_its_thousands_apart_is_one_figure_of_its_column():
    printed = [("公开", ["12", "0", "3", "1", "1 284"]), ("部分公开", ["0", "", "0", "0", "0"]), FULL]
    (grid,) = grids(read(drawn(lambda canvas: lines(canvas, printed))))
    assert rows(grid) == [[label, *texts] for label, texts in printed]


def test_full_width_figures_close_together_in_narrow_columns_stay_two():
    def draw(canvas):
        canvas.drawString(100, 700, "２７４")
        canvas.setFont(FONT, 8)
        canvas.drawString(131.5, 700, "１０３０")
        canvas.setFont(FONT, 10)
        for at, character in enumerate("９８７"):
            canvas.drawString(200 + 10.5 * at, 700, character)

    assert paragraphs(read(drawn(draw))) == ["２７４ １０３０  ９８７"]


LEFT = [("一、主动公开情况", "——", "——"), ("主动公开政府信息数", "条", "829"), ("制发规范性文件总数", "件", "4")]
RIGHT = [("4.不同意公开答复数", "件", "7"), ("涉及商业秘密", "件", "0"), ("六、举报投诉数量", "件", "16")]


def abreast(canvas: Canvas, top: float = 700) -> None:
    for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        for x, text in zip((60, 180, 220, 300, 420, 460), (*left, *right), strict=True):
            canvas.drawString(x, top - 20 * at, text)


def test_two_tables_side_by_side_are_read_one_after_the_other():
    def draw(canvas):
        for x, text in zip((60, 180, 220, 300, 420, 460), ("指标名称", "单位", "数量") * 2, strict=True):
            canvas.drawString(x, 720, text)
        abreast(canvas)
        canvas.drawString(60, 600, "某市人民政府办公室于每年一月公布上一年度的政府信息公开工作年度报告")

    assert paragraphs(read(drawn(draw))) == [
        "指标名称  单位  数量",
        *("  ".join(row) for row in LEFT),
        "指标名称  单位  数量",
        *("  ".join(row) for row in RIGHT),
        "某市人民政府办公室于每年一月公布上一年度的政府信息公开工作年度报告",
    ]


def test_words_for_nothing_part_tables_side_by_side_as_figures_do():
    def draw(canvas):
        abreast(canvas)
        for x, text in zip(
            (60, 180, 270, 300, 420, 460), ("其他方式公开数", "条", "273", "涉及秘密", "件", "零"), strict=True
        ):
            canvas.drawString(x, 720, text)

    text = paragraphs(read(drawn(draw)))
    assert (text[0], text[4]) == ("其他方式公开数  条  273", "涉及秘密  件  零")


def test_changes_written_with_a_word_begin_no_second_table():
    rows_ = [
        ("行政许可", "28", "减少4038", "0"),
        ("行政处罚", "39", "增加357", "12"),
        ("行政强制", "3", "增加1204", "7"),
    ]

    def draw(canvas):
        for at, row in enumerate(rows_):
            for x, text in zip((60, 220, 300, 420), row, strict=True):
                canvas.drawString(x, 700 - 20 * at, text)

    assert paragraphs(read(drawn(draw))) == ["  ".join(row) for row in rows_]


def test_a_table_below_another_with_names_of_its_own_gives_it_no_columns():
    def draw(canvas):
        for x, name in zip(COLUMNS[::2], ("制发", "废止", "有效"), strict=True):
            canvas.drawCentredString(x, 760, name)
            canvas.drawCentredString(x, 740, "3")
        canvas.drawString(60, 740, "规章")
        lines(canvas, [("", list(NAMES)), FULL, *WITH_GAPS])

    reading = read(drawn(draw))
    assert "规章  3  3  3" in paragraphs(reading)
    assert rows(grids(reading)[0]) == [[label, *texts] for label, texts in (FULL, *WITH_GAPS)]


def test_labels_of_tables_side_by_side_wrap_each_for_itself_and_one_table_may_be_longer():
    def draw(canvas):
        abreast(canvas)
        canvas.drawString(300, 630, "（一）维持具体行政行为")
        canvas.drawString(420, 625, "件")
        canvas.drawString(460, 625, "71")
        canvas.drawString(60, 626, "5.其他方式公开数")
        canvas.drawString(180, 626, "条")
        canvas.drawString(220, 626, "30")
        canvas.drawString(300, 618, "或者驳回数")
        canvas.drawString(60, 598, "（三）申请答复数")
        canvas.drawString(180, 598, "件")
        canvas.drawString(220, 598, "38")

    text = paragraphs(read(drawn(draw)))
    assert text[3:5] == ["5.其他方式公开数  条  30", "（三）申请答复数  件  38"]
    assert text[8:] == ["（一）维持具体行政行为", "件  71", "或者驳回数"]


def test_a_page_with_the_end_of_two_tables_side_by_side_is_parted_where_the_pages_before_are():
    def draw(canvas):
        abreast(canvas)
        canvas.showPage()
        canvas.setFont(FONT, 10)
        for x, text in zip((60, 180, 220, 300, 420, 460), (*LEFT[1], *RIGHT[2]), strict=True):
            canvas.drawString(x, 700, text)
        canvas.drawString(60, 680, "以上情况已经公布")

    assert paragraphs(read(drawn(draw)))[6:] == [
        "主动公开政府信息数  条  829",
        "以上情况已经公布",
        "六、举报投诉数量  件  16",
    ]


# --- to the facts -----------------------------------------------------------------------------------------------------


def printed_report(zero: str) -> tuple[bytes, dict[str, list[int]]]:
    """An applications table without lines, its columns narrow and its zeros printed as ``zero``."""
    paper = applications()
    middles = [330 + 35 * at for at in range(7)]

    def draw(canvas):
        canvas.setFont(FONT, 8)
        canvas.drawString(30, 800, paper.heading)
        for x, name in zip(middles, paper.applicants, strict=True):
            for line, part in enumerate((name[:3], name[3:])):
                canvas.drawCentredString(x, 780 - 10 * line, part)
        for at, row in enumerate(paper.rows):
            canvas.drawString(30, 750 - 18 * at, row.label[:34])
            for x, text in zip(middles, row.cells, strict=True):
                canvas.drawCentredString(x, 750 - 18 * at, zero if text == "0" else text)

    return drawn(draw), counted(paper)


@pytest.mark.parametrize("zero", ["0", "—", ""])
def test_an_applications_table_without_lines_is_read_whatever_it_prints_for_zero(zero):
    data, figures = printed_report(zero)
    read_ = tables_of(data)
    for row, expected in figures.items():
        for figure, count in zip(read_.row(f"applications.{row}"), expected, strict=True):
            assert figure in ((count,) if count or zero == "0" else (count, None))
