"""On which form a report is, and what is no report at all."""

from __future__ import annotations

import pytest

from ingest.document import flatten
from ingest.rows import Flattened
from tests.place.papers import NOTHING, applications, tables_of

TITLE = "清江浦区民政局{}年政府信息公开工作年度报告"
DECISIONS_2021 = "行政许可 | 97\n行政处罚 | 12\n行政强制 | 4\n行政事业性收费 | 0\n"
HEADED_2019 = "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量\n"


def issues_of(flattened: Flattened) -> dict[str, str]:
    return {issue.code: issue.severity for issue in flattened.issues}


# --- which form ------------------------------------------------------------------------------------------------------


def test_the_form_is_told_by_its_tables_whatever_the_year():
    for due in ("2014", "2019", "2021", None):
        assert tables_of(applications("2021").piped(), due).form == "2021"
        read = tables_of(HEADED_2019 + "行政处罚 | 3 | 0 | 1\n行政强制 | 3 | 0 | 1\n", due)
        assert read.form == "2019"
        assert read.tables.is_form_told
        read = tables_of("主动公开政府信息数 | 14\n（一）收到申请数 | 3\n1.当面申请数 | 1\n2.传真申请数 | 2\n", due)
        assert read.form == "2014"


def test_a_late_report_on_the_form_before_keeps_the_form_it_prints():
    document = TITLE.format(2021) + "\n" + HEADED_2019 + "行政处罚 | 3 | 0 | 1\n行政强制 | 3 | 0 | 1\n"
    flattened = flatten(document.encode(), "late.txt")
    (report,) = flattened.reports
    assert (report.report_year, report.form) == (2021, "2019")
    assert "form_by_year" not in issues_of(flattened)


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2023, "2021")])
def test_tables_that_fit_two_forms_are_read_on_the_form_of_the_year_with_a_warning(year, form):
    paper = applications(form="2019", answered={"granted": (5, 1, 0, 0, 0, 0), "other": NOTHING})
    flattened = flatten(f"{TITLE.format(year)}\n{paper.piped()}\n".encode(), "report.txt")
    (report,) = flattened.reports
    assert (report.report_year, report.form) == (year, form)
    assert issues_of(flattened)["form_by_year"] == "warning"
    closed = next(f for f in flattened.figures if (f.row_code, f.column_code) == ("total_closed", "total"))
    assert (closed.value, closed.value_status) == (6, "reported")


PROSE = (
    "一、总体情况\n全年围绕群众关心的事开展政务公开，主动公开的栏目按月检查，目录随时补齐，栏目都有专人负责。\n"
    "二、主动公开情况\n本局在网站上登出各类文件，并在大厅设了查阅点，来人可当场翻看，也能带走复印件。\n"
    "三、依申请公开情况\n本年没有人提出申请，也未因此收费。\n四、行政复议和行政诉讼\n本年未发生这类案件。\n"
    "网站首页另设了便民入口，按部门和主题两种办法排列，老人看不清的可以放大字号，手机上也能打开。\n"
    "五、存在的问题和改进\n栏目更新有快有慢，来年打算每季度查一次，并把办法写进制度，谁的栏目谁更新。\n"
)


@pytest.mark.parametrize(("year", "form"), [(2020, "2019"), (2022, "2021")])
def test_a_report_without_tables_has_every_cell_of_the_form_of_its_year_missing_and_a_warning(year, form):
    flattened = flatten((TITLE.format(year) + "\n" + PROSE).encode(), "report.txt")
    (report,) = flattened.reports
    assert report.form == form
    assert issues_of(flattened)["form_by_year"] == "warning"
    of_form = [figure for figure in flattened.figures if figure.value_status != "narrative"]
    assert {figure.value_status for figure in of_form} == {"missing"}
    assert len(of_form) == {"2019": 198, "2021": 200}[form]


@pytest.mark.parametrize("year", [2010, 2013, 2014, 2018])
def test_a_report_in_prose_alone_is_narrative_up_to_the_year_2018(year):
    flattened = flatten((TITLE.format(year) + "\n" + PROSE).encode(), "report.txt")
    (report,) = flattened.reports
    assert report.form == "narrative"
    assert {figure.value_status for figure in flattened.figures} <= {"narrative"}
    assert "form_by_year" not in issues_of(flattened)


# --- what is no report -----------------------------------------------------------------------------------------------


def set_aside(document: str) -> str:
    """The code for which a document is set aside."""
    flattened = flatten(document.encode(), "folder/document.txt")
    assert (flattened.reports, flattened.figures, flattened.source_cells) == ([], [], [])
    (issue,) = flattened.issues
    assert (issue.source_path, issue.report_id, issue.severity) == ("folder/document.txt", None, "warning")
    assert issue.message
    return issue.code


def test_an_unrelated_page_is_set_aside():
    page = (
        "本周天气\n周一多云，最高28度，最低19度，南风三级。\n周二有雨，出门请带伞。\n"
        "日期 | 最高 | 最低\n周一 | 28 | 19\n周二 | 24 | 18\n"
    )
    assert set_aside(page) == "not_a_report"


def test_a_notice_that_asks_for_reports_is_set_aside():
    notice = (
        "关于做好2023年政府信息公开工作年度报告编制工作的通知\n各科室：\n"
        "请于2024年1月10日前把本科室的材料报到办公室，逾期不再受理。\n"
        "材料须经科室负责人签字，电子版同时发送办公室邮箱，数字要和台账核对一致，有疑问的请先来电沟通再报。\n"
    )
    assert set_aside(notice) == "not_a_report"


def test_the_empty_form_is_set_aside_even_with_a_title_and_a_year():
    paper = applications()
    for row in paper.rows:
        row.cells[:] = [""] * 7
    page = paper.html().replace("<body>", f"<body><h1>{TITLE.format(2023)}</h1>")
    assert set_aside(page) == "empty_form"


def test_a_form_filled_with_dashes_and_nothing_else_is_still_empty():
    paper = applications()
    for row in paper.rows:
        row.cells[:] = ["-"] * 7
    assert set_aside(f"{TITLE.format(2023)}\n{paper.piped()}\n") == "empty_form"


def test_a_form_of_zeros_is_a_report():
    paper = applications(answered={}, carried_in=NOTHING, carried_out=NOTHING)
    flattened = flatten(f"{TITLE.format(2023)}\n{paper.piped()}\n".encode(), "report.txt")
    (report,) = flattened.reports
    assert (report.report_year, report.form) == (2023, "2021")
    assert {figure.value for figure in flattened.figures if figure.fact_table == "applications"} == {0}


def test_tables_with_figures_are_a_report_even_without_a_word_about_it():
    flattened = flatten(applications().piped().encode(), "tables.txt")
    (report,) = flattened.reports
    assert (report.form, report.report_year) == ("2021", None)
    assert issues_of(flattened)["year_unknown"] == "warning"
