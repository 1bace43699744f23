"""The tests of the data that a build runs on the comparisons find what they are there for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from ingest.models import PROJECT

PLANTED = [
    ("differences_are_what_is_left", "update check_carry_over set difference = 1 where status = 'pass'"),
    ("differences_are_what_is_left", "update check_carry_over set status = 'pass' where status = 'fail'"),
    ("differences_are_what_is_left", "update check_identity set status = 'fail' where status = 'not_checkable'"),
    ("differences_are_what_is_left", "update check_in_force set difference = difference + 1"),
    ("comparisons_follow_from_their_figures", "update mart_agency_indicator set value = 0 where denominator = 0"),
    ("comparisons_follow_from_their_figures", "update mart_agency_indicator set value = value / 2 where value > 0"),
    (
        "comparisons_follow_from_their_figures",
        "update mart_region_indicator set value = stated_numerator where reports_stating < report_count",
    ),
    (
        "comparisons_follow_from_their_figures",
        "update mart_year_over_year set change = value - last_value where comparison = 'not_comparable'",
    ),
    ("comparisons_follow_from_their_figures", "update mart_peer_comparison set rank = peer_count + 1"),
    ("comparisons_follow_from_their_figures", "update mart_peer_comparison set percentile = 1 where peer_count = 1"),
    ("comparisons_follow_from_their_figures", "update mart_refusal_ground_year set share_of_closed = 1"),
    ("comparisons_follow_from_their_figures", "update mart_agency_coverage set years_missing = years_missing + 1"),
    ("places_and_functions_are_known_ones", "update mart_agency_year set region_code = '999999'"),
    ("places_and_functions_are_known_ones", "update dim_agency set function = 'unheard_of'"),
    (
        "places_and_functions_are_known_ones",
        "update mart_region_year set region_code = '999999' where function = 'all'",
    ),
]


@pytest.fixture
def changeable(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the warehouse that may be spoiled."""
    [(path,)] = warehouse.execute("select path from duckdb_databases() where not internal").fetchall()
    with duckdb.connect(shutil.copy(path, tmp_path)) as connection:
        yield connection


def _guard(name: str) -> str:
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", (PROJECT / "tests" / f"{name}.sql").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted({name for name, _ in PLANTED}))
def test_a_sound_warehouse_passes(warehouse, name):
    assert warehouse.execute(_guard(name)).fetchall() == []


@pytest.mark.parametrize(("name", "spoil"), PLANTED)
def test_a_spoilt_one_is_found_out(changeable, name, spoil):
    [(changed,)] = changeable.execute(spoil).fetchall()
    assert changed > 0
    assert changeable.execute(_guard(name)).fetchall()
