"""Figures as prose writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.narrative.numerals import chinese_value, read_numeral


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两", 2),
        ("八十六", 86),
        ("一百零五", 105),
        ("一百一十", 110),
        ("四百零六", 406),
        ("三千二百一十八", 3218),
        ("一万二千三百", 12300),
        ("三千零五", 3005),
        ("零", 0),
    ],
)
def test_chinese_numerals_say_their_number(printed: str, value: int) -> None:
    assert chinese_value(printed) == value


@pytest.mark.parametrize(
    "printed", ["三五", "数十", "十几", "二〇二四", "百", "千", "万", "一百五", "十十", "一千万千"]
)
def test_round_figures_years_and_broken_numerals_say_no_number(printed: str) -> None:
    assert chinese_value(printed) is None


@pytest.mark.parametrize(
    ("printed", "value", "read"),
    [
        ("1,205条", 1205, "1,205"),
        ("1.2万条", 12000, "1.2万"),
        ("3.5万元", 35000, "3.5万"),
        ("2 318条", 2318, "2 318"),
        ("5500余条", None, "5500余"),
        ("10多次", None, "10多"),
        ("0517-8", None, "0517"),
        ("0 0 5件", 0, "0"),
    ],
)
def test_digits_are_read_with_their_separators_and_scale(printed: str, value: int | None, read: str) -> None:
    numeral = read_numeral(printed, 0)
    assert numeral is not None
    assert printed[: numeral.end] == read
    assert numeral.value == (None if value is None else Decimal(value))
