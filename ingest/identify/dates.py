"""The day a report was published: where the document states it, never what a file says of its making."""

from __future__ import annotations

import re
from datetime import date

from ingest.identify.page import Page
from ingest.identify.words import alternatives, words

_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OΟ0", "0")
_CHINESE_DIGIT = "[〇○零一二三四五六七八九OΟ0]"
CHINESE_YEAR = rf"[一二]{_CHINESE_DIGIT}{{3}}"
_CHINESE_NUMBER = "[〇○零一二三四五六七八九十OΟ]"
_DATE = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d|{CHINESE_YEAR})\s*(?:年|[-./])\s*"
    rf"(?P<month>\d{{1,2}}|{_CHINESE_NUMBER}{{1,2}})\s*(?:月|[-./])\s*"
    rf"(?P<day>\d{{1,2}}|{_CHINESE_NUMBER}{{1,3}})(?:日|号|(?!\d))"
)
_PARTS_A_DATE = re.compile("[年./-]")
_COMPACT_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_TIME = r"(?:星期.)?(?:T?\d{1,2}:\d{2}(?::\d{2})?)?"
# A line that holds a date and nothing else, or the signing body before it.
_DATE_LINE = re.compile(rf"[(\[【]?[^,，。;；:：\d]{{0,30}}?[(\[【]?{_DATE.pattern}{_TIME}[)\]】]?")
_CLOCK = re.compile(alternatives("clock"))
_PUBLISHED = re.compile("|".join(label for label in words("field_published") if len(label) > len("日期")))
_DASH = r"(?:起)?(?:开始)?[,，]?(?:至|到|[-—–~～]+)"
# 自2024年1月1日起至2024年12月31日, 2024年1月1日—12月31日, 2012.1.1-2012.12.31; the first reports begin on 1 May 2008.
PERIOD = re.compile(
    rf"(20\d\d)[年.\-/]0?[15](?:月份?|[.\-/])(?:0?1日?)?{_DASH}(?:(20\d\d)[年.\-/]|同年|当年)?12(?:月份?|[.\-/])(?:3[01])?日?"
)
_CHINESE_PERIOD = re.compile(
    rf"({CHINESE_YEAR})年[一五]月(?:一日)?{_DASH}(?:({CHINESE_YEAR})年|同年|当年)?十二月(?:三十一日)?"
)
_META_NAMES = (
    "pubdate",
    "publishdate",
    "publish_date",
    "pubtime",
    "publishtime",
    "article:published_time",
    "firstpublishedtime",
    "dc.date",
)
_LINES_UNDER_A_TITLE = 4
_LONGEST_DATE_LINE = 50
_LATEST_YEARS_AFTER = 12  # pages moved to a new site carry the day of the move


def read_date(text: str) -> date | None:
    """Return the first date in ``text`` that the calendar has; digits or Chinese numerals."""
    for match in (*_DATE.finditer(text), *_COMPACT_DATE.finditer(text)):
        try:
            return date(number_of(match["year"]), number_of(match["month"]), number_of(match["day"]))
        except ValueError:
            continue
    return None


def is_date_line(plain: str) -> bool:
    """Say whether a line is a date, with at most a name before it."""
    may_be = len(plain) <= _LONGEST_DATE_LINE and _PARTS_A_DATE.search(plain)
    return bool(may_be) and _DATE_LINE.fullmatch(plain) is not None


def is_clock(plain: str) -> bool:
    """Say whether a date line is the page's clock, which tells the day of the visit: 2025年3月4日 星期二."""
    return _CLOCK.search(plain) is not None and _PUBLISHED.search(plain) is None


def before_date(plain: str) -> str:
    """Return what stands before the date on a date line."""
    match = _DATE.search(plain)
    return plain[: match.start()].strip("([【") if match else ""


def days_stated(page: Page, title_line: int | None) -> list[date]:
    """Return the days that can be that of publication, the surest first.

    Looked for in the metadata fields, under the title, in the signature and in the page's own ``PubDate``, in
    this order; the clock of a page is none of them.
    """
    found = [*map(read_date, page.fields.get("published", ()))]
    found += _standalone_dates(page, title_line)
    found += [read_date(page.metadata[name]) for name in _META_NAMES if name in page.metadata]
    return [day for day in found if day is not None]


def published_on(days: list[date], report_year: int | None) -> date | None:
    """Return the day of publication of those stated, or None where the document does not say.

    A day before the reported year was nearly over cannot be that of its report and is passed over.
    """
    return next((day for day in days if _is_plausible(day, report_year)), None)


def _standalone_dates(page: Page, title_line: int | None) -> list[date | None]:
    """Dates on lines of their own: those just under the title, then the others from the last one up."""
    under, others = [], []
    for number, line in enumerate(page.lines):
        if is_date_line(line.plain) and not is_clock(line.plain):
            is_under_title = title_line is not None and 0 < number - title_line <= _LINES_UNDER_A_TITLE
            (under if is_under_title else others).append(read_date(line.plain))
    return under + others[::-1]


def _is_plausible(day: date, report_year: int | None) -> bool:
    return report_year is None or date(report_year, 12, 1) <= day <= date(report_year + _LATEST_YEARS_AFTER, 12, 31)


def stated_period(text: str) -> int | None:
    """Return the year whose first to last day a report says its figures cover, None where it does not say."""
    match = PERIOD.search(text) or _CHINESE_PERIOD.search(text)
    return number_of(match[2] or match[1]) if match is not None else None


def number_of(text: str) -> int:
    """Return the number that digits, Chinese digits (二〇一七) or a Chinese count up to 99 (二十一) state."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return number_of(tens or "一") * 10 + (number_of(ones) if ones else 0)
    return int("".join(_NUMERALS.get(character, character) for character in text))
