"""The title of a report: the line, or the lines in a row, that name it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from ingest.identify.dates import CHINESE_YEAR, number_of
from ingest.identify.name import parse
from ingest.identify.page import Line, Page, tidy
from ingest.identify.words import alternatives
from ingest.normalise import normalise, without_glosses

# 2013年3月 in a title is when it was written, not the year reported on.
_YEAR = rf"(?:(?:19|20)\d\d|{CHINESE_YEAR})(?!\d|年\d{{1,2}}月)"
_TITLE = re.compile(
    rf"(?P<who>[^。，,;；:：!！|<>《]{{0,50}}?)"
    rf"(?P<subject>{alternatives('report_subject')})"
    rf"(?P<between>[^。，,;；:：|<>《》]{{0,20}}?)"
    rf"(?P<kind>{alternatives('report_kind')})"
    rf"(?P<after>[\[(【]?(?:{_YEAR})?年?度?[\])】]?(?:\((?:{alternatives('title_note')}|\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?)\))?)"
)
_SUBJECT = re.compile(alternatives("report_subject"))
_SUBJECT_BEGINS = re.compile(f"(?={alternatives('report_subject')})")
_HAS_YEAR = re.compile(_YEAR)
_YEAR_REPORTED = re.compile(rf"({_YEAR})年?度")
_NO_TITLE = re.compile(alternatives("no_title") + r"[)）]?$")
_AGENCY_ENDING = re.compile(alternatives("agency_ending") + "$")
_LIST_MARK = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]|^[(（]?\d{1,2}[)）]?[、.．]")
_NOT_THE_BODY = re.compile(
    rf"^(?:{alternatives('title_lead')})+|\(?{_YEAR}年?度?\)?|^年度|(?:{alternatives('title_link')}|年度)+$|[()\[\]【】“”\"]"
)
_SITE_SUFFIX = re.compile(r"\s*[-_|–—>]+\s*.*$")
_FIRST_WORDS = re.compile(r"^\S{8,70}?(?=\s)")
_LINES_OF_A_TITLE = 4
_LONGEST_TITLE = 70


@dataclass(frozen=True, slots=True)
class Title:
    """``text`` is as printed (its own script); ``who`` the normalised words that name the body, if any do.

    ``year`` is the year the title says it reports on; ``line`` the number of its last line in the page, None
    where only the page's metadata have it.
    """

    text: str
    who: str
    year: int | None
    line: int | None


def find_title(page: Page) -> Title | None:
    """Return the title printed in the document, or else that of its metadata; None where there is none.

    The best is the one that says who and when in the fewest lines; one that the page's metadata repeat is surer
    than a link to another report.
    """
    stated = {_plain(printed) for printed in _stated_titles(page)}
    best: tuple[float, Title] | None = None
    for first in _beginnings(page):
        for title, score in _titles_from(page, first, stated):
            if best is None or score > best[0]:
                best = score, title
    if best is not None:
        return best[1]
    for printed in _stated_titles(page):
        match = _match(_plain(printed))
        if match is not None and (match["who"] or _year(match) is not None):
            return Title(tidy(printed), _who(match), _year(match), None)
    return None


def _beginnings(page: Page) -> list[int]:
    """Return the lines a title can begin with: its subject begins there or in one of the few lines after."""
    ends = list(accumulate(len(line.plain) for line in page.lines))
    text = "".join(line.plain for line in page.lines)
    found: set[int] = set()
    for match in _SUBJECT_BEGINS.finditer(text):
        line = bisect_right(ends, match.start())
        found.update(range(max(0, line - _LINES_OF_A_TITLE + 1), line + 1))
    return sorted(found)


def is_title(plain: str) -> bool:
    """Say whether a line alone names a report, this one or another."""
    return _SUBJECT.search(plain) is not None and _match(plain) is not None


def _titles_from(page: Page, first: int, stated: set[str]) -> Iterator[tuple[Title, float]]:
    """Yield the titles that begin with one line, each with how much speaks for it."""
    joined: list[Line] = []
    for number in range(first, min(first + _LINES_OF_A_TITLE, len(page.lines))):
        line = page.lines[number]
        if not joined:
            yield from _title_at_the_head_of(line, number, stated)
        if len(line.plain) > _LONGEST_TITLE:
            return
        if joined and (_LIST_MARK.match(line.plain) or line.is_aside or joined[-1].is_aside):
            return
        joined.append(line)
        plain = "".join(part.plain for part in joined)
        if len(plain) > _LONGEST_TITLE:
            return
        match = _match(plain)
        if match is None:
            continue
        title = Title(
            tidy("".join(without_glosses(part.printed) for part in joined)), _who(match), _year(match), number
        )
        is_cut = plain.count("(") > plain.count(")")  # its bracket is closed in the next line
        score = _score(title, plain in stated, joined[0].is_heading, first) - 0.6 * (len(joined) - 1) - is_cut
        if score > 0:
            yield title, score


def _title_at_the_head_of(line: Line, number: int, stated: set[str]) -> Iterator[tuple[Title, float]]:
    """A title that a page without line breaks prints before its first sentence, parted by a space."""
    head = _FIRST_WORDS.match(without_glosses(line.printed)) if _SUBJECT.search(line.plain, 0, _LONGEST_TITLE) else None
    match = _match(_plain(head[0])) if head else None
    if head is not None and match is not None:
        title = Title(tidy(head[0]), _who(match), _year(match), number)
        if title.who and title.year is not None:
            yield title, _score(title, _plain(head[0]) in stated, line.is_heading, number) - 1


def _score(title: Title, is_stated: bool, is_heading: bool, first: int) -> float:
    """Weigh a title; nothing speaks for a bare link of a menu."""
    is_name = _AGENCY_ENDING.search(title.who) is not None
    name = parse(title.who) if is_name else None
    is_placed = name is not None and name.is_known and name.has_place
    if not is_name and title.year is None and first > 0 and not is_heading and not is_stated:
        return 0
    said = 2.0 * is_name + is_placed + 2.0 * (title.year is not None)
    return 0.1 + said + is_stated + 0.3 * is_heading - 0.002 * first


def _match(plain: str) -> re.Match[str] | None:
    match = _TITLE.fullmatch(plain)
    if match is None or _LIST_MARK.match(plain) or _NO_TITLE.search(plain):
        return None
    return match


def _who(match: re.Match[str]) -> str:
    """Return the words before the subject without the year and the words that only introduce or link."""
    who = match["who"]
    while (shorter := _NOT_THE_BODY.sub("", who)) != who:
        who = shorter
    return who


def _year(match: re.Match[str]) -> int | None:
    """Return the year reported on: the one called 年度, else the last one."""
    found = _YEAR_REPORTED.findall(match.string) or _HAS_YEAR.findall(match.string)
    return number_of(found[-1]) if found else None


def _stated_titles(page: Page) -> list[str]:
    named = [page.metadata[name] for name in ("articletitle", "title") if name in page.metadata]
    return [*page.fields.get("title", ()), *named, *(_SITE_SUFFIX.sub("", name) for name in named)]


def _plain(printed: str) -> str:
    return re.sub(r"\s+", "", normalise(printed))
