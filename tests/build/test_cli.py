"""What a person meets at the command line."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.build.warehouses import REPOSITORY, SAMPLE, command, make, number_in, start


def _ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def _when(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _workshops(folder: Path) -> list[Path]:
    return list(folder.glob(".*.build-*"))


@pytest.mark.parametrize("reports", ["absent", "empty"])
def test_where_there_is_no_report_the_warehouse_stays_and_the_place_is_named(tmp_path, reports):
    (tmp_path / "empty").mkdir()
    warehouse = make(tmp_path / "w.duckdb", 1)
    code, out, err = _ended(start(tmp_path / reports, warehouse))
    assert (code, out) == (1, "")
    assert f"No report found: {tmp_path / reports}" in err and "is as it was" in err
    assert "Traceback" not in err
    assert number_in(warehouse) == 1


def test_a_first_build_from_nothing_leaves_no_folder_behind(tmp_path):
    code, _, err = _ended(start(tmp_path / "absent", tmp_path / "new/w.duckdb"))
    assert code == 1 and "is as it was" not in err
    assert list(tmp_path.iterdir()) == []


def test_help_tells_what_a_build_takes_and_promises():
    run = subprocess.run(
        [*command(SAMPLE, Path("w.duckdb")), "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "160", "NO_COLOR": "1"},
    )
    assert run.returncode == 0
    for word in (
        "--reports",
        "--warehouse",
        "--jobs",
        "--strict",
        "--time-limit",
        "--memory-limit",
        "swapped in whole",
    ):
        assert word in run.stdout


def test_strict_publishes_says_what_is_wrong_and_exits_non_zero(tmp_path):
    reports = tmp_path / "年 报"
    reports.mkdir()
    shutil.copyfile(min(SAMPLE.glob("*.txt")), reports / "甲 ’.txt")
    (reports / "empty.txt").touch()
    code, out, err = _ended(start(reports, tmp_path / "w.duckdb", "--strict", "--jobs", "1"))
    assert code == 3, err
    assert "1 report read" in out and "1 document set aside" in out and "empty.txt" in out
    assert out.endswith(f"Warehouse: {tmp_path / 'w.duckdb'}\n")
    assert "STRICT" in err and "Reading documents" in err
    assert (tmp_path / "w.duckdb").is_file()


@pytest.mark.parametrize(("number", "stage"), [(signal.SIGINT, "raw"), (signal.SIGTERM, "target")])
def test_told_to_stop_a_build_cleans_up_and_says_so_in_one_line(tmp_path, number, stage):
    warehouse = make(tmp_path / "w.duckdb", 1)
    process = start(SAMPLE, warehouse)
    _when(lambda: any((folder / stage).exists() for folder in _workshops(tmp_path)))
    os.killpg(process.pid, number)
    code, out, err = _ended(process)
    assert (code, out) == (128 + number, "")
    told = [line for line in err.splitlines() if not re.match("Reading documents|Building and testing", line)]
    assert len(told) == 1 and told[0].startswith(f"Stopped ({number.name})"), err
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]
    assert number_in(warehouse) == 1


def test_a_second_build_at_the_same_time_stops_at_once_and_the_first_goes_on(tmp_path):
    warehouse = make(tmp_path / "w.duckdb", 1)
    first = start(min(SAMPLE.glob("*.txt")), warehouse)
    _when(lambda: _workshops(tmp_path))
    code, out, err = _ended(start(SAMPLE, warehouse))
    assert (code, out) == (1, "")
    assert f"under way (process {first.pid} on " in err
    code, out, _ = _ended(first)
    assert code == 0 and "1 report read" in out
