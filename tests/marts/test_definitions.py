"""The reviewed lists that comparisons rest on say nothing that the forms and the names of bodies do not bear out."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.forms import forms
from ingest.identify.words import rows_of
from ingest.narrative.measures import measures
from tests.marts import places

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"


def _seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INDICATORS, MAPPING = _seed("indicators/indicator"), _seed("indicators/item_mapping")
FUNCTIONS, SUCCESSIONS = _seed("indicators/agency_function"), _seed("successions/body_succession")


def _mapped() -> list[tuple[dict[str, str], str, tuple[str, str, str, str]]]:
    """Return each cell that a mapping names: the mapping, the form and the cell's key."""
    return [
        (row, form, (row["fact_table"], row["article"], row_code, column_code))
        for row in MAPPING
        for form in row["forms"].split("|")
        for row_code in row["row_codes"].split(" + ")
        for column_code in row["column_codes"].split(" + ")
    ]


def _units() -> dict[tuple[str, tuple[str, str, str, str]], str]:
    """Return the unit of every cell of every form, and of every figure that prose states beside it."""
    stated = {
        (measure.key.fact_table, measure.key.article or "", measure.key.row_code, measure.key.column_code): measure.unit
        for measure in measures()
    }
    units = {(form, key): unit for form in (*forms(), "narrative") for key, unit in stated.items()}
    for name, form in forms().items():
        for line in form.lines:
            for cell in line.cells:
                key = cell.key
                units[name, (key.fact_table, key.article or "", key.row_code, key.column_code)] = cell.unit
    return units


def test_every_mapped_cell_is_one_of_the_form_or_a_figure_that_prose_states():
    units = _units()
    assert [(row["measure"], form, key) for row, form, key in _mapped() if (form, key) not in units] == []


def test_no_measure_counts_a_cell_twice():
    counted = Counter((row["measure"], form, row["alternative"], key) for row, form, key in _mapped())
    assert [place for place, count in counted.items() if count > 1] == []


def test_every_formula_is_a_sum_or_a_quotient_of_mapped_measures_and_no_measure_is_idle():
    term = r"[a-z_]+"
    side = rf"(?:{term}|\({term}(?: [+-] {term})+\))"
    formula = re.compile(rf"^(?:{term}(?: [+-] {term})*|{side} / {side})$")
    assert [row["formula"] for row in INDICATORS if not formula.match(row["formula"])] == []
    used = {measure for row in INDICATORS for measure in re.findall(term, row["formula"])}
    assert used == {row["measure"] for row in MAPPING}


def test_a_volume_is_in_the_unit_of_its_cells_and_a_rate_is_a_share():
    units, of_measure = _units(), {}
    for row, form, key in _mapped():
        of_measure.setdefault(row["measure"], set()).add(units[form, key])
    for row in INDICATORS:
        if " / " in row["formula"]:
            assert row["unit"] == "share", row["indicator"]
        else:
            found = {unit for measure in re.findall(r"[a-z_]+", row["formula"]) for unit in of_measure[measure]}
            assert found == {row["unit"]}, row["indicator"]


def test_what_is_not_comparable_says_why_in_both_languages():
    for row in MAPPING:
        if row["is_comparable"] == "false":
            assert row["note_en"] and row["note_zh"], row["measure"]
    for rows, texts in ((INDICATORS, ("caveat", "caveat_zh")), (SUCCESSIONS, ("note", "note_zh"))):
        for row in rows:
            assert bool(row[texts[0]]) == bool(row[texts[1]]), row


def test_every_ground_of_every_form_is_an_indicator():
    grounds = {
        cell.key.row_code
        for form in forms().values()
        for line in form.lines
        for cell in line.cells
        if re.match("denied_|unavailable_|refused_", cell.key.row_code)
    }
    mapped = {
        key[2]
        for row, _, key in _mapped()
        if any(row["measure"] == indicator["formula"].split(" / ")[0] for indicator in INDICATORS)
    }
    assert grounds <= mapped


def test_every_function_that_a_body_can_have_has_a_name():
    known = {row["function"] for row in FUNCTIONS}
    given = {row["function"] for name in ("agency_body.csv", "national_body.csv") for row in rows_of(name)}
    assert given | {"town", "street", "zone", "other"} <= known


def test_the_bodies_of_a_succession_have_the_function_it_says():
    functions = {row["stem"]: row["function"] for row in rows_of("agency_body.csv")}
    national = {row["name"]: row["function"] for row in rows_of("national_body.csv")}
    for row in SUCCESSIONS:
        for side in ("predecessor", "successor"):
            usual = row[side].split("|")[0]
            known = functions.get(usual) or next((f for name, f in national.items() if usual in name), None)
            assert known in (None, row[f"{side}_function"]), (usual, known)


def test_every_succession_names_its_document_and_its_years():
    for row in SUCCESSIONS:
        assert row["document"] and 2008 <= int(row["first_year"]) <= int(row["last_year"]) <= 2026, row
    assert {int(row["first_year"]) for row in SUCCESSIONS} >= {2018, 2023}


def test_what_dbt_reads_of_the_wide_tables_is_written_out_from_the_list_of_indicators():
    path = SEEDS / "indicators" / "make_wide_columns.py"
    spec = importlib.util.spec_from_file_location("make_wide_columns", path)
    written = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(written)
    rows = written.indicators()
    assert written.WIDE.read_text(encoding="utf-8") == written.wide(written.WIDE.read_text(encoding="utf-8"), rows)
    assert written.DOCS.read_text(encoding="utf-8") == written.docs(rows)


@pytest.mark.parametrize(
    ("code", "year", "today"), [("320829", 2012, "320813"), ("420600", 2009, "420600"), ("110103", 2009, "110101")]
)
def test_a_place_of_that_time_is_followed_to_what_it_is_today(code, year, today):
    assert ([code] + [later for later, _, _ in places.later(code, year)])[-1] == today
