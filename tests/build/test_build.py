"""A folder of reports becomes a warehouse, the same one however often it is built."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from ingest import models, summary
from ingest.build import Built, Plan, build
from ingest.models import ModelsFailed
from ingest.publish import PUBLIC_TABLES
from ingest.workers import Limits
from tests.build.warehouses import SAMPLE, answers

# What a test may take of the few documents of the sample; the build's own limits are for any document.
LIMITS = Limits(seconds=20, memory_mib=512)


def _built(plan: Plan) -> tuple[Built, str]:
    said = io.StringIO()
    return build(plan, Console(file=said)), said.getvalue()


def _shown(built: Built) -> str:
    said = io.StringIO()
    summary.show(built.summary, built.warehouse, Console(file=said, width=80))
    return said.getvalue()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample, built once, into a folder that was not there."""
    warehouse = tmp_path_factory.mktemp("build") / "not yet/仓 库.duckdb"
    return _built(Plan(SAMPLE, warehouse, jobs=2, limits=LIMITS))[0]


def test_every_document_of_the_sample_is_a_report_or_says_why_not(first):
    documents = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()}
    found = answers(first.warehouse)
    with duckdb.connect(str(first.warehouse), read_only=True) as connection:
        reports = {path for (path,) in connection.execute("select source_path from dim_report").fetchall()}
    assert reports | {each.source_path for each in first.summary.set_aside} == documents
    assert all(found[table] for table in PUBLIC_TABLES)


def test_the_tables_of_the_warehouse_are_those_it_may_not_be_published_without(first):
    with duckdb.connect(str(first.warehouse), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    assert set(tables) == {("main", table) for table in PUBLIC_TABLES}


def test_nothing_but_the_warehouse_is_left(first):
    assert [path.name for path in first.warehouse.parent.iterdir()] == ["仓 库.duckdb"]


def test_the_summary_counts_what_the_warehouse_holds(first):
    with duckdb.connect(str(first.warehouse), read_only=True) as connection:

        def count(query: str) -> int:
            return connection.execute(f"select count(*) from {query}").fetchone()[0]

        assert sum(row[1] for row in first.summary.reports) == count("dim_report")
        for kind, cells, printed, derived, narrative, empty in first.summary.facts:
            facts = f"fct_{kind} where true"
            assert cells == count(facts)
            assert printed == count(f"{facts} and value_status in ('reported', 'corrected')")
            assert derived == count(f"{facts} and value_status = 'derived'")
            assert narrative == count(f"{facts} and value_status = 'narrative'")
            assert empty == count(f"{facts} and value is null")
        assert first.summary.failed_count == count("check_identity where status = 'fail'")


def test_the_summary_names_documents_set_aside_failed_checks_and_the_warehouse(first):
    said = _shown(first)
    assert first.summary.set_aside_count and first.summary.failed_count and not first.summary.is_clean
    for each in first.summary.set_aside:
        assert f"{each.source_path}: {each.message}" in said
    for check in first.summary.failed:
        assert f"{check.source_path} ({check.agency} {check.report_year}): {check.check_name} at {check.scope}" in said
    assert said.endswith(f"Warehouse: {first.warehouse}\n")


def test_built_twice_every_row_is_the_same_and_in_the_same_place(first, tmp_path):
    again, _ = _built(Plan(SAMPLE, tmp_path / "again.duckdb", jobs=1, limits=LIMITS))
    assert answers(again.warehouse) == answers(first.warehouse)
    assert again.summary == first.summary


def _without_paths(warehouse: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        has_path = {t for (t,) in connection.execute(
            "select table_name from duckdb_columns() where column_name = 'source_path'"
        ).fetchall()}  # fmt: skip
        return {
            table: connection.execute(
                f"select * {'exclude (source_path)' if table in has_path else ''} from {table} order by all"
            ).fetchall()
            for table in PUBLIC_TABLES
        }


def test_renamed_and_moved_the_facts_are_the_same_but_for_the_path(first, tmp_path):
    for number, path in enumerate(sorted(SAMPLE.rglob("*"), reverse=True)):
        if path.is_file():
            moved = tmp_path / "moved" / str(number % 3) / f"{number}{path.suffix}"
            moved.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, moved)
    moved, _ = _built(Plan(tmp_path / "moved", tmp_path / "moved.duckdb", jobs=2, limits=LIMITS))
    assert _without_paths(moved.warehouse) == _without_paths(first.warehouse)


def test_trouble_of_every_kind_in_a_folder_costs_no_other_document(first, tmp_path):
    reports = tmp_path / "年 报"
    good = min(SAMPLE.glob("*.txt"))
    (reports / "deep/er").mkdir(parents=True)
    for name in ("b.txt", "deep/er/copy.txt"):
        shutil.copyfile(good, reports / name)
    for trouble in ("die", "hang", "devour", "raise"):
        (reports / f"{trouble}.txt").write_text(f"{trouble} 行政机关")
    (reports / "gone.pdf").symlink_to(tmp_path / "nowhere in here")
    (reports / "lost.pdf").symlink_to(reports / "nowhere either")
    (reports / "random.pdf").write_bytes(bytes(range(7, 256)) * 9)
    (reports / "empty.txt").write_bytes(b"")
    (reports / "w.duckdb").touch()
    plan = Plan(
        reports,
        reports / "w.duckdb",
        jobs=2,
        limits=Limits(seconds=4, memory_mib=512),
        flatten="tests.build.misbehaving:real_but_for_troublemakers",
    )
    built, _ = _built(plan)
    codes = {each.source_path: each.code for each in built.summary.set_aside}
    assert codes.pop("random.pdf") and codes.pop("empty.txt")
    assert codes == {
        "die.txt": "document_crashed",
        "hang.txt": "document_timeout",
        "devour.txt": "document_memory",
        "raise.txt": "document_crashed",
        "lost.pdf": "file_unreadable",
    }
    assert built.summary.duplicates == 1
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        assert connection.execute("select source_path from dim_report").fetchall() == [("b.txt",)]
        told = connection.execute("select source_path, code from ingest_issue where severity = 'info'").fetchall()
        [[report_id]] = connection.execute("select report_id from dim_report").fetchall()
        facts = connection.execute("from fct_applications where report_id = ?", [report_id]).fetchall()
    assert {("deep/er/copy.txt", "duplicate_file"), ("gone.pdf", "link_outside")} <= set(told)
    assert facts == [row for row in answers(first.warehouse)["fct_applications"] if row[0] == report_id]


def test_models_that_fail_are_named_and_the_old_warehouse_stays(first, tmp_path):
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "tests").mkdir()
    shutil.copyfile(models.PROJECT / "profiles.yml", project / "profiles.yml")
    (project / "dbt_project.yml").write_text("{name: nianbao, profile: nianbao, config-version: 2}")
    (project / "models/fct_broken.sql").write_text("select no_such_column from (select 1 as one)")
    (project / "models/fct_sound.sql").write_text("select 1 as one")
    (project / "tests/never_one.sql").write_text("select * from {{ ref('fct_sound') }}")
    warehouse = tmp_path / "w.duckdb"
    shutil.copyfile(first.warehouse, warehouse)
    before = warehouse.read_bytes()
    with pytest.raises(ModelsFailed) as failure:
        _built(Plan(SAMPLE, warehouse, jobs=2, limits=LIMITS, project=project))
    for part in ("2 of", "fct_broken", "no_such_column", "never_one"):
        assert part in str(failure.value)
    assert warehouse.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "w.duckdb"]


def test_a_project_that_cannot_be_read_is_a_failure_that_says_so(tmp_path):
    (tmp_path / "project/models").mkdir(parents=True)
    shutil.copyfile(models.PROJECT / "profiles.yml", tmp_path / "project/profiles.yml")
    (tmp_path / "project/dbt_project.yml").write_text("{name: nianbao, profile: nianbao, config-version: 2}")
    (tmp_path / "project/models/m.sql").write_text("select * from {{ ref('not_there') }}")
    with pytest.raises(ModelsFailed, match="not_there"):
        _built(Plan(min(SAMPLE.glob("*.txt")), tmp_path / "w.duckdb", jobs=1, project=tmp_path / "project"))
