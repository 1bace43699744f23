"""Reads one printed figure: its digits, its unit, or the mark that stands for an empty cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache

from ingest.forms.definition import table
from ingest.normalise import normalise

MAX_DIGITS = 15  # a count or an amount of money; longer runs of digits are index numbers and codes
_NUMBER = re.compile(
    r"(?P<lead>[^\d+.,-]{0,2})(?P<sign>[+-])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?P<unit>\D*)"
)
_MINUS_SIGNS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "﹢": "+", "，": ",", "．": "."})
_OCR_DIGITS = str.maketrans({"O": "0", "o": "0", "〇": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "i": "1"})
_OCR_SHAPE = re.compile(
    r"(?P<digits>[OolI]|(?=.*\d)[0-9OoQlIi|]{2,9}|[OoQlIi|]{2})(?P<decimals>\.[0-9OoQlIi]+)?(?P<unit>[^\dA-Za-z.|]{0,3})"
)
_APART_AS_WRITTEN = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?\D*|[-+−－＋] \d+\D*")
_MINUS_IN_PRINT = re.compile(r"[—–](?=\d)")
# What stands around a figure: a mark of a footnote, a remark in brackets, a word that makes it a rough one.
_REMARK = re.compile(r"(?P<figure>\D{0,2}\d[\d,]*(?:\.\d+)?\D{0,3}?)(?:[*#※?!]+|[(\[][^()\[\]]{1,20}[)\]])")
# Lost characters, alone or among digits, or private ones among them that only their own font could print.
_DAMAGED = re.compile(r"[?\ufffd]{1,2}|(?=.*\d)(?=.*[?\ufffd\ue000-\uf8ff])[\d,.?\ufffd\ue000-\uf8ff]{2,12}")
_SPACE = re.compile(r"\s+")


class Kind(Enum):
    """What a printed cell holds."""

    FIGURE = "figure"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    SUSPECT = "suspect"  # letters where digits are due, or a remark: only the form's arithmetic can confirm the reading
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """What one printed text says. ``number`` is the bare figure, before the unit's ``scale``.

    ``scale`` is None where the cell prints no unit: the form's own unit then holds.
    """

    kind: Kind
    number: Decimal | None = None
    scale: int | None = None
    count: int | None = field(init=False, compare=False, default=None)  # ``number``, where it is whole

    def __post_init__(self) -> None:
        if self.number is not None and self.number == int(self.number):
            object.__setattr__(self, "count", int(self.number))


TEXT = Value(Kind.TEXT)
BLANK = Value(Kind.BLANK)
UNREADABLE = Value(Kind.SUSPECT)


@cache
def _words() -> dict[str, dict[str, tuple[str, str]]]:
    """The words of ``value_word.csv`` by what they mean, with unit and scale."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in table("value_word"):
        found.setdefault(row["meaning"], {})[normalise(row["word"])] = (row["unit"], row["scale"])
    return found


@cache
def units() -> frozenset[str]:
    """Return the unit words that may stand behind a figure or in a column of units."""
    return frozenset(_words()["unit"])


def unit_scale(word: str) -> int:
    """Return how many of the warehouse's unit one of the printed unit ``word`` is."""
    return int(_words()["unit"][word][1])


def is_money(word: str) -> bool:
    """Return whether a unit word is one of money."""
    return _words()["unit"][word][0] == "yuan"


def is_statement_of_unit(text: str) -> bool:
    """Return whether a text states a unit of money and nothing else, without brackets: ``单位:元``."""
    stated = _SPACE.sub("", normalise(text))
    return ")" not in stated and bool(_stated_money().fullmatch(f"({stated}"))


@cache
def _stated_money() -> re.Pattern[str]:
    """A money unit in brackets: ``(单位:万元)``, ``(万元)``, or ``(单位:万元`` where a wrapped heading parts them."""
    money = sorted((word for word, (unit, _) in _words()["unit"].items() if unit == "yuan"), key=len, reverse=True)
    units_ = "|".join(map(re.escape, money))
    return re.compile(rf"\([^():]{{0,6}}:(?P<named>{units_})|[(:](?P<bare>{units_})\)")


def stated_unit(heading: str) -> int | None:
    """Return the scale of the money unit a heading states in brackets, the last if several; None if none."""
    units_stated = [
        match["named"] or match["bare"] for match in _stated_money().finditer(_SPACE.sub("", normalise(heading)))
    ]
    return unit_scale(units_stated[-1]) if units_stated else None


def in_wrapped_brackets(texts: Iterable[str]) -> Iterator[str]:
    """Yield what stands in brackets that open in one text and close in a later one, as headings beside others wrap.

    The texts between may belong to other columns: with them and without.
    """
    opened: str | None = None
    between = ""
    for text in map(normalise, texts):
        head, closes, _ = text.partition(")")
        if opened is not None and closes and "(" not in head:
            yield f"{opened}{head})"
            yield f"{opened}{between}{head})"
            opened = None
        if text.rfind("(") > text.rfind(")"):
            opened, between = text[text.rfind("(") :], ""
        else:
            between += text
    if opened is not None:
        yield f"{opened})"  # closed by a text that is nothing but the bracket


def is_apart_as_written(printed: str) -> bool:
    """Return whether spaces part the figure as figures are written: at its thousands, or behind its sign."""
    return _APART_AS_WRITTEN.fullmatch(printed) is not None


def read_value(printed: str) -> Value:
    """Return what a bounded cell prints: a figure, an empty mark, or text that is no figure."""
    if not printed or printed.isspace():
        return BLANK
    if len(printed) > 40:
        return TEXT
    return _read(printed)


@lru_cache(maxsize=65_536)
def _read(printed: str) -> Value:
    text = normalise(printed).strip().translate(_MINUS_SIGNS)
    closed = _MINUS_IN_PRINT.sub("-", _SPACE.sub("", text))
    if not closed:
        return BLANK
    words = _words()
    if closed in words["blank"] or set(closed) <= {"-", "—", "–", "_"}:
        return BLANK
    if closed in words["zero"] or any(
        closed.startswith(zero) and closed[len(zero) :] in units() for zero in words["zero"]
    ):
        return Value(Kind.FIGURE, Decimal(0))
    if closed in words["not_applicable"]:
        return Value(Kind.NOT_APPLICABLE)
    match = _NUMBER.fullmatch(closed)
    if match and (value := _figure(match, was_joined=bool(re.search(r"\d\s+\d", text)))) is not TEXT:
        return value
    return _suspect(closed)


def _suspect(closed: str) -> Value:
    """What is no plain figure, but likely one: with letters or lost characters among its digits, a footnote's mark."""
    if not closed.isdecimal() and (match := _OCR_SHAPE.fullmatch(closed)):
        unit = match["unit"]
        if not unit or unit in units():
            digits = f"{match['digits']}{match['decimals'] or ''}".translate(_OCR_DIGITS)
            return Value(Kind.SUSPECT, Decimal(digits), unit_scale(unit) if unit else None)
    if _DAMAGED.fullmatch(closed):
        return UNREADABLE
    remarked = _REMARK.fullmatch(closed)
    bare = remarked["figure"] if remarked else closed
    for word in _words()["about"]:
        bare = bare.replace(word, "")
    if bare != closed and (match := _NUMBER.fullmatch(bare)):
        value = _figure(match, was_joined=False)
        if value.kind is Kind.FIGURE:
            return Value(Kind.SUSPECT, value.number, value.scale)
    return TEXT


def _figure(match: re.Match[str], *, was_joined: bool) -> Value:
    digits, decimals = match["digits"].replace(",", ""), match["decimals"] or ""
    unit = match["unit"]
    if unit.endswith(")") and not unit.startswith("("):
        return TEXT  # the end of a text in brackets, wrapped
    unit = unit.removeprefix("(").removesuffix(")")
    sign = _sign(match)
    if len(digits) > MAX_DIGITS or (unit and unit not in units()) or sign is None:
        return TEXT
    if was_joined and len(digits) > 1 and digits[0] == "0":
        return TEXT  # `0 0` is two figures that share a cell, not one
    if len(digits) > 1 and digits.strip("0") and digits[0] == "0":
        return TEXT  # a telephone area, an index number
    scale = unit_scale(unit) if unit else None
    return Value(Kind.FIGURE, Decimal(f"{sign}{digits}{decimals}"), scale)


def _sign(match: re.Match[str]) -> str | None:
    """The sign printed before the digits, as a sign or as a word; None for any other text there."""
    lead, words = match["lead"], _words()
    if not lead or lead in words["currency"]:
        return match["sign"] or ""
    if match["sign"]:
        return None
    return "+" if lead in words["more"] else "-" if lead in words["less"] else None
