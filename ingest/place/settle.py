"""Chooses between the placements a document allows: arithmetic decides, and what it leaves open is doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from ingest.forms.definition import CellKey, Form, FormCell
from ingest.place.align import Alignment, Shape
from ingest.place.arithmetic import derive, identities_of
from ingest.place.columns import Placement, header_columns, joined_value, placements
from ingest.place.records import Item, Stream
from ingest.place.values import BLANK, Kind, Value

BROKEN = 2.5  # points an identity that cannot hold costs a reading of the document
CLEAR_LEAD = 0.75  # points by which a reading must lead for its rivals to be dismissed
MOST_READINGS = 256  # combinations weighed together; beyond it each record is weighed alone


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in one cell: its items (two where a space parts one figure) and what they say."""

    cell: FormCell
    items: tuple[Item, ...]
    value: Value
    record_no: int

    @property
    def raw_text(self) -> str:
        return " ".join(item.text for item in self.items)


@dataclass(slots=True)
class Settled:
    """The reading of a document's tables that its labels and arithmetic bear out best.

    ``doubted`` names the cells for which a rival reading that is as good says otherwise, with what it says.
    ``stray`` are the records with figures that found no line although they look like one.
    """

    placed: dict[CellKey, Placed] = field(default_factory=dict)
    doubted: dict[CellKey, str] = field(default_factory=dict)
    score: float = 0.0
    labels_found: float = 0.0


@dataclass(slots=True)
class _Choice:
    """One placement for each record of one alignment, with the points for it."""

    placed: dict[CellKey, Placed]
    conflicts: dict[CellKey, str]
    points: float


def settle(stream: Stream, alignments: Sequence[Alignment], form: Form) -> Settled:
    """Return the best reading among ``alignments`` and the placements each allows."""
    headers = header_columns(stream.fragments, form)
    choices = [choice for alignment in alignments for choice in _choices(stream, alignment, form, headers)]
    if not choices:
        return Settled()
    choices.sort(key=lambda choice: -choice.points)
    best = choices[0]
    doubted = dict(best.conflicts)
    for rival in choices[1:]:
        if rival.points < best.points - CLEAR_LEAD:
            break
        for key in best.placed.keys() | rival.placed.keys():
            ours, theirs = best.placed.get(key), rival.placed.get(key)
            if _says(ours) != _says(theirs):
                doubted.setdefault(key, _either(ours, theirs))
    return Settled(best.placed, doubted, best.points)


def _says(placed: Placed | None) -> object:
    if placed is None or placed.value.kind is Kind.BLANK:
        return None
    return placed.value.number if placed.value.kind in (Kind.FIGURE, Kind.SUSPECT) else placed.value.kind


def _either(ours: Placed | None, theirs: Placed | None) -> str:
    readings = [placed.raw_text or "nothing" if placed else "nothing" for placed in (ours, theirs)]
    return " or ".join(f"“{reading}”" for reading in readings)


def _choices(
    stream: Stream, alignment: Alignment, form: Form, headers: Mapping[tuple[int, str], dict[int, int]]
) -> list[_Choice]:
    shapes = {at: shape for at, shape in enumerate(alignment.shapes) if shape is not None}
    columns = _columns_by_table(stream, shapes, headers, form)
    options = {
        at: placements(stream.records[at], shape, columns.get((stream.records[at].table_no, _kind(shape))))
        for at, shape in shapes.items()
    }
    options = {at: _within(found) for at, found in options.items() if found}
    chosen = {at: found[0] for at, found in options.items()}
    open_records = [at for at, found in options.items() if len(found) > 1]
    count = 1
    for at in open_records:
        count *= len(options[at])
    if count <= MOST_READINGS:
        readings = [
            dict(zip(open_records, picks, strict=True)) for picks in product(*(options[at] for at in open_records))
        ]
    else:
        readings = [{}, *({at: pick} for at in open_records for pick in options[at][1:])]
    return [_weigh(stream, alignment, shapes, chosen | reading, form) for reading in readings]


def _within(found: list[Placement]) -> list[Placement]:
    """Drop placements so much dearer than the cheapest that arithmetic should not resurrect them."""
    if found[0].is_exact and found[0].cost == 0.0:
        return [placement for placement in found if placement.cost < 0.3][:8]
    return found[:120]


def _weigh(
    stream: Stream, alignment: Alignment, shapes: Mapping[int, Shape], chosen: Mapping[int, Placement], form: Form
) -> _Choice:
    placed: dict[CellKey, Placed] = {}
    conflicts: dict[CellKey, str] = {}
    for at, placement in chosen.items():
        items = stream.records[at].items
        for cell, held in zip(shapes[at].cells, placement.items, strict=True):
            if not held:
                continue
            group = tuple(items[i] for i in held)
            here = Placed(cell, group, joined_value(group) or BLANK, at)
            there = placed.get(cell.key)
            if there is None or there.value.kind is Kind.BLANK:
                placed[cell.key] = here
            elif _says(here) is not None and _says(here) != _says(there):
                conflicts.setdefault(cell.key, _either(there, here))
    known = counts(placed)
    identities = identities_of(form, set(known))
    _, broken = derive(identities, known)
    cost = sum(placement.cost for placement in chosen.values())
    points = alignment.score - cost - BROKEN * len(broken) - len(conflicts)
    return _Choice(placed, conflicts, points)


def counts(placed: Mapping[CellKey, Placed]) -> dict[CellKey, int]:
    """Return the printed whole numbers, which are what the identities are about."""
    return {
        key: int(here.value.number)
        for key, here in placed.items()
        if here.value.kind is Kind.FIGURE and here.value.number == int(here.value.number)
    }


def _kind(shape: Shape) -> tuple[str, int, int]:
    """Shapes whose cells stand below the same columns: all lines of a section, or the same column groups."""
    return (shape.section, len(shape.cells), shape.first if shape.first != shape.last else -1)


def _columns_by_table(
    stream: Stream,
    shapes: Mapping[int, Shape],
    headers: Mapping[tuple[int, str], dict[int, int]],
    form: Form,
) -> dict[tuple[int | None, tuple[str, int, int]], dict[int, int]]:
    """Which cell stands in which grid column of a table, learnt from its rows that have an item for each cell.

    Where a table has no such row its column labels tell.
    """
    votes: dict[tuple[int | None, tuple[str, int, int]], dict[tuple[int, int], int]] = {}
    for at, shape in shapes.items():
        record = stream.records[at]
        if record.table_no is None or len(record.items) != len(shape.cells) or record.is_blank:
            continue
        tally = votes.setdefault((record.table_no, _kind(shape)), {})
        for cell, item in enumerate(record.items):
            if item.column is not None:
                tally[item.column, cell] = tally.get((item.column, cell), 0) + 1
    found: dict[tuple[int | None, tuple[str, int, int]], dict[int, int]] = {}
    for table, tally in votes.items():
        columns = found.setdefault(table, {})
        for (column, cell), _ in sorted(tally.items(), key=lambda vote: -vote[1]):
            columns.setdefault(column, cell)
    for at, shape in shapes.items():
        record = stream.records[at]
        if record.table_no is None or not record.is_ruled:
            continue
        header = headers.get((record.table_no, shape.section))
        if header and (record.table_no, _kind(shape)) not in found:
            offset = _offset(shape, form)
            found[record.table_no, _kind(shape)] = {
                column: cell - offset for column, cell in header.items() if 0 <= cell - offset < len(shape.cells)
            }
    return found


def _offset(shape: Shape, form: Form) -> int:
    section = next(section for section in form.sections if section.name == shape.section)
    for line in section.lines:
        if shape.cells[0] in line.cells:
            return line.cells.index(shape.cells[0])
    return 0
