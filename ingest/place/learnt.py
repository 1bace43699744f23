"""What the full rows of a table, and its column labels, tell of the rows that are short of items or have too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from ingest.forms.definition import Form
from ingest.place.columns import Columns, GridColumns, LineColumns, start_of, starts_of
from ingest.place.record import Item, Stream
from ingest.place.shapes import Shape

LEAST_AGREEING = 0.9  # of the items of full rows, for the columns of a grid to tell anything
LEAST_SHARED_EDGES = 0.7  # of the items of full lines, for columns kept by spaces

Headers = Mapping[tuple[int, str], Mapping[int, int]]  # for a table and section the cell in each grid column
LineKind = tuple[str, int, int]  # of line: whose cells stand below the same columns
Table = tuple[int | None, LineKind]  # a table of the document, and the kind of line in it


def kind_of(shape: Shape) -> LineKind:
    """Return what lines with cells below the same columns share: all of a section, or the same column groups of it."""
    return (shape.section, len(shape.cells), shape.first if shape.first != shape.last else -1)


def usual_starts(stream: Stream, shapes: Mapping[int, Shape]) -> dict[tuple[bool, LineKind | None], int]:
    """Return how many empty items stand before a line's own, where all rows of its kind that tell say the same.

    Where no row tells alone, several may together: they leave one number that all of them allow. Under None stands
    the number for kinds without such rows, where those of all kinds say the same.
    """
    possible: dict[tuple[bool, LineKind | None], list[range]] = {}
    for at, shape in shapes.items():
        record = stream.records[at]
        if starts := starts_of(record, shape):
            for kind in (kind_of(shape), None):
                possible.setdefault((record.is_ruled, kind), []).append(starts)
    found = {kind: _common_start(ranges) for kind, ranges in possible.items()}
    return {kind: start for kind, start in found.items() if start is not None}


def _common_start(ranges: Sequence[range]) -> int | None:
    told = [starts for starts in ranges if len(starts) == 1]
    common = set.intersection(*map(set, told if len(told) > 1 else ranges)) if len(ranges) > 1 else set()
    return common.pop() if len(common) == 1 else None


def columns_by_table(
    stream: Stream,
    shapes: Mapping[int, Shape],
    headers: Callable[[], Headers],
    form: Form,
) -> dict[Table, Columns]:
    """Return which cell stands in which column of a table, learnt from its rows that have an item for each cell.

    Where a ruled table has no such row its column labels tell.
    """
    full: dict[Table, list[Sequence[Item]]] = {}
    for at, shape in shapes.items():
        record = stream.records[at]
        start = 0 if len(record.items) == len(shape.cells) else start_of(record, shape)
        if start is not None and not record.is_blank:
            items = record.items[start : start + len(shape.cells)]
            full.setdefault((record.table_no, kind_of(shape)), []).append(items)
    found: dict[Table, Columns] = {}
    for table, rows in full.items():
        columns = _grid_columns(rows) if table[0] is not None else _line_columns(rows)
        if columns is not None:
            found[table] = columns
    for at, shape in shapes.items():
        record = stream.records[at]
        table = (record.table_no, kind_of(shape))
        if not record.is_ruled or table in found:
            continue
        if header := headers().get((record.table_no, shape.section)):
            offset = _offset(shape, form)
            cell_of = {c: cell - offset for c, cell in header.items() if 0 <= cell - offset < len(shape.cells)}
            found[table] = GridColumns(cell_of, max(cell_of, default=-1))
    return found


def _grid_columns(rows: Sequence[Sequence[Item]]) -> GridColumns | None:
    """The cell of each column, None where the rows contradict each other: their labels take up unlike space."""
    votes = Counter((item.column, cell) for items in rows for cell, item in enumerate(items))
    cell_of: dict[int, int] = {}
    for (column, cell), count in votes.most_common():
        if 2 * count >= len(rows):  # what few rows have there is the empty cell of a label, or a figure too many
            cell_of.setdefault(column, cell)
    agreeing = sum(count for (column, cell), count in votes.items() if cell_of.get(column) == cell)
    if agreeing < LEAST_AGREEING * votes.total():
        return None
    ends = Counter(items[-1].column for items in rows)
    return GridColumns(cell_of, ends.most_common(1)[0][0])


def _line_columns(rows: Sequence[Sequence[Item]]) -> LineColumns | None:
    """The edges that the cells of most lines share, if spaces keep the columns at all."""
    if len(rows) < 2 or any(item.span is None for items in rows for item in items):
        return None
    gaps = [after.span[0] - before.span[1] for items in rows for before, after in pairwise(items)]
    if sum(gap > 1 for gap in gaps) * 2 < len(gaps):
        return None  # parted by single spaces: figures of like length share edges by chance
    best: tuple[float, LineColumns] | None = None
    for side in (0, 1):
        edges, shared = [], 0
        for cell in range(len(rows[0])):
            edge, count = Counter(items[cell].span[side] for items in rows).most_common(1)[0]
            edges.append(edge)
            shared += count
        share = shared / (len(rows) * len(rows[0]))
        if share >= LEAST_SHARED_EDGES and edges == sorted(set(edges)) and (best is None or share > best[0]):
            best = (share, LineColumns(tuple(edges), side))
    return best[1] if best else None


def _offset(shape: Shape, form: Form) -> int:
    section = next(section for section in form.sections if section.name == shape.section)
    for line in section.lines:
        if shape.cells[0] in line.cells:
            return line.cells.index(shape.cells[0])
    return 0
