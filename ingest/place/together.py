"""The rows of a table weighed together: which placements some reading of the whole table bears out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from ingest.forms.definition import Form, Identity, Section, forms
from ingest.place.arithmetic import identities_of
from ingest.place.columns import Placement, joined_value
from ingest.place.record import Record
from ingest.place.shapes import Shape
from ingest.place.sums import Group, Vector, borne_out


def borne_out_by_columns(
    options: Mapping[int, list[Placement]], records: Sequence[Record], shapes: Mapping[int, Shape], form: Form
) -> tuple[dict[int, list[Placement]], bool]:
    """Keep the placements that some reading of the whole table bears out, if cells without a figure are zeros.

    All of them where no such reading exists or too many do; the flag says whether any were weighed so.
    """
    left, is_weighed = dict(options), False
    for section in form.sections:
        here = {shapes[at].first: at for at in options if shapes[at].section == section.name}
        at_most_once = len(here) == sum(shapes[at].section == section.name for at in options)
        if not at_most_once or all(len(options[at]) == 1 for at in here.values()):
            continue
        vectors: dict[int, list[Vector]] = {}
        ways: dict[int, list[Placement]] = {}
        for at in here.values():
            told = [(way, _figures_of(way, records[at], shapes[at], form)) for way in options[at]]
            ways[at] = [way for way, vector in told if vector is not None]
            vectors[at] = [vector for _, vector in told if vector is not None]
        if not all(ways.values()):
            continue
        kept = _consistent(vectors, {shapes[at].cells[0].key.row_code: at for at in ways}, section, form)
        if kept is not None:
            left |= {at: [ways[at][number] for number in sorted(numbers)] for at, numbers in kept.items()}
            is_weighed = True
    return left, is_weighed


def _figures_of(placement: Placement, record: Record, shape: Shape, form: Form) -> Vector | None:
    """The figure of each cell if those without one are zeros; None where the line's own sums do not hold then."""
    printed: list[int | None] = []
    for held in placement.items:
        value = joined_value([record.items[at] for at in held]) if held else None
        printed.append(value.count if value is not None else None)
    figures = [figure or 0 for figure in printed]
    for parts, total in groups_of(form.name, shape):
        whole = sum(figures[part] for part in parts)
        if printed[total] not in (None, whole):
            return None
        figures[total] = whole
    return tuple(figures)


def _consistent(
    vectors: Mapping[int, Sequence[Vector]], at_of: Mapping[str, int], section: Section, form: Form
) -> dict[int, set[int]] | None:
    """Which vectors of each record stand in a choice that all sums down the columns hold for; None where none does.

    Rows the document does not print are zeros. One sum after the other is looked at until nothing changes.
    """
    kept = {at: set(range(len(found))) for at, found in vectors.items()}
    keys = {cell.key for line in section.lines for cell in line.cells if cell.key.row_code in at_of}
    equations = [rows for rows in _row_equations(identities_of(form, keys)) if any(row in at_of for row, _ in rows)]
    moving = bool(equations)
    if not moving:
        return None
    while moving:
        moving = False
        for rows in equations:
            there = [(at_of[row], sign) for row, sign in rows if row in at_of]
            if not there:
                continue
            numbers = [sorted(kept[at]) for at, _ in there]
            choice = [[vectors[at][number] for number in own] for (at, _), own in zip(there, numbers, strict=True)]
            supported = borne_out(choice, [sign for _, sign in there])
            if supported is None or not all(supported):
                return None
            for (at, _), own, found in zip(there, numbers, supported, strict=True):
                left = {own[number] for number in found}
                moving |= left != kept[at]
                kept[at] = left
    return kept


@lru_cache(maxsize=64)
def _row_equations(identities: tuple[Identity, ...]) -> list[tuple[tuple[str, int], ...]]:
    """The sums that hold for every column alike: each row in them with its sign."""
    found: Counter[tuple[tuple[str, int], ...]] = Counter()
    for identity in identities:
        columns = {key.column_code for key in (*identity.left, *identity.right)}
        if len(columns) == 1:
            signed = [(identity.left, -1), (identity.right, 1)]
            found[tuple((key.row_code, sign) for keys, sign in signed for key in keys)] += 1
    return [rows for rows, count in found.items() if count > 1]


@cache
def groups_of(form_name: str, shape: Shape) -> tuple[Group, ...]:
    """Return the cells of a line that make a total, and the cell it is in; none where a cell of the line is in none."""
    at = {cell.key: number for number, cell in enumerate(shape.cells)}
    groups = tuple(
        (tuple(sorted(at[key] for key in identity.right)), at[identity.left[0]])
        for identity in identities_within(form_name, shape)
        if len(identity.left) == 1
    )
    covered = sorted(cell for parts, total in groups for cell in (*parts, total))
    return groups if covered == list(range(len(shape.cells))) else ()


@cache
def identities_within(form_name: str, shape: Shape) -> tuple[Identity, ...]:
    """Return the identities all of whose cells are in one line."""
    keys = {cell.key for cell in shape.cells}
    return tuple(
        identity for identity in forms()[form_name].identities if keys.issuperset((*identity.left, *identity.right))
    )
