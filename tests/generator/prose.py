"""Words around the tables: titles, passing sentences, dates and names, all of them the generator's own.

Every Chinese word that is not a form label stands in ``data/*.csv``. The sentences carry years and
numbers in passing that belong to no cell of a form and to no measure a report states in prose.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Agency:
    """A public body: ``name`` as written out, ``short`` as it calls itself, ``parent`` the divisions above."""

    name: str
    short: str
    parent: str
    size: str
    self_name: str


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a data file of the generator."""
    with (DATA_FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def agencies() -> tuple[Agency, ...]:
    return tuple(
        Agency(row["name"], row["short"], row["parent"], row["size"], row["self"]) for row in table("agencies")
    )


@cache
def _words() -> dict[str, str]:
    return {row["code"]: row["text"] for row in table("words")}


def word(code: str) -> str:
    return _words()[code]


@cache
def _sentences(kind: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in table("sentences") if row["kind"] == kind)


@dataclass(frozen=True)
class Voice:
    """Fills the blanks of sentences for one report."""

    rng: random.Random
    agency: Agency
    year: int

    def fill(self, text: str) -> str:
        """Replace ``{…}`` by the report's own words or by random numbers of so many digits."""
        rng = self.rng
        blanks = {
            "agency": self.agency.name,
            "self": self.agency.self_name,
            "year": str(self.year),
            "last": str(self.year - 1),
            "next": str(self.year + 1),
        }
        for code, text_of in blanks.items():
            text = text.replace("{" + code + "}", text_of)
        for code, digits in (("n1", 1), ("n2", 2), ("n3", 3), ("n4", 4), ("a3", 3), ("d6", 6), ("d8", 8), ("d10", 10)):
            while "{" + code + "}" in text:
                number = str(rng.randint(10 ** (digits - 1), 10**digits - 1))
                text = text.replace("{" + code + "}", number, 1)
        return text

    def state(self, kind: str, figures: Mapping[str, str]) -> list[str]:
        """One sentence that states ``figures`` of the tables, or none where one of them is not known."""
        text = self.rng.choice(_sentences(kind))
        for code, figure in figures.items():
            text = text.replace("{" + code + "}", figure)
        text = self.fill(text)
        return [] if "{" in text else [text]

    def say(self, kind: str, count: int = 1) -> list[str]:
        """``count`` different sentences of a kind."""
        known = _sentences(kind)
        return [self.fill(text) for text in self.rng.sample(known, min(count, len(known)))]

    def title(self, names_agency: bool) -> str:
        """A title, with the agency's name in it or, where it stands elsewhere, without."""
        known = [row["title"] for row in table("titles")]
        return self.fill(self.rng.choice([text for text in known if ("{agency}" in text) == names_agency]))


def written_date(day: date, bracketed: bool = False) -> str:
    text = word("date_bracket" if bracketed else "date")
    return text.replace("{y}", str(day.year)).replace("{m}", str(day.month)).replace("{d}", str(day.day))


@cache
def slips() -> tuple[tuple[str, str], ...]:
    """Pairs of a word and what OCR makes of it."""
    return tuple((pair.split("=")[0], pair.split("=")[1]) for pair in word("slip_pairs").split("|"))


@cache
def readings() -> dict[str, str]:
    return {row["character"]: row["reading"] for row in table("glosses")}
