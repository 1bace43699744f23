"""Writes out, from `indicator.csv`, what dbt wants to read of each indicator's column in the wide tables.

    python dbt_project/seeds/indicators/make_wide_columns.py

That is the columns between the marks in `models/marts/_wide.yml`, and `models/marts/docs/indicators.md`.
Run it after a change to `indicator.csv`; a test says so where it was forgotten.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARTS = HERE.parents[1] / "models" / "marts"
WIDE, DOCS = MARTS / "_wide.yml", MARTS / "docs" / "indicators.md"

_TYPES = {"share": "double", "yuan": "decimal(20, 2)"}  # everything else is counted
_MARKED = re.compile(r"( *# indicators, from indicator\.csv\n).*?( *# end of indicators\n)", re.DOTALL)


def indicators() -> list[dict[str, str]]:
    """Return the indicators by topic and name, the order of the columns."""
    with (HERE / "indicator.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row["topic"], row["indicator"]))


def columns(rows: list[dict[str, str]]) -> str:
    """Return the declaration of one column for each indicator."""
    return "".join(
        f"      - name: {row['indicator']}\n"
        f"        data_type: {_TYPES.get(row['unit'], 'bigint')}\n"
        f"        description: \"{{{{ doc('indicator_{row['indicator']}') }}}}\"\n"
        f"        config: {{meta: {{is_indicator: true}}}}\n"
        for row in rows
    )


def docs(rows: list[dict[str, str]]) -> str:
    """Return one doc block for each indicator, in English and Chinese."""
    return "# The indicators, from indicator.csv\n" + "".join(_doc(row) for row in rows)


def _doc(row: dict[str, str]) -> str:
    english = f"{row['label_en']} (`{row['formula']}`, {row['unit']}). {row['caveat']}".strip()
    chinese = f"{row['label_zh']}（`{row['formula']}`）。{row['caveat_zh']}"
    return f"\n{{% docs indicator_{row['indicator']} %}}\n{english}\n\n{chinese}\n{{% enddocs %}}\n"


def wide(text: str, rows: list[dict[str, str]]) -> str:
    """Return ``text`` with the columns between each pair of marks written anew."""
    return _MARKED.sub(lambda marks: marks[1] + columns(rows) + marks[2], text)


def main() -> None:
    rows = indicators()
    WIDE.write_text(wide(WIDE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    DOCS.write_text(docs(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
