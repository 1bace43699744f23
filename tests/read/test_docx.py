"""Word documents: body order, merged cells, and files that are not what they seem."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import datetime

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.read import read
from ingest.read.blocks import Place, Unreadable
from tests.read.helpers import grids, paragraphs, rows, spans


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    """Return the document with one of its parts changed by ``change``, from text to text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, change(content.decode()).encode() if member.filename == name else content)
    return buffer.getvalue()


def with_body(xml: str) -> bytes:
    """Return a document whose body is ``xml``."""
    return with_part(
        saved(Document()),
        "word/document.xml",
        lambda text: re.sub(r"<w:body>.*</w:body>", f"<w:body>{xml}</w:body>", text, flags=re.S),
    )


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.code


def test_paragraphs_and_tables_keep_the_order_of_the_body():
    document = Document()
    document.add_heading("年度报告", 1)
    document.add_paragraph("总体情况")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "规章", "12"
    document.add_paragraph("其他\n第二行")
    reading = read(saved(document))
    assert reading.source_format == "docx"
    assert [type(block).__name__ for block in reading.blocks] == [
        "Paragraph",
        "Paragraph",
        "Grid",
        "Paragraph",
        "Paragraph",
    ]
    assert paragraphs(reading) == ["年度报告", "总体情况", "其他", "第二行"]
    assert reading.blocks[0].heading_level == 1
    assert grids(reading)[0].cells[1].place == Place(table_no=1, row_no=1, column_no=2, line_no=3)


def test_merged_cells_appear_once_with_their_spans():
    document = Document()
    table = document.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    for first, last, text in (((0, 0), (1, 1), "甲"), ((0, 2), (0, 3), "乙"), ((2, 0), (3, 0), "丙")):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = text
    (grid,) = grids(read(saved(document)))
    assert spans(grid) == {
        "甲": (0, 0, 2, 2),
        "乙": (0, 2, 1, 2),
        "12": (1, 2, 1, 1),
        "13": (1, 3, 1, 1),
        "丙": (2, 0, 2, 1),
        "21": (2, 1, 1, 1),
        "22": (2, 2, 1, 1),
        "23": (2, 3, 1, 1),
        "31": (3, 1, 1, 1),
        "32": (3, 2, 1, 1),
        "33": (3, 3, 1, 1),
    }
    assert (grid.row_count, grid.column_count, grid.is_ruled) == (4, 4, True)


def test_two_merged_cells_below_each_other_stay_apart():
    cell = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    figure = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    marks = [(' w:val="restart"', "甲"), ("", ""), (' w:val="restart"', "乙"), (' w:val="continue"', "")]
    xml = "".join(f"<w:tr>{cell.format(*mark)}{figure.format(index)}</w:tr>" for index, mark in enumerate(marks))
    (grid,) = grids(read(with_body(f"<w:tbl>{xml}</w:tbl>")))
    assert spans(grid)["甲"] == (0, 0, 2, 1)
    assert spans(grid)["乙"] == (2, 0, 2, 1)
    assert [cell.text for cell in grid.cells if cell.column == 1] == ["0", "1", "2", "3"]


def test_a_row_that_begins_further_right_keeps_its_columns():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    xml = (
        f"<w:tr>{''.join(cell.format(text) for text in 'abc')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell.format("d")}</w:tr>'
    )
    (grid,) = grids(read(with_body(f"<w:tbl>{xml}</w:tbl>")))
    assert spans(grid)["d"] == (1, 2, 1, 1)


def test_rows_and_text_inside_content_controls_and_insertions_are_read():
    xml = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
        "<w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>共</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>12</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>99</w:delText></w:r></w:del><w:r><w:t>件</w:t></w:r></w:p>"
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    reading = read(with_body(xml))
    assert paragraphs(reading) == ["控件", "共12件"]
    assert rows(grids(reading)[0]) == [["规章", "3"]]


def test_hidden_text_is_left_out():
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>"
    xml = run.format("", "隐") + run.format(" w:val='0'", "显")
    assert paragraphs(read(with_body(f"<w:p>{xml}</w:p>"))) == ["显"]


def test_lines_of_one_cell_join_without_a_space_between_chinese():
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "商业\n企业", "12"
    assert rows(grids(read(saved(document)))[0]) == [["商业企业", "12"]]


def test_a_table_that_lays_out_the_page_gives_the_table_inside():
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "左"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "5"
    reading = read(saved(document))
    assert [rows(grid) for grid in grids(reading)] == [[["规章", "5"]]]
    assert paragraphs(reading) == ["左"]


def test_an_outline_level_makes_a_heading():
    document = Document()
    paragraph = document.add_paragraph("二、公开情况")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    paragraph._p.get_or_add_pPr().append(level)
    assert read(saved(document)).blocks[0].heading_level == 2


def test_stated_properties_are_metadata():
    document = Document()
    document.add_paragraph("文")
    properties = document.core_properties
    properties.title, properties.author, properties.created = "某局报告", "办公室", datetime(2024, 1, 22)
    assert dict(read(saved(document)).metadata) == {"title": "某局报告", "author": "办公室", "created": "2024-01-22"}


def test_a_document_without_properties_states_nothing():
    data = with_part(
        saved(Document()), "_rels/.rels", lambda text: re.sub(r"<Relationship [^>]*core-properties[^>]*/>", "", text)
    )
    assert dict(read(data).metadata) == {}


def test_a_truncated_document_is_called_broken():
    data = saved(Document())
    for share in (0.3, 0.6, 0.95):
        assert code_of(data[: int(len(data) * share)]) == "broken_docx"


def test_a_document_with_a_flipped_byte_is_called_broken():
    data = bytearray(saved(Document()))
    start = data.index(b"word/document.xml") + 60
    data[start] ^= 0xFF
    assert code_of(bytes(data)) == "broken_docx"


def test_declared_entities_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = with_part(saved(Document()), "word/document.xml", lambda text: text.replace("?>", "?>" + bomb, 1))
    assert code_of(data) == "broken_docx"


def test_a_document_that_inflates_without_end_is_refused_before_it_does():
    data = saved(Document())
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/x.png", "w") as part:
        for _ in range(210):
            part.write(bytes(1_000_000))
    started = time.process_time()
    assert code_of(buffer.getvalue()) == "too_large"
    assert time.process_time() - started < 2


def test_a_size_that_lies_is_found_out():
    honest = with_part(
        saved(Document()), "word/document.xml", lambda text: text.replace("</w:body>", " " * 3_000_000 + "</w:body>")
    )
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    assert code_of(honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))) == "broken_docx"


def test_markup_nested_without_end_is_refused():
    assert code_of(with_body("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)) == "broken_docx"


def test_the_blank_form_keeps_every_cell(shared):
    first, applications, litigation = grids(read((shared / "reports/form-2021-blank.docx").read_bytes()))
    assert [(grid.row_count, grid.column_count) for grid in (first, applications, litigation)] == [
        (14, 4),
        (28, 10),
        (4, 15),
    ]
    covered = sum(cell.rowspan * cell.colspan for cell in applications.cells)
    assert covered == 28 * 10


def test_tab_separated_paragraphs_are_a_grid_and_numbered_ones_are_not():
    document = Document()
    for text in ("一、\t总体情况", "无。", "规章\t0\t3", "文件\t12\t"):
        document.add_paragraph(text)
    reading = read(saved(document))
    assert paragraphs(reading) == ["一、\t总体情况", "无。"]
    assert [rows(grid) for grid in grids(reading)] == [[["规章", "0", "3"], ["文件", "12", ""]]]


def test_what_is_struck_out_and_the_number_of_a_note_are_no_part_of_a_figure():
    document = Document()
    paragraph = document.add_paragraph("许可")
    paragraph.add_run("99").font.strike = True
    paragraph.add_run("315")
    paragraph.add_run("1").font.superscript = True
    assert paragraphs(read(saved(document))) == ["许可315"]
