"""Files made to break a reader, by the name each has in a folder, with what may be said of it.

Small to write down, large to read. No code: read, or given up, but for a reason that is told.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.forms.definition import forms
from tests.generator.report import generate

Made = Callable[[], bytes]


@dataclass(frozen=True)
class Hostile:
    made: Made
    code: str


HOSTILE: dict[str, Hostile] = {}

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def hostile(name: str, code: str = "") -> Callable[[Made], Made]:
    def register(made: Made) -> Made:
        HOSTILE[name] = Hostile(made, code)
        return made

    return register


def a_report(layout: str, seed: int = 3, form: str = "2021") -> bytes:
    return generate(seed, form, layout).data


# --- PDF --------------------------------------------------------------------------------------------------------------


@hostile("cut in half.pdf", "broken_pdf")
def cut_in_half() -> bytes:
    data = a_report("pdf")
    return data[: len(data) // 2]


@hostile("nothing but a head.pdf", "broken_pdf")
def nothing_but_a_head() -> bytes:
    return a_report("pdf")[:400]


@hostile("locked.pdf", "encrypted_pdf")
def locked_pdf() -> bytes:
    return _locked(StandardEncryption("secret", ownerPassword="owner"))


def _locked(encryption: StandardEncryption) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encryption)
    canvas.drawString(72, 720, "figures")
    canvas.save()
    return buffer.getvalue()


@hostile("pages that are their own parents.pdf", "broken_pdf")
def pages_in_a_circle() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000/Parent 2 0 R>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )


@hostile("lines without end.pdf", "too_large")
def lines_without_end() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1)
    canvas._code.append("0 0 m 500 0 l S\n" * 250_000)
    canvas.save()
    return buffer.getvalue()


# --- docx -------------------------------------------------------------------------------------------------------------


def package(document: bytes, **parts: bytes) -> bytes:
    """A Word document whose text is the XML ``document``."""
    template = io.BytesIO()
    docx.Document().save(template)
    result = io.BytesIO()
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as to:
        for name in source.namelist():
            to.writestr(name, document if name == "word/document.xml" else source.read(name))
        for name, data in parts.items():
            to.writestr(name, data)
    return result.getvalue()


def body(xml: str) -> bytes:
    return f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{xml}</w:body></w:document>'.encode()


@hostile("inflates to a gigabyte.docx", "too_large")
def inflates_without_end() -> bytes:
    result = io.BytesIO()
    with (
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(256):
            part.write(bytes(4 << 20))
    return result.getvalue()


@hostile("lies about its size.docx", "broken_docx")
def lies_about_its_size() -> bytes:
    data = bytearray(package(b" " * (64 << 20)))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            name_at = start + (46 if mark == b"PK\x01\x02" else 30)
            if data[name_at : name_at + 17] == b"word/document.xml":
                data[start + at : start + at + 4] = (1000).to_bytes(4, "little")
            start += 4
    return bytes(data)


@hostile("a billion laughs.docx", "broken_docx")
def a_billion_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return package(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "haha">{laughs}]><x>&l9;</x>'.encode())


@hostile("reads a file.docx", "broken_docx")
def reads_a_file() -> bytes:
    return package(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>')


@hostile("tables inside tables.docx", "broken_docx")
def tables_inside_tables() -> bytes:
    depth = 5_000
    return package(body("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth))


@hostile("twenty thousand columns.docx", "too_large")
def wide_docx() -> bytes:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc>" for n in range(20_000))
    return package(body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))


@hostile("cut short.docx", "broken_docx")
def cut_docx() -> bytes:
    data = a_report("docx")
    return data[: len(data) // 2]


# --- HTML -------------------------------------------------------------------------------------------------------------


def nested(tag: str, count: int = 200_000) -> bytes:
    return b"<html><body>" + f"<{tag}>".encode() * count + "政府信息公开工作年度报告".encode()


@hostile("200,000 divisions.html", "too_large")
def nested_divisions() -> bytes:
    return nested("div")


@hostile("200,000 bold.html", "too_large")
def nested_bold() -> bytes:
    return nested("b")


@hostile("200,000 unknown.html", "too_large")
def nested_unknown() -> bytes:
    return nested("x-y")


@hostile("200,000 tables.html", "too_large")
def nested_tables() -> bytes:
    return nested("table><tr><td")


@hostile("bold paragraphs never closed.html", "too_large")
def unclosed() -> bytes:
    return b"<html><body>" + b"<b><p>x" * 50_000


@hostile("a hundred thousand columns.html", "too_large")
def wide_html() -> bytes:
    return b"<html><table><tr>" + b"".join(b"<td>%d</td>" % n for n in range(100_000)) + b"</tr></table>"


@hostile("spans of a million.html", "too_large")
def huge_spans() -> bytes:
    row = b"<tr>" + b'<td rowspan="1000000" colspan="1000000">1</td>' * 20 + b"</tr>"
    return b"<html><body><table>" + row * 500 + b"</table></body></html>"


@hostile("one attribute without end.html", "not_a_report")
def endless_attribute() -> bytes:
    return b'<html><body><p title="' + b"x" * 10_000_000


@hostile("entities without end.html", "not_a_report")
def endless_entities() -> bytes:
    return b"<html><body>" + b"&amp;&#x4e00;&notanentity" * 100_000


# --- text -------------------------------------------------------------------------------------------------------------


@hostile("a hundred thousand columns.md", "too_large")
def wide_markdown() -> bytes:
    return b"# x\n\n|" + b"1|" * 100_000 + b"\n|" + b"-|" * 100_000 + b"\n|" + b"2|" * 100_000 + b"\n"


@hostile("a hundred thousand columns.txt", "too_large")
def wide_tabs() -> bytes:
    return b"\n".join(b"\t".join(b"%d" % n for n in range(100_000)) for _ in range(3))


@hostile("nothing but NUL.txt", "empty_file")
def nothing_but_nul() -> bytes:
    return bytes(1_000_000)


@hostile("text with NUL.txt", "not_a_report")
def text_with_nul() -> bytes:
    return "政府信息公开\0工作年度报告\0".encode() * 2_000


@hostile("noise named as a report.pdf", "not_a_document")
def noise() -> bytes:
    return random.Random(1).randbytes(100_000)


@hostile("every label twenty times.txt")
def labels_without_end() -> bytes:
    """Lines that each look like a line of the form, many times over."""
    labels = [line.labels[0] for line in forms()["2021"].lines if line.labels]
    return "\n".join(f"{label} 1 2 3 4 5 6 21" for _ in range(20) for label in labels).encode()


@hostile("brackets.txt", "too_large")
def brackets() -> bytes:
    return "政府信息公开工作年度报告\n".encode() + "中（".encode() * 300_000 + b"(" * 300_000


@hostile("one line of figures.txt", "too_large")
def one_line() -> bytes:
    return "新收政府信息公开申请数量 ".encode() + b"1 " * 500_000


@hostile("a figure a line.txt", "too_large")
def a_figure_a_line() -> bytes:
    return "新收政府信息公开申请数量\n".encode() + b"1\n" * 220_000


@hostile("rows without end.html", "too_large")
def rows_without_end() -> bytes:
    """As many cells as a document may have, each of a line of the form."""
    labels = [line.labels[0] for line in forms()["2021"].lines if line.labels]
    rows = "".join(f"<tr><td>{label}</td>{'<td>3</td>' * 7}</tr>" for _ in range(400) for label in labels)
    return f"<html><body><table>{rows}</table></body></html>".encode()


@hostile("rows with empty cells.html")
def rows_with_gaps() -> bytes:
    """Rows whose figures fit their cells in many ways."""
    labels = [line.labels[0] for line in forms()["2021"].lines if line.labels]
    rows = "".join(f"<tr><td>{label}</td>{'<td>3</td>' * 5}</tr>" for _ in range(2) for label in labels)
    return f"<html><body><table>{rows}</table></body></html>".encode()
