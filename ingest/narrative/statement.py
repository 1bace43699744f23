"""What a sentence states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
CASES = ("reviews", "litigation", "complaints_received")
DECIDED = ("reviews", "litigation")


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure a sentence states for a measure; the positions are those of the passage."""

    code: str
    value: Decimal
    rank: int
    raw_start: int
    raw_end: int
    frame_start: int
    is_tied: bool = False  # to disclosure, by the words before the figure
    names_year: bool = False  # the year of the report was named before it
    is_so_far: bool = False  # 累计, 截至: perhaps since the beginning of all
