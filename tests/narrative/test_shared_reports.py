"""What a careful reader takes from the prose of the real reports, no less and no more."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from ingest.narrative import read_prose
from ingest.narrative.reading import ProseReading
from ingest.read import read
from ingest.read.blocks import Paragraph


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _paragraphs(path: Path) -> list[Paragraph]:
    return [block for block in read(path.read_bytes()).blocks if isinstance(block, Paragraph)]


def _read_all(shared: Path) -> dict[str, ProseReading]:
    years = {row["document"]: int(row["report_year"]) for row in _rows(shared / "expected" / "documents.csv")}
    return {
        path.stem: read_prose(_paragraphs(path), years.get(path.stem))
        for path in sorted((shared / "reports").iterdir())
        if path.stem in years
    }


def test_every_report_states_what_a_careful_reader_takes_from_it(shared: Path) -> None:
    expected: dict[str, set[tuple[str, Decimal]]] = {}
    for row in _rows(shared / "expected" / "narrative.csv"):
        expected.setdefault(row["document"], set()).add((row["code"], Decimal(row["value"])))
    for document, reading in _read_all(shared).items():
        read_figures = {(figure.code, figure.value) for figure in reading.figures}
        assert read_figures == expected.get(document, set()), document


def test_two_websites_of_one_body_make_a_conflict_and_no_figure(shared: Path) -> None:
    conflicts = {
        (document, code): sorted(figure.value for figure in figures)
        for document, reading in _read_all(shared).items()
        for code, figures in reading.conflicts.items()
    }
    assert conflicts == {("002_a11e29e1fe4c1a07", "items_published_website"): [165, 340]}


def test_every_raw_text_stands_in_the_paragraph_it_names(shared: Path) -> None:
    for path in sorted((shared / "reports").iterdir()):
        paragraphs = _paragraphs(path)
        for figure in read_prose(paragraphs, None).figures:
            printed = [paragraph.text for paragraph in paragraphs if paragraph.place == figure.place]
            assert any(figure.raw_text in text for text in printed), (path.name, figure)
