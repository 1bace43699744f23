"""Chooses between the placements a document allows: arithmetic decides, and what it leaves open is doubted."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from ingest.forms.definition import CellKey, Form, FormCell, Identity, may_be_label
from ingest.place.align import is_below_a_label
from ingest.place.arithmetic import derive, failing, identities_of
from ingest.place.columns import (
    Columns,
    Placement,
    header_columns,
    joined_value,
    one_each,
    placements,
    placements_with_one_too_many,
)
from ingest.place.lattice import Alignment
from ingest.place.learnt import Headers, columns_by_table, kind_of, usual_starts
from ingest.place.record import Item, Record, Stream
from ingest.place.shapes import Shape
from ingest.place.together import borne_out_by_columns, groups_of, identities_within
from ingest.place.values import BLANK, Kind, Value
from ingest.place.weights import LONG_LINE

BROKEN = 2.5  # points an identity that cannot hold costs a reading of the document
HOLLOW = 1.0  # the same for one that fails if dashes and empty cells are zeros
CLEAR_LEAD = 0.75  # points by which a reading must lead for its rivals to be dismissed
MOST_READINGS = 256  # combinations weighed together; beyond it each record is weighed with one other at most
MOST_PAIRS = 600  # combinations of the placements of two records
MOST_PLACEMENTS = 100  # of one record
MOST_FAILING = 2  # sums down the columns that may fail through a row, for its figures to be where they seem to be
MOST_DEARER = 1.5  # points beyond the cheapest: arithmetic must not resurrect what columns rule out


class Placed(NamedTuple):
    """What stands in one cell: its items (two where a space parts one figure) and what they say."""

    cell: FormCell
    items: tuple[Item, ...]
    value: Value
    record_no: int

    @property
    def raw_text(self) -> str:
        return self.items[0].text if len(self.items) == 1 else " ".join(item.text for item in self.items)


@dataclass(slots=True)
class Settled:
    """The reading of a document's tables that its labels and arithmetic bear out best.

    ``doubted`` names the cells for which a rival reading that is as good says otherwise, with what it says.
    ``stray`` are the records with figures that found no line although they look like one, ``placed_records``
    those that did.
    """

    placed: dict[CellKey, Placed] = field(default_factory=dict)
    doubted: dict[CellKey, str] = field(default_factory=dict)
    stray: list[Record] = field(default_factory=list)
    placed_records: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class _Choice:
    """One placement for each record of one alignment, with the points for it."""

    alignment: Alignment
    placed: dict[CellKey, Placed]
    conflicts: dict[CellKey, tuple[Placed, Placed]]  # what two records say of one cell
    points: float
    uneven: frozenset[int] = frozenset()  # records whose items are not one for each cell of their line


def settle(stream: Stream, alignments: Sequence[Alignment], form: Form) -> Settled:
    """Return the best reading among ``alignments`` and the placements each allows."""
    headers = cache(lambda: header_columns(stream.fragments, form))
    choices = [choice for alignment in alignments for choice in _choices(stream, alignment, form, headers)]
    if not choices:
        return Settled()
    choices.sort(key=lambda choice: -choice.points)
    best = choices[0]
    doubted = _contradicted(best, stream.records, form)
    doubted |= {key: _either(*said) for key, said in best.conflicts.items()}
    for rival in choices[1:]:
        if rival.points < best.points - CLEAR_LEAD:
            break
        for key in best.placed.keys() | rival.placed.keys():
            ours, theirs = best.placed.get(key), rival.placed.get(key)
            if _says(ours) != _says(theirs):
                doubted.setdefault(key, _either(ours, theirs))
    shapes = zip(stream.records, best.alignment.shapes, strict=True)
    placed_records = [record for record, shape in shapes if shape is not None]
    return Settled(best.placed, doubted, _stray(stream.records, best.alignment, form), placed_records)


def _stray(records: Sequence[Record], alignment: Alignment, form: Form) -> list[Record]:
    """The rows of figures inside a table that are no line of it, and figures right below a table's heading."""
    found = []
    for at, record in enumerate(records):
        if alignment.shapes[at] is not None or not record.figure_count:
            continue
        before, after = (
            next(filter(None, shapes), None) for shapes in (alignment.shapes[at::-1], alignment.shapes[at:])
        )
        is_inside = before is not None and after is not None and before.section == after.section
        is_next = (before is not None and record.follows_closely) or (
            after is not None and at + 1 < len(records) and records[at + 1].follows_closely
        )
        if [item.value.number for item in record.items] == list(range(1, len(record.items) + 1)):
            continue  # the numbers of the columns
        has_digits = any(character.isdigit() for item in record.items for character in item.text)
        is_headed = not record.own and has_digits and is_below_a_label(record, form)
        is_foreign = bool(record.own) and not any(may_be_label(fragment.squashed) for fragment in record.own)
        is_beside = is_inside or (is_next and not is_foreign)
        if (is_beside and has_digits and record.marked_count >= LONG_LINE) or is_headed:
            found.append(record)
    return found


def _contradicted(choice: _Choice, records: Sequence[Record], form: Form) -> dict[CellKey, str]:
    """The cells of rows with a figure too few or too many that the row's sum or those of several columns speak against.

    Where each of its figures stands is known from the arithmetic alone, which here does not bear it out.
    """
    known = counts(choice.placed)
    fails = failing(identities_of(form, known.keys()), known) if choice.uneven else []
    across: dict[int, set[Identity]] = {at: set() for at in choice.uneven}
    within: set[int] = set()
    for identity in fails:
        rows = {choice.placed[key].record_no for key in (*identity.left, *identity.right) if key in choice.placed}
        for at in rows & across.keys():
            if len(rows) > 1:
                across[at].add(identity)
            else:
                within.add(at)
    wrong = within | {at for at, identities in across.items() if len(identities) >= MOST_FAILING}
    return {
        key: f"“{here.raw_text}” or another figure of “{' '.join(item.text for item in records[here.record_no].items)}”"
        for key, here in choice.placed.items()
        if here.record_no in wrong
    }


def _says(placed: Placed | None) -> object:
    if placed is None or placed.value.kind is Kind.BLANK:
        return None
    return placed.value.number if placed.value.kind in (Kind.FIGURE, Kind.SUSPECT) else placed.value.kind


def _either(ours: Placed | None, theirs: Placed | None) -> str:
    readings = [placed.raw_text or "nothing" if placed else "nothing" for placed in (ours, theirs)]
    return " or ".join(f"“{reading}”" for reading in readings)


def _choices(stream: Stream, alignment: Alignment, form: Form, headers: Callable[[], Headers]) -> list[_Choice]:
    shapes = _without_copies(stream, alignment)
    columns = columns_by_table(stream, shapes, headers, form)
    starts = usual_starts(stream, shapes)
    options: dict[int, list[Placement]] = {}
    for at, shape in shapes.items():
        record = stream.records[at]
        table = (record.table_no, kind_of(shape))
        start = starts.get((record.is_ruled, kind_of(shape)), starts.get((record.is_ruled, None)))
        found = placements(record, shape, columns.get(table), start, groups_of(form.name, shape))
        if found:
            options[at] = _borne_out(found, record, shape, form, columns.get(table))
    options, is_borne_out = borne_out_by_columns(options, stream.records, shapes, form)
    reading = _Reading(stream, alignment, shapes, form)
    cheapest = {at: found[0] for at, found in options.items()}
    open_records = [at for at, found in options.items() if len(found) > 1]
    if math.prod(len(options[at]) for at in open_records) <= MOST_READINGS:
        picks = product(*(options[at] for at in open_records))
        return [reading.weigh(cheapest | dict(zip(open_records, pick, strict=True))) for pick in picks]
    return _climb(reading, cheapest, {at: options[at] for at in open_records}, is_borne_out=is_borne_out)


def _without_copies(stream: Stream, alignment: Alignment) -> dict[int, Shape]:
    """The shape of each record; of those that print the same line alike only the one that tells its columns best."""
    kept: dict[tuple[int, tuple[Value, ...]], int] = {}
    for at, shape in enumerate(alignment.shapes):
        if shape is not None:
            record = stream.records[at]
            line = (id(shape), tuple([item.value for item in record.items if item.text.strip()]))
            other = stream.records[kept.setdefault(line, at)]
            if record.is_ruled and not other.is_ruled:
                kept[line] = at
    return {at: alignment.shapes[at] for at in sorted(kept.values())}


def _climb(
    reading: _Reading, chosen: dict[int, Placement], options: Mapping[int, Sequence[Placement]], *, is_borne_out: bool
) -> list[_Choice]:
    """Too many combinations to weigh: settle one record after the other, twice, then weigh its rivals.

    Two records may be out of place in ways that cancel, so the rivals differ from the best in one record or in
    two. Where even those are too many, or each placement is known to stand in a reading that adds up, nothing is
    settled: each counts as good as the best.
    """
    best = reading.weigh(chosen)
    for _ in range(2):
        for at, found in options.items():
            for placement in found:
                choice = reading.weigh(chosen | {at: placement})
                if choice.points > best.points:
                    best, chosen = choice, chosen | {at: placement}
    singles = [{at: placement} for at, found in options.items() for placement in found]
    pairs = sum(len(options[one]) * len(options[other]) for one, other in combinations(options, 2))
    if pairs > MOST_PAIRS or is_borne_out:
        return [best, *(replace(reading.weigh(chosen | single), points=best.points) for single in singles)]
    doubles = [
        {one: placement, other: beside}
        for one, other in combinations(options, 2)
        for placement in options[one]
        for beside in options[other]
    ]
    return [best, *(reading.weigh(chosen | changes) for changes in (*singles, *doubles))]


def _borne_out(
    found: list[Placement], record: Record, shape: Shape, form: Form, columns: Columns | None
) -> list[Placement]:
    """Keep the placements that break fewest of the identities inside the line itself."""
    within = identities_within(form.name, shape)
    if not within or (len(found) == 1 and len(record.items) == len(shape.cells)):
        return found[:MOST_PLACEMENTS]
    broken = [_broken_by(placement, record, shape, within) for placement in found]
    if min(broken):
        others = placements_with_one_too_many(record, shape, columns)
        found = [*found, *others]
        broken += [_broken_by(placement, record, shape, within) for placement in others]
    fewest = min(broken)
    kept = [placement for placement, count in zip(found, broken, strict=True) if count == fewest]
    return [placement for placement in kept if placement.cost < kept[0].cost + MOST_DEARER][:MOST_PLACEMENTS]


def _broken_by(placement: Placement, record: Record, shape: Shape, within: Sequence[Identity]) -> int:
    here = {
        cell.key: Placed(cell, tuple(record.items[i] for i in held), joined_value([record.items[i] for i in held]), 0)
        for cell, held in zip(shape.cells, placement.items, strict=True)
        if held
    }
    return len(derive(within, counts(here))[1])


class _Reading:
    """Weighs the placements of one alignment against the form's arithmetic."""

    def __init__(self, stream: Stream, alignment: Alignment, shapes: Mapping[int, Shape], form: Form) -> None:
        self.stream = stream
        self.alignment = alignment
        self.shapes = shapes
        self.form = form
        # By record and placement, which is kept with them so that its number stays its own.
        self.known: dict[tuple[int, int], tuple[list[tuple[CellKey, Placed]], bool, Placement]] = {}

    def weigh(self, chosen: Mapping[int, Placement]) -> _Choice:
        placed: dict[CellKey, Placed] = {}
        conflicts: dict[CellKey, tuple[Placed, Placed]] = {}
        uneven = set()
        for at, placement in chosen.items():
            of_record, is_uneven = self._placed(at, placement)
            if is_uneven:
                uneven.add(at)
            for key, here in of_record:
                there = placed.get(key)
                if there is None or there.value.kind is Kind.BLANK:
                    placed[key] = here
                elif _says(here) is not None and _says(here) != _says(there):
                    conflicts.setdefault(key, (there, here))
        known = counts(placed)
        identities = identities_of(self.form, known.keys())
        _, broken = derive(identities, known)
        empty = _empty(placed)
        hollow = failing(identities, known | dict.fromkeys(empty, 0)) if empty else []
        cost = sum(placement.cost for placement in chosen.values())
        cost += BROKEN * len(broken) + HOLLOW * len([identity for identity in hollow if identity not in broken])
        points = self.alignment.score - cost - len(conflicts)
        return _Choice(self.alignment, placed, conflicts, points, frozenset(uneven))

    def _placed(self, at: int, placement: Placement) -> tuple[list[tuple[CellKey, Placed]], bool]:
        """What a placement puts into the cells of its record's line, and whether it leaves something over or out."""
        known = self.known.get((at, id(placement)))
        if known is None:
            record = self.stream.records[at]
            items = record.items
            found = []
            for cell, held in zip(self.shapes[at].cells, placement.items, strict=True):
                if len(held) == 1:
                    found.append((cell.key, Placed(cell, ((item := items[held[0]]),), item.value, at)))
                elif held:
                    group = tuple(items[index] for index in held)
                    found.append((cell.key, Placed(cell, group, joined_value(group) or BLANK, at)))
            known = self.known[at, id(placement)] = found, _is_uneven(placement, record), placement
        return known[:2]


def _empty(placed: Mapping[CellKey, Placed]) -> list[CellKey]:
    """The cells that hold a mark for no figure, or nothing, which nearly always stands for zero."""
    return [key for key, here in placed.items() if here.value.kind is Kind.BLANK]


def _total_of(placement: Placement, record: Record) -> str:
    """What is printed in the last cell of a line."""
    return "".join(record.items[at].text for at in placement.items[-1]).strip()


def _is_uneven(placement: Placement, record: Record) -> bool:
    """The row of a long line has not one item for each cell: some are lost, too many, or parted."""
    if len(placement.items) < LONG_LINE:
        return False
    if not record.is_ruled and not record.is_blank and not _total_of(placement, record):
        return True  # its last figure is lost, or all of them stand one cell further to the left
    if placement.items == one_each(len(record.items)):
        return False
    used = {at for held in placement.items for at in held}
    left = any(item.text.strip() for at, item in enumerate(record.items) if at not in used)
    return left or any(len(held) != 1 for held in placement.items)


def counts(placed: Mapping[CellKey, Placed]) -> dict[CellKey, int]:
    """Return the printed whole numbers, which are what the identities are about."""
    return {
        key: here.value.count
        for key, here in placed.items()
        if here.value.kind is Kind.FIGURE and here.value.count is not None
    }
