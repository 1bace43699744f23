"""The path of a warehouse holds one whole file at every moment."""

from __future__ import annotations

import signal

import duckdb
import pytest

from ingest import publish
from ingest.publish import NotPublished
from tests.build.warehouses import make, number_in, run_python

_READER = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read") as connection:
    for line in sys.stdin:
        print(*connection.execute(line).fetchall(), flush=True)
"""


class _Open:
    """Another process that has a warehouse open, to ``ask`` in SQL."""

    def __init__(self, warehouse, mode):
        self._process = run_python(_READER, warehouse, mode)
        assert self.ask("select 1") == "(1,)"

    def ask(self, query: str) -> str:
        self._process.stdin.write(query + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


def _rebuild(warehouse, number):
    with publish.workshop(warehouse) as workshop:
        publish.finish(make(workshop.database, number))
        publish.swap(workshop.database, workshop.warehouse)


def test_a_first_warehouse_is_made_with_the_folders_that_lead_to_it(tmp_path):
    warehouse = tmp_path / "new/深 处/it's.duckdb"
    _rebuild(warehouse, 1)
    assert number_in(warehouse) == 1
    assert [path.name for path in warehouse.parent.iterdir()] == ["it's.duckdb"]


def test_only_what_is_public_is_published(tmp_path):
    _rebuild(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    assert sorted(tables) == [("main", table) for table in sorted(publish.PUBLIC_TABLES)]
    assert views == []


def test_what_is_published_has_no_gaps_and_keeps_rows_order_comments_and_constraints(tmp_path):
    database = make(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table staging.bulky as select md5(i::varchar) as x from range(300_000) as t(i)")
        connection.execute("create or replace table fct_reviews (value bigint not null)")
        connection.execute("insert into fct_reviews select hash(i) % 1000 from range(200_000) as t(i)")
        connection.execute("comment on column fct_reviews.value is 'The figure. 数值。'")
        connection.execute("comment on table fct_reviews is 'Reviews. 行政复议。'")
        rows = connection.execute("from fct_reviews").fetchall()
    size = database.stat().st_size
    publish.finish(database)
    assert database.stat().st_size < size / 2
    with duckdb.connect(str(database)) as connection:
        assert connection.execute("from fct_reviews").fetchall() == rows
        said = connection.execute("select comment from duckdb_columns() where comment is not null").fetchall()
        said += connection.execute("select comment from duckdb_tables() where comment is not null").fetchall()
        assert said == [("The figure. 数值。",), ("Reviews. 行政复议。",)]
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("insert into fct_reviews values (null)")
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_whoever_reads_the_old_warehouse_goes_on_reading_it(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    _rebuild(warehouse, 1)
    reader = _Open(warehouse, "read")
    _rebuild(warehouse, 2)
    assert reader.ask("select number from fct_reviews") == "(1,)"
    assert number_in(warehouse) == 2
    reader.close()


def test_a_program_that_has_the_old_warehouse_open_for_writing_is_noticed_and_left_alone(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    _rebuild(warehouse, 1)
    assert not publish.has_writer(warehouse)
    reader = _Open(warehouse, "read")
    assert not publish.has_writer(warehouse)
    reader.close()
    writer = _Open(warehouse, "write")
    assert publish.has_writer(warehouse)
    _rebuild(warehouse, 2)
    assert writer.ask("select number from fct_reviews") == "(1,)"
    assert number_in(warehouse) == 2
    writer.close()
    assert number_in(warehouse) == 2


def test_what_a_killed_program_wrote_beside_the_old_warehouse_is_not_replayed_onto_the_new_one(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    _rebuild(warehouse, 1)
    writer = _Open(warehouse, "write")
    writer.ask("update dim_report set number = 99")
    writer.kill()
    assert (tmp_path / "w.duckdb.wal").stat().st_size
    assert number_in(warehouse) == 99
    _rebuild(warehouse, 2)
    assert number_in(warehouse) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


_KILLED_IN_THE_SWAP = """
import os, signal, sys
from pathlib import Path
from ingest import publish
from tests.build.warehouses import make

replace = os.replace

def die(*paths):
    if sys.argv[2] == "after":
        replace(*paths)
    os.kill(os.getpid(), signal.SIGKILL)

with publish.workshop(Path(sys.argv[1])) as workshop:
    publish.finish(make(workshop.database, 2))
    os.replace = die
    publish.swap(workshop.database, workshop.warehouse)
"""


@pytest.mark.parametrize(("moment", "number"), [("before", 1), ("after", 2)])
def test_killed_at_the_swap_one_of_the_two_is_there_whole_and_the_next_build_works(tmp_path, moment, number):
    warehouse = tmp_path / "w.duckdb"
    _rebuild(warehouse, 1)
    assert run_python(_KILLED_IN_THE_SWAP, warehouse, moment).wait() == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 3  # the warehouse, the lock of the dead and its folder
    assert number_in(warehouse) == number
    _rebuild(warehouse, 3)
    assert number_in(warehouse) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_a_build_that_fails_leaves_the_warehouse_and_nothing_else(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    _rebuild(warehouse, 1)
    with pytest.raises(ZeroDivisionError), publish.workshop(warehouse) as workshop:
        make(workshop.database, 2)
        raise ZeroDivisionError
    assert number_in(warehouse) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


@pytest.mark.parametrize("table", ["source_cell", "check_carry_over", "mart_year_over_year"])
def test_a_file_without_a_public_table_is_not_published(tmp_path, table):
    database = make(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"drop table {table}")
    with pytest.raises(NotPublished, match=table):
        publish.finish(database)


def test_a_table_without_rows_is_published_as_the_checks_between_years_of_one_report_are(tmp_path):
    database = make(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from check_carry_over")
    publish.finish(database)


def test_a_second_build_of_one_warehouse_says_who_holds_it_and_stops(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    (tmp_path / "link.duckdb").symlink_to(warehouse)
    with publish.workshop(warehouse):
        for name in (warehouse, tmp_path / "link.duckdb"):
            with pytest.raises(NotPublished, match=r"under way \(process \d+ on .*, since "), publish.workshop(name):
                pass
        with publish.workshop(tmp_path / "other.duckdb") as other:
            publish.finish(make(other.database, 5))
            publish.swap(other.database, other.warehouse)
    _rebuild(warehouse, 1)
    assert (number_in(warehouse), number_in(tmp_path / "other.duckdb")) == (1, 5)


def test_a_link_to_a_warehouse_stays_a_link(tmp_path):
    warehouse = tmp_path / "deep/w.duckdb"
    _rebuild(warehouse, 1)
    (tmp_path / "latest.duckdb").symlink_to(warehouse)
    _rebuild(tmp_path / "latest.duckdb", 2)
    assert (tmp_path / "latest.duckdb").is_symlink()
    assert number_in(warehouse) == 2


def test_what_dead_builds_left_is_removed_and_nothing_of_another_warehouse(tmp_path):
    for name in (".w.duckdb.build-1", ".w.duckdb.build-old", ".v.duckdb.build-2"):
        (tmp_path / name / "raw").mkdir(parents=True)
    _rebuild(tmp_path / "w.duckdb", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".v.duckdb.build-2", ".w.duckdb.build-old", "w.duckdb"]


def test_what_is_no_warehouse_is_never_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "report.html").write_text("<html>a report named by mistake</html>")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table customers as select 1 as id")
    for name, complaint in [("folder", "is a folder"), ("report.html", "no DuckDB"), ("other.duckdb", "customers")]:
        with pytest.raises(NotPublished, match=complaint), publish.workshop(tmp_path / name):
            pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "other.duckdb", "report.html"]


@pytest.mark.parametrize("content", [b"", b"\0" * 8 + b"DUCK" + b"\0" * 5000])
def test_an_empty_or_damaged_warehouse_is_built_anew(tmp_path, content):
    (tmp_path / "w.duckdb").write_bytes(content)
    _rebuild(tmp_path / "w.duckdb", 1)
    assert number_in(tmp_path / "w.duckdb") == 1


def test_a_signal_that_comes_during_the_swap_waits_until_it_is_done(tmp_path, monkeypatch):
    script = _KILLED_IN_THE_SWAP.replace("signal.SIGKILL", "signal.SIGTERM").replace('== "after"', '!= "never"')
    warehouse = tmp_path / "w.duckdb"
    process = run_python(script, warehouse, "during")
    process.communicate()
    assert process.returncode == -signal.SIGTERM
    assert number_in(warehouse) == 2
