"""The questions people start from: the queries of ``dbt_project/analyses``, as plain SQL on a warehouse."""

from __future__ import annotations

import re
from pathlib import Path

ANALYSES = Path(__file__).resolve().parents[2] / "dbt_project" / "analyses"
_REF = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")


def questions() -> dict[str, str]:
    """Return each query under its name, tables named as the warehouse has them."""
    return {path.stem: _REF.sub(r"\1", path.read_text(encoding="utf-8")) for path in sorted(ANALYSES.glob("*.sql"))}


def tables_of(name: str) -> list[str]:
    """Return the tables that a query reads."""
    return sorted(set(_REF.findall((ANALYSES / f"{name}.sql").read_text(encoding="utf-8"))))
