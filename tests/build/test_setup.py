"""From a fresh clone to a build: the locks, the script that installs them, and what make offers."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.build.warehouses import REPOSITORY, make

LOCKS = ["build.txt", "test.txt", "notebook.txt", "lab.txt"]
PIP, VENV = "pip", "venv"


def _locked(name: str) -> dict[str, str]:
    text = (REPOSITORY / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==([^ ;]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_ties_it_to_no_registry(name):
    text = (REPOSITORY / "requirements" / name).read_text("utf-8")
    assert "://" not in text and "--index" not in text
    requirements = text.replace("\\\n", "").strip().splitlines()
    assert all("==" in line and "--hash=sha256:" in line for line in requirements)


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "build.txt": project["project"]["dependencies"],
        "test.txt": groups["dev"],
        "notebook.txt": groups["notebook"],
        "lab.txt": groups["notebook"] + groups["lab"],
    }
    for name, requirements in asked.items():
        for requirement in map(Requirement, requirements):
            assert _locked(name)[canonicalize_name(requirement.name)] in requirement.specifier, requirement
    assert _locked("build.txt").items() <= _locked("test.txt").items()
    assert _locked("notebook.txt").items() <= _locked("lab.txt").items()
    assert all(_locked("notebook.txt")[name] == _locked("build.txt")[name] for name in ("duckdb", "polars"))


def test_what_notebooks_need_stays_out_of_the_environment_that_runs_the_models():
    assert not {"ipykernel", "jupyterlab", "nbclient"} & (_locked("build.txt").keys() | _locked("test.txt").keys())


class _Interrupted(Exception):
    pass


@pytest.fixture
def installer(tmp_path, monkeypatch) -> ModuleType:
    """The install script in a folder of its own, with ``done`` listing the commands it would run."""
    (tmp_path / "requirements").mkdir()
    script = shutil.copy(REPOSITORY / "requirements/install.py", tmp_path / "requirements")
    for name in LOCKS:
        (tmp_path / "requirements" / name).write_text(f"some lock for {name}")
    spec = importlib.util.spec_from_file_location("install", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.done = []
    module.fails_at = None

    def run(command):
        step = command[2]
        if step == module.fails_at:
            raise _Interrupted
        module.done.append(step)
        if step == VENV:
            (tmp_path / command[3]).mkdir()

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "runs", lambda python: True)
    monkeypatch.chdir(tmp_path / "requirements")
    return module


def _did(installer: ModuleType, lock: str, *folder: str) -> list[str]:
    installer.done = []
    installer.install(lock, *folder)
    return installer.done


def test_an_environment_is_made_once_and_again_when_the_lock_changes(installer):
    assert _did(installer, "build.txt") == [VENV, PIP]
    assert _did(installer, "build.txt") == []
    with open("build.txt", "a") as lock:
        lock.write("another package")
    assert _did(installer, "build.txt") == [VENV, PIP]


def test_what_tests_need_is_added_to_what_a_build_needs(installer):
    assert _did(installer, "build.txt") == [VENV, PIP]
    assert _did(installer, "test.txt") == [PIP]
    assert _did(installer, "build.txt") == _did(installer, "test.txt") == []


def test_another_folder_holds_an_environment_of_its_own(installer):
    assert _did(installer, "test.txt") == [VENV, PIP]
    assert _did(installer, "notebook.txt", ".venv-notebook") == [VENV, PIP]
    assert _did(installer, "lab.txt", ".venv-notebook") == [PIP]
    assert _did(installer, "test.txt") == _did(installer, "notebook.txt", ".venv-notebook") == []


@pytest.mark.parametrize("step", [VENV, PIP])
@pytest.mark.parametrize("before", [[], ["test.txt"]])
def test_a_set_up_cut_short_starts_afresh(installer, step, before):
    for lock in before:
        _did(installer, lock)
    installer.fails_at = PIP if before else step
    with pytest.raises(_Interrupted):
        _did(installer, "build.txt")
    installer.fails_at = None
    assert _did(installer, "build.txt") == [VENV, PIP]


def test_an_environment_whose_python_is_gone_or_another_is_made_anew(installer, monkeypatch):
    _did(installer, "build.txt")
    monkeypatch.setattr(installer, "runs", lambda python: False)
    assert _did(installer, "build.txt") == [VENV, PIP]
    monkeypatch.setattr(installer, "runs", lambda python: True)
    monkeypatch.setattr(installer.sys, "version_info", (3, 99, 0))
    assert _did(installer, "build.txt") == [VENV, PIP]


def test_a_python_too_old_is_told_so_by_a_script_that_it_can_read(installer, monkeypatch, capsys):
    ast.parse((REPOSITORY / "requirements/install.py").read_text("utf-8"), feature_version=(3, 4))
    monkeypatch.setattr(installer.sys, "version_info", (3, 10, 2))
    with pytest.raises(SystemExit):
        installer.check_interpreter()
    assert "needs Python 3.11 or later" in capsys.readouterr().err


def test_a_python_without_its_venv_module_is_told_how_to_get_it(installer, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit):
        installer.check_interpreter()
    assert "apt install python3-venv" in capsys.readouterr().err


def _make(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, whether or not these tests were started by make themselves."""
    names = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "REPORTS", "WAREHOUSE", "JOBS", "STRICT", "PYTHON"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, env=environment)


def test_make_alone_lists_what_it_offers_a_line_each():
    lines = _make(REPOSITORY).stdout.splitlines()
    assert {"build", "test", "clean"} <= {line.split()[1] for line in lines}
    assert all(line.startswith("make ") and len(line.split()) > 3 for line in lines)


def test_make_with_no_python_says_what_to_install():
    run = _make(REPOSITORY, "build", "PYTHON=/no such/python")
    assert run.returncode != 0
    assert "Install Python 3.11 or later" in run.stderr


def test_make_clean_removes_what_builds_left_and_no_warehouse_and_no_report(tmp_path):
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    kept = ["data/reports/a.html", "data/reports/__pycache__/b.txt", "data/reports/.x.build-1/c.txt", "mine.duckdb"]
    gone = [
        ".venv/bin/python",
        ".venv-notebook/bin/python",
        ".pytest_cache/x",
        "ingest/read/__pycache__/x.pyc",
        "dbt_project/target/manifest.json",
        "data/docs.html",
        "data/.warehouse.duckdb.build-77/raw/part.parquet",
    ]
    for name in (*kept, *gone, "tests/x", "requirements/x", "notebooks/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    make(tmp_path / "data/warehouse.duckdb", 1)
    assert _make(tmp_path, "clean").returncode == 0
    assert all((tmp_path / name).exists() for name in [*kept, "data/warehouse.duckdb"])
    assert not any((tmp_path / name).exists() for name in gone)
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("reports", "warehouse"),
    [("my reports", "out put/w.duckdb"), ("年 报", "it's $HOME;`w`.duckdb"), ("a#b", '"w".duckdb')],
)
def test_make_build_hands_on_any_path_as_it_was_typed(tmp_path, reports, warehouse):
    """A stand-in for the interpreter of .venv writes down what it was called with."""
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/install.py").touch()
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > called.txt\n')
    python.chmod(0o755)
    run = _make(tmp_path, "build", f"REPORTS={reports}", f"WAREHOUSE={warehouse}", "JOBS=3", "STRICT=1")
    assert run.returncode == 0, run.stderr
    called = (tmp_path / "called.txt").read_text().splitlines()
    assert called == [
        *("-m", "ingest", "build", f"--reports={reports}", f"--warehouse={warehouse}"),
        *("--jobs=3", "--strict"),
    ]
