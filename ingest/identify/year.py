"""The year reported on: what the title, the stated period and the prose say together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from ingest.identify.dates import CHINESE_YEAR, PERIOD, is_date_line, number_of, stated_period
from ingest.identify.page import Page, is_link
from ingest.identify.title import Title, is_title
from ingest.identify.words import alternatives

_FIRST_YEAR, _LAST_YEAR = 2003, 2099  # the first open-government rules of a city, Guangzhou's, are of 2003
_MENTION = re.compile(rf"(?<!\d)(20\d\d|{CHINESE_YEAR})年")
_SENTENCE = re.compile(r"[。;；!！]")
_CITED = re.compile(r"《[^》]*》|[〔\[(（【]20\d\d[〕\])）】]第?\d*号?")
_PLAN = re.compile(rf"20\d\d年度?.{{0,6}}{alternatives('future')}|{alternatives('plan')}")
_BEFORE_PASSING = re.compile(alternatives("before_year_in_passing") + "$")
_AFTER_PASSING = re.compile("度?" + alternatives("after_year_in_passing"))
_COMPARED = re.compile(alternatives("compared_with_last_year"))
_ANNEX = re.compile(r"^[(（](20\d\d)年度?[)）]$")
_TITLE_WEIGHT, _PERIOD_WEIGHT, _ANNEX_WEIGHT, _PROSE_WEIGHT, _OPENING_WEIGHT = 4.0, 4.0, 2.0, 3.0, 1.5
_PUBLISHED_WEIGHT = 2.0
_MANY_SENTENCES = 3  # with a year, for the prose to count in full: one may speak of it in passing
_LAST_MONTH_DUE = 6  # reports are due by the end of January, or of March; few come later
_PATH_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class ReportYear:
    """``conflict`` is a sentence for the reader where the document states another year as firmly, else None.

    ``is_inferred``: the document does not state the year; its day of publication or its path tells it.
    """

    year: int | None
    evidence: str
    conflict: str | None
    is_inferred: bool = False


def report_year(page: Page, title: Title | None, published: date | None, source_path: str) -> ReportYear:
    """Weigh what the document says of the year it reports on.

    The title's year and the stated period count most; the prose counts by the share of its sentences that
    speak of a year, plans and cited documents left out. The year of publication is never the year reported on,
    but a report ``published`` in a first half-year speaks for the year before it, if anything else does.
    Only where nothing states a year do that day and, last, ``source_path`` tell it.
    """
    votes: Counter[int] = Counter()
    reasons: dict[int, list[str]] = {}
    firm: list[tuple[str, int]] = []

    def vote(year: int, weight: float, reason: str) -> None:
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            votes[year] += weight
            reasons.setdefault(year, []).append(reason)

    if title is not None and title.year is not None:
        firm.append(("title", title.year))
        vote(title.year, _TITLE_WEIGHT, "title")
    period = stated_period(page.text)
    if period is not None:
        firm.append(("stated period", period))
        vote(period, _PERIOD_WEIGHT, "stated period")
    annex = next((match for line in page.lines if (match := _ANNEX.match(line.plain))), None)
    if annex is not None:
        vote(int(annex[1]), _ANNEX_WEIGHT, "heading of the statistics table")
    mentions, opening = _mentions(page, title)
    total = sum(mentions.values())
    for year, count in mentions.items():
        weight = _PROSE_WEIGHT * count / max(total, _MANY_SENTENCES)
        vote(year, weight, f"{count} of {total} sentences with a year")
    if opening is not None:
        vote(opening, _OPENING_WEIGHT, "first year of the prose")
    due = published.year - 1 if published is not None and published.month <= _LAST_MONTH_DUE else None
    if due in votes:
        vote(due, _PUBLISHED_WEIGHT, f"published on {published}")
    if not votes:
        return _inferred(due, source_path)
    year = votes.most_common(1)[0][0]
    other = [
        f"the {source} says {stated}, the rest of the document {year}" for source, stated in firm if stated != year
    ]
    return ReportYear(year, f"{year}: {', '.join(reasons[year])}", "; ".join(other) or None)


def year_of_the_prose(page: Page) -> int | None:
    """Return the year that more sentences speak of than of any other, whatever a title says."""
    ranked = _mentions(page, None)[0].most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _inferred(due: int | None, source_path: str) -> ReportYear:
    """The year of a report that states none: published in the first half of the next, or named in its path."""
    if due is not None:
        return ReportYear(due, f"{due}: the report was published in the next year", None, is_inferred=True)
    for part in reversed(source_path.split("/")):
        years = {int(year) for year in _PATH_YEAR.findall(part)}
        if len(years) == 1 and _FIRST_YEAR <= (year := years.pop()) <= _LAST_YEAR:
            return ReportYear(year, f"{year}: the path, {part}", None, is_inferred=True)
    return ReportYear(None, "no year is stated", None)


def _mentions(page: Page, title: Title | None) -> tuple[Counter[int], int | None]:
    """Return how many sentences speak first of each year, and the first year any of them speaks of.

    A sentence that compares years speaks of the latest.
    """
    counts: Counter[int] = Counter()
    opening = None
    # What only names a report or dates a page says nothing of what the figures cover.
    top = page.text_begins() if title is None or title.line is None else title.line + 1
    lines = page.article()[top:]
    prose = "".join(
        line.plain
        for line in lines
        if not (line.is_aside or is_title(line.plain) or is_link(line) or is_date_line(line.plain))
    )
    for sentence in _SENTENCE.split(PERIOD.sub("", _CITED.sub("", prose))):
        mentions = (match for match in _MENTION.finditer(sentence) if not _in_passing(sentence, match))
        years = [number_of(mention[1]) for mention in mentions]
        if not years or _PLAN.search(sentence):
            continue
        year = max(years) if _COMPARED.search(sentence) else years[0]
        opening = opening or year
        counts[year] += 1
    return counts, opening


def _in_passing(sentence: str, mention: re.Match[str]) -> bool:
    """Say whether a year only begins a span or is compared with: 自2017年以来, 比2018年."""
    return (
        _BEFORE_PASSING.search(sentence, 0, mention.start()) is not None
        or _AFTER_PASSING.match(sentence, mention.end()) is not None
    )
