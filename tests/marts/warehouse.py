"""One warehouse built from a made-up corpus, and ways to look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from tests.marts.corpus import Corpus, write
from tests.models.raw_folder import dbt


def build(corpus: Corpus, workspace: Path) -> Path:
    """Build the models of the corpus, without their tests, and return the warehouse."""
    raw = write(corpus, workspace / "raw")
    warehouse, _ = dbt(["build", "--exclude-resource-type", "test", "unit_test"], raw, workspace)
    return warehouse


def frame(warehouse: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """Return the rows of a query, decimals as floats."""
    return pl.DataFrame(warehouse.sql(query)).with_columns(pl.selectors.decimal().cast(pl.Float64))


def assert_same(found: pl.DataFrame, truth: pl.DataFrame, key: Sequence[str]) -> None:
    """Assert that both hold the same rows, in any order; figures may differ by the rounding of a float."""
    columns = [*key, *(column for column in found.columns if column not in key)]
    kinds = {name: kind for name, kind in found.schema.items() if name in truth.columns}
    assert_frame_equal(
        found.select(columns).sort(key),
        truth.select(columns).cast(kinds).sort(key),
        check_exact=False,
        rel_tol=1e-9,
        abs_tol=1e-9,
    )
