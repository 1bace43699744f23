"""Columns that a table does not print: its heading says which, and no figure is taken for one of theirs."""

from __future__ import annotations

import pytest

from tests.place.papers import Paper, applications, counted, tables_of


def without(paper: Paper, column: int) -> str:
    """The table with a column left out, of its heading too."""
    names = [name for at, name in enumerate(paper.applicants) if at != column]
    rows = [[row.label, *(cell for at, cell in enumerate(row.cells) if at != column)] for row in paper.rows]
    return "\n".join([paper.heading, *(" | ".join(row) for row in [["", *names], *rows])])


COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
ANSWERED = {
    "granted": (5, 1, 0, 2, 0, 3),
    "refused_complaint": (31, 17, 8, 4, 2, 1),
    "refused_repeat": (2, 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("column", range(6))
def test_the_figures_of_a_table_without_a_column_stay_in_theirs(column):
    paper = applications(answered=ANSWERED)
    read = tables_of(without(paper, column))
    assert read.applications == counted(paper)  # what the column leaves open, the totals tell
    name = f"applications.granted.{COLUMNS[column]}"
    assert read.statuses[name] == "derived"
    assert read.printed(name) is None


def test_without_the_totals_nothing_is_moved():
    paper = applications(answered=ANSWERED)
    read = tables_of(without(paper, 6))
    assert read.applications == counted(paper)


def test_a_heading_that_is_torn_leaves_out_no_column():
    paper = applications(answered=ANSWERED)
    torn = paper.piped().replace(paper.applicants[2], paper.applicants[2][:2])
    assert tables_of(torn).applications == counted(paper)
