"""Which body reports: every place where a name can stand, and the one that is believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.identify.body import GOVERNMENT, bodies
from ingest.identify.name import AgencyName, parse
from ingest.identify.page import Page
from ingest.identify.region import regions
from ingest.identify.title import Title
from ingest.identify.words import alternatives, words

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_COMPILED_BY = re.compile(
    rf"(?:由|[,，])([{_HAN}]{{3,40}}?)(?:根据|依据|按照|负责)?{alternatives('compiled_by')}"
    rf"|现将([{_HAN}]{{3,40}}?)(?:20\d\d|二[〇○零])"
)
_SIGNATURE = re.compile(rf"[{_HAN}()]{{3,40}}")
_NOT_A_NAME = re.compile(rf"[^{_HAN}]")
_SITE_WORDS = re.compile(rf"{alternatives('site')}+$")
_OPENING_LENGTH = 400
_SIGNATURE_LINES = 3
_PATH_PART = re.compile(rf"[{_HAN}]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name and where it stands. ``count`` is how often, where the source is the running text."""

    source: str  # title, signature, field, opening, site, body, path
    name: AgencyName
    printed: str
    count: int = 1


def candidates(page: Page, title: Title | None, source_path: str) -> list[Candidate]:
    """Return every name the document and its path print, the most trusted place first."""
    found: list[Candidate] = []

    def add(source: str, printed: str, count: int = 1) -> None:
        name = parse(printed)
        if name is not None:
            found.append(Candidate(source, name, printed, count))

    if title is not None and title.who:
        add("title", title.who)
    for printed in _signatures(page):
        add("signature", printed)
    for value in page.fields.get("agency", ()):
        add("field", _NOT_A_NAME.sub("", value))
    for match in _COMPILED_BY.finditer(page.text[:_OPENING_LENGTH]):
        add("opening", match[1] or match[2])
    for printed in _sites(page):
        add("site", printed)
    for printed, count in mentions(page.text).most_common():
        add("body", printed, count)
    for printed in _PATH_PART.findall(source_path):
        add("path", re.sub(r"(?:政府)?信息公开.*$", "", printed))
    return found


def believed(found: list[Candidate], page: Page) -> tuple[Candidate | None, AgencyName | None]:
    """Return the candidate to believe and its name, made whole by the other candidates.

    The title is believed before the signature, then the metadata field, the opening sentence, the page's site,
    the running text and at last the path. The site and the running text must fit how the document speaks of
    itself (我局), because they name other bodies too.
    """
    for candidate in found:
        if not candidate.name.is_known and candidate.source in ("opening", "site", "path"):
            continue
        if candidate.source in ("opening", "body", "path") and not candidate.name.body:
            continue
        if candidate.source == "body" and not _is_self(candidate, found, page):
            continue
        if candidate.source == "site" and not _fits_self(candidate.name, page):
            continue
        return candidate, _completed(candidate.name, found)
    return None, None


def mentions(text: str) -> Counter[str]:
    """Count the names of known bodies in running text, each with the divisions or zone printed before it."""
    counts: Counter[str] = Counter()
    known = bodies()
    end = 0
    while end < len(text):
        end += 1
        if text[end - 1] not in known.last_characters:
            continue
        for length in range(min(known.longest, end), 1, -1):
            start = end - length
            if text[start:end] in known.by_name and text[end : end + 1] not in words("goes_on"):
                counts[text[_name_start(text, start) : end]] += 1
                break
    return counts


def _name_start(text: str, body_start: int) -> int:
    """Return where the name begins whose body begins at ``body_start``: the longest run of places before it."""
    for start in range(max(0, body_start - 24), body_start):
        before = text[start:body_start]
        if not _is_place_character(before[0]):
            continue
        name = parse(before + words("zone_body")[0]) if before.endswith(words("zone_word")) else None
        if name is not None and name.zone and (name.divisions or _begins_with_place(name.zone) or name.zone == before):
            if name.divisions or _begins_with_place(name.zone) or before in words("zone_word"):
                return start
            continue
        if _is_chain(before):
            return start
    return body_start


def _is_chain(text: str) -> bool:
    """Say whether the text is nothing but divisions printed in full, one below the other."""
    name = parse(text)
    return name is not None and not name.body and all(part in regions().by_name for part in name.divisions)


def _begins_with_place(zone: str) -> bool:
    known = regions()
    return any(zone[:length] in known.by_stem or zone[:length] in known.by_name for length in range(2, len(zone)))


def _is_place_character(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _signatures(page: Page) -> Iterator[str]:
    """The lines above the last line that is a date, and a name on that line itself."""
    for number in range(len(page.lines) - 1, -1, -1):
        plain = page.lines[number].plain
        if len(plain) <= 45 and re.search(r"\d{4}年\d{1,2}月\d{1,2}日[)\]]?$|二[〇○零].{2}年.{1,3}月.{1,3}日$", plain):
            before = re.split(r"[(\[]?(?:\d{4}年|二[〇○零])", plain)[0]
            if before:
                yield before
            for line in page.lines[max(0, number - _SIGNATURE_LINES) : number][::-1]:
                if _SIGNATURE.fullmatch(line.plain) and parse(line.plain) is not None:
                    yield line.plain
            return


def _sites(page: Page) -> Iterator[str]:
    """The name of the site: the metadata, and the first lines of the page."""
    for name in ("sitename", "contentsource", "author", "title"):
        for part in re.split(r"[-_|–—>\s]+", page.metadata.get(name, "")):
            yield _SITE_WORDS.sub("", part)
    for line in page.lines[:3]:
        yield _SITE_WORDS.sub("", line.plain)


def _is_self(candidate: Candidate, found: list[Candidate], page: Page) -> bool:
    """Say whether a body named in the text is the one that speaks, and no other is named as often."""
    if not candidate.name.is_known or not _fits_self(candidate.name, page):
        return False
    totals: Counter[str] = Counter()
    for other in found:
        if other.source == "body" and _fits_self(other.name, page):
            totals[other.name.body] += other.count
    (first, count), *rest = totals.most_common()
    return candidate.name.body == first and (not rest or rest[0][1] < count)


def _fits_self(name: AgencyName, page: Page) -> bool:
    """Say whether 我局, 我委 … of the document can stand for this body."""
    counts = Counter({word: page.text.count(word) for word in words("self")})
    word, count = counts.most_common(1)[0]
    if count == 0:
        return False
    kind = word[1:]
    if name.function == GOVERNMENT:
        return kind in words("relative")
    return (name.body or name.township).endswith(kind) or (name.body.endswith("委员会") and kind == "委") or (
        name.body.endswith("办公室") and kind == "办"
    )  # fmt: skip


def _completed(name: AgencyName, found: list[Candidate]) -> AgencyName:
    """Return the name with the divisions and zone that other candidates for the same body print."""
    same = [other.name for other in found if other.name.body == name.body and _agrees(name, other.name)]
    richest = max(same, key=lambda other: (len(other.zone), len(other.divisions), len("".join(other.divisions))))
    if len(richest.divisions) >= len(name.divisions):
        name = replace(name, divisions=richest.divisions, zone=richest.zone or name.zone)
    if not name.divisions and not name.zone:
        for other in found:
            if other.source in ("signature", "field", "site", "path") and other.name.divisions:
                return replace(name, divisions=other.name.divisions)
    return name


def _agrees(name: AgencyName, other: AgencyName) -> bool:
    """Say whether the other name only says more: it ends in the same divisions and the same zone."""
    if name.township != other.township or (name.zone and other.zone and not other.zone.endswith(name.zone)):
        return False
    count = len(name.divisions)
    return count == 0 or other.divisions[-count:] == name.divisions
