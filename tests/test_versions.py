"""Copies and corrected versions: which of several documents counts, and what is said of the others."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from ingest.build import Plan, build
from ingest.document import flatten
from ingest.rows import Flattened
from tests.place.papers import APPLICANTS, NOTHING, Paper, applications

COPIED, TWO_SITES, CORRECTED, UNDATED, TWICE = (
    f"淮安市洪泽区{name}局" for name in ("水务", "财政", "教育", "审计", "民政")
)

# Menus, notices and links of two sites: other bodies, other years, other dates.
SITES = (
    '<div id="top">淮安市政府门户网站 <a>首页</a> <a>走进淮安</a> <a>政务公开</a></div>{}'
    "<ul><li>2019年政府信息公开工作年度报告</li><li>2020年政府信息公开工作年度报告</li></ul>"
    "<p>主办：淮安市人民政府办公室 苏ICP备05000000号</p>",
    "<table><tr><td>洪泽区人民政府</td><td>网站地图</td><td>无障碍浏览</td></tr></table>"
    "<ul><li>区政府办公室</li><li>区公安局</li><li>区司法局</li></ul>{}<p>更新于2025年8月8日</p>",
)


def printed(
    name: str, paper: Paper, year: int = 2023, published_on: date | None = None, title: str | None = None
) -> str:
    """A report in HTML, without a page around it."""
    day = f"<p>{name}</p><p>{published_on:%Y}年{published_on.month}月{published_on.day}日</p>" if published_on else ""
    return (
        f"<h1>{title or f'{name}{year}年政府信息公开工作年度报告'}</h1>"
        f"<p>{year}年，我局推进政务公开，依申请公开渠道畅通。</p>"
        f"{paper.html().removeprefix('<html><body>').removesuffix('</body></html>')}{day}"
    )


def whole(report: str, site: str = "{}") -> bytes:
    return f"<html><head><meta charset='utf-8'></head><body>{site.format(report)}</body></html>".encode()


def paper(granted: int = 5, carried_out: int = 2, carried_in: int = 1) -> Paper:
    """An applications table that adds up, told from another by its figures."""
    return applications(
        answered={"granted": (granted, 1, 0, 0, 0, 0)},
        carried_in=(carried_in, *NOTHING[1:]),
        carried_out=(carried_out, *NOTHING[1:]),
    )


def documents() -> dict[str, bytes]:
    january, march = date(2024, 1, 20), date(2024, 3, 1)
    once = printed(TWICE, paper(), published_on=january)
    return {
        "a copy/report.html": whole(printed(COPIED, paper(), published_on=january)),
        "report.html": whole(printed(COPIED, paper(), published_on=january)),
        "site one.html": whole(printed(TWO_SITES, paper(), published_on=january), SITES[0]),
        "site two.html": whole(printed(TWO_SITES, paper(), published_on=january), SITES[1]),
        "first version.html": whole(printed(CORRECTED, paper(granted=5, carried_out=2), published_on=january)),
        "z corrected.html": whole(printed(CORRECTED, paper(granted=8, carried_out=4), published_on=march)),
        "draft in between.html": whole(printed(CORRECTED, paper(granted=7), published_on=date(2024, 2, 1))),
        "year after.html": whole(printed(CORRECTED, paper(carried_in=4), 2024, published_on=date(2025, 1, 20))),
        "dated.html": whole(printed(UNDATED, paper(granted=6), published_on=january)),
        "undated.html": whole(printed(UNDATED, paper(granted=9))),
        "printed twice.html": whole(once + once),
        "whose 1.html": whole(printed("我局", paper(granted=3), title="2023年政府信息公开工作年度报告")),
        "whose 2.html": whole(printed("我局", paper(granted=4), title="2023年政府信息公开工作年度报告")),
    }


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """All of them built together, once."""
    folder = tmp_path_factory.mktemp("versions")
    for name, data in documents().items():
        file = folder / "reports" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    built = build(Plan(folder / "reports", folder / "w.duckdb", jobs=2), Console(file=io.StringIO()))
    assert built.summary.set_aside == []
    with duckdb.connect(str(Path(built.warehouse)), read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return warehouse.execute(query).fetchall()


def versions(warehouse: duckdb.DuckDBPyConnection, name: str, year: int = 2023) -> dict[str, str | None]:
    """The documents of one body and year, each with the path of the one that takes its place."""
    return dict(
        rows(
            warehouse,
            f"""
            select each.source_path, current_one.source_path
            from dim_report as each left join dim_report as current_one on each.superseded_by = current_one.report_id
            where each.agency_name_printed = '{name}' and each.report_year = {year}
            """,
        )
    )


def test_of_identical_files_the_first_path_has_the_report_and_the_other_is_named_as_its_copy(warehouse):
    assert versions(warehouse, COPIED) == {"a copy/report.html": None}
    assert rows(
        warehouse, "select source_path, severity, report_id from ingest_issue where code = 'duplicate_file'"
    ) == [("report.html", "info", None)]


def test_the_same_report_on_two_sites_counts_once_and_says_the_same(warehouse):
    found = versions(warehouse, TWO_SITES)
    assert sorted(found) == ["site one.html", "site two.html"]
    assert [path for path, other in found.items() if other is None] == [other for other in found.values() if other]
    figures = rows(
        warehouse,
        f"""
        select source_path, item, applicant_type, value, value_status
        from fct_applications join dim_report using (report_id)
        where agency_name_printed = '{TWO_SITES}' order by item, applicant_type, source_path
        """,
    )
    assert [row[1:] for row in figures[::2]] == [row[1:] for row in figures[1::2]]
    assert {row[0] for row in figures[::2]} == {"site one.html"}
    assert rows(
        warehouse,
        f"""
        select distinct agency_id, title, published_on, form from dim_report
        where agency_name_printed = '{TWO_SITES}' group by all having count(*) = 2
        """,
    )


def test_the_last_published_version_is_current_and_every_other_names_it(warehouse):
    assert versions(warehouse, CORRECTED) == {
        "first version.html": "z corrected.html",
        "draft in between.html": "z corrected.html",
        "z corrected.html": None,
    }
    assert (
        rows(
            warehouse,
            "select source_path, is_current from dim_report where is_current = (superseded_by is not null)",
        )
        == []
    )


def test_a_version_without_a_date_counts_as_the_earliest(warehouse):
    assert versions(warehouse, UNDATED) == {"undated.html": "dated.html", "dated.html": None}


def test_a_superseded_version_keeps_its_figures_and_enters_no_comparison(warehouse):
    granted = dict(
        rows(
            warehouse,
            f"""
            select source_path, value from fct_applications join dim_report using (report_id)
            where agency_name_printed = '{CORRECTED}' and dim_report.report_year = 2023
            and item = 'granted' and applicant_type = 'natural_person'
            """,
        )
    )
    assert granted == {"first version.html": 5, "draft in between.html": 7, "z corrected.html": 8}
    [(in_mart,)] = rows(
        warehouse,
        f"""
        select count(*) from mart_agency_year
        where report_year = 2023 and agency_id in
            (select agency_id from dim_report where agency_name_printed = '{CORRECTED}')
        """,
    )
    assert in_mart == 1


def test_the_year_after_carries_over_from_the_corrected_version(warehouse):
    found = rows(
        warehouse,
        f"""
        select applicant_type, carried_out_last_year, carried_in_this_year, status from check_carry_over
        where report_year = 2024 and agency_id in
            (select agency_id from dim_report where agency_name_printed = '{CORRECTED}')
        """,
    )
    assert len(found) == len(APPLICANTS)
    assert ("natural_person", 4, 4, "pass") in found
    assert {status for *_, status in found} == {"pass"}


def test_a_report_printed_twice_in_one_file_is_one_report_without_a_word_of_warning(warehouse):
    assert versions(warehouse, TWICE) == {"printed twice.html": None}
    assert rows(warehouse, "from ingest_issue where source_path = 'printed twice.html'") == []
    assert (
        rows(
            warehouse,
            """
        select item, applicant_type from fct_applications join dim_report using (report_id)
        where source_path = 'printed twice.html' group by all having count(*) > 1
        """,
        )
        == []
    )


def test_reports_of_bodies_nobody_can_name_never_take_each_others_place(warehouse):
    found = rows(
        warehouse,
        "select agency_id, resolution, is_current from dim_report where source_path like 'whose%'",
    )
    assert len({agency for agency, _, _ in found}) == 2
    assert {(resolution, current) for _, resolution, current in found} == {("unresolved", True)}
    assert (
        rows(
            warehouse,
            """
            from mart_agency_year where agency_id in
                (select agency_id from dim_report where resolution <> 'resolved')
            """,
        )
        == []
    )


def _ids(flattened: Flattened) -> list[str]:
    return [report.report_id for report in flattened.reports]


def test_a_report_has_its_id_from_its_bytes_wherever_it_lies():
    data = documents()["report.html"]
    assert _ids(flatten(data, "report.html")) == _ids(flatten(data, "moved/under another name.pdf"))
    assert _ids(flatten(data, "x")) != _ids(flatten(documents()["site one.html"], "x"))
