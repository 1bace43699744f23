"""Rows become columns and columns become Parquet, exactly, or say which row cannot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from ingest import raw
from ingest.columns import TABLES, RowsInvalid, pack
from ingest.raw import RawWriter
from ingest.rows import Flattened, RawFigure, RawIssue, RawReport


def _figure(value: Decimal | None, **other: object) -> RawFigure:
    fields = {"report_id": "r1", "row_code": "fees_charged", "column_code": "amount", "unit": "yuan"} | other
    return RawFigure(fact_table="activities", article=None, value=value, value_status="reported", **fields)


def _report(title: str) -> RawReport:
    fields = ["r1", "a.txt", "text", "00", "simplified", "2021", 2023, title, date(2024, 1, 31)]
    return RawReport(*fields, None, None, None, None, None, "unresolved", None)


def _write(folder, *documents: Flattened) -> dict[str, pl.DataFrame]:
    with RawWriter(folder / "raw") as writer:
        for document in documents:
            writer.add(pack(document))
    return {table: pl.read_parquet(folder / "raw" / table / "*.parquet") for table in TABLES}


def test_figures_keep_every_digit(tmp_path):
    values = [Decimal("0.01"), Decimal("-3"), Decimal("1E+3"), None, Decimal("999999999999999999.99")]
    frames = _write(tmp_path, Flattened(figures=[_figure(value) for value in values]))
    assert frames["figure"].schema["value"] == pl.Decimal(20, 2)
    assert frames["figure"]["value"].to_list() == values


def test_dates_years_and_texts_keep_their_types(tmp_path):
    [row] = _write(tmp_path, Flattened(reports=[_report("标题\n第二行")]))["report"].to_dicts()
    assert (row["report_year"], row["published_on"], row["title"]) == (2023, date(2024, 1, 31), "标题\n第二行")
    assert row["agency_name"] is None


def test_a_table_without_rows_has_a_file_with_its_columns(tmp_path):
    frames = _write(tmp_path)
    assert {table: len(frame) for table, frame in frames.items()} == dict.fromkeys(TABLES, 0)
    assert frames["issue"].columns == ["source_path", "report_id", "severity", "code", "message", "location"]


def test_rows_keep_the_order_of_the_documents_over_many_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(raw, "ROWS_A_PART", 10)
    documents = [Flattened(figures=[_figure(Decimal(number))] * 3) for number in range(20)]
    frames = _write(tmp_path, *documents)
    assert len(list((tmp_path / "raw/figure").iterdir())) == 5
    assert frames["figure"]["value"].to_list() == [Decimal(number) for number in range(20) for _ in range(3)]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (_figure(Decimal("1.005")), "figure.value cannot hold"),
        (_figure(Decimal(10) ** 18), "figure.value cannot hold"),
        (_figure(Decimal("NaN")), "figure.value cannot hold"),
        (_figure(12), "figure.value cannot hold 12"),
        (_figure(Decimal(1), report_id=None), "figure.report_id has no value"),
        (_figure(Decimal(1), unit=2), "figure.unit cannot hold 2"),
    ],
)
def test_a_row_that_would_not_fit_its_table_is_refused_by_name(row, complaint):
    with pytest.raises(RowsInvalid, match=complaint):
        pack(Flattened(figures=[row]))


def test_half_a_character_from_damaged_bytes_does_not_cost_the_document(tmp_path):
    issue = RawIssue("a.txt", None, "warning", "odd", "before \ud83d after 😀 \udc00")
    [message] = _write(tmp_path, Flattened(issues=[issue]))["issue"]["message"]
    assert message == "before \ufffd after 😀 \ufffd"
