"""Plain text and Markdown to blocks: a line is a paragraph, or a row of the grid its separators suggest."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place, Reading
from ingest.read.builder import DraftGrid, placed_grid
from ingest.read.html import read_fragment
from ingest.read.joining import join_lines
from ingest.read.limits import LIMITS, too_large

_LINE_END = re.compile(r"\r\n|\n|\r")

# Pipes separate cells wherever they stand; their full-width and box-drawing kin only in twos, since one may
# stand in a title.
_KIN_OF_PIPE = re.compile("[｜│┃║]")
_BOX_LINES = r"\s|+=:\-─━│┃┄┅┈┉┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬═"
_BOX_RULE = re.compile(f"(?=.*[+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬])(?=.*(?:--|==|[─━═]))[{_BOX_LINES}]+")
_RULE_CELL = re.compile(r":?-{3,}:?|:-+:?|-+:")
_ONLY_PIPES = re.compile(r"[|\s]+")

_ATX_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[〇\u4e00-\u9fff（]))(.+?)(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")

# A number with a tab after it is how word processors copy a numbered paragraph, not a row of a table.
_NUMBERED_PARAGRAPH = re.compile(r"\s*[（(]?[〇一二三四五六七八九十百\d]+[）)、.．]*\t+[^\t\d][^\t]*")
_SENTENCE_END = re.compile("[。；！？]")

_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|s|del|ins|span|font|p|div|sup|sub|small|center|a)(?:\s[^<>]*)?/?>", re.I
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=[^\s*_~])(.+?)(?<=[^\s*_~])\1")
_EMPHASIS = re.compile(
    r"(?<![\d*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\d*])|(?<![\w])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?!\w)"
)
_CODE = re.compile(r"`([^`]+)`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_TABLE_START = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)

_BLANK, _PLAIN, _PIPES, _TABS, _INDENTED = range(5)


@dataclass(frozen=True, slots=True)
class _TextLine:
    """One line of the file, ``number`` counting from 1; ``is_rule`` for one that only draws a table's lines."""

    number: int
    text: str
    kind: int
    is_rule: bool = False


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
    keep their numbers. HTML tables inside are read as in an HTML page. Raises ``Unreadable("too_large", ...)``.
    """
    lines = _LINE_END.split(text)
    is_markdown = any(_ATX_HEADING.fullmatch(line) or ("|" in line and _is_rule(line)) for line in lines)
    blocks: list[Block] = []
    table_count = cell_count = 0
    for part in _parts(lines):
        for block in _blocks(part, table_count + 1, is_markdown):
            if isinstance(block, Grid):
                table_count += 1
                cell_count += len(block.cells)
            blocks.append(block)
        if len(blocks) > LIMITS.blocks:
            raise too_large("paragraphs and tables", LIMITS.blocks)
        if cell_count > LIMITS.cells:
            raise too_large("table cells", LIMITS.cells)
    return Reading(tuple(blocks), "markdown" if is_markdown else "text")


def _blocks(part: list[_TextLine] | _Markup, table_no: int, is_markdown: bool) -> Iterator[Block]:
    """Yield the blocks of one part of the text; ``table_no`` is that of the next grid."""
    if isinstance(part, _Markup):
        for item in read_fragment(part.text):
            if isinstance(item, DraftGrid):
                yield placed_grid(item, table_no, part.number)
                table_no += 1
            else:
                yield Paragraph(item.text, Place(line_no=part.number), item.heading_level)
    elif part[0].kind == _PLAIN or all(_NUMBERED_PARAGRAPH.fullmatch(line.text) for line in part):
        for line in part:
            yield _paragraph(line, is_markdown)
    else:
        rows = [line for line in part if not line.is_rule]
        if rows:
            yield _grid(rows, table_no, is_markdown)


def _parts(lines: list[str]) -> Iterator[list[_TextLine] | _Markup]:
    """Yield the parts of the text in order: one plain line, the lines of one grid, or an HTML table."""
    run: list[_TextLine] = []
    end_of_markup = 0
    for index, text in enumerate(lines):
        if index < end_of_markup:
            continue
        line = _text_line(index + 1, text)
        if line.kind == _BLANK and run and run[0].kind == _TABS and text.count("\t") > 1:
            line = replace(line, kind=_TABS)  # a row of empty cells
        elif line.kind == _INDENTED:
            line = replace(line, kind=_TABS if _is_row(line, run, lines) else _PLAIN)
        if run and line.kind != run[0].kind:
            yield run
            run = []
        if line.kind == _PLAIN and (table := _TABLE_START.search(text)):
            end_of_markup = _markup_end(lines, index)
            if end_of_markup:
                if text[: table.start()].strip():
                    yield [replace(line, text=text[: table.start()])]
                yield _Markup(index + 1, "\n".join([text[table.start() :], *lines[index + 1 : end_of_markup]]))
                continue
        if line.kind == _PLAIN:
            yield [line]
        elif line.kind != _BLANK:
            run.append(line)
    if run:
        yield run


def _text_line(number: int, text: str) -> _TextLine:
    stripped = text.strip()
    if not stripped or _FENCE.fullmatch(text):
        return _TextLine(number, text, _BLANK)
    if len(_KIN_OF_PIPE.findall(text)) >= 2:
        text = _KIN_OF_PIPE.sub("|", text)
    if _ATX_HEADING.fullmatch(text) or _TABLE_START.search(text):
        return _TextLine(number, text, _PLAIN)
    if "|" in text or _BOX_RULE.fullmatch(text):
        return _TextLine(number, text, _PIPES, _is_rule(text))
    if "\t" not in text:
        return _TextLine(number, text, _PLAIN)
    is_indented = "\t" not in text.lstrip()
    return _TextLine(number, text, _INDENTED if is_indented else _TABS, _is_rule(text))


def _is_rule(text: str) -> bool:
    """Tell whether a line only draws the lines of a table: ``|---|:-:|``, tabs between dashes, ``+---+---+``."""
    if "-" not in text and not _BOX_RULE.fullmatch(text):
        return False
    cells = [cell.strip() for cell in re.split(r"[|\t]", text)]
    printed = [cell for cell in cells if cell]
    if len(cells) > 1 and printed and all(_RULE_CELL.fullmatch(cell) for cell in printed):
        return True
    return _BOX_RULE.fullmatch(text) is not None


def _is_row(line: _TextLine, run: list[_TextLine], lines: list[str]) -> bool:
    """Tell whether a line whose only tabs stand before its text is a row of the tab table beside it."""
    if _SENTENCE_END.search(line.text):
        return False
    if run and run[0].kind == _TABS:
        return True
    following = lines[line.number] if line.number < len(lines) else ""
    return _text_line(line.number + 1, following).kind == _TABS


def _markup_end(lines: list[str], start: int) -> int:
    """Return the index after the line that closes the HTML table opened in line ``start``, 0 if none does."""
    depth = 0
    for index in range(start, len(lines)):
        depth += len(_TABLE_START.findall(lines[index])) - len(_TABLE_END.findall(lines[index]))
        if depth <= 0:
            return index + 1
    return 0


def _paragraph(line: _TextLine, is_markdown: bool) -> Paragraph:
    heading = _ATX_HEADING.fullmatch(line.text)
    text = heading.group(2) if heading else line.text
    return Paragraph(_printed(text, is_markdown), Place(line_no=line.number), len(heading.group(1)) if heading else 0)


def _grid(lines: list[_TextLine], table_no: int, is_markdown: bool) -> Grid:
    if lines[0].kind == _TABS:
        rows = [line.text.strip(" \r\f").split("\t") for line in lines]
    else:
        is_framed = _is_framed(lines)
        rows = [_split_at_pipes(line.text, is_framed) for line in lines]
    width = max(len(row) for row in rows)
    if width > LIMITS.columns:
        raise too_large("columns in one table", LIMITS.columns)
    cells = tuple(
        Cell(
            _printed(text, is_markdown),
            Place(table_no=table_no, row_no=row + 1, column_no=column + 1, line_no=line.number),
            row,
            column,
        )
        for row, (line, texts) in enumerate(zip(lines, rows, strict=True))
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), width, is_ruled=False)


def _is_framed(lines: list[_TextLine]) -> bool:
    """Tell whether the rows begin with a pipe as a frame; else a leading pipe ends an empty first cell."""
    with_text = [line.text.lstrip() for line in lines if not _ONLY_PIPES.fullmatch(line.text)]
    return sum(text.startswith("|") for text in with_text) * 2 >= len(with_text) > 0


def _split_at_pipes(text: str, is_framed: bool) -> list[str]:
    """Return the cells between the pipes of one row; each pipe ends a cell, but the first of a frame.

    >>> _split_at_pipes("a | b | |||", False), _split_at_pipes("| a | b |", True), _split_at_pipes("||||", False)
    (['a', 'b', '', '', ''], ['a', 'b'], ['', '', '', ''])
    """
    cells = [cell.strip() for cell in text.split("|")]
    if is_framed and len(cells) > 2 and not cells[0]:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def _printed(text: str, is_markdown: bool) -> str:
    """Return ``text`` as a reader of the rendered page sees it, without marks of emphasis, tags and escapes."""
    if "&" in text:
        text = html.unescape(text).replace("\xa0", " ")
    if "<" in text:
        text = join_lines(_BREAK_TAG.split(text)) if _BREAK_TAG.search(text) else text
        text = _INLINE_TAG.sub("", text)
    if "**" in text or "__" in text or "~~" in text:
        text = _STRONG.sub(r"\2", text)
    if is_markdown and _MARKS.search(text):
        text = _LINK.sub(r"\1", text)
        text = _CODE.sub(r"\1", text)
        text = _EMPHASIS.sub(lambda match: match.group(1) or match.group(2), text)
        text = _ESCAPE.sub(r"\1", text)
    return text.strip()


_MARKS = re.compile(r"[*_`\[\\]")
