"""A prompt that asks a warehouse: SQL over any number of lines up to its semicolon, and a few commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import duckdb
from rich.console import Console
from rich.table import Table

from ingest.ask import answers, is_whole, open_warehouse, screen, show

HISTORY_LINES = 2000
_PROMPT, _PROMPT_ON = "nianbao> ", "    ...> "
_HELP = """\
SQL runs at its semicolon, over as many lines as it takes. Ctrl-C drops what is typed or running.
  .tables            the tables, and what a row of each is
  describe <table>;  its columns
  .help              this
  .quit              leave (or Ctrl-D)
Nothing can be written to the warehouse. `create temp table` keeps a result while the shell is open."""


def shell(warehouse: Path) -> int:
    """Answer what standard input asks until it ends. Returns 1 where something piped in failed, else 0."""
    with open_warehouse(warehouse) as connection:
        talk = _Talk(connection, screen())
        if not sys.stdin.isatty():
            talk.listen(iter(sys.stdin.readline, ""))
            return int(talk.failed)
        print(f"{warehouse}, read-only. SQL ends in a semicolon; .help tells more.")
        with suppress(ImportError):  # a Python built without it has no history and no keys
            _remember(connection)
        while True:
            try:
                talk.listen(_typed(lambda: talk.is_open))
                print()
                return 0
            except KeyboardInterrupt:
                talk.drop()
                print()


def _typed(is_open: Callable[[], bool]) -> Iterator[str]:
    while True:
        try:
            yield input(_PROMPT_ON if is_open() else _PROMPT) + "\n"
        except EOFError:
            return


class _Talk:
    """What has been said and not yet answered. ``failed``: an answer was an error."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, console: Console) -> None:
        self.connection = connection
        self.console = console
        self.said = ""
        self.failed = False

    @property
    def is_open(self) -> bool:
        """Whether a statement was begun that no semicolon ends yet."""
        return bool(self.said.strip())

    def listen(self, lines: Iterator[str]) -> None:
        """Answer each statement and command as it is complete; the last statement may lack its semicolon."""
        for line in lines:
            command = line.strip().lower().removesuffix(";")
            if not self.is_open and command in (".quit", ".exit"):
                return
            if not self.is_open and command.startswith("."):
                self._obey(command)
                continue
            self.said += line
            if is_whole(self.said):
                self._answer()
        if self.is_open and not sys.stdin.isatty():
            self._answer()

    def drop(self) -> None:
        self.said = ""

    def _answer(self) -> None:
        said, self.said = self.said, ""
        try:
            self._in_a_thread(lambda: [show(answer, self.console) for answer in answers(self.connection, said)])
        except duckdb.Error as error:
            self._complain("Stopped." if isinstance(error, duckdb.InterruptException) else str(error))

    def _in_a_thread(self, step: Callable[[], object]) -> None:
        """Run ``step`` beside this thread, which alone gets Ctrl-C and can stop DuckDB at work with it."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(step)
            is_stopping = False
            while not running.done():
                try:
                    wait([running], timeout=0.2 if is_stopping else None)
                except KeyboardInterrupt:
                    is_stopping = True
                if is_stopping:  # again and again: DuckDB forgets one that comes before a statement begins
                    self.connection.interrupt()
            running.result()

    def _obey(self, command: str) -> None:
        if command == ".tables":
            self.console.print(_tables(self.connection))
        elif command == ".help":
            print(_HELP)
        else:
            self._complain(f"There is no command {command}. .help lists those there are.")

    def _complain(self, message: str) -> None:
        self.failed = True
        sys.stdout.flush()
        print(message, file=sys.stderr, flush=True)


def _tables(connection: duckdb.DuckDBPyConnection) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    rows = connection.execute(
        "select table_name, estimated_size, comment from duckdb_tables()"
        " where schema_name = 'main' and not internal order by table_name"
    ).fetchall()
    for name, size, comment in rows:
        table.add_row(name, f"{size:,} rows", _first_sentence(comment or ""))
    return table


def _first_sentence(text: str) -> str:
    return text.partition("\n")[0].partition(". ")[0].rstrip(".")


def _remember(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep what is typed for the arrow keys of this shell and the next, and complete names at the tab key."""
    import atexit
    import readline

    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    history = state / "nianbao" / "history"
    with suppress(OSError):
        history.parent.mkdir(parents=True, exist_ok=True)
        history.touch(mode=0o600)
        readline.read_history_file(history)
    readline.set_history_length(HISTORY_LINES)
    atexit.register(_write_history, readline, history)
    names = [name for (name,) in connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main'"
        " union select column_name from duckdb_columns() where schema_name = 'main' and not internal order by all"
    ).fetchall()]  # fmt: skip
    names += [".tables", ".help", ".quit"]

    def complete(begun: str, number: int) -> str | None:
        return next(iter([name for name in names if name.startswith(begun)][number:]), None)

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n,()=<>+-*/;'\"")
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")


def _write_history(readline: ModuleType, history: Path) -> None:
    with suppress(OSError):
        readline.write_history_file(history)
