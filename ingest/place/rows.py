"""Blocks to rows of pieces: the cells of a grid, or a line of text parted into labels and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.forms.definition import (
    column_names,
    is_line_label,
    is_made_of_labels,
    line_labels,
    may_be_label,
    printed_labels,
    squash,
)
from ingest.normalise import without_glosses
from ingest.place.record import Item
from ingest.place.values import TEXT, Kind, Value, read_value
from ingest.read.blocks import Cell, Grid, Paragraph, Place

LONGEST_LABEL = 60  # characters; a longer text is prose and labels nothing
LEAST_FILLED = 3  # rows with a cell in every column, for a table without rules to keep its columns
LEAST_WORDS = 3  # in a line without digits, for words to stand in it for figures
LEAST_NAMED = 2  # figures behind a column's name, for a line to be read that way
_PAGE_NUMBER = re.compile(
    r"[-—–－‐]\s*\d{1,4}\s*[-—–－‐]|第\s*\d{1,4}\s*页.{0,12}|(?P<page>\d{1,4})\s*/\s*(?P<pages>\d{1,4})"
)
_PART = re.compile(r"\S+(?:[ \u00a0]\S+)*")  # what no wide gap parts
_TOKEN = re.compile(r"\d{1,3}(?: \d{3})*(?: 0\d{2})+(?!\S)|\S+")  # no figure begins with 0, but the rest of one may
_POINTS = tuple(".．,，")
_BEGUN = re.compile(r"(?:(?P<label>.*)\s)?(?P<begun>[+-]?\d[\d,，]*[.．,，])", re.DOTALL)
_ENUMERATOR = re.compile(r"[1-9]\d?[.．]")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]")
_SENTENCE = re.compile(r"[。；;！？]")
_DIGIT = re.compile(r"\d")
_COLON = re.compile("[:：]")
_BETWEEN_NAMED = re.compile(r"[，；;、]|,(?!\d{3}(?!\d))")
_GLUED = re.compile(
    r"(?P<label>(?:\d{1,2}[.．、)）])?\D*[^\d\s.,，、．+−－＋-])[,，]?(?P<figure>[+−－＋-]?\d[\d,，]*(?:\.\d+)?\D{0,3})"
)
_BEHIND_COLON = re.compile(r"(?P<label>.*[^\d\s.,，、．+-])\s*[:：]\s*(?P<figure>\d[\d,，]*(?:\.\d+)?\D{0,3})")
_SIGNS = frozenset("+-−—–－＋")
SHORTEST_END = 6  # characters of a label that a text behind a colon may end in, for it to be a part of the label


@dataclass(frozen=True, slots=True)
class Row:
    pieces: tuple[Item, ...]
    table_no: int | None
    is_ruled: bool
    keeps_columns: bool = False  # what stands in one column of the table belongs together
    is_prose: bool = False


def grid_rows(grid: Grid) -> Iterator[Row]:
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    table_no = grid.cells[0].place.table_no if grid.cells else None
    is_filled = len(by_row) >= LEAST_FILLED and all(len(cells) == grid.column_count for cells in by_row.values())
    keeps_columns = grid.is_ruled or is_filled
    for cells in by_row.values():
        if len(cells) == 1 and is_page_number(cells[0].text):
            continue
        pieces = [Item(cell.text, read_value(cell.text), cell.place, cell.column) for cell in cells]
        if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
            pieces = _split_line(pieces[0].text, pieces[0].place)  # a line of text that happens to stand in a table
        else:
            pieces = _with_broken_figures(pieces)
        yield Row(tuple(pieces), table_no, grid.is_ruled, keeps_columns)


def paragraph_rows(paragraph: Paragraph) -> Iterator[Row]:
    text = paragraph.text
    if is_page_number(text):
        return
    pieces = _split_line(text, paragraph.place)
    is_prose = len(pieces) == 1 and (_is_long(text) or is_sentence(text)) and not is_made_of_labels(squash(text))
    yield Row(tuple(pieces), None, False, is_prose=is_prose)


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_LABEL and max(map(len, without_glosses(text).split()), default=0) > LONGEST_LABEL


def is_sentence(text: str) -> bool:
    """Return whether a text holds the end of a sentence and goes on behind it."""
    return bool(_SENTENCE.search(text.strip()[:-1]))


def is_page_number(text: str) -> bool:
    """Return whether a text is the number of a page and nothing else."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return bool(match) and not (match["page"] and not 0 < int(match["page"]) <= int(match["pages"]))


def _split_line(text: str, place: Place) -> list[Item]:
    """Part a line of text into labels and figures: at wide gaps, and before the figures at the end of a part."""
    pieces: list[Item] = []
    before, end = 0, 0  # of the last part
    for part in _PART.finditer(text):
        before += _width(text[end : part.start()])
        pieces += _split_part(part.group(), before, place)
        before, end = before + _width(part.group()), part.end()
    if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
        return _split_glued(text, place)
    return _with_broken_figures(pieces)


def _with_broken_figures(pieces: list[Item]) -> list[Item]:
    """Put a figure together that a gap parts at its point or comma: what stands behind the gap is never a figure.

    In doubt is one that makes no figure, one parted between two cells, and one that may be a number before a line.
    """
    if not any(piece.value.kind is Kind.TEXT and piece.text.endswith(_POINTS) for piece in pieces):
        return pieces
    whole: list[Item] = []
    for piece in pieces:
        begun = None
        if whole and whole[-1].value.kind is Kind.TEXT and piece.text[:1].isdigit():
            begun = _BEGUN.fullmatch(whole[-1].text)
        if begun is None:
            whole.append(piece)
            continue
        before = whole.pop()
        text = f"{begun['begun']} {piece.text}"
        value = read_value(text)
        may_be_number = not whole and not begun["label"] and _ENUMERATOR.fullmatch(begun["begun"])
        if value.kind is not Kind.FIGURE or piece.column is not None or may_be_number:
            value = Value(Kind.SUSPECT)
        if begun["label"]:
            whole.append(before._replace(text=begun["label"]))
        whole.append(Item(text, value, piece.place, piece.column, piece.span))
    return whole


def _split_part(text: str, offset: int, place: Place) -> list[Item]:
    tokens = list(_TOKEN.finditer(text))
    may_hold_figures = _DIGIT.search(text) is not None or len(tokens) > LEAST_WORDS
    if named := _label_and_named_figures(text, place):
        return named
    if may_hold_figures and (several := _named_figures(text, tokens, place) or _several_lines(tokens, place)):
        return several
    first = len(tokens)
    while first and read_value(tokens[first - 1].group()).kind is not Kind.TEXT:
        first -= 1
    label = text[: tokens[first - 1].end()] if first else ""
    values = [
        Item(token.group(), read_value(token.group()), place, None, span)
        for token, span in zip(tokens[first:], _spans(text, tokens[first:], offset), strict=True)
    ]
    only_letters = all(piece.value.kind is Kind.SUSPECT for piece in values)
    if not values or (only_letters and label and not may_be_label(squash(label))):
        return [Item(text, TEXT, place)]
    return [Item(label, TEXT, place), *values] if label else values


def _label_and_named_figures(text: str, place: Place) -> list[Item]:
    """Part a line that prints its label and, behind a colon, each figure behind its column's name; empty for others.

    ``（一）予以公开：自然人5，商业企业1，…`` as a table is written out in a sentence.
    """
    if ":" not in text and "：" not in text:
        return []
    label, colon, rest = _COLON.sub(":", text, count=1).partition(":")
    if not colon or len(label) > LONGEST_LABEL or not may_be_label(squash(label)):
        return []
    pieces = [Item(label, TEXT, place)]
    for part in _BETWEEN_NAMED.split(rest.rstrip("。;； ")):
        named = _name_and_figure(part.strip(), place)
        if not named:
            return []
        pieces += named
    return pieces


def _name_and_figure(text: str, place: Place) -> list[Item]:
    """A column's name and the figure behind it, with or without a colon between them; empty for any other text."""
    for end in range(len(text) - 1, 0, -1):
        if text[end - 1] not in _SIGNS and squash(text[:end]) in column_names():
            figure = text[end:].lstrip(" :：")
            value = read_value(figure)
            return [Item(text[:end], TEXT, place), Item(figure, value, place)] if value.kind is not Kind.TEXT else []
    return []


def _named_figures(text: str, tokens: Sequence[re.Match[str]], place: Place) -> list[Item]:
    """Part a line that prints each figure behind its column's name (``自然人:21 商业企业:0``); empty for others."""
    pieces: list[Item] = []
    names = 0
    if len(tokens) < LEAST_NAMED:
        return []
    for token in tokens:
        glued = _GLUED.fullmatch(token.group())
        parts = [token.group()]
        if glued and squash(glued["label"]) in column_names():
            parts = [glued["label"], glued["figure"]]
        for part in parts:
            value = read_value(part)
            if value.kind is Kind.TEXT and pieces and pieces[-1].value.kind is Kind.TEXT:
                last = pieces[-1].text
                if squash(last) not in column_names() and squash(part) not in column_names():
                    pieces[-1] = Item(f"{last} {part}", TEXT, place)
                    continue
            names += value.kind is not Kind.TEXT and bool(pieces) and squash(pieces[-1].text) in column_names()
            pieces.append(Item(part, value, place))
    return pieces if names >= LEAST_NAMED else []


def _several_lines(tokens: Sequence[re.Match[str]], place: Place) -> list[Item]:
    """Part a text that runs over several lines of the form, labels and figures in turn; empty for others."""
    if len(tokens) < 2 * LEAST_NAMED:
        return []
    pieces = [Item(token.group(), read_value(token.group()), place) for token in tokens]
    labelled = sum(
        before.value.kind is Kind.TEXT and after.value.kind is not Kind.TEXT and squash(before.text) in line_labels()
        for before, after in pairwise(pieces)
    )
    return pieces if labelled > 1 else []


def _spans(text: str, tokens: Sequence[re.Match[str]], offset: int) -> Iterator[tuple[int, int]]:
    """The columns of print that each token takes, in order; ``offset`` is where the text begins."""
    width, end = offset, 0
    for token in tokens:
        start = width + _width(text[end : token.start()])
        width, end = start + _width(token.group()), token.end()
        yield start, width


def _width(text: str) -> int:
    """Columns of a fixed-width font: a character of Chinese print takes two."""
    return len(text) + len(_WIDE.findall(text))


def _split_glued(text: str, place: Place) -> list[Item]:
    """Part a label from the one figure that follows it without a space (``行政许可97``), or behind a colon."""
    text = text.strip()
    if len(text) <= LONGEST_LABEL:
        for shape, is_label in ((_GLUED, _is_label), (_BEHIND_COLON, _ends_in_label)):
            match = shape.fullmatch(text)
            if match and is_label(squash(match["label"])) and read_value(match["figure"]).kind is Kind.FIGURE:
                figure = Item(match["figure"], read_value(match["figure"]), place)
                return [Item(match["label"], TEXT, place), figure]
    return [Item(text, TEXT, place)]


def _is_label(squashed: str) -> bool:
    return is_line_label(squashed) or squashed in printed_labels()


def _ends_in_label(squashed: str) -> bool:
    return any(squashed.endswith(label) for label in line_labels() if len(label) >= SHORTEST_END)
