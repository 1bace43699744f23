"""Every table that compares holds what polars makes of the same figures, on a corpus whose figures are all known."""

from __future__ import annotations

import polars as pl

from tests.marts import places
from tests.marts.conftest import REPORTS
from tests.marts.corpus import FIRST_YEAR, LAST_YEAR
from tests.marts.truth import comparable_forms
from tests.marts.warehouse import assert_same, frame

INDICATOR = ["indicator", "agency_id", "report_year"]
REGION = ["region_code", "report_year", "function"]


def test_the_corpus_has_twelve_years_three_forms_and_something_of_everything_that_is_compared(corpus, truth):
    assert set(corpus.reports["report_year"]) == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert set(corpus.reports["form"]) == {"2014", "2019", "2021", "narrative"}
    assert len(corpus.breaks) > 4 and len(corpus.failures) > 4
    assert set(truth.year_over_year["comparison"]) == {"same_form", "across_forms", "not_comparable", "no_last_year"}
    assert truth.year_over_year["is_followed"].any()
    assert set(truth.successions["kind"]) == {"merged", "renamed", "reorganised", "duties_moved"}
    assert set(truth.region_reports["basis"]) == {"consolidated", "parts"}
    assert set(truth.quality["grade"]) == {"A", "B", "C", "D", "P"}


def test_every_indicator_of_every_report_is_what_its_figures_come_to(warehouse, truth):
    found = frame(
        warehouse,
        """
        select indicator, agency_id, report_year, report_id, form, numerator, denominator, value, is_comparable
        from mart_agency_indicator
        """,
    )
    stated = pl.col("is_stated")
    expected = truth.indicators.with_columns(
        numerator=pl.when(stated).then("numerator"), denominator=pl.when(stated).then("denominator")
    )
    assert_same(found, expected, INDICATOR)


def test_an_indicator_that_rests_on_a_failing_identity_says_so(warehouse, truth):
    found = set(
        warehouse.execute("select report_id, indicator from mart_agency_indicator where in_failed_identity").fetchall()
    )
    assert found == set(truth.doubted.iter_rows())


def test_every_indicator_is_comparable_between_the_forms_on_which_it_means_the_same(warehouse):
    found = dict(warehouse.execute("select indicator, comparable_forms from dim_indicator").fetchall())
    assert found == {indicator: ",".join(sorted(comparable_forms(indicator))) for indicator in found}


def test_the_wide_table_says_what_the_long_one_says(warehouse, truth):
    wide = frame(warehouse, "from mart_agency_year")
    indicators = sorted(set(truth.indicators["indicator"]))
    found = (
        wide.select("agency_id", "report_year", pl.col(indicators).cast(pl.Float64))
        .unpivot(index=["agency_id", "report_year"], variable_name="indicator")
        .drop_nulls("value")
    )
    assert_same(found, truth.indicators.drop_nulls("value"), INDICATOR)
    assert len(wide) == len(truth.reports)


def test_a_body_stands_among_its_peers_where_its_value_puts_it(warehouse, truth):
    found = frame(
        warehouse,
        """
        select indicator, agency_id, report_year, value, peer_count, rank, percentile, in_failed_identity
        from mart_peer_comparison
        """,
    )
    assert_same(found, truth.peers, INDICATOR)


def test_changes_are_told_within_a_form_and_between_forms_that_agree_and_nowhere_else(warehouse, truth):
    found = frame(
        warehouse,
        """
        select agency_id, indicator, report_year, value, last_value, change, comparison, last_agency_id, is_followed,
            in_failed_identity
        from mart_year_over_year
        """,
    )
    assert_same(found, truth.year_over_year, INDICATOR)


def test_every_planted_break_between_the_years_is_found_and_none_is_invented(warehouse, corpus):
    found = warehouse.execute(
        "select agency_id, report_year, applicant_type from check_carry_over where status = 'fail'"
    ).fetchall()
    assert set(found) == corpus.breaks
    assert len(found) == len(corpus.breaks)


def test_what_is_carried_over_is_compared_wherever_both_years_are_in(warehouse, truth):
    found = frame(
        warehouse,
        """
        select agency_id, report_year, applicant_type, carried_in_this_year as now, carried_out_last_year as last,
            difference
        from check_carry_over
        """,
    )
    assert_same(found, truth.carry_over, ["agency_id", "report_year", "applicant_type"])
    assert set(warehouse.execute("select status, difference is null from check_carry_over").fetchall()) == {
        ("pass", False),
        ("fail", False),
        ("not_checkable", True),
    }


def test_what_is_in_force_is_compared_with_what_last_year_leads_to_expect(warehouse, truth):
    found = frame(
        warehouse,
        """
        select agency_id, report_year, subject, in_force as now, in_force_last_year as last, made, abolished, difference
        from check_in_force
        """,
    )
    assert_same(found, truth.in_force, ["agency_id", "report_year", "subject"])


def test_a_sum_over_a_region_neither_doubles_nor_drops_a_report(warehouse, truth):
    found = frame(warehouse, "select region_code, report_year, function, basis, report_count from mart_region_year")
    expected = truth.region_reports.group_by([*REGION, "basis"]).agg(report_count=pl.len())
    assert_same(found, expected, REGION)


def test_a_report_that_a_consolidated_one_has_already_says_so(warehouse, truth):
    found = warehouse.execute("select report_id from mart_agency_year where is_covered_by_consolidated").fetchall()
    assert {report for (report,) in found} == truth.covered
    assert 0 < len(truth.covered) < len(truth.reports)


def test_every_indicator_of_a_region_is_what_its_reports_come_to(warehouse, truth):
    found = frame(
        warehouse,
        """
        select indicator, region_code, report_year, function, basis, report_count, reports_stating, value,
            is_one_meaning, in_failed_identity, stated_numerator as numerator
        from mart_region_indicator
        """,
    )
    assert_same(found, truth.region_indicators, ["indicator", *REGION])


def test_the_wide_table_of_regions_says_what_the_long_one_says(warehouse, truth):
    wide = frame(warehouse, "from mart_region_year")
    indicators = sorted(set(truth.indicators["indicator"]))
    found = (
        wide.select(*REGION, pl.col(indicators).cast(pl.Float64))
        .unpivot(index=REGION, variable_name="indicator")
        .drop_nulls("value")
    )
    assert_same(found, truth.region_indicators.drop_nulls("value"), ["indicator", *REGION])


def test_a_place_is_followed_to_the_division_it_belongs_to_today(warehouse):
    found = warehouse.execute(
        "select distinct region_code, report_year, followed_region_code from mart_region_year"
    ).fetchall()
    assert found
    for code, year, followed in found:
        assert followed == ([code] + [later for later, _, _ in places.later(code, year)])[-1]
    assert any(code != followed for code, _, followed in found)


def test_the_bodies_that_took_over_from_others_are_those_that_did(warehouse, truth):
    found = frame(
        warehouse,
        """
        select predecessor_agency_id, successor_agency_id, kind, is_followed from agency_succession
        where level = 'agency'
        """,
    )
    assert_same(found, truth.successions, ["predecessor_agency_id", "successor_agency_id"])


def test_a_series_is_followed_to_the_body_that_reports_today(warehouse, truth):
    found = dict(warehouse.execute("select distinct agency_id, followed_agency_id from mart_agency_year").fetchall())
    assert found == truth.followed


def test_refusals_by_ground_add_up_to_the_groups_of_the_form(warehouse, truth):
    grounds = frame(
        warehouse,
        """
        select report_id, refusal_group, sum(applications)::double as applications, count(*) as ground_count,
            count(applications) as stated_count, any_value(applications_refused)::double as refused
        from mart_refusal_ground_year group by all
        """,
    ).filter(pl.col("ground_count") == pl.col("stated_count"))
    rates = {"denied": "denial_rate", "unavailable": "unavailable_rate", "refused": "not_processed_rate"}
    groups = truth.indicators.filter((pl.col("form") != "2014") & pl.col("is_stated")).select(
        "report_id", "indicator", "numerator"
    )
    compared = grounds.with_columns(indicator=pl.col("refusal_group").replace_strict(rates)).join(
        groups, on=["report_id", "indicator"]
    )
    assert len(compared) > REPORTS // 2
    assert (compared["applications"] == compared["numerator"]).all()
    refusals = truth.indicators.filter((pl.col("indicator") == "refusals") & pl.col("is_stated"))
    stated = grounds.drop_nulls("refused").join(refusals, on="report_id")
    assert (stated["refused"] == stated["numerator"]).all()


def test_a_ground_of_form_2014_stands_under_the_later_one_it_matches(warehouse, truth):
    found = frame(
        warehouse,
        """
        select report_id, applications::double as applications from mart_refusal_ground_year
        where form = '2014' and ground = 'denied_third_party_rights' and applications is not null
        """,
    )
    cells = truth.cells["2014"]
    expected = cells.select(
        "report_id",
        applications=pl.col("applications.denied_trade_secret.total") + pl.col("applications.denied_privacy.total"),
    ).join(found.select("report_id"), on="report_id")
    assert_same(found, expected, ["report_id"])


def test_the_grade_of_a_report_follows_from_what_is_wrong_with_it(warehouse, truth):
    found = frame(
        warehouse,
        """
        select report_id, grade, cells_of_form, cells_missing, cells_blank, cells_derived, identities_failed, doubts,
            prose_contradicted
        from mart_report_quality
        """,
    )
    assert_same(found, truth.quality, ["report_id"])


def test_a_grade_below_the_best_names_the_parts_that_lowered_it(warehouse):
    for grade, lowered_by in warehouse.execute("select grade, lowered_by from mart_report_quality").fetchall():
        assert (lowered_by is None) == (grade == "A") or grade == "P"


def test_the_gaps_of_a_body_are_the_years_without_a_report(warehouse, truth):
    found = dict(
        warehouse.execute("select agency_id, coalesce(missing_years, '') from mart_agency_coverage").fetchall()
    )
    years = dict(truth.reports.group_by("agency_id").agg("report_year").iter_rows())
    assert found == {
        agency: ",".join(str(year) for year in range(min(having), max(having)) if year not in having)
        for agency, having in years.items()
    }


def test_a_region_lacks_the_functions_from_which_no_report_came(warehouse, truth):
    found = warehouse.execute(
        "select region_code, report_year, function, has_report, report_count from mart_region_coverage"
    ).fetchall()
    own = truth.reports.group_by("region_code", "report_year", "function").len()
    counted = {(code, year, function): count for code, year, function, count in own.iter_rows()}
    assert {(code, year, function): count for code, year, function, has, count in found if has} == counted
    assert all(count == 0 for *_, has, count in found if not has)
    asked = {(code, year) for code, year, *_ in found}
    spans = truth.reports.group_by("region_code").agg(pl.col("report_year").min(), last=pl.col("report_year").max())
    assert asked == {(code, year) for code, first, last in spans.iter_rows() for year in range(first, last + 1)}


def test_neither_superseded_reports_nor_bodies_that_are_not_known_reach_a_comparison(warehouse, corpus):
    left_out = set(corpus.reports.filter(~pl.col("is_comparable"))["report_id"])
    assert len(left_out) > 10
    for table in ("mart_agency_indicator", "mart_agency_year", "mart_refusal_ground_year"):
        found = {report for (report,) in warehouse.execute(f"select distinct report_id from {table}").fetchall()}
        assert not found & left_out, table
    unknown = set(corpus.reports.filter(pl.col("resolution") != "resolved")["agency_id"])
    for table in ("mart_peer_comparison", "mart_year_over_year", "check_carry_over", "mart_agency_coverage"):
        found = {agency for (agency,) in warehouse.execute(f"select distinct agency_id from {table}").fetchall()}
        assert found and not found & unknown, table
