"""Columns that a table does not print: its heading leaves them out, and every row is as much shorter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.forms.definition import Form, Section, squash, without_enumerator
from ingest.place.form import SHORTEST_TELLING_LABEL
from ingest.place.record import Fragment, Item, Record, Stream
from ingest.place.values import BLANK
from ingest.place.weights import LONG_LINE

MOST_ABSENT = 2
SHORT_NAME = 2  # characters; as many of a name tell it
ROWS_OF_LOST_LABELS = 2  # that may stand between the heading and the first row that is known
LEAST_FULL = 0.4  # of the rows, to have a figure or a dash in all cells but those that the heading does not name


def with_absent_columns(stream: Stream, form: Form) -> Stream:
    """Return the records with an empty item, without a place, for each cell of a column that is not printed.

    Only in a table of long lines whose heading names every other column: where labels are torn nothing is said.
    """
    records = list(stream.records)
    for section in form.sections:
        names = {column.labels for column in section.columns}
        if len(section.columns) < LONG_LINE or len(names) < len(section.columns):
            continue  # too few columns to tell, or several of one name
        rows = _rows_of(section, records)
        absent = _unnamed(section, list(_above(rows, records))) if rows else []
        if 0 < len(absent) <= MOST_ABSENT:
            _leave_room(records, rows, absent, len(section.columns) - len(absent))
    return Stream(tuple(records), stream.fragments)


def _above(rows: range, records: Sequence[Record]) -> Iterator[Fragment]:
    """The texts above the first of the rows, and above some whose labels may be lost."""
    for record in records[max(rows.start - ROWS_OF_LOST_LABELS, 0) : rows.start + 1]:
        yield from record.before


def _leave_room(records: list[Record], rows: range, absent: Sequence[int], width: int) -> None:
    """Put empty items where the ``absent`` cells would stand, if all rows have room for ``width`` cells at most."""
    widths = {at: _width(records[at]) for at in rows if records[at].figure_count}
    full = [at for at, own in widths.items() if own == width]
    if len(full) < max(2, LEAST_FULL * len(widths)) or max(widths.values()) > width:
        return
    places: dict[int | None, list[float | None]] = {}  # by table: the columns in which the absent ones would stand
    for at in full:
        first = records[at].ends()[0][0]
        items = list(records[at].items)
        for column in absent:
            items.insert(first + column, _between(items, first + column))
        places[records[at].table_no] = [items[first + column].column for column in absent]
        records[at] = replace(records[at], items=items)
    for at in widths.keys() - set(full):
        for column in places.get(records[at].table_no, ()):
            if column is not None:
                _insert_at_column(records, at, column)


def _insert_at_column(records: list[Record], at: int, column: float) -> None:
    items = list(records[at].items)
    index = next((index for index, item in enumerate(items) if item.column is not None and item.column > column), None)
    if index:
        items.insert(index, Item("", BLANK, None, column))
        records[at] = replace(records[at], items=items)


def _unnamed(section: Section, fragments: Sequence[Fragment]) -> list[int]:
    """The columns that no text names, nor a part of one."""
    words = {squash(word) for fragment in fragments for word in (fragment.text, *fragment.text.split())}
    heads = [word for word in words if _is_head(word, section)]
    return [at for at, column in enumerate(section.columns) if not _is_named(column.labels, words, heads)]


def _is_head(text: str, section: Section) -> bool:
    """Tell whether a text is made of the names of columns, more than one and little else."""
    named = [label for column in section.columns for label in column.labels if label in text]
    return len(named) > 1 and 2 * sum(map(len, named)) >= len(text)


def _is_named(labels: Sequence[str], words: Collection[str], heads: Sequence[str]) -> bool:
    """Tell whether a word names the column, or begins as its name does, which may be torn."""
    return any(
        label in words
        or any(label in head for head in heads)
        or any(label.startswith(word[:SHORT_NAME]) for word in words if word)
        for label in labels
    )


def _rows_of(section: Section, records: Sequence[Record]) -> range:
    """The records from the first that has a label of the section's lines to the last."""
    labels = _telling_labels(section)
    found = [
        at
        for at, record in enumerate(records)
        if any(without_enumerator(fragment.squashed) in labels for fragment in (*record.own, *record.before[-1:]))
    ]
    return range(found[0], found[-1] + 1) if found else range(0)


@lru_cache(maxsize=16)
def _telling_labels(section: Section) -> frozenset[str]:
    labels = {without_enumerator(label) for line in section.lines for label in line.labels}
    return frozenset(label for label in labels if len(label) >= SHORTEST_TELLING_LABEL)


def _between(items: Sequence[Item], at: int) -> Item:
    """An empty item without a place, in a grid in a column of its own before the item ``at``."""
    before = items[at - 1].column if at else None
    after = items[at].column if at < len(items) else None
    beside = [column for column in (before, after) if column is not None]
    return Item("", BLANK, None, sum(beside) / len(beside) if len(beside) == 2 else (beside[0] if beside else None))


def _width(record: Record) -> int:
    """From the first item that is marked to the last."""
    marked, _, _ = record.ends()
    return marked[1] - marked[0] + 1 if marked else 0
