"""What a printed cell says: its figure, its unit, or the mark that stands for an empty one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.place.values import UNREADABLE, Kind, read_value, stated_unit
from tests.place.papers import applications, counted, tables_of


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("0", "0"),
        ("97", "97"),
        ("９７", "97"),
        ("１，２３４", "1234"),
        ("1,234", "1234"),
        ("12,345,678", "12345678"),
        ("1 234", "1234"),
        ("1　234", "1234"),
        (" 42 ", "42"),
        ("4.45", "4.45"),
        ("３．５", "3.5"),
        ("+1036", "1036"),
        ("＋1036", "1036"),
        ("-3", "-3"),
        ("－3", "-3"),
        ("−3", "-3"),
        ("零", "0"),
        ("无", "0"),
        ("无件", "0"),
        ("無", "0"),
    ],
)
def test_a_figure_is_read_however_it_is_written(printed, number):
    value = read_value(printed)
    assert (value.kind, value.number, value.scale) == (Kind.FIGURE, Decimal(number), None)


@pytest.mark.parametrize(
    ("printed", "number", "scale"),
    [
        ("16件", "16", 1),
        ("16 件", "16", 1),
        ("１６件", "16", 1),
        ("251000元", "251000", 1),
        ("251,000元", "251000", 1),
        ("3.5万元", "3.5", 10_000),
        ("1.2亿元", "1.2", 100_000_000),
        ("25人次", "25", 1),
    ],
)
def test_the_unit_behind_a_figure_says_what_it_counts_in(printed, number, scale):
    value = read_value(printed)
    assert (value.kind, value.number, value.scale) == (Kind.FIGURE, Decimal(number), scale)


@pytest.mark.parametrize("printed", ["", " ", "　", "-", "—", "——", "--", "–", "－", "/", "\\", "_"])
def test_dashes_slashes_and_nothing_are_an_empty_cell(printed):
    assert read_value(printed).kind is Kind.BLANK


@pytest.mark.parametrize(
    ("printed", "likely"),
    [
        ("约30", 30),
        ("28*", 28),
        ("28①", 28),
        ("28（含续聘3）", 28),
        ("16件(含上年2件)", 16),
        ("30余件", 30),
        ("1O件", 10),
    ],
)
def test_a_figure_with_a_remark_is_only_suspected(printed, likely):
    value = read_value(printed)
    assert (value.kind, value.number) == (Kind.SUSPECT, likely)


@pytest.mark.parametrize("printed", ["2�", "�35", "4\uf0b77", "?8", "１?０", "�", "??"])
def test_digits_among_lost_characters_are_a_figure_that_nobody_can_read(printed):
    assert read_value(printed) == UNREADABLE


@pytest.mark.parametrize("printed", ["不适用", " 不适用 ", "不適用"])
def test_not_applicable_is_said_in_words(printed):
    assert read_value(printed).kind is Kind.NOT_APPLICABLE


@pytest.mark.parametrize(("printed", "likely"), [("O", 0), ("l6", 16), ("1O", 10), ("9l", 91), ("I", 1)])
def test_letters_that_look_like_digits_are_only_suspected(printed, likely):
    value = read_value(printed)
    assert (value.kind, value.number) == (Kind.SUSPECT, likely)


@pytest.mark.parametrize(
    "printed",
    [
        "行政许可",
        "2024年",
        "0517-87213456",
        "05178721",
        "3-5",
        "11370303004217186G",
        "1234567890123456789",
        "12.3.4",
        "第20条",
        "5%",
        "3千克",
        "1次）",
    ],
)
def test_words_dates_and_numbers_of_other_kinds_are_no_figures(printed):
    assert read_value(printed).kind is Kind.TEXT


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("本年收费金额（单位：万元）", 10_000),
        ("采购总金额（单位：元）", 1),
        ("采购总金额(万元)", 10_000),
        ("金额（单位: 亿元）", 100_000_000),
        ("本年收费金额", None),
        ("采购总金额（含税）", None),
    ],
)
def test_a_heading_states_the_unit_of_money_in_brackets(heading, scale):
    assert stated_unit(heading) == scale


# --- in the tables of a report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda count: f"{count}件",
        lambda count: f"{count:,}",
        lambda count: str(count).translate({ord("0") + digit: ord("０") + digit for digit in range(10)}),
        lambda count: str(count or "零"),
        lambda count: f" {count} ",
    ],
    ids=["with units", "with separators", "full width", "zero in words", "padded"],
)
def test_a_table_is_read_alike_however_its_figures_are_written(write):
    paper = applications(answered={"granted": (1_234, 56, 0, 0, 0, 0), "refused_complaint": (2, 1_017, 0, 0, 0, 0)})
    for row in paper.rows:
        row.cells[:] = [write(int(cell)) for cell in row.cells]
    for document in (paper.piped(), paper.html()):
        read = tables_of(document)
        assert read.applications == counted(paper)
        assert read.of_status("derived", "blank") == set()
        assert read.issues() == []


def fees_of_2021(heading: str, cell: str) -> str:
    return (
        "第二十条第（五）项\n信息内容 | 本年处理决定数量\n行政许可 | 97\n第二十条第（六）项\n"
        "信息内容 | 本年处理决定数量\n行政处罚 | 12\n行政强制 | 4\n第二十条第（八）项\n"
        f"信息内容 | {heading}\n行政事业性收费 | {cell}\n"
    )


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("本年收费金额（单位：万元）", "4.45", "44500"),
        ("本年收费金额", "4.45", "44500"),
        ("本年收费金额（单位：元）", "44500", "44500"),
        ("本年收费金额（单位：万元）", "44500元", "44500"),
        ("本年收费金额（单位：元）", "4.45万元", "44500"),
        ("本年收费金额（单位：万元）", "0", "0"),
        ("本年收费金额（单位：万元）", "1,234.56", "12345600"),
    ],
)
def test_fees_are_in_ten_thousands_unless_the_heading_or_before_it_the_cell_says_otherwise(heading, cell, yuan):
    read = tables_of(fees_of_2021(heading, cell))
    assert read.values["disclosures.fees.amount"] == Decimal(yuan)
    assert read.printed("disclosures.fees.amount") == cell


@pytest.mark.parametrize(
    ("printed", "yuan"), [("0. 36", "3600"), ("0.  36", "3600"), ("12, 345", "123450000"), ("1,234. 56", "12345600")]
)
def test_a_figure_parted_at_its_point_or_comma_in_a_line_of_text_is_one_figure(printed, yuan):
    read = tables_of(f"第二十条第（八）项\n信息内容  本年收费金额（单位：万元）\n行政事业性收费  {printed}\n")
    assert read.values["disclosures.fees.amount"] == Decimal(yuan)
    assert read.issues() == []


@pytest.mark.parametrize(
    "line", ["行政事业性收费 12, 34", "行政事业性收费 | 0. | 36 |", "行政事业性收费 | 12， | 34 |"]
)
def test_what_stands_behind_a_point_or_comma_and_a_gap_is_never_a_figure_of_its_own(line):
    read = tables_of(f"第二十条第（八）项\n信息内容  本年收费金额（单位：万元）\n{line}\n")
    assert read.values["disclosures.fees.amount"] is None
    assert read.told("figure_unreadable") == {"disclosures.fees.amount"}


def procurement_of_2019(heading: str, cell: str) -> str:
    return (
        "第二十条第（六）项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量\n行政处罚 | 150 | -3 | 12\n"
        "行政强制 | 20 | +1036 | 4\n第二十条第（八）项\n信息内容 | 上一年项目数量 | 本年增/减\n行政事业性收费 | 2 | 0\n"
        f"第二十条第（九）项\n信息内容 | 采购项目数量 | {heading}\n政府集中采购 | 6 | {cell}\n"
    )


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("采购总金额", "251000", "251000"),
        ("采购总金额", "251000元", "251000"),
        ("采购总金额", "3.5万元", "35000"),
        ("采购总金额（单位：万元）", "3.5", "35000"),
        ("采购总金额", "1234567.89", "1234567.89"),
    ],
)
def test_a_bare_amount_of_procurement_is_yuan(heading, cell, yuan):
    read = tables_of(procurement_of_2019(heading, cell), due="2019")
    assert read.form == "2019"
    assert read.values["disclosures.procurement.projects"] == 6
    assert read.values["disclosures.procurement.amount"] == Decimal(yuan)


@pytest.mark.parametrize(
    "lines",
    [
        ("信息内容  采购项目  采购总金额（万", "          数量      元）"),
        ("信息内容  采购项目  采购总金额（单位", "          数量      ：万元）"),
        ("信息内容  采购项目  采购总金额（万元", "          数量               ）"),
    ],
)
def test_a_unit_of_money_in_brackets_that_wrap_beside_another_heading_counts(lines):
    head, _, tail = procurement_of_2019("采购总金额", "3.5").partition("信息内容 | 采购项目数量 | 采购总金额\n")
    read = tables_of(head + "\n".join(lines) + "\n" + tail.replace(" | ", "      "), due="2019")
    assert read.values["disclosures.procurement.amount"] == 35_000


def test_the_end_of_a_wrapped_unit_is_not_the_unit():
    lines = "信息内容\n本年收费\n金额（单位\n：万\n元）\n行政事业性收费\n125\n行政许可\n3\n行政强制\n4\n"
    assert tables_of(lines).values["disclosures.fees.amount"] == 1_250_000


def test_a_unit_of_money_on_a_line_of_its_own_above_the_table_counts_and_one_that_counts_items_does_not():
    lines = "信息内容\n本年收费金额\n行政事业性收费\n125\n行政许可\n3\n行政强制\n4\n"
    assert tables_of(f"单位：元\n{lines}").values["disclosures.fees.amount"] == 125
    assert tables_of(f"第二十条第（八）\n项\n{lines}").values["disclosures.fees.amount"] == 1_250_000


def test_only_a_change_of_items_has_a_sign():
    read = tables_of(procurement_of_2019("采购总金额", "0"), due="2019")
    assert read.values["disclosures.penalty.items_change"] == -3
    assert read.values["disclosures.compulsion.items_change"] == 1036
    assert read.printed("disclosures.compulsion.items_change") == "+1036"


@pytest.mark.parametrize("impossible", ["-5", "2.5"])
def test_a_count_that_is_negative_or_broken_is_no_figure_and_said_so(impossible):
    read = tables_of(fees_of_2021("本年收费金额", "0").replace("97", impossible))
    assert read.values["disclosures.licensing.decisions"] is None
    assert read.printed("disclosures.licensing.decisions") == impossible
    assert read.told("figure_impossible") == {"disclosures.licensing.decisions"}


def test_money_of_form_2014_stands_in_the_unit_of_its_own_column():
    document = (
        "政府信息公开情况统计表\n统计指标 | 单位 | 统计数\n主动公开政府信息数 | 条 | 148\n"
        "四、行政复议数量 | 件 | 3\n七、依申请公开信息收取的费用 | {} | 12\n"
        "（四）政府信息公开专项经费 | 万元 | 3.5\n（三）接受培训人员数 | 人次 | 25\n"
    )
    in_ten_thousands, in_yuan = (tables_of(document.format(unit), due="2014") for unit in ("万元", "元"))
    assert in_ten_thousands.values["activities.fees.fees_charged"] == 120_000
    assert in_yuan.values["activities.fees.fees_charged"] == 12
    assert in_yuan.values["activities.resources.budget"] == 35_000
    assert in_yuan.values["activities.meetings.people_trained"] == 25


# --- what is not there -----------------------------------------------------------------------------------------------


def test_a_cell_that_does_not_apply_has_no_figure_but_a_place():
    read = tables_of(fees_of_2021("本年收费金额", "不适用"))
    assert read.statuses["disclosures.fees.amount"] == "not_applicable"
    assert read.values["disclosures.fees.amount"] is None
    assert read.printed("disclosures.fees.amount") == "不适用"


def test_cells_of_a_table_that_is_not_printed_are_missing():
    read = tables_of(applications().piped())
    assert read.statuses["reviews.review.total"] == "missing"
    assert read.printed("reviews.review.total") is None
    assert {name.split(".")[0] for name in read.of_status("missing")} == {"disclosures", "reviews", "litigation"}


def test_every_cell_of_the_form_has_one_status():
    read = tables_of(applications().piped())
    assert len(read.values) == len(read.tables.figures) == 200


@pytest.mark.parametrize("between", [" ", "  ", "\t"])
@pytest.mark.parametrize(("unit", "yuan"), [("元", 3), ("万元", 30_000)])
def test_the_unit_of_a_line_stands_between_its_label_and_its_figure(between, unit, yuan):
    lines = ["统计指标|单位|统计数", "六、举报投诉数量|件|9", f"七、依申请公开信息收取的费用|{unit}|3"]
    lines += [f"（四）政府信息公开专项经费  {unit}2"]  # in columns that leave no gap
    lines += ["（一）政府信息公开工作专门机构数|个|1", "（二）设置政府信息公开查阅点数|个|5"]
    read = tables_of("\n".join(lines).replace("|", between), due="2014")
    assert read.values["activities.fees.fees_charged"] == yuan
    assert read.values["activities.resources.budget"] == yuan * 2 / 3


def test_a_letter_behind_the_colon_of_a_line_is_said_to_be_no_figure():
    lines = [
        "1.政府公报公开政府信息数：6O4条",
        "制发规范性文件总数：O件",
        "六、举报投诉数量：9件",
        "2.政府网站公开政府信息数：12条",
    ]
    read = tables_of(
        "\n".join(["附件：政府信息公开情况统计表", *lines, "（一）政府信息公开工作专门机构数：1个"]), due="2014"
    )
    assert "disclosures.normative_documents.made" in read.told("figure_unreadable")
    assert read.values["activities.complaints.complaints"] == 9
