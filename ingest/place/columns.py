"""Which cell of its line each item of a record is in: every way that order and grid columns allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.forms.definition import Form, Section
from ingest.place.align import Shape
from ingest.place.records import Fragment, Item, Record
from ingest.place.values import Kind, Value, read_value

MOST_GAPS = 2
GAP = 0.3  # the cost of a cell without an item, or an item without a cell
INNER_GAP = 0.15  # more for one that is not at the end of the line: rows lose their last column
OFF_COLUMN = 2.0  # all items in other grid columns than the same cells of the rows around
_JOINABLE = (Kind.FIGURE,)


@dataclass(frozen=True, slots=True)
class Placement:
    """For each cell of a shape the items it holds: one, none, or two that are one figure parted by a space."""

    items: tuple[tuple[int, ...], ...]
    cost: float

    @property
    def is_exact(self) -> bool:
        return self.cost < GAP


def placements(record: Record, shape: Shape, columns: Mapping[int, int] | None = None) -> list[Placement]:
    """Return the ways the items can stand in the cells, cheapest first.

    ``columns`` maps a grid column to the cell that stands in it, where the grid's other rows tell.
    """
    cells, items = len(shape.cells), record.items
    figures = [at for at, item in enumerate(items) if item.value.kind is not Kind.BLANK]
    first, last = (figures[0], figures[-1]) if figures else (0, min(len(items), cells) - 1)
    span = last - first + 1
    if len(items) >= cells and span <= cells:
        found = _windows(len(items), cells, first, last)
    elif len(items) < cells:
        found = _gaps(len(items), cells)
    elif len({items[at].value.number for at in figures}) == 1 and span > cells + MOST_GAPS:
        found = [Placement(tuple((first + at,) for at in range(cells)), GAP)]
    else:
        found = _surplus(items, cells, first, last)
    if all(item.value.kind is Kind.BLANK or item.value.number == 0 for item in items):
        found = found and [min(found, key=lambda p: p.cost + _off_column(p, items, columns))]  # zero wherever it is
    priced = [Placement(p.items, p.cost + _off_column(p, items, columns)) for p in found]
    return sorted(priced, key=lambda placement: placement.cost)


def _windows(count: int, cells: int, first: int, last: int) -> list[Placement]:
    """Empty cells beyond the line's own are padding; it stands at the end more often than at the start."""
    starts = range(max(0, last - cells + 1), min(first, count - cells) + 1)
    return [Placement(tuple((start + at,) for at in range(cells)), 0.04 * start) for start in starts]


def _gaps(count: int, cells: int) -> list[Placement]:
    missing = cells - count
    if missing > MOST_GAPS:
        return [Placement(tuple((at,) if at < count else () for at in range(cells)), GAP * missing)]
    found = []
    for gaps in combinations(range(cells), missing):
        at = iter(range(count))
        cost = sum(GAP if gap >= cells - missing else GAP + INNER_GAP for gap in gaps)
        found.append(Placement(tuple(() if cell in gaps else (next(at),) for cell in range(cells)), cost))
    return found


def _surplus(items: Sequence[Item], cells: int, first: int, last: int) -> list[Placement]:
    inner = range(first, last + 1)
    extra = len(inner) - cells
    if extra > MOST_GAPS:
        return []
    found = []
    for dropped in combinations(inner, extra):
        cost = sum(GAP if at > last - extra else GAP + INNER_GAP for at in dropped)
        found.append(Placement(tuple((at,) for at in inner if at not in dropped), cost))
    if extra == 1:
        for at in inner[:-1]:
            apart = items[at].column is not None or items[at + 1].column is not None  # cells of a grid never join
            if not apart and joined_value([items[at], items[at + 1]]) is not None:
                groups = [(i,) if i != at else (i, i + 1) for i in inner if i != at + 1]
                found.append(Placement(tuple(groups), GAP + INNER_GAP))
    return found


def joined_value(items: Sequence[Item]) -> Value | None:
    """Return the figure that neighbouring items make when the space between them is closed, if they do."""
    if len(items) == 1:
        return items[0].value
    if any(item.value.kind not in _JOINABLE or item.value.scale for item in items):
        return None
    value = read_value("".join(item.text for item in items))
    return value if value.kind is Kind.FIGURE else None


def _off_column(placement: Placement, items: Sequence[Item], columns: Mapping[int, int] | None) -> float:
    if not columns:
        return 0.0
    off = 0
    for cell, held in enumerate(placement.items):
        for at in held:
            column = items[at].column
            if column is not None and column in columns and columns[column] != cell:
                off += 1
    return OFF_COLUMN * off / max(1, len(placement.items)) if off else 0.0


def header_columns(fragments: Sequence[Fragment], form: Form) -> dict[tuple[int, str], dict[int, int]]:
    """Return for each table and section which grid column its column labels stand in."""
    found: dict[tuple[int, str], dict[int, int]] = {}
    for section in form.sections:
        by_label = _label_positions(section)
        for fragment in fragments:
            if fragment.table_no is None or fragment.column is None:
                continue
            for cell in by_label.get(fragment.squashed, ()):
                columns = found.setdefault((fragment.table_no, section.name), {})
                if cell not in columns.values() and fragment.column not in columns:
                    columns[fragment.column] = cell
                    break
    return found


def _label_positions(section: Section) -> dict[str, list[int]]:
    by_label: dict[str, list[int]] = {}
    for cell, column in enumerate(section.columns):
        for label in column.labels:
            by_label.setdefault(label, []).append(cell)
    return by_label
