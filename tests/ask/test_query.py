"""A question to a warehouse and its answer, for a person or for a program."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.build.warehouses import REPOSITORY, make


def _ask(warehouse: Path, sql: str, form: str = "table") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ingest", "query", "--warehouse", str(warehouse), "--format", form, "--", sql]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return make(tmp_path / "it's 仓.duckdb", 7)


SQL = "select number, '政府' as name from dim_report -- one row"


def test_a_person_sees_a_table(warehouse):
    said = _ask(warehouse, SQL).stdout.decode()
    assert "政府" in said and "name" in said


def test_a_program_gets_csv_json_or_parquet(warehouse):
    assert _ask(warehouse, SQL, "csv").stdout.decode() == "number,name\n7,政府\n"
    assert json.loads(_ask(warehouse, SQL, "json").stdout) == [{"number": 7, "name": "政府"}]
    parquet = pl.read_parquet(io.BytesIO(_ask(warehouse, SQL, "parquet").stdout))
    assert parquet.to_dicts() == [{"number": 7, "name": "政府"}]


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [("from nowhere", "nowhere"), ("drop table dim_report", "read-only"), ("select", "SELECT clause")],
)
def test_what_cannot_be_answered_is_said_and_changes_nothing(warehouse, sql, complaint):
    before = warehouse.read_bytes()
    run = _ask(warehouse, sql)
    assert run.returncode == 1
    assert complaint in run.stderr.decode() and b"Traceback" not in run.stderr
    assert warehouse.read_bytes() == before


def test_where_there_is_no_warehouse_make_build_is_named(tmp_path):
    run = _ask(tmp_path / "none.duckdb", "select 1")
    assert run.returncode == 1 and b"make build" in run.stderr
    assert list(tmp_path.iterdir()) == []
