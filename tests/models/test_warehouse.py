"""What a reader finds in the warehouse, given what was read from a handful of made-up reports."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.forms import forms
from ingest.forms.definition import table
from ingest.rows import Flattened, RawIssue
from tests.marts.contract import CONTRACT as COMPARING
from tests.models.raw_folder import a_report, dbt, on_form, stating, write_raw

HEAD = {"report_id": "VARCHAR", "agency_id": "VARCHAR", "report_year": "INTEGER"}
TAIL = {"value_status": "VARCHAR", "cell_id": "VARCHAR", "derived_from": "VARCHAR"}
COUNT = {"value": "BIGINT"}
AMOUNT = {"unit": "VARCHAR", "value": "DECIMAL(20,2)"}


def _texts(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "VARCHAR")


CONTRACT = {
    "dim_report": _texts("report_id agency_id agency_name_printed resolution evidence")
    | {"report_year": "INTEGER"}
    | _texts("form reporting_scope title")
    | {"published_on": "DATE"}
    | _texts("source_path source_format source_sha256 script")
    | {"is_current": "BOOLEAN", "superseded_by": "VARCHAR"},
    "dim_agency": _texts("agency_id agency_name full_name region_code region_name province admin_level function"),
    "dim_region": _texts("region_code region_name admin_level parent_code province")
    | {"valid_from": "INTEGER", "valid_to": "INTEGER", "successor_code": "VARCHAR"},
    "dim_form_cell": _texts("form fact_table article row_code column_code label_zh label_en unit"),
    "dim_application_item": _texts("item label_zh label_en stage outcome_group forms"),
    "fct_applications": HEAD | _texts("item applicant_type") | COUNT | TAIL,
    "fct_disclosures": HEAD | _texts("article subject measure") | AMOUNT | TAIL,
    "fct_reviews": HEAD | _texts("outcome") | COUNT | TAIL,
    "fct_litigation": HEAD | _texts("route outcome") | COUNT | TAIL,
    "fct_activities": HEAD | _texts("topic measure") | AMOUNT | TAIL,
    "check_identity": _texts("report_id check_name scope")
    | dict.fromkeys(("left_value", "right_value", "difference"), "DECIMAL(20,2)")
    | _texts("status"),
    "ingest_issue": _texts("source_path report_id severity code message location"),
    "source_cell": _texts("cell_id report_id source_path")
    | dict.fromkeys(("page", "table_no", "row_no", "column_no", "line_no"), "INTEGER")
    | _texts("raw_text context"),
    **COMPARING,
}

# Three applications of natural persons and one left over from last year: two granted, one a state secret, one open.
ADDS_UP = {
    ("applications", row, column): figure
    for column in ("natural_person", "total")
    for row, figure in {
        "new_received": 3,
        "carried_in": 1,
        "granted": 2,
        "denied_state_secret": 1,
        "total_closed": 3,
        "carried_out": 1,
    }.items()
}
PARTS_OF_OTHER = ("other_overdue_correction", "other_overdue_fee", "other_reason")
APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")


def _undivided_other(report_id: str) -> Flattened:
    """A form 2021 that prints （六） as one row: one application of a natural person, so its parts are not known."""
    figures = {
        ("applications", row, column): 1
        for column in ("natural_person", "total")
        for row in ("new_received", "total_closed")
    }
    for column in APPLICANTS:
        is_counted = column in ("natural_person", "total")
        figures["applications", "other", column] = 1 if is_counted else 0
        figures |= {("applications", part, column): "missing" if is_counted else "derived" for part in PARTS_OF_OTHER}
    return on_form(a_report(report_id, "2021"), figures)


def _reports() -> list[Flattened]:
    bureau = {"agency_id": "agency-bureau", "agency_name": "bureau"}
    same_unknown_name = {"agency_id": None, "resolution": "unresolved", "agency_name": None, "full_name": None}
    failure = RawIssue(
        "fails.html", "fails", "warning", "identity_failed", "0 is not 11", "outcomes_sum_to_total:reviews.review.total"
    )
    return [
        on_form(a_report("adds_up", "2021"), ADDS_UP),
        on_form(
            a_report("fails", "2021"),
            {("reviews", "review", "upheld"): 10, ("reviews", "review", "other"): 1},
            [failure],
        ),
        on_form(
            a_report("has_a_dash", "2019", 2019),
            {("litigation", "direct", "upheld"): "blank", ("litigation", "direct", "total"): 4},
        ),
        _undivided_other("undivided_other"),
        on_form(
            a_report("annex", "2014", 2016),
            {
                ("activities", "fees", "fees_charged"): 35000,
                ("activities", "resources", "staff"): 5,
                ("activities", "resources", "staff_full_time"): 2,
                ("activities", "resources", "staff_part_time"): 3,
            },
        ),
        stating(
            Flattened(reports=[a_report("prose", "narrative", 2012)]),
            {
                ("applications", "new_received", "total"): (3, "case"),
                ("applications", "unavailable", "total"): (1, "case"),
                ("litigation", "all", "total"): (2, "case"),
            },
        ),
        on_form(a_report("first_version", "2021", published_on=date(2024, 1, 20), **bureau), ADDS_UP),
        on_form(a_report("second_version", "2021", published_on=date(2024, 3, 1), **bureau), ADDS_UP),
        on_form(a_report("next_year", "2021", 2024, agency_id="agency-bureau", agency_name="merged bureau"), ADDS_UP),
        on_form(a_report("whose_a", "2021", **same_unknown_name), ADDS_UP),
        on_form(a_report("whose_b", "2021", **same_unknown_name), ADDS_UP),
        Flattened(issues=[RawIssue("noise.pdf", None, "error", "unreadable", "no PDF, whatever its name says")]),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A warehouse built, tests and all, from a folder whose name holds all that a path may."""
    workspace = tmp_path_factory.mktemp("models")
    raw = write_raw(workspace / "年报 (draft) [1] {a=b} it's 100%", _reports())
    return dbt(["build"], raw, workspace)


@pytest.fixture(scope="module")
def warehouse(built: tuple[Path, dict[str, str]]) -> duckdb.DuckDBPyConnection:
    with duckdb.connect(built[0], read_only=True) as connection:
        yield connection


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return warehouse.execute(query).fetchall()


def test_a_folder_of_sound_reports_passes_every_test_of_the_models(built):
    assert {name: status for name, status in built[1].items() if status not in ("success", "pass", "no-op")} == {}


@pytest.mark.parametrize("name", CONTRACT)
def test_a_public_table_has_the_columns_and_types_of_the_contract(warehouse, name):
    columns = {column: kind for column, kind, *_ in _rows(warehouse, f"describe {name}")}
    assert {column: columns.get(column) for column in CONTRACT[name]} == CONTRACT[name]


def test_every_public_table_and_column_explains_itself_in_english_and_chinese(warehouse):
    comments = _rows(
        warehouse,
        """
        select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' and not internal
        union all
        select table_name, null, comment from duckdb_tables() where schema_name = 'main'
        """,
    )
    assert {name for name, _, _ in comments} == set(CONTRACT)
    for name, column, comment in comments:
        english, _, chinese = (comment or "").partition("\n\n")
        assert english.strip() and chinese.strip(), f"{name}.{column}"
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), f"{name}.{column}"


def test_only_the_public_tables_stand_in_the_public_schema(warehouse):
    tables = _rows(warehouse, "select table_name from duckdb_tables() where schema_name = 'main'")
    assert {name for (name,) in tables} == set(CONTRACT)
    assert _rows(warehouse, "select view_name from duckdb_views() where schema_name = 'main' and not internal") == []


def test_the_file_can_be_opened_by_duckdb_1_2_and_later(warehouse):
    [(tags,)] = _rows(warehouse, "select tags from duckdb_databases() where database_name = current_database()")
    assert tags["storage_version"].startswith("v1.2.0")


def test_a_report_on_a_form_has_one_fact_for_each_of_its_cells(warehouse):
    counted = dict(_rows(warehouse, "select report_id, count(*) from staging.int_fact group by all"))
    cells = {
        name: sum(not line.is_optional for line in form.lines for _ in line.cells) for name, form in forms().items()
    }
    assert counted["adds_up"] == cells["2021"]
    assert counted["has_a_dash"] == cells["2019"]
    assert counted["annex"] == cells["2014"]
    assert counted["prose"] == 3


def test_facts_stand_in_the_order_of_the_form(warehouse):
    printed_order = [
        (cell.key.row_code, cell.key.column_code)
        for line in forms()["2021"].lines
        for cell in line.cells
        if cell.key.fact_table == "applications"
    ]
    found = _rows(warehouse, "select item, applicant_type from fct_applications where report_id = 'undivided_other'")
    assert found == printed_order


def test_every_printed_figure_leads_to_what_is_printed_there(warehouse):
    [(printed, agreeing)] = _rows(
        warehouse,
        """
        select count(*), count(*) filter (where source_cell.raw_text::decimal(20, 2) = int_fact.value)
        from staging.int_fact left join source_cell using (report_id, cell_id)
        where value_status = 'reported'
        """,
    )
    assert printed == agreeing > 0


def test_a_fact_knows_its_body_and_its_year(warehouse):
    assert _rows(
        warehouse, "select distinct agency_id, report_year from fct_reviews where report_id = 'next_year'"
    ) == [("agency-bureau", 2024)]


def test_money_and_staff_of_the_annex_keep_their_units(warehouse):
    assert _rows(
        warehouse,
        """
        select measure, value, unit from fct_activities
        where report_id = 'annex' and measure in ('fees_charged', 'staff') order by all
        """,
    ) == [("fees_charged", 35000, "yuan"), ("staff", 5, "person")]


def test_a_report_that_adds_up_passes_every_identity_of_its_form(warehouse):
    places = {(identity.check_name, identity.scope) for identity in forms()["2021"].identities}
    optional = {identity for identity in places if identity[1].startswith("applications.other.")}
    found = _rows(warehouse, "select check_name, scope, status from check_identity where report_id = 'adds_up'")
    assert {(check, scope) for check, scope, _ in found} == places - optional
    assert {status for *_, status in found} == {"pass"}


def test_a_report_that_does_not_add_up_fails_at_that_place_and_no_other(warehouse):
    assert _rows(warehouse, "select * from check_identity where status = 'fail'") == [
        ("fails", "outcomes_sum_to_total", "reviews.review.total", 0, 11, -11, "fail")
    ]


def test_a_dash_among_the_parts_leaves_the_sum_not_checkable(warehouse):
    assert _rows(
        warehouse,
        """
        select scope, left_value, right_value, difference, status from check_identity
        where report_id = 'has_a_dash' and status <> 'pass'
        """,
    ) == [("litigation.direct.total", 4, None, None, "not_checkable")]


def test_an_undivided_other_row_is_kept_as_other_and_its_parts_stay_open(warehouse):
    assert _rows(
        warehouse,
        """
        select item, value, value_status from fct_applications
        where report_id = 'undivided_other' and applicant_type = 'total' and starts_with(item, 'other') order by item
        """,
    ) == [("other", 1, "reported"), *((part, None, "missing") for part in PARTS_OF_OTHER)]


def test_an_undivided_other_row_counts_in_the_sum_of_outcomes(warehouse):
    assert _rows(
        warehouse,
        """
        select left_value, right_value, status from check_identity
        where report_id = 'undivided_other' and scope = 'applications.total_closed.natural_person'
        """,
    ) == [(1, 1, "pass")]


def test_an_undivided_other_row_has_a_sum_of_applicants_of_its_own(warehouse):
    assert _rows(
        warehouse,
        """
        select report_id, check_name, left_value, right_value, status from check_identity
        where scope = 'applications.other.total' and report_id not in ('has_a_dash')
        """,
    ) == [("undivided_other", "applicants_sum_to_total", 1, 1, "pass")]


def test_an_undivided_other_row_is_no_cell_of_form_2021(warehouse):
    assert _rows(
        warehouse,
        "select distinct form from dim_form_cell where fact_table = 'applications' and row_code = 'other'",
    ) == [("2019",)]


def test_prose_is_a_fact_at_its_own_key_and_enters_no_identity(warehouse):
    assert _rows(
        warehouse,
        "select item, value, value_status from fct_applications where report_id = 'prose' order by item",
    ) == [("new_received", 3, "narrative"), ("unavailable", 1, "narrative")]
    assert _rows(warehouse, "select route, outcome, value from fct_litigation where report_id = 'prose'") == [
        ("all", "total", 2)
    ]
    assert _rows(warehouse, "select * from check_identity where report_id = 'prose'") == []


def test_of_two_versions_of_a_report_the_later_published_is_current(warehouse):
    assert _rows(
        warehouse,
        "select report_id, is_current, superseded_by from dim_report where agency_id = 'agency-bureau' order by all",
    ) == [
        ("first_version", False, "second_version"),
        ("next_year", True, None),
        ("second_version", True, None),
    ]


def test_two_reports_of_bodies_nobody_can_name_share_no_agency(warehouse):
    found = _rows(warehouse, "select agency_id, is_current from dim_report where starts_with(report_id, 'whose')")
    assert len({agency for agency, _ in found}) == 2
    assert all(is_current for _, is_current in found)


def test_a_body_is_described_as_its_latest_report_has_it(warehouse):
    assert _rows(warehouse, "select agency_name from dim_agency where agency_id = 'agency-bureau'") == [
        ("merged bureau",)
    ]


def test_a_document_set_aside_is_an_issue_and_nothing_else(warehouse):
    assert _rows(warehouse, "select severity, report_id from ingest_issue where source_path = 'noise.pdf'") == [
        ("error", None)
    ]
    assert _rows(warehouse, "select * from dim_report where source_path = 'noise.pdf'") == []


def test_an_item_is_named_as_the_latest_form_has_it_without_its_number(warehouse):
    assert _rows(
        warehouse,
        """
        select item, label_zh, label_en, forms from dim_application_item
        where item in ('granted', 'denied_state_secret', 'other', 'told_to_amend') order by item
        """,
    ) == [
        ("denied_state_secret", "属于国家秘密", "Denied: state secret", "2014,2019,2021"),
        ("granted", "予以公开", "Granted", "2014,2019,2021"),
        ("other", "其他处理", "Other handling", "2019,2021"),
        ("told_to_amend", "告知作出更改补充数", "Told to amend the application", "2014"),
    ]


def test_a_group_of_outcomes_is_named_as_the_form_heads_it(warehouse):
    assert _rows(
        warehouse,
        """
        select item, label_zh, label_en, outcome_group, forms from dim_application_item
        where item in ('denied', 'unavailable', 'refused') order by item
        """,
    ) == [
        ("denied", "不予公开", "Denied", "denied", "2014"),
        ("refused", "不予处理", "Not processed", "refused", None),
        ("unavailable", "无法提供", "Unavailable", "unavailable", None),
    ]


@pytest.mark.parametrize(
    "name", ["form", "form_line", "form_column", "form_heading", "form_identity", "application_item"]
)
def test_the_models_load_the_form_definition_as_it_stands(warehouse, name):
    found = warehouse.execute(f"select columns(*)::varchar from staging.{name}")
    columns = [column for column, *_ in found.description]
    loaded = [dict(zip(columns, ("" if v is None else v for v in row), strict=True)) for row in found.fetchall()]
    assert loaded == list(table(name))


def test_the_models_and_the_reader_of_documents_write_out_the_same_identities(warehouse):
    written = {}
    for form, check_name, scope, side, members in _rows(
        warehouse,
        """
        select form, check_name, scope, side, list(distinct fact_table || '.' || row_code || '.' || column_code)
        from staging.int_identity_member where not is_substitute group by all
        """,
    ):
        written.setdefault((form, check_name, scope), {})[side] = set(members)
    assert written == {
        (name, identity.check_name, identity.scope): {
            side: {f"{key.fact_table}.{key.row_code}.{key.column_code}" for key in keys}
            for side, keys in (("left", identity.left), ("right", identity.right))
        }
        for name, form in forms().items()
        for identity in form.identities
    }


def test_the_same_rows_in_another_order_and_other_files_give_the_same_tables(warehouse, tmp_path):
    shuffle = random.Random(2).shuffle
    everything = Flattened()
    for report in _reports():
        everything.reports += report.reports
        everything.figures += report.figures
        everything.source_cells += report.source_cells
        everything.issues += report.issues
    for rows in (everything.reports, everything.figures, everything.source_cells, everything.issues):
        shuffle(rows)
    raw = write_raw(tmp_path / "raw", [everything])
    again, _ = dbt(["build", "--exclude-resource-type", "test", "unit_test"], raw, tmp_path)
    with duckdb.connect(again, read_only=True) as other:
        for name in CONTRACT:
            assert _rows(other, f"from {name}") == _rows(warehouse, f"from {name}"), name
