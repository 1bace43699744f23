"""The words, groups, units and phrases of prose, loaded from the CSV files beside this module.

Every category of words becomes one symbol (a private character), so that a clause is a short string and
a phrase a regular expression over it: ``verb object* information amount*`` is a verb of publishing, any
number of words that narrow nothing, the word for information, and what may stand before the figure.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from ingest.narrative.numerals import CHINESE_NUMERALS
from ingest.normalise import normalise

# Categories the tokeniser gives itself, to what no list of words can name.
STRUCTURAL = ("word", "phrase", "body", "town", "quoted", "title", "bracket", "boundary", "long_past")
_PATTERN_PIECE = re.compile(r"[a-z_]+|[()|*?+]")
_FIRST_SYMBOL = 0xE000


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a measure.

    ``before`` matches the symbols that end at the figure and ``after`` those that begin behind it; for
    zeros in words ``before`` matches the whole negated phrase. ``needs`` names the conditions of the
    context. ``units`` maps the printed units to what one of them is in the warehouse's unit. A figure
    of rank 2 stands only where the document has none of rank 1 (受理 may be fewer than 收到).
    """

    code: str
    before: re.Pattern[str]
    after: re.Pattern[str] | None
    needs: tuple[str, ...]
    units: dict[str, Decimal]
    rank: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the tokeniser and the grammar look up."""

    symbol_of: dict[str, str]  # category to symbol
    members: dict[str, frozenset[str]]  # group to symbols
    symbol_of_word: dict[str, str]
    words_by_first: dict[str, re.Pattern[str]]  # first character to a pattern of its words, longest first
    units_by_first: dict[str, tuple[str, ...]]  # first character to printed units, longest first
    counting_units: frozenset[str]  # units some measure is counted in; 年, % and the like are not
    may_matter: re.Pattern[str]  # found in every sentence that states a figure or a zero, or opens a plan
    figures: tuple[Phrase, ...]
    zeros: tuple[Phrase, ...]
    subjects: tuple[Phrase, ...]

    def symbols(self, *names: str) -> frozenset[str]:
        """Return the symbols of categories and groups."""
        found: set[str] = set()
        for name in names:
            found |= self.members[name] if name in self.members else {self.symbol_of[name]}
        return frozenset(found)


def _table(name: str) -> list[dict[str, str]]:
    with resources.files(__package__).joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def marks(meaning: str) -> tuple[str, ...]:
    """Return the words of ``narrative_mark.csv`` that show what a line is."""
    return tuple(word for row in _table("narrative_mark") if row["meaning"] == meaning for word in row["words"].split())


def begins_with_unit(text: str) -> bool:
    """Say whether a line goes on with the unit of a figure printed on the line before."""
    return any(text.startswith(unit) for unit in lexicon().units_by_first.get(text[:1], ()))


@cache
def lexicon() -> Lexicon:
    """Load and compile the data once; raises ValueError where the files contradict each other."""
    word_rows = _table("narrative_word")
    categories = [*STRUCTURAL, *(row["category"] for row in word_rows)]
    symbol_of = {category: chr(_FIRST_SYMBOL + position) for position, category in enumerate(categories)}
    members = _groups(symbol_of)
    units = _units()
    words = _words(word_rows, symbol_of)
    phrases = [(row, _phrase(row, symbol_of, members, units)) for row in _table("narrative_phrase")]
    return Lexicon(
        symbol_of=symbol_of,
        members=members,
        symbol_of_word=words,
        words_by_first={
            first: re.compile("|".join(re.escape(word) for word, _ in entries))
            for first, entries in _by_first(words).items()
        },
        units_by_first={
            first: tuple(word for word, _ in entries)
            for first, entries in _by_first({unit: "" for printed in units.values() for unit in printed}).items()
        },
        counting_units=frozenset(unit for kind, printed in units.items() if kind != "none" for unit in printed),
        may_matter=_may_matter(word_rows, units),
        figures=tuple(phrase for row, phrase in phrases if row["kind"] == "figure"),
        zeros=tuple(phrase for row, phrase in phrases if row["kind"] == "zero"),
        subjects=tuple(phrase for row, phrase in phrases if row["kind"] == "subject"),
    )


def _words(rows: list[dict[str, str]], symbol_of: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for printed in row["words"].split():
            word = normalise(printed)
            if found.setdefault(word, symbol_of[row["category"]]) != symbol_of[row["category"]]:
                raise ValueError(f"narrative_word.csv: {printed} stands in {row['category']} and in another category")
    return found


def _may_matter(rows: list[dict[str, str]], units: dict[str, dict[str, Decimal]]) -> re.Pattern[str]:
    """A quick look at a sentence, before it is cut into tokens."""
    words = [
        normalise(word) for row in rows if row["category"] in ("none", "plan_long") for word in row["words"].split()
    ]
    counted = sorted({unit[0] for kind, printed in units.items() if kind != "none" for unit in printed})
    return re.compile(f"[0-9]|[{CHINESE_NUMERALS}][{''.join(counted)}]|" + "|".join(map(re.escape, words)))


def _by_first(words: dict[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for word, symbol in words.items():
        found.setdefault(word[0], []).append((word, symbol))
    return {
        first: tuple(sorted(entries, key=lambda entry: len(entry[0]), reverse=True)) for first, entries in found.items()
    }


def _groups(symbol_of: dict[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in _table("narrative_group"):
        symbols: set[str] = set()
        for name in row["categories"].split():
            symbols |= found[name] if name in found else {symbol_of[name]}
        found[row["group"]] = frozenset(symbols)
    return found


def _units() -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for row in _table("narrative_unit"):
        for printed in row["printed"].split():
            found.setdefault(row["kind"], {})[printed] = Decimal(row["factor"])
    return found


def _phrase(
    row: dict[str, str],
    symbol_of: dict[str, str],
    members: dict[str, frozenset[str]],
    units: dict[str, dict[str, Decimal]],
) -> Phrase:
    whole = "whole_frame" in row["needs"] or row["kind"] != "figure"
    before = _expression(row["before"], symbol_of, members)
    return Phrase(
        code=row["code"],
        before=re.compile(rf"^(?:{before})$" if whole else rf"(?:{before})$"),
        after=re.compile(_expression(row["after"], symbol_of, members)) if row["after"] else None,
        needs=tuple(need for need in row["needs"].split() if need != "whole_frame"),
        units=units.get(row["units"], {}),
        rank=int(row["rank"]),
    )


def _expression(pattern: str, symbol_of: dict[str, str], members: dict[str, frozenset[str]]) -> str:
    """Turn a phrase into a regular expression: a category is its symbol, a group the class of its symbols."""
    pieces: list[str] = []
    for piece in _PATTERN_PIECE.findall(pattern):
        if not piece[0].isalpha():
            pieces.append("(?:" if piece == "(" else piece)
        elif piece in members:
            pieces.append(f"[{''.join(sorted(members[piece]))}]")
        else:
            pieces.append(symbol_of[piece])
    return _flat_alternatives("".join(pieces))


def _flat_alternatives(expression: str) -> str:
    """Merge a choice of single symbols and classes into one class, so that no repetition can backtrack."""
    single = r"(?:\[[^\]]*\]|[^()|*?+\[\]])"
    choice = re.compile(rf"\(\?:({single}(?:\|{single})+)\)")
    return choice.sub(lambda match: "[" + re.sub(r"[\[\]|]", "", match[1]) + "]", expression)
