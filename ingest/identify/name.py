"""The name of a public body taken apart: divisions, zone or township, and the body itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.identify.body import BUREAU, GOVERNMENT, STREET, TOWN, ZONE, Body, bodies
from ingest.identify.region import Region, regions
from ingest.identify.words import alternatives, rows_of, words
from ingest.normalise import simplified

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff〇]"
_LONGEST_NAME = 45
_ZONE = re.compile(rf"({_HAN}{{0,12}}?{alternatives('zone_word')}(?:\({_HAN}{{2,8}}\))?)")
# The name of a town can end in 镇 itself, that of a street in 街: 房镇镇, 长街街道.
_TOWN = re.compile(rf"({_HAN}{{1,9}}?{alternatives('town_word')}(?:(?<=镇)镇)?)({alternatives('town_body')}?)")
_STREET = re.compile(rf"({_HAN}{{1,9}}?(?:街(?=街道))?{alternatives('street_word')})({alternatives('street_body')}?)")
_BRANCH = re.compile(rf"({_HAN}{{2,24}}?{BUREAU})({_HAN}{{2,8}}?)({alternatives('branch')})")
_UNKNOWN_DIVISION = re.compile(rf"({_HAN}{{1,10}}?{alternatives('division_word')})")
_BODY_ENDING = re.compile(rf"{_HAN}{{1,22}}{alternatives('agency_ending')}")
_RELATIVE = re.compile(alternatives("relative"))
_STATE = words("state")[0]


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A body's name in its parts, in simplified characters.

    ``divisions`` are as printed, the outermost first; ``prefix`` is a national body the name begins with
    (国家税务总局 of a local tax bureau); ``relative`` a bare 市 or 县 that stands for a division named elsewhere;
    ``branch`` what a branch office adds behind the body (张店分局), ``branch_place`` the division in it.
    ``body`` is written out, and empty only where nothing but a place is printed; ``printed_body`` is as printed.
    """

    printed: str
    divisions: tuple[str, ...] = ()
    zone: str = ""
    township: str = ""
    body: str = ""
    printed_body: str = ""
    function: str = GOVERNMENT
    relative: str = ""
    prefix: str = ""
    branch: str = ""
    branch_place: str = ""
    is_known_body: bool = True
    is_known_division: bool = True
    is_national: bool = False

    @property
    def is_known(self) -> bool:
        return self.is_known_body and self.is_known_division

    @property
    def is_abbreviated(self) -> bool:
        return self.body != self.printed_body

    @property
    def has_place(self) -> bool:
        """Whether the name says where the body is: by a division, or by one in the name of its zone."""
        return bool(self.divisions or host_of(self.zone) or host_code(self.zone))


@dataclass(frozen=True, slots=True)
class _Place:
    divisions: tuple[str, ...]
    full_names: int  # how many of them are printed in full
    end: int


@lru_cache(maxsize=8192)
def parse(text: str) -> AgencyName | None:
    """Take a whole string apart as the name of one body; None where it is not shaped like one."""
    text = simplified(text).removeprefix(_STATE)
    if not text or len(text) > _LONGEST_NAME:
        return None
    national, prefix = _national(text)
    if national is not None:
        return national
    own = text[len(prefix) :]
    best: tuple[float, AgencyName] | None = None
    for place in _places(own, 0, None):
        weight = 1.5 * len(place.divisions) + place.full_names + 0.1 * place.end
        for bonus, name in _readings(own[place.end :]):
            if not name.is_known_body and place.divisions and place.divisions[-1] not in regions().by_name:
                continue  # 合肥工业大学 is no 工业大学 of 合肥
            name = replace(name, printed=text, prefix=prefix, divisions=place.divisions + name.divisions)
            if best is None or weight + bonus > best[0]:
                best = weight + bonus, name
    if best is None or (prefix and not best[1].body):
        return None
    return _with_host(best[1])


def host_of(zone: str) -> str:
    """Return the division, in full or bare, in whose name a zone's name begins; empty where in none."""
    known = regions()
    for length in range(len(zone) - 1, 1, -1):
        if zone[:length] in known.by_name or zone[:length] in known.by_stem:
            return zone[:length]
    return ""


def host_code(zone: str) -> str | None:
    """Return the code of the division that runs a zone whose name does not begin with it, as reviewed."""
    return next((row["region_code"] for row in _zone_hosts() if zone.startswith(row["zone"])), None)


@cache
def _zone_hosts() -> tuple[dict[str, str], ...]:
    return tuple(rows_of("zone_host.csv"))


def can_abbreviate(short: AgencyName, full: AgencyName) -> bool:
    """Say whether the first name's body can be short for the second's: its characters stand there in order."""
    rest = iter(full.body)
    return (
        short.function == full.function
        and len(short.printed_body) < len(full.body)
        and all(character in rest for character in short.printed_body)
    )


def _national(text: str) -> tuple[AgencyName | None, str]:
    """Return the national body that is named, or else the one that a local body's name begins with."""
    names = _national_bodies()
    if text in names:
        body = names[text]
        return AgencyName(text, body=body.name, printed_body=text, function=body.function, is_national=True), ""
    for length in range(min(len(text), 16), 3, -1):
        body = names.get(text[:length])
        if body is not None and body.name == text[:length]:
            return None, text[:length]
    return None, ""


@cache
def _national_bodies() -> dict[str, Body]:
    found: dict[str, Body] = {}
    for row in rows_of("national_body.csv"):
        for name in (row["name"], *filter(None, row["short_names"].split("|"))):
            found[name] = Body(row["name"], row["function"])
    return found


def _places(text: str, start: int, above: tuple[Region, ...] | None) -> Iterator[_Place]:
    """Yield every way in which the text can begin with divisions, each lying in the one before it."""
    yield _Place((), 0, start)
    known = regions()
    for length in range(min(known.longest_name, len(text) - start), 1, -1):
        name = text[start : start + length]
        found = known.by_name.get(name)
        is_full = found is not None
        found = found or known.by_stem.get(name, ())
        if above is not None:
            found = tuple(region for region in found if any(_lies_in(region, outer) for outer in above))
        if found:
            for place in _places(text, start + length, found):
                yield _Place((name, *place.divisions), place.full_names + is_full, place.end)


def _lies_in(region: Region, outer: Region) -> bool:
    """Say whether a division lay in another in any year."""
    if outer.level == "province":
        return region.level != "province" and region.province == outer.province
    return region.parent_code == outer.code


def _readings(rest: str) -> Iterator[tuple[float, AgencyName]]:
    """Yield the ways to read what follows the divisions, each with how much speaks for it."""
    if not rest:
        yield 0, AgencyName("")
        return
    body = _body(rest)
    if body is not None:
        yield 10, body
    relative = _RELATIVE.match(rest)
    if relative is not None and (body := _body(rest[relative.end() :])) is not None:
        yield 9, replace(body, relative=relative[0])
    zone = _ZONE.match(rest)
    if zone is not None and not _ends_in_a_division(zone[1]):
        after = rest[zone.end() :]
        body = _body(after) if after else AgencyName("", body=words("zone_body")[0], function=ZONE)
        if body is not None:
            yield 8, replace(body, zone=zone[1])
    yield from _townships(rest)
    branch = _BRANCH.fullmatch(rest)
    if branch is not None and (body := _body(branch[1])) is not None:
        yield 7, replace(body, branch=branch[2] + branch[3], branch_place=branch[2])
    unknown = _UNKNOWN_DIVISION.match(rest)
    if unknown is not None and unknown.end() < len(rest):
        body = _body(rest[unknown.end() :])
        if body is not None:
            yield 5, replace(body, divisions=(unknown[1],), is_known_division=False)
    if rest not in words("agency_ending") and not rest.startswith(words("no_name")) and _BODY_ENDING.fullmatch(rest):
        function = bodies().function_of(rest)
        yield 0, AgencyName("", body=rest, printed_body=rest, function=function, is_known_body=False)


def _ends_in_a_division(zone: str) -> bool:
    """Say whether a zone's name is other words and a division called like a zone: 由浦东新区."""
    return any(zone[start:] in regions().by_name for start in range(1, len(zone) - 1))


def _townships(rest: str) -> Iterator[tuple[float, AgencyName]]:
    for pattern, function, own_body in ((_TOWN, TOWN, "town_body"), (_STREET, STREET, "street_body")):
        match = pattern.match(rest)
        if match is None:
            continue
        after = rest[match.end() :]
        if not after:
            body = words(own_body)[0]
            yield 7, AgencyName("", township=match[1], body=body, printed_body=match[2] or body, function=function)
        elif not match[2] and (body := _body(after)) is not None:
            yield 6, replace(body, township=match[1])


def _body(text: str) -> AgencyName | None:
    body = bodies().named(text)
    return AgencyName("", body=body.name, printed_body=text, function=body.function) if body else None


def _with_host(name: AgencyName) -> AgencyName:
    """Put bare place names into the name of the zone they begin: 济源 of 济源示范区 is no division printed.

    What is called a zone and is a division of the country (浦东新区, 绿园区) is one, unless it is printed under
    another: 绍兴滨海新区 is not the 滨海新区 of Tianjin.
    """
    while name.zone and not _is_division(name.zone, name.divisions):
        if not name.divisions or name.divisions[-1] in regions().by_name:
            return name
        name = replace(name, divisions=name.divisions[:-1], zone=name.divisions[-1] + name.zone)
    if not name.zone:
        return name
    name = replace(name, divisions=(*name.divisions, name.zone), zone="")
    return name if name.printed_body else replace(name, body="", function=GOVERNMENT)


def _is_division(zone: str, above: tuple[str, ...]) -> bool:
    """Say whether a zone's name is that of a division which lies in the one printed before it, if any is."""
    known = regions()
    outer = known.by_name.get(above[-1]) or known.by_stem.get(above[-1]) or () if above else None
    found = known.by_name.get(zone, ())
    return any(outer is None or any(_lies_in(region, other) for other in outer) for region in found)
