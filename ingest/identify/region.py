"""Administrative divisions by name, code and year, from the reviewed seed that dbt loads as ``dim_region``."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.identify.words import alternatives
from ingest.normalise import simplified

SEED = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "regions" / "region.csv"
# A report is written in the year after the one reported on; a division abolished or renamed in the meantime
# still signs with the name of then, one created in the meantime already with its new one.
_YEARS_ASKED = (0, -1, 1)
_FIRST_REPORTS = 2003  # no report can name a division abolished before the first rules on open government
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|林区|特区|新区|地区|省|市|县|区|旗|州|盟)$")
_ETHNIC = re.compile(rf"{alternatives('ethnic')}+(?=自治)")


@dataclass(frozen=True, slots=True)
class Region:
    """One division and the years, both inclusive, in which it stood so; ``last`` is None while it stands."""

    code: str
    name: str
    level: str  # province, prefecture, county
    parent_code: str | None
    province: str
    first: int
    last: int | None
    successor: str | None

    def stands_in(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)


class Regions:
    """The divisions, looked up by what documents print.

    ``by_name`` holds full names and, for autonomous divisions, the everyday ones (恩施州); ``by_stem`` the bare
    names (恩施, 上海) of provinces and prefectures, which count only where more of a name follows.
    """

    def __init__(self, regions: Iterable[Region]) -> None:
        by_name: dict[str, list[Region]] = defaultdict(list)
        by_stem: dict[str, list[Region]] = defaultdict(list)
        by_code: dict[str, list[Region]] = defaultdict(list)
        for region in regions:
            by_code[region.code].append(region)
            for name in {region.name, simplified(region.name), *_everyday_names(region.name)}:
                by_name[name].append(region)
            stem = stem_of(region.name)
            if len(stem) > 1:
                by_stem[stem].append(region)
        self.by_name = {name: tuple(found) for name, found in by_name.items()}
        self.by_stem = {stem: tuple(found) for stem, found in by_stem.items()}
        self.by_code = {code: tuple(found) for code, found in by_code.items()}
        self.longest_name = max(map(len, by_name))

    def named(self, name: str, year: int | None) -> tuple[Region, ...]:
        """Return the divisions that bore ``name`` (full or bare) in ``year``, else the year before or after.

        Without a year, those that bear it now, else all that ever did.
        """
        found = self.by_name.get(name) or self.by_stem.get(name) or ()
        return in_force(found, year)

    def at(self, code: str, year: int | None) -> Region | None:
        """Return what had the code in ``year``, else the year before or after, else at any time."""
        found = self.by_code.get(code, ())
        return next(iter(in_force(found, year) or found[::-1]), None)

    def parents(self, region: Region, year: int | None) -> tuple[Region, ...]:
        """Return the divisions above, the province first. ``year`` picks the name of the time."""
        above: list[Region] = []
        code = region.parent_code
        while code is not None:
            parent = self._parent_at(code, region, year)
            if parent is None:
                break
            above.append(parent)
            code = parent.parent_code
        return tuple(reversed(above))

    def _parent_at(self, code: str, child: Region, year: int | None) -> Region | None:
        wanted = child.last or 9999 if year is None else max(child.first, min(year, child.last or year))
        for parent in self.by_code.get(code, ()):
            if parent.stands_in(wanted):
                return parent
        return self.at(code, year)


def in_force(regions: Iterable[Region], year: int | None) -> tuple[Region, ...]:
    """Return those of ``regions`` that stood in ``year``, else the year before, else the year after."""
    regions = tuple(regions)
    if year is None:
        return tuple(region for region in regions if region.last is None) or regions
    for offset in _YEARS_ASKED:
        found = tuple(region for region in regions if region.stands_in(year + offset))
        if found:
            return found
    return ()


def stem_of(name: str) -> str:
    """Return the bare name of a division: 恩施 for 恩施土家族苗族自治州."""
    without_people = _ETHNIC.sub("", name)
    return _SUFFIX.sub("", without_people if not without_people.startswith("自治") else name)


def _everyday_names(name: str) -> set[str]:
    """Return the names without the peoples and the 自治 of an autonomous division: 恩施州, 长阳县."""
    stem = _ETHNIC.sub("", name)
    if stem.startswith("自治") or "自治" not in stem:
        return set()
    return {stem, stem.replace("自治", "")} - {name}


@cache
def regions() -> Regions:
    """Return the divisions of the seed that a report can name, read once a process."""
    with SEED.open(encoding="utf-8", newline="") as file:
        every = (
            Region(
                code=row["region_code"],
                name=row["region_name"],
                level=row["admin_level"],
                parent_code=row["parent_code"] or None,
                province=row["province"],
                first=int(row["valid_from"]),
                last=int(row["valid_to"]) if row["valid_to"] else None,
                successor=row["successor_code"] or None,
            )
            for row in csv.DictReader(file)
        )
        return Regions(region for region in every if region.last is None or region.last >= _FIRST_REPORTS - 1)
