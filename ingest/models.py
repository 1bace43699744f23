"""Runs the dbt models and their tests over the raw Parquet files, and describes them, inside this process."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent / "dbt_project"

_TOLD_NODES = 10


class ModelsFailed(Exception):
    """A model could not be built, or a test of the data failed; the message names each."""


def run(
    database: Path,
    raw_dir: Path,
    scratch: Path,
    report_count: int,
    project: Path = PROJECT,
    on_node: Callable[[], None] = lambda: None,
) -> None:
    """Build every model of ``project`` into ``database`` and test it; ``on_node`` is called as each is done.

    ``raw_dir`` holds what ``ingest.raw`` wrote of ``report_count`` reports; dbt's own files go to ``scratch``. All
    paths absolute. Nothing holds the database open afterwards. Raises ModelsFailed where a model or a test of
    severity error failed.
    """

    def on_event(event: Any) -> None:
        if event.info.name == "NodeFinished":
            on_node()

    with _dbt(database, scratch, project, sql_memory(report_count)) as dbt:
        dbt(
            ["build"],
            *("--vars", json.dumps({"raw_dir": str(raw_dir)})),
            *("--exclude-resource-type", "unit_test"),  # they try the models on made-up rows, not these data
            "--no-write-json",
            callbacks=[on_event],
        )


def describe(page: Path, project: Path = PROJECT) -> None:
    """Write to ``page`` what ``project`` says of its tables, as one file that asks nothing of the network.

    It needs no warehouse: the columns of a table are those of its contract, which every warehouse keeps. Raises
    ModelsFailed where the project cannot be read, OSError where the page cannot be written.
    """
    import duckdb

    if page.is_dir():
        raise IsADirectoryError(f"{page} is a folder: the documentation is a file, for instance {page}/docs.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        database = scratch / "warehouse.duckdb"
        with _dbt(database, scratch, project, sql_memory(0)) as dbt:
            manifest = dbt(["parse"])
            with duckdb.connect(str(database)) as connection:
                for statement in _empty_tables(manifest):
                    connection.execute(statement)
            dbt(["docs", "generate"], "--static", manifest=manifest)
        shutil.move(scratch / "target" / "static_index.html", page)


def _empty_tables(manifest: Any) -> Iterator[str]:
    for node in manifest.nodes.values():
        if node.resource_type == "model" and node.config.contract.enforced:
            columns = ", ".join(f'"{name}" {column.data_type}' for name, column in node.columns.items())
            yield f'create table {node.schema}."{node.name}" ({columns})'


def sql_memory(report_count: int) -> str:
    """Return the memory DuckDB may use for the models, as it is written there: what it lacks it takes from disk.

    256 MB do for 20,000 reports; sorting two hundred cells of each needs some more for every further one.
    """
    return f"{max(256, report_count * 256 // 20_000)}MB"


@contextmanager
def _dbt(database: Path, scratch: Path, project: Path, memory: str) -> Iterator[Callable[..., Any]]:
    """Give a function that runs a command of dbt on ``project`` and returns its result, and let go of the database.

    It raises ModelsFailed where the command did not succeed.
    """
    from dbt.cli.main import dbtRunner  # two seconds, which only a build needs

    def run(command: list[str], *options: str, manifest: Any = None, callbacks: Any = None) -> Any:
        outcome = dbtRunner(manifest=manifest, callbacks=callbacks).invoke(
            [
                *command,
                *("--project-dir", str(project), "--profiles-dir", str(project)),
                *("--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")),
                *("--log-level", "none", "--no-use-colors", "--no-partial-parse"),
                *options,
            ]
        )
        if outcome.exception is not None and not isinstance(outcome.exception, Exception):
            raise outcome.exception  # a signal that stops the build, which dbt hands back as its result
        if not outcome.success:
            raise ModelsFailed(_what_failed(outcome))
        return outcome.result

    with _surroundings(database, memory):
        try:
            yield run
        finally:
            _let_go()


@contextmanager
def _surroundings(database: Path, memory: str) -> Iterator[None]:
    """Name the database to the profile, keep a user's own dbt settings out, and stay in this folder."""
    environment, folder = dict(os.environ), os.getcwd()
    for name in environment:
        if name.startswith("DBT_"):
            del os.environ[name]
    os.environ.update(NIANBAO_WAREHOUSE=str(database), DO_NOT_TRACK="1")
    os.environ.setdefault("NIANBAO_SQL_MEMORY", memory)
    try:
        yield
    finally:
        os.chdir(folder)  # dbt works from inside its project
        os.environ.clear()
        os.environ.update(environment)


def _let_go() -> None:
    """Close the database that the adapter keeps open for the next command."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()


def _what_failed(outcome: Any) -> str:
    failed = [each for each in getattr(outcome.result, "results", None) or [] if each.status in ("error", "fail")]
    if not failed:
        return f"The models could not be run: {outcome.exception or 'dbt gave no reason'}"
    lines = [f"{each.node.resource_type} {each.node.name}: {(each.message or '').strip()}" for each in failed]
    if len(lines) > _TOLD_NODES:
        lines = [*lines[:_TOLD_NODES], f"and {len(lines) - _TOLD_NODES} more"]
    return "\n".join([f"{len(failed)} of the warehouse's models and tests failed:", *(f"  {line}" for line in lines)])
