"""The year reported on: what the title, the stated period and the prose say together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.identify.dates import number_of
from ingest.identify.page import Page
from ingest.identify.title import Title
from ingest.identify.words import alternatives

_FIRST_YEAR = 2003  # the first open-government rules of a city, Guangzhou's, came into force
# 自2024年1月1日起至2024年12月31日, 2024年1月1日—12月31日, also from the day the Regulation came into force in 2008.
_PERIOD = re.compile(
    r"(20\d\d)年(?:0?1月0?1日|0?5月0?1日)(?:起|开始)?[,，]?(?:至|到|[-—–~～]+)(?:(20\d\d)年|同年|当年)?12月3[01]日"
)
_MENTION = re.compile(r"(?<![\d〔\[（(])(20\d\d)(年度?)(?!\d{1,2}月\d{1,2}日印发)")
_CHINESE_MENTION = re.compile(r"(二[〇○零OＯ][〇○零一二三四五六七八九OＯ]{2})年")
_SENTENCE = re.compile(r"[。;；!！\n]")
_QUOTED = re.compile(r"《[^》]*》|[〔\[(（【]20\d\d[〕\])）】]\d*号?")
_FUTURE = re.compile(alternatives("future"))
_ANNEX = re.compile(r"^[(（](20\d\d)年度?[)）]$")

_TITLE_WEIGHT, _PERIOD_WEIGHT, _ANNEX_WEIGHT, _PROSE_WEIGHT, _OPENING_WEIGHT = 4.0, 4.0, 2.0, 3.0, 1.5


@dataclass(frozen=True, slots=True)
class ReportYear:
    """``conflict`` is a sentence for the reader where the document states another year as firmly, else None."""

    year: int | None
    evidence: str
    conflict: str | None


def report_year(page: Page, title: Title | None) -> ReportYear:
    """Weigh what the document says of the year it reports on.

    The title's year and the stated period count most; the prose counts by the share of its sentences that
    speak of a year, plans and cited documents left out. The year of publication never counts.
    """
    votes: Counter[int] = Counter()
    reasons: dict[int, list[str]] = {}

    def vote(year: int, weight: float, reason: str) -> None:
        if year >= _FIRST_YEAR:
            votes[year] += weight
            reasons.setdefault(year, []).append(reason)

    firm: dict[str, int] = {}
    if title is not None and title.years:
        year = number_of(title.years[-1])
        firm["title"] = year
        vote(year, _TITLE_WEIGHT, "title")
    for match in _PERIOD.finditer(page.text):
        year = int(match[2] or match[1])
        if "period" not in firm:
            firm["period"] = year
            vote(year, _PERIOD_WEIGHT, "stated period")
    for line in page.lines:
        annex = _ANNEX.match(line.plain)
        if annex:
            vote(int(annex[1]), _ANNEX_WEIGHT, "statistics table")
            break
    mentions, opening = _mentions(page)
    total = sum(mentions.values())
    for year, count in mentions.items():
        vote(year, _PROSE_WEIGHT * count / total, f"prose ({count} of {total} sentences with a year)")
    if opening is not None:
        vote(opening, _OPENING_WEIGHT, "first year of the prose")
    if not votes:
        return ReportYear(None, "no year stated", None)
    (year, _), *_rest = votes.most_common()
    other = {source: stated for source, stated in firm.items() if stated != year}
    conflict = "; ".join(
        f"the {source} says {stated}, the rest of the document {year}" for source, stated in other.items()
    )
    return ReportYear(year, f"{year}: " + ", ".join(reasons[year]), conflict or None)


def _mentions(page: Page) -> tuple[Counter[int], int | None]:
    """Return how many sentences speak of each year, and the first year any of them speaks of."""
    counts: Counter[int] = Counter()
    opening = None
    for sentence in _SENTENCE.split(_QUOTED.sub("", page.text)):
        found = [int(match[1]) for match in _MENTION.finditer(sentence)]
        found += [number_of(match[1]) for match in _CHINESE_MENTION.finditer(sentence)]
        if not found or _is_plan(sentence):
            continue
        opening = opening or found[0]
        counts[found[0]] += 1
    return counts, opening


def _is_plan(sentence: str) -> bool:
    match = _MENTION.search(sentence)
    return match is not None and _FUTURE.search(sentence, match.end(), match.end() + 12) is not None
