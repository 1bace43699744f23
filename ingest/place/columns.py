"""Which cell of its line each item of a record is in: every way that order and grid columns allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise

from ingest.forms.definition import Form, Section
from ingest.place.record import Fragment, Item, Record
from ingest.place.shapes import Shape
from ingest.place.sums import Group, ways_without_zeros
from ingest.place.values import Kind, Value, is_apart_as_written, read_value
from ingest.place.weights import LONG_LINE

MOST_GAPS = 2
MOST_JOINS = 4
GAP = 0.3  # the cost of a cell without an item, or an item without a cell
INNER_GAP = 0.15  # more for one that is not at the end of the line: rows lose their last column
TOTAL_LOST = 1.0  # more for a total that is lost though the last figure is the sum of all before it
JOIN = 0.45  # the cost of closing a space inside a figure
JOIN_AS_WRITTEN = 0.05  # the same where the space parts thousands, or a sign from its figure, as figures are written
UNUSUAL_START = 1.5  # padding on another side than in the rows around
OFF_COLUMN = 2.0  # all items in other grid columns than the same cells of the rows around
NEAR_AN_EDGE = 2  # columns of print
_SIGNS = frozenset("-+−－＋")


@dataclass(frozen=True, slots=True)
class GridColumns:
    """What the other rows of a grid tell: the cell that stands in each grid column, and where full rows end."""

    cell_of: Mapping[int, int]
    last: int

    def cell(self, item: Item) -> int | None:
        """Return the cell that stands in the item's column, None where the other rows do not tell."""
        return self.cell_of.get(item.column)

    def is_beside(self, item: Item) -> bool:
        """Return whether the item stands left of every cell: it is the empty cell of a label."""
        return item.column is not None and item.column < min(self.cell_of, default=0)

    def tells(self, items: Sequence[Item]) -> bool:
        """Return whether a row short of items keeps its columns: one that ends early may have lost any of them."""
        return items[-1].column == self.last


@dataclass(frozen=True, slots=True)
class LineColumns:
    """What the other lines of a text tell whose columns are kept by spaces: where each cell begins or ends."""

    edges: tuple[int, ...]
    side: int  # 0: the cells begin at the edges, 1: they end there

    def cell(self, item: Item) -> int | None:
        """Return the cell whose edge is nearest to the item's, None where none is near."""
        if item.span is None:
            return None
        distance, cell = min((abs(edge - item.span[self.side]), cell) for cell, edge in enumerate(self.edges))
        return cell if distance <= NEAR_AN_EDGE else None

    def is_beside(self, item: Item) -> bool:
        """Return False: a line of text has no empty items."""
        return False

    def tells(self, items: Sequence[Item]) -> bool:
        """Return whether every item stands at an edge."""
        return all(self.cell(item) is not None for item in items)


Columns = GridColumns | LineColumns


@dataclass(frozen=True, slots=True)
class Placement:
    """For each cell of a shape the items it holds: one, none, or several that are one figure parted by spaces."""

    items: tuple[tuple[int, ...], ...]
    cost: float


def placements(
    record: Record,
    shape: Shape,
    columns: Columns | None = None,
    usual_start: int | None = None,
    groups: Sequence[Group] = (),
) -> list[Placement]:
    """Return the ways the items can stand in the cells, cheapest first.

    ``usual_start`` is the number of empty items that stand before the line's own in its neighbours, ``groups``
    the cells that make a total with the cell it is in.
    """
    cells, items = len(shape.cells), record.items
    if columns is not None and columns.is_beside(items[0]):
        return _without_label_cell(record, shape, columns, groups)
    if len(items) == cells:
        return [_priced(Placement(one_each(cells), UNUSUAL_START if usual_start else 0.0), items, columns)]
    figures = [at for at, item in enumerate(items) if item.value.kind is not Kind.BLANK]
    first, last = record.extent(cells)
    span = last - first + 1
    if len(items) >= cells and span <= cells:
        found = [_priced(p, items, columns) for p in _windows(len(items), cells, first, last, usual_start)]
    elif len(items) < cells:
        told = columns if columns is not None and columns.tells(items) else None
        by_column = told and _by_column(items, cells, told)
        ways = [] if by_column else [*_zeros_left_out(items, cells, groups), *_gaps(items, cells)]
        found = [by_column] if by_column else [_priced(p, items, told) for p in ways]
    elif len({items[at].value.number for at in figures}) == 1 and span > cells + MOST_GAPS:
        found = [Placement(tuple((first + at,) for at in range(cells)), GAP)]
    else:  # a figure too many moves those behind it: the grid's columns tell nothing here
        found = _surplus(items, cells, first, last)
    found.sort(key=lambda placement: placement.cost)
    is_settled = len(items) >= cells or cells >= LONG_LINE  # a long line ends in its total: zeros leave only zero
    if is_settled and all(item.value.number == 0 for item in items):
        return found[:1]  # zero wherever it is
    return found


@cache
def one_each(count: int) -> tuple[tuple[int, ...], ...]:
    """Return the items of a placement with one for each cell, in order."""
    return tuple((at,) for at in range(count))


def _without_label_cell(record: Record, shape: Shape, columns: Columns, groups: Sequence[Group]) -> list[Placement]:
    """An item left of every cell of the line is the empty cell of its label."""
    rest = replace(record, items=record.items[1:])
    if not rest.items or record.items[0].text.strip():
        return placements(record, shape, None, None, groups)
    return [
        Placement(tuple(tuple(at + 1 for at in held) for held in found.items), found.cost)
        for found in placements(rest, shape, columns, None, groups)
    ]


def placements_with_one_too_many(record: Record, shape: Shape, columns: Columns | None) -> list[Placement]:
    """Return the ways for a ruled row that has a figure beyond the edge of its table: some cell does not belong."""
    extra = len(record.items) - len(shape.cells)
    if not isinstance(columns, GridColumns) or not record.is_ruled or not 0 < extra <= MOST_GAPS:
        return []
    last = record.items[-1]
    if columns.is_beside(record.items[0]) or last.column <= columns.last or not last.text.strip():
        return []
    return sorted(_surplus(record.items, len(shape.cells), 0, len(record.items) - 1), key=lambda p: p.cost)


def starts_of(record: Record, shape: Shape) -> range:
    """Return how many empty items can stand before the line's own; no number for a record without any to spare."""
    cells, count = len(shape.cells), len(record.items)
    first, last = record.extent(cells)
    return range(max(0, last - cells + 1), min(first, count - cells) + 1) if cells < count else range(0)


def start_of(record: Record, shape: Shape) -> int | None:
    """Return how many empty items stand before the line's own, None where it does not fill all of its cells."""
    first, last = record.extent(len(shape.cells))
    is_full = last - first + 1 == len(shape.cells) < len(record.items)
    return first if is_full else None


def _windows(count: int, cells: int, first: int, last: int, usual_start: int | None) -> list[Placement]:
    """Empty cells beyond the line's own are padding; it stands at the end more often than at the start."""
    starts = range(max(0, last - cells + 1), min(first, count - cells) + 1)
    return [
        Placement(
            tuple((start + at,) for at in range(cells)),
            0.04 * start if usual_start is None else UNUSUAL_START * (start != usual_start),
        )
        for start in starts
    ]


def _zeros_left_out(items: Sequence[Item], cells: int, groups: Sequence[Group]) -> list[Placement]:
    """The ways that leave only zeros out, with no cell likelier to be one than another."""
    values = [item.value.count or 0 for item in items]
    if not any(values) or not groups:
        return []
    found = []
    for way in ways_without_zeros(values, groups):
        at = {cell: (index,) for index, cell in enumerate(way)}
        found.append(Placement(tuple(at.get(cell, ()) for cell in range(cells)), GAP))
    return found


def _gaps(items: Sequence[Item], cells: int) -> list[Placement]:
    count = len(items)
    missing = cells - count
    if missing > MOST_GAPS:
        return []
    *parts, last = [item.value.count or 0 for item in items]
    ends_in_total = cells > LONG_LINE and last == sum(parts) > 0
    found = []
    for gaps in combinations(range(cells), missing):
        at = iter(range(count))
        cost = sum(GAP if gap >= cells - missing else GAP + INNER_GAP for gap in gaps)
        cost += TOTAL_LOST * (ends_in_total and cells - 1 in gaps)
        found.append(Placement(tuple(() if cell in gaps else (next(at),) for cell in range(cells)), cost))
    return found


def _by_column(items: Sequence[Item], cells: int, columns: Columns) -> Placement | None:
    """Each item in the cell its column tells, where all tell and keep the order."""
    told = [columns.cell(item) for item in items]
    if None in told or told != sorted(set(told)):
        return None
    at = {cell: (index,) for index, cell in enumerate(told)}
    return Placement(tuple(at.get(cell, ()) for cell in range(cells)), GAP)


def _surplus(items: Sequence[Item], cells: int, first: int, last: int) -> list[Placement]:
    inner = range(first, last + 1)
    extra = len(inner) - cells
    found = list(_joins(items, inner, cells))
    if cells == 1 and any(placement.cost == JOIN_AS_WRITTEN for placement in found):
        return found  # one figure written with its thousands apart
    close = [placement for placement in found if _are_parted_as_cells(items, placement)]
    if close and close[0].cost <= JOIN_AS_WRITTEN * extra:
        return close[:1]
    if extra <= MOST_GAPS:
        for dropped in combinations(inner, extra):
            cost = sum(GAP if at > last - extra else GAP + INNER_GAP for at in dropped)
            found.append(Placement(tuple((at,) for at in inner if at not in dropped), cost))
    return found


def _joins(items: Sequence[Item], inner: range, cells: int) -> Iterator[Placement]:
    """The ways to close spaces between neighbours so that as many figures are left as there are cells.

    Only the words of one line of text: two cells of a grid are never one figure.
    """
    if len(inner) - cells > MOST_JOINS or any(items[at].column is not None for at in inner):
        return
    for breaks in combinations(inner[1:], cells - 1):
        edges = (inner[0], *breaks, inner[-1] + 1)
        groups = tuple(tuple(range(start, end)) for start, end in pairwise(edges))
        joined = [group for group in groups if len(group) > 1]
        if all(_may_be_one([items[at] for at in group]) for group in joined):
            has_sign = any(items[group[0]].text in _SIGNS for group in joined)
            if has_sign and not _are_parted_as_cells(items, Placement(groups, 0.0)):
                continue  # a dash for nothing before a figure
            texts = [" ".join(items[at].text for at in group) for group in joined]
            yield Placement(groups, sum(JOIN_AS_WRITTEN if is_apart_as_written(text) else JOIN for text in texts))


def _may_be_one(items: Sequence[Item]) -> bool:
    """Tell whether items are one figure with spaces inside: words of one line, each a single space from the next."""
    for before, after in pairwise(items):
        if before.place != after.place or (before.span and after.span and after.span[0] - before.span[1] > 1):
            return False
    return joined_value(items) is not None


def _are_parted_as_cells(items: Sequence[Item], placement: Placement) -> bool:
    """Tell whether wide gaps part the cells, and single spaces what is one figure."""
    spans = [[items[at].span for at in held] for held in placement.items]
    if any(span is None for held in spans for span in held):
        return False
    inside = [after[0] - before[1] for held in spans for before, after in pairwise(held)]
    between = [after[0][0] - before[-1][1] for before, after in pairwise(spans)]
    return max(inside, default=0) == 1 < min(between, default=0)


def joined_value(items: Sequence[Item]) -> Value | None:
    """Return the figure that neighbouring items make when the spaces between them are closed, if they do."""
    if len(items) == 1:
        return items[0].value
    *heads, tail = items
    if heads[0].text.strip() in _SIGNS:
        heads = heads[1:]
    if any(not item.text.strip().lstrip("+-").isdigit() for item in heads) or tail.value.kind is not Kind.FIGURE:
        return None
    value = read_value("".join(item.text for item in items))
    return value if value.kind is Kind.FIGURE else None


def _priced(placement: Placement, items: Sequence[Item], columns: Columns | None) -> Placement:
    if columns is None:
        return placement
    off = sum(columns.cell(items[at]) not in (None, cell) for cell, held in enumerate(placement.items) for at in held)
    return Placement(placement.items, placement.cost + OFF_COLUMN * off / len(placement.items))


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
