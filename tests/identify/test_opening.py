"""Reports whose first sentences alone say who compiles them."""

import pytest

from ingest.identify import identify
from tests.identify.pages import page

BARE = "2023年政府信息公开工作年度报告"
LAW = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
FORMAT = (
    "《国务院办公厅政府信息与政务公开办公室关于印发〈政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）"
)
PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
TEXT = ("一、总体情况", "2023年，各科室按条例公开信息，没有收到申请。", "二、主动公开政府信息情况")
SENTENCES = (
    f"{{}}根据{LAW}要求，编制2023年度政府信息公开工作年度报告。",
    f"{{}}按照{LAW}和{FORMAT}的要求，编制本报告。",
    f"{{}}依照{LAW}第五十条规定编写本年度报告。",
    f"{{}}（以下简称“本机关”）根据{LAW}有关规定，特编制并公布本报告。",
    "{}现向社会公布2023年度政府信息公开工作报告。",
    "{}现将2023年度政府信息公开工作情况报告如下：",
    "{}组织编制了2023年政府信息公开年度报告，现予公布。",
    "2023年，{}认真落实条例，推进政务公开，现将有关情况报告如下：",
    f"根据{LAW}要求，{{}}编制本年度报告。",
    f"根据{LAW}要求，由{{}}编制2023年政府信息公开工作年度报告。",
    "按照上级有关要求，{}现将2023年度政府信息公开工作有关情况向社会公布。",
    f"本报告由{{}}按照{LAW}和{FORMAT}要求编制。",
    f"本年度报告根据{LAW}要求，由{{}}编制并公布。",
    f"本报告是{{}}根据{LAW}编制的2023年度政府信息公开工作年度报告。",
    f"根据{LAW}规定，现将{{}}2023年度政府信息公开工作情况公布如下：",
    f"根据{LAW}规定，编制{{}}2023年政府信息公开工作年度报告。",
    "{}2023年政府信息公开工作年度报告根据条例要求编制而成。",
)
BODIES = {
    "教育部": "教育部",
    "国家发展和改革委员会": "国家发展和改革委员会",
    "广西壮族自治区人民政府": "广西壮族自治区人民政府",
    "江苏省财政厅": "江苏省财政厅",
    "淮安市洪泽区人民政府": "洪泽区人民政府",
    "会同县人民政府": "会同县人民政府",
    "六盘水市六枝特区人民政府": "六枝特区人民政府",
    "上海市浦东新区人民政府": "浦东新区人民政府",
    "于都县教育局": "于都县教育局",
    "洪泽区大数据发展促进局": "洪泽区大数据发展促进局",
    "淄博市张店区房镇镇人民政府": "张店区房镇镇人民政府",
    "余杭区良渚街道办事处": "余杭区良渚街道办事处",
    "惠阳区第一人民医院": "惠阳区第一人民医院",
    "合肥工业大学": "合肥工业大学",
    "苏州工业园区管理委员会": "苏州工业园区管理委员会",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_body_that_compiles_a_report_reports(sentence):
    for printed, name in BODIES.items():
        found = identify(page(BARE, sentence.format(printed) + PERIOD, *TEXT), "P020248.docx")
        assert (found.agency_name, found.agency_name_printed) == (name, printed)
        assert "from the opening" in found.evidence


def test_the_first_sentence_may_stand_under_the_first_heading():
    for printed, name in BODIES.items():
        found = identify(page(BARE, TEXT[0], SENTENCES[0].format(printed) + PERIOD, *TEXT[1:]), "P020248.docx")
        assert found.agency_name == name


def test_a_sentence_wrapped_over_lines_is_one():
    for sentence in (SENTENCES[1], SENTENCES[11]):
        text = sentence.format("淮安市洪泽区人民政府") + PERIOD
        for width in (19, 24, 35):
            lines = [text[start : start + width] for start in range(0, len(text), width)]
            assert identify(page(BARE, *lines, *TEXT), "P020248.pdf").agency_name == "洪泽区人民政府"


def test_menus_and_links_above_do_not_hide_the_first_sentence():
    links = [f"市财政局{year}年政府信息公开工作年度报告{year + 1}-01-31" for year in (2021, 2022, 2024)]
    top = ("首页", "政务公开", "政府信息公开年报", "2022年", "2023年", *links, BARE, "字号：大 中 小", "打印")
    for sentence in SENTENCES:
        found = identify(
            page(*top, sentence.format("洪泽区水利局") + PERIOD, *TEXT, "中央部委网站", "民政部"), "a.html"
        )
        assert (found.agency_name, found.title) == ("洪泽区水利局", BARE)


def test_the_first_sentence_is_believed_before_the_name_of_the_file():
    for printed, name in BODIES.items():
        found = identify(page(BARE, SENTENCES[0].format(printed), *TEXT), "杨浦区财政局2023年年报.docx")
        assert found.agency_name == name


@pytest.mark.parametrize(
    "sentence",
    [
        "按照淮安市人民政府办公室要求，编制本报告。",
        "根据淮安市人民政府办公室《关于做好年度报告编制和发布工作的通知》要求，现编制本报告。",
        f"根据{FORMAT}要求，特编制本报告。",
        "经洪泽区人民政府同意，现公布2023年政府信息公开工作年度报告。",
        "在洪泽区人民政府办公室的指导下，编制本报告。",
        "编制本报告，报洪泽区人民政府办公室备案，并在洪泽区人民政府门户网站公布。",
        "根据条例要求，编制本报告，由淮安市人民政府网站公布。",
        "如对本报告有疑问，请与洪泽区人民政府办公室联系。",
        "洪泽区人民政府办公室编制政府信息公开指南和目录，制定年度报告模板。",
        "洪泽区人民政府按照国家要求公布权力清单，本年度报告公开申请情况。",
        "配合洪泽区人民政府编制2023年政府信息公开年度报告，完成培训3次。",
        "向洪泽区人民政府办公室报送2023年政府信息公开年度报告，现予公布。",
        "按照淮安市政务公开领导小组办公室统一部署，现将2023年工作情况报告如下。",
    ],
)
def test_a_body_that_asked_for_a_report_or_gets_it_is_not_the_one_that_reports(sentence):
    for own in ("各科室", "我局", "我委"):
        found = identify(page(BARE, sentence + PERIOD, TEXT[0], f"2023年，{own}按条例公开信息。"), "P020248.docx")
        assert found.agency_name is None


def test_a_body_reports_and_not_its_own_office_that_compiles():
    for body in ("洪泽区教育局", "张店区房镇镇人民政府"):
        found = identify(page(BARE, f"本报告由{body}办公室编制。", *TEXT), "P020248.docx")
        assert found.agency_name == body
    lines = (BARE, "本报告由洪泽区人民政府办公室编制。", *TEXT)
    assert identify(page(*lines), "P020248.docx").agency_name == "洪泽区人民政府办公室"
    assert identify(page(*lines), "洪泽区2023年年度报告.docx").agency_name == "洪泽区人民政府"


def test_a_division_is_its_governments_report_unless_a_bureau_speaks():
    sentence = "根据条例规定，现将洪泽区2023年度政府信息公开工作情况公布如下："
    assert identify(page(BARE, sentence, *TEXT), "a.docx").agency_name == "洪泽区人民政府"
    assert identify(page(BARE, sentence, "2023年，我局公开信息。"), "a.docx").agency_name is None


def test_a_file_named_after_another_body_does_not_say_where_a_body_is():
    lines = ("合肥工业大学2023年信息公开工作年度报告", "2023年，学校公开信息。")
    assert identify(page(*lines), "杨浦区财政局2023年年报.docx").agency_name == "合肥工业大学"


def test_a_town_or_a_street_may_be_called_after_a_town_or_a_street():
    for printed in ("张店区房镇镇人民政府", "和平区南京街街道办事处"):
        assert identify(page(printed + BARE, *TEXT), "a.docx").agency_name == printed


def test_the_office_that_compiles_does_not_take_the_title_from_its_government():
    menu = ("首页", "政府信息公开年报", "2022年", "市财政局2022年政府信息公开工作年度报告2023-01-31")
    for who in ("洪泽区", "洪泽区人民政府"):
        for own in ("我区", "我办", "各科室"):
            text = (f"2023年，{own}按条例公开信息，没有收到申请。", "二、主动公开政府信息情况", "民政部")
            for sentence in (SENTENCES[0], SENTENCES[11]):
                title = f"{who}{BARE}"
                found = identify(page(*menu, title, sentence.format("洪泽区人民政府办公室"), *text), "a.html")
                assert (found.title, found.agency_name) == (title, "洪泽区人民政府")
