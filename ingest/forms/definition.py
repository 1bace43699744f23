"""Loads the form definition: forms, their printed lines and columns, headings and identities.

Sources of the rules: the notices named in ``form.csv`` set the three forms; the arithmetic is the note
printed in the forms themselves (the first and second item together equal the third and fourth) and the
sums their totals state.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from ingest.normalise import normalise, without_cut_gloss

_KEPT_IN_LABELS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_SHORT = 60  # characters
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?=\D)")


class CellKey(NamedTuple):
    """What identifies a cell of a form, in the codes of the warehouse."""

    fact_table: str
    article: str | None
    row_code: str
    column_code: str


@dataclass(frozen=True, slots=True)
class FormCell:
    """One printed cell. ``scale`` times the bare figure gives the value in ``unit``."""

    key: CellKey
    unit: str
    scale: int


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column of a section; ``labels`` are squashed, the form's own first."""

    labels: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: one label and the cells beside it, left to right.

    ``labels`` are squashed, the form's own first. ``stands_for`` names the rows whose sum an optional
    line gives in one figure (form 2021's undivided other handling).
    """

    section: str
    position: int
    labels: tuple[str, ...]
    group: str
    cells: tuple[FormCell, ...]
    is_optional: bool = False
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the form: lines of equal length below the same columns."""

    name: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """An equality the form states: the cells of ``left`` and of ``right`` have the same sum."""

    check_name: str
    scope: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]

    @property
    def name(self) -> str:
        return f"{self.check_name}:{self.scope}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A label that opens a table or heads its rows or columns, and holds no figure of the form."""

    kind: str
    section: str
    labels: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form, in force for report years ``first_year`` to ``last_year``."""

    name: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    identities: tuple[Identity, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)


def squash(text: str) -> str:
    """Return ``text`` normalised and reduced to its characters and digits, as labels are compared."""
    return _squash_short(text) if len(text) <= _SHORT else _squash(text)


def _squash(text: str) -> str:
    return _KEPT_IN_LABELS.sub("", normalise(without_cut_gloss(text)))


_squash_short = lru_cache(maxsize=16_384)(_squash)  # labels recur from report to report


def without_enumerator(label: str) -> str:
    """Return a squashed label without its leading number: ``三本年度办理结果`` to ``本年度办理结果``."""
    return _ENUMERATOR.sub("", label) or label


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one CSV file of the form definition."""
    path = resources.files(__package__) / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def forms() -> dict[str, Form]:
    """Return every form that has a table, by name."""
    return {
        row["form"]: Form(
            name=row["form"],
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            sections=_sections(row["form"]),
            identities=_identities(row["form"]),
        )
        for row in table("form")
    }


@cache
def headings() -> tuple[Heading, ...]:
    """Return the labels that head tables, rows or columns."""
    return tuple(
        Heading(row["kind"], row["section"], _labels(row), tuple(row["forms"].split("|")))
        for row in table("form_heading")
    )


@cache
def subtotal_labels() -> frozenset[str]:
    """Return the squashed labels of rows that sum up some lines, which no form has."""
    return frozenset(label for heading in headings() if heading.kind == "subtotal" for label in heading.labels)


@cache
def rows_of_group(fact_table: str, group: str) -> frozenset[str]:
    """Return the rows that a figure for a whole group takes together: outcomes of one kind, both ways to court."""
    if fact_table == "applications":
        return frozenset(row["item"] for row in table("application_item") if row["outcome_group"] == group)
    rows = frozenset(row["row_code"] for row in table("form_line") if row["fact_table"] == fact_table)
    return rows - {group}


@cache
def line_labels() -> frozenset[str]:
    """Return every squashed label of every form's lines, with and without its number."""
    labels = {label for form in forms().values() for line in form.lines for label in line.labels}
    return frozenset(labels | {without_enumerator(label) for label in labels})


def is_line_label(squashed: str) -> bool:
    """Return whether a text is the label of a form's line, whatever its number."""
    return squashed in line_labels() or without_enumerator(squashed) in line_labels()


@lru_cache(maxsize=4096)
def may_be_label(squashed: str) -> bool:
    """Return whether a text is a label of a form, or begins or ends with one, or is a part of one."""
    return any(
        squashed.startswith(label) or squashed.endswith(label) or (len(squashed) > 1 and squashed in label)
        for label in _all_labels()
        if len(label) > 1
    )


@cache
def _all_labels() -> tuple[str, ...]:
    sections = [section for form in forms().values() for section in form.sections]
    groups = {labelled.group for section in sections for labelled in (*section.lines, *section.columns)}
    return tuple(printed_labels() | groups | {label for heading in headings() for label in heading.labels})


def is_made_of_labels(squashed: str) -> bool:
    """Return whether a text is the labels of a form's lines, one after the other, and nothing else."""
    at = 0
    while at < len(squashed):
        length = next((n for n in _label_lengths() if squashed[at : at + n] in line_labels()), 0)
        if not length:
            return False
        at += length
    return at > 0


@cache
def _label_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(label) for label in line_labels()}, reverse=True))


@cache
def column_names() -> frozenset[str]:
    """Return every squashed label of every form's columns."""
    columns = (column for form in forms().values() for section in form.sections for column in section.columns)
    return frozenset(label for column in columns for label in column.labels)


@cache
def line_lengths() -> dict[str, frozenset[int]]:
    """Return how many cells may stand beside the label of a line, or below that of a group of columns, by the label.

    Labels are squashed, those of lines without their numbers.
    """
    found: dict[str, set[int]] = {}
    for section in [section for form in forms().values() for section in form.sections]:
        for label in {without_enumerator(label) for line in section.lines for label in line.labels}:
            found.setdefault(label, set()).add(len(section.columns))
        if all(column.group for column in section.columns):
            for group, count in Counter(column.group for column in section.columns).items():
                found.setdefault(group, set()).add(count)
    return {label: frozenset(lengths) for label, lengths in found.items()}


@cache
def group_column_names() -> frozenset[str]:
    """Return the column labels that only tables of one line have: the outcomes of reviews and litigation."""
    sections = [section for form in forms().values() for section in form.sections]
    single, several = (
        {
            label
            for section in sections
            if (len(section.lines) > 1) is many
            for c in section.columns
            for label in c.labels
        }
        for many in (False, True)
    )
    return frozenset(single - several)


@cache
def column_labels() -> frozenset[str]:
    """Return the column labels that no line of a form has as well."""
    return column_names() - line_labels()


@cache
def printed_labels() -> frozenset[str]:
    """Return every squashed label of every form's lines and columns."""
    return line_labels() | column_names()


def form_due(report_year: int) -> str | None:
    """Return the form in force for ``report_year``; None before the first form with a table."""
    for form in forms().values():
        if form.first_year <= report_year and (form.last_year is None or report_year <= form.last_year):
            return form.name
    return None


def _labels(row: dict[str, str]) -> tuple[str, ...]:
    printed = [row["label_zh"], *filter(None, row["label_variants"].split("|"))]
    return tuple(dict.fromkeys(filter(None, map(squash, printed))))


def _sections(form: str) -> tuple[Section, ...]:
    lines_of: dict[str, list[dict[str, str]]] = {}
    for row in table("form_line"):
        if row["form"] == form:
            lines_of.setdefault(row["section"], []).append(row)
    return tuple(_section(form, name, rows) for name, rows in lines_of.items())


def _section(form: str, name: str, line_rows: list[dict[str, str]]) -> Section:
    column_rows = [row for row in table("form_column") if row["form"] == form and row["section"] == name]
    columns = tuple(Column(_labels(row), squash(row["group_zh"])) for row in column_rows)
    lines = tuple(
        Line(
            section=name,
            position=position,
            labels=_labels(row),
            group=squash(row["group_zh"]),
            cells=tuple(_cell(row, column) for column in column_rows),
            is_optional=row["is_optional"] == "true",
            stands_for=_members(row["stands_for"]),
        )
        for position, row in enumerate(line_rows)
    )
    return Section(name, lines, columns)


def _cell(line: dict[str, str], column: dict[str, str]) -> FormCell:
    """A cell is a line crossed with a column; each code stands in whichever of the two decides it."""
    key = CellKey(
        line["fact_table"] or column["fact_table"],
        line["article"] or None,
        line["row_code"] or column["row_code"],
        line["column_code"] or column["column_code"],
    )
    return FormCell(key, line["unit"] or column["unit"], int(line["scale"] or column["scale"]))


def _members(expression: str) -> tuple[str, ...]:
    return tuple(filter(None, (member.strip() for member in expression.split("+"))))


def _identities(form: str) -> tuple[Identity, ...]:
    keys = [cell.key for section in _sections(form) for line in section.lines for cell in line.cells]
    found: list[Identity] = []
    for row in table("form_identity"):
        if row["form"] != form:
            continue
        of_table = [key for key in keys if key.fact_table == row["fact_table"]]
        of_table = [key for key in of_table if row["row_code"] in ("", key.row_code)]
        over_columns = row["over"] == "column"
        fixed = dict.fromkeys(key.column_code if over_columns else key.row_code for key in of_table)
        for code in fixed:
            here = {
                (key.row_code if over_columns else key.column_code): key
                for key in of_table
                if code == (key.column_code if over_columns else key.row_code)
            }
            if row["scope_member"] not in here:
                continue
            scope = here[row["scope_member"]]
            found.append(
                Identity(
                    row["check_name"],
                    f"{scope.fact_table}.{scope.row_code}.{scope.column_code}",
                    tuple(here[member] for member in _members(row["left_members"])),
                    tuple(here[member] for member in _members(row["right_members"])),
                )
            )
    return tuple(found)
