"""The form's own arithmetic over one report: what fails, what follows, what one figure would mend.

Every count is a whole number and none is negative, so that a zero total settles its parts (the note printed
in the form: first plus second item equal third plus fourth; totals are the sums of their parts).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.forms.definition import CellKey, Form, Identity, forms

Known = Mapping[CellKey, int]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A figure that follows with certainty, and the identity that settled it last."""

    value: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class Mending:
    """The one cell and the one figure in it that would make every failing identity hold."""

    key: CellKey
    value: int


def identities_of(form: Form, printed: Collection[CellKey]) -> tuple[Identity, ...]:
    """Return the identities that hold for a report that prints the cells ``printed``.

    An optional line (form 2021's undivided other handling) takes the place of the lines it stands for where
    it is printed and they are not; where it is not printed, nothing says anything of it.
    """
    told = _cells_of_two_ways(form.name)
    return _identities_of(form.name, frozenset(key for key in told if key in printed)) if told else form.identities


@cache
def _optional_cells(form_name: str) -> dict[CellKey, tuple[str, ...]]:
    """The cells of optional lines, with the rows each stands for."""
    return {cell.key: line.stands_for for line in forms()[form_name].lines if line.is_optional for cell in line.cells}


@cache
def _cells_of_two_ways(form_name: str) -> frozenset[CellKey]:
    """The cells of optional lines and of those they stand for: which are printed decides what holds."""
    optional = _optional_cells(form_name)
    return frozenset({*optional, *(whole._replace(row_code=row) for whole, rows in optional.items() for row in rows)})


@lru_cache(maxsize=256)
def _identities_of(form_name: str, printed: frozenset[CellKey]) -> tuple[Identity, ...]:
    optional = _optional_cells(form_name)
    found = []
    for identity in forms()[form_name].identities:
        if any(key in optional and key not in printed for key in (*identity.left, *identity.right)):
            continue
        right = _with_optional(identity.right, optional, printed)
        found.append(Identity(identity.check_name, identity.scope, identity.left, right))
    return tuple(found)


def _with_optional(
    keys: tuple[CellKey, ...], optional: Mapping[CellKey, tuple[str, ...]], printed: Collection[CellKey]
) -> tuple[CellKey, ...]:
    for whole, rows in optional.items():
        parts = {key for key in keys if key.row_code in rows and key.column_code == whole.column_code}
        if len(parts) == len(rows) and whole in printed and not parts & set(printed):
            keys = (*(key for key in keys if key not in parts), whole)
    return keys


def sums(identity: Identity, known: Known) -> tuple[int, int] | None:
    """Return the two sides of an identity, None where a cell is not known."""
    try:
        return sum(map(known.__getitem__, identity.left)), sum(map(known.__getitem__, identity.right))
    except KeyError:
        return None


def failing(identities: Iterable[Identity], known: Known) -> list[Identity]:
    """Return the identities whose cells are all known and whose sides differ."""
    return [i for i in identities if (both := sums(i, known)) is not None and both[0] != both[1]]


@lru_cache(maxsize=256)
def _components(identities: tuple[Identity, ...]) -> tuple[tuple[tuple[Identity, ...], frozenset[CellKey]], ...]:
    """Part identities into sets that share no cell, each with its cells."""
    sets: dict[int, list[Identity]] = {}
    for identity, number in zip(identities, components(identities), strict=True):
        sets.setdefault(number, []).append(identity)
    return tuple(
        (tuple(together), frozenset(key for identity in together for key in (*identity.left, *identity.right)))
        for together in sets.values()
    )


def components(identities: Sequence[Identity]) -> list[int]:
    """Number each identity by the set it is connected to through shared cells."""
    parent: dict[CellKey, CellKey] = {}

    def root(key: CellKey) -> CellKey:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for identity in identities:
        first, *others = (*identity.left, *identity.right)
        for key in others:
            parent[root(key)] = root(first)
    numbers: dict[CellKey, int] = {}
    return [numbers.setdefault(root(identity.left[0]), len(numbers)) for identity in identities]


def connected(identities: Sequence[Identity], fails: Sequence[Identity]) -> set[CellKey]:
    """Return the cells that are connected to one of ``fails`` through any identities."""
    if not fails:
        return set()
    parts = _components(tuple(identities))
    return {key for together, keys in parts if any(one in fails for one in together) for key in keys}


def derive(
    identities: Sequence[Identity], known: Known, doubted: Collection[CellKey] = ()
) -> tuple[dict[CellKey, Derivation], list[Identity]]:
    """Return what follows from ``known``, and the identities that fail or cannot hold.

    Nothing is derived from an identity that is connected to one of those (contract: derived figures use
    no identity connected to one that fails). Cells of ``doubted`` are unknown even if ``known`` has them.
    """
    if doubted:
        known = {key: value for key, value in known.items() if key not in doubted}
    derived: dict[CellKey, Derivation] = {}
    broken: list[Identity] = []
    for together, keys in _components(tuple(identities)):
        fails = failing(together, known)
        if not fails and not known.keys() >= keys:
            found, fails = _settle_bounds(together, known)
            if not fails:
                derived |= found
        broken += fails
    return derived, broken


def _settle_bounds(identities: Sequence[Identity], known: Known) -> tuple[dict[CellKey, Derivation], list[Identity]]:
    """Narrow the bounds of each unknown cell until nothing moves: it is settled when they meet."""
    keys = {key for identity in identities for key in (*identity.left, *identity.right)}
    low: dict[CellKey, float] = {key: known.get(key, 0) for key in keys}
    high: dict[CellKey, float] = {key: known.get(key, math.inf) for key in keys}
    unknown = {key for key in keys if key not in known}
    derived: dict[CellKey, Derivation] = {}
    moving = True
    while moving:
        moving = False
        for identity in identities:
            for side, other in ((identity.left, identity.right), (identity.right, identity.left)):
                side_low, side_high = _bounds(side, low, high)
                other_low, other_high = _bounds(other, low, high)
                if side_low > other_high:
                    return {}, [identity]
                for key in side:
                    if key not in unknown or low[key] == high[key]:
                        continue
                    at_most = other_high - (side_low - low[key])
                    rest_high = (
                        side_high - high[key]
                        if high[key] < math.inf
                        else _bounds([k for k in side if k is not key], low, high)[1]
                    )
                    at_least = other_low - rest_high
                    if at_most < high[key] or at_least > low[key]:
                        high[key] = min(high[key], at_most)
                        low[key] = max(low[key], at_least)
                        moving = True
                        side_low, side_high = _bounds(side, low, high)
                    if low[key] > high[key]:
                        return {}, [identity]
                    if low[key] == high[key]:
                        derived[key] = Derivation(int(low[key]), identity)
    return derived, []


def _bounds(
    keys: Collection[CellKey], low: Mapping[CellKey, float], high: Mapping[CellKey, float]
) -> tuple[float, float]:
    return sum(map(low.__getitem__, keys)), sum(map(high.__getitem__, keys))


def mending(identities: Sequence[Identity], known: Known, fails: Sequence[Identity]) -> Mending | None:
    """Return the only cell whose other figure would make all of ``fails`` hold and break nothing."""
    passing = {
        key
        for identity in identities
        if (both := sums(identity, known)) is not None and both[0] == both[1]
        for key in (*identity.left, *identity.right)
    }
    candidates: list[Mending] = []
    for key in dict.fromkeys((*fails[0].left, *fails[0].right)):
        if key in passing or any(key not in (*identity.left, *identity.right) for identity in fails):
            continue
        wanted = {_wanted(identity, key, known) for identity in fails}
        if len(wanted) == 1 and (value := wanted.pop()) >= 0:
            candidates.append(Mending(key, value))
    return candidates[0] if len(candidates) == 1 else None


def _wanted(identity: Identity, key: CellKey, known: Known) -> int:
    left = sum(known[k] for k in identity.left if k != key)
    right = sum(known[k] for k in identity.right if k != key)
    return right - left if key in identity.left else left - right
