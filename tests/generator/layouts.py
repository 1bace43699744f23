"""How a page becomes bytes: the ways tables arrive in text, Markdown and HTML.

``LAYOUTS`` names every layout. ``positions`` says what a layout does with an empty cell: ``kept`` (its
place can be seen), ``doubtful`` (a trace is left that a careful reader may or may not follow), or
``dropped`` (nothing is left of it). The truth of a report depends on it.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from unicodedata import east_asian_width

import opencc

from tests.generator import prose
from tests.generator.page import FIGURE, HEADER, LABEL, Box, GridBlock, Page, TextBlock


@dataclass(frozen=True)
class Layout:
    """A way of rendering: ``render(page, rng) -> bytes``, the file's suffix, and what becomes of empty cells."""

    name: str
    suffix: str
    positions: str
    render: Callable[[Page, random.Random], bytes]
    is_spaced: bool = False  # figures are told apart by spaces alone
    traditional: bool = False  # its encoding holds Traditional characters only
    delimits_rows: bool = True  # where a row ends can be seen even if it has no label


LAYOUTS: dict[str, Layout] = {}


def layout(
    name: str,
    suffix: str,
    positions: str,
    is_spaced: bool = False,
    traditional: bool = False,
    delimits_rows: bool = True,
) -> Callable[[Callable[[Page, random.Random], bytes]], Callable[[Page, random.Random], bytes]]:
    """Register a renderer under ``name``."""

    def register(render: Callable[[Page, random.Random], bytes]) -> Callable[[Page, random.Random], bytes]:
        LAYOUTS[name] = Layout(name, suffix, positions, render, is_spaced, traditional, delimits_rows)
        return render

    return register


# --- text as lines ---------------------------------------------------------------------------------------------------


def wrap(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]


def page_mark(rng: random.Random, number: int) -> str:
    pattern = rng.choice(["- {n} -", "- {n} -", "-{n}-", "— {n} —", "－{n}－", prose.word("page_of")])
    return pattern.replace("{n}", str(number))


def encode_lines(lines: list[str], rng: random.Random) -> bytes:
    """Text with the line endings, the mark and, now and then, the encoding some program left."""
    ending = rng.choice(["\n", "\n", "\n", "\r\n"])
    start = "\ufeff" if rng.random() < 0.15 else ""
    finish = ending if rng.random() < 0.7 else ""
    encoding = rng.choice(["utf-8"] * 18 + ["gb18030", "utf-16"])
    return ((start if encoding == "utf-8" else "") + ending.join(lines) + finish).encode(encoding, "replace")


def metadata_lines(page: Page, rng: random.Random) -> list[str]:
    if not page.metadata:
        return []
    if rng.random() < 0.5:
        return [f"{label}：{value}" for label, value in page.metadata]
    rows = [f"| {label} | {value} |" for label, value in page.metadata]
    return [rows[0], "|---|---|", *rows[1:]]


def text_lines(
    page: Page,
    rng: random.Random,
    grid_lines: Callable[[GridBlock], list[str]],
    marks: tuple[str, str, str] = ("", "", ""),
    prose_width: int | None = None,
    blank_between: bool | None = None,
) -> list[str]:
    """The page as lines: ``marks`` stand before title, heading and subheading."""
    gap = rng.random() < 0.5 if blank_between is None else blank_between
    lines = metadata_lines(page, rng)
    prefix = dict(zip(("title", "heading", "subheading"), marks, strict=True))
    indent = rng.choice(["", "", "　　"])
    for block in page.blocks:
        if isinstance(block, GridBlock):
            lines += grid_lines(block)
        else:
            text = (indent if block.role == "text" else prefix.get(block.role, "")) + block.text
            lines += wrap(text, prose_width) if prose_width and block.role == "text" else [text]
        if gap:
            lines.append("")
    return lines


def with_page_marks(lines: list[str], rng: random.Random, every: int) -> list[str]:
    """Page numbers between lines, as copies of a PDF have them."""
    result, number = [], 1
    for at, line in enumerate(lines, 1):
        result.append(line)
        if at % every == 0:
            number += 1
            result.append(page_mark(rng, number))
    return result


# --- Markdown --------------------------------------------------------------------------------------------------------


def md_row(cells: list[str], pad: bool = True) -> str:
    return "| " + " | ".join(cells) + " |"


def md_table(rows: list[list[str]]) -> list[str]:
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return [md_row(rows[0]), "|" + "---|" * width, *(md_row(row) for row in rows[1:])]


APPLICATION_LABELS = 3  # label columns of the applications table


def flat_rows(grid: GridBlock, label_columns: int) -> list[list[str]]:
    """Body rows of applications as ``label_columns`` labels and figures; a group stands in its first row only."""
    result = []
    for row, boxes in zip(grid.positions()[grid.header_rows :], grid.rows[grid.header_rows :], strict=True):
        labels = [text if is_start else "" for text, is_start in row[:APPLICATION_LABELS]]
        figures = [box.text for box in boxes if box.kind == FIGURE]
        if label_columns == 1:
            own = [text for text in labels if text]
            labels = [own[-1] if own else ""]
        result.append(labels + figures)
    return result


@layout("markdown", ".md", "kept")
def markdown(page: Page, rng: random.Random) -> bytes:
    """Clean Markdown: a header row, a rule, a row a line."""
    spread = rng.random() < 0.5

    def grid_lines(grid: GridBlock) -> list[str]:
        if grid.section in {"applications"} and not spread:
            form_headers = _figure_headers(grid)
            rows = flat_rows(grid, 1)
            return ["", *md_table([[prose.word("item"), *form_headers], *_fold_groups(grid, rows, rng)]), ""]
        return ["", *md_table(grid.expanded()), ""]

    lines = text_lines(page, rng, grid_lines, rng.choice([("# ", "## ", "### "), ("", "", ""), ("# ", "## ", "")]))
    return encode_lines(lines, rng)


def _figure_headers(grid: GridBlock) -> list[str]:
    """The innermost header above each figure column of the applications table."""
    grid_rows = grid.positions()[: grid.header_rows]
    headers = []
    for column in range(APPLICATION_LABELS, grid.width):
        texts = [row[column][0] for row in grid_rows if row[column][0]]
        headers.append(texts[-1] if texts else "")
    return headers


def _fold_groups(grid: GridBlock, rows: list[list[str]], rng: random.Random) -> list[list[str]]:
    """Group labels folded into their rows (``group label``), or left out where the label tells enough."""
    folded = rng.random() < 0.5
    if not folded:
        return rows
    result, group, left = [], "", 0
    for row, boxes in zip(rows, grid.rows[grid.header_rows :], strict=True):
        starts = [box for box in boxes if box.kind == LABEL and box.rowspan > 1 and len(boxes) > 1]
        inner = [box for box in starts if box is not starts[0] or len(starts) == 1]
        if inner and inner[-1].rowspan < 15:
            group, left = inner[-1].text, inner[-1].rowspan
        result.append([f"{group} {row[0]}" if left > 0 and row[0] and group != row[0] else row[0], *row[1:]])
        left -= 1
    return result


@layout("markdown_groups", ".md", "kept")
def markdown_groups(page: Page, rng: random.Random) -> bytes:
    """One small table for every row group, under a heading of its own."""
    mark = rng.choice(["### ", "### ", "#### ", ""])

    def small(headers: list[str], rows: list[list[str]]) -> list[str]:
        return ["", *md_table([headers, *rows])]

    def grid_lines(grid: GridBlock) -> list[str]:
        if grid.section == "statistics":
            rows = grid.expanded()
            lines: list[str] = []
            head, chunk = rows[0], []
            for row in rows[1:]:
                if (chunk and not any(row[1:])) or len(chunk) > rng.randint(5, 12):
                    lines += small(head, chunk)
                    chunk = []
                chunk.append(row)
            return lines + (small(head, chunk) if chunk else [])
        if grid.section != "applications":
            return ["", *md_table(grid.expanded())]
        headers = [prose.word("item"), *_figure_headers(grid)]
        lines = []
        rows = flat_rows(grid, 1)
        chunk: list[list[str]] = []
        for row, boxes in zip(rows, grid.rows[grid.header_rows :], strict=True):
            labels = [box for box in boxes if box.kind == LABEL]
            groups = [box for box in labels if box.rowspan > 1]
            alone = len(labels) == 1 and bool(labels[0].text) and labels[0].colspan > 1
            if groups or alone:
                if chunk:
                    lines += small(headers, chunk)
                chunk = []
                lines += ["", *(mark + box.text for box in groups)] if groups else []
                if alone and rng.random() < 0.6:
                    lines += ["", mark + labels[0].text]
            chunk.append(row)
        return lines + (small(headers, chunk) if chunk else [])

    return encode_lines(text_lines(page, rng, grid_lines, ("# ", "## ", "### ")), rng)


@layout("markdown_torn", ".md", "kept")
def markdown_torn(page: Page, rng: random.Random) -> bytes:
    """A table torn into small ones whose header is a row of figures; some labels stand outside, as wrapped lines."""

    def grid_lines(grid: GridBlock) -> list[str]:
        body = list(zip(grid.positions(), grid.rows, strict=True))[grid.header_rows :]
        lines: list[str] = []
        headers = [" ".join(box.text for box in row if box.text) for row in grid.rows[: grid.header_rows]]
        lines += [part for text in headers for part in wrap(text.replace(" ", ""), rng.choice([8, 16, 30]))]
        pending: list[list[str]] = []
        held: list[str] = []  # a label printed only after the figures of its row
        for _, boxes in body:
            labels = [box.text for box in boxes if box.kind == LABEL and box.text]
            figures = [box.text for box in boxes if box.kind == FIGURE]
            if labels and figures and rng.random() < 0.35:
                if pending:
                    lines += _torn_table(pending)
                    pending = []
                shown = [part for label in labels for part in wrap(label, rng.choice([6, 11, 20]))]
                lines += ["", *held]
                is_late = rng.random() < 0.3 and len(figures) > 4 and not held  # of two, neither could be told
                held = shown if is_late else []
                lines += [] if held else shown
                lines += _torn_table([figures])
            else:
                pending.append(labels + figures)
                if rng.random() < 0.4:
                    lines += _torn_table(pending)
                    pending = []
        return [*lines, *(_torn_table(pending) if pending else []), "", *held]

    return encode_lines(text_lines(page, rng, grid_lines, ("", "", "")), rng)


def _torn_table(rows: list[list[str]]) -> list[str]:
    width = len(rows[0])
    return [md_row(rows[0]), "|" + "---|" * width, *(md_row(row) for row in rows[1:])]


# --- pipes, cells and tabs -------------------------------------------------------------------------------------------


def pads(grid: GridBlock, row: list[Box]) -> int:
    """How many positions of the row are covered by merged cells that start elsewhere."""
    return max(0, grid.width - len(row))


@layout("pipes", ".txt", "kept")
def pipes(page: Page, rng: random.Random) -> bytes:
    """Rows of cells with `` | `` between them and the pads of merged cells at the end."""

    def grid_lines(grid: GridBlock) -> list[str]:
        return [" | ".join(box.text for box in row) + " | " + "|" * pads(grid, row) for row in grid.rows]

    lines = [line.rstrip(" ") for line in text_lines(page, rng, grid_lines)]
    return encode_lines(lines, rng)


@layout("pipes_led", ".txt", "kept")
def pipes_led(page: Page, rng: random.Random) -> bytes:
    """Every position between pipes, pipes at both ends, merged cells repeated, and no rule below the header."""
    repeated = rng.random() < 0.5

    def grid_lines(grid: GridBlock) -> list[str]:
        rows = [[text if is_start or repeated else "" for text, is_start in row] for row in grid.positions()]
        shown = [
            [box.text for box in boxes] if any(box.kind == FIGURE and box.colspan > 1 for box in boxes) else row
            for row, boxes in zip(rows, grid.rows, strict=True)
        ]
        return [md_row(row) for row in shown]

    return encode_lines(text_lines(page, rng, grid_lines), rng)


@layout("pipes_cut", ".txt", "kept")
def pipes_cut(page: Page, rng: random.Random) -> bytes:
    """The same, with header cells cut at their first line break; what was cut is lost or stands below."""
    keep_rest = rng.random() < 0.5
    cut_labels = rng.random() < 0.4

    def grid_lines(grid: GridBlock) -> list[str]:
        lines = []
        for row in grid.rows:
            shown, rest = [], []
            for box in row:
                at = rng.choice([2, 3, 4, 6])
                short = cut_labels and box.rowspan > 1 and len(box.text) < 12
                has_unit = "（" in box.text or "(" in box.text
                if (box.kind == HEADER or short) and at < len(box.text) < 16 and not has_unit:
                    shown.append(box.text[:at])
                    rest.append(box.text[at:])
                else:
                    shown.append(box.text)
            lines.append(" | ".join(shown) + " | " + "|" * pads(grid, row))
            if rest and keep_rest:
                lines.append(" | ".join(rest) + " |")
        return lines

    lines = [line.rstrip(" ") for line in text_lines(page, rng, grid_lines)]
    return encode_lines(lines, rng)


@layout("cell_lines_pipe", ".txt", "doubtful", delimits_rows=False)
def cell_lines_pipe(page: Page, rng: random.Random) -> bytes:
    """One cell a line, each ending in `` |``, and a line of pads where a row is short."""

    def grid_lines(grid: GridBlock) -> list[str]:
        lines: list[str] = []
        for number, row in enumerate(grid.rows):
            empty = 0
            for box in row:
                if box.text:
                    if empty:
                        lines.append("|" * empty)
                        empty = 0
                    lines.append(f"{box.text} |")
                else:
                    empty += 1
            empty += pads(grid, row)
            if empty or number < len(grid.rows) - 1:
                lines.append("|" * max(1, empty))
        return lines

    return encode_lines(text_lines(page, rng, grid_lines, blank_between=False), rng)


@layout("cell_lines", ".txt", "dropped", delimits_rows=False)
def cell_lines(page: Page, rng: random.Random) -> bytes:
    """One cell a line and nothing else."""
    gap = rng.random() < 0.4

    def grid_lines(grid: GridBlock) -> list[str]:
        lines: list[str] = []
        for row in grid.rows:
            lines += [box.text for box in row if box.text]
            lines += [""] if gap else []
        return lines

    return encode_lines(text_lines(page, rng, grid_lines), rng)


@layout("tabs", ".txt", "kept")
def tabs(page: Page, rng: random.Random) -> bytes:
    """Every position of the grid, tabs between; a merged cell's text stands at its upper left."""
    trailing = rng.random() < 0.5

    def grid_lines(grid: GridBlock) -> list[str]:
        lines = ["\t".join(row) for row in grid.expanded()]
        return lines if trailing else [line.rstrip("\t") if not re.search(r"\d", line) else line for line in lines]

    return encode_lines(text_lines(page, rng, grid_lines), rng)


@layout("tabs_shifted", ".txt", "doubtful")
def tabs_shifted(page: Page, rng: random.Random) -> bytes:
    """Tab rows whose leading label cells are gone: the same column stands at different offsets."""

    def grid_lines(grid: GridBlock) -> list[str]:
        lines = []
        for row, boxes in zip(grid.expanded(), grid.rows, strict=True):
            covered = sum(box.colspan for box in boxes if box.kind == FIGURE)
            labels, figures = row[: len(row) - covered], row[len(row) - covered :]
            if figures:
                lead = 0
                while lead < len(labels) and not labels[lead]:
                    lead += 1
                labels = labels[rng.randint(0, lead) :]
                if rng.random() < 0.3:
                    labels = [text for text in labels if text]
            else:
                labels = labels if rng.random() < 0.5 else [text for text in labels if text]
            lines.append("\t".join(labels + figures) + "\t" * rng.choice([0, 0, 0, 1]))
        return lines

    lines = text_lines(page, rng, grid_lines)
    return encode_lines(lines, rng)


# --- lines as a PDF gives them ---------------------------------------------------------------------------------------


def spread(text: str, rng: random.Random) -> str:
    """The characters of a short label pushed apart, as justified cells are copied."""
    return " ".join(text) if 2 <= len(text) <= 3 and rng.random() < 0.25 else text


def label_lines(text: str, rng: random.Random, widths: tuple[int, ...] = (6, 9, 12, 16, 22, 40)) -> list[str]:
    return wrap(text, rng.choice(widths))


def spaced_row(labels: list[str], figures: list[str], rng: random.Random) -> list[str]:
    """A row whose wrapped label has its figures on any one of its lines, or on a line of their own."""
    shown = " ".join(text for text in figures if text)
    if not labels:
        return [shown] if shown else []
    if not shown:
        return labels
    where = rng.choice(["last", "last", "first", "middle", "own", "own_first"])
    if where == "own":
        return [*labels, shown]
    if where == "own_first" and len(labels) > 1:
        return [*labels[:-1], shown, labels[-1]]
    at = {"first": 0, "middle": len(labels) // 2}.get(where, len(labels) - 1)
    return [f"{text} {shown}" if number == at else text for number, text in enumerate(labels)]


def spaced_grid(grid: GridBlock, rng: random.Random, vertical: bool) -> list[str]:
    lines: list[str] = []
    narrow = rng.random() < 0.5
    for row in grid.rows[: grid.header_rows]:
        texts = [box.text for box in row if box.text]
        if narrow and len(texts) > 3:
            lines += [spread(part, rng) for text in texts for part in wrap(text, rng.choice([2, 3, 4]))]
        elif rng.random() < 0.5:
            lines.append(" ".join(texts))
        else:
            lines += texts
    waiting: list[tuple[int, list[str]]] = []  # group labels that stand beside a later row
    down: list[str] = []
    for number, boxes in enumerate(grid.rows[grid.header_rows :]):
        labels = [box for box in boxes if box.kind == LABEL and box.text]
        if headers := [box.text for box in boxes if box.kind == HEADER and box.text]:
            lines += [" ".join(headers)] if rng.random() < 0.5 else headers
        own: list[str] = []
        for box in labels:
            if box.rowspan > 14 and vertical:
                down = list(box.text)
            elif box.rowspan > 1:
                beside = number + (0 if rng.random() < 0.6 else min(box.rowspan - 1, box.rowspan // 2))
                waiting.append((beside, wrap(box.text, rng.choice([4, 5, 8]))))
            elif own:
                own = [*own[:-1], f"{own[-1]} {box.text}"]
            else:
                own = label_lines(box.text, rng)
        for beside, text in [one for one in waiting if one[0] == number]:
            waiting.remove((beside, text))
            if own and rng.random() < 0.2:  # two columns of labels read across
                own = [left + right for left, right in zip_longest(text, own, fillvalue="")]
            else:
                lines += text
        if down and rng.random() < 0.7:
            take = rng.randint(1, 4)
            lines += down[:take]
            down = down[take:]
        lines += spaced_row(own, [box.text for box in boxes if box.kind == FIGURE], rng)
    return lines + [part for _, text in waiting for part in text] + down


def _spaces(page: Page, rng: random.Random, vertical: bool) -> bytes:
    lines = text_lines(
        page,
        rng,
        lambda grid: spaced_grid(grid, rng, vertical),
        prose_width=rng.choice([28, 30, 34]),
        blank_between=False,
    )
    return encode_lines(with_page_marks(lines, rng, rng.randint(18, 40)), rng)


@layout("spaces", ".txt", "dropped", is_spaced=True)
def spaces(page: Page, rng: random.Random) -> bytes:
    """Lines as a PDF's text copies give them, with page numbers in the middle."""
    return _spaces(page, rng, vertical=False)


@layout("spaces_vertical", ".txt", "dropped", is_spaced=True)
def spaces_vertical(page: Page, rng: random.Random) -> bytes:
    """The same, with the label of all outcomes spelled down the page between rows."""
    return _spaces(page, rng, vertical=True)


def display_width(text: str) -> int:
    """Columns of a terminal: two for a Chinese character."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def fit(text: str, width: int) -> list[str]:
    """The text in lines no wider than ``width`` terminal columns."""
    lines, line = [], ""
    for one in text:
        if line and display_width(line + one) > width:
            lines.append(line)
            line = ""
        line += one
    return [*lines, line] if text else []


def aligned_grid(grid: GridBlock, rng: random.Random) -> list[str]:
    """The grid drawn with spaces alone: columns keep their offset, cells are centred in the height of their rows."""
    label = {"applications": [6, 10, 30], "statistics": [44], "article_20": [22]}.get(grid.section, [])
    label = label[: max(0, grid.width - 1)]
    figure = rng.choice([8, 10, 12])
    widths = label + [figure] * (grid.width - len(label))
    left = [sum(widths[:at]) for at in range(len(widths) + 1)]
    placed: list[tuple[Box, int, int, list[str]]] = []
    heights = [1] * len(grid.rows)
    for number, column, box in grid.placed():
        room = left[min(column + box.colspan, len(widths))] - left[min(column, len(widths))]
        lines = fit(box.text, max(4, room - 2)) if box.kind != FIGURE else [box.text] if box.text else []
        placed.append((box, number, column, lines))
        if box.rowspan == 1:
            heights[number] = max(heights[number], len(lines))
    for box, number, _, lines in placed:
        missing = len(lines) - sum(heights[number : number + box.rowspan])
        heights[number] += max(0, missing)
    tops = [sum(heights[:number]) for number in range(len(heights) + 1)]
    drawn: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
    for box, number, column, lines in placed:
        end = min(number + box.rowspan, len(heights))
        first = tops[number] + (tops[end] - tops[number] - len(lines)) // 2
        for offset, text in enumerate(lines):
            at = left[column] if column < len(left) else left[-1] + (column - len(left) + 1) * figure
            drawn[first + offset].append((at, text))
    return [_spread_out(pieces) for pieces in drawn if pieces]


def _spread_out(pieces: list[tuple[int, str]]) -> str:
    line = ""
    for at, text in sorted(pieces):
        gap = at - display_width(line)
        line += " " * max(gap, 2 if line else 0) + text
    return line


def drawn_grid(grid: GridBlock, rng: random.Random) -> list[str]:
    """The grid with its lines drawn in characters, cells wrapped in columns of one width."""
    figures = [display_width(box.text) for row in grid.rows for box in row if box.kind == FIGURE]
    figure = 2 + max([rng.choice([4, 6, 8]), *figures])
    label = {"applications": [8, 10, 16], "statistics": [30], "article_20": [18]}.get(grid.section, [])
    at_columns = list(grid.placed())
    columns = max(column + box.colspan for _, column, box in at_columns)
    widths = (label + [figure] * columns)[:columns]
    left = [sum(widths[:at]) + at for at in range(columns + 1)]
    placed: list[tuple[int, int, Box, list[str]]] = []
    heights = [1] * len(grid.rows)
    for number, column, box in at_columns:
        room = left[column + box.colspan] - left[column] - 3
        lines = [box.text] if box.kind == FIGURE else fit(box.text, max(4, room))
        placed.append((number, column, box, lines))
        heights[number] = max(heights[number], len(lines) if box.rowspan == 1 else 1)
    for number, _, box, lines in placed:
        heights[number] += max(0, len(lines) - sum(heights[number : number + box.rowspan]))
    tops = [sum(heights[:at]) + at for at in range(len(heights) + 1)]
    canvas = [[" "] * (left[-1] + 1) for _ in range(tops[-1] + 1)]
    for number, column, box, lines in placed:
        top, bottom = tops[number], tops[min(number + box.rowspan, len(heights))]
        start, end = left[column], left[column + box.colspan]
        _draw(canvas, top, bottom, start, end)
        for offset, text in enumerate(lines):
            at = start + 2
            for one in text:
                canvas[top + 1 + offset][at] = one
                if display_width(one) > 1:
                    canvas[top + 1 + offset][at + 1] = ""
                at += display_width(one)
    return ["".join(line).rstrip() for line in canvas]


def _draw(canvas: list[list[str]], top: int, bottom: int, start: int, end: int) -> None:
    """Draw the frame of one cell; where it meets another's, their corners stay."""
    for at in range(start, end + 1):
        for line in (canvas[top], canvas[bottom]):
            line[at] = "+" if line[at] in "+|" or at in (start, end) else "-"
    for line in canvas[top + 1 : bottom]:
        for at in (start, end):
            line[at] = "|" if line[at] == " " else "+" if line[at] in "+-" else line[at]


@layout("drawn", ".txt", "kept")
def drawn(page: Page, rng: random.Random) -> bytes:
    """Tables drawn with dashes and bars around every cell, as converters write merged ones in text."""
    return encode_lines(text_lines(page, rng, lambda grid: drawn_grid(grid, rng)), rng)


@layout("aligned", ".txt", "doubtful", is_spaced=True)
def aligned(page: Page, rng: random.Random) -> bytes:
    """Columns kept apart by runs of spaces, as a PDF's text comes out when its layout is kept."""
    lines = text_lines(page, rng, lambda grid: aligned_grid(grid, rng), prose_width=38, blank_between=False)
    if rng.random() < 0.7:
        lines = with_page_marks(lines, rng, rng.randint(30, 50))
    return encode_lines(lines, rng)


# --- HTML ------------------------------------------------------------------------------------------------------------


def html_cell(box: Box, inner: Callable[[str, str], str], attributes: str = "") -> str:
    spans = (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "") + (
        f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    )
    return f"<td{spans}{attributes}>{inner(box.text, box.kind)}</td>"


def html_table(
    grid: GridBlock, inner: Callable[[str, str], str], opening: str = "<table>", attributes: str = ""
) -> str:
    rows = ["<tr>" + "".join(html_cell(box, inner, attributes) for box in row) + "</tr>" for row in grid.rows]
    return opening + "\n" + "\n".join(rows) + "\n</table>"


def plain(text: str, kind: str) -> str:
    return html.escape(text, quote=False)


def html_body(page: Page, table: Callable[[GridBlock], str], paragraph: Callable[[TextBlock], str]) -> str:
    return "\n".join(table(block) if isinstance(block, GridBlock) else paragraph(block) for block in page.blocks)


def metadata_block(page: Page, table: Callable[[GridBlock], str]) -> str:
    """The metadata as a table of its own, or nothing."""
    if not page.metadata:
        return ""
    rows = [[Box(label, LABEL), Box(value, LABEL)] for label, value in page.metadata]
    return table(GridBlock("metadata", rows, 2, 0)) + "\n"


def plain_paragraph(block: TextBlock) -> str:
    tag = {"title": "h1", "heading": "h2"}.get(block.role, "p")
    return f"<{tag}>{html.escape(block.text, quote=False)}</{tag}>"


@layout("html", ".html", "kept")
def html_clean(page: Page, rng: random.Random) -> bytes:
    """A page of its own with merged cells as rowspan and colspan."""
    breaks = rng.random() < 0.5
    nbsp = rng.random() < 0.5

    def inner(text: str, kind: str) -> str:
        if not text:
            return "&nbsp;" if nbsp else ""
        if kind == HEADER and breaks and 4 <= len(text) <= 8:
            return f"{plain(text[:2], kind)}<br>{plain(text[2:], kind)}"
        return f"<p>{plain(text, kind)}</p>" if kind == LABEL and breaks else plain(text, kind)

    def table(grid: GridBlock) -> str:
        return html_table(grid, inner)

    body = metadata_block(page, table) + html_body(page, table, plain_paragraph)
    head = f'<head><meta charset="utf-8"><title>{page.title}</title></head>'
    text = f"<!DOCTYPE html>\n<html>{head}\n<body>\n{body}\n</body></html>\n"
    return text.encode("utf-8", "replace")


@layout("html_word", ".html", "kept")
def html_word(page: Page, rng: random.Random) -> bytes:
    """HTML as a word processor writes it: span and font around every digit."""

    def runs(text: str) -> str:
        parts = re.findall(r"[0-9０-９]|[^0-9０-９]+", text)
        shown = []
        for part in parts:
            escaped = html.escape(part, quote=False)
            if part.isdigit():
                shown.append(
                    f'<span lang="EN-US" style="font-size:12.0pt"><font face="Times New Roman">{escaped}</font></span>'
                )
            else:
                shown.append(
                    f'<span style="font-size:12.0pt;font-family:宋体"><font face="宋体">{escaped}</font></span>'
                )
        return "".join(shown) or '<span lang="EN-US">&nbsp;</span>'

    def inner(text: str, kind: str) -> str:
        align = "center" if kind != LABEL else "left"
        return f'<p class="MsoNormal" align="{align}" style="line-height:20.0pt">{runs(text)}<o:p></o:p></p>'

    def paragraph(block: TextBlock) -> str:
        end = '<span lang="EN-US"><o:p></o:p></span>'
        return f'<p class="MsoNormal" style="text-indent:32.0pt">{runs(block.text)}{end}</p>'

    opening = (
        '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse">'
    )

    def table(grid: GridBlock) -> str:
        return html_table(grid, inner, opening, ' valign="top" style="padding:0cm 5.4pt"')

    body = metadata_block(page, table) + html_body(page, table, paragraph)
    head = f'<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{page.title}</title></head>'
    body = f'<body lang="ZH-CN"><div class="WordSection1">{body}</div></body>'
    text = f'<html xmlns:o="urn:schemas-microsoft-com:office:office">{head}{body}</html>'
    return text.encode("utf-8", "replace")


@layout("html_nested", ".html", "kept")
def html_nested(page: Page, rng: random.Random) -> bytes:
    """An old site: the whole page is a table of tables, cells hold paragraphs, headers are th, figures wear tags."""
    wrapped = rng.choice(
        ["<p>{}</p>", "<div><font size=2>{}</font></div>", "<span>{}</span>", "<center>{}</center>", "{}"]
    )

    def inner(text: str, kind: str) -> str:
        shown = plain(text, kind) or rng.choice(["&nbsp;", "", "　"])
        return wrapped.format(shown) if kind == FIGURE else f"<p align=center>{shown}</p>"

    def table(grid: GridBlock) -> str:
        shown = html_table(grid, inner, "<TABLE border=1 cellSpacing=0>\n<TBODY>").replace(
            "</table>", "</TBODY></TABLE>"
        )
        return shown.replace("<td", "<th", 1).replace("</td>", "</th>", 1) if rng.random() < 0.5 else shown

    body = metadata_block(page, table) + html_body(page, table, lambda block: f"{html.escape(block.text)}<br>")
    menu = prose.word("menu").split("|")
    left = "".join(f"<tr><td><a href='#'>{one}</a></td></tr>" for one in menu)
    charset = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    text = f"""<html><head><title>{page.title}</title>{charset}
</head><body><table width=980><tr><td colspan=2><img src="top.jpg"></td></tr>
<tr><td width=180 valign=top><table>{left}</table></td><td><table width=100%><tr><td class=content>
{body}
</td></tr></table></td></tr></table></body></html>"""
    return text.encode("utf-8", "replace")


def site_page(page: Page, rng: random.Random, charset: str, words: Callable[[str], str] = str) -> str:
    """A whole site around the report: menus, a metadata table, a footer. ``words`` converts the site's own words."""

    def own(code: str) -> str:
        return words(prose.Voice(rng, page.agency, page.year).fill(prose.word(code)))

    menu = "".join(f'<li><a href="/{at}/">{one}</a></li>' for at, one in enumerate(own("menu").split("|")))
    rows = "".join(
        f"<tr><td>{html.escape(label)}：</td><td>{html.escape(value)}</td></tr>" for label, value in page.metadata
    )
    meta = f'<table class="xxgk">{rows}</table>' if rows else ""
    body = html_body(page, lambda grid: html_table(grid, plain, '<table border="1" width="100%">'), plain_paragraph)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{page.title}_{own("site")}</title>
<meta name="SiteName" content="{own("site")}" /><meta name="ArticleTitle" content="{page.title}" />
<style>td {{ border: 1px solid #000; }}</style><script>var page = 1; if (page < 3) {{ document.title += "2"; }}</script>
</head><body>
<div class="top"><ul class="menu">{menu}</ul></div>
<div class="crumb">{html.escape(own("breadcrumb"))}</div>
{meta}
<div class="con" id="zoom">
{body}
</div>
<div class="tool">{own("page_reads")} {own("page_print")}</div>
<div class="more"><h3>{own("related")}</h3><ul>
<li><a href="x1.html">{own("related_item")}</a> <span>{page.year + 1}-03-11</span></li></ul></div>
<div class="foot">{own("footer")}</div>
</body></html>
"""


@layout("html_site", ".html", "kept")
def html_site(page: Page, rng: random.Random) -> bytes:
    return site_page(page, rng, "utf-8").encode("utf-8", "replace")


@layout("html_gb18030", ".htm", "kept")
def html_gb18030(page: Page, rng: random.Random) -> bytes:
    """GB18030 bytes behind a label that says gb2312."""
    return site_page(page, rng, "gb2312").encode("gb18030", "replace")


@layout("html_big5", ".html", "kept", traditional=True)
def html_big5(page: Page, rng: random.Random) -> bytes:
    return site_page(page, rng, "big5", to_traditional).encode("big5hkscs", "replace")


@layout("html_utf16", ".html", "kept")
def html_utf16(page: Page, rng: random.Random) -> bytes:
    return site_page(page, rng, "utf-16").encode("utf-16", "replace")


_CONVERTER = opencc.OpenCC("s2t")


def to_traditional(text: str) -> str:
    return _CONVERTER.convert(text)
