"""The measures of the prose and the keys their figures stand at in the facts (``narrative_measure.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.forms.definition import CellKey


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that prose may state. ``is_main``: a report is expected to state it of itself."""

    code: str
    key: CellKey
    unit: str
    is_main: bool


@cache
def _measures() -> dict[str, Measure]:
    path = resources.files(__package__) / "narrative_measure.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Measure(
                row["code"],
                CellKey(row["fact_table"], None, row["row_code"], row["column_code"]),
                row["unit"],
                row["is_main"] == "yes",
            )
            for row in csv.DictReader(file)
        }


def measures() -> tuple[Measure, ...]:
    """Return every figure that prose may state."""
    return tuple(_measures().values())


def measure(code: str) -> Measure:
    """Return the measure of ``code``; raises KeyError for a code that is none."""
    return _measures()[code]
