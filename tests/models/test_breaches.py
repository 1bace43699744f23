"""The tests of the models catch what the reading of documents must never hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.rows import Flattened, RawIssue
from tests.models.raw_folder import Key, a_report, dbt, on_form, write_raw


def _with(key: Key, **other: object) -> Callable[[Flattened], None]:
    """A breach that changes one figure of a report."""

    def breach(report: Flattened) -> None:
        report.figures = [
            replace(figure, **other) if (figure.fact_table, figure.row_code, figure.column_code) == key else figure
            for figure in report.figures
        ]

    return breach


def _without_its_last_cell(report: Flattened) -> None:
    del report.figures[-1]


def _with_a_figure_twice(report: Flattened) -> None:
    report.figures += [figure for figure in report.figures if figure.fact_table == "reviews"]


def _with_a_cell_of_no_form(report: Flattened) -> None:
    report.figures.append(replace(report.figures[-1], column_code="unheard_of"))


def _announcing_a_failure_that_is_none(report: Flattened) -> None:
    path, name = report.reports[0].source_path, report.reports[0].report_id
    place = "outcomes_sum_to_total:reviews.review.total"
    report.issues.append(RawIssue(path, name, "warning", "identity_failed", "0 is not 0", place))


UPHELD = ("reviews", "review", "upheld")
BREACHES = {
    "cell_left_out": (_without_its_last_cell, "every_cell_of_a_form_is_one_fact"),
    "cell_of_no_form": (_with_a_cell_of_no_form, "every_cell_of_a_form_is_one_fact"),
    "unit_of_another": (_with(("disclosures", "fees", "amount"), unit="item"), "every_cell_of_a_form_is_one_fact"),
    "optional_but_missing": (
        _with(("applications", "other", "total"), value=None, value_status="missing", cell_id=None),
        "every_cell_of_a_form_is_one_fact",
    ),
    "figure_twice": (_with_a_figure_twice, "is_grain_fct_reviews_report_id__outcome"),
    "blank_with_a_figure": (_with(UPHELD, value_status="blank"), "status_settles_row_fct_reviews_"),
    "printed_without_a_figure": (_with(UPHELD, value=None), "status_settles_row_fct_reviews_"),
    "printed_without_a_place": (_with(UPHELD, cell_id=None), "status_settles_row_fct_reviews_"),
    "derived_from_nothing": (_with(UPHELD, value_status="derived"), "status_settles_row_fct_reviews_"),
    "unheard_of_status": (_with(UPHELD, value_status="guessed"), "status_settles_row_fct_reviews_"),
    "figure_from_nowhere": (_with(UPHELD, cell_id="nowhere"), "leads_to_source_cell_fct_reviews_ref_source_cell_"),
    "place_of_another_report": (
        _with(UPHELD, cell_id="cell_left_out-1"),
        "leads_to_source_cell_fct_reviews_ref_source_cell_",
    ),
    "half_a_review": (_with(UPHELD, value=Decimal("0.5")), "counts_are_whole_numbers"),
    "failure_unannounced": (_with(UPHELD, value=Decimal(7)), "failed_identities_are_announced"),
    "failure_that_is_none": (_announcing_a_failure_that_is_none, "failed_identities_are_announced"),
}


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A warehouse of broken reports with the rows each failing test found, and the status of every test."""
    workspace = tmp_path_factory.mktemp("breaches")
    undivided = {("applications", "other", "total"): 0}
    broken = []
    for report_id, (breach, _) in BREACHES.items():
        report = on_form(a_report(report_id, "2021"), undivided if report_id == "optional_but_missing" else {})
        breach(report)
        broken.append(report)
    raw = write_raw(workspace / "raw", broken)
    dbt(["build", "--exclude-resource-type", "test", "unit_test"], raw, workspace)
    return dbt(["test", "--exclude-resource-type", "unit_test", "--store-failures"], raw, workspace)


@pytest.mark.parametrize("report_id", BREACHES)
def test_a_report_that_breaks_the_contract_is_named_by_the_test_it_breaks(caught, report_id):
    warehouse, statuses = caught
    name = BREACHES[report_id][1]
    assert statuses[name] == "fail"
    with duckdb.connect(warehouse, read_only=True) as connection:
        # The table that keeps a test's findings is named after it, cut short where the name is long.
        [(audit,)] = connection.execute(
            "select table_name from duckdb_tables() where schema_name = ? and starts_with(?, table_name)",
            ["dbt_test__audit", name],
        ).fetchall()
        found = connection.execute(f"select distinct report_id from dbt_test__audit.{audit}").fetchall()
    assert (report_id,) in found


def test_no_other_test_of_the_models_is_broken_by_these_reports(caught):
    failing = {name for name, status in caught[1].items() if status not in ("success", "pass")}
    assert failing == {name for _, name in BREACHES.values()}
