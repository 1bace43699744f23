"""What a careful reader can know of a printed report: read three times, strictly and with a little faith.

The strict reading takes a figure for a cell only where its column is certain: the row is whole, or the
arithmetic leaves one placement. The lenient reading trusts the place a figure stands in where a layout
keeps a trace of it, the frugal one that cells which left no trace are zeros. What only those give may be
given or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.generator.figures import Figures
from tests.generator.layouts import Layout
from tests.generator.oracle import Evidence, LooseRow, agreed, close
from tests.generator.printed import Printed, PrintedCell, PrintedRow
from tests.generator.statute import CellKey, identities


@dataclass(frozen=True)
class TruthCell:
    """What can be known of one cell of the form.

    ``value`` is in the warehouse's unit. ``printed`` is ``figure``, ``blank`` (empty, dash, slash),
    ``lost`` (damaged or moved beyond reading), ``absent`` (its table is not there) or ``misleading`` (the
    figures of one row stand where those of another belong: nothing can be asked). ``knowable``: a
    careful reader has the value, read or derived with certainty. A cell that is not knowable but has a
    value may be given that value or none; without a value, any figure there is invented.
    """

    value: Decimal | None
    printed: str
    knowable: bool


@dataclass
class _Reading:
    """Figures read in their own cells, rows whose columns are open, and cells seen without a figure."""

    plain: dict[CellKey, Decimal] = field(default_factory=dict)
    loose: list[LooseRow] = field(default_factory=list)
    states: dict[CellKey, str] = field(default_factory=dict)


def truth_cells(figures: Figures, printed: Printed, shape: Layout) -> tuple[dict[CellKey, TruthCell], int]:
    """Return what can be known of every cell of the form, and how many identities fail as printed."""
    own = identities(figures.form, figures.single_other_row)
    arithmetic = {key for identity in own for key in identity.cells}
    strict, lenient = _read(printed, shape, False), _read(printed, shape, True)
    frugal = _read(printed, shape, True, figures.values)
    known = {**strict.plain, **_agreed_without_arithmetic(strict.loose, arithmetic)}
    closure = close(_evidence(strict, arithmetic), own)
    faithful = closure if lenient == strict else close(_evidence(lenient, arithmetic), own)
    assumed = closure if frugal == strict else close(_evidence(frugal, arithmetic), own)
    unsure = _parts_of_an_unprinted_whole(figures, strict)
    known = {**{key: value for key, value in closure.certain.items() if key not in unsure}, **known}
    allowed = {**assumed.certain, **frugal.plain}
    allowed |= {**closure.certain, **faithful.certain, **lenient.plain, **closure.permitted}
    cells = {}
    for key in dict.fromkeys([*figures.values, *(key for one in own for key in one.cells)]):
        state = strict.states.get(key, "absent")
        if key in known:
            cells[key] = TruthCell(known[key], state, True)
        else:
            cells[key] = TruthCell(allowed.get(key), state, False)
    failing = [
        one
        for one in own
        if all(key in strict.plain for key in one.cells)
        and sum(strict.plain[key] for key in one.left) != sum(strict.plain[key] for key in one.right)
    ]
    return cells, len(failing)


def _parts_of_an_unprinted_whole(figures: Figures, strict: _Reading) -> set[CellKey]:
    """Parts of the single row （六） where its zero is not printed but derived: a derived zero of a derived zero."""
    if not figures.single_other_row:
        return set()
    whole = [one for one in identities(figures.form, True) if one.check_name == "other_stands_for_parts"]
    return {key for one in whole if one.scope not in strict.plain for key in one.right}


def _evidence(reading: _Reading, arithmetic: set[CellKey]) -> Evidence:
    printed = {key: value for key, value in reading.plain.items() if key in arithmetic}
    return Evidence(printed, [row for row in reading.loose if arithmetic.issuperset(row.keys)])


def _agreed_without_arithmetic(rows: Iterable[LooseRow], arithmetic: set[CellKey]) -> dict[CellKey, Decimal]:
    """Cells of rows without arithmetic that hold the same figure wherever the row's figures stand."""
    return {key: value for row in rows if not arithmetic.issuperset(row.keys) for key, value in agreed(row).items()}


def _read(printed: Printed, shape: Layout, lenient: bool, counted: Mapping[CellKey, Decimal] | None = None) -> _Reading:
    reading = _Reading()
    for table in printed.tables:
        if table.is_present:
            for run in _runs(table.rows):
                parts = [part for row in run for part in _parts(row, printed.review_parts)]
                if _misleads(run, shape):
                    reading.states.update({key: "misleading" for part in parts for key in part.keys})
                    continue
                is_open = len(run) > 1 and not all(_is_plain(part) for part in parts if part.keys)
                is_uncounted = len(run) > 1 and run[0].joined not in {0, len(run) - 1}
                if ((is_open and not shape.delimits_rows) or is_uncounted) and not lenient:
                    reading.states.update({key: "lost" for part in parts for key in part.keys})
                else:
                    for part in parts:
                        _read_row(part, shape, lenient, reading, counted or {})
    return reading


def _runs(rows: list[PrintedRow]) -> list[list[PrintedRow]]:
    """Rows with those that follow them without a label: where nothing else ends a row, they run together."""
    runs: list[list[PrintedRow]] = []
    for row in rows:
        if row.is_labelled or not runs:
            runs.append([row])
        else:
            runs[-1].append(row)
    return runs


def _misleads(run: list[PrintedRow], shape: Layout) -> bool:
    """Whether a row that left nothing to see is followed by figures without a label, which then look like its own."""
    empty = [bool(row.keys) and not any(cell.text for cell in row.cells) for row in run]
    return len(run) > 1 and any(empty[:-1]) and shape.positions != "kept"


@dataclass(frozen=True)
class _Part:
    """A row as one table prints it: the review row may stand in several tables."""

    keys: tuple[CellKey, ...]
    cells: tuple[PrintedCell, ...]


def _parts(row: PrintedRow, review_parts: tuple[int, ...]) -> list[_Part]:
    if len(row.keys) != sum(review_parts) or len(row.cells) != len(row.keys):
        return [_Part(row.keys, tuple(row.cells))]
    parts, start = [], 0
    for width in review_parts:
        parts.append(_Part(row.keys[start : start + width], tuple(row.cells[start : start + width])))
        start += width
    return parts


def _is_plain(part: _Part) -> bool:
    """Every cell of the row left something to see."""
    return len(part.cells) == len(part.keys) and all(cell.text for cell in part.cells)


def _read_row(part: _Part, shape: Layout, lenient: bool, reading: _Reading, counted: Mapping[CellKey, Decimal]) -> None:
    visible = [cell for cell in part.cells if cell.text]
    is_whole = len(part.cells) == len(part.keys)
    trusts_places = shape.positions == "kept" or (lenient and shape.positions == "doubtful")
    ends_early = [cell.key for cell in part.cells] == list(part.keys[: len(part.cells)]) and not is_whole
    nothing_hidden = len(visible) == len(part.cells) or not visible
    is_in_place = (is_whole or (ends_early and lenient)) and (trusts_places or nothing_hidden)
    for cell in part.cells:
        if cell.key is not None:
            reading.states[cell.key] = cell.state if is_in_place or cell.text else "lost"
    if is_in_place:
        reading.plain.update({cell.key: cell.value for cell in part.cells if cell.key and cell.value is not None})
    elif _leaves_out_zeros(part, visible, counted):
        reading.plain.update({key: counted[key] for key in part.keys})
    elif part.keys and not any(cell.state == "lost" for cell in visible):
        seen = part.cells if trusts_places else visible
        nothing = Decimal(0) if lenient else None  # whoever follows the row's own sum takes a dash for none
        reading.loose.append(LooseRow(part.keys, tuple(nothing if cell.value is None else cell.value for cell in seen)))


def _leaves_out_zeros(part: _Part, visible: Sequence[PrintedCell], counted: Mapping[CellKey, Decimal]) -> bool:
    """Whether the row lacks nothing but zeros, as the agency counted, and what it prints is as counted."""
    if not counted or not part.keys or not counted.keys() >= set(part.keys):
        return False
    printed = {cell.key for cell in visible}
    return all(cell.key in counted and cell.value in (None, counted[cell.key]) for cell in visible) and all(
        counted[key] == 0 for key in part.keys if key not in printed
    )
