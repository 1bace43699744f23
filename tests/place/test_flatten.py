"""One document's bytes to rows: what becomes of its tables, its prose and of documents nobody can read."""

from __future__ import annotations

import random

import pytest

from ingest.document import flatten
from ingest.rows import Flattened, RawFigure, RawSourceCell
from tests.place.papers import applications

TITLE = "清江浦区民政局2023年政府信息公开工作年度报告"
OVERVIEW = "\n一、总体情况\n{}\n"


def report(prose: str = "", tables: str | None = None) -> Flattened:
    document = f"{TITLE}\n{OVERVIEW.format(prose)}\n{tables or applications().piped()}\n"
    flattened = flatten(document.encode(), "report.txt")
    assert len(flattened.reports) == 1
    return flattened


def figure(flattened: Flattened, row: str, column: str = "total", table: str = "applications") -> RawFigure:
    (found,) = [f for f in flattened.figures if (f.fact_table, f.row_code, f.column_code) == (table, row, column)]
    return found


def source(flattened: Flattened, of: RawFigure) -> RawSourceCell:
    (found,) = [cell for cell in flattened.source_cells if cell.cell_id == of.cell_id]
    return found


# --- tables and prose ------------------------------------------------------------------------------------------------


def test_prose_that_agrees_with_the_table_makes_no_second_fact():
    flattened = report("2023年收到政府信息公开申请23件。")
    assert figure(flattened, "new_received").value_status == "reported"
    assert flattened.issues == []


def test_prose_that_contradicts_the_table_changes_nothing_and_is_said():
    flattened = report("2023年收到政府信息公开申请32件。")
    received = figure(flattened, "new_received")
    assert (received.value, received.value_status) == (23, "reported")
    (issue,) = [issue for issue in flattened.issues if issue.code == "prose_contradicts_table"]
    assert (issue.severity, issue.location) == ("warning", "applications.new_received.total")
    assert "23" in issue.message and "32" in issue.message


def test_prose_that_takes_rows_together_is_held_against_their_sum():
    agreeing, otherwise = (report(f"不予公开政府信息公开申请{count}件。") for count in (1, 5))
    assert figure(agreeing, "denied").value == 1 and agreeing.issues == []
    assert figure(otherwise, "denied").value_status == "narrative"
    (issue,) = otherwise.issues
    assert (issue.code, issue.location) == ("prose_contradicts_table", "applications.denied.total")
    assert "make 1" in issue.message


def test_prose_fills_no_cell_of_a_table():
    without_reviews = report("2023年发生行政复议4件。")
    reviews = figure(without_reviews, "review", table="reviews")
    assert (reviews.value, reviews.value_status) == (None, "missing")


def test_what_only_the_prose_states_is_a_fact_of_its_own():
    flattened = report("全年收取信息处理费400元。")
    fees = figure(flattened, "fees", "fees_charged", "activities")
    assert (fees.value, fees.value_status, fees.unit) == (400, "narrative", "yuan")
    assert source(flattened, fees).raw_text == "400"
    assert source(flattened, fees).line_no == 4


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_figure_of_a_grid_has_its_table_row_and_column():
    flattened = flatten((f"<h1>{TITLE}</h1>" + applications().html()).encode(), "report.html")
    place = source(flattened, figure(flattened, "granted", "business"))
    assert (place.table_no, place.row_no, place.column_no) == (1, 4, 3)
    assert place.raw_text == "1"
    assert place.context.startswith("（一）予以公开 5 1")


def test_a_figure_of_a_line_has_its_line():
    flattened = report(tables=applications().between(" "))
    place = source(flattened, figure(flattened, "granted", "business"))
    lines = f"{TITLE}\n{OVERVIEW.format('')}\n{applications().between(' ')}\n".splitlines()
    assert lines[place.line_no - 1].startswith("（一）予以公开")


def test_a_derived_figure_leads_to_its_empty_cell_where_there_is_one():
    paper = applications()
    paper["granted"].cells[6] = ""
    del paper["refused_complaint"]
    flattened = flatten((f"<h1>{TITLE}</h1>" + paper.html()).encode(), "report.html")
    granted, gone = figure(flattened, "granted"), figure(flattened, "refused_complaint")
    assert (granted.value, granted.value_status) == (6, "derived")
    assert source(flattened, granted).raw_text == ""
    assert (gone.value, gone.value_status, gone.cell_id) == (4, "derived", None)
    assert granted.derived_from and gone.derived_from


def test_places_are_numbered_once_and_belong_to_the_report():
    flattened = report("全年收取信息处理费400元。")
    (row,) = flattened.reports
    ids = [cell.cell_id for cell in flattened.source_cells]
    assert len(ids) == len(set(ids)) == len({f.cell_id for f in flattened.figures if f.cell_id})
    assert {cell.report_id for cell in flattened.source_cells} == {row.report_id}
    assert all(len(cell.context) <= 200 for cell in flattened.source_cells)


# --- who a report is, and what is none -------------------------------------------------------------------------------


def test_a_report_is_known_by_its_bytes_and_not_by_its_path():
    data = f"{TITLE}\n{applications().piped()}\n".encode()
    (here,), (there,) = flatten(data, "a.txt").reports, flatten(data, "b/c.html").reports
    (changed,) = flatten(data + b"\n", "a.txt").reports
    assert here.report_id == there.report_id != changed.report_id
    assert (here.source_format, there.source_format) == ("text", "text")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n\n", "empty_file"),
        (random.Random(7).randbytes(4000), "not_a_document"),
        (b"%PDF-1.7\n" + random.Random(8).randbytes(4000), "broken_pdf"),
    ],
    ids=["empty", "white space", "random bytes", "random bytes that begin like a PDF"],
)
def test_a_file_nobody_can_read_is_set_aside_with_its_reason(data, code):
    flattened = flatten(data, "folder/report.pdf")
    assert (flattened.reports, flattened.figures, flattened.source_cells) == ([], [], [])
    (issue,) = flattened.issues
    assert (issue.severity, issue.code, issue.source_path) == ("error", code, "folder/report.pdf")
    assert issue.report_id is None
    assert issue.message.endswith(".")
