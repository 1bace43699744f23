"""From printed lines to figures: the words as printed, their place, conflicts, and hostile text."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.narrative import ProseFigure, ProseReading, read_prose
from ingest.read.blocks import Paragraph, Place


def _reading(*lines: str, year: int | None = 2021) -> ProseReading:
    return read_prose([Paragraph(line, Place(line_no=number)) for number, line in enumerate(lines, start=1)], year)


def _only(*lines: str, year: int | None = 2021) -> ProseFigure:
    (figure,) = _reading(*lines, year=year).figures
    return figure


def test_a_figure_keeps_its_printed_digits_its_sentence_and_its_line() -> None:
    figure = _only("本年工作有序开展。", "全年主动公开政府信息１,２０５条。其余从略。")
    assert (figure.code, figure.value) == ("items_published_total", 1205)
    assert figure.raw_text == "１,２０５"
    assert figure.quote == "全年主动公开政府信息１,２０５条。"
    assert figure.place == Place(line_no=2)


def test_a_zero_in_words_is_quoted_by_the_words_that_say_it() -> None:
    assert _only("我镇没有收到政府信息公开申请。").raw_text == "没有收到"


def test_a_zero_under_glosses_keeps_them_in_its_raw_text() -> None:
    figure = _only("本年度沒(méi)有收到申請(qǐng)。")
    assert (figure.value, figure.raw_text) == (0, "沒(méi)有收到")


def test_money_in_ten_thousands_is_yuan_and_keeps_its_unit_in_the_raw_text() -> None:
    figure = _only("全年收取信息处理费3.5万元。")
    assert (figure.value, figure.raw_text) == (Decimal(35000), "3.5万元")


def test_money_in_yuan_keeps_its_cents() -> None:
    assert _only("全年收取复制、邮寄等费用45.50元。").value == Decimal("45.5")


def test_a_figure_broken_over_two_lines_keeps_the_line_break() -> None:
    figure = _only("全年主动公开政府信息 12", "80 条。")
    assert (figure.value, figure.raw_text, figure.place.line_no) == (1280, "12\n80", 1)
    assert figure.quote == "全年主动公开政府信息 1280 条。"


def test_a_sentence_goes_on_behind_a_page_number_and_an_empty_line() -> None:
    figure = _only("全年收到政府信息公开申", "", "- 3 -", "请 18 件。")
    assert (figure.code, figure.value, figure.place.line_no) == ("applications_received", 18, 4)


def test_a_long_sentence_is_quoted_from_the_clause_of_the_figure() -> None:
    beginning = "为推动各项任务落到实处，" * 12
    figure = _only(f"{beginning}全年收到政府信息公开申请18件，均已答复。")
    assert figure.quote == "全年收到政府信息公开申请18件"


def test_the_same_figure_said_twice_is_one_figure() -> None:
    reading = _reading("全年主动公开政府信息320条。", "如前所述，主动公开政府信息320条。")
    assert [(figure.value, figure.place.line_no) for figure in reading.figures] == [(320, 1)]
    assert not reading.conflicts


def test_two_figures_for_one_measure_are_a_conflict_and_no_figure() -> None:
    reading = _reading("局网站发布信息320条。", "另一网站发布信息85条。")
    assert not reading.figures
    assert [figure.value for figure in reading.conflicts["items_published_website"]] == [320, 85]


def test_twice_the_same_figure_in_one_sentence_counts_two_things() -> None:
    reading = _reading("举办新闻发布会2场，参加省政府新闻发布会2场。")
    assert not reading.figures
    assert len(reading.conflicts["press_conferences"]) == 2


def test_received_stands_before_taken_up() -> None:
    assert [figure.value for figure in _reading("全年收到申请23件，受理21件。").figures] == [23]


def test_another_year_is_left_out_only_where_the_year_of_the_report_is_known() -> None:
    line = "2019年公开政府信息88条。"
    assert not _reading(line, year=2021).figures
    assert _only(line, year=2019).value == 88
    assert _only(line, year=None).value == 88


@pytest.mark.parametrize("time", ["2018年", "2020年", "去年", "2018年12月"])
def test_what_another_year_carried_over_is_not_this_years(time: str) -> None:
    assert not _reading(f"{time}，全局共收到申请96件，办结95件，上年结转4件，结转下年5件。").figures


def test_what_last_year_carried_over_and_a_month_leaves_over_is_this_years() -> None:
    reading = _reading("2020年结转申请4件，12月份受理的3件结转至2022年继续办理。")
    assert {figure.code: figure.value for figure in reading.figures} == {
        "applications_carried_in": 4,
        "applications_carried_out": 3,
    }
    assert not _reading("2018年结转申请4件。").figures


def test_a_sentence_that_names_no_year_goes_on_about_the_year_before_it() -> None:
    last_year = "2020年共收到申请96件。"
    assert not _reading(f"{last_year}其中予以公开40件，部分公开12件。").figures
    assert not _reading(f"{last_year}未收取信息处理费。").figures
    assert [figure.value for figure in _reading(f"{last_year}本年收到申请80件。").figures] == [80]
    assert [figure.value for figure in _reading(last_year, "收到申请80件。").figures] == [80]


def test_figures_of_the_whole_country_are_not_the_reports() -> None:
    assert not _reading("全国政府信息公开申请共45万件，行政复议1.2万件。").figures
    assert [figure.value for figure in _reading("全国收到申请45万件，我局收到申请12件。").figures] == [12]
    assert [figure.value for figure in _reading("在全国评估中位列第五，公开政府信息300条。").figures] == [300]


def test_offices_counted_one_by_one_are_parts_of_the_figure_that_stands_by_itself() -> None:
    parts = "区教育局收到申请12件，区公安局收到申请31件。"
    assert [figure.value for figure in _reading("全区收到申请60件。", parts).figures] == [60]
    assert not _reading("收到申请40件。", parts).figures
    assert not _reading("其中区教育局收到申请12件。").figures


def test_of_all_cases_a_body_had_only_those_about_disclosure_count() -> None:
    reading = _reading(
        "区政府收到行政复议申请342件，其中政府信息公开类27件；行政应诉案件12件，其中信息公开行政诉讼2件。"
    )
    assert {figure.code: figure.value for figure in reading.figures} == {"reviews": 27, "litigation": 2}
    assert _only("因政府信息公开引发行政复议5件，其中对信息公开答复不服2件。").value == 5


@pytest.mark.parametrize("opening", ["某某区教育局信息公开年度报告（2021年）", "一年来，我局认真履职。"])
def test_what_a_town_published_is_not_an_offices(opening: str) -> None:
    assert not _reading(opening, "大兴镇微信公众号发布信息555条。").figures
    assert not _reading(opening, "其中大兴镇、小李乡公开信息45条。").figures
    assert _only(opening, "在大兴镇举办政务公开培训2次。").value == 2


def test_what_a_town_published_is_the_towns() -> None:
    assert _only("大兴镇信息公开年度报告（2021年）", "大兴镇微信公众号发布信息555条。").value == 555


def test_what_the_report_of_another_year_shows_is_of_that_year() -> None:
    assert not _reading("《某某市2020年政府信息公开年度报告》显示，全市收到申请1206件。").figures
    assert _only("按照《2020年政务公开工作要点》，全市收到申请1206件。").value == 1206


def test_since_the_year_of_the_report_began_is_that_year_and_since_another_is_not() -> None:
    assert _only("2021年以来，公开政府信息300条。").value == 300
    assert not _reading("2019年以来，公开政府信息900条。").figures


def test_cases_carried_over_are_no_applications() -> None:
    assert [figure.code for figure in _reading("行政诉讼2件（其中1件为上年结转案件）。").figures] == ["litigation"]


def test_what_some_or_others_did_not_receive_is_no_zero() -> None:
    for line in ["除区民政局外，其他部门未收到申请。", "如未收到申请，应填写0。", "下辖各乡镇收到申请19件。"]:
        assert not _reading(line).figures, line


def test_a_plan_is_no_figure_though_it_speaks_of_the_whole_year() -> None:
    assert not _reading(
        "五、下一步工作", "（一）加大公开力度，力争全年公开信息500条。", "（二）举办培训班2期。"
    ).figures


def test_a_figure_of_last_year_beside_this_years_changes_the_year_of_nothing_behind_it() -> None:
    reading = _reading("公开信息350条，上年为300条；收到申请11件，2020年9件；行政复议2件。")
    assert {figure.code: figure.value for figure in reading.figures} == {
        "items_published_total": 350,
        "applications_received": 11,
        "reviews": 2,
    }


def test_a_remark_on_how_things_were_counted_is_no_figure() -> None:
    assert _only("主动公开政府信息数（不同渠道和方式公开相同信息计1条）：1204条。").value == 1204


def test_to_find_nothing_uncharged_is_no_charge_of_zero() -> None:
    assert not _reading("未发现应收未收费用情况。").figures
    assert len(_reading("无行政复议案件，也无行政诉讼。").figures) == 2


def test_of_an_offices_whole_business_no_case_is_about_disclosure() -> None:
    overview, section = "一、总体情况", "四、政府信息公开行政复议、行政诉讼情况"
    handled = "全年办理行政复议案件45件、行政诉讼案件30件。"
    assert not _reading(overview, handled).figures
    assert len(_reading(section, handled).figures) == 2
    assert not _reading(overview, "行政诉讼案件30件。").figures
    assert _only(overview, "涉及政府信息公开的行政诉讼案件3件。").value == 3
    assert not _reading("我局行政应诉案件30件，均与政府信息公开无关。").figures
    assert _only("因行政许可引发行政诉讼5件，因政府信息公开引发行政诉讼1件。").value == 1
    assert {figure.value for figure in _reading(overview, "未发生行政复议和行政诉讼。").figures} == {0}


def test_of_a_count_since_the_beginning_the_years_part_is_the_years() -> None:
    assert _only("累计公开政府信息9300条，其中2021年公开530条。").value == 530
    assert not _reading("累计公开政府信息9300条，其中2020年公开530条。").figures
    assert _only("全年累计公开政府信息530条，其中规范性文件12条。").value == 530


def test_what_was_done_stands_where_a_plan_stood_before() -> None:
    assert _only("计划全年公开政府信息500条，实际公开480条。").value == 480
    assert not _reading("五、下一步工作", "计划公开政府信息500条，实际公开480条。").figures


def test_what_another_body_passed_on_is_a_part() -> None:
    assert not _reading("收到市政府办转来依申请公开件6件，均已答复6件。").figures
    assert not _reading("未收到上级转办的政府信息公开申请。").figures


def test_another_partys_case_is_not_the_agencys() -> None:
    assert not _reading("我局作为第三人参加行政诉讼2件。").figures


def test_not_none_is_some() -> None:
    assert not _reading("并非没有收到申请，而是均已当场答复。").figures


def test_nothing_under_the_heading_of_a_plan_is_a_figure_until_the_next_heading() -> None:
    reading = _reading("四、下一步工作安排", "举办政务公开培训4次。", "五、其他事项", "收取信息处理费200元。")
    assert [figure.code for figure in reading.figures] == ["fee_collected_yuan"]


def test_a_heading_names_what_a_bare_none_is_about() -> None:
    reading = _reading("三、行政复议、行政诉讼情况", "无。", "四、其他需要报告的事项", "无。")
    assert {(figure.code, figure.value) for figure in reading.figures} == {("reviews", 0), ("litigation", 0)}


def test_the_offices_own_cases_are_not_its_governments() -> None:
    title = "某某区人民政府信息公开年度报告（2021年）"
    assert not _reading(title, "区政府办公室收到申请17件。").figures
    assert _only("某某区人民政府办公室信息公开年度报告（2021年）", "区政府办公室收到申请17件。").value == 17


def test_the_lines_of_a_torn_table_state_nothing() -> None:
    assert (
        _reading(
            "一、本年新收政府信息公开申请数量 21 0 0 0 0 0 21",
            "（二）部分公开（区分处理的，只计这一情",
            "形） 4 0 0 0 0 0 4",
            "行政许可 | 97 |",
            "（五）不予处理 4.无正当理由大量反复申请",
            "0 0 0 0 0 0 0",
            "数量\t12",
        )
        == ProseReading()
    )


def test_a_remark_on_how_a_table_was_counted_states_nothing() -> None:
    lines = ["2021年，我局收到政府信息公开申请5件。", "备注：1件申请涉及2个事项的按1件统计。"]
    assert [figure.value for figure in _reading(*lines).figures] == [5]
    assert _reading(lines[1]).figures == _reading().figures


def test_no_paragraphs_no_figures() -> None:
    assert read_prose([], 2021) == ProseReading()
    assert _reading("", "  ", "。", "，，。") == ProseReading()


_WORDS = (
    "政府信息 公开 申请 收到 未 没有 无 行政复议 诉讼 维持 结转 上年 下年 2020年 其中 12 1,205 三十 0 零 约 万 件 条 "
    "元 次 人次 、 ， 。 （ ） ； ： “ ” 《 》 各 分别为 均 比 网站 微信 培训 和 的 为 将 第 % 一、 ( )"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n", " "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_PIECES, max_size=30).map("".join), max_size=5), st.sampled_from([None, 2020, 2021]))
def test_any_words_in_any_order_are_read_without_a_fault(lines: list[str], year: int | None) -> None:
    reading = _reading(*lines, year=year)
    joined = "\n".join(lines)
    for figure in (*reading.figures, *(figure for figures in reading.conflicts.values() for figure in figures)):
        assert figure.raw_text in joined
        assert figure.value >= 0
        assert figure.code not in reading.conflicts or figure not in reading.figures


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    _reading(text)


@pytest.mark.parametrize(
    "text",
    [
        "申请" * 40_000,
        "未收到、" * 20_000,
        "9" * 100_000 + "件",
        "（" * 50_000,
        "万" * 50_000 + "条",
        "信息1条，" * 20_000,
        "公开信息1条，" * 20_000,
        "计划" * 40_000,
        "累计公开信息9条，其中2021年1条，" * 5_000,
    ],
    ids=["one word", "negations", "digits", "brackets", "numerals", "figures", "statements", "plans", "years"],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(text: str) -> None:
    start = time.perf_counter()
    _reading(text)
    _reading(*[text[at : at + 100] for at in range(0, len(text), 100)])
    assert time.perf_counter() - start < 20
