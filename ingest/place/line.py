"""A line of print parted into pieces: its labels and its figures, whatever the line stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ingest.forms.definition import column_names, is_line_label, line_labels, may_be_label, printed_labels, squash
from ingest.place.values import TEXT, Kind, Value, read_value, units
from ingest.read.printed import print_width

LONGEST_LABEL = 60  # characters; a longer text is prose and labels nothing
LEAST_WORDS = 3  # in a line without digits, for words to stand in it for figures
LEAST_NAMED = 2  # figures behind a column's name, for a line to be read that way
SHORTEST_END = 6  # characters of a label that a text behind a colon may end in, for it to be a part of the label
_PART = re.compile(r"\S+(?:[ \u00a0]\S+)*")  # what no wide gap parts
_TOKEN = re.compile(r"\d{1,3}(?: \d{3})*(?: 0\d{2})+(?!\S)|\S+")  # no figure begins with 0, but the rest of one may
_DIGIT = re.compile(r"\d")
_COLON = re.compile("[:：]")
_BETWEEN_NAMED = re.compile(r"[，；;、]|,(?!\d{3}(?!\d))")
_GLUED = re.compile(
    r"(?P<label>(?:\d{1,2}[.．、)）])?\D*[^\d\s.,，、．+−－＋-])[,，]?(?P<figure>[+−－＋-]?\d[\d,，]*(?:\.\d+)?\D{0,3})"
)
_BEHIND_COLON = re.compile(r"(?P<label>.*[^\d\s.,，、．+-])\s*[:：]\s*(?P<figure>[^\s:：]{1,12})")
_SIGNS = frozenset("+-−—–－＋")


class Piece(NamedTuple):
    """A label or a figure of a line, with the columns of print it takes where the line is laid out by them."""

    text: str
    value: Value
    span: tuple[int, int] | None = None


def pieces_of(line: str) -> tuple[Piece, ...]:
    """Part a line of text into labels and figures: at wide gaps, and before the figures at the end of a part."""
    return _pieces_of_short(line) if len(line) <= LONGEST_LABEL else _pieces_of(line)


def _pieces_of(line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    before, end = 0, 0  # of the last part
    for part in _PART.finditer(line):
        before += print_width(line[end : part.start()])
        pieces += _pieces_of_part(part.group(), before)
        before, end = before + print_width(part.group()), part.end()
    if len(pieces) == 1 and pieces[0].value.kind is Kind.TEXT:
        return tuple(_pieces_of_glued(line))
    is_label = [piece.value.kind is Kind.TEXT for piece in pieces[:2]] == [True, False]
    if is_label and pieces[0].text[-1:].isdigit():
        pieces[:1] = _pieces_of_glued(pieces[0].text)  # a long label reaches to the first figure
    return tuple(pieces)


_pieces_of_short = lru_cache(maxsize=16_384)(_pieces_of)  # labels and small figures recur from report to report


def _pieces_of_part(text: str, offset: int) -> list[Piece]:
    if text.isdecimal():
        return [Piece(text, read_value(text), (offset, offset + print_width(text)))]
    if (unit := _unit_before_figure(text)) is not None:
        return [Piece(unit, TEXT), Piece(text[len(unit) :], read_value(text[len(unit) :]))]
    tokens = list(_TOKEN.finditer(text))
    may_hold_figures = _DIGIT.search(text) is not None or len(tokens) > LEAST_WORDS
    if named := _label_and_named_figures(text):
        return named
    if may_hold_figures and (several := _named_figures(tokens) or _several_lines(tokens)):
        return several
    first = len(tokens)
    while first and read_value(tokens[first - 1].group()).kind is not Kind.TEXT:
        first -= 1
    label = text[: tokens[first - 1].end()] if first else ""
    values = [
        Piece(token.group(), read_value(token.group()), span)
        for token, span in zip(tokens[first:], _spans(text, tokens[first:], offset), strict=True)
    ]
    if not values or (all(map(_may_be_word, values)) and label and not may_be_label(_without_unit(label))):
        return [Piece(text, TEXT)]
    if values and first > 1 and tokens[first - 1].group() in units():  # the unit stands in a column of its own
        return [Piece(text[: tokens[first - 2].end()], TEXT), Piece(tokens[first - 1].group(), TEXT), *values]
    return [Piece(label, TEXT), *values] if label else values


def _unit_before_figure(text: str) -> str | None:
    """The unit that a figure is printed right behind, as in narrow columns: ``万元1.5``."""
    if not text[-1].isdigit() or text[0].isascii():
        return None
    unit = text.rstrip("0123456789.,")
    return unit if unit in units() else None


def _may_be_word(piece: Piece) -> bool:
    """Letters that may be digits may as well be a word at the end of a sentence; digits with some lost may not."""
    return piece.value.kind is Kind.SUSPECT and piece.value.number is not None


def _without_unit(label: str) -> str:
    """A label, squashed, without the unit that stands in a column of its own behind it."""
    before, _, last = label.rpartition(" ")
    return squash(before if last in units() else label)


def _label_and_named_figures(text: str) -> list[Piece]:
    """Part a line that prints its label and, behind a colon, each figure behind its column's name; empty for others.

    ``（一）予以公开：自然人5，商业企业1，…`` as a table is written out in a sentence.
    """
    if ":" not in text and "：" not in text:
        return []
    label, colon, rest = _COLON.sub(":", text, count=1).partition(":")
    if not colon or len(label) > LONGEST_LABEL or not may_be_label(squash(label)):
        return []
    pieces = [Piece(label, TEXT)]
    for part in _BETWEEN_NAMED.split(rest.rstrip("。;； ")):
        named = _name_and_figure(part.strip())
        if not named:
            return []
        pieces += named
    return pieces


def _name_and_figure(text: str) -> list[Piece]:
    """A column's name and the figure behind it, with or without a colon between them; empty for any other text."""
    for end in range(len(text) - 1, 0, -1):
        if text[end - 1] not in _SIGNS and squash(text[:end]) in column_names():
            figure = text[end:].lstrip(" :：")
            value = read_value(figure)
            return [Piece(text[:end], TEXT), Piece(figure, value)] if value.kind is not Kind.TEXT else []
    return []


def _named_figures(tokens: Sequence[re.Match[str]]) -> list[Piece]:
    """Part a line that prints each figure behind its column's name (``自然人:21 商业企业:0``); empty for others."""
    pieces: list[Piece] = []
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
                    pieces[-1] = Piece(f"{last} {part}", TEXT)
                    continue
            names += value.kind is not Kind.TEXT and bool(pieces) and squash(pieces[-1].text) in column_names()
            pieces.append(Piece(part, value))
    return pieces if names >= LEAST_NAMED else []


def _several_lines(tokens: Sequence[re.Match[str]]) -> list[Piece]:
    """Part a text that runs over several lines of the form, labels and figures in turn; empty for others."""
    if len(tokens) < 2 * LEAST_NAMED:
        return []
    pieces = [Piece(token.group(), read_value(token.group())) for token in tokens]
    labelled = sum(
        before.value.kind is Kind.TEXT and after.value.kind is not Kind.TEXT and squash(before.text) in line_labels()
        for before, after in pairwise(pieces)
    )
    return pieces if labelled > 1 else []


def _spans(text: str, tokens: Sequence[re.Match[str]], offset: int) -> Iterator[tuple[int, int]]:
    """The columns of print that each token takes, in order; ``offset`` is where the text begins."""
    width, end = offset, 0
    for token in tokens:
        start = width + print_width(text[end : token.start()])
        width, end = start + print_width(token.group()), token.end()
        yield start, width


def _pieces_of_glued(text: str) -> list[Piece]:
    """Part a label from the one figure that follows it without a space (``行政许可97``), or behind a colon."""
    text = text.strip()
    if len(text) <= LONGEST_LABEL:
        for shape, is_label in ((_GLUED, _is_label), (_BEHIND_COLON, _ends_in_label)):
            match = shape.fullmatch(text)
            if match and is_label(squash(match["label"])):
                value = read_value(match["figure"])
                if value.kind in (Kind.FIGURE, Kind.SUSPECT):
                    return [Piece(match["label"], TEXT), Piece(match["figure"], value)]
    return [Piece(text, TEXT)]


def _is_label(squashed: str) -> bool:
    return is_line_label(squashed) or squashed in printed_labels()


def _ends_in_label(squashed: str) -> bool:
    return any(squashed.endswith(label) for label in line_labels() if len(label) >= SHORTEST_END)
