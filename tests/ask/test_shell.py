"""The prompt that asks a warehouse, piped and at a terminal."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from select import select

import duckdb
import pytest
from rich.console import Console

from ingest.shell import _Talk
from tests.build.warehouses import REPOSITORY, make


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return make(tmp_path / "warehouse.duckdb", 7)


def _command(warehouse: Path) -> list[str]:
    return [sys.executable, "-m", "ingest", "shell", "--warehouse", str(warehouse)]


def _piped(warehouse: Path, said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(warehouse), input=said, cwd=REPOSITORY, capture_output=True, text=True)


def test_what_is_piped_in_is_answered_without_a_prompt(warehouse):
    run = _piped(warehouse, "select number\nfrom dim_report\n;\nselect ';' as mark; select '政府' as name")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.split() == ["number", "──────", "7", "mark", "────", ";", "name", "────", "政府"]


def test_a_fault_in_what_is_piped_in_is_said_and_the_rest_is_answered(warehouse):
    run = _piped(warehouse, "from nowhere;\n.bogus\ndrop table dim_report;\nselect 2 as two;\n")
    assert run.returncode == 1
    assert run.stdout.split() == ["two", "───", "2"]
    assert all(said in run.stderr for said in ("nowhere", ".bogus", ".help", "read-only"))
    assert "Traceback" not in run.stderr


def test_tables_are_listed_with_what_their_rows_are(sample):
    lines = _piped(sample.warehouse, ".tables\n").stdout.splitlines()
    names = [line.split()[0] for line in lines]
    assert names == sorted(names) and {"dim_report", "fct_reviews", "source_cell"} <= set(names)
    assert all(len(line.split()) > 5 for line in lines)


def test_help_and_quit(warehouse):
    run = _piped(warehouse, ".help\n.quit\nfrom nowhere;\n")
    assert run.returncode == 0 and run.stderr == ""
    assert ".tables" in run.stdout and ".quit" in run.stdout


def test_without_a_warehouse_make_build_is_named(tmp_path):
    run = _piped(tmp_path / "none.duckdb", "select 1;")
    assert run.returncode == 1 and "make build" in run.stderr and run.stdout == ""


class _Terminal:
    """A shell at a terminal of its own, in which one can type and wait for what it says."""

    def __init__(self, warehouse: Path, home: Path) -> None:
        self.seen = ""
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.chdir(REPOSITORY)
            os.environ.update(XDG_STATE_HOME=str(home), TERM="dumb", COLUMNS="80")
            os.execv(sys.executable, _command(warehouse))

    def type(self, text: str) -> None:
        os.write(self.screen, text.encode())

    def wait_for(self, text: str, seconds: float = 30) -> str:
        """Return what came up to and with ``text``."""
        deadline = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if select([self.screen], [], [], 0.2)[0]:
                self.seen += os.read(self.screen, 65536).decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def end(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def test_at_a_terminal_lines_gather_until_the_semicolon_and_ctrl_c_drops_them(warehouse, tmp_path):
    terminal = _Terminal(warehouse, tmp_path)
    try:
        terminal.wait_for("nianbao> ")
        terminal.type("select 'first' as\n")
        terminal.wait_for("...> ")
        terminal.type("word;\n")
        assert "first" in terminal.wait_for("nianbao> ").replace("'first'", "")
        terminal.type("select 'dropped\n")
        terminal.wait_for("...> ")
        terminal.type("\x03")
        assert "rror" not in terminal.wait_for("nianbao> ")
        terminal.type("\x04")
        assert terminal.end() == 0
    except BaseException:
        os.kill(terminal.process, signal.SIGKILL)
        terminal.end()
        raise
    history = (tmp_path / "nianbao" / "history").read_text()
    assert "select 'first' as" in history and "word;" in history


def test_ctrl_c_stops_a_question_without_end(capfd):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with duckdb.connect() as connection:
            talk = _Talk(connection, Console())
            threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
            endless = "select count(*) from range(10000000) a, range(10000000) b where a.range*b.range % 7 = 1;"
            talk.listen(iter([endless]))
    finally:
        signal.signal(signal.SIGINT, before)
    assert "Stopped." in capfd.readouterr().err
