"""One question in SQL to a warehouse, answered as a table or as data."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

import duckdb

ROWS_OF_A_TABLE = 1000
UNBOUNDED = 1_000_000


class Format(StrEnum):
    """How an answer is written: for a person, or for a program."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_OPTIONS = {Format.CSV: "csv, header", Format.JSON: "json, array", Format.PARQUET: "parquet"}


class NoAnswer(Exception):
    """The warehouse is not there, or the SQL cannot be run; the message says which."""


def ask(warehouse: Path, sql: str, form: Format) -> None:
    """Print the answer to ``sql``; the warehouse is opened for reading only. Raises NoAnswer."""
    if not warehouse.is_file():
        raise NoAnswer(f"There is no warehouse {warehouse}: make build makes one.")
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            answer = connection.sql(sql)
            if answer is None:
                raise NoAnswer("That SQL gives no rows to show.")
            if form is Format.TABLE:
                width = shutil.get_terminal_size().columns if sys.stdout.isatty() else UNBOUNDED
                answer.show(max_width=width, max_rows=ROWS_OF_A_TABLE, max_col_width=UNBOUNDED)
            else:
                _write(connection, answer, form)
    except duckdb.Error as error:
        raise NoAnswer(str(error)) from error


def _write(connection: duckdb.DuckDBPyConnection, answer: duckdb.DuckDBPyRelation, form: Format) -> None:
    """Through a file of its own: a Parquet file cannot be written to a pipe, nor another to the end of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "answer")
        quoted = path.replace("'", "''")
        connection.execute(f"copy (from answer) to '{quoted}' (format {_OPTIONS[form]})")
        with open(path, "rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
