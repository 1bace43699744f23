"""How fast the models are, and the questions: figures on a made-up corpus, and whether they keep within their limits.

    python -m tests.marts.bench [--reports 20000]

- The models' execution times, summed from dbt's own record, against the same SQL straight in DuckDB: at most 3 times.
- Each question against a bare sum over the largest table it reads: at most 10 times, or 50 ms.

Exits 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from ingest import questions
from tests.marts.corpus import make, write
from tests.models.raw_folder import dbt

MOST_TIMES_STRAIGHT, MOST_TIMES_A_SUM, FLOOR = 3.0, 10.0, 0.050
MEMORY, THREADS = "256MB", 2  # as in profiles.yml


def straight(manifest: dict, order: list[str], seeds: Path, database: Path) -> float:
    """Return the seconds that the compiled models take, one after the other, in a new database with the same seeds."""
    config = {"memory_limit": MEMORY, "threads": THREADS, "storage_compatibility_version": "v1.2.0"}
    with duckdb.connect(database, config=config) as connection:
        connection.execute("create schema staging")
        connection.execute(f"attach '{seeds}' as built (read_only)")
        for node in manifest["nodes"].values():
            if node["resource_type"] == "seed" and node["config"]["enabled"]:
                connection.execute(f"create table staging.{node['alias']} as from built.staging.{node['alias']}")
        connection.execute("detach built")
        connection.execute("checkpoint")
        start = time.perf_counter()
        for name in order:
            node = manifest["nodes"][name]
            kind = "table" if node["config"]["materialized"] == "table" else "view"
            sql = node["compiled_code"].replace(f'"{node["database"]}".', "")
            connection.execute(f"create {kind} {node['schema']}.{node['alias']} as {sql}")
        return time.perf_counter() - start


def seconds(connection: duckdb.DuckDBPyConnection, query: str, times: int = 5) -> float:
    """Return the median time of a query, its rows fetched."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        connection.execute(query).fetchall()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def bare_sum(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> tuple[str, str]:
    """Return the largest of the tables that has figures, and a sum over one of them."""
    found = []
    for table in tables:
        kinds = {name: kind for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}
        figures = [name for name, kind in kinds.items() if kind.startswith(("BIGINT", "DOUBLE", "INTEGER", "DECIMAL"))]
        if figures:
            figure = next((name for name in ("value", "numerator") if name in figures), figures[-1])
            found.append((connection.execute(f"select count(*) from {table}").fetchone()[0], table, figure))
    _, table, figure = max(found)
    return table, f"select sum({figure}) from {table}"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=20_000)
    count = arguments.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), count)


def measure(workspace: Path, count: int) -> int:
    raw = write(make(count, seed=3), workspace / "raw")
    warehouse, _ = dbt(["build", "--exclude-resource-type", "test", "unit_test", "--threads", "1"], raw, workspace)
    results = json.loads((workspace / "target" / "run_results.json").read_text())["results"]
    manifest = json.loads((workspace / "target" / "manifest.json").read_text())
    models = [result for result in results if result["unique_id"].startswith("model.")]
    by_dbt = sum(result["execution_time"] for result in models)
    by_duckdb = straight(manifest, [result["unique_id"] for result in models], warehouse, workspace / "straight.duckdb")
    ratio = by_dbt / by_duckdb
    print(f"{count:,} reports, {len(models)} models: dbt {by_dbt:.1f} s, DuckDB {by_duckdb:.1f} s, {ratio:.2f} times")
    slow = [] if ratio <= MOST_TIMES_STRAIGHT else ["models"]
    print(f"\n{'question':42} {'ms':>7}  {'sum, ms':>7}  over")
    with duckdb.connect(warehouse, read_only=True) as connection:
        for name in questions.names():
            query = questions.sql_of(name)
            table, total = bare_sum(connection, questions.tables_of(name))
            taken, taken_by_sum = seconds(connection, query), seconds(connection, total)
            is_slow = taken > max(MOST_TIMES_A_SUM * taken_by_sum, FLOOR)
            slow += [name] if is_slow else []
            print(f"{name:42} {taken * 1e3:7.1f}  {taken_by_sum * 1e3:7.1f}  {table}{'  TOO SLOW' if is_slow else ''}")
    print(f"\n{'Too slow: ' + ', '.join(slow) if slow else 'All within their limits.'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
