"""The form definition against the published list of cells, and what adding a form takes: data, and no code."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import ingest.forms.definition as definition
from ingest.document import flatten
from ingest.forms import form_due, forms, headings, squash
from ingest.forms.definition import Form, table

FORMS = ("2014", "2019", "2021")


@pytest.fixture(scope="module")
def published(shared: Path) -> list[dict[str, str]]:
    """The cells of every form, as published, in the order of the forms."""
    with (shared / "spec" / "form_cells.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def keys(form: Form) -> list[tuple[str, str | None, str, str]]:
    return [tuple(cell.key) for line in form.lines for cell in line.cells]


# --- cells and labels ------------------------------------------------------------------------------------------------


def test_every_form_has_the_published_cells_and_units_and_no_others(published):
    wanted = Counter(
        (row["form"], row["table"], row["article"] or None, row["row"], row["column"], row["unit"]) for row in published
    )
    defined = Counter(
        (form.name, *cell.key, cell.unit)
        for form in forms().values()
        for line in form.lines
        if not line.is_optional
        for cell in line.cells
    )
    assert defined == wanted


def test_the_published_labels_are_the_labels_of_the_lines_and_columns(published):
    printed = {}
    for form in forms().values():
        for section in form.sections:
            for line in section.lines:
                for at, cell in enumerate(line.cells):
                    printed[(form.name, *cell.key)] = ({*line.labels, line.group}, section.columns[at].labels)
    for row in published:
        beside, above = printed[(row["form"], row["table"], row["article"] or None, row["row"], row["column"])]
        assert squash(row["column_label"]) in above, row
        assert squash(row["row_label"]) in beside or row["table"] in ("reviews", "litigation"), row


@pytest.mark.parametrize("name", FORMS)
def test_no_cell_of_a_form_stands_in_it_twice(name):
    assert [key for key, count in Counter(keys(forms()[name])).items() if count > 1] == []


def test_forms_have_as_many_cells_as_the_notices_set():
    counts = {
        name: sum(len(line.cells) for line in form.lines if not line.is_optional) for name, form in forms().items()
    }
    assert counts == {"2014": 58, "2019": 198, "2021": 200}


@pytest.mark.parametrize("name", FORMS)
def test_a_label_names_one_line_of_its_table_unless_the_form_itself_prints_it_twice(name):
    for section in forms()[name].sections:
        lines_of: dict[str, list] = {}
        for line in section.lines:
            for label in line.labels:
                lines_of.setdefault(label, []).append(line)
        for label, lines in lines_of.items():
            if len(lines) > 1:  # the form prints it under two headings, and with no other words
                assert len({line.group for line in lines}) == len(lines), label
                assert all(line.labels[0] == label for line in lines), label


@pytest.mark.parametrize("name", FORMS)
def test_every_line_has_a_cell_under_every_column(name):
    for section in forms()[name].sections:
        assert all(len(line.cells) == len(section.columns) for line in section.lines)
        assert [line.position for line in section.lines] == list(range(len(section.lines)))


def test_headings_belong_to_forms_and_to_tables_that_are_there():
    for heading in headings():
        assert heading.labels
        for name in heading.forms:
            assert any(section.name.startswith(heading.section) for section in forms()[name].sections), heading


def test_money_is_scaled_to_yuan_and_everything_else_is_counted_as_printed():
    for form in forms().values():
        for line in form.lines:
            for cell in line.cells:
                assert cell.scale == 1 or (cell.unit, cell.scale) == ("yuan", 10_000), cell


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "name"),
    [(2008, None), (2013, None), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021")],
)
def test_the_form_due_is_the_one_in_force_for_the_year_reported_on(year, name):
    assert form_due(year) == name


def test_years_of_forms_neither_overlap_nor_leave_a_gap():
    ordered = sorted(forms().values(), key=lambda form: form.first_year)
    for form, following in pairwise(ordered):
        assert form.last_year == following.first_year - 1
    assert ordered[-1].last_year is None


# --- arithmetic ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_every_member_of_every_identity_is_a_cell_of_its_form(name):
    form = forms()[name]
    of_form = set(keys(form))
    for identity in form.identities:
        members = [tuple(key) for key in (*identity.left, *identity.right)]
        assert set(members) <= of_form
        assert len(members) == len(set(members))
        assert identity.scope in {f"{key[0]}.{key[2]}.{key[3]}" for key in members}
        assert {key[0] for key in members} == {identity.scope.split(".")[0]}


def test_every_rule_of_arithmetic_holds_for_every_column_or_row_it_is_stated_for():
    counts = {name: Counter(identity.check_name for identity in form.identities) for name, form in forms().items()}
    sums = {"applications_balance": 7, "outcomes_sum_to_total_closed": 7, "outcomes_sum_to_total": 3}
    assert counts["2019"] == {**sums, "applicants_sum_to_total": 23}
    assert counts["2021"] == {**sums, "applicants_sum_to_total": 26}
    one_of_each = ("channels_sum_to_received", "closed_sum", "answers_sum", "denials_sum", "staff_sum")
    assert counts["2014"] == {**dict.fromkeys(one_of_each, 1), "outcomes_sum_to_total": 2}
    for rule in table("form_identity"):
        assert counts[rule["form"]][rule["check_name"]] > 0


def test_a_total_is_the_sum_of_every_outcome_row_there_is():
    for name in ("2019", "2021"):
        form = forms()[name]
        rows = {key[2] for key in keys(form) if key[0] == "applications"}
        optional = {cell.key.row_code for line in form.lines if line.is_optional for cell in line.cells}
        outcomes = rows - {"new_received", "carried_in", "carried_out", "total_closed"} - optional
        (total,) = [
            i for i in form.identities if i.name == "outcomes_sum_to_total_closed:applications.total_closed.total"
        ]
        assert {key.row_code for key in total.right} == outcomes


def test_a_line_that_stands_for_others_names_lines_of_its_table():
    (undivided,) = [line for line in forms()["2021"].lines if line.is_optional]
    rows = {cell.key.row_code for line in forms()["2021"].lines for cell in line.cells}
    assert len(undivided.stands_for) == 3
    assert set(undivided.stands_for) < rows


def test_every_row_of_an_applications_table_is_told_what_stage_it_is_of():
    rows = {key[2] for form in forms().values() for key in keys(form) if key[0] == "applications"}
    stages = {row["item"]: row["stage"] for row in table("application_item")}
    assert rows <= stages.keys()
    assert set(stages.values()) == {"inflow", "outcome", "total", "outflow"}


# --- next year's form ------------------------------------------------------------------------------------------------

MADE_UP = {
    "form": [
        {"form": "2031", "label_zh": "政务服务年度统计表", "first_year": "2031", "last_year": ""},
    ],
    "form_column": [
        {"section": "visits", "position": "1", "column_code": "morning", "label_zh": "上午接待人次"},
        {"section": "visits", "position": "2", "column_code": "afternoon", "label_zh": "下午接待人次"},
        {"section": "visits", "position": "3", "column_code": "total", "label_zh": "全天合计人次"},
    ],
    "form_line": [
        {"row_code": "hall", "label_zh": "一、政务大厅窗口"},
        {"row_code": "reading_room", "label_zh": "二、档案阅览室", "label_variants": "档案馆阅览室"},
        {"row_code": "mobile_library", "label_zh": "三、流动图书车"},
    ],
    "form_identity": [
        {"check_name": "visits_sum", "over": "row", "left_members": "total", "scope_member": "total"},
    ],
}
OF_EVERY_ROW = {
    "form_column": {"unit": "person", "scale": "1"},
    "form_line": {"section": "visits", "fact_table": "activities", "is_optional": "false"},
    "form_identity": {"fact_table": "activities", "right_members": "morning + afternoon"},
}


def with_made_up_form(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one file of the definition, with those of a form that is in force from 2031."""
    rows = [dict(row) for row in table(name)]
    columns = rows[0].keys()
    if name == "form":
        (in_force,) = [row for row in rows if not row["last_year"]]
        in_force["last_year"] = "2030"
    added = MADE_UP.get(name, [])
    return (*rows, *(dict.fromkeys(columns, "") | {"form": "2031"} | OF_EVERY_ROW.get(name, {}) | row for row in added))


@pytest.fixture
def made_up_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The form definition with one form more, and nothing remembered from before or after."""
    more = {name: with_made_up_form(name) for name in ("form", "form_column", "form_line", "form_identity")}
    original = definition.table
    monkeypatch.setattr(definition, "table", lambda name: more.get(name) or original(name))
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Clear what the modules of the forms and of placing remember of the definition."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("ingest.forms", "ingest.place", "ingest.recognise", "ingest.narrative")):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


VISITS = """清江浦区民政局2031年政府信息公开工作年度报告

| 接待场所 | 上午接待人次 | 下午接待人次 | 全天合计人次 |
|---|---|---|---|
| 一、政务大厅窗口 | 1,204 | 96 | 1,300 |
| 二、档案馆阅览室 | 15 | 3 |  |
| 三、流动图书车 | 7 | 8 | 16 |
"""


def test_a_new_form_is_data_alone(made_up_form):
    assert form_due(2030) == "2021"
    assert form_due(2031) == "2031"
    flattened = flatten(VISITS.encode(), "visits.md")
    (report,) = flattened.reports
    assert (report.form, report.report_year) == ("2031", 2031)
    figures = {(f.row_code, f.column_code): (f.value, f.value_status) for f in flattened.figures}
    assert figures == {
        ("hall", "morning"): (1204, "reported"),
        ("hall", "afternoon"): (96, "reported"),
        ("hall", "total"): (1300, "reported"),
        ("reading_room", "morning"): (15, "reported"),
        ("reading_room", "afternoon"): (3, "reported"),
        ("reading_room", "total"): (18, "derived"),
        ("mobile_library", "morning"): (7, "reported"),
        ("mobile_library", "afternoon"): (8, "reported"),
        ("mobile_library", "total"): (16, "reported"),
    }
    assert {(f.fact_table, f.unit) for f in flattened.figures} == {("activities", "person")}
    assert [issue.location for issue in flattened.issues if issue.code == "identity_failed"] == [
        "visits_sum:activities.mobile_library.total"
    ]


def test_reports_on_the_forms_before_are_read_as_before_beside_a_new_form(made_up_form):
    document = (
        "清江浦区民政局2023年政府信息公开工作年度报告\n行政许可 | 97\n行政处罚 | 12\n行政强制 | 4\n行政事业性收费 | 0\n"
    )
    (report,) = flatten(document.encode(), "report.txt").reports
    assert (report.form, report.report_year) == ("2021", 2023)


def test_without_its_data_the_made_up_form_is_unknown():
    assert form_due(2031) == "2021"
    assert flatten(VISITS.encode(), "visits.md").reports == []
