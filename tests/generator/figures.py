"""Consistent random figures for a form, from an all-zero village to a province.

Figures are in the warehouse's unit (yuan for money), keyed by the codes of the form. Every identity of
the form holds: parts are drawn first and totals are sums of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from tests.generator.statute import CellKey, Identity, identities, lines, lines_of, scale_of

SIZES = ("village", "town", "county", "prefecture", "province")
_LARGEST_PART = {"village": 0, "town": 2, "county": 30, "prefecture": 600, "province": 6000}
_LARGEST_COUNT = {"village": 3, "town": 60, "county": 3_000, "prefecture": 90_000, "province": 12_000_000}
_ZERO_SHARE = {"village": 1.0, "town": 0.85, "county": 0.5, "prefecture": 0.25, "province": 0.08}


@dataclass(frozen=True)
class Figures:
    """The figures an agency counted. ``values`` has every cell of the form that the report prints."""

    form: str
    size: str
    single_other_row: bool
    values: dict[CellKey, Decimal]


def printed_identities(form: str, single_other_row: bool) -> tuple[Identity, ...]:
    return identities(form, single_other_row)


def failing(figures: Figures) -> list[Identity]:
    """The identities that do not hold; empty for whatever ``draw`` returns."""
    return [
        identity
        for identity in identities(figures.form, figures.single_other_row)
        if all(key in figures.values for key in identity.cells)
        and sum(figures.values[key] for key in identity.left) != sum(figures.values[key] for key in identity.right)
    ]


def draw(rng: random.Random, form: str, size: str, single_other_row: bool = False) -> Figures:
    """Return consistent figures of a body of ``size``; ``single_other_row`` prints （六） as one row, form 2021."""
    printed = [
        line
        for section in dict.fromkeys(line.section for line in lines(form))
        for line in lines_of(form, section, single_other_row)
    ]
    keys = [key for line in printed for key in line.cells]
    values = {key: _free_figure(rng, form, size, key) for key in keys}
    pool = identities(form, single_other_row)
    if form != "2014":
        _fill_applications(rng, size, keys, values)
    for identity in _innermost_first(pool):
        if identity.scope in values and identity.left == (identity.scope,):
            parts = [key for key in identity.right if key in values]
            if len(parts) == len(identity.right):
                values[identity.scope] = sum((values[key] for key in parts), Decimal(0))
    if form != "2014":
        _carry(rng, values)
    else:
        _settle_2014(rng, values)
    return Figures(form, size, single_other_row and form == "2021", values)


def _innermost_first(pool: tuple[Identity, ...]) -> list[Identity]:
    """Identities ordered so that the total of one is summed before it is a part of another."""
    totals = {identity.scope for identity in pool}
    depth = {identity.scope: 0 for identity in pool}
    for _ in range(4):
        for identity in pool:
            inner = [depth[key] + 1 for key in identity.right if key in totals and key != identity.scope]
            depth[identity.scope] = max([depth[identity.scope], *inner])
    return sorted(pool, key=lambda identity: depth[identity.scope])


def _whole(rng: random.Random, largest: int, zero_share: float) -> Decimal:
    """Zero, or a whole number up to ``largest`` whose order of magnitude is uniform."""
    if largest <= 0 or rng.random() < zero_share:
        return Decimal(0)
    return Decimal(max(1, int(largest ** rng.random())))


def _free_figure(rng: random.Random, form: str, size: str, key: CellKey) -> Decimal:
    scale = scale_of(form, key)
    if key.fact_table in {"applications", "reviews", "litigation"}:
        return _whole(rng, _LARGEST_PART[size], _ZERO_SHARE[size])
    if key.column_code == "amount" or scale != 1:
        return _money(rng, size, scale)
    count = _whole(rng, _LARGEST_COUNT[size], min(0.8, _ZERO_SHARE[size]))
    if key.column_code == "items_change" and rng.random() < 0.4:
        return -min(count, Decimal(400))
    if key.row_code == "rules" and size not in {"province", "prefecture"}:
        return Decimal(0)
    return count


def _money(rng: random.Random, size: str, scale: Decimal) -> Decimal:
    printed = _whole(rng, max(3, _LARGEST_COUNT[size] // 40), min(0.7, _ZERO_SHARE[size]))
    if scale == 1:  # procurement in plain yuan, of which a report may print ten thousands with two decimals
        return printed * 100
    if printed and rng.random() < 0.5:
        printed += Decimal(rng.randint(1, 99)) / 100
    return (printed * scale).normalize() if printed else Decimal(0)


def _fill_applications(rng: random.Random, size: str, keys: list[CellKey], values: dict[CellKey, Decimal]) -> None:
    """Natural persons bring most applications; the other applicants thin out."""
    weight = {"natural_person": 1.0, "business": 0.5, "research": 0.08, "public_welfare": 0.12}
    for key in keys:
        if key.fact_table == "applications":
            share = weight.get(key.column_code, 0.2)
            largest = int(_LARGEST_PART[size] * (share if share == 1 else share * 0.3))
            values[key] = _whole(rng, largest or (1 if size == "town" else 0), 1 - (1 - _ZERO_SHARE[size]) * share)


def _carry(rng: random.Random, values: dict[CellKey, Decimal]) -> None:
    """Split inflow into new and carried in so that each column balances, the total column by sums."""
    applicants = [key.column_code for key in values if key.fact_table == "applications" and key.row_code == "granted"]
    totals = dict.fromkeys(("new_received", "carried_in", "total_closed", "carried_out"), Decimal(0))
    for applicant in applicants:
        cell = {row: CellKey("applications", None, row, applicant) for row in totals}
        if applicant != "total":
            closed, out = values[cell["total_closed"]], values[cell["carried_out"]]
            carried_in = min(values[cell["carried_in"]], closed + out)
            values[cell["carried_in"]], values[cell["new_received"]] = carried_in, closed + out - carried_in
            for row in totals:
                totals[row] += values[cell[row]]
    for row, value in totals.items():
        values[CellKey("applications", None, row, "total")] = value


def _settle_2014(rng: random.Random, values: dict[CellKey, Decimal]) -> None:
    """Draw the free splits of form 2014 anew where its figures should agree with each other."""

    def key(row: str, table: str = "applications", column: str = "total") -> CellKey:
        return CellKey(table, None, row, column)

    answered = values[key("total_answered")]
    channels = ["received_in_person", "received_by_fax", "received_online", "received_by_post"]
    for rows, total in ((channels, "new_received"), (["closed_on_time", "closed_extended"], "total_closed")):
        left = answered if rng.random() < 0.8 else answered + rng.randint(0, 3)
        values[key(total)] = left
        for row in rows[:-1]:
            part = Decimal(rng.randint(0, int(left))) if rng.random() < 0.6 else Decimal(0)
            values[key(row)], left = part, left - part
        values[key(rows[-1])] = left
