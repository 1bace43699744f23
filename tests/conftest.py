"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import os
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
