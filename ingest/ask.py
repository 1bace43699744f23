"""Asks a warehouse in SQL, read-only, and gives the answer as a table for the screen or as csv, json or parquet."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import duckdb
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

ROWS_SHOWN = 100
"""Rows of an answer that the screen gets; files get them all."""

_NARROWEST = 20  # a column that must be cut below this many characters makes a table nobody can read
_GAP = 2
_WIDEST = 100_000
_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
_COPY_OPTIONS = {"csv": "format csv, header true", "json": "format json, array true", "parquet": "format parquet"}


class Format(StrEnum):
    """How an answer is given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class NotAsked(Exception):
    """The question cannot be put as it stands; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of what one statement gave: at most ``ROWS_SHOWN`` rows, and whether there are more."""

    columns: tuple[str, ...]
    is_number: tuple[bool, ...]
    rows: tuple[tuple[Any, ...], ...]
    has_more: bool


def open_warehouse(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open ``warehouse`` so that nothing can be written to it. Raises NotAsked where there is none."""
    if not warehouse.exists():
        named = "" if warehouse == Path("data/warehouse.duckdb") else f' WAREHOUSE="{warehouse}"'
        raise NotAsked(f"No warehouse at {warehouse}. Build it first: make build{named}")
    try:
        return duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        raise NotAsked(f"{warehouse} cannot be opened: {error}") from error


def query(warehouse: Path, sql: str, form: Format, out: Path | None = None) -> None:
    """Print the answer to ``sql``, or write it to ``out``. Raises NotAsked, or duckdb.Error with the fault of the SQL.

    A table shows the answer of each statement; the other formats give the last statement's, whole or not at all.
    """
    _check(warehouse, sql, form, out)
    with open_warehouse(warehouse) as connection:
        if form is Format.TABLE:
            console = screen()
            for answer in answers(connection, sql):
                show(answer, console)
        else:
            _write_last(connection, sql, form, out)


def _check(warehouse: Path, sql: str, form: Format, out: Path | None) -> None:
    if not sql.strip():
        raise NotAsked('Ask something: make query SQL="select * from dim_report"')
    if form is Format.TABLE and out is not None:
        raise NotAsked("A table is for the screen. For a file: FORMAT=csv, json or parquet.")
    if form is Format.PARQUET and out is None and sys.stdout.isatty():
        raise NotAsked("Parquet is not for the screen: it needs a file, OUT=answer.parquet")
    if out is not None and os.path.realpath(out) == os.path.realpath(warehouse):
        raise NotAsked(f"{out} is the warehouse itself. Name another file to write to.")


def answers(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Answer]:
    """Run each statement of ``sql`` in turn and yield the answers of those that have one."""
    for statement in connection.extract_statements(sql):
        connection.execute(statement.query)  # as text: a statement object could not be interrupted
        if statement.expected_result_type == [duckdb.ExpectedResultType.NOTHING]:
            continue
        columns = connection.description
        rows = connection.fetchmany(ROWS_SHOWN + 1)
        yield Answer(
            tuple(name for name, *_ in columns),
            tuple(_is_number(kind) for _, kind, *_ in columns),
            tuple(rows[:ROWS_SHOWN]),
            len(rows) > ROWS_SHOWN,
        )


def _is_number(kind: object) -> bool:
    name = str(kind)
    return name.startswith(("DECIMAL", "UTINY", "USMALL", "UINT", "UBIG", "UHUGE")) or name in (
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE",
    )  # fmt: skip


# --- for the screen -------------------------------------------------------------------------------------------


def screen() -> Console:
    """The terminal, or whatever standard output is: without a terminal's width a row stays one line."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDEST)


def show(answer: Answer, console: Console) -> None:
    """Print ``answer`` for a person; what does not fit across a terminal goes down it, a row in lines."""
    texts = [[_text(value) for value in row] for row in answer.rows]
    table = _across(answer, texts) if _fits(answer, texts, console.width) else _down(answer, texts)
    with console.capture() as capture:
        console.print(table)
    console.file.writelines(line.rstrip() + "\n" for line in capture.get().splitlines())
    if not texts:
        console.file.write("(no rows)\n")
    if answer.has_more:
        console.file.write(f"The first {ROWS_SHOWN} rows; there are more. FORMAT=csv or json gives all of them.\n")


def _across(answer: Answer, texts: Sequence[Sequence[Text]]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name, is_number in zip(answer.columns, answer.is_number, strict=True):
        table.add_column(Text(_printable(name)), justify="right" if is_number else "left", overflow="fold")
    for row in texts:
        table.add_row(*row)
    return table


def _down(answer: Answer, texts: Sequence[Sequence[Text]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(texts, 1):
        table.add_row(Text(f"row {number}", style="dim"), "")
        for name, text in zip(answer.columns, row, strict=True):
            table.add_row(Text(_printable(name)), text)
    return table


def _fits(answer: Answer, texts: Sequence[Sequence[Text]], width: int) -> bool:
    """Whether every column keeps its whole width, or at least ``_NARROWEST`` of it. A heading alone always fits."""
    if not texts:
        return True
    needed = sum(
        min(max(max((line.cell_len for line in text.split("\n")), default=0) for text in column), _NARROWEST) + _GAP
        for column in zip([Text(name) for name in answer.columns], *texts, strict=True)
    )
    return needed <= width + _GAP


def _text(value: Any) -> Text:
    if value is None:
        return Text("NULL", style="dim")
    return Text(str(value).lower() if isinstance(value, bool) else _printable(str(value)))


def _printable(text: str) -> str:
    """A document may print anything; what steers a terminal is not passed on to it."""
    return text.translate(_CONTROL)


# --- for a file or another program ----------------------------------------------------------------------------


def _write_last(connection: duckdb.DuckDBPyConnection, sql: str, form: Format, out: Path | None) -> None:
    *before, last = connection.extract_statements(sql) or [None]
    if last is None or duckdb.ExpectedResultType.QUERY_RESULT not in last.expected_result_type:
        raise NotAsked(f"Nothing to write: the SQL does not end in a query. Without FORMAT={form.value} it can be run.")
    for statement in before:
        connection.execute(statement.query)  # as text: a statement object could not be interrupted
    # A device (/dev/stdout) is written to where it is; a file takes the place of the one before, its links followed.
    is_device = out is None or Path("/dev") in out.parents
    target = out if is_device else Path(os.path.realpath(out))
    if target is not None and not target.parent.is_dir():
        raise NotAsked(f"{out} cannot be written: there is no folder {target.parent}")
    # Written whole before anything is handed on: an error half way leaves no half of an answer behind.
    with tempfile.TemporaryDirectory(prefix=".nianbao-", dir=None if is_device else target.parent) as folder:
        written = Path(folder, "answer")
        command = f"copy (\n{_without_end(last.query)}\n) to '{_quoted(written)}' ({_COPY_OPTIONS[form.value]})"
        [(count,)] = connection.execute(command).fetchall()
        if out is None:
            sys.stdout.flush()
            _hand_on(written, sys.stdout.buffer)
        elif is_device:
            with target.open("ab") as file:
                _hand_on(written, file)
        else:
            os.replace(written, target)
    if out:
        print(f"{count:,} {'row' if count == 1 else 'rows'} in {out}", file=sys.stderr)


def _hand_on(written: Path, file: IO[bytes]) -> None:
    with written.open("rb") as source:
        shutil.copyfileobj(source, file)
    file.flush()


def _without_end(statement: str) -> str:
    """The statement up to its semicolon, so that it can stand inside another."""
    code = statement.encode()
    marks = [at for at, kind in duckdb.tokenize(statement) if kind != duckdb.token_type.comment]
    return code[: marks[-1]].decode() if marks and code[marks[-1] :].startswith(b";") else statement


def is_whole(sql: str) -> bool:
    """Whether ``sql`` ends in a semicolon that ends a statement: not one in a string, a name or a comment."""
    marks = [at for at, kind in duckdb.tokenize(sql) if kind != duckdb.token_type.comment]
    return bool(marks) and sql.encode()[marks[-1] :].startswith(b";")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
