"""The command line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer
from rich.console import Console

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="A warehouse of China's government information disclosure annual reports.",
)

STRICT_EXIT = 3
"""The exit code of ``--strict``: the warehouse was published, and something in it wants a look."""


class Stopped(BaseException):
    """A signal asks the build to stop."""

    def __init__(self, number: int) -> None:
        self.number = number


def _stop(number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # cleaning up has begun
    raise Stopped(number)


@app.callback()
def main() -> None:
    """Keep ``build`` a command of its own: others stand beside it."""


@app.command()
def build(
    reports: Annotated[
        Path, typer.Option(help="A folder of reports, searched to its depths in any mix of formats, or one report.")
    ] = Path("data/reports"),
    warehouse: Annotated[
        Path,
        typer.Option(help="The DuckDB file to publish. Replaced as a whole: keep your own tables elsewhere."),
    ] = Path("data/warehouse.duckdb"),
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes.", show_default="all cores")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 if a document was set aside or an identity check failed.")
    ] = False,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds that one document may take.")] = 60,
    memory_limit: Annotated[int, typer.Option(min=16, help="MiB of memory that one document may take.")] = 1024,
) -> None:
    """Read reports, model and test their figures, and publish the warehouse.

    The new warehouse is built beside the old one and swapped in whole. Should anything fail, or should you
    stop it, the old one stays as it was, and whoever has it open goes on reading it. Exits with 0 when the
    warehouse was published, with 1 when it was not.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        code = _build(reports, warehouse, jobs, strict, time_limit, memory_limit)
    except Stopped as stopped:
        name = signal.Signals(stopped.number).name
        print(f"Stopped ({name}). {warehouse} holds the last warehouse that was published, if any.", file=sys.stderr)
        sys.stderr.flush()
        # Threads of dbt may still be at work on a file that is no more: they are not waited for.
        os._exit(128 + stopped.number)
    raise typer.Exit(code)


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="The question, in DuckDB's SQL.")] = None,
    question: Annotated[
        str | None, typer.Option(help="One of the project's own questions instead, by name; any other word lists them.")
    ] = None,
    warehouse: Annotated[Path, typer.Option(help="The DuckDB file to ask.")] = Path("data/warehouse.duckdb"),
    form: Annotated[
        Literal["table", "csv", "json", "parquet"], typer.Option("--format", help="How to answer.")
    ] = "table",
    out: Annotated[Path | None, typer.Option(help="A file to write csv, json or parquet to.")] = None,
) -> None:
    """Ask the warehouse, which is opened for reading only.

    Exits with 1, and says why, where the SQL is at fault or the warehouse is not there.
    """
    from ingest import ask, questions

    def asked() -> None:
        if sql is not None and question is not None:
            raise ask.NotAsked("Ask either in SQL or by the name of a question.")
        put = questions.sql_of(question) if question is not None else sql or ""
        ask.query(warehouse.expanduser(), put, ask.Format(form), out and out.expanduser())

    _answer(asked)


@app.command()
def shell(
    warehouse: Annotated[Path, typer.Option(help="The DuckDB file to ask.")] = Path("data/warehouse.duckdb"),
) -> None:
    """Ask the warehouse at a prompt, or what is piped in: SQL up to its semicolon; .help tells more."""
    from ingest.shell import shell

    _answer(lambda: shell(warehouse.expanduser()))


@app.command()
def docs(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("data/docs.html"),
) -> None:
    """Write what every table and column means, and what it is made from, as one page for a browser.

    It needs no warehouse: all have the same tables. The page works without a network.
    """
    from ingest import models

    out = out.expanduser()
    try:
        models.describe(out)
    except (models.ModelsFailed, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    print(f"Documentation: {out.absolute()}")


def _answer(asked: Callable[[], int | None]) -> None:
    """Put a question and exit; what is wrong with it is told in plain words."""
    import duckdb

    from ingest.ask import NotAsked

    code = 0
    try:
        code = asked() or 0
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (NotAsked, duckdb.Error, OSError) as error:
        print(error, file=sys.stderr)
        code = 1
    except (KeyboardInterrupt, RuntimeError) as error:  # DuckDB makes the latter of Ctrl-C
        if isinstance(error, RuntimeError) and "interrupt" not in str(error).lower():
            raise
        print("Stopped.", file=sys.stderr)
        code = 128 + signal.SIGINT
    raise typer.Exit(code)


def _build(reports: Path, warehouse: Path, jobs: int | None, strict: bool, time_limit: float, memory_limit: int) -> int:
    # A build that ends in a hurry leaves semaphores to Python's resource tracker, which frees them and need not say so.
    os.environ.setdefault("PYTHONWARNINGS", "ignore::UserWarning:multiprocessing.resource_tracker")
    # Imported here, with the signals already taken care of; --help does without.
    import duckdb

    from ingest import publish, sources, summary, workers
    from ingest.build import Plan, build
    from ingest.models import ModelsFailed

    plan = Plan(
        reports=reports.expanduser(),
        warehouse=warehouse.expanduser(),
        jobs=jobs or workers.all_cores(),
        limits=workers.Limits(time_limit, memory_limit),
    )
    try:
        built = build(plan, Console(stderr=True))
    except (
        sources.NoReports,
        publish.NotPublished,
        ModelsFailed,
        workers.WorkersBroken,
        OSError,
        duckdb.Error,
    ) as error:
        is_of_the_disk = isinstance(error, OSError | duckdb.Error)  # it is full, or may not be written to
        print(f"The warehouse could not be written: {error}" if is_of_the_disk else error, file=sys.stderr)
        if plan.warehouse.is_file():
            print(f"{plan.warehouse} is as it was.", file=sys.stderr)
        return 1
    summary.show(built.summary, built.warehouse, Console())
    if built.had_writer:
        print(
            "Another program has the previous warehouse open for writing. It goes on seeing the previous one:"
            " close it and open it again, and write nothing through it.",
            file=sys.stderr,
        )
    if strict and not built.summary.is_clean:
        print("STRICT: the warehouse was published, and the above wants a look.", file=sys.stderr)
        return STRICT_EXIT
    return 0
