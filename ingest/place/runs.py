"""Runs of figures that are not one line each: serial numbers among them, or several lines stacked in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from ingest.forms.definition import forms, group_column_names
from ingest.place.record import Fragment, Item, Record
from ingest.place.values import Kind

LEAST_SERIALS = 8  # lines, for a count of them to be told from figures
MOST_APART = 6  # records from one serial number to the next
MOST_RECORDS = 2.2  # the same over a whole table: a serial number and a figure for each line
LEAST_TOTALLED = 5  # cells of a line that ends in a total


def unstacked(record: Record) -> list[Record]:
    """Part the figures of several lines that stand in one run below all their labels, if each line adds up."""
    if not record.is_column or any(fragment.squashed in group_column_names() for fragment in record.before):
        return [record]
    for length in _total_line_lengths():
        for chunks in (_of_length(record.items, length), _between_empty(record.items)):
            if len(chunks) > 1 and all(len(chunk) == length and _adds_up(chunk) for chunk in chunks):
                first = replace(record, items=chunks[0], after=[])
                rest = [replace(record, items=chunk, own=[], before=[], after=[]) for chunk in chunks[1:]]
                rest[-1].after = record.after
                for part in rest:
                    part.follows_closely = True
                return [first, *rest]
    return [record]


def _of_length(items: Sequence[Item], length: int) -> list[list[Item]]:
    """Items in chunks of a length, but for the empty ones at the end."""
    end = max((at + 1 for at, item in enumerate(items) if item.text.strip()), default=0)
    return [list(items[start : min(start + length, end)]) for start in range(0, end, length)]


def _between_empty(items: Sequence[Item]) -> list[list[Item]]:
    """The runs of items that something is printed in: empty ones pad the lines of some tables."""
    return [list(run) for is_empty, run in groupby(items, lambda item: not item.text.strip()) if not is_empty]


def _adds_up(items: Sequence[Item]) -> bool:
    """The last figure is the sum of the others, as the total of a line of applications is."""
    numbers = [item.value.number or 0 for item in items]
    return sum(numbers[:-1]) == numbers[-1]


@cache
def _total_line_lengths() -> tuple[int, ...]:
    """The lengths of lines that are one of several in their table and long enough to end in a total."""
    sections = (section for form in forms().values() for section in form.sections)
    lengths = {len(line.cells) for section in sections if len(section.lines) > 1 for line in section.lines}
    return tuple(sorted(length for length in lengths if length >= LEAST_TOTALLED))


def without_serial_numbers(records: list[Record]) -> list[Record]:
    """Take out a column of serial numbers: 1, 2, 3 … before the label of each line."""
    taken = _serial_numbers(records)
    if not taken:
        return records
    kept: list[Record] = []
    passed_on: list[Fragment] = []
    for at, record in enumerate(records):
        record.before = [*passed_on, *record.before]
        passed_on = []
        if at in taken:
            del record.items[-1]
        if record.items:
            kept.append(record)
        else:
            passed_on = [*record.before, *record.own]
    return kept


def _serial_numbers(records: Sequence[Record]) -> set[int]:
    """The records that end in a serial number, each with a label behind it. A table printed twice is counted twice."""
    found: set[int] = set()
    start = 0
    while start < len(records):
        counted = _count_from(records, start)
        is_enough = len(counted) >= LEAST_SERIALS and counted[-1] - counted[0] <= MOST_RECORDS * len(counted)
        if is_enough:
            found.update(counted)
        start = (counted[-1] if is_enough else start) + 1
    return found


def _count_from(records: Sequence[Record], start: int) -> list[int]:
    """The records that go on with a count from 1 in the first of them; empty where that is none.

    A number that nobody can read is counted if the count goes on behind it.
    """
    counted: list[int] = []
    unread: int | None = None
    for at in range(start, len(records)):
        value = records[at].items[-1].value
        if at - (counted[-1] if counted else start) > MOST_APART or (at > start and not counted):
            break
        if not (records[at].after or (at + 1 < len(records) and records[at + 1].own)):
            continue  # no label behind it
        if value.kind is Kind.SUSPECT:
            unread = at
        elif value.kind is Kind.FIGURE and unread is not None and value.number == len(counted) + 2:
            counted += [unread, at]
            unread = None
        elif value.kind is Kind.FIGURE and value.number == len(counted) + 1:
            counted.append(at)
            unread = None
    return counted
