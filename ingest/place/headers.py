"""The columns a table's own heading gives its figures: where they stand, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ingest.forms.definition import column_names, forms, may_be_label, squash
from ingest.place.record import Item
from ingest.place.rows import Row
from ingest.place.values import Kind
from ingest.place.weights import LONG_LINE

_NO_FIGURE = (Kind.TEXT, Kind.BLANK)


class Header(NamedTuple):
    """The grid column below each of a table's column labels, in the order of the form."""

    columns: tuple[int, ...]
    is_one_row: bool = True  # all labels stand in one row of the table
    covered: frozenset[int] = frozenset()  # columns that repeat the label of the one before: a merged cell's rest

    @property
    def is_in_order(self) -> bool:
        """Whether the document prints the columns in the order of the form."""
        return list(self.columns) == sorted(self.columns)

    def ordered(self, items: Sequence[Item], *, keeps_columns: bool) -> Sequence[Item]:
        """Return the items of a row below this heading in the order of the form, those that are no cell left out.

        In a table that keeps its columns what stands in none of these is the empty or repeated rest of a merged
        cell. Elsewhere only as many items as there are labels in one row tell. Other rows are given back as they are.
        """
        if not keeps_columns:
            if self.is_in_order or not self.is_one_row or len(items) != len(self.columns):
                return items
            printed = sorted(self.columns)
            return [items[printed.index(column)] for column in self.columns]
        at = {item.column: item for item in items}
        if not at.keys() >= set(self.columns):
            return items
        last = None
        for item in items:
            if item.column in self.columns:
                last = item.text
            elif item.text.strip() and not (item.column in self.covered and item.text == last):
                return items
        return (
            items if len(items) == len(self.columns) and self.is_in_order else [at[column] for column in self.columns]
        )


def is_row_of_column_labels(row: Row) -> bool:
    """Return whether a row of a table names columns and holds no figure."""
    for piece in row.pieces:
        if piece.value.kind not in _NO_FIGURE:
            return False
    labels = {squash(piece.text) for piece in row.pieces if piece.value.kind is Kind.TEXT}
    return not (labels.isdisjoint(column_names()) and labels.isdisjoint(group_labels()))


def header_of(rows: Sequence[Row]) -> Header | None:
    """Return the columns that rows of column labels name, if they are all those of one table of a form.

    None too where another text stands among them: it may be a label that nobody can read.
    """
    groups: list[str] = []
    covered: set[int] = set()
    named: dict[int, str] = {}
    naming: set[int] = set()  # rows
    for number, row in enumerate(rows):
        before = None
        for piece in row.pieces:
            label = squash(piece.text)
            if label in group_labels() and label not in groups:
                groups.append(label)
            is_column = label in column_names() and label != before and piece.column is not None
            if label and label == before and piece.column is not None:
                covered.add(piece.column)
            if label and naming and not may_be_label(label):
                return None
            if is_column and named.setdefault(piece.column, label) != label:
                return None  # two labels in one column
            if is_column:
                naming.add(number)
            before = label
    printed = sorted(named)
    for table in _tables():
        if sum(map(len, table)) == len(printed):
            columns = _in_order_of(table, [(column, named[column]) for column in printed], groups)
            if columns:
                return Header(columns, is_one_row=len(naming) == 1, covered=frozenset(covered))
    return None


_Group = tuple[tuple[str, tuple[str, ...]], ...]  # for each column of a group the group's label and its own


@cache
def _tables() -> tuple[tuple[_Group, ...], ...]:
    """The columns of each table of each form, in groups that have a label of their own; long ones without total too."""
    found: dict[tuple[_Group, ...], None] = {}
    for form in forms().values():
        for section in form.sections:
            codes = [cell.key[:3] for cell in section.lines[0].cells]
            groups: list[list[tuple[str, tuple[str, ...]]]] = []
            for at, column in enumerate(section.columns):
                if at == 0 or codes[at] != codes[at - 1]:
                    groups.append([])
                groups[-1].append((column.group, column.labels))
            whole = tuple(map(tuple, groups))
            found[whole] = None
            found |= dict.fromkeys((group,) for group in whole)
            found |= dict.fromkeys((group[:-1],) for group in whole if len(group) >= LONG_LINE)
    return tuple(found)


@cache
def group_labels() -> frozenset[str]:
    """Return the labels, squashed, that stand over several columns of a table (``行政复议``)."""
    return frozenset(column[0] for table in _tables() if len(table) > 1 for group in table for column in group)


def _in_order_of(
    table: tuple[_Group, ...], printed: Sequence[tuple[int, str]], groups: Sequence[str]
) -> tuple[int, ...] | None:
    """The grid columns in the order of ``table``; None where the labels are not its."""
    own = [group[0][0] for group in table]
    named = iter([group for group in groups if group in own])
    order = [next(named) if group in groups else group for group in own]  # one without a label stands as in the form
    found: dict[str, tuple[int, ...]] = {}
    start = 0
    for name in order:
        group = table[own.index(name)]
        here = printed[start : start + len(group)]
        start += len(group)
        columns = []
        for _, labels in group:
            at = [column for column, label in here if label in labels and column not in columns]
            if not at:
                return None
            columns.append(at[0])
        found[name] = tuple(columns)
    return tuple(column for name in own for column in found[name])
