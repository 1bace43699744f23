"""The divisions of the country through the years."""

import csv
from collections import defaultdict
from itertools import pairwise

import pytest

from ingest.identify.region import SEED, regions


@pytest.fixture(scope="module")
def rows():
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("朝阳市", 2019, "211300"),
        ("石嘴山市", 2019, "640200"),
        ("张店区", 2012, "370303"),
        ("济源市", 2020, "419001"),
        ("洪泽区", 2023, "320813"),
        ("洪泽县", 2012, "320829"),
        ("沭阳县", 2021, "321322"),
        ("淮安市", 2024, "320800"),
        ("淄川区", 2018, "370302"),
        ("楚州区", 2010, "320803"),
        ("襄樊市", 2009, "420600"),
        ("崇文区", 2009, "110103"),
        ("崇文区", 2010, "110103"),
        ("两江新区", 2026, "500157"),
        ("岑岭县", 2026, "653132"),
        ("恩施州", 2020, "422800"),
    ],
)
def test_a_division_is_found_by_its_name_of_the_time(name, year, code):
    assert [region.code for region in regions().named(name, year)] == [code]


@pytest.mark.parametrize(("name", "year"), [("洪泽区", 2012), ("洪泽县", 2020), ("崇文区", 2014), ("襄樊市", 2015)])
def test_a_name_of_another_time_is_no_division(name, year):
    assert regions().named(name, year) == ()


def test_names_that_recur_give_all_who_bear_them():
    assert {region.code for region in regions().named("朝阳区", 2019)} == {"110105", "220104"}
    assert {region.code for region in regions().named("鼓楼区", 2019)} == {"320106", "320302", "350102", "410204"}


def test_parents_are_those_of_the_year():
    huangpu = regions().named("巢湖市", 2015)[0]
    assert [parent.name for parent in regions().parents(huangpu, 2015)] == ["安徽省", "合肥市"]
    assert [parent.name for parent in regions().parents(regions().named("济源市", 2020)[0], 2020)] == ["河南省"]


def test_a_renamed_county_can_be_followed_to_the_district_it_became(rows):
    followed = {(row["region_name"], row["successor_code"]) for row in rows if row["valid_to"]}
    assert {("洪泽县", "320813"), ("楚州区", "320803"), ("襄樊市", "420600"), ("崇文区", "110101")} <= followed
    assert {("渝北区", "500157"), ("江北区", "500157"), ("下城区", "330105")} <= followed


def test_no_code_has_two_names_in_one_year(rows):
    spans = defaultdict(list)
    for row in rows:
        spans[row["region_code"]].append((int(row["valid_from"]), int(row["valid_to"] or 9999)))
    for code, found in spans.items():
        found.sort()
        assert all(last < first for (_, last), (first, _) in pairwise(found)), code


def test_every_parent_and_successor_stands_when_it_is_needed(rows):
    standing = defaultdict(list)
    for row in rows:
        standing[row["region_code"]].append((int(row["valid_from"]), int(row["valid_to"] or 9999)))

    def stands(code, year):
        return any(first <= year <= last for first, last in standing[code])

    for row in rows:
        if row["parent_code"]:
            assert stands(row["parent_code"], int(row["valid_from"])), row
        if row["successor_code"]:
            assert stands(row["successor_code"], int(row["valid_to"]) + 1), row


def test_the_divisions_of_today_are_counted_as_they_are(rows):
    levels = [row["admin_level"] for row in rows if not row["valid_to"]]
    assert levels.count("province") == 34
    assert levels.count("prefecture") == 333
    assert 2840 < levels.count("county") < 2850


def test_what_has_ended_lately_says_what_followed(rows):
    ended = [row for row in rows if row["valid_to"] and int(row["valid_to"]) >= 2003]
    followed = [row for row in ended if row["successor_code"]]
    assert len(followed) >= 0.99 * len(ended)
