"""Tables that stand side by side on a page: the lines of one after those of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.read.printed import PrintedLine, is_number, line_of

LEAST_ABREAST = 3  # lines that go on with another label behind a figure, for two tables to stand side by side
LEAST_TEXT = 3  # characters but digits of a label behind a figure; shorter words are units and changes

# Shares of the em, the height of the type.
_CLEAR = 1.2  # between two tables side by side
_NEXT_LINE = 2.5  # from a baseline to the next in a table

_NEXT_ROW = 1.6  # a share of the widest distance between lines of both tables: their next one is no further off

_LABEL = re.compile(rf"\d{{1,2}}[.．、].*|(?:\D\d*){{{LEAST_TEXT},}}", re.DOTALL)


def one_after_the_other(lines: Sequence[PrintedLine], cuts: list[float]) -> list[Sequence[PrintedLine]]:
    """Return the lines in stretches, parted where two tables stand side by side: the left one's before the right one's.

    ``cuts`` are the places between such tables on the pages so far; one found here is added to them.
    """
    gaps = [_gap_before_a_second_label(line) for line in lines]
    cut = _cut(lines, gaps, cuts)
    if cut is None:
        return [lines]
    cuts.append(cut)
    inside = [at for at, gap in enumerate(gaps) if gap and gap[0] < cut < gap[1]]
    first, last = inside[0], inside[-1]
    distances = [after.baseline - before.baseline for before, after in pairwise(lines[first : last + 1])]
    near = max(_NEXT_LINE * lines[first].em, _NEXT_ROW * max(distances, default=0.0))
    while first and _may_stand_beside(lines[first - 1], lines[first], cut, near):
        first -= 1
    while last + 1 < len(lines) and _may_stand_beside(lines[last + 1], lines[last], cut, near):
        last += 1
    parts: list[Sequence[PrintedLine]] = [lines[:first]]
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for line in lines[first : last + 1]:
        if _crosses(line, cut):
            parts += [left, right, [line]]
            left, right = [], []
            continue
        for side, words in (
            (left, [word for word in line.words if word.right <= cut]),
            (right, [word for word in line.words if word.left >= cut]),
        ):
            if words:
                side.append(line_of(words, line.baseline, line.em))
    return [*parts, left, right, lines[last + 1 :]]


def _gap_before_a_second_label(line: PrintedLine) -> tuple[float, float] | None:
    """The gap between a figure that has a label before it and a label that has a figure behind it."""
    words = line.words
    if len(words) < 4 or not is_number(words[-1]):
        return None
    numbers = [is_number(word) for word in words]
    for at in range(1, len(words) - 2):
        if numbers[at] and not numbers[at + 1] and not numbers[0] and _LABEL.fullmatch(words[at + 1].text):
            return words[at].right, words[at + 1].left
    return None


def _cut(
    lines: Sequence[PrintedLine], gaps: Sequence[tuple[float, float] | None], cuts: Sequence[float]
) -> float | None:
    """The place that most of the gaps have in common, or one of them with a place on an earlier page.

    Of all such places it is one at which the fewest words stand in the way.
    """
    found = [gap for gap in gaps if gap]
    if not found:
        return None
    for cut in cuts:
        shared = [gap for gap in found if gap[0] < cut < gap[1]]
        if shared:
            break
    else:
        shared = max(([gap for gap in found if gap[0] <= left < gap[1]] for left, _ in found), key=len)
        if len(shared) < LEAST_ABREAST or len(shared) * 2 <= len(found):
            return None
    inside = [at for at, gap in enumerate(gaps) if gap in shared]
    low, high = max(left for left, _ in shared), min(right for _, right in shared)
    words = [word for line in lines[inside[0] : inside[-1] + 1] for word in line.words]
    places = [(low + high) / 2, *(edge for word in words for edge in (word.left, word.right) if low < edge < high)]
    return min(places, key=lambda place: sum(word.left < place < word.right for word in words))


def _crosses(line: PrintedLine, cut: float) -> bool:
    return any(word.left < cut < word.right for word in line.words)


def _may_stand_beside(line: PrintedLine, beside: PrintedLine, cut: float, near: float) -> bool:
    """A header, the rest of a wrapped label or the last line of one table, right above or below those of both."""
    if abs(line.baseline - beside.baseline) > near or _crosses(line, cut):
        return False
    lefts = [word.right for word in line.words if word.right <= cut]
    rights = [word.left for word in line.words if word.left >= cut]
    return not (lefts and rights) or rights[0] - lefts[-1] > _CLEAR * line.em
