"""Running the notebooks in the environment that they have to themselves, and what they show."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Notebook:
    """One notebook, as its file holds it."""

    path: Path

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        return json.loads(self.path.read_text("utf-8"))["cells"]

    @property
    def code(self) -> list[str]:
        return ["".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "code"]

    @property
    def text(self) -> list[str]:
        return ["".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown"]

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What each cell shows in turn: the content of each media type."""
        return [
            {
                kind: content if isinstance(content, dict) else "".join(content)
                for kind, content in shown["data"].items()
            }
            for cell in self.cells
            for shown in cell.get("outputs", [])
        ]

    @property
    def results(self) -> list[dict[str, Any]]:
        """The same without the drawings, whose measures depend on the fonts of the machine that drew them."""
        return [{kind: content for kind, content in shown.items() if kind != SVG} for shown in self.outputs]

    @property
    def said(self) -> str:
        return "\n".join(shown.get("text/markdown", "") for shown in self.outputs)

    @property
    def charts(self) -> list[str]:
        return [shown[SVG] for shown in self.outputs if SVG in shown]


def interpreter() -> Path:
    """The Python of the notebooks' own environment; NIANBAO_NOTEBOOK_PYTHON may name another."""
    return Path(os.environ.get("NIANBAO_NOTEBOOK_PYTHON") or REPOSITORY / ".venv-notebook/bin/python")


def execute(warehouse: Path, out: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run notebooks (all, unless named) on ``warehouse``, and write them with what they show to ``out``."""
    command = [interpreter(), FOLDER / "execute.py", "--out", out, *(FOLDER / name for name in names)]
    environment = os.environ | {"NIANBAO_WAREHOUSE": str(warehouse)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=REPOSITORY)


def executed(warehouse: Path, out: Path) -> dict[str, Notebook]:
    """The same, by name, once every cell of every notebook has run."""
    run = execute(warehouse, out)
    assert run.returncode == 0, run.stderr
    return {name: Notebook(out / name) for name in NAMES}
