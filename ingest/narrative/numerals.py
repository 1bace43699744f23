"""Figures as prose writes them: digits with separators and scales, Chinese numerals, counting words.

A figure that prose itself calls inexact (余, 多, 几, 左右) is read, and marked as an approximation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_DIGITS = 12  # more are index numbers and codes
MAX_CHARACTERS = 16  # of a Chinese numeral
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMERALS = "".join((*_DIGITS, *_TENS, *_MYRIADS))
_SCALES = {"百": 100, "千": 1000, **_MYRIADS}

# What stands directly behind a figure and makes it inexact; 左右 and 以上 also follow the unit.
_INEXACT = "余多来几"
_ABOUT_BEHIND_UNIT = re.compile("左右|以上|以下|以内|上下|之多|多")

_ARABIC = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?! ?\d)|\d+)(?P<decimals>\.\d+)?"
    rf"(?P<scale>[{''.join(_SCALES)}]?)(?P<inexact>[{_INEXACT}]?)"
)
_CHINESE = re.compile(rf"(?P<digits>[{''.join(_DIGITS)}十百千万亿数几]+)(?P<inexact>[{_INEXACT}]?)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A figure without its unit: ``value`` is None where the characters are no exact number."""

    value: Decimal | None
    end: int


def read_numeral(text: str, start: int) -> Numeral | None:
    """Return the figure that begins at ``start`` of the normalised ``text``, None where none begins."""
    match = _ARABIC.match(text, start)
    if match:
        return Numeral(_arabic_value(match), match.end())
    match = _CHINESE.match(text, start)
    if match:
        is_count = not match["inexact"] and len(match["digits"]) <= MAX_CHARACTERS
        value = chinese_value(match["digits"]) if is_count else None
        return Numeral(None if value is None else Decimal(value), match.end())
    return None


def is_about(text: str, end_of_unit: int) -> bool:
    """Say whether the words behind a unit make its figure inexact (100条以上, 30件左右)."""
    return _ABOUT_BEHIND_UNIT.match(text, end_of_unit) is not None


def _arabic_value(match: re.Match[str]) -> Decimal | None:
    digits = match["digits"].replace(",", "").replace(" ", "")
    if match["inexact"] or len(digits) > MAX_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return None  # 0517 is a dialling code, 020 a form number
    value = Decimal(digits + (match["decimals"] or ""))
    return value * _SCALES[match["scale"]] if match["scale"] else value


def chinese_value(characters: str) -> int | None:
    """Return what Chinese numerals say, None where they are no exact count (三五, 数十, 二〇二四).

    Reads 十二, 两百零五 and 一万二千三百; 一百五 and the like are left unread.
    """
    total = section = 0
    pending: int | None = None  # a digit that still waits for its 十, 百 or 千
    smallest = 10_000  # the last of 千, 百, 十 in this section: they must fall
    for character in characters:
        if character in _DIGITS:
            digit = _DIGITS[character]
            if pending not in (None, 0):
                return None
            pending = digit
        elif character in _TENS:
            weight = _TENS[character]
            if weight >= smallest or (pending is None and (weight > 10 or section)):
                return None
            section += (pending if pending else 1) * weight
            pending, smallest = None, weight
        elif character in _MYRIADS:
            section += pending or 0
            if not section:
                return None
            total = (total + section) * _MYRIADS[character]
            section, pending, smallest = 0, None, 10_000
        else:
            return None
    if pending is not None and smallest > 10 and section and not _has_zero_before_last(characters):
        return None  # 一百五 says 150 in speech and 105 nowhere: not sure enough
    return total + section + (pending or 0)


def _has_zero_before_last(characters: str) -> bool:
    return len(characters) > 1 and characters[-2] in "零〇"
