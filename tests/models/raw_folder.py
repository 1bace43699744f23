"""Made-up reports as raw rows, the folder of Parquet files they arrive in, and one run of dbt over it."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from ingest.forms import CellKey, forms
from ingest.rows import Flattened, RawFigure, RawIssue, RawReport, RawSourceCell

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
TABLES = {"report": RawReport, "figure": RawFigure, "source_cell": RawSourceCell, "issue": RawIssue}
POLARS_TYPES = {str: pl.String, int: pl.Int32, date: pl.Date, Decimal: pl.Decimal(20, 2)}

# A figure as a test writes it: the printed number, or the status of a cell without one.
Figure = int | Decimal | str
Key = tuple[str, str, str]  # fact_table, row_code, column_code


def a_report(report_id: str, form: str, year: int | None = 2023, **other: object) -> RawReport:
    """A resolved report of a body of its own; ``other`` replaces any field."""
    report = RawReport(
        report_id=report_id,
        source_path=f"{report_id}.html",
        source_format="html",
        source_sha256=report_id,
        script="simplified",
        form=form,
        report_year=year,
        title=f"{report_id} {year}",
        published_on=date(year + 1, 1, 20) if year else None,
        reporting_scope="single_agency",
        agency_name_printed=f"body of {report_id}",
        agency_name=f"body of {report_id}",
        full_name=f"body of {report_id}",
        agency_id=f"agency-{report_id}",
        resolution="resolved",
        evidence="title",
    )
    return dataclasses.replace(report, **other)


def on_form(report: RawReport, printed: Mapping[Key, Figure], issues: Sequence[RawIssue] = ()) -> Flattened:
    """The report with every cell of its form: the figures of ``printed``, and a printed zero everywhere else.

    Optional lines are there only where ``printed`` names them; a status instead of a figure leaves the cell without
    one (``derived`` makes it a derived zero).
    """
    lines = forms()[report.form].lines
    flattened = Flattened(reports=[report], issues=list(issues))
    for line in lines:
        for cell in line.cells:
            key = (cell.key.fact_table, cell.key.row_code, cell.key.column_code)
            if key in printed or not line.is_optional:
                _add(flattened, report, cell.key, cell.unit, printed.get(key, 0))
    return flattened


def stating(flattened: Flattened, said: Mapping[Key, tuple[int, str]]) -> Flattened:
    """The report with figures that its prose states: value and unit by key."""
    report = flattened.reports[0]
    for key, (value, unit) in said.items():
        cell_id = _add_place(flattened, report, f"prose states {value}")
        flattened.figures.append(
            RawFigure(report.report_id, key[0], None, key[1], key[2], unit, Decimal(value), "narrative", cell_id)
        )
    return flattened


def _add(flattened: Flattened, report: RawReport, key: CellKey, unit: str, figure: Figure) -> None:
    value, status = (figure, "reported") if isinstance(figure, int | Decimal) else (None, figure)
    value = 0 if status == "derived" else value
    cell_id = derived_from = None
    if status not in ("missing", "derived"):
        cell_id = _add_place(flattened, report, str(value) if value is not None else "")
    if status == "derived":
        derived_from = "a zero total settles its parts"
    flattened.figures.append(
        RawFigure(
            report.report_id,
            *key,
            unit,
            None if value is None else Decimal(value),
            status,
            cell_id=cell_id,
            derived_from=derived_from,
        )
    )


def _add_place(flattened: Flattened, report: RawReport, raw_text: str) -> str:
    line_no = len(flattened.source_cells) + 1
    cell_id = f"{report.report_id}-{line_no}"
    flattened.source_cells.append(
        RawSourceCell(cell_id, report.report_id, report.source_path, None, None, None, None, line_no, raw_text, None)
    )
    return cell_id


def schema(row_type: type) -> dict[str, pl.DataType]:
    """The columns of a raw table, from the fields of its dataclass."""
    types = typing.get_type_hints(row_type)
    return {
        name: POLARS_TYPES[next(part for part in typing.get_args(hint) or (hint,) if part is not type(None))]
        for name, hint in types.items()
    }


def write_raw(folder: Path, batches: Iterable[Flattened]) -> Path:
    """Write one Parquet file a table for each batch, whether it has rows of that table or not."""
    for number, batch in enumerate(batches):
        for table, rows in zip(TABLES, (batch.reports, batch.figures, batch.source_cells, batch.issues), strict=True):
            file = folder / table / f"{number:04}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            rows_as_dicts = [dataclasses.asdict(row) for row in rows]
            pl.DataFrame(rows_as_dicts, schema=schema(TABLES[table])).write_parquet(file)
    return folder


def dbt(command: Sequence[str], raw: Path, workspace: Path) -> tuple[Path, dict[str, str]]:
    """Run dbt in this process on the raw folder; return the warehouse and the status of every node by name."""
    from dbt.cli.main import dbtRunner

    warehouse = workspace / "warehouse.duckdb"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NIANBAO_WAREHOUSE", str(warehouse))
        environment.setenv("DBT_TARGET_PATH", str(workspace / "target"))
        environment.setenv("DBT_LOG_PATH", str(workspace / "logs"))
        result = dbtRunner().invoke(
            [
                "--quiet",
                *command,
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
                *("--vars", json.dumps({"raw_dir": str(raw)})),
            ]
        )
    assert result.exception is None, result.exception
    return warehouse, {node.node.name: str(node.status) for node in result.result}
