"""The sample prints the figures of the reports it transcribes, in the same layout, and none of their sentences."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from ingest.document import flatten
from ingest.rows import Flattened
from tests.sample.printed import prose_of, runs, tables_of, text_of

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"
REPORTS = DATA / "reports"
COPIED_RUN = 14  # this many Chinese characters in a row are a sentence taken over, fewer a name or a set phrase

Key = tuple[str, str, str, str]  # fact table, article, row, column


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TRANSCRIPTIONS = rows_of(HERE / "transcriptions.csv")
EACH = pytest.mark.parametrize("transcription", TRANSCRIPTIONS, ids=lambda row: row["file"])
EACH_REPORT = pytest.mark.parametrize(
    "transcription", [row for row in TRANSCRIPTIONS if not row["file"].endswith(".docx")], ids=lambda row: row["file"]
)


def flattened(transcription: dict[str, str]) -> Flattened:
    return flatten((REPORTS / transcription["file"]).read_bytes(), transcription["file"])


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="session")
def original_runs(shared: Path) -> set[str]:
    """Every run of ``COPIED_RUN`` characters in the prose of the originals."""
    originals = [prose_of(text_of(shared / "reports" / row["original"])) for row in TRANSCRIPTIONS]
    return runs([section for sections in originals for section in sections], COPIED_RUN)


def test_every_file_of_the_sample_is_listed_as_a_transcription():
    assert sorted(path.name for path in REPORTS.iterdir()) == sorted(row["file"] for row in TRANSCRIPTIONS)


def test_every_real_report_has_one_transcription(shared: Path):
    real = [path.name for path in (shared / "reports").iterdir() if not path.name.startswith("made-up")]
    assert sorted(row["original"] for row in TRANSCRIPTIONS) == sorted(real)


@EACH
def test_no_sentence_of_an_original_stands_in_the_sample(transcription: dict[str, str], original_runs: set[str]):
    prose = prose_of(text_of(REPORTS / transcription["file"]))
    assert not runs(prose, COPIED_RUN) & original_runs


@EACH_REPORT
def test_the_check_for_copied_sentences_reads_the_prose_of_every_report(transcription: dict[str, str]):
    assert "".join(prose_of(text_of(REPORTS / transcription["file"])))


@EACH
def test_the_tables_are_torn_as_in_the_original(transcription: dict[str, str], shared: Path):
    original = shared / "reports" / transcription["original"]
    assert tables_of(original)
    assert tables_of(REPORTS / transcription["file"]) == tables_of(original)


def test_torn_labels_without_separators_are_kept_as_in_the_original(shared: Path):
    original = text_of(shared / "reports" / "shanghai-kewei-2024.md")
    table_part = original[original.index("第二十条第（一）项") : original.index("五、其他需要报告的事项")]
    assert table_part in text_of(REPORTS / "shanghai-kewei-2024.md")


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "sources").glob("*.pdf.toml")))
def test_a_committed_pdf_prints_page_by_page_what_its_source_says(name: str):
    source = tomllib.loads((DATA / "sources" / name).read_text("utf-8"))
    with pypdfium2.PdfDocument(REPORTS / name.removesuffix(".toml")) as pdf:
        printed = [Counter(without_space(page.get_textpage().get_text_range())) for page in pdf]
    assert printed == [
        Counter(without_space(f"-{number}-" + "".join(texts_of(block, source["tables"]) for block in page["blocks"])))
        for number, page in enumerate(source["pages"], start=1)
    ]


def texts_of(block: dict, tables: dict) -> str:
    """Return what a block of a PDF's source prints; of a cell that goes on overleaf, its first page has the text."""
    if "table" not in block:
        return block.get("title") or block.get("heading") or block["text"]
    first, last = block["rows"]
    rows = tables[block["table"]]["rows"][first - 1 : last]
    return "".join(text for row in rows for text in row if text not in ("<", "^"))


def test_the_committed_word_document_has_the_cells_its_source_says():
    source = tomllib.loads((DATA / "sources" / "form-2021-empty.docx.toml").read_text("utf-8"))
    assert tables_of(REPORTS / "form-2021-empty.docx") == [
        merged(source["tables"][block["table"]]["rows"]) for block in source["blocks"] if "table" in block
    ]


def merged(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with the text of a merged cell in each place that it covers."""
    grid: list[list[str]] = []
    for row in rows:
        grid.append([])
        for column, text in enumerate(row):
            match text:
                case "<":
                    grid[-1].append(grid[-1][column - 1])
                case "^":
                    grid[-1].append(grid[-2][column])
                case _:
                    grid[-1].append(without_space(text))
    return grid


@pytest.mark.parametrize("stated", rows_of(HERE / "narrative.csv"), ids=lambda row: f"{row['file']}-{row['code']}")
def test_the_prose_of_the_sample_states_the_figure(stated: dict[str, str]):
    assert without_space(stated["quote"]) in without_space(text_of(REPORTS / stated["file"]))


def test_the_prose_of_the_sample_states_the_figures_of_the_originals_and_no_others(shared: Path):
    document_of = {row["file"]: row["document"] for row in TRANSCRIPTIONS}
    sample = [(document_of[row["file"]], *stated_figure(row)) for row in rows_of(HERE / "narrative.csv")]
    originals = [
        (row["document"], *stated_figure(row))
        for row in rows_of(shared / "expected" / "narrative.csv")
        if row["document"] in document_of.values()
    ]
    assert sorted(sample) == sorted(originals)


def stated_figure(row: dict[str, str]) -> tuple[str, str, str]:
    return row["code"], row["value"], row["in_table"]


@EACH_REPORT
def test_every_cell_of_a_sample_report_is_the_cell_of_its_original(transcription: dict[str, str], shared: Path):
    expected_file = shared / "expected" / f"{transcription['document']}.csv"
    if not expected_file.is_file():
        pytest.skip("a report without tables has no expected cells")
    expected: dict[Key, tuple[Decimal | None, str]] = {
        (row["table"], row["article"], row["row"], row["column"]): (
            Decimal(row["value"]) if row["value"] else None,
            row["status"],
        )
        for row in rows_of(expected_file)
    }
    found = {
        (figure.fact_table, figure.article or "", figure.row_code, figure.column_code): (
            figure.value,
            figure.value_status,
        )
        for figure in flattened(transcription).figures
        if figure.value_status != "narrative"
    }
    assert found == expected


@EACH_REPORT
def test_a_sample_report_says_who_reported_and_when(transcription: dict[str, str], shared: Path):
    [expected] = [
        row for row in rows_of(shared / "expected" / "documents.csv") if row["document"] == transcription["document"]
    ]
    [report] = flattened(transcription).reports
    found = {
        "title": report.title or "",
        "agency_name": report.agency_name or "",
        "resolution": report.resolution,
        "report_year": str(report.report_year),
        "form": report.form,
        "published_on": str(report.published_on or ""),
    }
    assert found == {field: expected[field] for field in found}


def test_the_empty_form_of_the_sample_is_set_aside():
    rows = flatten((REPORTS / "form-2021-empty.docx").read_bytes(), "form-2021-empty.docx")
    assert not rows.reports
    assert not rows.figures
    assert [issue.severity for issue in rows.issues] == ["warning"]
