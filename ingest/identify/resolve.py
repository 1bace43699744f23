"""From a body's name to its place in the country: by parent, year and the document's other evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.identify.body import ZONE
from ingest.identify.clues import Clues
from ingest.identify.name import AgencyName, host_code, host_of
from ingest.identify.region import Region, regions
from ingest.identify.words import words


@dataclass(frozen=True, slots=True)
class Resolved:
    """``region`` is None where it cannot be told; ``candidates`` are then those that remain."""

    region: Region | None
    parents: tuple[Region, ...]
    candidates: tuple[Region, ...]
    reason: str


def resolve(name: AgencyName, year: int | None, clues: Clues) -> Resolved:
    """Find the division of county level or above that the body belongs to, never by luck.

    The division must bear its name in the year (or the one before or after) and lie under those printed before
    it. Of several, the one whose code, of registration or of its site, or else whose parents, the document states.
    """
    known = regions()
    host = known.at(host_code(name.zone) or "", year) if not name.divisions else None
    if host is not None:
        return Resolved(host, known.parents(host, year), (host,), f"{name.zone} is run by {host.name} {host.code}")
    printed = name.divisions[-1] if name.divisions else host_of(name.zone)
    if not printed:
        return Resolved(None, (), (), "no division is named")
    found = _under(known.named(printed, year), name.divisions[:-1], year)
    if name.branch_place and name.divisions:
        found = _of_the_branch(name.branch_place, found, year) or found
    found = _outermost(_of_the_level(found, name), printed, year)
    if not found:
        when = f" in {year}" if year else ""
        return Resolved(None, (), (), f"no division is called {''.join(name.divisions) or printed}{when}")
    reason = "only one division is called so" if len(name.divisions) < 2 else "the divisions above are printed with it"
    if len(found) > 1:
        found, reason = _by_evidence(found, year, clues, printed)
    if len(found) == 1:
        return Resolved(found[0], known.parents(found[0], year), found, f"{found[0].name} {found[0].code}: {reason}")
    return Resolved(None, (), found, reason)


def as_of(name: AgencyName, year: int | None) -> AgencyName:
    """Return the name with a division that was a zone in the year (两江新区 before 2026) read as one."""
    if not name.divisions or regions().named(name.divisions[-1], year) or host_code(name.divisions[-1]) is None:
        return name
    name = replace(name, divisions=name.divisions[:-1], zone=name.divisions[-1] + name.zone)
    return name if name.body else replace(name, body=words("zone_body")[0], function=ZONE)


def _under(found: Iterable[Region], above: tuple[str, ...], year: int | None) -> tuple[Region, ...]:
    """Keep the divisions that lie under all those printed before them."""
    known = regions()

    def lies_under(region: Region, name: str) -> bool:
        called = {parent.code for parent in (known.by_name.get(name) or known.by_stem.get(name) or ())}
        return any(parent.code in called for parent in known.parents(region, year))

    return tuple(region for region in found if all(lies_under(region, name) for name in above))


def _of_the_branch(place: str, found: tuple[Region, ...], year: int | None) -> tuple[Region, ...]:
    """Return the divisions under ``found`` that a branch office is named after: 张店 of 张店分局."""
    codes = {region.code for region in found}
    return tuple(region for region in regions().named(place, year) if region.parent_code in codes)


def _of_the_level(found: tuple[Region, ...], name: AgencyName) -> tuple[Region, ...]:
    """Keep the divisions of the level that the body's name tells: only provinces have a 厅."""
    if not name.township and name.body.endswith(words("province_ending")) and not name.body.endswith(words("office")):
        return tuple(region for region in found if region.level == "province")
    return found


def _outermost(found: tuple[Region, ...], printed: str, year: int | None) -> tuple[Region, ...]:
    """Of divisions with one bare name, keep the one the others lie in: 南昌 alone is the city, not its county."""
    if printed in regions().by_name or len(found) < 2:
        return found
    above = {region.code: {parent.code for parent in regions().parents(region, year)} for region in found}
    outer = [region for region in found if all(region.code in above[other.code] for other in found if other != region)]
    return tuple(outer) or found


def _by_evidence(
    found: tuple[Region, ...], year: int | None, clues: Clues, printed: str
) -> tuple[tuple[Region, ...], str]:
    """Keep the candidate that the document's other words speak for; all that remain where they do not decide."""
    for kind, codes in (("code of registration", clues.registrations), ("code of the site", clues.site_codes)):
        coded = tuple(region for region in found if region.code in codes)
        if len(coded) == 1:
            return coded, f"the {kind}, of {len(found)} called {printed}"
    above = {region.code: regions().parents(region, year) for region in found}
    all_called = len(found)
    for kind, speaks_for in clues.kinds():
        narrowed = True
        while narrowed and len(found) > 1:  # 江苏省/徐州市: the province leaves two, of which the city tells one
            told = tuple(region for region in found if any(map(speaks_for, _telling(region, found, above))))
            narrowed = 0 < len(told) < len(found)
            found = told if narrowed else found
        if len(found) == 1:
            names = ", ".join(parent.name for parent in above[found[0].code] if speaks_for(parent))
            return found, f"{kind} says {names}, of {all_called} called {printed}"
    return found, f"{len(found)} divisions are called {printed}"


def _telling(region: Region, found: tuple[Region, ...], above: dict[str, tuple[Region, ...]]) -> list[Region]:
    """Return the divisions above a candidate that do not lie above every candidate."""
    return [parent for parent in above[region.code] if not all(parent in above[other.code] for other in found)]
