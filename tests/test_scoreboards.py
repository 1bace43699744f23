"""The scoreboards count what they say they count, and can be read on any terminal."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from ingest import document
from ingest.document import flatten
from tests import accuracy, bench
from tests.generator.report import Generated, generate


@pytest.fixture
def generated() -> Generated:
    return generate(12, "2021", "html")


def scored(generated: Generated, monkeypatch: pytest.MonkeyPatch, change) -> accuracy.Score:
    """The score of a reading that was changed after the fact."""
    flattened = flatten(generated.data, generated.file_name)
    change(flattened)
    monkeypatch.setattr(document, "flatten", lambda *_: flattened)
    return accuracy.score(generated, 12)


def reported(flattened):
    return next(one for one in flattened.figures if one.value_status == "reported")


def test_a_sound_reading_is_perfect(generated, monkeypatch):
    score = scored(generated, monkeypatch, lambda _: None)
    assert score.is_perfect and score.right == score.knowable > 150
    assert (score.wrong, score.absent, score.invented, score.warned) == (0, 0, 0, False)


def test_a_wrong_figure_is_wrong_and_without_a_warning_silent(generated, monkeypatch):
    def change(flattened):
        reported(flattened).value += 1

    score = scored(generated, monkeypatch, change)
    assert (score.wrong, score.is_silent, score.is_perfect) == (1, True, False)


def test_a_figure_left_out_is_absent_and_one_of_no_cell_is_invented(generated, monkeypatch):
    def change(flattened):
        reported(flattened).value = None
        extra = next(one for one in flattened.figures[::-1] if one.value_status == "reported")
        extra.row_code, extra.value = "no_such_row", Decimal(3)

    score = scored(generated, monkeypatch, change)
    assert (score.absent, score.invented, score.wrong) == (2, 1, 0)


def test_a_reader_that_raises_is_a_report_not_read(generated, monkeypatch):
    def fail(*_):
        raise ValueError("a fault")

    monkeypatch.setattr(document, "flatten", fail)
    score = accuracy.score(generated, 12)
    assert score.is_unread and "a fault" in score.failed and score.absent == score.knowable


def printed(*tables, width: int = accuracy.NARROWEST) -> str:
    console = Console(file=io.StringIO(), width=width)
    for table in tables:
        console.print(table)
    return console.file.getvalue()


def test_no_figure_of_the_scoreboard_is_cut_off_in_eighty_characters():
    scores = [accuracy.Score(n, "cell_lines_pipe", "2021", ("labels_collapsed_lost",)) for n in range(12345)]
    for one in scores:
        one.right, one.knowable, one.is_clean, one.warned = 200, 201, True, True
    boards = [accuracy.board(title, groups) for title, groups in accuracy.grouped(scores)]
    text = printed(*boards, accuracy.verdict(scores))
    assert "…" not in text
    for figure in ("labels_collapsed_lost", "12,345 of 12,345", "99.50", "2,481,345"):
        assert figure in text
    assert "MISSED" in text


def test_per_cent_are_never_rounded_up_to_all():
    assert accuracy._share(99_999, 100_000) == "99.99"
    assert accuracy._share(3, 3) == "100.00"


def test_a_ratio_holds_up_to_what_was_asked_for():
    assert bench.compared("x", [2.0, 2.0, 9.0], [1.0, 1.0, 1.0], 2.0).holds
    assert not bench.compared("x", [2.1, 2.1, 1.0], [1.0, 1.0, 1.0], 2.0).holds
    assert "at most 0.2" in printed(bench.shown([bench.compared("PDF", [1.0], [10.0], 0.2)]))


def test_the_reports_to_build_from_differ_in_their_bytes_and_read_alike(tmp_path: Path):
    class Quiet:
        def phase(self, *_): ...
        def step(self): ...

    bench.fill(tmp_path, count=40, different=6, jobs=1, progress=Quiet())
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    readings = [flatten(file.read_bytes(), file.name) for file in files]
    assert len({reading.reports[0].source_sha256 for reading in readings}) == 40
    assert len({reading.reports[0].title for reading in readings}) <= 6
