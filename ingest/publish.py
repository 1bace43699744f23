"""Builds a warehouse beside the old one and puts it in its place whole.

At every moment the path of a warehouse holds one complete file: the old one until ``os.replace``, the new one
after it. Whoever has the old file open goes on reading it, for the file lives as long as it is open.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

PUBLIC_TABLES = (
    "dim_report",
    "dim_agency",
    "dim_region",
    "dim_form_cell",
    "dim_application_item",
    "fct_applications",
    "fct_disclosures",
    "fct_reviews",
    "fct_litigation",
    "fct_activities",
    "check_identity",
    "check_carry_over",
    "check_in_force",
    "ingest_issue",
    "source_cell",
    "dim_indicator",
    "dim_indicator_term",
    "dim_function",
    "agency_succession",
    "mart_agency_year",
    "mart_agency_indicator",
    "mart_year_over_year",
    "mart_peer_comparison",
    "mart_refusal_ground_year",
    "mart_region_year",
    "mart_region_indicator",
    "mart_agency_coverage",
    "mart_region_coverage",
    "mart_report_quality",
)
"""What a file must hold before it may take the place of a warehouse; a table may well be empty."""

_OLDEST_DUCKDB = "v1.2.0"  # that can open the file, as in the profile of dbt_project
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOG_SUFFIXES = (".wal", ".wal.checkpoint", ".wal.recovery")


class NotPublished(Exception):
    """The warehouse was left as it was; the message says why."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where one build works, beside the warehouse and so on the same file system."""

    warehouse: Path
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def raw_dir(self) -> Path:
        return self.folder / "raw"


def real_path(warehouse: Path) -> Path:
    """Return the file that is to be replaced: links are followed, so that all its names share one lock."""
    return Path(os.path.realpath(warehouse))


def own_files(warehouse: Path) -> list[Path]:
    """Return the files that belong to a warehouse and are no reports, should they lie among them."""
    return [warehouse.with_name(warehouse.name + suffix) for suffix in ("", ".lock", *_LOG_SUFFIXES)]


@contextmanager
def workshop(warehouse: Path) -> Iterator[Workshop]:
    """Hold the warehouse against other builds and give a folder to build in, removed afterwards.

    Raises NotPublished where another build holds it, or where the path holds something a build must not replace.
    """
    warehouse = real_path(warehouse)
    _check_replaceable(warehouse)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with _lock(warehouse):
        for left in _leftovers(warehouse):
            shutil.rmtree(left, ignore_errors=True)
        folder = warehouse.with_name(f".{warehouse.name}.build-{os.getpid()}")
        folder.mkdir()
        try:
            yield Workshop(warehouse, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _check_replaceable(warehouse: Path) -> None:
    if warehouse.is_dir():
        raise NotPublished(f"{warehouse} is a folder: the warehouse is a file, for instance {warehouse}/nianbao.duckdb")
    if not warehouse.exists() or warehouse.stat().st_size == 0:
        return
    with warehouse.open("rb") as file:
        is_duckdb = file.read(12)[8:] == b"DUCK"
    if not is_duckdb:
        raise NotPublished(f"{warehouse} is no DuckDB file, so it was not touched: name another file.")
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    except duckdb.Error:  # in use by a program that writes, or damaged: a new one is what is wanted
        return
    if tables and "dim_report" not in tables:
        raise NotPublished(
            f"{warehouse} holds other tables ({', '.join(sorted(tables)[:3])}, …) and is no warehouse of this project, "
            "so it was not touched: name another file."
        )


@contextmanager
def _lock(warehouse: Path) -> Iterator[None]:
    """Hold ``<warehouse>.lock``. The kernel lets go of it when this process ends, however it ends."""
    path = warehouse.with_name(warehouse.name + ".lock")
    with ExitStack() as stack:
        while True:
            file = stack.enter_context(path.open("a+"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip() or "it has just begun"
                raise NotPublished(f"Another build of {warehouse} is under way ({holder}). Nothing was done.") from None
            if _is_still_at(path, file.fileno()):
                break  # otherwise the last holder removed it between our two steps, and the next file counts
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now():%Y-%m-%d %H:%M:%S}")
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _is_still_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _leftovers(warehouse: Path) -> list[Path]:
    """Return the folders of builds that were killed: whoever holds the lock knows that no other build lives."""
    pattern = re.compile(re.escape(f".{warehouse.name}.build-") + r"\d+")
    return [path for path in warehouse.parent.iterdir() if pattern.fullmatch(path.name)]


def finish(database: Path) -> None:
    """Make ``database`` one complete file on disk, without what only the build needs, and see that it answers.

    Raises NotPublished where a public table is not there.
    """
    with duckdb.connect(str(database)) as connection:
        connection.execute("drop schema if exists staging cascade")
    _close_gaps(database)
    with duckdb.connect() as connection:
        # Under another name than it was built, as any user may open it: no table may depend on the name.
        connection.execute(f"attach '{_quoted(database)}' as published (read_only)")
        for table in PUBLIC_TABLES:
            try:
                connection.execute(f"select count(*) from published.main.{table}")
            except duckdb.CatalogException as error:
                raise NotPublished(f"The models made no table {table}, so the warehouse was not published.") from error
    left = [path.name for path in own_files(database)[1:] if path.exists()]
    if left:
        raise NotPublished(f"The new warehouse was not closed: {', '.join(left)} was left beside it.")
    _flush(database)


def _close_gaps(database: Path) -> None:
    """Copy ``database`` and put the copy in its place: a third of the file is room that building took and left."""
    copy = database.with_name("copy.duckdb")
    copy.unlink(missing_ok=True)
    limits = {"threads": 2, "memory_limit": "256MB", "temp_directory": str(database.parent)}
    with duckdb.connect(config=limits) as connection:  # rows keep their order, tables their comments and constraints
        connection.execute(f"attach '{_quoted(database)}' as built (read_only)")
        connection.execute(f"attach '{_quoted(copy)}' as whole (storage_version '{_OLDEST_DUCKDB}')")
        connection.execute("copy from database built to whole")
    os.replace(copy, database)


def swap(database: Path, warehouse: Path) -> None:
    """Put ``database`` in the place of ``warehouse``, in one step that either happened or did not."""
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        # A log left beside the old file would be replayed onto the new one by whoever opens it. What the old
        # file published is in the file itself, which is still there should this be the last thing we do.
        for path in own_files(warehouse)[2:]:
            path.unlink(missing_ok=True)
        os.replace(database, warehouse)
        _flush(warehouse.parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


def has_writer(warehouse: Path) -> bool:
    """Whether another program has ``warehouse`` open for writing, as DuckDB's shell does unless told otherwise."""
    try:
        descriptor = os.open(warehouse, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot flush a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
