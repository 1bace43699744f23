"""Which body reports: every place where a name can stand, and the one that is believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.identify.body import GOVERNMENT, OFFICE
from ingest.identify.dates import before_date, is_clock, is_date_line
from ingest.identify.mentions import bodies_named, divisions_named
from ingest.identify.name import AgencyName, can_abbreviate, parse
from ingest.identify.opening import can_compile, compilers
from ingest.identify.page import SITE_WORDS, Page, is_link
from ingest.identify.region import regions
from ingest.identify.slips import corrected
from ingest.identify.title import Title, is_title, stated_bodies
from ingest.identify.words import alternatives, words

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_NOT_HAN = re.compile(rf"[^{_HAN}()]")
_SITE_NAME = re.compile(rf"([{_HAN}]{{2,}}?)(?<!{alternatives('before_government')}){alternatives('site')}")
_SEPARATOR = re.compile(r"[-_|–—>·\s]+")
_RUN_BY = re.compile(alternatives("run_by"))
_BRACKETS_BEHIND = re.compile(r"[(\[【][^)\]】]*[)\]】]$")  # of a seal: (盖章)
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_TITLE_WORDS = re.compile(rf"{alternatives('report_subject')}.*$")
_SIGNATURE_LINES = 3
_TOP_LINES = 3
# In the order in which they are believed.
SOURCES = ("title", "page title", "signature", "field", "opening", "site", "body", "path")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name and where it stands. ``count`` is how often, where the source is the running text."""

    source: str  # of SOURCES
    name: AgencyName
    count: int = 1


@dataclass(frozen=True, slots=True)
class Believed:
    """The name that is believed, made whole; ``source`` is where it stands, ``notes`` what was done to it."""

    name: AgencyName
    printed: str
    source: str
    notes: tuple[str, ...] = ()


def believe(page: Page, title: Title | None, source_path: str) -> Believed | None:
    """Return the body that reports, or None where no name of one stands in the document or its path.

    The title is believed before the one in the page's metadata, then the signature, the metadata field, the opening
    sentence, the page's site, the running text and at last the path. A name that lacks its division, misses a
    character or is short takes from the other places what it lacks.
    """
    found = list(_outside_the_text(page, title))
    credible = [candidate for candidate in found if _can_be_believed(candidate, page)]
    first = next((candidate for candidate in credible if not _is_doubtful(candidate, credible, page)), None)
    if first is not None and first.source == "site":
        first = _self_named(page, title) or first  # a menu names others too
    if first is not None and first.source == "opening" and first.name.function == OFFICE:
        first = _government_of(first.name, source_path) or first
    if first is None or not _is_whole(first, found, page):
        found += [Candidate("body", name, count) for name, count in _in_the_text(_without_links(page, title))]
        found += [Candidate("path", name) for name in map(parse, _path_parts(source_path)) if name is not None]
        if first is None:
            in_path = _from_the_path(found)
            own = in_path if in_path is not None and _fits_self(in_path.name, page) else None
            first = _self_named(page, title) or own or next(iter(credible), None) or in_path
    if first is None:
        return None
    name, notes = corrected(first.name, [candidate for candidate in found if candidate is not first])
    name, added = _made_whole(name, found, page)
    return Believed(name, first.name.printed, first.source, notes + added)


def _government_of(office: AgencyName, source_path: str) -> Candidate | None:
    """Return the government after which a file is named whose report its office compiles."""
    for name in map(parse, _path_parts(source_path.rpartition("/")[2])):
        is_government = name is not None and name.function == GOVERNMENT and not (name.township or name.zone)
        if is_government and name.divisions[-1:] == office.divisions[-1:] != ():
            return Candidate("path", name)
    return None


def speaks_as_another(name: AgencyName, page: Page) -> bool:
    """Say whether a bureau or commission is not what the document calls itself: 教育局 where it says 我委."""
    kind = _self_kind(page.text)
    if kind is None or kind in (*words("relative"), *words("office_self")) or not name.is_known or not name.body:
        return False
    return name.function not in (GOVERNMENT, OFFICE) and not _fits_self(name, page)


def bodies_told(page: Page) -> list[Candidate]:
    """Return the bodies that the report names without its title: by signature, metadata, opening or text (我局)."""
    told = [found for found in _outside_the_text(page, None) if found.source in ("signature", "field", "opening")]
    own = _self_named(page, None)
    return [*(found for found in told if _can_be_believed(found, page)), *([own] if own is not None else [])]


def _outside_the_text(page: Page, title: Title | None) -> Iterator[Candidate]:
    """Every name that stands where a name belongs, the most trusted place first.

    A site is no body: 昆明市人民政府门户网站 tells of the city wherever it stands, and little of who reports.
    """
    printed = {
        "title": [title.who] if title is not None else [],
        "page title": stated_bodies(page),
        "signature": _signatures(page, title),
        "field": [_NOT_HAN.sub("", value.split("·")[-1]) for value in page.fields.get("agency", ())],
        "site": _sites(page),
    }
    no_names = {*words("self"), *words("scope_all")}
    for source in SOURCES:
        if source == "opening":
            yield from (Candidate(source, name) for name in compilers(page, title))
        for text in printed.get(source, ()):
            without_site = SITE_WORDS.sub("", text)
            name = parse(without_site)
            if name is not None and text not in no_names:
                yield Candidate(source if without_site == text else "site", name)


def _can_be_believed(candidate: Candidate, page: Page) -> bool:
    """Say whether a name outside the text can be that of the body that reports.

    A place alone is one in a title (the government's), but not at the top of a page; what is not known as a body
    counts only where a name must stand; a site names its own body only where that is how the document speaks.
    """
    name = candidate.name
    if candidate.source == "opening":
        return can_compile(name) or _self_kind(page.text) in (None, *words("relative"))
    if candidate.source == "site" and not (name.body and name.is_known):
        return False
    if candidate.source in ("signature", "field") and not name.body:
        return False
    return candidate.source != "site" or _fits_self(name, page)


def _is_doubtful(candidate: Candidate, credible: list[Candidate], page: Page) -> bool:
    """Say whether a name gives way to that of a body which fits how the document speaks of itself (我局).

    So does the office that a metadata field names, which puts pages online for others, and a title that names
    only the division, or a government (perhaps the head of the page) where another place names the body. A
    government's report may well speak as its office does (我办). The office gives way to the body that the first
    sentence says the report is by, too.
    """
    name, kind = candidate.name, _self_kind(page.text)
    if candidate.source == "field" and _is_of_the_government(name):
        others = [other.name for other in credible if other.source == "opening"]
        if others and not any(map(_is_of_the_government, others)):
            return True
    if any(_is_office_of(name, other.name) for other in credible):
        return True
    if kind is None or kind in words("office_self") or _fits_self(name, page):
        return False
    if candidate.source == "field":
        return name.function in (GOVERNMENT, OFFICE)
    if candidate.source not in ("title", "page title"):
        return False
    is_banner = _is_of_the_government(name) and any(_fits_self(other.name, page) for other in credible)
    return not name.body or is_banner


def _is_office_of(name: AgencyName, other: AgencyName) -> bool:
    """Say whether a name is that of the office inside another body: 教育部办公室."""
    return other.function != GOVERNMENT and name.printed in {other.printed + office for office in words("inner_office")}


def _is_of_the_government(name: AgencyName) -> bool:
    return name.function in (GOVERNMENT, OFFICE) and not name.township


def _is_whole(candidate: Candidate, found: list[Candidate], page: Page) -> bool:
    """Say whether a name needs nothing from the running text."""
    name = candidate.name
    if name.is_national:
        return True
    if not name.is_known or not name.divisions or name.is_abbreviated or name.township:
        return False
    division = name.divisions[-1]
    if division not in page.text and any(other.name.divisions[-1:] != (division,) for other in found):
        return False  # nothing else says so: perhaps a slip
    others = [other.name.divisions[-1] for other in found if other.name.divisions]
    return all(other == division or len(other) != len(division) for other in others)


def _without_links(page: Page, title: Title | None) -> str:
    """Return the running text without the titles of other reports, which name their own bodies."""
    text = page.running_text
    for number, line in enumerate(page.lines):
        if (title is None or title.line != number) and is_link(line) and is_title(line.plain):
            text = text.replace(line.plain, "\n")
    return text


def _in_the_text(text: str) -> list[tuple[AgencyName, int]]:
    named = bodies_named(text)
    found = [(parse(printed), count) for printed, count in named.items()]
    return [(name, count) for name, count in found if name is not None]


def _self_named(page: Page, title: Title | None) -> Candidate | None:
    """Return the body named in the text that is the one speaking (我局), if no other of its kind is named as often.

    Menus above the title and links below the article name others; the footer names who runs the site.
    """
    top = title.line + 1 if title is not None and title.line is not None else page.text_begins()
    article = page.article()[top:]
    lines = [line.plain for line in article if not (line.is_aside or is_title(line.plain))]
    lines += [line.plain for line in page.lines[len(page.article()) :] if _RUN_BY.match(line.plain)]
    named = [Candidate("body", name, count) for name, count in _in_the_text("\n".join(lines))]
    own = [other for other in named if _fits_self(other.name, page)]
    totals: Counter[str] = Counter()
    for candidate in own:
        totals[candidate.name.body] += candidate.count
    ranked = totals.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    same = [candidate for candidate in own if candidate.name.body == ranked[0][0]]
    placed = [candidate for candidate in same if candidate.name.has_place or candidate.name.township]
    if not placed and not any(candidate.name.relative for candidate in same):
        return None
    return max(placed or same, key=lambda candidate: (not candidate.name.is_abbreviated, candidate.count))


def _from_the_path(found: list[Candidate]) -> Candidate | None:
    """Return the known body that the path names, or else the institution of a known place (惠阳区第一人民医院)."""
    named = [other for other in found if other.source == "path"]
    known = next((other for other in named if other.name.is_known), None)
    return known or next((other for other in named if _is_institution(other.name)), None)


def _is_institution(name: AgencyName) -> bool:
    return name.is_known_division and name.has_place and name.body.endswith(words("institution"))


def _signatures(page: Page, title: Title | None) -> Iterator[str]:
    """The name on the last line that is a date, and those on the lines just above it; none stands over the text."""
    top = title.line if title is not None and title.line is not None else -1
    for number in range(len(page.lines) - 1, top, -1):
        line = page.lines[number]
        if line.is_aside or page.is_above_the_article(number) or not is_date_line(line.plain):
            continue
        if is_clock(line.plain):
            continue
        if before := before_date(line.plain):
            yield before
        for above in page.lines[max(0, number - _SIGNATURE_LINES) : number][::-1]:
            name = _BRACKETS_BEHIND.sub("", above.plain)
            if _HAN_RUN.fullmatch(name):
                yield name
        return


def _sites(page: Page) -> Iterator[str]:
    """The names of the site: from the page's metadata and its first lines."""
    for name in ("sitename", "contentsource", "author", "title"):
        for part in _SEPARATOR.split(page.metadata.get(name, "")):
            yield SITE_WORDS.sub("", part)
    for line in page.lines[:_TOP_LINES]:
        if is_link(line):
            continue  # its title, or a link to another
        for part in _HAN_RUN.findall(line.plain):
            site = _SITE_NAME.match(part)
            yield site[1] if site is not None else part


def _path_parts(source_path: str) -> Iterator[str]:
    """The names in a path, the file's own before its folders'."""
    for part in reversed(_HAN_RUN.findall(source_path)):
        yield re.sub(
            rf"^(?:{alternatives('title_lead')}|年度?)+|(?:{alternatives('title_link')})+$",
            "",
            _TITLE_WORDS.sub("", part),
        )


def _fits_self(name: AgencyName, page: Page) -> bool:
    """Say whether the document's own word for itself (我局, 我委 …) can stand for this body."""
    kind = _self_kind(page.text)
    if kind is None:
        return False
    if name.function == GOVERNMENT and not name.township:
        return kind in words("relative")
    ending = name.township or name.body
    return ending.endswith((kind, *_FULL_ENDINGS.get(kind, ()))) or name.printed.endswith(kind)


_FULL_ENDINGS = {"委": ("委员会",), "办": ("办公室", "办公厅"), "会": ("委员会",)}


@lru_cache(maxsize=4)  # the candidates of one document ask it again and again
def _self_kind(text: str) -> str | None:
    """Return what the document calls itself, without the 我: 局, 委, 镇, 县 …

    A bureau speaks of its district as 我区 too, so 我局 tells more; 我办 can be the government's own office.
    """
    counts: Counter[str] = Counter()
    for word in words("self"):
        counts[word[1:]] += text.count(word)
    divisions, offices = words("relative"), words("office_self")
    for kinds in ([kind for kind in counts if kind not in (*divisions, *offices)], divisions, offices):
        kind = max(kinds, key=lambda kind: counts[kind])
        if counts[kind]:
            return kind
    return None


def _made_whole(name: AgencyName, found: list[Candidate], page: Page) -> tuple[AgencyName, tuple[str, ...]]:
    """Give a name the division, the zone and the words that it lacks and other places print."""
    if name.is_national:
        return name, ()
    notes: list[str] = []
    others = [other for other in found if other.name is not name]
    full = next(
        (o for o in others if o.name.is_known and not o.name.is_abbreviated and can_abbreviate(name, o.name)), None
    )
    if name.is_abbreviated and full is not None and full.source != "path":
        name = replace(name, body=full.name.body)
    same = [other for other in others if other.name.body == name.body and other.name.township == name.township]
    same = [other for other in same if _says_more(other.name, name)]
    if same:
        best = max(
            same, key=lambda other: (len(other.name.zone), len(other.name.divisions), -SOURCES.index(other.source))
        )
        name = replace(name, divisions=best.name.divisions, zone=best.name.zone, relative="")
        notes.append(f"{''.join((*best.name.divisions, best.name.zone))} from the {best.source}")
    if name.has_place and not (name.township and not _has_county(name)):
        return name, tuple(notes)
    placed = [other for other in others if other.name.divisions and other.name.is_known_division]
    for other in placed:
        if other.source == "body" or (other.source == "path" and not _can_be_filed_under(name, other.name)):
            continue
        if _suits(other.name.divisions[-1], name):
            notes.append(f"{other.name.divisions[-1]} from the {other.source}")
            return replace(name, divisions=other.name.divisions, relative=""), tuple(notes)
    division = _only_division(page, name)
    if division is not None:
        notes.append(f"{division}, the only such division the text names")
        return replace(name, divisions=(*name.divisions, division), relative=""), tuple(notes)
    return name, tuple(notes)


def _can_be_filed_under(name: AgencyName, other: AgencyName) -> bool:
    """Say whether a path with another name tells the place of a body: a place or its government, no other body."""
    return not other.body or _is_of_the_government(other) or other.body == name.body


def _says_more(other: AgencyName, name: AgencyName) -> bool:
    """Say whether another name of the same body ends in the same places and prints more of them."""
    if not other.is_known_division or (name.relative and not other.divisions):
        return False
    own, whole = "".join((*name.divisions, name.zone)), "".join((*other.divisions, other.zone))
    return len(whole) > len(own) and whole.endswith(own)


def _has_county(name: AgencyName) -> bool:
    last = name.divisions[-1] if name.divisions else ""
    known = regions()
    return any(region.level == "county" for region in known.by_name.get(last) or known.by_stem.get(last) or ())


def _suits(division: str, name: AgencyName) -> bool:
    """Say whether a division named elsewhere can be the one the name leaves out (市 of 市科技局)."""
    if name.township:
        return any(region.level == "county" for region in regions().by_name.get(division, ()))
    return not name.relative or division.endswith(name.relative)


def _only_division(page: Page, name: AgencyName) -> str | None:
    """Return the one division of the kind left out that the text names, if it names only one."""
    if not name.relative and not name.township:
        return None
    named = [division for division in divisions_named(page.running_text) if _suits(division, name)]
    return named[0] if len(named) == 1 else None
