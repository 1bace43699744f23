"""Columns that a table does not print: its heading leaves them out, and every row is as much shorter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.forms.definition import Form, Section, without_enumerator
from ingest.place.record import Fragment, Item, Record, Stream
from ingest.place.values import BLANK
from ingest.place.weights import LONG_LINE

MOST_ABSENT = 2
SHORT_NAME = 3  # characters; as many of a longer name tell it
LEAST_SHORT = 0.8  # of the rows, to be as many figures short as the heading names too few


def with_absent_columns(stream: Stream, form: Form) -> Stream:
    """Return the records with an empty item, without a place, for each cell of a column that is not printed.

    Only in a table of long lines whose heading names every other column: where labels are torn nothing is said.
    """
    records = list(stream.records)
    for section in form.sections:
        absent = _unnamed(section, stream.fragments)
        if not 0 < len(absent) <= MOST_ABSENT:
            continue
        width = len(section.columns) - len(absent)
        rows = _rows_of(section, records)
        with_figures = [at for at in rows if records[at].figure_count]
        short = [at for at in with_figures if _width(records[at], len(section.columns)) == width]
        if len(short) < 2 or len(short) < LEAST_SHORT * len(with_figures):
            continue
        for at in short:
            first, _ = records[at].extent(len(section.columns))
            items = list(records[at].items)
            for column in absent:
                items.insert(first + column, _between(items, first + column))
            records[at] = replace(records[at], items=items)
    return Stream(tuple(records), stream.fragments)


def _unnamed(section: Section, fragments: Sequence[Fragment]) -> list[int]:
    """The columns that no text names, nor a part of one; none where the section's columns are too few to tell."""
    if len(section.columns) < LONG_LINE or len({column.labels for column in section.columns}) < len(section.columns):
        return []
    texts = {fragment.squashed for fragment in fragments}
    heads = [text for text in texts if _is_head(text, section)]
    return [at for at, column in enumerate(section.columns) if not _is_named(column.labels, texts, heads)]


def _is_head(text: str, section: Section) -> bool:
    """Tell whether a text is made of the names of columns, more than one and little else."""
    named = [label for column in section.columns for label in column.labels if label in text]
    return len(named) > 1 and 2 * sum(map(len, named)) >= len(text)


def _is_named(labels: Sequence[str], texts: Collection[str], heads: Sequence[str]) -> bool:
    """Tell whether a text names the column, or has the beginning of a name that may be torn."""
    return any(
        label in texts
        or any(label in head for head in heads)
        or any(label.startswith(text) or label.endswith(text) for text in texts if text)
        or (len(label) > SHORT_NAME and any(label[:SHORT_NAME] in text for text in texts))
        for label in labels
    )


def _rows_of(section: Section, records: Sequence[Record]) -> range:
    """The records from the first that has a label of the section's lines to the last."""
    labels = {without_enumerator(label) for line in section.lines for label in line.labels}
    found = [
        at
        for at, record in enumerate(records)
        if any(without_enumerator(fragment.squashed) in labels for fragment in (*record.own, *record.before[-1:]))
    ]
    return range(found[0], found[-1] + 1) if found else range(0)


def _between(items: Sequence[Item], at: int) -> Item:
    """An empty item without a place, in a grid in a column of its own before the item ``at``."""
    before = items[at - 1].column if at else None
    after = items[at].column if at < len(items) else None
    beside = [column for column in (before, after) if column is not None]
    return Item("", BLANK, None, sum(beside) / len(beside) if len(beside) == 2 else (beside[0] if beside else None))


def _width(record: Record, cells: int) -> int:
    first, last = record.extent(cells)
    return last - first + 1
