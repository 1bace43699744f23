"""The runs of cells that one record can hold on a form, and the labels that lead to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.forms.definition import FormCell, Section, forms, headings, without_enumerator


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A run of cells that one record can hold: a line of the form, or some of its column groups.

    ``first`` and ``last`` are the slots it covers in its section, in print order.
    """

    section: str
    section_order: int
    first: int
    last: int
    cells: tuple[FormCell, ...]
    labels: tuple[str, ...]
    is_optional: bool = False
    is_column_group: bool = False  # its label stands above its columns, not beside its figures


@cache
def shapes(form_name: str) -> tuple[Shape, ...]:
    """Return every shape a record of this form can have."""
    form = forms()[form_name]
    return tuple(shape for order, section in enumerate(form.sections) for shape in _section_shapes(order, section))


def _section_shapes(order: int, section: Section) -> Iterator[Shape]:
    groups = _column_groups(section)
    if len(groups) == 1:
        for line in section.lines:
            labels = (*line.labels, *(line.group + label for label in line.labels if line.group))
            yield Shape(section.name, order, line.position, line.position, line.cells, labels, line.is_optional)
        return
    (line,) = section.lines
    for first in range(len(groups)):
        for last in range(first, len(groups)):
            start, end = groups[first][0], groups[last][1]
            labels = tuple(section.columns[groups[at][0]].group for at in range(first, last + 1))
            yield Shape(section.name, order, first, last, line.cells[start:end], labels, is_column_group=True)


def _column_groups(section: Section) -> list[tuple[int, int]]:
    """The spans of columns that belong to one row code: reviews, and each route of litigation."""
    codes = [cell.key[:3] for cell in section.lines[0].cells]
    starts = [at for at, code in enumerate(codes) if at == 0 or code != codes[at - 1]]
    return list(zip(starts, [*starts[1:], len(codes)], strict=True))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shapes of a form and the labels that lead to them, looked up by what is printed."""

    form: str
    shapes: tuple[Shape, ...]
    undivided: dict[int, tuple[int, ...]]  # an optional line to the lines it stands for
    by_label: dict[str, tuple[int, ...]]
    by_bare_label: dict[str, tuple[int, ...]]
    header_words: frozenset[str]  # the labels of columns, which no line has
    headings: frozenset[str]  # the labels of tables and groups, which no line has
    apart: frozenset[str]  # both: what is no line's label
    column_groups: tuple[tuple[int, tuple[str, ...]], ...]  # the shapes that are, with their labels
    heading_sections: dict[str, frozenset[str]]


@cache
def vocabulary_of(form_name: str) -> Vocabulary:
    found = shapes(form_name)
    by_label: dict[str, tuple[int, ...]] = {}
    by_bare: dict[str, tuple[int, ...]] = {}
    for at, shape in enumerate(found):
        if shape.first != shape.last:
            continue  # the labels of its groups, not its own
        for label in shape.labels:
            by_label[label] = (*by_label.get(label, ()), at)
            bare = without_enumerator(label)
            by_bare[bare] = (*by_bare.get(bare, ()), at)
    form = forms()[form_name]
    header_words: set[str] = set()
    heading_sections: dict[str, set[str]] = {}
    for section in form.sections:
        is_grouped = len(_column_groups(section)) > 1
        for column in section.columns:
            header_words.update(column.labels)
            for label in column.labels:
                heading_sections.setdefault(label, set()).add(section.name)
            if column.group and not is_grouped:
                header_words.add(column.group)
    heading_labels: set[str] = set()
    for heading in headings():
        if form_name not in heading.forms or heading.kind == "subtotal":
            continue
        for label in heading.labels:
            (header_words if heading.kind in ("header", "note") else heading_labels).add(label)
            sections = {s.name for s in form.sections if s.name.startswith(heading.section)}
            heading_sections.setdefault(label, set()).update(sections)
    lines = set(by_label)
    return Vocabulary(
        form_name,
        found,
        _undivided(form_name),
        by_label,
        by_bare,
        frozenset(header_words - lines),
        frozenset(heading_labels - lines),
        frozenset((header_words | heading_labels) - lines),
        tuple((at, shape.labels) for at, shape in enumerate(found) if shape.is_column_group),
        {label: frozenset(names) for label, names in heading_sections.items()},
    )


def _undivided(form_name: str) -> dict[int, tuple[int, ...]]:
    found = shapes(form_name)
    stands_for = {line.cells: line.stands_for for line in forms()[form_name].lines if line.is_optional}
    return {
        at: tuple(
            other
            for other, part in enumerate(found)
            if part.section == shape.section and part.cells[0].key.row_code in stands_for[shape.cells]
        )
        for at, shape in enumerate(found)
        if shape.is_optional
    }
