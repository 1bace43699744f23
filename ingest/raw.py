"""Writes the raw tables to Parquet as documents come in, keeping only the rows of a part in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl

from ingest.columns import DECIMAL_PLACES, TABLES, Columns, fields_of

ROWS_A_PART = 50_000

_TYPES = {
    str: pl.String(),
    int: pl.Int32(),
    Decimal: pl.Decimal(20, DECIMAL_PLACES),
    date: pl.Date(),
}


def schema_of(table: str) -> dict[str, pl.DataType]:
    """Return the column types of a raw table, whose fields ``ingest.rows`` declares."""
    return {field.name: _TYPES[field.kind] for field in fields_of(table)}


class _Table:
    """The rows of one raw table that no part file has yet, column by column."""

    def __init__(self, name: str, folder: Path) -> None:
        self.schema = schema_of(name)
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        self.columns: list[list[Any]] = [[] for _ in self.schema]
        self.parts = 0

    def add(self, columns: list[list[Any]]) -> None:
        for mine, new in zip(self.columns, columns, strict=True):
            mine.extend(new)
        if len(self.columns[0]) >= ROWS_A_PART:
            self.flush()

    def flush(self) -> None:
        frame = pl.DataFrame(
            [
                _series(name, kind, values)
                for (name, kind), values in zip(self.schema.items(), self.columns, strict=True)
            ]
        )
        frame.write_parquet(self.folder / f"part-{self.parts:05d}.parquet", compression="zstd")
        self.parts += 1
        self.columns = [[] for _ in self.schema]

    def close(self) -> None:
        """Write what is left. A table without any row still gets a file, so that it can be read."""
        if self.columns[0] or not self.parts:
            self.flush()


def _series(name: str, kind: pl.DataType, values: list[Any]) -> pl.Series:
    if isinstance(kind, pl.Decimal):  # digits as text, which the cast reads without rounding
        return pl.Series(name, values, dtype=pl.String).cast(kind)
    return pl.Series(name, values, dtype=kind)


class RawWriter:
    """Takes the columns of documents and leaves ``folder/<table>/part-00000.parquet`` and so on.

    Rows keep the order in which documents are added, so that the same reports give the same files.
    """

    def __init__(self, folder: Path) -> None:
        self._tables = {name: _Table(name, folder) for name in TABLES}

    def add(self, document: Columns) -> None:
        for name, columns in document.items():
            self._tables[name].add(columns)

    def __enter__(self) -> RawWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            for table in self._tables.values():
                table.close()
