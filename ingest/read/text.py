"""Plain text and Markdown to blocks: a line is a paragraph, or a row of the grid its separators suggest."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.read.blocks import Block, Grid, Paragraph, Place, Reading
from ingest.read.builder import DraftGrid, placed_grid
from ingest.read.html import read_fragment
from ingest.read.joining import NOTE_MARK, join_lines
from ingest.read.limits import LIMITS, too_large
from ingest.read.separated import Kind, Line, grid_of, is_rule, is_table, read_line, runs
from ingest.read.spaced import keeps_columns, with_tables_of_spaces
from ingest.read.whole_lines import whole_lines

_NUMBER_AT_THE_END = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*(\d{1,3})(?=\s*$)")
_LINE_END = re.compile(r"\r\n|\n|\r")

_ATX_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[〇\u4e00-\u9fff（]))(\S.*)")
_FENCE = re.compile(r"\s*(?:(?:```|~~~)\s*\w*\s*|:::+.*)")
# Lines that only draw: below a heading, or above, below and between the columns of a table.
_DRAWN_LINE = re.compile(r" *(?:-{4,}|={4,}|[-=]{2,}(?: +[-=]{2,})+) *")
LEAST_DASHES = 3  # in a line for each column, on the average: fewer may stand for nothing in a row of figures

_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|s|del|ins|span|font|p|div|sup|sub|small|center|a|html|body)(?:\s[^<>]*)?/?>", re.I
)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
# Words that are struck out, and the raised numbers of notes.
_NOT_OF_THE_TEXT = re.compile(
    rf"<(s|strike|del)>[^<>]*</\1>|<sup>{NOTE_MARK.pattern}</sup>|~~(?=[^\s~])[^~]{{1,200}}?(?<=[^\s~])~~",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])(.{1,200}?)(?<=[^\s*_])\1")
_EMPHASIS = re.compile(
    r"(?<![\d*])\*(?=[^\s*])([^*]{1,200}?)(?<=[^\s*])\*(?![\d*])|(?<![\w])_(?=[^\s_])([^_]{1,200}?)(?<=[^\s_])_(?!\w)"
)
_CODE = re.compile(r"`([^`]+)`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Markup:
    """An HTML table inside the text, which begins in line ``number``."""

    number: int
    text: str


def read_text(text: str) -> Reading:
    """Return the blocks of ``text``; ``source_format`` is ``markdown`` where it has Markdown's marks, else ``text``.

    Every nonblank line is a paragraph, but consecutive lines with pipes, or with tabs, form a grid, one row a
    line and one cell between separators, empty ones included. A grid ends at a blank line, at a line without
    separators and where pipes give way to tabs. Rule rows (``|---|---|``) are left out, and the lines after them
    keep their numbers. Lines whose figures spaces set below one another are rows of a grid, where they leave out some
    columns. HTML tables inside are read as in an HTML page. Raises ``Unreadable("too_large", ...)``.
    """
    lines = whole_lines(_LINE_END.split(_without_page_numbers(text)))
    is_markdown = any(line and (_ATX_HEADING.fullmatch(line) or ("|" in line and is_rule(line))) for line in lines)
    blocks: list[Block] = []
    table_count = cell_count = 0
    for part in _parts(lines):
        for block in _blocks(part, table_count + 1, is_markdown):
            if isinstance(block, Grid):
                table_count += 1
                cell_count += len(block.cells)
            elif len(block.text) > LIMITS.line_characters:
                raise too_large("characters in one line", LIMITS.line_characters)
            blocks.append(block)
        if len(blocks) > LIMITS.blocks:
            raise too_large("paragraphs and tables", LIMITS.blocks)
        if cell_count > LIMITS.cells:
            raise too_large("table cells", LIMITS.cells)
    kept = [line or "" for line in lines]
    if keeps_columns(kept):
        blocks = with_tables_of_spaces(blocks, kept)
    return Reading(tuple(blocks), "markdown" if is_markdown else "text")


def _without_page_numbers(text: str) -> str:
    """Leave out the number that stands last on each page of a text that keeps its ends of pages, if they count on."""
    if "\f" not in text:
        return text
    pages = text.split("\f")
    numbers = [(at, found) for at, page in enumerate(pages) if (found := _NUMBER_AT_THE_END.search(page))]
    if len(numbers) < 2 or len({int(found.group(1)) - at for at, found in numbers}) > 1:
        return text
    for at, found in numbers:
        pages[at] = pages[at][: found.start()] + pages[at][found.end() :]
    return "\f".join(pages)


def _parts(lines: Sequence[str | None]) -> Iterator[list[Line] | _Markup]:
    """Yield the parts of the text in order: one plain line, the lines of one grid, or an HTML table."""
    waiting: list[Line] = []
    markup_ends = _markup_ends(lines)
    end_of_markup = 0
    for index, text in enumerate(lines):
        if index < end_of_markup or text is None:
            continue
        if index in markup_ends:
            end_of_markup = markup_ends[index] + 1
            start = _TABLE_TAG.search(text).start()
            waiting.append(_line(index + 1, text[:start]))
            yield from runs(waiting)
            waiting = []
            yield _Markup(index + 1, "\n".join([text[start:], *filter(None, lines[index + 1 : end_of_markup])]))
        else:
            waiting.append(_line(index + 1, text))
    yield from runs(waiting)


def _markup_ends(lines: Sequence[str | None]) -> dict[int, int]:
    """Return for each line in which an HTML table begins that is closed later, the line that closes it."""
    ends: dict[int, int] = {}
    open_tables: list[int] = []
    for index, line in enumerate(lines):
        if not line or "<" not in line:
            continue
        for tag in _TABLE_TAG.finditer(line):
            if not tag.group(1):
                open_tables.append(index)
            elif open_tables:
                start = open_tables.pop()
                ends[start] = max(index, ends.get(start, 0))
    return ends


def _line(number: int, text: str) -> Line:
    place = Place(line_no=number)
    match text.lstrip()[:1]:
        case "`" | "~" | ":" if _FENCE.fullmatch(text):
            return Line(text, place, Kind.BLANK)
        case "-" | "=" if _is_drawn(text):
            return Line(text, place, Kind.BLANK)
        case "#" if _ATX_HEADING.fullmatch(text):
            return Line(text, place, Kind.PLAIN)
    return read_line(text, place)


def _is_drawn(text: str) -> bool:
    columns = text.split()
    is_rule = _DRAWN_LINE.fullmatch(text) is not None
    return is_rule and sum(map(len, columns)) >= LEAST_DASHES * len(columns)


def _blocks(part: list[Line] | _Markup, table_no: int, is_markdown: bool) -> Iterator[Block]:
    """Yield the blocks of one part of the text; ``table_no`` is that of the next grid."""
    if isinstance(part, _Markup):
        for item in read_fragment(part.text):
            if isinstance(item, DraftGrid):
                yield placed_grid(item, table_no, part.number)
                table_no += 1
            else:
                yield Paragraph(item.text, Place(line_no=part.number), item.heading_level)
    elif not is_table(part):
        for line in part:
            paragraph = _paragraph(line, is_markdown)
            if paragraph.text:
                yield paragraph
    elif grid := grid_of(part, table_no, lambda cell: _printed(cell, is_markdown)):
        yield grid


def _paragraph(line: Line, is_markdown: bool) -> Paragraph:
    heading = _ATX_HEADING.fullmatch(line.text)
    text = _without_closing_marks(heading.group(2)) if heading else line.text
    return Paragraph(_printed(text, is_markdown), line.place, len(heading.group(1)) if heading else 0)


def _without_closing_marks(heading: str) -> str:
    """Leave out the ``#`` marks that may close a heading of Markdown, which a space sets apart from its text."""
    text = heading.rstrip()
    kept = text.rstrip("#")
    return kept if kept != text and kept[-1:] in (" ", "\t") else text


def _printed(text: str, is_markdown: bool) -> str:
    """Return ``text`` as a reader of the rendered page sees it, without marks of emphasis, tags and escapes."""
    if "&" in text:
        text = html.unescape(text).replace("\xa0", " ")
    if "<" in text or "~~" in text:
        text = _NOT_OF_THE_TEXT.sub("", text)
    if "<" in text:
        text = join_lines(_BREAK_TAG.split(text)) if _BREAK_TAG.search(text) else text
        text = _INLINE_TAG.sub("", text)
    if "]{" in text:
        text = _SPAN.sub(r"\1", text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    if is_markdown and _MARKS.search(text):
        text = _LINK.sub(r"\1", text)
        text = _CODE.sub(r"\1", text)
        text = _EMPHASIS.sub(lambda match: match.group(1) or match.group(2), text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text.strip()


_MARKS = re.compile(r"[*_`\[\\]")
