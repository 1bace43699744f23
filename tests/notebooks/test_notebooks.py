"""The notebooks run from top to bottom, on the sample they say what is committed, and no figure in them is typed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import duckdb
import pytest
import yaml

from ingest.forms import forms
from tests.conftest import REPOSITORY, Sample
from tests.marts.corpus import make
from tests.marts.warehouse import build
from tests.notebooks.runs import FOLDER, NAMES, Notebook, execute, executed, interpreter

COMMITTED = {name: Notebook(FOLDER / name) for name in NAMES}
VIEWS = {
    "body": "dim_agency dim_report",
    "figure": "fct_applications fct_disclosures fct_reviews fct_litigation fct_activities",
}
EXPOSURES = REPOSITORY / "dbt_project/models/marts/_exposures.yml"
CORPUS = 150
"""How many made-up reports there are on the warehouse with many bodies, years and forms."""

each_notebook = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module", autouse=True)
def notebook_environment() -> None:
    if not interpreter().exists():
        pytest.skip(f"the notebooks' environment is not there: {interpreter()} (make test sets it up)")


@pytest.fixture(scope="module")
def on_the_sample(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Notebook]:
    return executed(sample.warehouse, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(make(CORPUS, seed=3), tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def on_a_corpus(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Notebook]:
    return executed(corpus, tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="module")
def on_nothing(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Notebook]:
    folder = tmp_path_factory.mktemp("nothing")
    return executed(_emptied(sample.warehouse, folder / "empty.duckdb"), folder)


def _emptied(warehouse: Path, copy: Path) -> Path:
    """A warehouse in which every document was set aside: definitions, and not one report."""
    shutil.copy(warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        columns = connection.execute("select table_name, column_name from duckdb_columns() where schema_name = 'main'")
        tables: dict[str, set[str]] = {}
        for table, column in columns.fetchall():
            tables.setdefault(table, set()).add(column)
        for table, names in tables.items():
            if table.startswith("mart_") or names & {"report_id", "agency_id"}:
                connection.execute(f"delete from {table}")
    return copy


@each_notebook
def test_on_the_sample_a_notebook_says_what_is_committed(name, on_the_sample):
    fresh, kept = on_the_sample[name].results, COMMITTED[name].results
    for number, (now, then) in enumerate(zip(fresh, kept, strict=True), 1):
        assert now == then, f"{name} shows something else at its output {number}: make notebooks-run keeps the new one"


@each_notebook
def test_what_is_committed_was_run_from_top_to_bottom_without_an_error(name):
    code = [cell for cell in COMMITTED[name].cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    shown = [output for cell in code for output in cell["outputs"]]
    assert {output["output_type"] for output in shown} == {"execute_result"}
    assert len(shown) > 5


@each_notebook
def test_what_is_committed_tells_nothing_of_the_machine_or_the_moment(name):
    shown = re.sub(r"https?://[\w./-]+|</?\w+[^>]*>", "", str([*COMMITTED[name].outputs]))
    assert not re.search(r"(?<![\w.)/])/(?:[\w.-]+/)+\w", shown), "a path"
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d-\d\dT", shown), "a time"
    assert socket.gethostname() not in shown
    for cell in COMMITTED[name].cells:
        assert cell["metadata"] == {}


@each_notebook
def test_charts_are_kept_as_drawings_that_need_no_network_and_name_fonts_with_chinese(name):
    charts = COMMITTED[name].charts
    assert len(charts) >= 3
    for chart in charts:
        assert chart.startswith("<svg") and "<image" not in chart and "<script" not in chart
        assert re.match(r'<svg font-family="[^"]*Noto Sans CJK SC[^"]*sans-serif"', chart)
        assert chart.count("font-family") == 1
    assert any(re.search("[一-鿿]", chart) for chart in charts)


@each_notebook
def test_a_notebook_stays_small_enough_to_be_read_in_a_browser(name):
    assert (FOLDER / name).stat().st_size < 250_000


@each_notebook
def test_a_notebook_begins_with_what_it_is_about_in_chinese(name):
    number, title, summary = re.match(r"# (\d)\. ([\w ]+)\n\n((?:> .*\n)+)", COMMITTED[name].text[0]).groups()
    assert name.startswith(number) and title[0].isupper()
    assert len(re.findall("[一-鿿]", summary)) > 60


@each_notebook
def test_no_figure_in_the_text_is_typed_by_hand(name):
    """Forms are named after years, and the Regulation's article has a number: nothing else may be a digit."""
    allowed = {*forms(), "20"}
    notebook = COMMITTED[name]
    text = re.sub(r"^# \d\. |\]\([^)]*\)", "", "\n".join(notebook.text), flags=re.MULTILINE)
    sentences = [text, *(sentence for code in notebook.code for sentence in _sentences(code))]
    assert {number for sentence in sentences for number in re.findall(r"\d+", sentence)} <= allowed


def _sentences(code: str) -> list[str]:
    """What a cell hands to ``say``, ``table``, ``shown`` or ``record`` as text, without what is computed in it."""
    return [
        part.value
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"say", "table", "shown", "record"}
        for argument in call.args
        for part in _text_parts(argument)
    ]


def _text_parts(node: ast.AST) -> list[ast.Constant]:
    """Constants that are text: not those inside the braces of an f-string, nor arguments of another call."""
    if isinstance(node, ast.Constant):
        return [node] if isinstance(node.value, str) else []
    if isinstance(node, (ast.FormattedValue, ast.Call, ast.Compare, ast.Subscript)):
        return []
    return [part for child in ast.iter_child_nodes(node) for part in _text_parts(child)]


@each_notebook
def test_on_many_bodies_years_and_forms_a_notebook_runs_and_says_something_else(name, on_a_corpus):
    notebook = on_a_corpus[name]
    assert len(notebook.charts) >= len(COMMITTED[name].charts)
    assert not set(notebook.said.splitlines()) & {
        line for line in COMMITTED[name].said.splitlines() if "reports" in line
    }
    assert not re.search(r"\b(nan|None|null|inf)\b", notebook.said)


@each_notebook
def test_on_a_warehouse_without_a_report_a_notebook_runs_and_says_what_is_not_there(name, on_nothing):
    notebook = on_nothing[name]
    assert notebook.charts == []
    assert "**What is here:** no report yet." in notebook.said
    assert len(re.findall(r"^\*.*\.\*$", notebook.said, re.MULTILINE)) >= 3
    assert not re.search(r"\b(nan|None|null|inf)\b", notebook.said)


def test_the_figures_in_the_text_are_those_of_the_warehouse(corpus, on_a_corpus):
    with duckdb.connect(str(corpus), read_only=True) as connection:

        def ask(query: str) -> int:
            [[answer]] = connection.execute(query).fetchall()
            return answer

        reports = ask("select count(*) from dim_report")
        failed = ask("select count(*) from check_identity where status = 'fail'")
        received = ask("""
            select max(value) from fct_applications join dim_report using (report_id)
            where item = 'new_received' and applicant_type = 'total' and is_current
        """)
        derived = ask("select count(*) from fct_applications where value_status = 'derived'")
    tour, *_, trust = (on_a_corpus[name] for name in NAMES)
    assert f"**What is here:** {reports} reports" in tour.said
    assert f"received {received:,} applications" in tour.said
    assert f"; {failed} of these fail." in trust.said
    assert re.search(rf"^\| fct_applications \| [\d,]+ \| [\d,]+ \| {derived:,} \|", trust.said, re.MULTILINE)


def test_the_reports_that_do_not_add_up_are_named_with_the_place_of_the_total(on_the_sample, sample: Sample):
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        failures = connection.execute("""
            select source_path, scope, left_value::int, right_value::int
            from check_identity join dim_report using (report_id) where status = 'fail'
        """).fetchall()
    said = on_the_sample[NAMES[-1]].said
    assert len(failures) == 2
    for path, scope, total, parts in failures:
        assert re.search(
            rf"^\|.*\| {scope} \| {total} \| {parts} \| “{total}” \| {path}, page \d+, table", said, re.MULTILINE
        )


def test_the_exposures_name_the_tables_that_each_notebook_reads(sample: Sample):
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    described = {
        exposure["config"]["meta"]["notebook"]: {re.search(r"'(\w+)'", each)[1] for each in exposure["depends_on"]}
        for exposure in yaml.safe_load(EXPOSURES.read_text("utf-8"))["exposures"]
    }
    helper = (FOLDER / "coverage.py").read_text("utf-8")
    read = {}
    for name, notebook in COMMITTED.items():
        code = "\n".join([*notebook.code, helper])
        read[f"notebooks/{name}"] = {
            table
            for word in re.findall(r"\b(?:from|join) (\w+)", code)
            for table in VIEWS.get(word, word).split()
            if table in tables
        }
    assert described == read


def test_a_notebook_that_fails_is_named_with_its_cell(sample: Sample, tmp_path):
    broken = tmp_path / "in" / "broken.ipynb"
    broken.parent.mkdir()
    text = (FOLDER / NAMES[0]).read_text("utf-8")
    assert "from dim_report" in text
    broken.write_text(text.replace("from dim_report", "from dim_nothing"), "utf-8")
    run = execute(sample.warehouse, tmp_path, str(broken))
    assert run.returncode == 1
    assert "broken.ipynb: CatalogException" in run.stderr and "in the cell that begins with" in run.stderr
    assert not (tmp_path / "broken.ipynb").exists()


def test_without_a_warehouse_nothing_is_run_and_the_way_to_one_is_told(tmp_path):
    run = execute(tmp_path / "none.duckdb", tmp_path)
    assert run.returncode == 1
    assert run.stderr.strip() == f"There is no warehouse at {tmp_path / 'none.duckdb'} yet: make build makes one."
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    made = subprocess.run(
        ["make", "notebook", "WAREHOUSE=none.duckdb"], cwd=REPOSITORY, capture_output=True, text=True, env=environment
    )
    assert made.returncode != 0
    assert made.stderr.startswith("There is no warehouse at none.duckdb yet: make build first.")


@pytest.mark.parametrize("module", ["words.py", "charts.py"])
def test_the_examples_beside_the_notebooks_hold(module):
    run = subprocess.run([interpreter(), "-m", "doctest", module], cwd=FOLDER, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_a_notebook_cannot_change_the_warehouse(sample: Sample):
    script = "from warehouse import open_warehouse; open_warehouse().ask('drop table dim_report')"
    run = subprocess.run(
        [interpreter(), "-c", script],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        env={"NIANBAO_WAREHOUSE": str(sample.warehouse)},
    )
    assert run.returncode != 0 and "read-only" in run.stderr
