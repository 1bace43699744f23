"""What is printed, and the one spelling it is compared in."""

import pytest

from ingest.normalise import is_traditional, normalise, simplified, without_cut_gloss, without_glosses


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("報(bào)告", "報告"),
        ("共和(he)(he)國(guo)", "共和國"),
        ("信息（xìn xī）公開（kāi）", "信息公開"),
        ("公(ɡōnɡ)开", "公开"),
        ("女(nǚ)性", "女性"),
        ("申請(qǐng)?zhí)崞", "申請?崞"),
    ],
)
def test_the_reading_of_a_character_is_taken_out(printed, plain):
    assert without_glosses(printed) == plain


@pytest.mark.parametrize(
    "printed",
    [
        "世贸组织(WTO)",
        "客户端(App)",
        "（一）予以公开",
        "第(1)项",
        "本机关（我局）",
        "情况(a)",
        "数据(data)",
        "网站(www.gov.cn)",
    ],
)
def test_a_bracket_that_holds_anything_else_stays(printed):
    assert without_glosses(printed) == printed


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("行政強(qi", "行政強"),
        ("áng)制", "制"),
        (" ǒng)計", "計"),
        ("(App", "(App"),
        ("统计 (件)", "统计 (件)"),
    ],
)
def test_a_gloss_cut_by_the_end_of_its_line_leaves_neither_part(line, plain):
    assert without_cut_gloss(line) == plain


def test_traditional_characters_full_width_digits_and_brackets_become_plain():
    assert normalise("張店區(qū)２０１２年　（政府）：３，０００件") == "张店区2012年 (政府):3,000件"


def test_a_list_mark_in_a_circle_does_not_grow_together_with_the_figure_behind_it():
    assert normalise("①3条") == "(1)3条"


def test_the_raised_number_of_a_note_goes_and_a_raised_unit_stays():
    assert normalise("315¹") == "315"
    assert normalise("收到申请²3件") == "收到申请3件"
    assert normalise("12m²") == "12m2"


def test_line_breaks_stay_and_invisible_characters_go():
    assert normalise("本年\u200b新收\n12\u00a0件") == "本年新收\n12 件"


def test_the_script_is_that_of_the_text_and_not_of_one_old_character():
    assert is_traditional("張店區科學技術局2012年政府信息公開工作年度報告")
    assert not is_traditional("著名的乾陵在乾县人民政府信息公开工作年度报告中没有数据变动情况")
    assert not is_traditional("2024")


def test_simplified_text_is_given_back_as_it_is():
    text = "洪泽区人民政府"
    assert simplified(text) is text


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("\uf0b7规章", "规章"),
        ("\uf0b7 12", "12"),
        ("行政\ue5e5处罚", "行政处罚"),
        ("1\uf0b72", "1\uf0b72"),
        ("\uf031", "\uf031"),
    ],
)
def test_bullets_of_a_font_of_symbols_are_left_out_except_between_digits(printed, plain):
    assert normalise(printed).strip() == plain
