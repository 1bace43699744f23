"""The words and phrases of prose, as data."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pytest

from ingest.narrative import conditions, lexicon
from ingest.narrative.measures import measures


def _column(name: str, column: str) -> set[str]:
    with resources.files("ingest.narrative").joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_every_measure_has_a_phrase_and_every_phrase_a_measure() -> None:
    assert _column("narrative_phrase", "code") == {measure.code for measure in measures()}


def test_every_condition_a_phrase_asks_for_is_one_the_grammar_knows() -> None:
    asked = {need for needs in _column("narrative_phrase", "needs") for need in needs.split()}
    assert asked - {"whole_frame"} == set(conditions.CONDITIONS)


def test_every_phrase_counts_in_units_that_are_listed() -> None:
    assert _column("narrative_phrase", "units") - {""} <= _column("narrative_unit", "kind")


def test_the_measures_are_those_of_the_contract(shared: Path) -> None:
    with (shared / "spec" / "narrative_measures.csv").open(encoding="utf-8-sig", newline="") as file:
        contract = [
            (row["code"], row["table"], row["row"], row["column"], row["unit"], row["main"] == "yes")
            for row in csv.DictReader(file)
        ]
    assert contract == [
        (each.code, each.key.fact_table, each.key.row_code, each.key.column_code, each.unit, each.is_main)
        for each in measures()
    ]


def test_a_word_in_two_categories_is_refused() -> None:
    rows = [{"category": "receive", "words": "收到"}, {"category": "close", "words": "办结 收到"}]
    with pytest.raises(ValueError, match="收到 stands in close"):
        lexicon._words(rows, {"receive": "a", "close": "b"})
