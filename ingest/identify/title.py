"""The title of a report: the line, or the lines in a row, that name it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.identify.dates import CHINESE_YEAR, is_date_line, number_of, stated_period
from ingest.identify.name import parse
from ingest.identify.page import Line, Page, begins_with_a_label, is_sentence, tidy
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
_DATE_BEHIND = re.compile(r"[(\[【]?20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?[)\]】]?$")
_SECTION = re.compile("^[(（]?[一二][)）]?[、.．]")
_FIRST_WORDS = re.compile(r"^\S{8,70}?(?=\s)")
_LINES_OF_A_TITLE = 4
_LONGEST_TITLE = 70
_LINES_TO_THE_TEXT = 40  # a metadata table with a cell a line
_OVER_ITS_TEXT, _OF_THE_PERIOD, _BELOW_THE_ARTICLE, _IN_A_LIST = 1.0, 1.5, 5.0, 3.0


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
    stated = list(dict.fromkeys(map(_plain, _stated_titles(page))))
    candidates = [found for first in _beginnings(page) for found in _titles_from(page, first, frozenset(stated))]
    years_listed = {title.year for title, _ in candidates}
    period = stated_period(page.text)
    best: tuple[float, Title] | None = None
    for title, score in candidates:
        score += _by_its_place(title, page, is_one_of_several=len(years_listed) > 1)
        score += _OF_THE_PERIOD * (period is not None and period == title.year)
        if score > 0 and (best is None or score > best[0]):
            best = score, title
    if best is not None:
        return _with_the_year_stated(best[1], stated)
    for printed in _stated_titles(page):
        match = _match(_plain(printed))
        if match is not None and (match["who"] or _year(match) is not None):
            return Title(tidy(printed), _who(match), _year(match), None)
    return None


def stated_bodies(page: Page) -> list[str]:
    """Return the words that name the body in the titles of the page's metadata."""
    matches = [_match(_plain(printed)) for printed in _stated_titles(page)]
    return [who for match in matches if match is not None and (who := _who(match))]


def _by_its_place(title: Title, page: Page, *, is_one_of_several: bool) -> float:
    """Weigh where a title stands: over its text, or in a list of links to the reports of other years and bodies."""
    if title.line is None:
        return 0
    weight = 0.0
    if _is_over_its_text(page, title.line):
        weight += _OVER_ITS_TEXT
    if page.is_below_the_article(title.line):
        weight -= _BELOW_THE_ARTICLE
    if is_one_of_several and _is_in_a_list(title, page):
        weight -= _IN_A_LIST
    return weight


def _is_over_its_text(page: Page, number: int) -> bool:
    """Say whether a sentence or the first section follows, with nothing but metadata and dates between."""
    for below in page.lines[number + 1 : number + 1 + _LINES_TO_THE_TEXT]:
        if below.is_aside or begins_with_a_label(below) or is_date_line(below.plain):
            continue
        return is_sentence(below) or _SECTION.match(below.plain) is not None
    return False


def _is_in_a_list(title: Title, page: Page) -> bool:
    """Say whether the line before or after is the title of a report on another year, with its date if this has one."""
    own = page.lines[title.line]
    if own.is_heading or title.year is None:
        return False
    for number in (title.line - 1, title.line + 1):
        if not 0 <= number < len(page.lines) or page.lines[number].is_heading:
            continue
        plain = page.lines[number].plain
        if (_DATE_BEHIND.search(plain) is None) != (_DATE_BEHIND.search(own.plain) is None):
            continue
        match = _match(_DATE_BEHIND.sub("", plain))
        if match is not None and _year(match) not in (None, title.year):
            return True
    return False


def _with_the_year_stated(title: Title, stated: list[str]) -> Title:
    """Give a title without a year that of the page's metadata, where they title the same report."""
    if title.year is not None:
        return title
    for match in filter(None, map(_match, stated)):
        year = _year(match)
        if year is not None and (not _who(match) or not title.who or _who(match).endswith(title.who)):
            return replace(title, year=year)
    return title


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
    """Say whether a line alone names a report, this one or another, with or without its date."""
    return _SUBJECT.search(plain) is not None and _match(_DATE_BEHIND.sub("", plain)) is not None


def _titles_from(page: Page, first: int, stated: frozenset[str]) -> Iterator[tuple[Title, float]]:
    """Yield the titles that begin with one line, each with how much speaks for it."""
    joined: list[Line] = []
    for number in range(first, min(first + _LINES_OF_A_TITLE, len(page.lines))):
        line = page.lines[number]
        if not joined:
            yield from _title_at_the_head_of(line, number, stated)
        if len(line.plain) > _LONGEST_TITLE or (joined and is_title(joined[-1].plain) and is_title(line.plain)):
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
        if score > 0 or not (title.who or len(joined) > 1):
            yield title, score


def _title_at_the_head_of(line: Line, number: int, stated: frozenset[str]) -> Iterator[tuple[Title, float]]:
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
    return 0.1 + said + is_stated + 0.8 * is_heading - 0.002 * first


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
