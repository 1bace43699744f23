"""The title of a report: the line, or the lines in a row, that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.identify.page import Line, Page
from ingest.identify.words import alternatives
from ingest.normalise import normalise, without_glosses

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九OＯ]{3})"
_TITLE = re.compile(
    rf"(?P<who>(?:[^。，,;；:：!！?？|<>《]|\?){{0,50}}?)"
    rf"(?P<subject>{alternatives('report_subject')})"
    rf"(?P<between>[^。，,;；:：|<>》]{{0,20}}?)"
    rf"(?P<kind>{alternatives('report_kind')})"
    rf"(?P<after>[\[(（【]?{_YEAR}?年?度?[\])）】]?)"
)
_HAS_YEAR = re.compile(_YEAR)
_NO_TITLE = re.compile(alternatives("no_title") + r"[)）]?$")
_AGENCY_ENDING = re.compile(alternatives("agency_ending") + "$")
_LIST_MARK = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]|^[(（]?\d+[)）]?[、.．]")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—>]+\s*.*$")
_LINES_OF_A_TITLE = 4
_LONGEST_TITLE = 70
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff（）〇○"
_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}\w(])|(?<=[\w)])\s+(?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Title:
    """``text`` is as printed (its own script); ``who`` the normalised words that are neither year nor kind.

    ``line`` is the number of its last line in the page, None where only the page's metadata have it.
    """

    text: str
    who: str
    years: tuple[str, ...]
    line: int | None


def find_title(page: Page) -> Title | None:
    """Return the title printed in the document, or else that of its metadata; None where there is none."""
    best: tuple[float, Title] | None = None
    for first in range(len(page.lines)):
        for title, score in _titles_from(page, first):
            if best is None or score > best[0]:
                best = score, title
    if best is not None:
        return best[1]
    for printed in _stated_titles(page):
        match = _match(_plain(printed))
        if match is not None and (match["who"] or _HAS_YEAR.search(match.string)):
            return Title(tidy(printed), _who(match), _years(match), None)
    return None


def _titles_from(page: Page, first: int):
    """Yield the titles that begin with one line, each with how much speaks for it."""
    joined: list[Line] = []
    for number in range(first, min(first + _LINES_OF_A_TITLE, len(page.lines))):
        line = page.lines[number]
        if len(line.plain) > _LONGEST_TITLE or (joined and _LIST_MARK.match(line.plain)):
            return
        joined.append(line)
        plain = "".join(part.plain for part in joined)
        if len(plain) > _LONGEST_TITLE:
            return
        match = _match(plain)
        if match is None:
            continue
        who, years = _who(match), _years(match)
        is_name = _AGENCY_ENDING.search(who) is not None
        is_heading = joined[0].is_heading
        if not is_name and not years and first > 0 and not is_heading:
            continue  # a link of the menu
        score = 2.0 * is_name + 2.0 * bool(years) + 0.3 * is_heading - 0.6 * (len(joined) - 1) - 0.002 * first
        printed = "".join(without_glosses(part.printed) for part in joined)
        yield Title(tidy(printed), who, years, number), score


def _match(plain: str) -> re.Match[str] | None:
    match = _TITLE.fullmatch(plain)
    if match is None or _LIST_MARK.match(plain) or _NO_TITLE.search(plain):
        return None
    return match


def _who(match: re.Match[str]) -> str:
    """Return the words before the subject without years and the words that only introduce."""
    return re.sub(rf"^(?:关于)|{_YEAR}年?度?|^年度|年度$|的$|[()\[\]【】（）]", "", match["who"]).strip()


def _years(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(_HAS_YEAR.findall(match.string))


def _stated_titles(page: Page) -> list[str]:
    named = [page.metadata[name] for name in ("articletitle", "title") if name in page.metadata]
    return [*page.fields.get("title", ()), *named, *(_SITE_SUFFIX.sub("", name) for name in named)]


def _plain(printed: str) -> str:
    return re.sub(r"\s+", "", normalise(printed))


def tidy(printed: str) -> str:
    """Return a title as printed without glosses, line breaks and the spaces beside Chinese characters.

    Brackets behind Chinese are full-width, whatever a page's conversion made of them.
    """
    text = _SPACE_BESIDE_HAN.sub("", without_glosses(printed).strip())
    if re.search(r"[\u4e00-\u9fff]", text):
        text = text.replace("(", "（").replace(")", "）")
    return text
