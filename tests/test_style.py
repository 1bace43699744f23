"""The SQL of the project keeps to one style, which ``make lint`` checks beside that of the Python."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import REPOSITORY


def test_the_sql_keeps_to_its_style():
    folders = [f"dbt_project/{name}" for name in ("models", "analyses", "tests")]
    command = [sys.executable, "-m", "sqlfluff", "lint", "--nocolor", "--disable-progress-bar", *folders]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
