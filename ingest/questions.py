"""The questions people start from: the queries of ``dbt_project/analyses``, by name, as plain SQL on a warehouse."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.ask import NotAsked
from ingest.models import PROJECT

ANALYSES = PROJECT / "analyses"

_TABLE = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")


def names() -> list[str]:
    """Return the names of the questions."""
    return sorted(path.stem for path in ANALYSES.glob("*.sql"))


def sql_of(name: str) -> str:
    """Return the query that asks ``name``. Raises NotAsked where there is none, and says which there are."""
    if name not in names():
        listed = "\n".join(f"  {each:<{max(map(len, names()))}}  {in_words(each)}" for each in names())
        raise NotAsked(f"No question is named {name}. There are:\n{listed}")
    return _TABLE.sub(r"\1", _path(name).read_text(encoding="utf-8"))


def tables_of(name: str) -> list[str]:
    """Return the tables that the query of ``name`` reads."""
    return sorted(set(_TABLE.findall(_path(name).read_text(encoding="utf-8"))))


def in_words(name: str, mark: str = "?") -> str:
    """Return the question in words, up to its question mark: ``？`` for the Chinese."""
    lines = [line for line in _path(name).read_text(encoding="utf-8").splitlines() if line.startswith("-- ")]
    spoken = [line.removeprefix("-- ") for line in lines if line.isascii() == mark.isascii()]
    asked, found, _ = " ".join(spoken).partition(mark)
    return asked + found


def _path(name: str) -> Path:
    return ANALYSES / f"{name}.sql"
