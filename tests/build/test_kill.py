"""Killed at any moment, a build leaves the last good warehouse answering, and the next build works.

``NIANBAO_KILLS`` says how many moments are tried (``make kill-test N=100``); they are spread evenly over a
build that was timed first. ``tests/build/test_publish.py`` kills at the two sides of the swap itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.build.warehouses import SAMPLE, answers, start

KILLS = int(os.environ.get("NIANBAO_KILLS") or 3)


def _finish(process: subprocess.Popen[str]) -> None:
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A warehouse of one report, and how many seconds its build took."""
    warehouse = tmp_path_factory.mktemp("kill") / "w.duckdb"
    began = time.monotonic()
    _finish(start(min(SAMPLE.glob("*.txt")), warehouse))
    return warehouse, time.monotonic() - began


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_at_any_moment_the_last_good_warehouse_answers_and_the_next_build_works(published, kill):
    warehouse, seconds = published
    good = answers(warehouse)
    process = start(min(SAMPLE.glob("*.txt")), warehouse)
    time.sleep(seconds * (kill + 0.5) / KILLS)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    state = "ended before" if process.returncode == 0 else f"left {sorted(p.name for p in warehouse.parent.iterdir())}"
    print(f"kill {kill + 1} of {KILLS} after {seconds * (kill + 0.5) / KILLS:.1f} s: {state}")

    assert answers(warehouse) == good
    _finish(start(min(SAMPLE.glob("*.txt")), warehouse))
    assert answers(warehouse) == good
    assert [path.name for path in warehouse.parent.iterdir()] == ["w.duckdb"]
