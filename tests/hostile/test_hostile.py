"""A folder of files made to break the build: each gets its reason, and the reports among them are read."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from ingest import models, summary
from ingest.build import Built, Plan, build
from ingest.workers import Limits
from tests.hostile.files import HOSTILE, a_report

GOOD = ("good.html", "深/good\n2.txt")
NAMES = ("a\nline\rbreak.txt", "\x1b[31mred.txt", "'; drop table dim_report; --.txt", "[bold]x.txt", "x" * 250)
LIMITS = Limits(seconds=20, memory_mib=512)
MOST_GROWTH_MIB = 150  # of the build's own process while it reads; the file of digits alone has 200
MOST_SECONDS = 120  # far above what it takes, far below a limit of a minute for each file

as_root = os.geteuid() == 0


@dataclass
class Outcome:
    """What the build of the folder left, and what its own process took until the models ran."""

    built: Built
    said: str
    seconds: float = 0.0
    growth_mib: float = 0.0
    issues: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("hostile")
    reports = base / "reports"
    (reports / "深").mkdir(parents=True)
    for name, layout in zip(GOOD, ("html", "pipes"), strict=True):
        (reports / name).write_bytes(a_report(layout))
    for name, one in HOSTILE.items():
        (reports / name).write_bytes(one.made())
    for name in NAMES:
        (reports / name).write_text(f"no report: {name}")
    (reports / os.fsdecode(b"\xd5\xfe\xb8\xae.txt")).write_text("no report: GB18030 in its name")
    (reports / "\\xd5\\xfe\\xb8\\xae.txt").write_text("no report: a name that spells out the other")
    with (reports / "digits.txt").open("wb") as file:
        for _ in range(200):
            file.write(b"1234567890" * 100_000)
    _fill_with_links_and_devices(base, reports)
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listening:
        at = os.getcwd()
        os.chdir(reports)  # the name of a socket may not be long
        listening.bind("socket.txt")
        os.chdir(at)
        yield reports
    (reports / "closed").chmod(0o700)


def _fill_with_links_and_devices(base: Path, reports: Path) -> None:
    (base / "secret.txt").write_text("none of the build's business")
    (reports / "leads out.txt").symlink_to(base / "secret.txt")
    (reports / "leads out of here").symlink_to("/")
    (reports / "leads to itself.txt").symlink_to(reports / "leads to itself.txt")
    (reports / "leads up").symlink_to(reports)
    (reports / "leads nowhere.txt").symlink_to(reports / "nowhere.txt")
    os.mkfifo(reports / "pipe.txt")
    (reports / "unreadable.txt").write_text("no report: nobody may read it")
    (reports / "unreadable.txt").chmod(0)
    (reports / "closed").mkdir()
    (reports / "closed/report.txt").write_text("no report: nobody may come here")
    (reports / "closed").chmod(0)


@contextlib.contextmanager
def _watched() -> Iterator[list[float]]:
    """The MiB that this process has in memory, looked at twenty times a second."""
    seen: list[float] = [_resident_mib()]
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(_resident_mib())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


@pytest.fixture(scope="module")
def outcome(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The folder built once."""
    warehouse = tmp_path_factory.mktemp("warehouse") / "w.duckdb"
    took: dict[str, float] = {}
    run_models = models.run

    def run(*arguments: object, **named: object) -> None:
        took.update(seconds=time.monotonic() - start, growth_mib=max(seen) - seen[0])
        run_models(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch, _watched() as seen:
        patch.setattr(models, "run", run)
        start = time.monotonic()
        built = build(Plan(folder, warehouse, jobs=2, limits=LIMITS), Console(file=io.StringIO()))
    said = io.StringIO()
    summary.show(built.summary, warehouse, Console(file=said, width=100))
    result = Outcome(built, said.getvalue(), **took)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for path, *told in connection.execute(
            "select source_path, severity, code, message from ingest_issue order by all"
        ).fetchall():
            result.issues.setdefault(path, []).append(tuple(told))
        result.reports = dict(connection.execute("select source_path, report_id from dim_report").fetchall())
    return result


def test_the_reports_among_them_are_read_in_full(outcome):
    assert {"good.html", "深/good\n2.txt"} <= set(outcome.reports)
    for name in GOOD:
        assert name not in outcome.issues
    with duckdb.connect(str(outcome.built.warehouse), read_only=True) as connection:
        counts = connection.execute(
            "select report_id, count(value) from fct_applications where report_id in (?, ?) group by all",
            [outcome.reports[name] for name in GOOD],
        ).fetchall()
    assert len(counts) == 2 and len({count for _, count in counts}) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_break_a_reader_has_its_reason(outcome, name):
    told = outcome.issues[name]
    code = HOSTILE[name].code
    assert {severity for severity, _, _ in told} & {"warning", "error"}
    assert all(message.strip() for _, _, message in told)
    if code:
        assert name not in outcome.reports
        assert [each[1] for each in told] == [code]


@pytest.mark.parametrize(
    ("name", "severity", "code"),
    [
        ("digits.txt", "error", "too_large"),
        ("leads out.txt", "info", "link_outside"),
        ("leads out of here", "info", "link_outside"),
        ("leads to itself.txt", "error", "file_unreadable"),
        ("leads nowhere.txt", "error", "file_unreadable"),
        ("pipe.txt", "error", "file_unreadable"),
        ("socket.txt", "error", "file_unreadable"),
        ("unreadable.txt", *(("warning", "not_a_report") if as_root else ("error", "file_unreadable"))),
        ("closed/report.txt", "warning", "not_a_report") if as_root else ("closed", "error", "file_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_folder_or_cannot_be_opened_is_told(outcome, name, severity, code):
    assert [told[:2] for told in outcome.issues[name]] == [(severity, code)]


def test_names_of_any_characters_stand_in_the_warehouse(outcome):
    assert set(NAMES) <= set(outcome.issues)
    spelled = outcome.issues["\\xd5\\xfe\\xb8\\xae.txt"]
    assert sorted(code for _, code, _ in spelled) == ["file_unreadable", "not_a_report"]


def test_a_link_never_brings_in_what_lies_outside_nor_a_report_twice(outcome):
    told = outcome.issues.keys() | outcome.reports.keys()
    assert not [path for path in told if path.startswith(("leads up", "leads out of here/"))]


def test_the_summary_gives_each_document_a_line_of_its_own_and_leaves_the_terminal_alone(outcome):
    assert not {"\x1b", "\r"} & set(outcome.said)
    _, told = outcome.said.split(" documents set aside\n")
    told = told.partition("  … and ")[0].splitlines()
    assert len(told) == len(outcome.built.summary.set_aside)
    assert any(line.startswith("  \\x1b[31mred.txt: ") for line in told)


def test_it_takes_seconds_and_the_memory_of_the_build_stays_flat(outcome):
    assert outcome.seconds < MOST_SECONDS
    assert outcome.growth_mib < MOST_GROWTH_MIB
