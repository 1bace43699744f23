"""Small reports for tests of placing: a table as rows of labels and printed cells, and the ways it is printed.

Labels come from the form definition, so that a test shows nothing but what it is about.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ingest.forms.definition import table
from ingest.place import PlaceIssue, Tables, read_tables
from ingest.read import read

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
NOTHING = (0, 0, 0, 0, 0, 0)

# What the six kinds of applicant were answered, row by row of the form; other rows are zero.
ANSWERED = {
    "granted": (5, 1, 0, 0, 0, 0),
    "partially_granted": (2, 0, 1, 0, 0, 0),
    "denied_process_information": (1, 0, 0, 0, 0, 0),
    "unavailable_not_held": (3, 2, 0, 0, 1, 0),
    "refused_complaint": (4, 0, 0, 0, 0, 0),
    "other_reason": (1, 0, 0, 0, 0, 1),
}
CARRIED_IN = (1, 0, 0, 0, 0, 0)
CARRIED_OUT = (2, 0, 0, 0, 0, 0)


@dataclass
class PaperRow:
    """One printed row: its label, and the texts of its cells from left to right."""

    code: str
    label: str
    cells: list[str]


class Paper:
    """The applications table of one report as it will be printed. ``counted`` is what the agency counted."""

    def __init__(self, form: str, counted: Mapping[str, tuple[int, ...]]) -> None:
        self.form = form
        self.counted = dict(counted)
        self.rows = [
            PaperRow(line["row_code"], line["label_zh"], [str(count) for count in counted[line["row_code"]]])
            for line in table("form_line")
            if (line["form"], line["section"]) == (form, "applications") and line["row_code"] in counted
        ]

    def __getitem__(self, code: str) -> PaperRow:
        return next(row for row in self.rows if row.code == code)

    def __delitem__(self, code: str) -> None:
        self.rows.remove(self[code])

    def copy(self) -> Paper:
        return copy.deepcopy(self)

    @property
    def heading(self) -> str:
        return next(
            row["label_zh"]
            for row in table("form_heading")
            if (row["kind"], row["section"]) == ("heading", "applications")
        )

    @property
    def applicants(self) -> list[str]:
        return [
            row["label_zh"]
            for row in table("form_column")
            if (row["form"], row["section"]) == (self.form, "applications")
        ]

    def between(self, separator: str) -> str:
        """A row a line with ``separator`` between its cells, below the heading and the kinds of applicant."""
        rows = (separator.join(filter(None, [row.label, *row.cells])) for row in self.rows)
        return "\n".join([self.heading, separator.join(self.applicants), *rows])

    def piped(self) -> str:
        """Rows between pipes. A row without a label has no cell for it."""
        rows = ([row.label, *row.cells] if row.label else row.cells for row in self.rows)
        return "\n".join([self.heading, *("| " + " | ".join(cells) + " |" for cells in [self.applicants, *rows])])

    def markdown(self) -> str:
        """A Markdown table; a row without a label keeps the empty cell of it."""
        rows = [["", *self.applicants], ["---"] * 8, *([row.label, *row.cells] for row in self.rows)]
        return "\n".join([f"## {self.heading}", "", *("| " + " | ".join(cells) + " |" for cells in rows)])

    def html(self) -> str:
        """A page with one table, all its cells in their columns."""
        rows = [["", *self.applicants], *([row.label, *row.cells] for row in self.rows)]
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<html><body><h2>{self.heading}</h2><table>{cells}</table></body></html>"


def applications(
    form: str = "2021",
    answered: Mapping[str, tuple[int, ...]] | None = None,
    carried_in: tuple[int, ...] = CARRIED_IN,
    carried_out: tuple[int, ...] = CARRIED_OUT,
) -> Paper:
    """An applications table whose every sum is right; ``answered`` names the rows that are not zero.

    On form 2021 the three rows of other handling are printed, unless ``answered`` has the single row ``other``.
    """
    given = dict(ANSWERED if answered is None else answered)
    if form == "2019" and "other_reason" in given:
        given["other"] = given.pop("other_reason")
    rows = [
        line["row_code"]
        for line in table("form_line")
        if (line["form"], line["section"]) == (form, "applications")
        and (line["is_optional"] != "true" or "other" in given)
        and not ("other" in given and line["row_code"].startswith("other_"))
    ]
    inflow = ("new_received", "carried_in", "total_closed", "carried_out")
    counted = {row: given.get(row, NOTHING) for row in rows if row not in inflow}
    closed = tuple(map(sum, zip(*counted.values(), strict=True)))
    received = tuple(c + o - i for c, o, i in zip(closed, carried_out, carried_in, strict=True))
    assert min(received) >= 0, "more carried in than there was to handle"
    counted |= {"new_received": received, "carried_in": carried_in}
    counted |= {"total_closed": closed, "carried_out": carried_out}
    return Paper(form, {row: (*counts, sum(counts)) for row, counts in counted.items()})


@dataclass(frozen=True)
class AsRead:
    """The tables of a document as they were read. Cells are named ``table.row.column``."""

    tables: Tables

    @property
    def form(self) -> str | None:
        return self.tables.form.name if self.tables.form else None

    @property
    def values(self) -> dict[str, Decimal | None]:
        return {_name(figure.cell.key): figure.value for figure in self.tables.figures}

    @property
    def statuses(self) -> dict[str, str]:
        return {_name(figure.cell.key): figure.status for figure in self.tables.figures}

    def of_status(self, *statuses: str) -> set[str]:
        return {name for name, status in self.statuses.items() if status in statuses}

    def row(self, name: str) -> list[Decimal | None]:
        """The figures of one row from left to right: ``applications.granted``."""
        return [value for cell, value in self.values.items() if cell.rpartition(".")[0] == name]

    def printed(self, name: str) -> str | None:
        """What is printed in a cell."""
        return next(figure.raw_text for figure in self.tables.figures if _name(figure.cell.key) == name)

    def derived_from(self, name: str) -> str | None:
        return next(figure.derived_from for figure in self.tables.figures if _name(figure.cell.key) == name)

    def issues(self, *codes: str) -> list[PlaceIssue]:
        return [issue for issue in self.tables.issues if not codes or issue.code in codes]

    def told(self, code: str) -> set[str | None]:
        """The places that issues of one kind name."""
        return {issue.location for issue in self.issues(code)}

    @property
    def applications(self) -> dict[str, list[Decimal | None]]:
        """Row by row what was read of the applications table, without rows of which nothing is known."""
        rows: dict[str, list[Decimal | None]] = {}
        for figure in self.tables.figures:
            if figure.cell.key.fact_table == "applications":
                rows.setdefault(figure.cell.key.row_code, []).append(figure.value)
        return {row: values for row, values in rows.items() if any(value is not None for value in values)}


def _name(key: tuple[str, str | None, str, str]) -> str:
    return f"{key[0]}.{key[2]}.{key[3]}"


def tables_of(document: str | bytes, due: str | None = "2021") -> AsRead:
    """What the tables of a document say; ``due`` is the form of the report's year."""
    data = document.encode() if isinstance(document, str) else document
    return AsRead(read_tables(read(data).blocks, lambda: due))


def counted(paper: Paper) -> dict[str, list[int]]:
    """What a perfect reading of the table gives."""
    return {code: list(counts) for code, counts in paper.counted.items()}
