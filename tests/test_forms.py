"""Which form a report is on, where that is not plain: late reports, missing annexes and tables, undivided rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ingest.document import flatten
from ingest.forms.definition import CellKey, forms, table
from ingest.rows import Flattened, RawFigure
from tests.accuracy import values_of
from tests.generator.report import Generated, generate
from tests.place.papers import APPLICANTS, NOTHING, applications

BODY = "洪泽区水务局"
PARTS_OF_OTHER = ("other_overdue_correction", "other_overdue_fee", "other_reason")


def prose(year: int) -> str:
    """A report in sentences alone, with the headings the regulation asks for."""
    said = (
        f"{year}年，我局主动公开政府信息12条，内容包括机构职能和办事指南。",
        "我局通过网站、公告栏和查阅点公开信息，方便公众查阅。",
        f"{year}年，我局收到政府信息公开申请3件，均已按时答复。",
        "我局没有因政府信息公开收取任何费用。",
        "全年未发生因政府信息公开引起的行政复议和行政诉讼。",
        "公开内容还不够全面，我局将加强培训，改进工作。",
    )
    headings = (
        "一、概述",
        "二、主动公开政府信息的情况",
        "三、依申请公开政府信息和不予公开的情况",
        "四、收费和减免情况",
        "五、申请行政复议和提起行政诉讼的情况",
        "六、存在的主要问题和改进措施",
    )
    parts = [line for pair in zip(headings, said, strict=True) for line in pair]
    return "\n".join([f"{BODY}{year}年政府信息公开工作年度报告", *parts, BODY, f"{year + 1}年1月20日"])


def with_table(year: int, printed: str) -> Flattened:
    """A report of ``year`` with one table in it."""
    return flatten(f"{prose(year)}\n\n{printed}\n".encode(), "report.txt")


def on(flattened: Flattened) -> tuple[str, int | None]:
    [report] = flattened.reports
    return report.form, report.report_year


def codes(flattened: Flattened) -> list[str]:
    return [issue.code for issue in flattened.issues if issue.severity != "info"]


def cells(flattened: Flattened, row: str, fact_table: str = "applications") -> dict[str, RawFigure]:
    return {
        figure.column_code: figure
        for figure in flattened.figures
        if (figure.fact_table, figure.row_code) == (fact_table, row) and figure.value_status != "narrative"
    }


def drawn(form: str, layout: str, fits: Callable[[Generated], bool]) -> Generated:
    """The first generated report that fits."""
    return next(one for one in (generate(seed, form, layout) for seed in range(400)) if fits(one))


# --- the form that is printed, whatever the year ----------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["html", "pipes", "cell_lines", "pdf"])
def test_a_late_report_is_on_the_form_whose_cells_it_prints_and_needs_no_warning(layout):
    generated = drawn("2019", layout, lambda one: one.truth.report_year == 2021 and one.truth.is_clean)
    flattened = flatten(generated.data, generated.file_name)
    assert on(flattened) == ("2019", 2021)
    assert codes(flattened) == []
    wanted = {key: cell.value for key, cell in generated.truth.cells.items() if cell.knowable}
    found = {key: value for key, (value, _) in values_of(flattened, flattened.reports[0]).items()}
    assert {key: found.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("year", range(2014, 2019))
def test_the_annexed_statistics_of_each_of_their_years_are_form_2014(year):
    generated = drawn("2014", "markdown", lambda one: one.truth.report_year == year)
    flattened = flatten(generated.data, generated.file_name)
    assert on(flattened) == ("2014", year)
    assert codes(flattened) == []
    of_form = [figure for figure in flattened.figures if figure.value_status != "narrative"]
    assert len(of_form) == sum(len(line.cells) for line in forms()["2014"].lines if not line.is_optional)


# --- no table at all --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2009, 2013, 2014, 2015, 2018])
def test_a_report_of_the_years_of_prose_without_an_annex_is_narrative_and_nothing_is_missing(year):
    flattened = flatten(prose(year).encode(), "report.txt")
    assert on(flattened) == ("narrative", year)
    assert codes(flattened) == []
    stated = {(figure.fact_table, figure.row_code): figure.value for figure in flattened.figures}
    assert {figure.value_status for figure in flattened.figures} == {"narrative"}
    assert stated["applications", "new_received"] == 3


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2024, "2021")])
def test_a_later_report_without_tables_is_on_the_form_due_with_all_its_cells_missing_and_a_warning(year, form):
    flattened = flatten(prose(year).encode(), "report.txt")
    assert on(flattened) == (form, year)
    assert codes(flattened) == ["form_by_year"]
    of_form = [figure for figure in flattened.figures if figure.value_status != "narrative"]
    assert {figure.value_status for figure in of_form} == {"missing"}
    assert len(of_form) == sum(len(line.cells) for line in forms()[form].lines if not line.is_optional)


# --- tables that do not tell ------------------------------------------------------------------------------------------


def reviews_table(figures: str) -> str:
    """The table of reviews and litigation, which forms 2019 and 2021 print alike, in HTML."""
    columns = [
        row for row in table("form_column") if (row["form"], row["section"]) == ("2021", "reviews_and_litigation")
    ]
    groups = dict.fromkeys(row["group_zh"] for row in columns)
    rows = (
        "".join(f"<td colspan=5>{group}</td>" for group in groups),
        "".join(f"<td>{row['label_zh']}</td>" for row in columns),
        "".join(f"<td>{figure}</td>" for figure in figures.split()),
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(("year", "form"), [(2020, "2019"), (2022, "2021")])
def test_where_the_tables_stand_in_two_forms_alike_the_year_decides_with_a_warning(year, form):
    printed = reviews_table("4 1 0 2 7  3 0 0 0 3  0 0 1 0 1")
    silent_on_reviews = [line for line in prose(year).split("\n") if not line.startswith("全年未发生")]
    paragraphs = "".join(f"<p>{line}</p>" for line in silent_on_reviews)
    flattened = flatten(f"<html><body>{paragraphs}{printed}</body></html>".encode(), "report.html")
    assert on(flattened) == (form, year)
    assert codes(flattened) == ["form_by_year"]
    assert [one.value for one in cells(flattened, "review", "reviews").values()] == [4, 1, 0, 2, 7]
    assert [one.value for one in cells(flattened, "direct", "litigation").values()] == [3, 0, 0, 0, 3]
    assert [one.value for one in cells(flattened, "after_review", "litigation").values()] == [0, 0, 1, 0, 1]
    others = [one for one in flattened.figures if one.fact_table not in ("reviews", "litigation")]
    assert {one.value_status for one in others} <= {"missing", "narrative"}


# --- one table missing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["markdown", "html", "tabs"])
def test_the_cells_of_a_table_that_is_not_there_are_missing_and_the_others_are_read(layout):
    generated = next(
        one
        for one in (generate(seed, "2021", layout, ("table_missing",)) for seed in range(50))
        if any(cell.printed == "figure" for cell in one.truth.cells.values())
    )
    flattened = flatten(generated.data, generated.file_name)
    assert on(flattened) == ("2021", generated.truth.report_year)
    found = values_of(flattened, flattened.reports[0])
    gone = {key for key, cell in generated.truth.cells.items() if cell.printed == "absent" and key in found}
    assert gone
    assert {found[key] for key in gone} == {(None, "missing")}
    wanted = {key: cell.value for key, cell in generated.truth.cells.items() if cell.knowable}
    assert {key: found[key][0] for key in wanted} == wanted


# --- the single row for other handling --------------------------------------------------------------------------------


def undivided(others: tuple[int, ...]) -> Flattened:
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other": others})
    return with_table(2022, paper.piped())


def test_a_single_row_for_other_handling_that_is_zero_makes_its_parts_derived_zeros():
    flattened = undivided(NOTHING)
    assert on(flattened) == ("2021", 2022)
    assert {figure.value_status for figure in cells(flattened, "other").values()} == {"reported"}
    for part in PARTS_OF_OTHER:
        found = cells(flattened, part)
        assert {column: (one.value, one.value_status) for column, one in found.items()} == {
            column: (Decimal(0), "derived") for column in APPLICANTS
        }
        assert all(one.derived_from for one in found.values())


def test_of_a_single_row_for_other_handling_that_is_not_zero_the_parts_are_missing():
    flattened = undivided((4, 0, 0, 0, 0, 1))
    found = cells(flattened, "other")
    assert [found[column].value for column in APPLICANTS] == [4, 0, 0, 0, 0, 1, 5]
    for part in PARTS_OF_OTHER:
        by_column = {column: (one.value, one.value_status) for column, one in cells(flattened, part).items()}
        nonzero = ("natural_person", "other", "total")
        assert {by_column[column] for column in nonzero} == {(None, "missing")}
        assert {by_column[column] for column in APPLICANTS if column not in nonzero} == {(Decimal(0), "derived")}
    assert not [issue for issue in flattened.issues if issue.code == "identity_failed"]


def test_a_report_that_divides_other_handling_has_no_undivided_row():
    flattened = with_table(2022, applications().piped())
    assert cells(flattened, "other") == {}
    assert {figure.value_status for part in PARTS_OF_OTHER for figure in cells(flattened, part).values()} == {
        "reported"
    }


def test_a_single_row_for_other_handling_that_lost_its_total_keeps_it_where_the_sum_gives_it():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other": (4, 0, 0, 0, 0, 1)})
    del paper["other"].cells[-1]
    flattened = with_table(2022, paper.piped())
    found = cells(flattened, "other")
    assert [found[column].value for column in APPLICANTS] == [4, 0, 0, 0, 0, 1, 5]
    assert found["total"].value_status == "derived"


def test_every_row_of_a_form_has_one_row_of_facts_whatever_is_printed():
    for seed, form in enumerate(forms()):
        generated = generate(seed, form, "html_site", None)
        flattened = flatten(generated.data, generated.file_name)
        keys = [
            CellKey(one.fact_table, one.article, one.row_code, one.column_code)
            for one in flattened.figures
            if one.value_status != "narrative"
        ]
        assert len(keys) == len(set(keys))
        assert set(keys) >= {cell.key for line in forms()[form].lines if not line.is_optional for cell in line.cells}
        assert isinstance(flattened.reports[0].published_on, date | None)
