"""Characters on a page to the lines they print: which stand on one line, and where a space is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ingest.normalise import normalise

# Shares of the em, the height of the type.
_SAME_LINE = 0.4  # baselines this near are one line: mixed fonts, a raised mark
_SPACE = 0.25  # a wider gap is a space
_SPACE_IN_CHINESE = 0.5  # but between Chinese characters justification stretches that far
_SPACE_AT_POINT = 0.7  # and beside a point or comma within figures: set at the pitch of the digits, it leaves a gap
_SEEN = 0.1  # a gap between two digits wider than others by this much parts two figures in narrow columns
_COLUMN_GAP = 1.2  # a wider gap parts columns
_NOTE = 0.85  # the size, of the type before it, of the raised number of a note at most
_NOTE_GAP = 0.3  # and how far it stands off
_RAISED = (0.2, 0.8)  # and by how much it is raised
_OVERPRINT = 0.3  # the same character again this near is the same one, printed twice to look bold

_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # marks between characters that print nothing
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd]"
)

_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:[^\d\s.、,()]{0,2}|,)|[-—–/]+|[无零]")


class Glyph(NamedTuple):
    """One printed character, upright: points, x to the right, y down. A space has the text of one."""

    text: str
    left: float
    right: float
    baseline: float
    em: float


class Word(NamedTuple):
    """What no space parts: where it begins and ends, and the space before it, none, one or two."""

    text: str
    left: float
    right: float
    space: str


class PrintedLine(NamedTuple):
    """One line of print and the place where it begins."""

    text: str
    baseline: float
    left: float
    em: float
    words: tuple[Word, ...]


def print_width(text: str) -> int:
    """Return the columns that ``text`` takes in type of one width: a character of Chinese print takes two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def is_number(word: Word) -> bool:
    """Tell whether a word is a number, with or without a unit or a sign, or stands for none in a column of figures."""
    return _is_written_as_number(word.text)


@lru_cache(maxsize=4096)  # small figures recur from line to line
def _is_written_as_number(text: str) -> bool:
    return _NUMBER.fullmatch(normalise(text)) is not None


def line_of(words: Sequence[Word], baseline: float, em: float) -> PrintedLine:
    """Return the line that ``words`` print, at least one."""
    text = words[0].text + "".join(word.space + word.text for word in words[1:])
    return PrintedLine(text, baseline, words[0].left, em, tuple(words))


def without_numbers_of_notes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters of a page without small raised digits right behind others: a note's is no last digit."""
    largest = max((glyph.em for glyph in glyphs), default=0.0)
    if all(glyph.em > _NOTE * largest for glyph in glyphs):
        return list(glyphs)
    kept: list[Glyph] = []
    before: Glyph | None = None  # the last one of the size of the text
    end = 0.0  # of it, or of the digits of a note behind it
    for glyph in glyphs:
        if before is not None and glyph.text.isdigit() and glyph.em <= _NOTE * before.em:
            raised = (before.baseline - glyph.baseline) / before.em
            if _RAISED[0] <= raised <= _RAISED[1] and abs(glyph.left - end) <= _NOTE_GAP * before.em:
                end = glyph.right
                continue
        kept.append(glyph)
        before, end = glyph, glyph.right
    return kept


def printed_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Return the lines that ``glyphs`` print, top to bottom.

    Characters join as they stand; a gap gives one space, a gap wide enough to part columns two.
    """
    lines: list[PrintedLine] = []
    for line in _on_one_baseline(glyphs):
        words = _words(sorted(line, key=lambda glyph: glyph.left))
        if words:
            lines.append(line_of(words, line[0].baseline, max(glyph.em for glyph in line)))
    return lines


def _on_one_baseline(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= _SAME_LINE * min(glyph.em, lines[-1][0].em):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _words(line: list[Glyph]) -> list[Word]:
    words: list[Word] = []
    narrowest: float | None = None  # of the gaps between the digits of the line, once it is asked for
    text, left, space = "", 0.0, ""
    before: Glyph | None = None
    has_space = False
    for glyph in line:
        if glyph.text == " ":
            has_space = True
            continue
        if glyph.text in _UNSEEN:
            if before is not None and glyph.left - before.right <= _SPACE * glyph.em:
                before = before._replace(right=max(before.right, glyph.right))  # what it keeps apart is one word
            continue
        if before is None:
            left = glyph.left
        else:
            if glyph.text == before.text and glyph.left - before.left < _OVERPRINT * (before.right - before.left):
                continue
            gap = glyph.left - before.right
            em = max(glyph.em, before.em)
            if gap > _COLUMN_GAP * em:
                parting = "  "
            elif has_space or (gap > _SPACE * em and gap > _narrowest_space(text, before.text, glyph.text) * em):
                parting = " "
            else:
                parting = ""
                if gap > _SEEN * em and glyph.text.isdigit() and before.text.isdigit():
                    if narrowest is None:
                        narrowest = _narrowest_gap_of_digits(line)
                    parting = " " if gap > narrowest + _SEEN * em else ""
            if parting:
                words.append(Word(text, left, before.right, space))
                text, left, space = "", glyph.left, parting
        text += glyph.text
        before = glyph
        has_space = False
    if before is not None:
        words.append(Word(text, left, before.right, space))
    return words


def _narrowest_gap_of_digits(line: Sequence[Glyph]) -> float:
    pairs = [(one, other) for one, other in pairwise(line) if one.text.isdigit() and other.text.isdigit()]
    return max(0.0, min(other.left - one.right for one, other in pairs))


def _narrowest_space(word: str, before: str, after: str) -> float:
    """Return how wide a gap between two characters must be to end the ``word`` so far, in ems."""
    if before > "\u2e7f" and after > "\u2e7f" and not (before.isdigit() and after.isdigit()):
        return _SPACE_IN_CHINESE
    if (before in ".," and after.isdigit() and word[-2:-1].isdigit()) or (after in ".," and before.isdigit()):
        return _SPACE_AT_POINT
    return _SPACE
