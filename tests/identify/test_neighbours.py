"""Reports without a title on pages that link to those of other bodies and years."""

import pytest

from ingest.identify import identify
from tests.identify.pages import page

TEXT = (
    "一、总体情况",
    "2019年，我局按条例公开信息，没有收到申请。",
    "2019年，我局的专栏设在昆明市水利局网站。",
    "2020年，我局将做得更好。",
)
NEIGHBOUR = "青浦区教育局2018年政府信息公开工作年度报告"
OF_THE_SAME_YEAR = "青浦区民政局2019年政府信息公开工作年度报告"
OTHER_NEIGHBOUR = "昌平区水务局2020年政府信息公开年报"


def told(*lines: str):
    found = identify(page(*lines, source_format="html"), "page.html")
    return found.title, found.agency_name, found.report_year


@pytest.mark.parametrize(
    "links",
    [
        [NEIGHBOUR],
        [NEIGHBOUR, OTHER_NEIGHBOUR],
        [OTHER_NEIGHBOUR, NEIGHBOUR],
        ["相关链接", NEIGHBOUR, OTHER_NEIGHBOUR],
        ["相关链接", OF_THE_SAME_YEAR],
        [NEIGHBOUR + OTHER_NEIGHBOUR],
        ["昆明市水利局2018年政府信息公开工作年度报告"],
    ],
)
def test_links_below_a_report_without_a_title_give_it_none(links):
    assert told(*TEXT, *links) == (None, "昆明市水利局", 2019)


@pytest.mark.parametrize(
    "links",
    [
        [NEIGHBOUR, OTHER_NEIGHBOUR],
        [OTHER_NEIGHBOUR, NEIGHBOUR],
        ["相关链接：", OF_THE_SAME_YEAR],
        ["【相关阅读】", NEIGHBOUR, OF_THE_SAME_YEAR],
        [NEIGHBOUR + OTHER_NEIGHBOUR],
        ["首页", NEIGHBOUR, "互动交流"],
        [f"昆明市水利局{year}年政府信息公开工作年度报告" for year in (2018, 2020)],
    ],
)
def test_links_above_a_report_without_a_title_give_it_none(links):
    assert told(*links, *TEXT) == (None, "昆明市水利局", 2019)


def test_a_link_between_two_paragraphs_is_no_title():
    assert told(*TEXT[:3], NEIGHBOUR, *TEXT[3:]) == (None, "昆明市水利局", 2019)


@pytest.mark.parametrize(
    "menu",
    [
        ["当前位置：首页 > 青浦区教育局 > 2020年 > 信息公开年报"],
        ["首页", "2021年", "2020年"],
        ["青浦区教育局", "青浦区审计局", "正文"],
    ],
)
def test_a_menu_says_neither_who_reports_nor_for_which_year(menu):
    assert told(*menu, *TEXT) == (None, "昆明市水利局", 2019)


def test_a_report_that_names_no_body_gets_that_of_no_link():
    text = ("一、总体情况", "2019年，我局按条例公开信息，没有收到申请。")
    for around in ((*text, NEIGHBOUR), (*text, OF_THE_SAME_YEAR), (NEIGHBOUR, OTHER_NEIGHBOUR, *text)):
        assert told(*around) == (None, None, 2019)


def test_the_signature_names_the_body_whatever_report_is_linked_above_it():
    text = ("2019年，我局按条例公开信息，没有收到申请。", "昆明市水利局", "2020年1月9日")
    assert told(NEIGHBOUR.replace("2018", "2019"), OF_THE_SAME_YEAR, *text) == (None, "昆明市水利局", 2019)


def test_the_name_a_title_leaves_out_is_not_taken_from_a_neighbours_link():
    title = "教育局2019年政府信息公开工作年度报告"
    assert told(title, *TEXT[:2], NEIGHBOUR)[:2] == (title, "教育局")


def test_its_own_title_among_links_and_below_its_text_is_still_the_title():
    own = "昆明市水利局2019年政府信息公开工作年度报告"
    assert told(NEIGHBOUR, own, *TEXT) == (own, "昆明市水利局", 2019)
    assert told(own, *TEXT, "相关链接", NEIGHBOUR, OTHER_NEIGHBOUR) == (own, "昆明市水利局", 2019)
    assert told(*TEXT, own) == (own, "昆明市水利局", 2019)


def test_a_commission_does_not_report_under_the_title_of_the_last_bureau_in_a_list():
    text = ("2019年，我委按条例公开信息，没有收到申请。", "2019年，我委举办培训2次，参加80人次。")
    links = (NEIGHBOUR.replace("2018", "2019"), OF_THE_SAME_YEAR)
    assert told(*links, *text) == (None, None, 2019)
    own = "青浦区发展和改革委员会2019年政府信息公开工作年度报告"
    assert told(*links, own, *text) == (own, "青浦区发展和改革委员会", 2019)
