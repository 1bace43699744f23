"""Names of bodies of every level, function and kind of writing, with the answers a person gives.

``agency_names.csv`` says where a name is printed and what else the report says; a column left empty is not asked.
The answers come from knowledge of the country's administration and were written before they were run.
"""

import csv
from pathlib import Path

import pytest

from ingest.identify import Identity, identify
from tests.identify.pages import report_of

NAMES = list(csv.DictReader((Path(__file__).parent / "agency_names.csv").open(encoding="utf-8", newline="")))
ASKED = ("resolution", "agency_name", "full_name", "region_code", "admin_level", "function")


@pytest.fixture(scope="module")
def answers() -> list[tuple[dict[str, str], Identity]]:
    return [(row, identify(*report_of(row["where"], row["printed"], int(row["year"]), row["text"]))) for row in NAMES]


def wrong_in(row: dict[str, str], identity: Identity) -> dict[str, tuple[str, str]]:
    """Return what differs from the person's answer: column to (expected, found)."""
    return {
        column: (row[column], getattr(identity, column) or "")
        for column in ASKED
        if row[column] and row[column] != getattr(identity, column)
    }


def test_the_set_is_large_enough_and_of_every_kind():
    assert len(NAMES) >= 300
    assert {row["where"] for row in NAMES} == {"title", "field", "signature", "opening", "body", "path"}
    assert {row["admin_level"] for row in NAMES} >= {"national", "province", "prefecture", "county", "township"}


def test_of_the_names_that_can_be_told_at_least_98_in_100_are_right(answers):
    told = [(row, wrong_in(row, identity)) for row, identity in answers if row["resolution"] == "resolved"]
    wrong = [(row["printed"], row["year"], found) for row, found in told if found]
    share = 1 - len(wrong) / len(told)
    print(f"\nagency names: {len(told) - len(wrong)} of {len(told)} right ({share:.1%})")
    for printed, year, found in wrong:
        print(f"  {printed} ({year}): {found}")
    assert share >= 0.98


def test_no_name_that_cannot_be_told_is_given_a_code(answers):
    given = [
        (row["printed"], identity.region_code)
        for row, identity in answers
        if row["resolution"] != "resolved" and (identity.region_code or identity.agency_id)
    ]
    assert given == []


def test_an_ambiguous_name_lists_its_candidates(answers):
    for row, identity in answers:
        if row["resolution"] == "ambiguous":
            assert not wrong_in(row, identity)
            assert identity.evidence.count("区 ") + identity.evidence.count("市 ") >= 2
