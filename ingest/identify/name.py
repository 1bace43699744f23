"""The name of a public body taken apart: divisions, zone or township, and the body itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.identify.body import GOVERNMENT, STREET, TOWN, ZONE, Body, bodies
from ingest.identify.region import regions
from ingest.identify.words import alternatives, rows_of, words
from ingest.normalise import simplified

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_LONGEST_NAME = 45
_ZONE = re.compile(rf"({_HAN}{{0,12}}?{alternatives('zone_word')}(?:\({_HAN}{{2,8}}\))?)")
_TOWN = re.compile(rf"({_HAN}{{1,9}}?{alternatives('town_word')})({alternatives('town_body')}?)")
_STREET = re.compile(rf"({_HAN}{{1,9}}?{alternatives('street_word')})({alternatives('street_body')}?)")
_BODY_ENDING = re.compile(rf"{_HAN}{{1,22}}{alternatives('agency_ending')}")
_RELATIVE = re.compile(alternatives("relative"))
_LEVEL_ORDER = {"province": 0, "prefecture": 1, "county": 2}


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A body's name in its parts, in simplified characters.

    ``divisions`` are as printed, the outermost first; ``prefix`` is a national body the name begins with
    (国家税务总局 of a local tax bureau); ``relative`` a bare 市 or 县 that stands for a division named elsewhere.
    ``body`` is written out, and empty only where nothing but a place is printed.
    """

    printed: str
    divisions: tuple[str, ...]
    zone: str
    township: str
    body: str
    function: str
    relative: str = ""
    prefix: str = ""
    is_known: bool = True
    is_national: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    divisions: tuple[str, ...]
    full_names: int  # how many of them are printed in full
    end: int


@lru_cache(maxsize=4096)
def parse(text: str) -> AgencyName | None:
    """Take a whole string apart as the name of one body; None where it is not shaped like one."""
    text = simplified(text)
    if not text or len(text) > _LONGEST_NAME:
        return None
    national, prefix = _national(text)
    if national is not None:
        return national
    found = [candidate for place in _places(text[len(prefix) :], 0, -1) for candidate in _readings(text, prefix, place)]
    return max(found, key=lambda scored: scored[0])[1] if found else None


def is_abbreviation_of(short: AgencyName, full: AgencyName) -> bool:
    """Say whether two names can be one body's: the same words once both are written out."""
    return short.body == full.body and (not short.township or short.township == full.township)


def _national(text: str) -> tuple[AgencyName | None, str]:
    """Return the national body that is named, or else the one that a local body's name begins with."""
    names = _national_bodies()
    if text in names:
        body = names[text]
        return AgencyName(text, (), "", "", body.name, body.function, is_national=True), ""
    for length in range(min(len(text), 16), 3, -1):
        body = names.get(text[:length])
        if body is not None and body.name == text[:length]:
            return None, text[:length]
    return None, ""


@cache
def _national_bodies() -> dict[str, Body]:
    found: dict[str, Body] = {}
    for row in rows_of("national_body.csv"):
        body = Body(row["name"], row["function"])
        for name in (row["name"], *filter(None, row["short_names"].split("|"))):
            found[name] = body
    return found


def _places(text: str, start: int, level: int) -> Iterator[_Place]:
    """Yield every way in which the text can begin with divisions, each below the one before it."""
    yield _Place((), 0, start)
    known = regions()
    for length in range(min(known.longest_name, len(text) - start), 1, -1):
        name = text[start : start + length]
        is_full = name in known.by_name
        found = known.by_name.get(name) or known.by_stem.get(name)
        if not found:
            continue
        for below in {_LEVEL_ORDER[region.level] for region in found}:
            if below <= level:
                continue
            for place in _places(text, start + length, below):
                yield _Place((name, *place.divisions), place.full_names + is_full, place.end)


def _readings(text: str, prefix: str, place: _Place) -> Iterator[tuple[float, AgencyName]]:
    """Yield the ways to read what follows the divisions, each with how much speaks for it."""
    rest = text[len(prefix) + place.end :]
    weight = 1.0 * len(place.divisions) + place.full_names + 0.1 * sum(map(len, place.divisions))

    def name(body: str, function: str, **parts) -> AgencyName:
        return AgencyName(text, place.divisions, parts.pop("zone", ""), parts.pop("township", ""), body, function,
                          prefix=prefix, **parts)  # fmt: skip

    if not rest:
        if place.divisions and not prefix:
            yield weight, name("", GOVERNMENT)
        return
    body = bodies().named(rest)
    if body is not None:
        yield weight + 10, name(body.name, body.function)
    relative = _RELATIVE.match(rest)
    if relative is not None:
        body = bodies().named(rest[relative.end() :])
        if body is not None:
            yield weight + 9, name(body.name, body.function, relative=relative[0])
    zone = _ZONE.match(rest)
    if zone is not None:
        after = rest[zone.end(1) :]
        body = bodies().named(after) if after else Body(words("zone_body")[0], ZONE)
        if body is not None:
            yield weight + 8, _with_host(name(body.name, body.function, zone=zone[1]))
    for pattern, function, default in ((_TOWN, TOWN, "town_body"), (_STREET, STREET, "street_body")):
        match = pattern.match(rest)
        if match is None:
            continue
        after = rest[match.end() :]
        if not after:
            yield weight + 7, name(words(default)[0], function, township=match[1])
        elif not match[2]:
            body = bodies().named(after)
            if body is not None:
                yield weight + 6, name(body.name, body.function, township=match[1])
    if _BODY_ENDING.fullmatch(rest):
        yield weight, name(rest, bodies().function_of(rest), is_known=False)


def _with_host(name: AgencyName) -> AgencyName:
    """Put a bare place name into the name of the zone it begins: 济源 of 济源示范区 is no division printed."""
    if not name.divisions or name.divisions[-1] in regions().by_name:
        return name
    return replace(name, divisions=name.divisions[:-1], zone=name.divisions[-1] + name.zone)
