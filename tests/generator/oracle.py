"""What can be known of a damaged table: the closure of what is printed under the form's arithmetic.

Written apart from the package under test, from the contract alone: counts are whole and not negative;
a value is derived only inside one table, and only where nothing connected to it fails; what is printed
is never altered.

Three strengths of knowledge come out. *Certain*: printed, or forced by propagating bounds along the
identities. *Permitted*: forced as well, but only by adding and subtracting whole identities; a reader
who stops at propagation may leave it out. Everything else is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from tests.generator.statute import CellKey, Identity

Bounds = tuple[int, int | None]


@dataclass(frozen=True)
class Closure:
    """What is known of the cells that were not printed plainly."""

    certain: Mapping[CellKey, Decimal]
    permitted: Mapping[CellKey, Decimal]
    failing: frozenset[CellKey]  # cells of components with a failing identity


@dataclass(frozen=True)
class LooseRow:
    """A row whose figures stand in order, but not surely each in its own column.

    ``keys`` are the row's cells from left to right, ``figures`` what is printed from left to right:
    fewer (some cells left no trace) or more (a figure too many) than there are cells. None is a cell
    seen to be empty.
    """

    keys: tuple[CellKey, ...]
    figures: tuple[Decimal | None, ...]

    def placements(self) -> list[dict[CellKey, Decimal | None]]:
        """Every way of setting the figures into the cells in order; None where a cell stays empty."""
        if len(self.figures) >= len(self.keys):
            chosen = combinations(range(len(self.figures)), len(self.keys))
            return _distinct(
                {key: self.figures[at] for key, at in zip(self.keys, some, strict=True)} for some in chosen
            )
        result = []
        for some in combinations(range(len(self.keys)), len(self.figures)):
            placed: dict[CellKey, Decimal | None] = dict.fromkeys(self.keys)
            placed.update(zip((self.keys[at] for at in some), self.figures, strict=True))
            result.append(placed)
        return _distinct(result)


def agreed(row: LooseRow) -> dict[CellKey, Decimal]:
    """The cells that hold the same figure wherever the row's figures stand."""
    placements = row.placements()
    result = {}
    for key in row.keys:
        values = {placed[key] for placed in placements}
        if len(values) == 1 and None not in values:
            result[key] = next(value for value in values if value is not None)
    return result


@dataclass
class Evidence:
    """What a document prints of the tables that have arithmetic."""

    printed: dict[CellKey, Decimal] = field(default_factory=dict)
    loose: list[LooseRow] = field(default_factory=list)


def _distinct(placements: Iterable[dict[CellKey, Decimal | None]]) -> list[dict[CellKey, Decimal | None]]:
    return list({tuple(placed.items()): placed for placed in placements}.values())


def components(identities: Sequence[Identity], loose: Sequence[LooseRow] = ()) -> list[list[Identity]]:
    """Identities grouped so that two that share a cell are together.

    A loose row joins the identities of all its cells: where one of its figures stands decides the next.
    """
    group_of: dict[CellKey, int] = {}
    groups: dict[int, list[Identity]] = {}
    links: list[tuple[tuple[CellKey, ...], list[Identity]]] = [(one.cells, [one]) for one in identities]
    links += [(row.keys, []) for row in loose]
    for number, (cells, own) in enumerate(links):
        joined = {group_of[key] for key in cells if key in group_of}
        groups[number] = [one for group in sorted(joined) for one in groups.pop(group)] + own
        for key, group in list(group_of.items()):
            if group in joined:
                group_of[key] = number
        group_of.update(dict.fromkeys(cells, number))
    return [group for group in groups.values() if group]


def close(evidence: Evidence, identities: Sequence[Identity]) -> Closure:
    """Return what follows from ``evidence`` under ``identities``, component by component."""
    certain: dict[CellKey, Decimal] = {}
    permitted: dict[CellKey, Decimal] = {}
    failing: set[CellKey] = set()
    for component in components(identities, evidence.loose):
        cells = list(dict.fromkeys(key for identity in component for key in identity.cells))
        inside = set(cells)
        printed = {key: value for key, value in evidence.printed.items() if key in inside}
        loose = [row for row in evidence.loose if inside.intersection(row.keys)]
        propagated = None if _fails(printed, component) else _propagate(printed, loose, component, cells)
        if propagated is None:
            failing |= inside
            for row in loose:
                certain.update(agreed(row))
                permitted.update(_placed_by_own_sum(row, component))
            continue
        known = {key: low for key, (low, high) in propagated.items() if low == high}
        certain.update({key: Decimal(value) for key, value in known.items() if key not in printed})
        for key, value in _eliminate(known, component).items():
            if key not in known:
                permitted[key] = Decimal(value)
    return Closure(certain, permitted, frozenset(failing))


def _placed_by_own_sum(row: LooseRow, component: Sequence[Identity]) -> dict[CellKey, Decimal]:
    """The printed figures of a row that its own sums place, where the table around it cannot be trusted."""
    inside = set(row.keys)
    own = [identity for identity in component if inside.issuperset(identity.cells)]
    bounds = _propagate({}, [row], own, list(row.keys)) if own else None
    if bounds is None:
        return {}
    return {key: Decimal(low) for key, (low, high) in bounds.items() if low == high}


def _fails(printed: Mapping[CellKey, Decimal], component: Sequence[Identity]) -> bool:
    """Whether an identity that is printed in full does not hold."""
    return any(
        sum(printed[key] for key in identity.left) != sum(printed[key] for key in identity.right)
        for identity in component
        if all(key in printed for key in identity.cells)
    )


def _propagate(
    printed: Mapping[CellKey, Decimal],
    loose: Sequence[LooseRow],
    component: Sequence[Identity],
    cells: Sequence[CellKey],
) -> dict[CellKey, Bounds] | None:
    """Bounds of every cell after propagation, or None where nothing can satisfy the identities."""
    bounds: dict[CellKey, Bounds] = {key: (0, None) for key in cells}
    bounds.update({key: (int(value), int(value)) for key, value in printed.items()})
    open_rows = [_OpenRow(row, component) for row in loose]
    while True:
        before = dict(bounds)
        for identity in component:
            if not _tighten(identity, bounds):
                return None
        for row in open_rows:
            row.narrow(bounds)
        if bounds == before:
            return bounds


class _OpenRow:
    """A loose row with the placements that are still possible."""

    def __init__(self, row: LooseRow, component: Sequence[Identity]) -> None:
        self.keys = [key for key in row.keys if any(key in identity.cells for identity in component)]
        self.placements = _fitting(row, component)
        self.touched = [identity for identity in component if any(key in row.keys for key in identity.cells)]
        self._around = list(dict.fromkeys(key for identity in self.touched for key in identity.cells))
        self._seen: list[Bounds] = []

    def narrow(self, bounds: dict[CellKey, Bounds]) -> None:
        """Drop placements that contradict ``bounds``, and narrow those to what the others reach.

        A row that fits nowhere says nothing, and the rest of the table still stands.
        """
        around = [bounds[key] for key in self._around]
        if around == self._seen or not self.placements:
            return
        tried = [(placed, _with_placement(placed, bounds, self.touched)) for placed in self.placements]
        left = [(placed, result) for placed, result in tried if result is not None]
        self.placements = [placed for placed, _ in left]
        for key in self.keys if left else []:
            lows, highs = zip(*(result[key] for _, result in left), strict=True)
            bounds[key] = (min(lows), None if None in highs else max(highs))
        self._seen = [bounds[key] for key in self._around]


def _fitting(row: LooseRow, component: Sequence[Identity]) -> list[dict[CellKey, Decimal | None]]:
    """The placements that the sums inside the row do not rule out at once."""
    inside = set(row.keys)
    own = [identity for identity in component if inside.issuperset(identity.cells)]
    return [placed for placed in row.placements() if all(_may_hold(identity, placed) for identity in own)]


def _may_hold(identity: Identity, placed: Mapping[CellKey, Decimal | None]) -> bool:
    """Whether the figures that are placed leave room for the identity, cells without one being zero or more."""
    left, right = [placed[key] for key in identity.left], [placed[key] for key in identity.right]
    left_sum = sum(value for value in left if value is not None)
    right_sum = sum(value for value in right if value is not None)
    return (None in left or left_sum >= right_sum) and (None in right or right_sum >= left_sum)


def _with_placement(
    placed: Mapping[CellKey, Decimal | None], bounds: Mapping[CellKey, Bounds], touched: Sequence[Identity]
) -> dict[CellKey, Bounds] | None:
    """Bounds of the placed cells if the row stands so, or None where that contradicts what is known."""
    own = {key: bounds[key] for identity in touched for key in identity.cells}
    for key, value in placed.items():
        low, high = own.get(key, (0, None))
        if value is None:
            continue
        if value != int(value) or value < low or (high is not None and value > high):
            return None
        own[key] = (int(value), int(value))
    if not all(_tighten(identity, own) for identity in touched):
        return None
    return {key: own.get(key, (0, None)) for key in placed}


def _tighten(identity: Identity, bounds: dict[CellKey, Bounds]) -> bool:
    """Narrow the bounds of the cells of one identity; False where it cannot hold."""
    signed = [(key, 1) for key in identity.left] + [(key, -1) for key in identity.right]
    changed = True
    while changed:
        changed = False
        low_sum, low_open, high_sum, high_open = _sums(signed, bounds)
        for key, sign in signed:
            old_low, old_high = bounds[key]
            own_low, own_high = (old_low, old_high) if sign > 0 else _negated(bounds[key])
            # sign * cell = -rest, and the rest is the whole without this cell
            rest_low = None if low_open - (own_low is None) else low_sum - (own_low or 0)
            rest_high = None if high_open - (own_high is None) else high_sum - (own_high or 0)
            floor = (None if rest_high is None else -rest_high) if sign > 0 else rest_low
            ceiling = (None if rest_low is None else -rest_low) if sign > 0 else rest_high
            new_low = old_low if floor is None else max(old_low, floor)
            new_high = old_high if ceiling is None else ceiling if old_high is None else min(old_high, ceiling)
            if new_high is not None and new_low > new_high:
                return False
            if (new_low, new_high) != (old_low, old_high):
                bounds[key], changed = (new_low, new_high), True
                low_sum, low_open, high_sum, high_open = _sums(signed, bounds)
    return True


def _sums(signed: Sequence[tuple[CellKey, int]], bounds: Mapping[CellKey, Bounds]) -> tuple[int, int, int, int]:
    """The least and the largest signed sum, each with the number of cells that leave it open."""
    low_sum = low_open = high_sum = high_open = 0
    for key, sign in signed:
        low, high = bounds[key] if sign > 0 else _negated(bounds[key])
        if low is None:
            low_open += 1
        else:
            low_sum += low
        if high is None:
            high_open += 1
        else:
            high_sum += high
    return low_sum, low_open, high_sum, high_open


def _negated(bounds: Bounds) -> tuple[int | None, int]:
    low, high = bounds
    return (None if high is None else -high), -low


def _eliminate(known: Mapping[CellKey, int], component: Sequence[Identity]) -> dict[CellKey, int]:
    """Cells settled by adding and subtracting whole identities (reduced rows with one cell left)."""
    unknown = list(dict.fromkeys(key for identity in component for key in identity.cells if key not in known))
    at = {key: number for number, key in enumerate(unknown)}
    rows: list[list[Fraction]] = []
    for identity in component:
        row = [Fraction(0)] * (len(unknown) + 1)
        for sign, side in ((1, identity.left), (-1, identity.right)):
            for key in side:
                if key in known:
                    row[-1] -= sign * known[key]
                else:
                    row[at[key]] += sign
        if any(row[:-1]):
            rows.append(row)
    result = {}
    for row in _reduced(rows, len(unknown)):
        pivots = [number for number, value in enumerate(row[:-1]) if value]
        if len(pivots) == 1:
            value = row[-1] / row[pivots[0]]
            if value.denominator == 1 and value >= 0:
                result[unknown[pivots[0]]] = int(value)
        elif pivots and row[-1] == 0 and all(row[number] > 0 for number in pivots):
            result.update({unknown[number]: 0 for number in pivots})
    return result


def _reduced(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Gauss-Jordan elimination over exact fractions."""
    rows, done = [row[:] for row in rows], 0
    for column in range(width):
        pivot = next((number for number in range(done, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                factor = row[column]
                rows[number] = [value - factor * base for value, base in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]
