"""The statutory forms as the generator needs them, read from the form definition beside the ingest package.

Only the data is shared with ``ingest``: no code of it, so that the generator and its oracle can judge it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

FORMS_FOLDER = Path(__file__).parents[2] / "ingest" / "forms"
FORMS = ("2014", "2019", "2021")
ARTICLE_SECTIONS = ("article_20.1", "article_20.5", "article_20.6", "article_20.8", "article_20.9")


class CellKey(NamedTuple):
    """One cell of a form: the codes of the public contract."""

    fact_table: str
    article: str | None
    row_code: str
    column_code: str


@dataclass(frozen=True)
class Column:
    """One figure column of a section; ``fact_table`` and ``row_code`` only where columns carry them."""

    column_code: str
    label: str
    variants: tuple[str, ...]
    group: str
    unit: str
    scale: Decimal
    fact_table: str
    row_code: str


@dataclass(frozen=True)
class Line:
    """One row of a section and the cells that stand in it, left to right."""

    form: str
    section: str
    row_code: str
    group: str
    label: str
    variants: tuple[str, ...]
    unit: str
    scale: Decimal
    is_optional: bool
    stands_for: tuple[str, ...]
    cells: tuple[CellKey, ...]


@dataclass(frozen=True)
class Identity:
    """The sum of ``left`` equals the sum of ``right``; cells of the form in both."""

    check_name: str
    scope: CellKey
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]

    @property
    def cells(self) -> tuple[CellKey, ...]:
        return self.left + self.right


def _rows(name: str) -> list[dict[str, str]]:
    with (FORMS_FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


@cache
def columns(form: str, section: str) -> tuple[Column, ...]:
    """The figure columns of a section, in the order that never changes."""
    found = [row for row in _rows("form_column") if row["form"] == form and row["section"] == section]
    return tuple(
        Column(
            column_code=row["column_code"],
            label=row["label_zh"],
            variants=_split(row["label_variants"], "|"),
            group=row["group_zh"],
            unit=row["unit"],
            scale=Decimal(row["scale"] or 1),
            fact_table=row["fact_table"],
            row_code=row["row_code"],
        )
        for row in sorted(found, key=lambda row: int(row["position"]))
    )


def _line_cells(row: dict[str, str]) -> tuple[CellKey, ...]:
    article = row["article"] or None
    if row["column_code"]:
        return (CellKey(row["fact_table"], article, row["row_code"], row["column_code"]),)
    return tuple(
        CellKey(row["fact_table"] or column.fact_table, article, row["row_code"] or column.row_code, column.column_code)
        for column in columns(row["form"], row["section"])
    )


@cache
def lines(form: str) -> tuple[Line, ...]:
    """Every row of a form in printed order, optional ones included."""
    found = [row for row in _rows("form_line") if row["form"] == form]
    return tuple(
        Line(
            form=form,
            section=row["section"],
            row_code=row["row_code"],
            group=row["group_zh"],
            label=row["label_zh"],
            variants=_split(row["label_variants"], "|"),
            unit=row["unit"],
            scale=Decimal(row["scale"] or 1),
            is_optional=row["is_optional"] == "true",
            stands_for=_split(row["stands_for"], "+"),
            cells=_line_cells(row),
        )
        for row in sorted(found, key=lambda row: int(row["position"]))
    )


def lines_of(form: str, section: str, single_other_row: bool = False) -> tuple[Line, ...]:
    """The rows a report prints of a section: with one row in place of its parts, or with the parts."""
    found = [line for line in lines(form) if line.section == section]
    replaced = {code for line in found if line.is_optional for code in line.stands_for}
    if single_other_row:
        return tuple(line for line in found if line.row_code not in replaced)
    return tuple(line for line in found if not line.is_optional)


def sections(form: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.section for line in lines(form)))


def scale_of(form: str, key: CellKey) -> Decimal:
    """Warehouse units in one printed unit of a cell."""
    for line in lines(form):
        if key in line.cells:
            column = columns(form, line.section)[line.cells.index(key)] if form != "2014" else None
            return line.scale * (column.scale if column else 1)
    raise KeyError(key)


def _members(text: str) -> tuple[str, ...]:
    return _split(text, "+")


def _identities_of(form: str, row: dict[str, str], keys: frozenset[CellKey]) -> Iterator[Identity]:
    table, over = row["fact_table"], row["over"]
    left, right = _members(row["left_members"]), _members(row["right_members"])

    def at(member: str, other: str) -> CellKey:
        return CellKey(table, None, member, other) if over == "column" else CellKey(table, None, other, member)

    own = [key for key in keys if key.fact_table == table and not key.article]
    if row["row_code"]:
        own = [key for key in own if key.row_code == row["row_code"]]
    others = sorted({key.column_code if over == "column" else key.row_code for key in own})
    for other in others:
        needed = [at(member, other) for member in (*left, *right)]
        if all(key in keys for key in needed):
            yield Identity(
                row["check_name"],
                at(row["scope_member"], other),
                tuple(at(member, other) for member in left),
                tuple(at(member, other) for member in right),
            )


@cache
def identities(form: str, single_other_row: bool = False) -> tuple[Identity, ...]:
    """Every identity of the form, cell by cell; with ``single_other_row`` sums use that row for its parts."""
    keys = frozenset(key for line in lines(form) for key in line.cells)
    found = [
        identity
        for row in _rows("form_identity")
        if row["form"] == form
        for identity in _identities_of(form, row, keys)
    ]
    optional = [line for line in lines(form) if line.is_optional]
    if not single_other_row:
        unused = {key for line in optional for key in line.cells}
        return tuple(one for one in found if not unused & set(one.cells))
    for line in optional:
        found = [_with_whole(one, line) for one in found]
    stands = [
        Identity("other_stands_for_parts", key, (key,), tuple(key._replace(row_code=code) for code in line.stands_for))
        for line in optional
        for key in line.cells
    ]
    replaced = {(key.fact_table, code) for line in optional for code in line.stands_for for key in line.cells}
    found = [one for one in found if (one.scope.fact_table, one.scope.row_code) not in replaced]
    return tuple([*found, *stands])


def _with_whole(identity: Identity, line: Line) -> Identity:
    """The identity with ``line`` standing for its parts, where it sums them over rows."""
    parts = {key._replace(row_code=code) for key in line.cells for code in line.stands_for}

    def replace(side: tuple[CellKey, ...]) -> tuple[CellKey, ...]:
        inside = [key for key in side if key in parts]
        if len(inside) != len(line.stands_for):
            return side
        kept = [key for key in side if key not in parts]
        return (*kept, inside[0]._replace(row_code=line.row_code))

    return Identity(identity.check_name, identity.scope, replace(identity.left), replace(identity.right))


@cache
def headings(form: str) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Printed headings, headers, notes and groups by (kind, section): each a label with its variants."""
    result: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in _rows("form_heading"):
        if form in _split(row["forms"], "|"):
            labels = (row["label_zh"], *_split(row["label_variants"], "|"))
            result.setdefault((row["kind"], row["section"]), []).append(labels)
    return result


def heading(form: str, kind: str, section: str, index: int = 0) -> tuple[str, ...]:
    return headings(form)[(kind, section)][index]
