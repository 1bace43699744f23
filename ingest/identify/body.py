"""Public bodies by what documents call them: full, short and merged names, and what each is there for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.identify.words import alternatives, rows_of

# 科学技术委员会 is called 科技委, 办公室 is 办: an ending has a short form of its own.
_SHORT_ENDINGS = {"委员会": "委", "办公室": "办", "管理委员会": "管委会"}
_AND = re.compile(alternatives("and"))
GOVERNMENT, OFFICE, TOWN, STREET, ZONE, OTHER = "government", "government_office", "town", "street", "zone", "other"
BUREAU = "局"  # the bodies that have branch offices


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of public body. ``name`` is written out: 科学技术委员会."""

    name: str
    function: str


class Bodies:
    """``by_name`` maps every known way to write a body; ``stems`` the subject words of each to its function."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.by_name: dict[str, Body] = {}
        self.stems: dict[str, str] = {}
        for row in rows:
            self._add(row["function"], row["stem"], row["short_stems"].split("|"), row["endings"].split("|"))
        self.longest = max(map(len, self.by_name))
        self.last_character = re.compile(f"[{''.join({name[-1] for name in self.by_name})}]")

    def _add(self, function: str, stem: str, shorts: list[str], endings: list[str]) -> None:
        for start in (stem, *shorts):
            if len(start) > 1:
                self.stems.setdefault(start, function)
        for ending in endings:
            body = Body(stem + ending, function)
            self.by_name[body.name] = body  # a full name is never another's abbreviation
            for start in (stem, *filter(None, shorts)):
                for end in {ending, _SHORT_ENDINGS.get(ending, ending)}:
                    name = start if start.endswith(end) and start != stem and end else start + end
                    if len(name) > 1:
                        self.by_name.setdefault(name, body)

    def named(self, name: str) -> Body | None:
        return self.by_name.get(name)

    def function_of(self, name: str) -> str:
        """Return the function of a body whose name is not known as a whole, by the first subject it names.

        A subject is looked for at the beginning and behind an 和, so that none is read across two words.
        """
        starts = [0, *(match.end() for match in _AND.finditer(name))]
        for start in starts:
            for end in range(len(name), start + 1, -1):
                if name[start:end] in self.stems:
                    return self.stems[name[start:end]]
        return OTHER


@cache
def bodies() -> Bodies:
    """Return the taxonomy, read once a process."""
    return Bodies(rows_of("agency_body.csv"))
