"""The real reports, against what a careful reader finds in them: every cell, every word about who and when.

The score of each comparison goes to the terminal, whether or not anything is missed.
"""

from __future__ import annotations

import csv
import dataclasses
import os
import pickle
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.document import flatten
from ingest.normalise import without_glosses
from ingest.read import read
from ingest.read.blocks import Grid, Place
from ingest.rows import Flattened, RawFigure, RawSourceCell
from tests.conftest import REPOSITORY

Key = tuple[str, str, str, str]  # table, article or nothing, row, column
Show = Callable[[str, int, int], None]

OF_THE_DOCUMENT = (
    "title",
    "agency_name",
    "full_name",
    "resolution",
    "report_year",
    "form",
    "reporting_scope",
    "region_name",
    "region_code",
    "admin_level",
    "published_on",
)
SCALES = (1, 1_000, 10_000, 100_000_000)  # of the money units a report may print
A_FIGURE = re.compile(r"([+-]?\d+(?:\.\d+)?)\D{0,2}")
SAYS_NONE = re.compile("[未不没沒无無零〇]")
ANOTHER_PROCESS = """
import pickle, sys
from pathlib import Path
from ingest.document import flatten
paths = map(Path, sys.argv[1:])
sys.stdout.buffer.write(pickle.dumps({path.name: flatten(path.read_bytes(), path.name) for path in paths}))
"""


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Path]:
    """The files of the reports by the name the expected figures have for them."""
    return {path.stem: path for path in sorted((shared / "reports").iterdir())}


@pytest.fixture(scope="module")
def found(documents: dict[str, Path]) -> dict[str, Flattened]:
    return {name: flatten(path.read_bytes(), path.name) for name, path in documents.items()}


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Iterator[Show]:
    """Says a score on the terminal, from a worker process too, where only standard error reaches it."""

    def score(what: str, right: int, of: int) -> None:
        with capsys.disabled():
            print(f"\nshared reports: {what} {right} of {of}", file=sys.stderr, flush=True)

    yield score


def _expected(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "expected" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _with_cells(shared: Path, documents: dict[str, Path]) -> list[str]:
    return [name for name in documents if (shared / "expected" / f"{name}.csv").exists()]


def _key(figure: RawFigure) -> Key:
    return figure.fact_table, figure.article or "", figure.row_code, figure.column_code


def _source(flattened: Flattened, figure: RawFigure) -> RawSourceCell | None:
    return next((cell for cell in flattened.source_cells if cell.cell_id == figure.cell_id), None)


def _plain(value: Decimal | None) -> str:
    """A figure as the expected files write it: no zeros behind the point, nothing where there is none."""
    return "" if value is None else f"{value.normalize():f}"


def _of_tables(flattened: Flattened) -> list[RawFigure]:
    return [figure for figure in flattened.figures if figure.value_status != "narrative"]


def test_every_cell_of_every_form_is_as_a_careful_reader_finds_it(shared, documents, found, show):
    right, cells, wrong = 0, 0, []
    for name in _with_cells(shared, documents):
        rows = _expected(shared, name)
        tells_what_is_printed = all(row["raw_text"] for row in rows if row["status"] == "reported")
        got = {_key(figure): figure for figure in _of_tables(found[name])}
        for row in rows:
            cells += 1
            key = (row["table"], row["article"], row["row"], row["column"])
            wanted = (_plain(Decimal(row["value"]) if row["value"] else None), row["status"], row["raw_text"])
            seen = _seen(found[name], got.get(key))
            leaves_open = not row["raw_text"] and not tells_what_is_printed
            if seen == wanted or (leaves_open and seen[:2] == wanted[:2]):
                right += 1
            else:
                wrong.append((name, key, wanted, seen))
    show("cells", right, cells)
    assert wrong == []
    assert cells > 2000


def _seen(flattened: Flattened, figure: RawFigure | None) -> tuple[str, str, str]:
    """Value, status and what is printed, as the expected files have them."""
    if figure is None:
        return "", "no row", ""
    source = _source(flattened, figure)
    return _plain(figure.value), figure.value_status, source.raw_text if source else ""


def test_no_cell_is_there_that_the_form_has_not_and_none_is_there_twice(shared, documents, found):
    for name, flattened in found.items():
        keys = Counter(map(_key, _of_tables(flattened)))
        rows = _expected(shared, name) if name in _with_cells(shared, documents) else []
        assert keys == Counter((row["table"], row["article"], row["row"], row["column"]) for row in rows), name


def test_every_report_tells_who_when_and_on_which_form_and_nothing_it_does_not_say(shared, found, show):
    wrong, asked = [], 0
    for row in _expected(shared, "documents"):
        (report,) = found[row["document"]].reports
        for column in OF_THE_DOCUMENT:
            asked += 1
            value = getattr(report, column)
            if value == "" or ("" if value is None else str(value)) != row[column]:
                wrong.append((row["document"], column, row[column], value))
    show("facts about documents", asked - len(wrong), asked)
    assert wrong == []


def test_every_file_is_a_report_a_careful_reader_knows_or_is_set_aside(shared, found):
    known = {row["document"] for row in _expected(shared, "documents")}
    assert {name for name, flattened in found.items() if flattened.reports} == known


def test_the_empty_form_is_set_aside_with_its_reason(found):
    empty = found["form-2021-blank"]
    assert (empty.reports, empty.figures, empty.source_cells) == ([], [], [])
    (issue,) = empty.issues
    assert (issue.source_path, issue.report_id, issue.severity) == ("form-2021-blank.docx", None, "warning")
    assert issue.code == "empty_form"


def test_the_identities_that_fail_are_those_a_careful_reader_found_and_no_others(shared, found):
    issues = {
        (name, issue.location): issue
        for name, flattened in found.items()
        for issue in flattened.issues
        if issue.code == "identity_failed"
    }
    rows = {(row["document"], f"{row['check']}:{row['column']}"): row for row in _expected(shared, "failures")}
    assert issues.keys() == rows.keys()
    for place, row in rows.items():
        assert issues[place].severity == "warning"
        assert f"{row['left']} against {row['right']}" in issues[place].message


def _stated(shared: Path) -> tuple[list[dict[str, str]], set[tuple[str, Key]]]:
    """What the prose gives beside the tables, and the keys for which it gives two figures."""
    rows = [row for row in _expected(shared, "narrative") if row["in_table"] == "no"]
    figures: dict[tuple[str, Key], set[str]] = {}
    for row in rows:
        figures.setdefault((row["document"], (row["table"], "", row["row"], row["column"])), set()).add(row["value"])
    return rows, {place for place, values in figures.items() if len(values) > 1}


def test_what_the_prose_states_is_a_fact_only_where_no_table_has_it(shared, found, show):
    rows, contradicted = _stated(shared)
    wanted = {
        (name, key, row["value"])
        for row in rows
        for name, key in [(row["document"], (row["table"], "", row["row"], row["column"]))]
        if (name, key) not in contradicted
    }
    got = [
        (name, _key(figure), _plain(figure.value))
        for name, flattened in found.items()
        for figure in flattened.figures
        if figure.value_status == "narrative"
    ]
    show("figures of the prose", len(wanted.intersection(got)), len(wanted))
    assert sorted(got) == sorted(wanted)


def test_figures_of_the_prose_that_contradict_each_other_make_no_fact_but_an_issue(shared, found):
    conflicts = [
        (name, issue)
        for name, flattened in found.items()
        for issue in flattened.issues
        if issue.code == "prose_conflict"
    ]
    assert [(name, issue.location) for name, issue in conflicts] == [
        ("002_a11e29e1fe4c1a07", "disclosures.information.published_on_website")
    ]
    (_, issue) = conflicts[0]
    assert issue.severity == "info"
    assert "340" in issue.message and "165" in issue.message
    facts = {_key(figure)[2:] for figure in found["002_a11e29e1fe4c1a07"].figures}
    assert ("information", "published_on_website") not in facts


# --- where a figure came from ----------------------------------------------------------------------------------------


def _text_at(path: Path) -> dict[Place, str]:
    """What a document prints at each of its places."""
    texts: dict[Place, str] = {}
    for block in read(path.read_bytes()).blocks:
        for part in block.cells if isinstance(block, Grid) else (block,):
            texts[part.place] = part.text
    return texts


def _place(cell: RawSourceCell) -> Place:
    return Place(cell.page, cell.table_no, cell.row_no, cell.column_no, cell.line_no)


def test_every_figure_leads_back_to_its_place_in_the_document(documents, found, show):
    right, wrong = 0, []
    for name, flattened in found.items():
        texts = _text_at(documents[name]) if flattened.reports else {}
        for figure in flattened.figures:
            if figure.value_status not in ("reported", "narrative"):
                continue
            source = _source(flattened, figure)
            if source is not None and source.raw_text and source.raw_text in texts.get(_place(source), ""):
                right += 1
            else:
                wrong.append((name, _key(figure), source))
    show("figures led back to their place", right, right + len(wrong))
    assert wrong == []
    assert right > 1000


def test_what_is_printed_stands_in_the_text_of_the_file_itself(documents, found):
    for name, path in documents.items():
        if path.suffix in (".txt", ".md"):
            lines = path.read_text("utf-8").splitlines()
            for source in found[name].source_cells:
                assert source.raw_text in lines[source.line_no - 1], (name, source)


def test_what_is_printed_reads_as_the_figure(found):
    for name, flattened in found.items():
        for figure in flattened.figures:
            if figure.value_status in ("reported", "narrative"):
                printed = _source(flattened, figure).raw_text
                assert _reads_as(printed, figure), (name, figure, printed)


def _reads_as(printed: str, figure: RawFigure) -> bool:
    """Say whether a person reads the value there; the scale of money is left aside."""
    text = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", without_glosses(printed)))
    match = A_FIGURE.fullmatch(text)
    if match is None:
        return figure.value == 0 and bool(SAYS_NONE.search(text))
    scales = SCALES if figure.unit == "yuan" else (1,)
    return any(Decimal(match[1]) * scale == figure.value for scale in scales)


def test_cells_that_are_there_have_a_place_and_missing_ones_have_none(found):
    for flattened in found.values():
        for figure in flattened.figures:
            if figure.value_status in ("blank", "not_applicable"):
                assert figure.value is None
                assert _source(flattened, figure) is not None
            if figure.value_status == "missing":
                assert (figure.value, figure.cell_id) == (None, None)
            assert (figure.derived_from is not None) == (figure.value_status == "derived")


# --- the same every time ---------------------------------------------------------------------------------------------


def test_another_process_gives_the_same_rows_in_the_same_order(documents, found):
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS, *map(str, documents.values())],
        env={**os.environ, "PYTHONHASHSEED": "1234", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert pickle.loads(done.stdout) == {path.name: found[name] for name, path in documents.items()}


def test_another_path_changes_nothing_but_the_path(documents, found):
    for number, (name, path) in enumerate(documents.items()):
        moved = flatten(path.read_bytes(), f"elsewhere/{number}.bin")
        for rows in (moved.reports, moved.source_cells, moved.issues):
            rows[:] = [dataclasses.replace(row, source_path=path.name) for row in rows]
        assert moved == found[name]
