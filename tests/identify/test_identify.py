"""Who reports, when, and from where, as pages of every kind print it."""

from datetime import date

import pytest

from ingest.identify import identify
from tests.identify.pages import page, table, with_blocks

PROSE = ("一、总体情况", "2019年，我局按条例公开信息，没有收到申请。", "2020年，我局将做得更好。")


def test_a_page_with_its_whole_site_around_it_is_read_by_its_own_title_and_date():
    found = identify(
        page(
            "首页",
            "政府信息公开年报",
            "当前位置：首页 > 政府信息公开 > 政府信息公开年度报告",
            "张店区发展和改革局2019年政府信息公开工作年度报告",
            "发布日期：2020-01-20 浏览次数：123 字号：[大 中 小]",
            *PROSE,
            "主办单位：张店区人民政府 网站标识码：3703030001",
            title="张店区发展和改革局2019年政府信息公开工作年度报告_张店区人民政府",
        ),
        "page.html",
    )
    assert found.title == "张店区发展和改革局2019年政府信息公开工作年度报告"
    assert (found.agency_name, found.region_code, found.report_year) == ("张店区发展和改革局", "370303", 2019)
    assert found.published_on == date(2020, 1, 20)


def test_links_to_other_years_beside_the_report_do_not_move_its_year():
    found = identify(
        page(
            "宿州市统计局2018年政府信息公开工作年度报告",
            "宿州市统计局2017年政府信息公开工作年度报告",
            "宿州市统计局2019年政府信息公开工作年度报告",
            *PROSE,
            title="宿州市统计局2019年政府信息公开工作年度报告",
        ),
        "page.html",
    )
    assert (found.title, found.report_year) == ("宿州市统计局2019年政府信息公开工作年度报告", 2019)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["洪泽区人民政府", "2019 年政府信息公开工作年度报告"], "洪泽区人民政府2019年政府信息公开工作年度报告"),
        (["正文", "2019 年北京市科委政府信息公开工作", "年度报告"], "2019年北京市科委政府信息公开工作年度报告"),
        (["昆 山 市 科 技 局", "2019年政府信息公开工作年度报告"], "昆山市科技局2019年政府信息公开工作年度报告"),
        (
            ["江苏省宿迁市沭阳县", "人力资源和社会保障局", "2019年政府信息公开工作", "年度报告"],
            "江苏省宿迁市沭阳县人力资源和社会保障局2019年政府信息公开工作年度报告",
        ),
        (["# 2019年宿州市统计局政府信息公开工作年度报告"], "2019年宿州市统计局政府信息公开工作年度报告"),
        (["宿州市统计局政府信息公开工作年度报告(2019年度)"], "宿州市统计局政府信息公开工作年度报告（2019年度）"),
        (["寿县水利局关于2019年政府信息公开工作情况的报告"], "寿县水利局关于2019年政府信息公开工作情况的报告"),
        (["沭阳县科技局2019年信息公开年报"], "沭阳县科技局2019年信息公开年报"),
        (
            ["張店區(qū)科學(xué)技術(shù)局2019年政府信息公開(kāi)工作年度報(bào)告"],
            "張店區科學技術局2019年政府信息公開工作年度報告",
        ),
    ],
)
def test_a_title_is_as_printed_without_line_breaks_glosses_and_spaces(lines, title):
    found = identify(page(*lines, *PROSE), "report.txt")
    assert found.title == title
    assert found.report_year == 2019
    assert found.resolution == "resolved"


def test_a_title_whose_bracket_is_closed_in_the_next_line_goes_on_there():
    found = identify(page("张店区发展和改革局政府信息公开工作年度报告（2019", "年度）", *PROSE), "page.pdf")
    assert found.title == "张店区发展和改革局政府信息公开工作年度报告（2019年度）"


def test_a_title_before_the_first_sentence_on_one_line_is_found():
    line = "宿州市统计局2019年政府信息公开工作年度报告 根据条例的要求，宿州市统计局编制本报告，向社会公布。"
    found = identify(page(line), "report.txt")
    assert (found.title, found.report_year) == ("宿州市统计局2019年政府信息公开工作年度报告", 2019)


def test_without_a_title_the_text_tells_who_and_when():
    found = identify(page(*PROSE, "在宿州市统计局网站设立专栏。"), "report.txt")
    assert (found.title, found.agency_name, found.report_year) == (None, "宿州市统计局", 2019)


def test_a_body_named_in_the_text_only_in_passing_is_not_the_one_that_reports():
    found = identify(page(*PROSE, "按照宿州市人民政府办公室的要求，报送宿州市审计委员会。"), "report.txt")
    assert (found.agency_name, found.resolution, found.agency_id) == (None, "unresolved", None)


def test_the_office_that_puts_a_page_online_is_not_the_bureau_that_speaks():
    lines = ("2019年政府信息公开工作年度报告", "发布机构：张店区人民政府办公室", *PROSE)
    assert identify(page(*lines, "在张店区民政局网站公布。"), "a.html").agency_name == "张店区民政局"
    assert identify(page(*lines), "a.html").agency_name == "张店区人民政府办公室"


def test_a_title_with_only_a_district_is_its_governments_unless_a_bureau_speaks():
    title = "张店区2019年政府信息公开工作年度报告"
    assert identify(page(title, "2019年，我区公开信息。"), "a.html").agency_name == "张店区人民政府"
    assert identify(page(title, "2019年，我办公开信息。"), "a.html").agency_name == "张店区人民政府"
    assert identify(page(title, *PROSE, "张店区民政局", "2020年1月9日"), "a.html").agency_name == "张店区民政局"
    assert identify(page(title, *PROSE), "a.html").agency_name == "张店区人民政府"


def test_a_bureau_that_speaks_mostly_of_its_district_is_still_the_bureau():
    text = "我局服务我区发展，我区企业增多，我区面貌一新。"
    found = identify(page("张店区人民政府", "2019年政府信息公开工作年度报告", text, "在区民政局网站公布。"), "a.html")
    assert found.title == "张店区人民政府2019年政府信息公开工作年度报告"
    found = identify(
        page("张店区人民政府", "索引号：1", "2019年，我局公开信息。", text, "在区民政局网站公布。"), "a.html"
    )
    assert (found.agency_name_printed, found.agency_name) == ("区民政局", "张店区民政局")


SITE = (
    "昆明市人民政府门户网站 2025年11月24日 星期一",
    "首页",
    "政府信息公开年报",
    "您所在的位置：首页 > 政府信息公开年报 > 正文",
)
LINKS = (
    "相关链接",
    *(f"昆明市水利局{year}年政府信息公开工作年度报告 {year + 1}-01-20" for year in (2016, 2017, 2018, 2020)),
    "主办单位：昆明市人民政府办公室 网站标识码：5301000001",
)


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["发布机构：昆明市水利局", *PROSE], "field"),
        (["发布机构：", "昆明市水利局", "发文日期：", "2020-01-20", *PROSE], "field"),
        (["根据条例要求，昆明市水利局编制本年度报告。", *PROSE], "opening"),
        (["来源：昆明市人民政府门户网站", "根据条例要求，昆明市水利局编制本年度报告。", *PROSE], "opening"),
        (["发布机构：昆明市人民政府办公室", "根据条例要求，昆明市水利局编制本年度报告。", *PROSE], "opening"),
        ([*PROSE, "昆明市水利局", "2020年1月20日"], "signature"),
    ],
)
def test_the_site_a_report_stands_on_is_not_the_body_that_reports(lines, source):
    title = "2019年政府信息公开工作年度报告"
    found = identify(page(*SITE, title, *lines, *LINKS[-1:], title="昆明市人民政府门户网站"), "a.html")
    assert (found.agency_name, found.title) == ("昆明市水利局", title)
    assert f"from the {source}" in found.evidence


def test_a_site_speaks_for_the_government_only_where_the_report_does():
    title = "2019年政府信息公开工作年度报告"
    own = identify(page(*SITE, title, "2019年，我市公开信息。", title="昆明市人民政府门户网站"), "a.html")
    assert (own.agency_name, own.region_code) == ("昆明市人民政府", "530100")
    assert identify(page(*SITE, title, *PROSE, title="昆明市人民政府门户网站"), "a.html").resolution == "unresolved"


def test_links_to_reports_below_the_text_are_not_its_title_and_date_nothing():
    for title in ("水利局政府信息公开工作年度报告", "昆明市水利局政府信息公开年度报告", "政府信息公开工作年度报告"):
        found = identify(page(*SITE, title, "发布机构：昆明市水利局", *PROSE, *LINKS), "a.html")
        assert (found.title, found.agency_name, found.report_year) == (title, "昆明市水利局", 2019)
        assert not found.issues


def test_links_to_reports_beside_the_menu_are_not_the_title_either():
    title = "昆明市水利局政府信息公开工作年度报告"
    for links in (LINKS[1:4], [link.split()[0] for link in LINKS[1:4]]):
        found = identify(page(*SITE, *links, title, *PROSE), "a.html")
        assert (found.title, found.report_year) == (title, 2019)


def test_of_a_list_of_reports_the_one_on_the_stated_period_is_the_title():
    titles = [f"宿州市统计局{year}年政府信息公开工作年度报告" for year in (2017, 2018, 2019)]
    prose = ("数据期限为2019年1月1日至12月31日。", *PROSE)
    assert identify(page(*titles, *prose), "a.html").title == titles[-1]
    assert identify(page(*reversed(titles), *prose), "a.html").title == titles[-1]


DEPARTMENTS = ("市财政局", "昆明市教育局", "统计局")


def test_reports_of_other_departments_above_the_text_are_not_the_title():
    links = [f"{name}2019年政府信息公开工作年度报告" for name in ("昆明市财政局", "昆明市教育局", "昆明市统计局")]
    for title in ("2019年政府信息公开工作年度报告", "政府信息公开工作年度报告", "市水利局2019年信息公开年报"):
        found = identify(page(*SITE[:2], *links, title, "发布机构：昆明市水利局", *PROSE), "a.html")
        assert (found.title, found.agency_name, found.report_year) == (title, "昆明市水利局", 2019)


def test_the_last_entry_of_a_menu_is_no_part_of_the_title_below_it():
    bare = "政府信息公开工作年度报告"
    for menu in (("2021年", "2020年", "2018年"), DEPARTMENTS, ("2025年工作要点", "通知公告")):
        found = identify(page(*SITE[:2], *menu, bare, "发布机构：昆明市水利局", *PROSE), "a.html")
        assert (found.title, found.agency_name, found.report_year) == (bare, "昆明市水利局", 2019)
    own = page(*SITE[:2], *DEPARTMENTS, "昆明市水利局", f"2019年{bare}", *PROSE, "昆明市水利局", "2020年1月9日")
    assert identify(own, "a.html").title == f"昆明市水利局2019年{bare}"


def test_bodies_in_menus_and_links_are_not_the_one_that_speaks():
    lines = ("2019年政府信息公开工作年度报告", *PROSE)
    menu = (*DEPARTMENTS, "昆明市统计局", "正文")
    assert identify(page(*SITE, *menu, *lines, *LINKS[1:]), "a.html").resolution == "unresolved"
    found = identify(page(*SITE, *menu, *lines, "主办单位：昆明市水利局"), "a.html")
    assert (found.agency_name, found.title) == ("昆明市水利局", lines[0])


def test_a_name_does_not_begin_in_the_line_before():
    found = identify(page("当前位置：首页 > 正文", "县公安局2019年政府信息公开工作年度报告", *PROSE), "a.html")
    assert (found.resolution, found.region_code) == ("unresolved", None)  # not 文县


@pytest.mark.parametrize(
    "metadata",
    [
        ("[索引号] 01/2020-1", "[发布机构] 昆明市水利局", "[文号]"),
        ("【发布机构】 昆明市水利局", "【发布日期】 2020-01-20"),
        ("索引号：", "01/2020-1", "发布机构：", "昆明市水利局", "文号：", "发布日期：", "2020-01-20"),
        ("索引号：01/2020-1　发布机构：昆明市水利局　文号：",),
    ],
)
def test_metadata_is_read_in_whatever_shape_a_page_prints_it(metadata):
    found = identify(page(*metadata, "2019年政府信息公开工作年度报告", *PROSE), "a.html")
    assert (found.title, found.agency_name) == ("2019年政府信息公开工作年度报告", "昆明市水利局")


def test_an_empty_field_does_not_swallow_what_follows():
    lines = ("昆明市水利局", "2019年政府信息公开工作年度报告")
    assert identify(page("文号：", *lines, *PROSE), "a.html").title == "".join(lines)
    found = identify(page("发布机构：", "昆明市水利局2019年政府信息公开工作年度报告", *PROSE), "a.html")
    assert found.title == "昆明市水利局2019年政府信息公开工作年度报告"


def test_the_head_of_the_page_is_not_the_government_that_reports_where_a_field_names_the_body():
    lines = (
        "余杭区人民政府",
        "2019年政府信息公开工作年度报告",
        "发布机构：余杭区良渚街道办",
        "2019年，我街道公开信息。",
    )
    assert identify(page(*lines), "a.html").agency_name == "余杭区良渚街道办事处"
    found = identify(page("余杭区人民政府门户网站", *lines[1:]), "a.html")
    assert (found.agency_name, found.title) == ("余杭区良渚街道办事处", lines[1])


def test_a_signature_with_its_seal_in_brackets_names_the_body():
    lines = ("2019年政府信息公开工作年度报告", *PROSE, "昆明市水利局（盖章）", "2020年1月9日")
    assert identify(page(*lines), "a.txt").agency_name == "昆明市水利局"


def test_the_office_inside_a_body_does_not_report_in_its_place():
    lines = ("2019年政府信息公开工作年度报告", "发布机构：教育部办公室", "根据条例要求，教育部编制本年度报告。")
    assert identify(page(*lines), "a.html").agency_name == "教育部"


def test_a_bare_title_is_one_where_its_text_follows():
    found = identify(page("2024/1/20 10:35 打印", "政府信息公开工作年度报告", *PROSE), "a.pdf")
    assert found.title == "政府信息公开工作年度报告"
    assert identify(page("首页", "政府信息公开年报", "互动交流", *PROSE), "a.html").title is None


def test_a_title_without_a_year_or_a_body_takes_them_from_that_of_the_page():
    found = identify(
        page("政府信息公开工作年度报告", "我局公开信息。", title="昆明市水利局2019年政府信息公开工作年度报告-昆明"),
        "a.html",
    )
    assert (found.title, found.agency_name, found.report_year) == ("政府信息公开工作年度报告", "昆明市水利局", 2019)


def test_a_bare_office_is_no_body_and_gives_way_to_the_one_the_file_is_named_after():
    lines = ("2019年政府信息公开工作年度报告", "发布机构：办公室", *PROSE)
    assert identify(page(*lines), "固始县公安局2019年年报.html").agency_name == "固始县公安局"
    assert identify(page(*lines), "a.html").resolution == "unresolved"


@pytest.mark.parametrize("name", ["惠阳区第一人民医院", "石河子市第一中学", "曲阜市图书馆"])
def test_an_institution_of_a_known_place_is_known_by_its_title_first_sentence_and_file_name(name):
    bare, text = "2019年政府信息公开工作年度报告", "2019年，我单位公开信息。"
    for reading, path in (
        (page(name + bare, text), "a.html"),
        (page(bare, f"根据条例，{name}编制本报告。", text), "a.html"),
        (page(bare, text), f"{name}2019年年报.html"),
    ):
        found = identify(reading, path)
        assert (found.agency_name, found.resolution) == (name, "resolved")
    assert identify(page(bare, text), "北京市各区/2019.html").resolution == "unresolved"


def test_the_year_of_a_document_that_is_followed_is_not_the_year_reported_on():
    lines = ("2020年，我局公开信息。", "按照2018年印发的方案办理，学习条例（2019年修订），2019年遗留的问题已整改。")
    assert identify(page("政府信息公开工作年度报告", *lines), "a.txt").report_year == 2020


def test_a_sentence_that_compares_two_years_speaks_of_the_later():
    lines = ("2020年遗留的问题已整改。", "2020年收到申请21件，2021年新收18件，同比下降14%。", "2021年，我局公开信息。")
    assert identify(page("政府信息公开工作年度报告", *lines), "a.txt").report_year == 2021
    earlier_last = ("2021年新收申请18件，比2020年少3件，同比下降14%。", "2021年，我局公开信息。")
    assert identify(page("政府信息公开工作年度报告", *earlier_last), "a.txt").report_year == 2021


def test_a_university_named_after_a_city_is_no_body_of_the_city():
    found = identify(page("合肥工业大学2019年信息公开工作年度报告", "2019年，学校公开信息。"), "a.html")
    assert (found.agency_name, found.region_code) == ("合肥工业大学", None)


def test_what_names_no_body_still_tells_its_level_and_scope():
    found = identify(page("2019年，我委按照区委区政府的要求公开信息。"), "report.txt")
    assert (found.agency_name, found.admin_level, found.reporting_scope) == (None, "county", "single_agency")


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["（2020年1月22日）", *PROSE], date(2020, 1, 22)),
        (["来源：统计局  发布时间：2020年01月20日 10:20", *PROSE], date(2020, 1, 20)),
        ([*PROSE, "宿州市统计局", "二〇二〇年三月二十九日"], date(2020, 3, 29)),
        ([*PROSE, "宿州市统计局 2020年3月9日"], date(2020, 3, 9)),
        ([*PROSE, "成文日期：2020-01-10 发布日期：2020-01-15"], date(2020, 1, 15)),
        ([*PROSE, "2019年3月1日前整改到位。"], None),
        ([*PROSE, "发布日期：2018-03-01"], None),
        ([*PROSE], None),
    ],
)
def test_the_day_of_publication_is_the_one_stated_for_it(lines, day):
    found = identify(page("宿州市统计局2019年政府信息公开工作年度报告", *lines), "report.txt")
    assert found.published_on == day


def test_the_pages_own_publication_date_counts_and_the_day_a_file_was_made_does_not():
    lines = ("宿州市统计局2019年政府信息公开工作年度报告", *PROSE)
    assert identify(page(*lines, pubdate="2020-01-21 10:00"), "a.html").published_on == date(2020, 1, 21)
    assert identify(page(*lines, creationdate="D:20200121100000"), "a.pdf").published_on is None


def test_the_metadata_table_tells_title_body_and_day():
    found = identify(
        with_blocks(
            table(
                ("標題：", "張店區科學技術局2012年政府信息公開工作年度報告", "", ""),
                ("索引號：", "11370303004217186G/2013-1309587", "文號：", "無文號"),
                ("發文日期：", "2013-03-29", "發布機構：", "張店區科學技術局"),
            ),
            "2012年,我局沒有收到申請。",
        ),
        "page.html",
    )
    assert found.title == "張店區科學技術局2012年政府信息公開工作年度報告"
    assert (found.agency_name_printed, found.agency_name) == ("張店區科學技術局", "张店区科学技术局")
    assert (found.published_on, found.script, found.report_year) == (date(2013, 3, 29), "traditional", 2012)


@pytest.mark.parametrize(
    ("lines", "year", "is_conflict"),
    [
        (
            ["2020年政府信息公开工作年度报告", "数据期限为2019年1月1日至2019年12月31日。", "2020年，我局公开信息。"],
            2020,
            True,
        ),
        (
            ["2021年政府信息公开工作年度报告", "数据期限为2020年1月1日至12月31日。", "2020年，我局公开信息。"],
            2020,
            True,
        ),
        (["政府信息公开工作年度报告", "数据自2020年1月", "1日起，至2020年12月31日止。"], 2020, False),
        (["政府信息公开工作年度报告", "数据自二〇二〇年一月一日至十二月三十一日。"], 2020, False),
        (["政府信息公开工作年度报告（2013年3月）", "2012年，我局没有收到申请。"], 2012, False),
        (["二〇一二年度政府信息公开工作年度报告", "二〇一二年，我局没有收到申请。"], 2012, False),
        (["2012年，我局没有收到申请。", "根据《关于做好2013年工作的通知》（国办发〔2013〕9号）。"], 2012, False),
        (["2012年，我局没有收到申请。", "2013年，我局将抓好三件事。", "2013年计划安排培训。"], 2012, False),
        (["自2017年以来修订规程。", "2018年，全年收到3件。", "2018年底全部办结。"], 2018, False),
        (["2022年政府信息公开工作年度报告", "2021年查出的7个问题均已整改。"], 2022, False),
        (["2022年政府信息公开工作年度报告", "2021年查出的问题均已整改。", "宿州市统计局 2023年1月9日"], 2022, False),
        (["2022年政府信息公开工作年度报告", "2021年，我局收到3件。", "宿州市统计局 2022年1月9日"], 2021, True),
        (
            ["2022年政府信息公开工作年度报告", "2021年，我局收到3件。", "2021年公开9条。", "2021年培训1次。"],
            2021,
            True,
        ),
    ],
)
def test_the_year_reported_on_is_the_one_the_evidence_agrees_on(lines, year, is_conflict):
    found = identify(page(*lines), "report.txt")
    assert found.report_year == year
    assert ("report_year_conflict" in {code for _, code, _ in found.issues}) == is_conflict


@pytest.mark.parametrize(
    ("lines", "path", "year"),
    [
        (["政府信息公开工作年度报告", "宿州市统计局 2023年1月9日"], "a.txt", 2022),
        (["政府信息公开工作年度报告", "宿州市统计局 2023年9月9日"], "a.txt", None),
        (["政府信息公开工作年度报告"], "2019-2021/2020/宿州市统计局.txt", 2020),
        (["政府信息公开工作年度报告"], "2019-2021/宿州市统计局.txt", None),
    ],
)
def test_a_report_that_states_no_year_is_of_the_one_before_its_publication_or_of_the_one_in_its_path(lines, path, year):
    found = identify(page(*lines), path)
    assert found.report_year == year
    assert ("report_year_inferred" in {code for _, code, _ in found.issues}) == (year is not None)


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (["寿县2019年政府信息公开工作年度报告"], "consolidated"),
        (["寿县人民政府2019年政府信息公开工作年度报告", "本报告数据不含各部门。"], "single_agency"),
        (["寿县水利局2019年政府信息公开工作年度报告", "2019年全县共收到申请12件。"], "single_agency"),
        (["寿县人民政府办公室2019年政府信息公开工作年度报告", "2019年，我办收到申请12件。"], "single_agency"),
        (["寿县人民政府办公室2019年政府信息公开工作年度报告", "2019年，全县各单位收到申请12件。"], "consolidated"),
        (["寿县正阳关镇人民政府2019年政府信息公开工作年度报告"], "single_agency"),
        (["2019年政府信息公开工作年度报告", "2019年，我县主动公开信息20条。"], "consolidated"),
    ],
)
def test_a_report_is_consolidated_where_a_government_reports_for_its_departments(lines, scope):
    assert identify(page(*lines), "report.txt").reporting_scope == scope


def test_a_slip_in_the_title_is_outvoted_by_the_other_places():
    lines = ("发布机构：沭阳县统计局", "2019年，我局没有收到申请。", "沭阳县统计局", "2020年1月9日")
    found = identify(page("沐阳县统计局2019年政府信息公开工作年度报告", *lines), "report.txt")
    assert (found.agency_name_printed, found.agency_name, found.region_code) == (
        "沐阳县统计局",
        "沭阳县统计局",
        "321322",
    )
    assert "沐阳县" in found.evidence


def test_a_slip_that_makes_another_divisions_name_is_outvoted_too():
    lines = ("发布机构：宣城市统计局", "2019年，我局没有收到申请。", "宣城市统计局", "2020年1月9日")
    found = identify(page("宜城市统计局2019年政府信息公开工作年度报告", *lines), "report.txt")
    assert (found.agency_name, found.region_code) == ("宣城市统计局", "341800")


def test_a_slip_that_nothing_contradicts_gives_no_code():
    found = identify(page("沐阳县统计局2019年政府信息公开工作年度报告", *PROSE), "report.txt")
    assert (found.resolution, found.region_code, found.agency_id) == ("unresolved", None, None)


def test_a_short_name_is_written_out_as_the_document_itself_writes_it_out():
    lines = ("2019年，我局没有收到申请。", "在肥东县教育体育局网站公布。")
    found = identify(page("肥东县教体局2019年政府信息公开工作年度报告", *lines), "report.txt")
    assert found.agency_name == "肥东县教育体育局"
    found = identify(page("肥东县教体局2019年政府信息公开工作年度报告", *PROSE), "report.txt")
    assert found.agency_name == "肥东县教育和体育局"


def test_a_name_without_its_division_takes_it_from_the_body_text():
    lines = ("2019年，示范区工科委公开信息。", "济源示范区工科委按时报送了数据。")
    found = identify(page("工业和科技创新委员会2019年政府信息公开工作年度报告", *lines), "report.txt")
    assert found.agency_name_printed == "工业和科技创新委员会"
    assert found.full_name == "河南省济源示范区工业和科技创新委员会"
    assert (found.region_name, found.region_code, found.admin_level) == ("济源市", "419001", "county")


def test_a_folder_name_is_the_last_evidence_and_is_named_as_such():
    found = identify(page("2019年政府信息公开工作年度报告", *PROSE), "江苏/宿迁市/沭阳县科技局/2019年报告.html")
    assert (found.agency_name, found.region_code) == ("沭阳县科学技术局", "321322")
    assert "from the path" in found.evidence
    assert "agency_from_path" in {code for _, code, _ in found.issues}
    named = identify(page("张店区民政局2019年政府信息公开工作年度报告", *PROSE), "沭阳县科技局/2019.html")
    assert named.agency_name == "张店区民政局"


def test_folders_tell_apart_divisions_of_one_name_where_nothing_else_does():
    lines = ("鼓楼区民政局2019年政府信息公开工作年度报告", *PROSE)
    assert identify(page(*lines), "江苏省/徐州市/报告.html").region_code == "320302"
    assert identify(page(*lines), "江苏省/报告.html").resolution == "ambiguous"


def test_an_ambiguous_body_lists_every_candidate_with_its_parents():
    found = identify(page("西湖区民政局2019年政府信息公开工作年度报告", *PROSE), "report.txt")
    assert found.resolution == "ambiguous"
    assert "浙江省杭州市西湖区 330106" in found.evidence
    assert "江西省南昌市西湖区 360103" in found.evidence
    assert (found.region_code, found.agency_id, found.full_name) == (None, None, None)


def test_the_code_of_the_site_tells_apart_divisions_of_one_name():
    lines = ("鼓楼区民政局2019年政府信息公开工作年度报告", *PROSE)
    own = identify(page(*lines, "主办：鼓楼区人民政府 网站标识码：3203020001"), "a.html")
    assert (own.region_code, own.full_name) == ("320302", "江苏省徐州市鼓楼区民政局")
    assert "the code of the site" in own.evidence
    assert identify(page(*lines, "政府网站标识码：3203000017"), "a.html").region_code == "320302"
    assert identify(page(*lines, "网站标识码：bm12000001"), "a.html").resolution == "ambiguous"


def test_a_city_visited_to_learn_from_is_no_evidence():
    lines = ("西湖区民政局2019年政府信息公开工作年度报告", *PROSE)
    assert identify(page(*lines, "组织干部赴杭州市考察。"), "a.txt").resolution == "ambiguous"
    assert identify(page(*lines, "按照南昌市的安排完成任务。"), "a.txt").region_code == "360103"


def test_a_road_named_after_a_city_is_no_evidence():
    lines = ("朝阳区科技局2019年政府信息公开工作年度报告", *PROSE)
    assert identify(page(*lines, "地址：长春路12号"), "a.txt").resolution == "ambiguous"
    assert identify(page(*lines, "地址：长春市前进大街"), "a.txt").region_code == "220104"


def test_evidence_that_speaks_for_two_candidates_decides_nothing():
    lines = ("西湖区民政局2019年政府信息公开工作年度报告", *PROSE, "南昌市和杭州市的同名区开展了交流。")
    assert identify(page(*lines), "a.txt").resolution == "ambiguous"


def test_an_index_number_registered_elsewhere_is_reported():
    lines = ("张店区民政局2019年政府信息公开工作年度报告", "索引号：11330205002975555X/2020-1", *PROSE)
    found = identify(page(*lines), "a.txt")
    assert found.region_code == "370303"
    assert "registered_elsewhere" in {code for _, code, _ in found.issues}


def test_ids_are_the_same_whatever_the_path_and_differ_between_bodies():
    lines = ("洪泽区人民政府2019年政府信息公开工作年度报告", *PROSE)
    assert identify(page(*lines), "a.txt").agency_id == identify(page(*lines), "b/c.html").agency_id
    other = identify(page("淮安市洪泽区民政局2019年政府信息公开工作年度报告", *PROSE), "a.txt")
    assert other.agency_id not in (None, identify(page(*lines), "a.txt").agency_id)


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060", "\uf0b7", "\ue5e5"])
def test_a_title_holds_no_character_that_nobody_sees(unseen):
    printed = f"{unseen}张店区发展{unseen}和改革局2019{unseen}年政府信息公开工作年度报告{unseen}"
    found = identify(page(printed, *PROSE), "a.docx")
    assert found.title == "张店区发展和改革局2019年政府信息公开工作年度报告"
    assert found.agency_name == "张店区发展和改革局"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("浦东新区", "310115"),
        ("上海市浦东新区", "310115"),
        ("天津滨海新区", "120116"),
        ("清远市清新区", "441803"),
        ("张家口市下花园区", "130706"),
        ("长春市绿园区", "220106"),
    ],
)
def test_a_division_that_is_called_like_a_zone_has_a_peoples_government(printed, code):
    division = next(word for word in ("浦东新区", "滨海新区", "清新区", "下花园区", "绿园区") if printed.endswith(word))
    text, signature = "2019年，全区公开信息20条。", (f"{printed}人民政府", "2020年1月9日")
    for lines in (
        [f"{printed}2019年政府信息公开工作年度报告", text],
        [f"{printed}政府信息公开工作年度报告（2019年度）", text, *signature],
    ):
        found = identify(page(*lines), "report.txt")
        assert (found.agency_name, found.region_code) == (f"{division}人民政府", code)
        assert (found.resolution, found.reporting_scope) == ("resolved", "consolidated")


def test_a_new_area_that_is_no_division_has_a_management_committee():
    for printed in ("南京江北新区", "雄安新区", "绍兴滨海新区", "两江新区"):
        found = identify(page(f"{printed}2019年政府信息公开工作年度报告", "全区公开信息20条。"), "report.txt")
        assert found.agency_name == f"{printed}管理委员会"
    found = identify(page("两江新区2026年政府信息公开工作年度报告", "全区公开信息20条。"), "report.txt")
    assert (found.agency_name, found.region_code) == ("两江新区人民政府", "500157")  # a division since 2026


CLOCKS = ("2025年3月4日 星期二", "今天是2025年3月4日", "昆明市人民政府门户网站 2025年3月4日 星期二 10:22")


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_clock_of_a_page_is_not_the_day_of_publication(clock):
    title = "昆明市水利局2019年政府信息公开工作年度报告"
    pages = (
        page(clock, title, *PROSE, pubdate="2020-01-20 10:29"),
        page(title, clock, *PROSE, pubdate="2020-01-20 10:29"),
        page(clock, title, "发布日期：2020-01-20", *PROSE),
        page(title, *PROSE, "昆明市水利局", "2020年1月20日", clock),
    )
    assert {identify(reading, "page.html").published_on for reading in pages} == {date(2020, 1, 20)}
    assert identify(page(clock, title, *PROSE), "page.html").published_on is None


def test_a_labelled_day_of_publication_may_tell_its_weekday():
    title = "昆明市水利局2019年政府信息公开工作年度报告"
    for line in ("发布日期：2020年1月20日 星期一", "发布时间 2020年1月20日 星期一"):
        assert identify(page(title, line, *PROSE), "page.html").published_on == date(2020, 1, 20)


def test_the_clock_below_a_signature_does_not_hide_who_signs():
    lines = ("2019年政府信息公开工作年度报告", *PROSE, "昆明市水利局", "2020年1月9日", *["办事指南"] * 3, CLOCKS[0])
    assert identify(page(*lines), "page.html").agency_name == "昆明市水利局"
