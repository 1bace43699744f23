"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and their expected figures, kept outside the repository."""
    folder = Path(os.environ.get("NIANBAO_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip(f"the shared reports are not there: {folder} (NIANBAO_SHARED may name another folder)")
    return folder


@dataclass(frozen=True, slots=True)
class Sample:
    """The warehouse of ``data/reports``, and what the build that made it said at its end."""

    warehouse: Path
    summary: str


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sample:
    """Build ``data/reports`` once for the whole run of tests, whichever of its processes needs it first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "sample"
    folder.mkdir(exist_ok=True)
    warehouse, summary = folder / "warehouse.duckdb", folder / "summary.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not summary.exists():
            command = [sys.executable, "-m", "ingest", "build", "--warehouse", str(warehouse)]
            run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
            assert run.returncode == 0, run.stderr
            summary.write_text(run.stdout, "utf-8")
    return Sample(warehouse, summary.read_text("utf-8"))
