"""Every question people start from runs, and its answer is the one that the figures give."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from ingest import questions
from tests.marts import places
from tests.marts.corpus import Corpus
from tests.marts.warehouse import frame


@pytest.fixture
def answer(request: pytest.FixtureRequest, warehouse: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The answer to the question that the test is about (``parametrize`` it indirectly)."""
    return frame(warehouse, questions.sql_of(request.param))


def _asks(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("answer", [name], indirect=True)


def test_there_are_at_least_twelve_questions():
    assert len(questions.names()) >= 12


@pytest.mark.parametrize("name", questions.names())
def test_a_question_is_asked_in_plain_words_in_english_and_chinese(name):
    assert questions.in_words(name).endswith("?") and questions.in_words(name, "？").endswith("？")
    assert questions.tables_of(name)


@pytest.mark.parametrize("name", questions.names())
def test_a_question_has_an_answer_that_is_the_same_each_time(warehouse, name):
    first, second = (frame(warehouse, questions.sql_of(name)) for _ in range(2))
    assert len(first) > 0
    assert first.equals(second)


def _latest(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort("report_year").group_by("agency_id").last()


def _names(corpus: Corpus) -> pl.DataFrame:
    return corpus.reports.select("agency_id", "full_name").unique("agency_id")


@_asks("who_refuses_most")
def test_who_refuses_most(answer, truth, corpus):
    rates = truth.indicators.filter(
        (pl.col("indicator") == "refusal_rate") & pl.col("is_comparable") & pl.col("value").is_not_null()
    )
    top = _latest(rates).join(_names(corpus), on="agency_id")
    top = top.sort([-pl.col("value"), -pl.col("denominator"), "full_name"]).head(20)
    assert answer["full_name"].to_list() == top["full_name"].to_list()
    assert answer["refused"].to_list() == top["numerator"].to_list()


@_asks("where_reviews_and_courts_correct")
def test_where_reviews_and_courts_correct(answer, truth, corpus):
    rates = truth.indicators.filter(pl.col("is_stated") & pl.col("is_comparable")).join(_names(corpus), on="agency_id")
    corrected = dict(
        rates.filter(pl.col("indicator") == "review_correction_rate")
        .group_by("full_name")
        .agg(pl.col("numerator").sum())
        .iter_rows()
    )
    assert answer["reviews_corrected"].to_list() == sorted(corrected.values(), reverse=True)[:20]
    assert [corrected[name] for name in answer["full_name"]] == answer["reviews_corrected"].to_list()


@_asks("natural_and_legal_persons")
def test_natural_and_legal_persons(answer, truth):
    counted = truth.indicators.filter(~pl.col("report_id").is_in(list(truth.covered)))
    received = counted.filter(pl.col("indicator") == "applications_natural_person")
    by_year = received.drop_nulls("value").group_by("report_year").agg(pl.col("value").sum()).sort("report_year")
    assert answer["report_year"].to_list() == by_year["report_year"].to_list()
    assert answer["natural_person_applications"].to_list() == by_year["value"].to_list()


@_asks("breaks_between_the_years")
def test_breaks_between_the_years(answer, corpus):
    names = dict(_names(corpus).iter_rows())
    planted = {(names[agency], year, who) for agency, year, who in corpus.breaks}
    found = set(answer.select("full_name", "report_year", "applicant_type").iter_rows())
    assert found <= planted
    assert len(found) == min(len(planted), 50)


@_asks("whose_report_does_not_add_up")
def test_whose_report_does_not_add_up(answer, corpus):
    failing = {f"{report}.html" for report in corpus.failures}
    assert set(answer["source_path"]) <= failing
    assert len(answer) == min(len(failing), 50)
    assert set(answer["difference"]) == {1.0}


@_asks("who_leaves_a_backlog")
def test_who_leaves_a_backlog(answer, truth):
    rates = truth.indicators.filter((pl.col("indicator") == "backlog_rate") & (pl.col("denominator") >= 10))
    highest = rates["value"].drop_nulls().sort(descending=True).head(20)
    assert answer["backlog_rate"].to_list() == [round(rate, 3) for rate in highest]


@_asks("what_is_charged")
def test_what_is_charged(answer, truth):
    fees = truth.indicators.filter(pl.col("indicator") == "processing_fees")["value"].drop_nulls()
    expected = fees.filter(fees > 0).sort(descending=True).head(30)
    assert answer["fees_for_information"].drop_nulls().to_list() == expected.to_list()


@_asks("a_bureau_among_its_peers")
def test_a_bureau_among_its_peers(answer, truth):
    assert (answer["peer_count"] > 1).all()
    key = ["indicator", "report_year", "rank", "peer_count"]
    assert len(answer.join(truth.peers, on=key, how="anti")) == 0


@_asks("regions_without_a_science_bureau_report")
def test_regions_without_a_science_bureau_report(answer, truth):
    of_science = truth.reports.filter(pl.col("function") == "science_technology")
    having = set(of_science.select("region_code", "report_year").iter_rows())
    for code, years in answer.select("region_code", "years_without").iter_rows():
        assert not having & {(code, int(year)) for year in years.split(",")}


@_asks("how_far_a_report_can_be_trusted")
def test_how_far_a_report_can_be_trusted(answer, truth):
    current = truth.corpus.reports.filter(pl.col("is_current") | (pl.col("resolution") != "resolved"))
    grades = truth.quality.join(current, on="report_id", how="semi")["grade"]
    worst = grades.filter(grades.is_in(["B", "C", "D"])).sort(descending=True)
    assert answer["grade"].to_list() == worst.to_list()[:50]


@_asks("a_region_in_whole")
def test_a_region_in_whole(answer, truth):
    whole = truth.region_indicators.filter(
        (pl.col("indicator") == "applications_received") & (pl.col("function") == "all")
    )
    places_of = truth.region_reports.join(truth.reports.select("report_id", own="region_code"), on="report_id")
    key = ["region_code", "report_year", "function"]
    whole = whole.join(places_of.group_by(key).agg(parts=pl.col("own").n_unique()), on=key)
    whole = whole.filter((pl.col("basis") == "consolidated") | (pl.col("parts") > 1)).drop_nulls("value")
    assert answer["applications_received"].to_list() == whole["value"].sort(descending=True).to_list()[:30]


@_asks("a_place_followed_through_its_renamings")
def test_a_place_followed_through_its_renamings(answer):
    called = dict(
        answer.select(["report_year", "called_then"]).filter(answer["followed_region_code"] == "320813").rows()
    )
    assert set(called.values()) == {"洪泽县", "洪泽区"}
    for year, name in called.items():
        code = "320829" if year < 2016 else "320813"
        assert places.standing(year)[code].name == name


@_asks("change_across_forms")
def test_change_across_forms(answer, truth):
    changes = truth.year_over_year.filter((pl.col("comparison") != "no_last_year") & ~pl.col("in_failed_identity"))
    assert answer["in_failed_identity"].sum() > 0
    for indicator, year, median in answer.select("indicator", "report_year", "median_change").iter_rows():
        found = changes.filter((pl.col("indicator") == indicator) & (pl.col("report_year") == year))["change"].median()
        assert median == (None if found is None else pytest.approx(found, abs=1e-4))


@_asks("whose_years_are_missing")
def test_whose_years_are_missing(answer, truth, corpus):
    years = dict(truth.reports.group_by("full_name").agg("report_year").iter_rows())
    for name, missing in answer.select("full_name", "missing_years").iter_rows():
        assert not set(years[name]) & {int(year) for year in missing.split(",")}


@_asks("where_a_figure_came_from")
def test_where_a_figure_came_from(answer, truth):
    assert set(answer["item"]) == {"granted", "partially_granted", "total_closed"}
    assert answer["value"].null_count() == 0


@_asks("grounds_over_the_years")
def test_grounds_over_the_years(answer, truth):
    secret = answer.filter(pl.col("ground") == "denied_state_secret").select("report_year", "applications")
    counted = truth.indicators.filter(~pl.col("report_id").is_in(list(truth.covered)))
    stated = counted.filter((pl.col("indicator") == "denied_state_secret_rate") & pl.col("is_stated"))
    expected = stated.group_by("report_year").agg(pl.col("numerator").sum()).sort("report_year")
    expected = expected.filter(pl.col("numerator") > 0)
    assert secret.rows() == expected.rows()
