"""Layouts that are files of an office: docx with merged cells, PDF with ruled tables that cross pages."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.generator import boxfont
from tests.generator.layouts import layout, page_mark
from tests.generator.page import HEADER, Box, GridBlock, Page, TextBlock

_EPOCH = (2020, 1, 1, 0, 0, 0)


# --- docx ------------------------------------------------------------------------------------------------------------


@layout("docx", ".docx", "kept")
def docx_document(page: Page, rng: random.Random) -> bytes:
    """Merged cells, some texts in several runs, headings by style or by bold type alone."""
    document = docx.Document()
    styled, in_runs = rng.random() < 0.5, rng.random() < 0.5
    if page.metadata:
        rows = [[Box(label, HEADER), Box(value, HEADER)] for label, value in page.metadata]
        _docx_table(document, GridBlock("metadata", rows, 2, 0), False)
    for block in page.blocks:
        if isinstance(block, GridBlock):
            _docx_table(document, block, in_runs)
            document.add_paragraph("")
        elif block.role in {"title", "heading"} and styled:
            document.add_heading(block.text, 1 if block.role == "title" else 2)
        else:
            run = document.add_paragraph().add_run(block.text)
            run.bold = block.role in {"title", "heading"}
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_times(buffer.getvalue())


def _docx_table(document: docx.document.Document, grid: GridBlock, in_runs: bool) -> None:
    width = max(len(row) for row in grid.positions())
    table = document.add_table(rows=len(grid.rows), cols=width)
    table.style = "Table Grid"
    cells = table._cells
    for number, column, box in grid.placed():
        cell = cells[number * width + column]
        if box.rowspan > 1 or box.colspan > 1:
            cell = cell.merge(cells[(number + box.rowspan - 1) * width + column + box.colspan - 1])
        _write_cell(cell, box.text, in_runs)


def _write_cell(cell: docx.table._Cell, text: str, in_runs: bool) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    paragraph = cell.paragraphs[0]
    parts = list(text) if in_runs and len(text) < 8 else [text]
    for part in parts:
        run = paragraph.add_run(part)
        run.font.size = Pt(10.5)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")


def _same_times(data: bytes) -> bytes:
    """The package with every member dated alike, so that the same report gives the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


# --- PDF -------------------------------------------------------------------------------------------------------------

_FONT = boxfont.NAME
_MARGIN = 56.0
_BOTTOM = 70.0
_LEADING = 1.35


@dataclass
class _Pen:
    """A canvas with a place on it: ``y`` is the top of what comes next."""

    canvas: Canvas
    rng: random.Random
    size: float
    stroke: str  # lines, boxes, rectangles: how rules are drawn
    mark: int
    mark_on_top: bool
    one_by_one: bool  # every character of a cell drawn for itself
    open_cut: bool  # no rule where a page cuts a table
    number: int = 1
    y: float = A4[1] - _MARGIN

    def room(self) -> float:
        return self.y - _BOTTOM

    def new_page(self) -> None:
        self.canvas.setFont(_FONT, 10)
        mark = page_mark(random.Random(self.mark), self.number)
        self.canvas.drawCentredString(A4[0] / 2, A4[1] - 36 if self.mark_on_top else 36, mark)
        self.canvas.showPage()
        self.number += 1
        self.y = A4[1] - _MARGIN


@layout("pdf", ".pdf", "kept")
def pdf_document(page: Page, rng: random.Random) -> bytes:
    """Ruled tables that cross pages, numbers at the foot of every page."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, boxfont.box_font()))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    pen = _Pen(
        canvas,
        rng,
        size=rng.choice([9.0, 10.5, 12.0]),
        stroke=rng.choice(["lines", "boxes", "rectangles"]),
        mark=rng.randint(0, 99),
        mark_on_top=rng.random() < 0.2,
        one_by_one=rng.random() < 0.3,
        open_cut=rng.random() < 0.4,
    )
    if page.metadata:
        rows = [[Box(label, HEADER), Box(value, HEADER)] for label, value in page.metadata]
        _pdf_table(pen, GridBlock("metadata", rows, 2, 0), [110.0, A4[0] - 2 * _MARGIN - 110])
    for block in page.blocks:
        if isinstance(block, GridBlock):
            _pdf_table(pen, block, _column_widths(block))
        else:
            _pdf_text(pen, block)
    pen.new_page()
    canvas.save()
    return buffer.getvalue()


def _break(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than ``width`` points, broken between any two characters."""
    lines, line = [], ""
    for one in text:
        if line and pdfmetrics.stringWidth(line + one, _FONT, size) > width:
            lines.append(line)
            line = ""
        line += one
    return [*lines, line]


def _pdf_text(pen: _Pen, block: TextBlock) -> None:
    size = {"title": 18.0, "heading": 14.0}.get(block.role, 12.0)
    text = "　　" + block.text if block.role == "text" else block.text
    for line in _break(text, A4[0] - 2 * _MARGIN, size):
        if pen.room() < size * 1.6:
            pen.new_page()
        pen.canvas.setFont(_FONT, size)
        pen.y -= size * 1.6
        if block.role == "title":
            pen.canvas.drawCentredString(A4[0] / 2, pen.y, line)
        elif block.role in {"signature", "date"}:
            pen.canvas.drawRightString(A4[0] - _MARGIN, pen.y, line)
        else:
            pen.canvas.drawString(_MARGIN, pen.y, line)
    pen.y -= size * 0.4


def _column_widths(grid: GridBlock) -> list[float]:
    whole = A4[0] - 2 * _MARGIN
    count = max(len(row) for row in grid.positions())
    if grid.section == "applications":
        labels = [34.0, 48.0, 118.0]
        return labels + [(whole - sum(labels)) / (count - 3)] * (count - 3)
    if grid.section == "statistics":
        return [whole * 0.6] + [whole * 0.4 / (count - 1)] * (count - 1)
    return [whole / count] * count


@dataclass(frozen=True)
class _Placed:
    box: Box
    row: int
    column: int
    lines: tuple[str, ...]


def _place(grid: GridBlock, widths: list[float], size: float) -> list[_Placed]:
    placed = []
    for number, column, box in grid.placed():
        room = sum(widths[column : column + box.colspan]) - 6
        lines = tuple(_break(box.text, room, size)) if box.text else ()
        placed.append(_Placed(box, number, column, lines))
    return placed


def _row_heights(grid: GridBlock, placed: list[_Placed], size: float) -> list[float]:
    line = size * _LEADING
    heights = [line + 6] * len(grid.rows)
    for one in placed:
        if one.box.rowspan == 1:
            heights[one.row] = max(heights[one.row], len(one.lines) * line + 6)
    for one in placed:
        rows = range(one.row, min(one.row + one.box.rowspan, len(heights)))
        short = len(one.lines) * line + 6 - sum(heights[row] for row in rows)
        if short > 0:
            heights[rows[-1]] += short
    return heights


def _pdf_table(pen: _Pen, grid: GridBlock, widths: list[float]) -> None:
    """Draw the rows that fit, go on at the top of the next page; a merged cell cut by the page goes on empty."""
    size = min(pen.size, 8.0) if len(widths) > 12 else min(pen.size, 10.5)
    placed = _place(grid, widths, size)
    heights = _row_heights(grid, placed, size)
    left = [_MARGIN + sum(widths[:number]) for number in range(len(widths) + 1)]
    pen.y -= 6
    start = 0
    while start < len(heights):
        end, used = start, 0.0
        while end < len(heights) and used + heights[end] <= pen.room():
            used += heights[end]
            end += 1
        if end == start:
            pen.new_page()
            continue
        tops = [pen.y]
        for height in heights[start:end]:
            tops.append(tops[-1] - height)
        for one in placed:
            first, last = max(one.row, start), min(one.row + one.box.rowspan, end)
            if first < last:
                right = left[min(one.column + one.box.colspan, len(widths))]
                area = (left[one.column], tops[last - start], right, tops[first - start])
                cuts = (pen.open_cut and first == start > 0, pen.open_cut and last == end < len(heights))
                _draw_cell(pen, area, one.lines if one.row >= start else (), size, cuts)
        pen.y = tops[-1]
        start = end
        if start < len(heights):
            pen.new_page()
    pen.y -= 8


def _draw_cell(
    pen: _Pen,
    area: tuple[float, float, float, float],
    lines: tuple[str, ...],
    size: float,
    cuts: tuple[bool, bool],
) -> None:
    """Rules and text of one cell; ``cuts`` tells whether its upper and its lower rule are left out."""
    left, bottom, right, top = area
    canvas = pen.canvas
    if pen.stroke == "boxes" and not any(cuts):
        canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
    else:
        for x0, y0, x1, y1 in (
            *([] if cuts[1] else [(left, bottom, right, bottom)]),
            *([] if cuts[0] else [(left, top, right, top)]),
            (left, bottom, left, top),
            (right, bottom, right, top),
        ):
            if pen.stroke != "rectangles":
                canvas.line(x0, y0, x1, y1)
            else:
                canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
    canvas.setFont(_FONT, size)
    leading = size * _LEADING
    y = (top + bottom) / 2 + leading * len(lines) / 2 - size
    for line in lines:
        if pen.one_by_one:
            x = (left + right - pdfmetrics.stringWidth(line, _FONT, size)) / 2
            for one in line:
                canvas.drawString(x, y, one)
                x += pdfmetrics.stringWidth(one, _FONT, size)
        else:
            canvas.drawCentredString((left + right) / 2, y, line)
        y -= leading
