"""From a body's name to its place in the country: by parent, year and the document's other evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.identify.body import GOVERNMENT
from ingest.identify.name import AgencyName
from ingest.identify.page import Page
from ingest.identify.region import Region, regions, stem_of
from ingest.identify.words import words

# The unified social credit code of an agency (GB 32100): 1 for staffing offices, then its kind, then the code of
# the division of registration, nine characters of the organisation code and a check character.
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[1-9](\d{6})[0-9A-Z]{9}[0-9A-Z](?![0-9A-Z])")
_PLACE_ENDING = re.compile(r"[省市县区旗州盟]")


@dataclass(frozen=True, slots=True)
class Clues:
    """What else the document says of its place.

    ``codes`` are codes of registration; ``places`` counts the divisions named in full in the text.
    """

    codes: tuple[str, ...]
    places: Counter[str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """``region`` is None where it cannot be told; ``candidates`` are then those that remain."""

    region: Region | None
    parents: tuple[Region, ...]
    candidates: tuple[Region, ...]
    reason: str


def clues_of(page: Page, source_path: str) -> Clues:
    """Gather the clues of a document."""
    known = regions()
    codes = _CREDIT_CODE.findall(" ".join([*page.fields.get("index", ()), page.text, page.cells]))
    places: Counter[str] = Counter()
    text = page.text
    for match in _PLACE_ENDING.finditer(text):
        end = match.end()
        for length in range(min(known.longest_name, end), 1, -1):
            if text[end - length : end] in known.by_name:
                places[text[end - length : end]] += 1
                break
    for stem in known.by_stem:
        if stem in text:
            places[stem] += 1
    return Clues(tuple(dict.fromkeys(codes)), places)


def resolve(name: AgencyName, year: int | None, clues: Clues) -> Resolved:
    """Find the division of county level or above that the body belongs to, never by luck."""
    known = regions()
    printed = name.divisions[-1] if name.divisions else _host_of(name.zone)
    if not printed:
        return Resolved(None, (), (), "no division is named")
    found = _under(known.named(printed, year), name.divisions[:-1], year)
    reason = f"{printed} bears its name once in the country"
    if len(found) > 1:
        found, reason = _by_evidence(found, year, clues, printed)
    if len(found) == 1:
        return Resolved(found[0], known.parents(found[0], year), found, reason)
    return Resolved(None, (), found, reason)


def _host_of(zone: str) -> str:
    """Return the division in whose name a zone's name begins."""
    known = regions()
    for length in range(len(zone), 1, -1):
        if zone[:length] in known.by_name or zone[:length] in known.by_stem:
            return zone[:length]
    return ""


def _under(found: Iterable[Region], above: tuple[str, ...], year: int | None) -> tuple[Region, ...]:
    """Keep the divisions that lie under all those printed before them."""
    known = regions()
    return tuple(
        region
        for region in found
        if all(any(_is_called(parent, name) for parent in known.parents(region, year)) for name in above)
    )


def _is_called(region: Region, name: str) -> bool:
    return name in (region.name, stem_of(region.name)) or region in regions().by_name.get(name, ())


def _by_evidence(
    found: tuple[Region, ...], year: int | None, clues: Clues, printed: str
) -> tuple[tuple[Region, ...], str]:
    """Keep the one candidate that a code of registration, or else the places named in the text, speak for."""
    by_code = tuple(region for region in found if any(code == region.code for code in clues.codes))
    if len(by_code) == 1:
        return by_code, f"code of registration {by_code[0].code}"
    named = tuple(region for region in found if any(_speaks_for(parent, clues) for parent in _above(region, year)))
    if len(named) == 1:
        spoken = [parent.name for parent in _above(named[0], year) if _speaks_for(parent, clues)]
        return named, f"of {len(found)} divisions called {printed} the text names {', '.join(spoken)}"
    return found, f"{len(found)} divisions are called {printed}"


def _above(region: Region, year: int | None) -> tuple[Region, ...]:
    return regions().parents(region, year)


def _speaks_for(region: Region, clues: Clues) -> bool:
    return clues.places[region.name] > 0 or clues.places[stem_of(region.name)] > 0


def level_by_words(page: Page) -> str | None:
    """Return the level of a body that no name tells, by the party committee and government it speaks of."""
    counts = {level: sum(page.text.count(word) for word in words(f"level_{level}")) for level in ("township", "county")}
    if counts["township"]:
        return "township"
    if counts["county"]:
        return "county"
    for level in ("prefecture", "province"):
        if any(word in page.text for word in words(f"level_{level}")):
            return level
    return None


def covers_lower_levels(name: AgencyName | None, page: Page) -> bool:
    """Say whether a report is consolidated: that of a government of county level or above."""
    return name is not None and name.function == GOVERNMENT and not name.township
