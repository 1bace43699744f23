"""Names of bodies and divisions in running text, found without a separator to go by."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ingest.identify.body import bodies
from ingest.identify.name import host_of, parse
from ingest.identify.region import regions
from ingest.identify.words import alternatives, words

_LONGEST_LEAD = 24  # of divisions and zone before a body
_DIVISION_END = re.compile(alternatives("division_word"))
_TOWNSHIP = re.compile(
    rf"(?<={alternatives('county_word')})([\u4e00-\u9fff]{{1,8}}?(?:{alternatives('street_word')}{words('street_body')[0]}"
    rf"|{alternatives('town_word')}{words('town_body')[0]}))"
)
_AFTER_A_VISIT = re.compile(rf"{alternatives('visit')}.{{0,3}}$")


def bodies_named(text: str) -> Counter[str]:
    """Count the known bodies named in ``text``, each with the divisions or the zone printed before it."""
    counts = _townships_named(text)
    known = bodies()
    goes_on = words("goes_on")
    for last in known.last_character.finditer(text):
        end = last.end()
        if text.startswith(goes_on, end):
            continue
        for length in range(min(known.longest, end), 1, -1):
            if text[end - length : end] in known.by_name:
                counts[text[_start_of_name(text, end - length) : end]] += 1
                break
    return counts


def _townships_named(text: str) -> Counter[str]:
    """Count the towns and streets named in full, with the division printed before them."""
    counts: Counter[str] = Counter()
    for match in _TOWNSHIP.finditer(text):
        start = _start_of_name(text, match.start(1))
        if start < match.start(1):
            counts[text[start : match.end()]] += 1
    return counts


def divisions_named(text: str) -> Counter[str]:
    """Count the divisions named in full in ``text``, those left out that are only somewhere to go and learn."""
    counts: Counter[str] = Counter()
    known = regions().by_name
    longest = regions().longest_name
    for match in _DIVISION_END.finditer(text):
        end = match.end()
        for length in range(min(longest, end), 1, -1):
            name = text[end - length : end]
            if name in known:
                if not _AFTER_A_VISIT.search(text, max(0, end - length - 8), end - length):
                    counts[name] += 1
                break
    return counts


def _start_of_name(text: str, body_start: int) -> int:
    """Return where the name begins whose body begins at ``body_start``: the longest run of places before it."""
    last = text[body_start - 1 : body_start]
    if not last or last not in _ends_of_places():
        return body_start
    for start in range(max(0, body_start - _LONGEST_LEAD), body_start):
        if _is_run_of_places(text[start:body_start]):
            return start
    return body_start - 1 if last in words("relative") else body_start


@cache
def _ends_of_places() -> frozenset[str]:
    return frozenset(word[-1] for meaning in ("division_word", "zone_word", "town_word") for word in words(meaning))


def _is_run_of_places(text: str) -> bool:
    """Say whether the text is nothing but divisions in full, one below the other, with at most a zone or a town."""
    name = parse(text)
    if name is None or name.body not in ("", *words("zone_body"), *words("town_body")) or not name.is_known:
        return False
    if any(part not in regions().by_name for part in name.divisions):
        return False
    return bool(name.divisions or host_of(name.zone) or text in words("zone_word"))
