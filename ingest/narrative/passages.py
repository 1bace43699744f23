"""Printed paragraphs to passages of running text: lines joined, headings told apart, positions kept.

A PDF copy prints a sentence over several lines, a page break and a page number in the middle of it; an
HTML page puts many sentences into one paragraph. A passage is the running text of such lines, normalised
and without spaces, and can say for each of its characters where it stands in which paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ingest.narrative.lexicon import begins_with_unit, marks
from ingest.normalise import normalise
from ingest.read.blocks import Paragraph, Place

_MAX_HEADING = 40  # characters; a longer line that ends in no stop is printed prose
_MAX_PASSAGE = 5000  # characters of lines joined without a stop; prose has one long before
_MAX_BARE_HEADING = 20  # the same for a heading that no number announces
_LONGEST_GLOSS = 40  # characters that normalising may have left out in one place
_SPACES_NOT_BETWEEN_DIGITS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_SPACES = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(r"(?:[-—–~]+ ?\d{1,3} ?[-—–~]+|第\d{1,3}页(?:,?共\d{1,3}页)?|\d{1,3}/\d{1,3})")
_TABLE_MARKS = re.compile(r"[|\t]")
_NUMBERS_ALONE = re.compile(r"[-\d\s.,/—]+")
_YEAR_BEHIND_TITLE = re.compile(r"\([^()]{1,12}\)$")
_STOP = "。!?"
_LIST_NUMBERS = (
    re.compile(r"第?[一二三四五六七八九十]{1,3}(?:[、.:]|部分)"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)、?"),
    re.compile(r"\d{1,2}(?:、|\.(?!\d))"),
    re.compile(r"\(\d{1,2}\)、?"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a stretch of a passage stands in the document. ``raw_text`` is as printed, line breaks kept."""

    raw_text: str
    place: Place


@dataclass(slots=True)
class Passage:
    """A heading (``level`` 1 to 6) or a stretch of prose (level 0), normalised and without spaces."""

    level: int = 0
    text: str = ""
    _starts: list[int] = field(default_factory=list)
    _lines: list[tuple[Paragraph, str]] = field(default_factory=list)
    _known_offsets: dict[int, list[int]] = field(default_factory=dict)

    def append(self, paragraph: Paragraph, line: str) -> None:
        """Add a printed line; ``line`` is its normalised text."""
        self._starts.append(len(self.text))
        self._lines.append((paragraph, line))
        self.text += line

    def span(self, start: int, end: int, line_break: str = "\n") -> Span:
        """Return the printed text of ``text[start:end]`` and the place of its beginning."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        pieces: list[str] = []
        for number in range(first, last + 1):
            paragraph, line = self._lines[number]
            offsets = self._known_offsets.get(number) or _offsets(paragraph.text, line)
            self._known_offsets[number] = offsets
            begin = max(start - self._starts[number], 0)
            stop = min(end - self._starts[number], len(line))
            pieces.append(paragraph.text[offsets[begin] : _end_of_character(paragraph.text, offsets, stop)])
        return Span(line_break.join(pieces), self._lines[first][0].place)


def passages(paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
    """Yield the headings and the running prose of a document in order; lines of torn tables are left out."""
    current = Passage()
    previous_ended = True
    for position, paragraph in enumerate(paragraphs):
        line = squashed(paragraph.text)
        if not line or _PAGE_NUMBER.fullmatch(line):
            continue
        level = _heading_level(paragraph, line, previous_ended)
        is_table = _is_of_a_table(paragraph.text.strip(), current, paragraphs[position + 1 : position + 2])
        is_new = level or is_table or previous_ended or len(current.text) > _MAX_PASSAGE or list_level(line)
        if current.text and is_new:
            yield current
            current = Passage()
        if is_table:
            previous_ended = True
        elif level:
            heading = Passage(level)
            heading.append(paragraph, line)
            yield heading
            previous_ended = True
        else:
            current.append(paragraph, line)
            previous_ended = line[-1] in _STOP
    if current.text:
        yield current


@cache
def _cached_normalise(character: str) -> str:
    return normalise(character)


def squashed(text: str) -> str:
    """Return ``text`` normalised, without its spaces; one space stays where it parts two numbers."""
    return _SPACES.sub(" ", _SPACES_NOT_BETWEEN_DIGITS.sub("", normalise(text))).strip()


def list_level(line: str) -> int:
    """Return 1 to 4 for a line that begins with 一、 （一） 1. or （1）, else 0."""
    for level, pattern in enumerate(_LIST_NUMBERS, start=1):
        if pattern.match(line):
            return level
    return 0


def _is_of_a_table(text: str, current: Passage, following: Sequence[Paragraph]) -> bool:
    """Say whether a line is of a torn table: it has separators, nothing but numbers, or is a remark below one.

    One number alone on its line is prose where the prose before it is unfinished and a unit follows it.
    """
    if _TABLE_MARKS.search(text) or squashed(text).startswith(marks("remark")):
        return True
    if not _NUMBERS_ALONE.fullmatch(text):
        return False
    is_one_figure = text.replace(",", "").replace(".", "").isdigit()
    return not (is_one_figure and current.text and following and begins_with_unit(squashed(following[0].text)))


def _heading_level(paragraph: Paragraph, line: str, previous_ended: bool) -> int:
    if paragraph.heading_level:
        return list_level(line) or paragraph.heading_level
    if len(line) > _MAX_HEADING or line[-1] in _STOP + ",;:、" or "。" in line:
        return 0
    level = list_level(line)
    is_title = previous_ended and _YEAR_BEHIND_TITLE.sub("", line).endswith(marks("report_title"))
    ends_like_one = is_title or line.endswith(marks("heading_end"))
    if level:
        return level if ends_like_one or "," not in line else 0
    is_short = is_title or len(line) <= _MAX_BARE_HEADING
    return 1 if previous_ended and ends_like_one and is_short and "," not in line else 0


def _offsets(printed: str, line: str) -> list[int]:
    """Return for each character of the normalised ``line`` the offset in ``printed`` it came from.

    Normalising only leaves characters out (glosses, spaces) or writes one in another way, so a walk along
    both finds the way; where a character was rewritten by its neighbours' company the walk goes on in step.
    """
    characters = [(form, offset) for offset, character in enumerate(printed) for form in _cached_normalise(character)]
    offsets: list[int] = []
    position = 0
    for wanted in line:
        reach = range(position, min(position + _LONGEST_GLOSS, len(characters)))
        found = next((at for at in reach if characters[at][0] == wanted), min(position, len(characters) - 1))
        offsets.append(characters[found][1])
        position = found + 1
    return offsets


def _end_of_character(printed: str, offsets: list[int], stop: int) -> int:
    return offsets[stop - 1] + 1 if stop > 0 else 0
