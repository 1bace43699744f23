"""Warehouses to compare: small ones made by hand, and what any of them answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from ingest.publish import PUBLIC_TABLES

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "data" / "reports"


def make(path: Path, number: int) -> Path:
    """A file with every public table, each of one row and one number, and a staging schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.2.0"}) as connection:
        for table in PUBLIC_TABLES:
            connection.execute(f"create table {table} as select {number} as number")
        connection.execute("create schema staging")
        connection.execute("create view staging.stg_report as select * from dim_report")
    return path


def number_in(path: Path) -> int:
    """The number that ``make`` put there, as somebody who opens the file now reads it."""
    with duckdb.connect(str(path), read_only=True) as connection:
        [[number]] = connection.execute("select number from dim_report").fetchall()
    return number


def answers(path: Path) -> dict[str, list[tuple]]:
    """Every row of every public table, in the order in which the file holds them."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {table: connection.execute(f"from {table}").fetchall() for table in PUBLIC_TABLES}


def command(reports: Path, warehouse: Path, *more: str) -> list[str]:
    """The command line of a build in a process of its own, from the repository's folder."""
    return [sys.executable, "-m", "ingest", "build", "--reports", str(reports), "--warehouse", str(warehouse), *more]


def start(*arguments: Path | str) -> subprocess.Popen[str]:
    """Start a build that leads a process group, as a shell would, with its output kept."""
    return subprocess.Popen(
        command(*arguments),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def run_python(script: str, *arguments: Path | str) -> subprocess.Popen[str]:
    """Start ``script`` in a process one can talk to by lines; ``sys.argv[1:]`` are the arguments."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
