"""PDF files: ruled tables however they are drawn, lines of print, and files that cannot be read."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from itertools import pairwise

import pdfplumber
import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from ingest.read import read
from ingest.read.blocks import Grid, Unreadable
from ingest.read.printed import Glyph, printed_lines
from tests.read.helpers import grids, paragraphs, rows, spans

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
FONT = "STSong-Light"


def drawn(draw, size=(595, 842), **options) -> bytes:
    """Return a PDF of one page on which ``draw`` drew."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.code


XS, YS = (100, 200, 260, 320), (700, 680, 660)
TEXTS = [["规章", "12", "0"], ["行政规范性文件", "3", "45"]]


def fill_in(canvas: Canvas) -> None:
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            canvas.drawString(XS[column] + 4, YS[row] - 14, text)


def draw_lines(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def draw_one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in YS:
        path.moveTo(XS[0], y)
        path.lineTo(XS[-1], y)
    for x in XS:
        path.moveTo(x, YS[0])
        path.lineTo(x, YS[-1])
    canvas.drawPath(path)


def draw_thin_bars(canvas: Canvas) -> None:
    for y in YS:
        canvas.rect(XS[0], y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x, YS[-1], 0.5, YS[0] - YS[-1], stroke=0, fill=1)


def draw_bars_in_one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in YS:
        path.rect(XS[0], y, XS[-1] - XS[0], 0.5)
    for x in XS:
        path.rect(x, YS[-1], 0.5, YS[0] - YS[-1])
    canvas.drawPath(path, stroke=0, fill=1)


def draw_a_box_a_cell(canvas: Canvas) -> None:
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            canvas.rect(left + 0.3, bottom + 0.3, right - left - 0.6, top - bottom - 0.6)


def draw_pieces(canvas: Canvas) -> None:
    for y in YS:
        for left, right in pairwise(XS):
            canvas.line(left, y, right - 1, y + 0.4)
    for x in XS:
        for top, bottom in pairwise(YS):
            canvas.line(x, top, x, bottom + 1)


def draw_double_lines(canvas: Canvas) -> None:
    draw_lines(canvas)
    canvas.rect(XS[0] - 1.5, YS[-1] - 1.5, XS[-1] - XS[0] + 3, YS[0] - YS[-1] + 3)


def draw_over_a_background(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(XS[0], YS[1], XS[-1] - XS[0], YS[0] - YS[1], stroke=0, fill=1)
    canvas.setFillGray(0)
    draw_lines(canvas)


def draw_in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("table")
    canvas.translate(-40, -30)
    draw_lines(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(40, 30)
    canvas.doForm("table")
    canvas.restoreState()
    canvas.setFont(FONT, 10)


STYLES = [
    draw_lines,
    draw_one_path,
    draw_thin_bars,
    draw_bars_in_one_path,
    draw_a_box_a_cell,
    draw_pieces,
    draw_double_lines,
    draw_over_a_background,
    draw_in_a_form,
]


@pytest.mark.parametrize("style", STYLES)
def test_a_ruled_table_is_found_however_it_is_drawn(style):
    def draw(canvas):
        style(canvas)
        fill_in(canvas)

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid) == TEXTS
    assert (grid.row_count, grid.column_count, grid.is_ruled) == (2, 3, True)
    assert (grid.cells[4].place.page, grid.cells[4].place.row_no, grid.cells[4].place.column_no) == (1, 2, 2)


def report(table_rows: list[list[str]], style: list[tuple], **options) -> bytes:
    buffer = io.BytesIO()
    table = Table(table_rows, **options)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("FONT", (0, 0), (-1, -1), FONT, 9), *style])
    )
    SimpleDocTemplate(buffer).build([table])
    return buffer.getvalue()


def test_merged_cells_appear_once_with_their_spans():
    data = report(
        [["申请人", "组织", "", "总计"], ["", "企业", "科研", ""], ["公开", "1", "2", "3"]],
        [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (3, 1))],
    )
    (grid,) = grids(read(data))
    assert spans(grid) == {
        "申请人": (0, 0, 2, 1),
        "组织": (0, 1, 1, 2),
        "总计": (0, 3, 2, 1),
        "企业": (1, 1, 1, 1),
        "科研": (1, 2, 1, 1),
        "公开": (2, 0, 1, 1),
        "1": (2, 1, 1, 1),
        "2": (2, 2, 1, 1),
        "3": (2, 3, 1, 1),
    }


def test_a_table_over_many_pages_keeps_every_row():
    figures = [[f"事项{index}", str(index * 37), "0", ""] for index in range(150)]
    parts = grids(read(report(figures, [])))
    assert len(parts) > 1
    assert [row for grid in parts for row in rows(grid)] == figures
    assert [grid.cells[0].place.page for grid in parts] == list(range(1, len(parts) + 1))
    assert [grid.cells[0].place.table_no for grid in parts] == list(range(1, len(parts) + 1))


def test_a_row_cut_by_the_end_of_the_page_is_still_a_row():
    def draw(canvas):
        for y in YS[:2]:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, YS[0], x, YS[-1])
        fill_in(canvas)

    assert rows(grids(read(drawn(draw)))[0]) == TEXTS


def test_lines_of_a_cell_join_without_a_space_between_chinese():
    def draw(canvas):
        draw_lines(canvas)
        canvas.drawString(104, 691, "社会公益")
        canvas.drawString(104, 682, "组织")
        canvas.drawString(204, 686, "7")
        for index, character in enumerate("本年办理"):
            canvas.drawString(104 + 14 * index, 666, character)

    assert rows(grids(read(drawn(draw)))[0]) == [["社会公益组织", "7", ""], ["本年办理", "", ""]]


def test_text_in_justified_spacing_keeps_its_order_and_figures_stay_whole():
    def draw(canvas):
        draw_lines(canvas)
        for index, character in enumerate("合计"):
            canvas.drawString(104 + 40 * index, 686, character)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(204, 686, "-1,117.05")
        canvas.drawString(264, 686, "111")

    assert rows(grids(read(drawn(draw)))[0])[0] == ["合  计", "-1,117.05", "111"]


def test_text_around_a_table_is_read_line_by_line_in_order():
    def draw(canvas):
        canvas.drawString(280, 40, "- 3 -")
        canvas.drawString(100, 600, "五、存在的问题")
        draw_lines(canvas)
        fill_in(canvas)
        canvas.drawString(100, 740, "二、公开情况")
        canvas.drawString(100, 720, "第一项")

    reading = read(drawn(draw))
    assert [block.text if not isinstance(block, Grid) else "表" for block in reading.blocks] == [
        "二、公开情况",
        "第一项",
        "表",
        "五、存在的问题",
        "- 3 -",
    ]
    assert [block.place.page for block in reading.blocks if not isinstance(block, Grid)] == [1, 1, 1, 1]


def test_a_table_without_lines_keeps_its_figures_apart():
    def draw(canvas):
        for y, texts in ((700, TEXTS[0]), (680, TEXTS[1])):
            for x, text in zip(XS, texts, strict=False):
                canvas.drawString(x, y, text)

    assert paragraphs(read(drawn(draw))) == ["规章  12  0", "行政规范性文件  3  45"]


def test_single_characters_and_repeated_lines_in_a_font_nobody_has_are_read():
    def draw(canvas):
        canvas.drawString(100, 700, "文")
        for y in (680, 668, 656):
            canvas.drawString(100, y, "全年收到申请三件均已按时答复")

    assert paragraphs(read(drawn(draw))) == ["文", *["全年收到申请三件均已按时答复"] * 3]


def test_characters_printed_twice_to_look_bold_are_read_once():
    def draw(canvas):
        for offset in (0, 0.3, 0.6):
            canvas.drawString(100 + offset, 700, "报告 2024 年")

    assert paragraphs(read(drawn(draw))) == ["报告 2024 年"]


def test_a_watermark_across_the_page_does_not_mix_with_the_figures():
    def draw(canvas):
        draw_lines(canvas)
        fill_in(canvas)
        canvas.translate(120, 600)
        canvas.rotate(35)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(0, 0, "99 COPY 99 COPY")

    assert rows(grids(read(drawn(draw)))[0]) == TEXTS


def turned(angle: int):
    """Return a drawing of the table with its lines and text turned by ``angle``."""

    def draw(canvas):
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.translate(-200, -700)
        draw_lines(canvas)
        fill_in(canvas)
        canvas.drawString(100, 640, "表后")

    return draw


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("page_angle", [0, 90, 270])
def test_turned_pages_are_read_upright(angle, page_angle):
    def draw(canvas):
        canvas.setPageRotation(page_angle)
        turned(angle)(canvas)

    reading = read(drawn(draw))
    assert rows(grids(reading)[0]) == TEXTS
    assert [type(block).__name__ for block in reading.blocks] == ["Grid", "Paragraph"]


def test_a_page_whose_box_begins_elsewhere_is_read():
    def draw(canvas):
        canvas.translate(-1000, 2000)
        draw_lines(canvas)
        fill_in(canvas)

    data = drawn(draw).replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ -1000 2000 -405 2842 ]")
    assert b"-1000 2000" in data
    assert rows(grids(read(data))[0]) == TEXTS


def test_what_the_file_says_of_itself_is_metadata():
    def draw(canvas):
        canvas.setTitle("某局年度报告")
        canvas.setAuthor("办公室")
        canvas.drawString(100, 700, "文")

    metadata = dict(read(drawn(draw)).metadata)
    assert metadata["title"] == "某局年度报告"
    assert metadata["author"] == "办公室"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", metadata["created"])


def test_a_file_locked_with_a_password_says_so():
    lock = pdfencrypt.StandardEncryption("secret", ownerPassword="owner")
    assert code_of(drawn(lambda canvas: canvas.drawString(100, 700, "文"), encrypt=lock)) == "encrypted_pdf"


def test_a_file_that_only_forbids_changes_is_read():
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    assert paragraphs(read(drawn(lambda canvas: canvas.drawString(100, 700, "公开"), encrypt=lock))) == ["公开"]


def scan(canvas: Canvas) -> None:
    picture = Image.effect_noise((100, 140), 50)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def test_a_scan_without_text_says_so_even_with_a_page_number_stamped_on_it():
    def stamped(canvas):
        scan(canvas)
        canvas.drawString(280, 40, "第 1 页")

    assert code_of(drawn(scan)) == code_of(drawn(stamped)) == "no_text_layer"


def test_a_scanned_page_among_others_is_named():
    def draw(canvas):
        canvas.drawString(100, 700, "公开情况")
        canvas.showPage()
        scan(canvas)

    reading = read(drawn(draw))
    assert paragraphs(reading) == ["公开情况"]
    assert reading.metadata["scanned_pages"] == "2"


def test_a_scan_with_its_text_recognised_is_read():
    def draw(canvas):
        text = canvas.beginText(100, 700)
        text.setTextRenderMode(3)
        for _ in range(5):
            text.textLine("全年收到申请三件，均已按时答复，没有收取费用。")
        scan(canvas)
        canvas.drawText(text)

    assert len(paragraphs(read(drawn(draw)))) == 5


def test_an_empty_page_has_no_text_layer():
    assert code_of(drawn(lambda canvas: None)) == "no_text_layer"


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8])
def test_a_file_cut_short_is_called_broken(share):
    data = report([[f"事项{index}", "1"] for index in range(200)], [])
    assert code_of(data[: int(len(data) * share)]) == "broken_pdf"


def test_random_bytes_behind_the_mark_of_a_pdf_are_broken():
    assert code_of(b"%PDF-1.7\n" + random.Random(1).randbytes(5000)) == "broken_pdf"


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024"])
def test_the_real_files_give_every_row_of_figures_in_order(shared, name):
    found = [row for grid in grids(read((shared / f"reports/{name}.pdf").read_bytes())) for row in rows(grid)]
    figures = [[text for text in row if re.fullmatch(r"[\d.]+", text)] for row in found]
    figures = [row for row in figures if row]
    with (shared / f"expected/{name}.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for cell in csv.DictReader(file) if cell["status"] == "reported"]
    expected: dict[tuple[str, ...], list[str]] = {}
    for cell in cells:
        key = (cell["table"],) if cell["table"] in ("reviews", "litigation") else (cell["table"], cell["row"])
        expected.setdefault(("tail",) if key[0] in ("reviews", "litigation") else key, []).append(cell["raw_text"])
    printed = [row for key, row in expected.items() if key != ("applications", "other")]
    assert expected["applications", "other"] in figures
    others = list(figures)
    others.remove(expected["applications", "other"])
    assert sorted(map(tuple, others)) == sorted(map(tuple, printed))


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024"])
def test_the_cells_of_the_real_files_are_those_pdfplumber_finds_and_those_a_page_break_cut(shared, name):
    def squeezed(text: str) -> str:
        return "".join(text.split())

    data = (shared / f"reports/{name}.pdf").read_bytes()
    ours, at_an_edge = Counter(), Counter()
    for grid in grids(read(data)):
        ours.update(squeezed(cell.text) for cell in grid.cells)
        edge = [cell for cell in grid.cells if cell.row == 0 or cell.row + cell.rowspan == grid.row_count]
        at_an_edge.update(squeezed(cell.text) for cell in edge)
    theirs = Counter()
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            # not the sides of rectangles: pdfplumber takes the backgrounds of paragraphs for tables
            settings = {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines_strict"}
            for table in page.extract_tables(settings):
                theirs.update(squeezed(text) for row in table for text in row if text is not None)
    assert not theirs - ours
    assert not ours - theirs - at_an_edge
    assert sum(theirs.values()) > 240


def test_pipes_printed_on_a_page_separate_cells():
    def draw(canvas):
        canvas.setFont("Courier", 10)
        canvas.drawString(100, 700, "a | 0 | 3 |")
        canvas.drawString(100, 680, "b | 12 | |")

    (grid,) = grids(read(drawn(draw)))
    assert rows(grid) == [["a", "0", "3"], ["b", "12", ""]]
    assert (grid.cells[3].place.page, grid.cells[3].place.line_no) == (1, 2)


def test_a_hyphen_at_the_end_of_a_line_is_kept():
    def draw(canvas):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 700, "total-")
        canvas.drawString(100, 688, "12")

    assert paragraphs(read(drawn(draw))) == ["total-", "12"]


def set_at_one_pitch(canvas: Canvas, x: float, y: float, text: str, pitch: float = 5) -> None:
    """Draw each character for itself, a half of the type's height apart, however narrow it is."""
    for index, character in enumerate(text):
        canvas.drawString(x + pitch * index, y, character)


@pytest.mark.parametrize("figure", ["0.36", "2341430389.04", "12,345", "1,234,567.80", "-0.50"])
def test_a_narrow_point_or_comma_between_digits_set_at_one_pitch_leaves_the_figure_whole(figure):
    def draw(canvas):
        canvas.drawString(100, 700, "行政事业性收费")
        set_at_one_pitch(canvas, 250, 700, figure)
        set_at_one_pitch(canvas, 350, 700, "5")

    assert paragraphs(read(drawn(draw))) == [f"行政事业性收费  {figure}  5"]


def test_a_mark_that_ends_a_line_of_chinese_hangs_over_the_edge_of_its_own_cell():
    def draw(canvas):
        draw_lines(canvas)
        canvas.drawString(102, 691, "逾期不补正的申请人、")
        canvas.drawString(102, 682, "机关不再处理")
        canvas.drawString(204, 686, "7")

    assert rows(grids(read(drawn(draw)))[0])[0] == ["逾期不补正的申请人、机关不再处理", "7", ""]


def test_marks_that_print_nothing_neither_part_a_word_nor_join_two():
    def glyphs(texts):
        return [Glyph(text, left, right, 700, 10) for text, left, right in texts]

    torn = [("9", 100, 105), ("\u200b", 105, 115), ("7", 115, 120), ("\ufeff", 140, 150), ("0", 150, 155)]
    assert [line.text for line in printed_lines(glyphs(torn))] == ["97  0"]


def test_the_small_raised_number_of_a_note_is_no_digit_of_the_figure_before_it():
    def draw(canvas):
        canvas.drawString(100, 700, "许可315")
        end = 100 + canvas.stringWidth("许可315", FONT, canvas._fontsize)
        canvas.setFont(FONT, 0.7 * canvas._fontsize)
        canvas.drawString(end, 704, "1")

    assert paragraphs(read(drawn(draw))) == ["许可315"]
