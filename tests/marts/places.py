"""Divisions over the years, read from the list of regions and followed in plain Python."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REGIONS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "regions" / "region.csv"
FOREVER = 9999


@dataclass(frozen=True)
class Span:
    """One division and the years, both inclusive, in which nothing about it changed."""

    code: str
    name: str
    level: str
    parent: str
    province: str
    first: int
    last: int
    successor: str


@cache
def spans() -> dict[str, list[Span]]:
    """Return the spans of each code in the order of years."""
    found = defaultdict(list)
    with REGIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            last = int(row["valid_to"] or FOREVER)
            found[row["region_code"]].append(
                Span(
                    row["region_code"],
                    row["region_name"],
                    row["admin_level"],
                    row["parent_code"],
                    row["province"],
                    int(row["valid_from"]),
                    last,
                    row["successor_code"],
                )
            )
    return {code: sorted(of_code, key=lambda span: span.first) for code, of_code in found.items()}


@cache
def standing(year: int) -> dict[str, Span]:
    """Return the divisions that stood in the year, by code."""
    return {code: span for code, of_code in spans().items() for span in of_code if span.first <= year <= span.last}


@cache
def children(year: int) -> dict[str, list[str]]:
    """Return the codes directly under each division in the year."""
    found = defaultdict(list)
    for span in standing(year).values():
        found[span.parent].append(span.code)
    return found


def within(code: str, year: int) -> list[str]:
    """Return the division and all that lie in it."""
    return [code] + [deeper for child in children(year).get(code, ()) for deeper in within(child, year)]


@cache
def arrivals() -> dict[tuple[str, int, int], int]:
    """Return how many divisions ended in a year for each division that followed them."""
    found: dict[tuple[str, int, int], int] = defaultdict(int)
    for of_code in spans().values():
        for span in of_code:
            after = _after(span)
            if after:
                found[after.code, after.first, span.last] += 1
    return found


def later(code: str, year: int) -> list[tuple[str, int, bool]]:
    """Return the divisions in which the place was found later: code, since when, whether a merger led there."""
    span, merged, found = standing(year)[code], False, []
    while after := _after(span):
        is_absorbed = after.code != span.code and after.first <= span.last
        merged = merged or is_absorbed or arrivals()[after.code, after.first, span.last] > 1
        found.append((after.code, span.last + 1, merged))
        span = after
    return found


def _after(span: Span) -> Span | None:
    for after in spans().get(span.successor, ()) if span.last < FOREVER else ():
        if after.first <= span.last + 1 <= after.last:
            return after
    return None
