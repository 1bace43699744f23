"""The title of a report: the line, or the lines in a row, that name it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple, Protocol

from ingest.identify.dates import CHINESE_YEAR, is_date_line, number_of, stated_period
from ingest.identify.name import parse
from ingest.identify.page import FIRST_SECTION, SITE_WORDS, Line, Page, begins_with_a_label, is_sentence, tidy
from ingest.identify.words import alternatives
from ingest.normalise import normalise, without_glosses

# 2013年3月 in a title is when it was written, not the year reported on.
_YEAR = rf"(?:(?:19|20)\d\d|{CHINESE_YEAR})(?!\d|年\d{{1,2}}月)"
_TITLE = re.compile(
    rf"(?P<who>[^。，,;；:：!！|<>《/]{{0,50}}?)"
    rf"(?P<subject>{alternatives('report_subject')})"
    rf"(?P<between>[^。，,;；:：|<>《》/]{{0,20}}?)"
    rf"(?P<kind>{alternatives('report_kind')})"
    rf"(?P<after>[\[(【]?(?:{_YEAR})?年?度?[\])】]?(?:\((?:{alternatives('title_note')}|\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?)\))?)"
)
_SUBJECT = re.compile(alternatives("report_subject"))
_SUBJECT_BEGINS = re.compile(f"(?={alternatives('report_subject')})")
_HAS_YEAR = re.compile(_YEAR)
_YEAR_REPORTED = re.compile(rf"({_YEAR})年?度")
_ONLY_A_YEAR = re.compile(rf"{_YEAR}年?度?")
_NO_TITLE = re.compile(alternatives("no_title") + r"[)）]?$")
_AGENCY_ENDING = re.compile(alternatives("agency_ending") + "$")
_LIST_MARK = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]|^[(（]?\d{1,2}[)）]?[、.．]")
_NOT_THE_BODY = re.compile(
    rf"^(?:{alternatives('title_lead')})+|\(?{_YEAR}年?度?\)?|^年度|(?:{alternatives('title_link')}|年度)+$|[()\[\]【】“”\"]"
)
_HEAD_OF_LINKS = re.compile(rf"\W*{alternatives('links_head')}\W*")
_SITE_SEPARATOR = re.compile(r"\s*[-_|–—>]+\s*")
# Two links in one line; the kind of the first stands before the subject of the second.
_TWO_TITLES = re.compile(rf"{alternatives('report_kind')}.*{alternatives('report_subject')}")
_DATE_BEHIND = re.compile(r"[(\[【]?20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?[)\]】]?$")
_FIRST_WORDS = re.compile(r"^\S{8,70}?(?=\s)")
_LINES_OF_A_TITLE = 4
_LONGEST_TITLE = 70
_LINES_TO_THE_TEXT = 40  # a metadata table with a cell a line
_OF_A_TITLE = 0.9  # at least this much speaks for one
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


class Text(Protocol):
    """What the text of the report says of the body and the year of a title."""

    @property
    def year(self) -> int | None: ...

    def contradicts(self, who: str, year: int | None, firmly: bool = False) -> bool: ...

    def confirms(self, who: str, year: int | None) -> bool: ...


def find_title(page: Page, text: Text) -> Title | None:
    """Return the title printed in the document, or else that of its metadata; None where there is none.

    The best is the one that says who and when in the fewest lines; one that the page's metadata repeat is surer
    than a link to another report. Where the report prints no title, no link gives it one.
    """
    stated = list(dict.fromkeys(map(_plain, _stated_titles(page))))
    candidates = [found for first in _beginnings(page) for found in _titles_from(page, first, frozenset(stated))]
    is_one_of_several = len({(title.who, title.year) for title, _ in candidates}) > 1
    period = stated_period(page.text)
    ranked: list[tuple[bool, float, Title, _Place]] = []
    for title, score in candidates:
        place = _by_its_place(title, page, text, period, is_one_of_several)
        score += place.weight + _OF_THE_PERIOD * (period is not None and period == title.year)
        if score > 0:
            ranked.append((not place.is_link and score >= _OF_A_TITLE, score, title, place))
    for _, _, title, place in sorted(ranked, key=lambda rank: rank[:2], reverse=True):
        if not _is_of_another_report(title, page, text, place) or _plain(title.text) in stated:
            return _with_the_year_stated(title, stated)
    for printed in _stated_titles(page):
        match = _match(_plain(printed))
        if match is not None and (match["who"] or _year(match) is not None):
            return Title(tidy(printed), _who(match), _year(match), None)
    return None


def stated_bodies(page: Page) -> list[str]:
    """Return the words that name the body in the titles of the page's metadata."""
    matches = [_match(_plain(printed)) for printed in _stated_titles(page)]
    return [who for match in matches if match is not None and (who := _who(match))]


class _Place(NamedTuple):
    """What the place of a title says: how much speaks for it, and whether it is rather a link to another report."""

    weight: float = 0.0
    is_link: bool = False
    is_over_its_text: bool = False


def _is_of_another_report(title: Title, page: Page, text: Text, place: _Place) -> bool:
    """Say whether a title is no more than a link to another report, the only one that looks like a title here.

    Below the article it is, unless the text confirms it; beside or above the text, where the text contradicts it.
    """
    is_above, is_under_a_head = page.is_above_the_article(title.line), _is_under_a_head_of_links(page, title.line)
    if page.is_below_the_article(title.line) or (is_under_a_head and page.prose_from[0] and not is_above):
        return not text.confirms(title.who, title.year)
    if page.lines[title.line].is_heading or not (title.who or title.year is not None):
        return False
    is_over_its_text = place.is_over_its_text and not place.is_link and not is_under_a_head
    is_at_the_top = (is_over_its_text and is_above) or (not place.is_link and _begins_the_document(title, page))
    if is_at_the_top and not _is_in_a_list(title, page):
        return False
    return text.contradicts(title.who, title.year, firmly=is_over_its_text)


def _begins_the_document(title: Title, page: Page) -> bool:
    top = "".join(line.plain for line in page.lines[: title.line + 1]) if title.line < _LINES_OF_A_TITLE else ""
    return top == _plain(title.text)


def _is_under_a_head_of_links(page: Page, number: int) -> bool:
    """Say whether a line stands in a list of reports under words that announce links: 相关链接."""
    while number > 0 and is_title(_DATE_BEHIND.sub("", page.lines[number].plain)):
        number -= 1
    return _HEAD_OF_LINKS.fullmatch(page.lines[number].plain) is not None


def _by_its_place(title: Title, page: Page, text: Text, period: int | None, is_one_of_several: bool) -> _Place:
    """Weigh where a title stands: over its text, or in a list of links to the reports of other years and bodies."""
    if title.line is None:
        return _Place()
    is_over = 2 * page.prose_from[title.line] >= page.prose_from[0] and _is_over_its_text(page, title.line)
    if is_one_of_several and page.is_below_the_article(title.line):
        return _Place(_OVER_ITS_TEXT * is_over - _BELOW_THE_ARTICLE, is_link=True, is_over_its_text=is_over)
    if is_one_of_several and _is_in_a_list(title, page):
        year = period or text.year
        if is_over and (year is None or title.year in (None, year)):
            return _Place(_OVER_ITS_TEXT, is_over_its_text=True)
        return _Place(_OVER_ITS_TEXT * is_over - _IN_A_LIST, is_link=True, is_over_its_text=is_over)
    return _Place(_OVER_ITS_TEXT * is_over, is_over_its_text=is_over)


def _is_over_its_text(page: Page, number: int) -> bool:
    """Say whether a sentence or the first section follows, with nothing but metadata and dates between."""
    is_value, own = False, page.lines[number].plain
    for below in page.lines[number + 1 : number + 1 + _LINES_TO_THE_TEXT]:
        if is_sentence(below) or FIRST_SECTION.match(below.plain) is not None:
            return True
        is_label = begins_with_a_label(below)
        if not below.is_aside and below.plain != own and is_title(below.plain):
            return False  # the text is that of another title
        if not (below.is_aside or is_label or is_value or is_date_line(below.plain)):
            return False
        is_value = is_label and below.plain.endswith(":")
    return False


def _is_in_a_list(title: Title, page: Page) -> bool:
    """Say whether the line before or after is the title of another report, with or without its date."""
    if page.lines[title.line].is_heading:
        return False
    for number in (title.line - 1, title.line + 1):
        if not 0 <= number < len(page.lines) or page.lines[number].is_heading:
            continue
        match = _match(_DATE_BEHIND.sub("", page.lines[number].plain))
        if match is not None and _is_another(title, _who(match), _year(match)):
            return True
    return False


def _is_another(title: Title, who: str, year: int | None) -> bool:
    """Say whether a body and a year are not those of a title, as far as both are told."""
    if title.year is not None and year is not None and title.year != year:
        return True
    return bool(title.who and who) and not (title.who.endswith(who) or who.endswith(title.who))


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
        if any(_ends_before(page, part) for part in range(first + 1, number + 1)):
            return
        if len(joined) > 1 and not _is_one_title(joined, _who(match)):
            continue
        title = Title(
            tidy("".join(without_glosses(part.printed) for part in joined)), _who(match), _year(match), number
        )
        is_loose = len(joined) > 1 and title.who and not (_AGENCY_ENDING.search(title.who) or parse(title.who))
        is_cut = plain.count("(") > plain.count(")")  # its bracket is closed in the next line
        score = _score(title, plain in stated, joined[0].is_heading, first) - 0.6 * (len(joined) - 1) - is_cut
        score -= 2 * bool(is_loose)
        if score > 0 or not (title.who or len(joined) > 1):
            yield title, score


def _is_one_title(lines: list[Line], who: str) -> bool:
    """Say whether lines are one title where the last names a body itself: together they do, or a year stands before."""
    name = parse(who)
    if name is not None and name.is_known:
        return True
    match = _match(lines[-1].plain)
    if match is None or not _AGENCY_ENDING.search(_who(match)):
        return True
    before = "".join(line.plain for line in lines[:-1])
    return _ONLY_A_YEAR.fullmatch(before) is not None or parse(before) is not None


def _ends_before(page: Page, number: int) -> bool:
    """Say whether no title goes on from the line before into this one.

    So it is between two titles or years, beside metadata, behind the name of a site and at the end of a menu.
    """
    above, line = page.lines[number - 1], page.lines[number]
    return (
        (is_title(above.plain) and is_title(line.plain))
        or begins_with_a_label(line)
        or begins_with_a_label(above)
        or (_ONLY_A_YEAR.fullmatch(above.plain) is not None and _HAS_YEAR.match(line.plain) is not None)
        or SITE_WORDS.search(above.plain) is not None
        or _ends_a_menu(page, number - 1)
    )


def _ends_a_menu(page: Page, number: int) -> bool:
    """Say whether a line is the last of a menu of years or bodies, and no part of the title below it.

    The body of the report may stand below such a menu too: the report names it elsewhere as well.
    """
    line = page.lines[number]
    if number < 2 or line.is_heading:
        return False
    if _ONLY_A_YEAR.fullmatch(line.plain):
        return _ONLY_A_YEAR.fullmatch(page.lines[number - 1].plain) is not None
    names = (parse(above.plain) for above in page.lines[number - 2 : number + 1])
    if not all(name is not None and name.body for name in names):
        return False
    return not any(line.plain in below.plain and not is_title(below.plain) for below in page.lines[number + 1 :])


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
    match = _TITLE.fullmatch(plain.strip("《》"))
    if match is None or _LIST_MARK.match(plain) or _NO_TITLE.search(plain) or _TWO_TITLES.search(plain):
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
    return [*page.fields.get("title", ()), *named, *(part for name in named for part in _SITE_SEPARATOR.split(name))]


def _plain(printed: str) -> str:
    return re.sub(r"\s+", "", normalise(printed))
