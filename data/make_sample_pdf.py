"""Draw the PDF reports of the sample from data/sources/*.pdf.toml, in the layout their originals arrived in.

``python data/make_sample_pdf.py [FONT.ttf]`` writes data/reports/<name>.pdf for each source, the same bytes every
time. Ruled tables with merged cells cross the pages, some of them without a rule at the cut; the page number is the
first thing in each page's text; lines are justified by spreading their characters.

Needs reportlab and a Chinese TrueType font, by default Droid Sans Fallback (Apache License 2.0) where Debian's
package fonts-droid-fallback puts it. The characters used are embedded: of a font that is only named, a reader
without Chinese fonts knows no character's box, and loses those that stand alone in a cell.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).resolve().parent
HAN_FONT, LATIN_FONT = "DroidSansFallback", "Times-Roman"
DEFAULT_FONT_FILE = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT, TOP = 76.0, 519.0, 80.0  # the printed area; like every length here in points, from the top left corner
TITLE_SIZE, TEXT_SIZE, NUMBER_SIZE = 22.0, 16.0, 13.0
TITLE_STEP, LINE_STEP = 36.0, 27.0
INDENT = 2 * TEXT_SIZE
# No line begins with these: rather one more goes on the line before, which is then pressed together.
NEVER_FIRST = "，。、；：！？）》”"
NEVER_LAST = "（《“"
BANNER_FILL, WHITE = (0.776, 0.851, 0.945), (1.0, 1.0, 1.0)


class Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def runs_of(text: str) -> list[tuple[str, str]]:
    """Cut ``text`` into runs with the font of each. Quotation marks are Latin: the Chinese font has none."""
    runs = re.findall(r"([ -~“”]+)|([^ -~“”]+)", text)
    return [(latin, LATIN_FONT) if latin else (han, HAN_FONT) for latin, han in runs]


def width_of(text: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(run, font, size) for run, font in runs_of(text))


def wrap(text: str, indent: float) -> list[str]:
    """Break ``text`` into lines of the printed width, the first shorter by ``indent``.

    Only between Chinese characters or at spaces: a number or an address stays whole.
    """
    lines, line, room = [], "", RIGHT - LEFT - indent
    for token in re.findall(r"[!-~]+|.", text):
        overflows = bool(line) and width_of(line + token, TEXT_SIZE) > room
        if overflows and token not in NEVER_FIRST:
            carried = line[-1] if line[-1] in NEVER_LAST else ""
            lines.append(line.removesuffix(carried).rstrip())
            line, room = carried, RIGHT - LEFT
        line = (line + token) if line else token.lstrip()
    return [*lines, line]


class Page:
    """One page, filled from top to bottom; ``y`` is where the next block begins, measured downwards."""

    def __init__(self, canvas: Canvas, number: int) -> None:
        self.canvas = canvas
        self.y = TOP
        printed = f"- {number} -"
        x = RIGHT - INDENT - width_of(printed, NUMBER_SIZE) if number % 2 else LEFT + INDENT
        self.write(printed, x, PAGE_HEIGHT - 42, NUMBER_SIZE)

    def write(self, text: str, x: float, baseline: float, size: float, spread: float = 0.0) -> None:
        """Write one line with its first character at ``x``, each character ``spread`` further apart than usual."""
        line = self.canvas.beginText(x, PAGE_HEIGHT - baseline)
        line.setCharSpace(spread)
        for run, font in runs_of(text):
            line.setFont(font, size)
            line.textOut(run)
        self.canvas.drawText(line)

    def fill(self, area: Rectangle, colour: tuple[float, float, float]) -> None:
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(
            area.left, PAGE_HEIGHT - area.bottom, area.right - area.left, area.bottom - area.top, stroke=0, fill=1
        )
        self.canvas.setFillColorRGB(0, 0, 0)

    def write_title(self, text: str) -> None:
        self.write(text, (LEFT + RIGHT - width_of(text, TITLE_SIZE)) / 2, self.y + TITLE_SIZE, TITLE_SIZE)
        self.y += TITLE_STEP

    def write_heading(self, text: str) -> None:
        self.write(text, LEFT + INDENT, self.y + 0.7 * LINE_STEP, TEXT_SIZE)
        self.y += LINE_STEP

    def write_text(self, text: str, indent: float, *, runs_on: bool) -> None:
        """Write a paragraph; its last line is spread to the margin only if the paragraph ``runs_on`` overleaf.

        Every line has a white background, as word processors give them: it is no table.
        """
        lines = wrap(text, indent)
        for position, line in enumerate(lines):
            x = LEFT + indent * (position == 0)
            is_spread = position < len(lines) - 1 or runs_on
            spread = (RIGHT - x - width_of(line, TEXT_SIZE)) / (len(line) - 1) if is_spread else 0.0
            self.fill(Rectangle(LEFT, self.y, RIGHT, self.y + LINE_STEP), WHITE)
            self.write(line, x, self.y + 0.7 * LINE_STEP, TEXT_SIZE, spread)
            self.y += LINE_STEP

    def draw_table(
        self, table: dict[str, Any], first: int, last: int, *, head_rule_from: int = 0, foot_rule: bool = True
    ) -> None:
        """Draw the rows ``first`` to ``last`` (from 1, both included) of ``table``, each cell on a background.

        Of the rule above the first row, the columns before ``head_rule_from`` (from 0) have none: that is how a
        cell looks that goes on from the page before. Without ``foot_rule`` the last row is open below.
        """
        rows, edges = table["rows"], table["edges"]
        tops = [self.y]
        for height in table["heights"][first - 1 : last]:
            tops.append(tops[-1] + height)
        level: dict[float, list[tuple[float, float]]] = defaultdict(list)  # height -> stretches from left to right
        upright: dict[float, list[tuple[float, float]]] = defaultdict(list)  # x -> stretches from top to bottom
        for row, column, row_end, column_end in spans(rows):
            on_page = range(max(row, first - 1), min(row_end, last))
            if not on_page:
                continue
            top, bottom = tops[on_page.start - first + 1], tops[on_page.stop - first + 1]
            area = Rectangle(edges[column], top, edges[column_end], bottom)
            is_banner = column_end - column == len(edges) - 1
            is_open_above = top == tops[0] and column < head_rule_from
            if not is_open_above:
                self.fill(area, BANNER_FILL if is_banner else WHITE)
                level[top].append((area.left, area.right))
            if row in on_page:
                is_label = column < table["label_columns"] and not is_banner
                size = table["figure_size"] if rows[row][column].isdecimal() else table["label_size"]
                self.write_cell(rows[row][column], area, size, is_centred=not is_label)
            if bottom < tops[-1] or foot_rule:
                level[bottom].append((area.left, area.right))
            upright[area.left].append((top, bottom))
            upright[area.right].append((top, bottom))
        self.canvas.setLineWidth(table["rule_width"])
        for y, stretches in sorted(level.items()):
            for left, right in joined(stretches):
                self.canvas.line(left, PAGE_HEIGHT - y, right, PAGE_HEIGHT - y)
        for x, stretches in sorted(upright.items()):
            for top, bottom in joined(stretches):
                self.canvas.line(x, PAGE_HEIGHT - top, x, PAGE_HEIGHT - bottom)
        self.y = tops[-1] + 2

    def write_cell(self, text: str, area: Rectangle, size: float, *, is_centred: bool) -> None:
        """Write the printed lines of a cell in the middle of its height."""
        lines = text.split("\n")
        step = 1.2 * size
        baseline = (area.top + area.bottom - step * len(lines)) / 2 + size
        for line in lines:
            x = (area.left + area.right - width_of(line, size)) / 2 if is_centred else area.left + 2
            self.write(line, x, baseline, size)
            baseline += step


def spans(rows: list[list[str]]) -> Iterable[tuple[int, int, int, int]]:
    """Yield each cell once: its first row and column (from 0), and the row and column after its last."""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            column_end = column + 1
            while column_end < len(texts) and texts[column_end] == "<":
                column_end += 1
            row_end = row + 1
            while row_end < len(rows) and rows[row_end][column] == "^":
                row_end += 1
            yield row, column, row_end, column_end


def joined(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join the stretches of one line that touch or overlap."""
    lines: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if lines and start <= lines[-1][1]:
            lines[-1] = (lines[-1][0], max(end, lines[-1][1]))
        else:
            lines.append((start, end))
    return lines


def draw(source: dict[str, Any]) -> bytes:
    """Return the PDF of one source, as read from its TOML file. The Chinese font is registered already."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    canvas.setTitle(source["title"])
    for number, content in enumerate(source["pages"], start=1):
        page = Page(canvas, number)
        for block in content["blocks"]:
            match block:
                case {"title": text}:
                    page.write_title(text)
                case {"heading": text}:
                    page.write_heading(text)
                case {"text": text}:
                    page.write_text(text, INDENT * block.get("indent", True), runs_on=block.get("run_on", False))
                case {"table": name, "rows": [first, last], **cut}:
                    page.draw_table(source["tables"][name], first, last, **cut)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def main() -> None:
    font_file = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FONT_FILE
    if not font_file.is_file():
        sys.exit(f"no font at {font_file}: install fonts-droid-fallback, or name a Chinese TrueType font")
    pdfmetrics.registerFont(TTFont(HAN_FONT, font_file))
    for path in sorted((DATA / "sources").glob("*.pdf.toml")):
        target = DATA / "reports" / path.stem
        target.write_bytes(draw(tomllib.loads(path.read_text("utf-8"))))
        print(f"wrote {target}")


if __name__ == "__main__":
    main()
