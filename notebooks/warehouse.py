"""The warehouse that the notebooks read: which file it is, and how to ask it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

VARIABLE = "NIANBAO_WAREHOUSE"
REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT = "data/warehouse.duckdb"


_BODY = """
create temporary view body as
with named as (
    select
        agency_id,
        agency_name,
        full_name,
        bool_or(resolution = 'resolved') as is_known,
        min(source_path) as source_path
    from dim_agency
    left join dim_report using (agency_id)
    group by agency_id, agency_name, full_name
)
select
    agency_id,
    case
        when not is_known then '? ' || source_path
        when count(*) over (partition by is_known, agency_name) = 1 then agency_name
        when count(*) over (partition by is_known, full_name) = 1 then full_name
        else full_name || ' ' || agency_id
    end as body
from named
"""
"""A name for each body that no other has in this warehouse, as short as that allows; else its file."""

_FACTS = {
    "fct_applications": "'applications.' || item || '.' || applicant_type",
    "fct_disclosures": "'disclosures.' || subject || '.' || measure",
    "fct_reviews": "'reviews.review.' || outcome",
    "fct_litigation": "'litigation.' || route || '.' || outcome",
    "fct_activities": "'activities.' || topic || '.' || measure",
}
_FIGURE = "create temporary view figure as " + " union all ".join(
    f"select report_id, '{table}' as fact_table, {cell} as cell, value, value_status, cell_id, derived_from "
    f"from {table}"
    for table, cell in _FACTS.items()
)
"""The figures of all facts, each with the name that checks and issues give to its cell: table.row.column."""


class Warehouse:
    """A warehouse opened for reading: nothing that a notebook asks can change it.

    Beside the public tables it has two views: ``body`` gives each ``agency_id`` a short name that no other body has,
    and ``figure`` holds the rows of all the fact tables under each other.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection = connection
        for view in (_BODY, _FIGURE):
            connection.execute(view)

    def ask(self, query: str, **given: Any) -> pl.DataFrame:
        """Return the rows of ``query``, decimals as floats; ``$name`` in it stands for ``given[name]``."""
        rows = self._connection.sql(query, params=given or None)
        return pl.DataFrame(rows).with_columns(pl.selectors.decimal().cast(pl.Float64))

    def row(self, query: str, **given: Any) -> dict[str, Any]:
        """Return the first row of ``query`` by column; every column is ``None`` where there is no row."""
        rows = self.ask(query, **given)
        return rows.row(0, named=True) if rows.height else dict.fromkeys(rows.columns)


def open_warehouse(path: str | Path | None = None) -> Warehouse:
    """Open ``path``, else the file that the variable NIANBAO_WAREHOUSE names, else the sample's.

    A relative path starts at the repository's folder, wherever the notebook runs.
    """
    given = Path(path or os.environ.get(VARIABLE) or DEFAULT)
    file = REPOSITORY / given
    if not file.is_file():
        raise FileNotFoundError(f"There is no warehouse at {given} yet: make build makes one.")
    return Warehouse(duckdb.connect(str(file), read_only=True))
