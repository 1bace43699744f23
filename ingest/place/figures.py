"""Every cell of the form with its value and status, and what a reader should know of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ingest.forms.definition import CellKey, Form, FormCell, Identity, Section, forms
from ingest.place.absent import with_absent_columns
from ingest.place.align import align
from ingest.place.arithmetic import Derivation, connected, derive, failing, identities_of, mending, sums
from ingest.place.form import forms_printed
from ingest.place.record import Record, Stream
from ingest.place.records import read_records
from ingest.place.settle import Placed, Settled, counts, settle
from ingest.place.unread import tables_without_figures
from ingest.place.values import Kind, in_wrapped_brackets, is_money, is_statement_of_unit, stated_unit, unit_scale
from ingest.read.blocks import Block, Place

LONGEST_CONTEXT = 120
LEAST_DASHES = 2  # in a table that prints zeros too, for dashes to stand for zero
LEAST_EMPTY = 5  # cells of a table, none of which prints a zero, for empty ones to stand for zero
SIGNED_MEASURES = frozenset({"items_change"})


class CellFigure(NamedTuple):
    """One cell of the form as this report gives it. ``value`` is in the cell's unit; ``place`` None if absent."""

    cell: FormCell
    value: Decimal | None
    status: str
    raw_text: str | None = None
    place: Place | None = None
    context: str | None = None
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceIssue:
    """One thing a reader should know of the tables."""

    severity: str
    code: str
    message: str
    location: str | None = None


@dataclass(slots=True)
class Tables:
    """What the tables of a document say. ``form`` is None where it prints no table of any form."""

    form: Form | None = None
    is_form_told: bool = False  # by the tables, not by the year
    figures: list[CellFigure] = field(default_factory=list)
    issues: list[PlaceIssue] = field(default_factory=list)
    places: frozenset[Place] = frozenset()  # where the lines of the tables stand

    @property
    def printed_count(self) -> int:
        return sum(figure.status == "reported" for figure in self.figures)

    @property
    def figure_count(self) -> int:
        """How many cells hold a figure, whether or not it could be told which."""
        return sum(any(map(str.isdigit, figure.raw_text or "")) for figure in self.figures)

    @property
    def cell_count(self) -> int:
        return sum(figure.status != "missing" for figure in self.figures)


def read_tables(blocks: Iterable[Block], form_due: Callable[[], str | None]) -> Tables:
    """Return every cell of the form the document prints, in the form's order.

    ``form_due`` gives the name of the form due for the report's year; it is asked only where the document's
    own tables fit two forms alike.
    """
    blocks = tuple(blocks)
    stream = read_records(blocks)
    candidates = forms_printed(stream.fragments)
    if not candidates:
        return Tables()
    form = candidates[0]
    is_told = len(candidates) == 1
    if not is_told:
        due = form_due()
        form = next((candidate for candidate in candidates if candidate.name == due), candidates[-1])
    stream = with_absent_columns(stream, form)
    settled = settle(stream, align(stream.records, form), form)
    tables = _tables(form, is_told, stream, settled) if settled.placed else _without_figures(form, is_told)
    read = {figure.cell.key for figure in tables.figures if figure.status != "missing"}
    tables.issues += map(_unread_issue, tables_without_figures(form, read, blocks))
    return tables


def empty_tables(form_name: str) -> Tables:
    """Return the tables of a report that prints none of its form's: every cell is missing."""
    return _without_figures(forms()[form_name], is_told=False)


def _without_figures(form: Form, is_told: bool) -> Tables:
    cells = [cell for line in form.lines if not line.is_optional for cell in line.cells]
    return Tables(form, is_told, [CellFigure(cell, None, "missing") for cell in cells])


def _tables(form: Form, is_told: bool, stream: Stream, settled: Settled) -> Tables:
    placed = {key: here for key, here in settled.placed.items() if key not in settled.doubted}
    known = counts(placed)
    printed = _optional_cells_printed(form, settled.placed)
    identities = identities_of(form, set(known) | printed)
    fails = failing(identities, known)
    derived, broken = derive(identities, known)
    contradicted = [
        derived[key].identity
        for key, here in placed.items()
        if here.value.kind is Kind.SUSPECT and key in derived and here.value.number not in (None, derived[key].value)
    ]
    for_none = {key: derived[key] for key in _standing_for_none(placed) if key in derived}
    lacking = {key: found for key, found in for_none.items() if found.value != 0}
    in_doubt = connected(identities, contradicted)
    # One of the figures beside such a cell is misprinted, or its own is left out: only the zeros that say so are sure.
    unsure = connected(identities, [found.identity for found in lacking.values()]) - (for_none.keys() - lacking.keys())
    derived = {key: found for key, found in derived.items() if key not in in_doubt and key not in unsure}
    confirmed = {
        key
        for key, here in settled.placed.items()
        if (here.value.kind is Kind.SUSPECT or key in settled.doubted)
        and key in derived
        and derived[key].value == here.value.number
    }
    known |= {key: derived[key].value for key in confirmed}
    blocked = connected(identities, [*fails, *broken])
    settled_zero = {key for key, value in known.items() if value == 0} | {k for k, d in derived.items() if d.value == 0}
    undivided = _parts_of_zero(form, settled_zero - blocked)
    places = frozenset(item.place for record in settled.placed_records for item in record.items)
    tables = Tables(form, is_told, places=places)
    contexts: dict[int, str] = {}  # by record: a row is the context of each of its cells
    for line in form.lines:
        for cell in line.cells:
            if line.is_optional and cell.key not in printed:
                continue
            figure = _figure(cell, settled, derived, confirmed, undivided, stream, form, contexts)
            tables.figures.append(figure)
            if figure.status != "reported":
                tables.issues += _figure_issues(figure, settled)
    tables.issues += map(_stray_issue, settled.stray)
    tables.issues += _identity_issues(identities, known, fails, broken)
    tables.issues += [_lacking_issue(key, found, placed[key]) for key, found in lacking.items()]
    return tables


def _standing_for_none(placed: Mapping[CellKey, Placed]) -> Iterator[CellKey]:
    """Yield the cells that say there is none, as others of their table do: dashes, or empty cells where no zero stands.

    The sums may show that one of them cannot be zero; then they show as well that a figure beside it may be wrong.
    """
    tables: dict[str, list[tuple[CellKey, Placed]]] = {}
    for key, here in placed.items():
        tables.setdefault(key.fact_table, []).append((key, here))
    for cells in tables.values():
        prints_zero = any(here.value.number == 0 for _, here in cells)
        blank = [(key, here) for key, here in cells if here.value.kind is Kind.BLANK and here.items[0].place]
        dashes = [key for key, here in blank if here.raw_text.strip()]
        if len(dashes) >= (LEAST_DASHES if prints_zero else 1):
            yield from dashes
        if not prints_zero and len(blank) - len(dashes) >= LEAST_EMPTY:
            yield from (key for key, here in blank if not here.raw_text.strip())


def _optional_cells_printed(form: Form, placed: Mapping[CellKey, Placed]) -> set[CellKey]:
    """All cells of an optional line that is there: it has figures, or stands empty where its parts do not stand."""
    found: set[CellKey] = set()
    for line in form.lines:
        keys = [cell.key for cell in line.cells]
        parts = [key._replace(row_code=row) for key in keys for row in line.stands_for]
        if line.is_optional and any(key in placed for key in keys):
            has_figures = any(placed[key].value.kind is not Kind.BLANK for key in keys if key in placed)
            if has_figures or not any(key in placed for key in parts):
                found |= set(keys)
    return found


def _parts_of_zero(form: Form, zero: set[CellKey]) -> dict[CellKey, str]:
    """The lines an undivided line stands for are zero where it is (contract, form 2021's single （六） row)."""
    found: dict[CellKey, str] = {}
    for line in form.lines:
        for cell in line.cells if line.is_optional else ():
            if cell.key in zero:
                for row in line.stands_for:
                    key = cell.key._replace(row_code=row)
                    name = f"outcomes_stand_in_one_row:{cell.key.fact_table}.{cell.key.row_code}.{cell.key.column_code}"
                    found[key] = name
    return found


def _figure(
    cell: FormCell,
    settled: Settled,
    derived: Mapping[CellKey, Derivation],
    confirmed: set[CellKey],
    undivided: Mapping[CellKey, str],
    stream: Stream,
    form: Form,
    contexts: dict[int, str],
) -> CellFigure:
    key = cell.key
    here = settled.placed.get(key)
    if here and here.items[0].place is None:
        here = None  # a column that is not printed
    where = _where(here, stream, contexts) if here else (None, None, None)
    if here and key not in settled.doubted and here.value.kind is Kind.FIGURE:
        amount = _amount(cell, here, stream, form)
        if _is_possible(cell, amount):
            return CellFigure(cell, amount, "reported", *where)
    if here and key in confirmed:
        return CellFigure(cell, Decimal(derived[key].value), "reported", *where)
    if key in derived:
        return CellFigure(cell, Decimal(derived[key].value), "derived", *where, derived[key].identity.name)
    if key in undivided and (here is None or here.value.kind is Kind.BLANK):
        return CellFigure(cell, Decimal(0), "derived", *where, undivided[key])
    if here and here.value.kind is Kind.NOT_APPLICABLE:
        return CellFigure(cell, None, "not_applicable", *where)
    return CellFigure(cell, None, "blank" if here else "missing", *where)


def _is_possible(cell: FormCell, amount: Decimal) -> bool:
    """A count is whole, money has no more than two decimals in yuan, and only a change of items has a sign."""
    if cell.unit != "yuan" and amount >= 0 and amount == int(amount):
        return True
    smallest = Decimal("0.01") if cell.unit == "yuan" else Decimal(1)
    return amount % smallest == 0 and (amount >= 0 or cell.key.column_code in SIGNED_MEASURES)


def _amount(cell: FormCell, here: Placed, stream: Stream, form: Form) -> Decimal:
    """The figure in the warehouse's unit: the cell's own unit goes before its heading's, and that before the form's."""
    if cell.unit != "yuan":
        return here.value.number * here.value.scale if here.value.scale else here.value.number
    scale = here.value.scale or _stated_scale(cell, stream.records[here.record_no], stream, form) or cell.scale
    return here.value.number * scale


def _stated_scale(cell: FormCell, record: Record, stream: Stream, form: Form) -> int | None:
    """The money unit in a cell of its own, in the label, in the heading above, or wherever the column is named."""
    if record.unit is not None and is_money(record.unit):
        return unit_scale(record.unit)
    beside, above = ("".join(fragment.text for fragment in texts) for texts in (record.own, record.before))
    alone = [fragment.text for fragment in record.before if is_statement_of_unit(fragment.text)]
    return (
        stated_unit(beside)
        or stated_unit(above)
        or next(filter(None, map(stated_unit, in_wrapped_brackets(fragment.text for fragment in record.before))), None)
        or stated_unit(f"({alone[-1]})" if alone else "")
        or stated_unit(_column_heading(cell, stream, form))
    )


def _column_heading(cell: FormCell, stream: Stream, form: Form) -> str:
    """The text that names the cell's column, with what follows it to the end of its row or line."""
    column = next(
        section.columns[line.cells.index(cell)]
        for section in form.sections
        for line in section.lines
        if cell in line.cells
    )
    for at, fragment in enumerate(stream.fragments):
        if fragment.squashed.startswith(column.labels):
            return "".join(fragment.text for fragment in stream.fragments[at : at + 2])
    return ""


def _where(here: Placed, stream: Stream, contexts: dict[int, str]) -> tuple[str, Place, str]:
    """What is printed in a cell, where, and in which row."""
    context = contexts.get(here.record_no)
    if context is None:
        context = contexts[here.record_no] = _context(stream.records[here.record_no])
    return here.raw_text, here.items[0].place, context


def _context(record: Record) -> str:
    labels = [fragment.text for fragment in record.own] or [fragment.text for fragment in record.before[-2:]]
    context = " ".join([*labels, *(item.text for item in record.items)])
    return " ".join(context.split())[:LONGEST_CONTEXT]


def _figure_issues(figure: CellFigure, settled: Settled) -> Iterable[PlaceIssue]:
    key = figure.cell.key
    name = cell_name(key)
    here = settled.placed.get(key)
    if key in settled.doubted and figure.status != "reported":
        ending = "its arithmetic gives the figure" if figure.value is not None else "it is left empty"
        yield PlaceIssue(
            "warning",
            "figure_in_doubt",
            f"{name}: the document allows {settled.doubted[key]} here; {ending}.",
            name,
        )
    elif here and here.value.kind is Kind.SUSPECT and figure.status != "reported":
        yield PlaceIssue(
            "warning", "figure_unreadable", f"{name}: “{here.raw_text}” is printed, which is no figure.", name
        )
    elif here and here.value.kind is Kind.FIGURE and figure.status != "reported":
        yield PlaceIssue(
            "warning",
            "figure_impossible",
            f"{name}: “{here.raw_text}” is printed, which cannot be a figure of this kind and unit.",
            name,
        )


def _stray_issue(record: Record) -> PlaceIssue:
    printed = " ".join(item.text for item in record.items if item.text.strip())
    labels = [fragment.text for fragment in (record.own or record.before[-1:])]
    return PlaceIssue(
        "warning",
        "row_not_placed",
        f"The figures “{printed}” beside or below “{' '.join(labels)}” fit no line of the form and were left out.",
    )


def _unread_issue(section: Section) -> PlaceIssue:
    labels = [label for line in section.lines for label in line.labels[:1]]
    labels = labels or [column.labels[0] for column in section.columns]
    message = (
        f"The labels of a table stand in the document ({'、'.join(labels[:3])} …) and none of its figures was found."
    )
    return PlaceIssue("warning", "table_not_read", message, section.name)


def _identity_issues(
    identities: Sequence[Identity],
    known: Mapping[CellKey, int],
    fails: Sequence[Identity],
    broken: Sequence[Identity],
) -> Iterable[PlaceIssue]:
    for identity in fails:
        left, right = sums(identity, known)
        touching = [other for other in fails if set(_keys(other)) & set(_keys(identity))]
        mend = mending(identities, known, touching)
        advice = f" One figure would mend it: {cell_name(mend.key)} as {mend.value}." if mend else ""
        yield PlaceIssue(
            "warning",
            "identity_failed",
            f"As printed, {identity.scope} does not add up ({identity.check_name}): {left} against {right}.{advice}",
            identity.name,
        )
    for identity in broken:
        if identity not in fails:
            yield PlaceIssue(
                "warning",
                "identity_cannot_hold",
                f"No figure in the empty cells of {identity.scope} can make {identity.check_name} hold.",
                identity.name,
            )


def _lacking_issue(key: CellKey, found: Derivation, here: Placed) -> PlaceIssue:
    printed = f"“{here.raw_text.strip()}”" if here.raw_text.strip() else "nothing"
    return PlaceIssue(
        "warning",
        "identity_cannot_hold",
        f"{cell_name(key)} prints {printed} as other cells do for zero, but {found.identity.scope} "
        f"({found.identity.check_name}) lacks {found.value}: this cell or another of the sum is misprinted.",
        found.identity.name,
    )


def _keys(identity: Identity) -> tuple[CellKey, ...]:
    return (*identity.left, *identity.right)


def cell_name(key: CellKey) -> str:
    """Return the cell's name as the contract writes places: ``table.row.column``."""
    return f"{key.fact_table}.{key.row_code}.{key.column_code}"
