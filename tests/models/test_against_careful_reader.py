"""The models against what a careful reader of real reports found, and against the published list of cells."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.forms import forms
from ingest.rows import Flattened, RawFigure
from tests.models.raw_folder import a_report, dbt, write_raw


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _as_read(shared: Path) -> list[Flattened]:
    """Each report of ``expected`` with the figures found in it."""
    units = {cell.key: cell.unit for form in forms().values() for line in form.lines for cell in line.cells}
    reports = []
    for document in _read(shared / "expected" / "documents.csv"):
        path = shared / "expected" / f"{document['document']}.csv"
        report = Flattened(reports=[a_report(document["document"], document["form"] or "narrative")])
        for row in _read(path) if path.exists() else ():
            key = (row["table"], row["article"] or None, row["row"], row["column"])
            value = Decimal(row["value"]) if row["value"] else None
            report.figures.append(RawFigure(document["document"], *key, units[key], value, row["status"]))
        reports.append(report)
    return reports


@pytest.fixture(scope="module")
def warehouse(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    workspace = tmp_path_factory.mktemp("as_read")
    raw = write_raw(workspace / "raw", _as_read(shared))
    models = ["+check_identity", "dim_form_cell"]
    built, _ = dbt(["build", "--select", *models, "--exclude-resource-type", "test", "unit_test"], raw, workspace)
    with duckdb.connect(built, read_only=True) as connection:
        yield connection


def test_the_cells_of_the_forms_are_those_of_the_published_list(warehouse, shared):
    columns = ("form", "table", "article", "row", "column", "unit")
    published = [tuple(row[column] or None for column in columns) for row in _read(shared / "spec" / "form_cells.csv")]
    found = warehouse.execute(
        "select form, fact_table, article, row_code, column_code, unit from dim_form_cell"
    ).fetchall()
    assert sorted(found, key=str) == sorted(published, key=str)


def test_the_identities_that_fail_are_those_a_careful_reader_found_and_no_others(warehouse, shared):
    found = warehouse.execute(
        "select report_id, check_name, scope, left_value, right_value from check_identity where status = 'fail'"
    ).fetchall()
    assert sorted(found) == sorted(
        (row["document"], row["check"], row["column"], Decimal(row["left"]), Decimal(row["right"]))
        for row in _read(shared / "expected" / "failures.csv")
    )


def test_most_of_what_real_reports_print_can_be_checked(warehouse):
    found = dict(
        warehouse.execute("select status, count(*) from check_identity group by status order by status").fetchall()
    )
    assert found["pass"] > found["not_checkable"] > 0
