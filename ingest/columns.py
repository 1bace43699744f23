"""A document's rows as plain columns: what travels from a worker process to the Parquet writer.

Columns of strings and numbers cross a process boundary several times faster than row objects, and a row
that would not fit its table is found here, while it can still be laid at the door of one document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, get_args, get_type_hints

from ingest.rows import Flattened, RawFigure, RawIssue, RawReport, RawSourceCell

Columns = dict[str, list[list[Any]]]
"""Table name -> one list a column, in the order of the row type's fields; tables without rows are left out."""

TABLES: dict[str, type] = {
    "report": RawReport,
    "figure": RawFigure,
    "source_cell": RawSourceCell,
    "issue": RawIssue,
}
DECIMAL_PLACES = 2
_CENT = Decimal(1).scaleb(-DECIMAL_PLACES)
_DECIMAL_LIMIT = Decimal(10) ** (20 - DECIMAL_PLACES)
_INT_LIMIT = 2**31


class Field(NamedTuple):
    """One column of a raw table: its name, the Python type of its values, and whether None may stand there."""

    name: str
    kind: type
    is_optional: bool


class RowsInvalid(Exception):
    """A row that does not fit its raw table: a fault of the program, told with table, column and value."""


@cache
def fields_of(table: str) -> tuple[Field, ...]:
    """Return the columns of a raw table, as its dataclass in ``ingest.rows`` declares them."""
    row_type = TABLES[table]
    hints = get_type_hints(row_type)
    return tuple(_field(each.name, hints[each.name]) for each in fields(row_type))


def _field(name: str, hint: Any) -> Field:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    return Field(name, kinds[0], type(None) in get_args(hint))


def pack(document: Flattened) -> Columns:
    """Return the rows of one document as columns; figures of DECIMAL(20,2) as strings of digits.

    Raises RowsInvalid where a value is absent, of another type, or beyond what its column holds.
    """
    rows = {
        "report": document.reports,
        "figure": document.figures,
        "source_cell": document.source_cells,
        "issue": document.issues,
    }
    return {table: _pack_table(table, rows[table]) for table in TABLES if rows[table]}


def _pack_table(table: str, rows: Sequence[object]) -> list[list[Any]]:
    columns = fields_of(table)
    values = zip(*map(attrgetter(*(column.name for column in columns)), rows), strict=True)
    return [_pack_column(table, column, list(each)) for column, each in zip(columns, values, strict=True)]


def _pack_column(table: str, column: Field, values: list[Any]) -> list[Any]:
    for value in values:
        if value is None:
            if not column.is_optional:
                raise RowsInvalid(f"{table}.{column.name} has no value")
        elif type(value) is not column.kind or not _FITS[column.kind](value):
            raise RowsInvalid(f"{table}.{column.name} cannot hold {value!r}")
    if column.kind is Decimal:
        return [None if value is None else format(value, "f") for value in values]
    if column.kind is str:
        return _as_utf8(values)
    return values


def _decimal_fits(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < _DECIMAL_LIMIT and value == value.quantize(_CENT)


_FITS = {
    str: lambda value: True,
    int: lambda value: -_INT_LIMIT <= value < _INT_LIMIT,
    Decimal: _decimal_fits,
    date: lambda value: True,
}


def _as_utf8(values: list[str | None]) -> list[str | None]:
    """Half a surrogate pair, which damaged bytes can decode to, has no place in UTF-8: U+FFFD stands for it."""
    try:
        "".join(filter(None, values)).encode()
    except UnicodeEncodeError:
        return [value and value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for value in values]
    return values
