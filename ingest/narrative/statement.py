"""What a sentence states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure a sentence states for a measure; the positions are those of the passage."""

    code: str
    value: Decimal
    rank: int
    raw_start: int
    raw_end: int
    frame_start: int
    names_disclosure: bool = False  # in the words before the figure
