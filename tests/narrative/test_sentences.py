"""The sentences written for the prose: what they state is found, and nothing else is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.narrative import read_prose
from ingest.narrative.measures import measures
from ingest.read.blocks import Paragraph, Place

FOLDER = Path(__file__).parent
LEAST_FOUND = 0.97

Stated = frozenset[tuple[str, Decimal]]


@dataclass(frozen=True)
class Sentence:
    text: str
    year: int
    written: str
    states: Stated
    must_not_yield: Stated


def _stated(text: str) -> Stated:
    pairs = (pair.split("=") for pair in text.split(";") if pair)
    return frozenset((code, Decimal(value)) for code, value in pairs)


def _sentences(name: str) -> Iterator[Sentence]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Sentence(
                row["sentence"],
                int(row["year"]),
                row.get("written", "after"),
                _stated(row["states"]),
                _stated(row["must_not_yield"]),
            )


def _read(sentence: Sentence) -> Stated:
    lines = [Paragraph(line, Place(line_no=number)) for number, line in enumerate(sentence.text.split("⏎"), start=1)]
    return frozenset((figure.code, figure.value) for figure in read_prose(lines, sentence.year).figures)


@pytest.mark.parametrize("name", ["sentences.csv", "held_out_sentences.csv"])
def test_what_sentences_state_is_found_and_nothing_is_invented(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    stated = found = 0
    missed: list[str] = []
    invented: list[str] = []
    for sentence in _sentences(name):
        read = _read(sentence)
        stated += len(sentence.states)
        found += len(sentence.states & read)
        missed += [f"{code}={value} in {sentence.text}" for code, value in sentence.states - read]
        invented += [f"{code}={value} in {sentence.text}" for code, value in read - sentence.states]
    with capsys.disabled():
        print(f"\n{name}: {found} of {stated} stated figures found ({found / stated:.1%}), {len(invented)} invented")
    assert invented == []
    assert found >= LEAST_FOUND * stated, "\n".join(missed)


def test_the_sentences_are_many_and_half_of_the_first_were_written_before_the_grammar() -> None:
    sentences = list(_sentences("sentences.csv"))
    assert len({sentence.text for sentence in sentences}) >= 200
    assert sum(sentence.written == "before" for sentence in sentences) >= 100
    assert len(list(_sentences("held_out_sentences.csv"))) >= 100


def test_the_sentences_state_every_measure_and_zeros_of_most() -> None:
    stated = [pair for sentence in _sentences("sentences.csv") for pair in sentence.states]
    codes = {measure.code for measure in measures()}
    assert {code for code, _ in stated} == codes
    assert len({code for code, value in stated if value == 0}) >= 15


def test_no_sentence_both_states_a_figure_and_forbids_it() -> None:
    for sentence in (*_sentences("sentences.csv"), *_sentences("held_out_sentences.csv")):
        assert not sentence.states & sentence.must_not_yield, sentence.text
