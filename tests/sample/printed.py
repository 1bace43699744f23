"""What a sample document prints, read without the project's own readers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
from opencc import OpenCC
from selectolax.lexbor import LexborHTMLParser

READING_IN_BRACKETS = re.compile(r"\([a-z\u00e0-\u01dc]+\)")  # the reading of the character before: 報(bào)告
HAN = re.compile(r"[\u4e00-\u9fff]")
SECTION_HEADING = re.compile(r"^[一二三四五六七八九]、[^。\n]*$", re.MULTILINE)
TITLE = re.compile(r"^[^。，\n]*\n?[^。，\n]*年度报告$", re.MULTILINE)  # in one line or two

to_simplified = OpenCC("t2s").convert


@cache
def text_of(path: Path) -> str:
    """Return the document's text, a line for each line or block of it."""
    match path.suffix:
        case ".html":
            return LexborHTMLParser(path.read_bytes()).body.text(separator="\n")
        case ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                return "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf)
        case ".docx":
            return "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)
    return path.read_text("utf-8")


def prose_of(text: str) -> list[str]:
    """Return the Chinese characters of each section that is prose: simplified, without readings and table rows.

    A section with no full stop in it is a table, however it was torn. A report's title and headings are no prose.
    """
    plain = TITLE.sub("", to_simplified(READING_IN_BRACKETS.sub("", text)))
    lines = [line for line in plain.splitlines() if not re.search(r"[|\t]", line)]
    sections = SECTION_HEADING.split("\n".join(lines))
    return ["".join(HAN.findall(section)) for section in sections if "。" in section]


def runs(sections: list[str], length: int) -> set[str]:
    """Return every run of ``length`` characters in ``sections``."""
    return {section[start : start + length] for section in sections for start in range(len(section) - length + 1)}


def tables_of(path: Path) -> list[list[list[str]]]:
    """Return what the document prints as tables, in a form in which two layouts can be compared.

    For text, the rows with separators as they stand; for HTML the source of each table; for PDF the rows of the
    ruled tables of each page, without empty cells; for Word each table's cells. White space is left out, and so are
    a PDF's rows of one cell: paragraphs on a background look like them.
    """
    match path.suffix:
        case ".html":
            source = path.read_text("utf-8")
            return [[[table]] for table in re.findall(r"<table>.*?</table>", source, re.DOTALL)]
        case ".pdf":
            with pdfplumber.open(path) as pdf:
                tables = [table for page in pdf.pages for table in page.extract_tables()]
            filled = [[["".join(cell.split()) for cell in row if cell] for row in table] for table in tables]
            return [rows for table in filled if (rows := [row for row in table if len(row) > 1])]
        case ".docx":
            tables = docx.Document(path).tables
            return [[["".join(cell.text.split()) for cell in row.cells] for row in table.rows] for table in tables]
    return [[[line] for line in path.read_text("utf-8").splitlines() if re.search(r"[|\t]", line)]]
