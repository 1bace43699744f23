"""Which line of the form a printed row is: labels anchor, order constrains, arithmetic decides."""

from __future__ import annotations

import re

import pytest

from tests.place.papers import ANSWERED, APPLICANTS, Paper, applications, counted, tables_of

LAYOUTS = ["piped", "markdown", "html", "tabs", "spaces"]


def printed(paper: Paper, layout: str) -> str:
    separators = {"tabs": "\t", "spaces": " ", "lines": "\n"}
    return paper.between(separators[layout]) if layout in separators else getattr(paper, layout)()


@pytest.mark.parametrize("layout", [*LAYOUTS, "lines"])
def test_a_whole_table_is_read_in_every_layout(layout):
    paper = applications()
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    assert read.of_status("derived") == set()
    assert read.issues() == []


# --- labels lost -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_without_its_label_between_two_labelled_rows_is_placed_by_order(layout):
    paper = applications()
    paper["partially_granted"].label = ""
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    assert read.statuses["applications.partially_granted.total"] == "reported"
    assert read.issues() == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_that_lost_their_labels_together_keep_their_order(layout):
    paper = applications()
    for code in ("unavailable_not_held", "unavailable_needs_creation", "unavailable_still_unclear"):
        paper[code].label = ""
    read = tables_of(printed(paper, layout))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_rows_for_three_lines_leave_the_doubtful_ones_empty_with_a_warning(layout):
    paper = applications()
    rows = ("unavailable_not_held", "unavailable_needs_creation", "unavailable_still_unclear")
    for code in rows:
        paper[code].label = ""
    del paper["unavailable_still_unclear"]
    read = tables_of(printed(paper, layout))
    for code in rows:
        for figure, count in zip(read.row(f"applications.{code}"), paper.counted[code], strict=True):
            assert figure in (None, count)
    assert read.values["applications.unavailable_not_held.total"] is None
    assert "applications.unavailable_not_held.total" in read.told("figure_in_doubt")
    assert all(issue.severity == "warning" for issue in read.issues("figure_in_doubt"))
    rest = {code: figures for code, figures in counted(paper).items() if code not in rows}
    assert {code: figures for code, figures in read.applications.items() if code not in rows} == rest


def test_a_row_of_zeros_on_either_of_two_lines_makes_both_zero():
    paper = applications()
    for code in ("refused_repeat", "refused_publication"):
        paper[code].label = ""
    del paper["refused_publication"]
    read = tables_of(paper.piped())
    assert read.applications == counted(paper)
    assert read.row("applications.refused_publication") == [0] * 7


def test_labels_that_stand_together_before_their_figures_are_dealt_out_in_order():
    paper = applications()
    first, second = paper["unavailable_not_held"], paper["unavailable_needs_creation"]
    document = paper.between(" ").replace(
        "\n".join(" ".join([row.label, *row.cells]) for row in (first, second)),
        "\n".join([first.label, second.label, " ".join(first.cells), " ".join(second.cells)]),
    )
    assert first.label + "\n" + second.label in document
    read = tables_of(document)
    assert read.applications == counted(paper)
    assert read.issues() == []


# --- labels worn -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_of_figures", [0, 1, 2])
def test_a_label_over_three_lines_has_its_figures_on_any_of_them(line_of_figures):
    paper = applications()
    row = paper["refused_reconfirmation"]
    row.cells = ["2", "1", "0", "0", "0", "0", "3"]
    paper["refused_complaint"].cells = ["2", "-", "-", "-", "-", "-", "2"]
    lines = [row.label[:8], row.label[8:16], row.label[16:]]
    whole = " ".join([row.label, *row.cells])
    lines[line_of_figures] = " ".join([lines[line_of_figures], *row.cells])
    read = tables_of(paper.between(" ").replace(whole, "\n".join(lines)))
    assert read.row("applications.refused_reconfirmation") == [2, 1, 0, 0, 0, 0, 3]


def test_a_group_label_spelled_down_the_page_between_rows_is_no_row():
    paper = applications()
    lines = paper.between(" ").splitlines()
    for number, character in enumerate("三、本年度办理结果"):
        lines.insert(5 + 2 * number, character)
    read = tables_of("\n".join(lines))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize(
    "label", ["1.本机关不掌屋相关政府信息", "本机关不掌握相关政府信息", "1、本 机 关 不 掌 握 相 关 政府信息"]
)
def test_a_label_with_a_slip_of_recognition_without_its_number_or_spread_out_is_known(label):
    paper = applications()
    paper["unavailable_not_held"].label = label
    read = tables_of(paper.piped())
    assert read.applications == counted(paper)


def test_a_label_in_traditional_characters_with_glosses_is_known():
    paper = applications()
    paper["unavailable_not_held"].label = "1.本機(jī)關(guān)不掌握相關(guān)政府信息"
    read = tables_of(paper.piped())
    assert read.applications == counted(paper)


def test_a_row_with_its_groups_label_in_the_same_line_is_the_row():
    paper = applications()
    paper["unavailable_not_held"].label = "（四）无法提供 " + paper["unavailable_not_held"].label
    read = tables_of(paper.between(" "))
    assert read.applications == counted(paper)


def test_a_dash_beside_a_heading_that_wraps_is_no_figure_of_the_line_below():
    lines = ["九、政府信息公开会议和培", "训情况 /", "（一）召", "开政府信息公", "开工作会议或 2", "专题会议数"]
    before = ["（三）从事政府信息公开工作人员数 7", "1．专职人员数 1", "2．兼职人员数 6"]
    read = tables_of("\n".join([*before, *lines, "（二）举办各类培训班数 24", "（三）接受培训人员数 3"]), due="2014")
    assert read.values["activities.meetings.meetings"] == 2
    assert read.issues() == []


@pytest.mark.parametrize("pad", ["", "\n"])
def test_lines_that_lost_their_labels_between_them_are_parted_where_each_adds_up(pad):
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "partially_granted": (2, 1, 0, 0, 0, 0)})
    paper["partially_granted"].label = ""
    lines = [
        text + (pad if at == len(row.cells) else "")
        for row in paper.rows
        for at, text in enumerate([row.label, *row.cells])
    ]
    read = tables_of("\n".join([paper.heading, *paper.applicants, *filter(None, lines)]))
    assert read.applications == counted(paper)


def test_labels_that_stand_together_in_a_long_text_are_no_prose():
    paper = applications(
        answered={
            "granted": (5, 1, 0, 0, 0, 0),
            "other_reason": (2, 0, 0, 0, 0, 0),
            "other_unpaid_fee": (1, 1, 0, 0, 0, 0),
        }
    )
    others = [row for row in paper.rows if row.code.startswith("other_")]
    together = "".join(row.label for row in others)
    for row in others:
        row.label = ""
    lines = paper.between("\n").splitlines()
    first = next(at for at, line in enumerate(lines) if line == paper["refused_reconfirmation"].label) + 8
    assert len(together) > 60
    read = tables_of("\n".join([*lines[:first], together, *lines[first:]]))
    assert read.applications == counted(paper)
    assert read.issues() == []


# --- tables torn, moved, repeated ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_number", ["- 3 -", "-3-", "— 3 —", "－3－", "第 3 页 共 9 页", "3/9"])
def test_a_page_number_between_rows_is_no_figure(page_number):
    paper = applications()
    lines = paper.between(" ").splitlines()
    lines.insert(12, page_number)
    read = tables_of("\n".join(lines))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("layout", ["piped", "markdown"])
def test_a_page_break_inside_the_outcomes_keeps_every_row(layout):
    paper = applications()
    lines = printed(paper, layout).splitlines()
    cut = ["", "- 2 -", "", paper.heading, "", *([] if layout == "piped" else lines[2:4])]
    read = tables_of("\n".join([*lines[:16], *cut, *lines[16:]]))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_one_small_table_for_every_row_is_one_table():
    paper = applications()
    header = "| " + " | ".join(["", *paper.applicants]) + " |\n" + "|---" * 8 + "|"
    small = [f"### {row.label}\n{header}\n| {' | '.join([row.label, *row.cells])} |\n" for row in paper.rows]
    read = tables_of("\n".join([f"## {paper.heading}", "", *small]))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_a_table_printed_twice_is_read_once():
    paper = applications()
    read = tables_of(paper.markdown() + "\n\n" + paper.markdown())
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("comes_first", ["right", "wrong"])
def test_of_two_copies_that_differ_the_one_that_adds_up_is_believed(comes_first):
    right, wrong = applications(), applications()
    wrong["granted"].cells[:] = ["6", "0", "0", "0", "0", "0", "6"]
    copies = [right, wrong] if comes_first == "right" else [wrong, right]
    read = tables_of("\n\n".join(paper.markdown() for paper in copies))
    assert read.applications == counted(right)


def test_where_two_tables_differ_and_both_add_up_the_cells_that_differ_are_left_empty_with_a_warning():
    ours, theirs = applications(), applications(answered={**ANSWERED, "granted": (8, 0, 0, 0, 0, 0)})
    read = tables_of(ours.markdown() + "\n\n" + theirs.markdown())
    differing = {
        f"applications.{code}.{applicant}"
        for code in ours.counted
        for at, applicant in enumerate(APPLICANTS)
        if ours.counted[code][at] != theirs.counted[code][at]
    }
    assert {name for name in differing if read.values[name] is None} == differing
    assert read.told("figure_in_doubt") == differing
    kept = {name: value for name, value in read.values.items() if value is not None}
    assert len(kept) == len(ours.counted) * len(APPLICANTS) - len(differing)


def test_tables_in_another_order_are_read_alike():
    paper = applications()
    contested = (
        "## 四、政府信息公开行政复议、行政诉讼情况\n\n"
        "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 "
        "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n"
        + "|---" * 15
        + "|\n| 3 | 1 | 0 | 2 | 6 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 2 | 0 | 2 |"
    )
    decisions = (
        "## 二、主动公开政府信息情况\n\n"
        "第二十条第（五）项\n\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 97 |\n\n"
        "第二十条第（六）项\n\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政处罚 | 12 |\n| 行政强制 | 4 |"
    )
    as_set = tables_of("\n\n".join([decisions, paper.markdown(), contested]))
    assert as_set.row("reviews.review") == [3, 1, 0, 2, 6]
    assert as_set.row("litigation.after_review") == [0, 0, 2, 0, 2]
    assert as_set.values["disclosures.licensing.decisions"] == 97
    assert as_set.applications == counted(paper)
    for parts in ([contested, paper.markdown(), decisions], [paper.markdown(), decisions, contested]):
        read = tables_of("\n\n".join(parts))
        assert read.values == as_set.values
        assert read.issues() == []


def test_a_table_of_something_else_is_no_table_of_the_form():
    paper = applications()
    months = "".join(f"| {month}月 | {month * 31} | {month} |\n" for month in range(1, 7))
    visits = "| 月份 | 访问量 | 发布量 |\n|---|---|---|\n" + months
    read = tables_of("\n\n".join([visits, paper.markdown(), visits]))
    assert read.applications == counted(paper)
    assert {name.split(".")[0] for name in read.of_status("reported")} == {"applications"}
    assert read.issues() == []


def test_a_row_of_figures_after_the_tables_that_fits_no_line_is_said():
    paper = applications()
    read = tables_of(paper.piped() + "\n某某 | 11 | 1 | 319 | 0 | 2 | 9 | 331 |")
    assert read.applications == counted(paper)
    assert {figure for name, figure in read.values.items() if not name.startswith("applications.")} == {None}
    assert read.issues("row_not_placed", "figure_in_doubt")


def test_figures_parted_by_single_spaces_share_edges_by_chance_and_tell_no_columns():
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计"
    read = tables_of(
        "行政许可 5\n行政处罚 1\n行政强制 2\n本年处理决定数量\n四、政府信息公开行政复议、行政诉讼情况\n"
        f"行政复议\n{heads}\n3 16 20 18 57\n"
        f"行政诉讼（未经复议直接起诉）\n{heads}\n0 10 1 11\n"
        f"行政诉讼（复议后起诉）\n{heads}\n1 8 3 6 18\n"
    )
    assert read.values["litigation.direct.pending"] is None and read.values["litigation.direct.total"] is None
    assert "figure_in_doubt" in {issue.code for issue in read.tables.issues}


def test_a_table_whose_labels_stand_there_and_whose_figures_were_not_found_is_said():
    paper = applications()
    rows = [
        [row.label, *(f"{name}计{cell}" for name, cell in zip(paper.applicants, row.cells, strict=True))]
        for row in paper.rows
    ]
    others = "。\n".join("，".join(row) for row in rows)
    decisions = "信息内容 本年处理决定数量\n行政处罚 12\n行政强制 4\n"
    read = tables_of(f"{decisions}{paper.heading}\n{others}")
    assert read.told("table_not_read") == {"applications"}
    assert read.values["disclosures.penalty.decisions"] == 12


@pytest.mark.parametrize("first", ["unavailable_needs_creation", "refused_repeat"])
@pytest.mark.parametrize("layout", ["piped", "spaces", "one a line"])
def test_two_lines_in_another_order_are_told_by_their_labels(layout, first):
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), first: (4, 0, 2, 0, 0, 0)})
    at = next(number for number, row in enumerate(paper.rows) if row.code == first)
    paper.rows[at : at + 2] = paper.rows[at : at + 2][::-1]
    read = tables_of(paper.between("\n") if layout == "one a line" else printed(paper, layout))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_a_subtotal_below_some_lines_is_no_line():
    paper = applications()
    lines = paper.between(" ").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(paper["refused_complaint"].label))
    read = tables_of("\n".join([*lines[:at], "小计 3 2 0 0 1 0 6", *lines[at:]]))
    assert read.applications == counted(paper)
    assert read.issues() == []


@pytest.mark.parametrize("between", ["，", "；", ",", "、"])
def test_a_table_written_out_in_sentences_is_read(between):
    paper = applications()
    named = ([f"{name}{cell}" for name, cell in zip(paper.applicants, row.cells, strict=True)] for row in paper.rows)
    lines = [f"{row.label}：{between.join(cells)}。" for row, cells in zip(paper.rows, named, strict=True)]
    read = tables_of("\n".join([paper.heading, *lines]))
    assert read.applications == counted(paper)
    assert read.issues() == []


def test_a_row_of_words_for_nothing_in_a_sentence_is_a_row_of_zeros():
    paper = applications()
    named = ([f"{name}{cell}" for name, cell in zip(paper.applicants, row.cells, strict=True)] for row in paper.rows)
    lines = [f"{row.label}：{'，'.join(cells)}" for row, cells in zip(paper.rows, named, strict=True)]
    read = tables_of("\n".join([paper.heading, *(re.sub(r"(?<=\D)0(?!\d)", "无", line) for line in lines)]))
    assert read.applications == counted(paper)
    assert read.of_status("derived") == set()
    assert read.issues() == []


@pytest.mark.parametrize("change", ["-2", "−2", "－2", "—2", ":-2"])
def test_a_change_keeps_its_sign_behind_the_name_of_its_column(change):
    lines = [
        f"{label}：上一年项目数量118，本年增/减{change}，处理决定数量189"
        for label in ("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制")
    ]
    read = tables_of("\n".join(lines), due="2019")
    assert read.row("disclosures.penalty") == [118, -2, 189]
    assert read.issues() == []


def test_what_does_not_apply_is_said_between_figures_in_a_sentence():
    made = "本年新制作数量{}，本年新公开数量{}，对外公开总数量{}"
    items = "上一年项目数量{}，本年增/减{}，处理决定数量{}"
    lines = [
        f"规章：{made.format(0, '不适用', 2961)}",
        f"规范性文件：{made.format(4, 3, '不适用')}",
        f"行政许可：{items.format(12, '+1', 7)}",
        f"行政处罚：{items.format('不适用', '不适用', 9)}",
        f"行政强制：{items.format(1, 0, 5)}",
    ]
    read = tables_of("\n".join(lines), due="2019")
    assert read.row("disclosures.rules") == [0, None, 2961]
    assert read.row("disclosures.normative_documents") == [4, 3, None]
    assert read.row("disclosures.licensing") == [12, 1, 7]
    assert read.row("disclosures.penalty") == [None, None, 9]
    assert read.issues() == []


@pytest.mark.parametrize("label", ["其中：1.涉及国家秘密", "其中：（1）涉及国家秘密", "1.涉???涉及国家秘密"])
def test_a_label_with_more_before_it_has_its_figure_behind_the_last_colon(label):
    before = ["（三）申请答复数：9件", "3.同意部分公开答复数：1件", "4.不同意公开答复数：8件"]
    after = ["2.涉及商业秘密：3件", "3.涉及个人隐私：0件", "5.不属于本行政机关公开数：0件"]
    read = tables_of("\n".join([*before, f"{label}：5件", *after]), due="2014")
    assert read.row("applications.denied_state_secret") == [5]


def test_the_word_for_none_behind_a_colon_is_a_zero_with_or_without_its_unit():
    lines = ["2.同意公开答复数：无件", "3.同意部分公开答复数：1件", "4.不同意公开答复数：无"]
    read = tables_of("\n".join(["（三）申请答复数：1件", *lines]), due="2014")
    assert [read.row(f"applications.{row}") for row in ("granted", "partially_granted", "denied")] == [[0], [1], [0]]


def test_where_each_line_is_a_cell_a_space_parts_the_thousands_of_one_figure():
    answered = {"granted": (12_916, 1_357, 0, 0, 0, 0), "refused_complaint": (5_529, 397, 0, 0, 0, 0)}
    paper = applications(answered=answered)
    paper["refused_complaint"].cells[2] = "O"
    lines = [
        f"{int(cell):,}".replace(",", " ") if cell.isdecimal() else cell for cell in paper.between("\n").split("\n")
    ]
    read = tables_of("\n".join(lines))
    assert read.applications == counted(paper)


def test_the_figures_of_departments_behind_the_tables_are_no_reviews():
    paper = applications()
    contested = (
        "四、政府信息公开行政复议、行政诉讼情况\n| 行政复议 | | | | | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |\n"
    )
    contested += (
        "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 " * 3
        + "|\n| 3 | 1 | 0 | 2 | 6 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 2 | 0 | 2 |\n"
    )
    offices = "五、各部门情况\n| 部门 | 新收申请 | 予以公开 | 部分公开 | 不予公开 | 结转下年 |\n"
    offices += "".join(
        f"| {name} | {at} | 41 | {at} | 7 | {at * 9} |\n" for at, name in enumerate(["办公室", "财政局", "水利局"], 2)
    )
    read = tables_of(f"{paper.piped()}\n{contested}{offices}")
    assert read.row("reviews.review") == [3, 1, 0, 2, 6]
    assert read.row("litigation.after_review") == [0, 0, 2, 0, 2]
    assert read.issues() == []


def test_the_label_of_other_handling_beside_its_first_part_is_not_the_undivided_line():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other_overdue_correction": (9, 0, 0, 0, 0, 0)})
    paper["other_overdue_correction"].label = "（六）其他处理"
    read = tables_of(paper.html())
    assert read.applications == counted(paper)
    assert read.of_status("derived") == set()


@pytest.mark.parametrize("label", ["规?", "视章", "章", "?"])
def test_a_short_label_that_lost_a_character_leaves_its_row_to_its_place(label):
    heads = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
    rows = f"| {label} | 1 | 2 | 13 |\n| 行政规范性文件 | 4 | 5 | 26 |\n| 行政许可 | 7 |\n| 行政处罚 | 8 |\n"
    read = tables_of("第二十条第（一）项\n" + heads + rows)
    assert read.row("disclosures.rules") == [1, 2, 13]
    assert read.row("disclosures.normative_documents") == [4, 5, 26]


def test_two_zeros_parted_by_a_slash_are_no_page_number():
    read = tables_of(
        "第二十条第（六）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n行政处罚\n0 / 0\n行政强制 3 +1 4\n",
        due="2019",
    )
    assert read.statuses["disclosures.penalty.items_last_year"] == "reported"
    assert read.values["disclosures.penalty.decisions"] == 0


def test_a_unit_alone_in_a_cell_of_a_long_row_holds_its_place():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "refused_complaint": (31, 17, 8, 4, 2, 1)})
    paper["refused_complaint"].cells[3] = "元"
    read = tables_of(paper.html())
    assert read.applications == counted(paper)
    assert read.told("figure_unreadable") == {"applications.refused_complaint.public_welfare"}


def test_months_of_visits_are_no_reviews():
    paper = applications()
    visits = "| 月份 | 首页 | 信息 | 政策 | 互动 | 合计 |\n" + "".join(
        f"| {month}月 | {month * 3} | {month} | {month * 2} | 0 | {month * 6} |\n" for month in range(1, 7)
    )
    read = tables_of(f"{paper.piped()}\n六、网站情况\n{visits}")
    assert {figure for name, figure in read.values.items() if not name.startswith("applications.")} == {None}
    assert read.issues() == []


def test_two_figures_that_a_wide_gap_or_a_line_parts_are_never_one():
    above, below = "第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可      12", "315\n行政处罚 7\n行政强制 0\n"
    read = tables_of(f"{above}      {below}")
    assert read.values["disclosures.licensing.decisions"] is None
    assert "disclosures.licensing.decisions" in read.told("figure_in_doubt")
    assert tables_of(f"{above}\n{below}").values["disclosures.licensing.decisions"] in (None, 12)


def test_numbers_of_pages_left_alone_in_a_text_fill_no_empty_cell():
    lines = ["附件：政府信息公开情况统计表", "统计指标 单位 统计数", "（一）主动公开政府信息数 条 24"]
    lines += [
        "其中：主动公开规范性文件数 条",
        "制发规范性文件总数 条 2",
        "1",
        "二、回应解读情况",
        "六、举报投诉数量 件 9",
    ]
    lines += ["七、依申请公开信息收取的费用 万元 0", "（一）政府信息公开工作专门机构数 个", "2"]
    lines += ["（二）设置政府信息公开查阅点数 个 5", "（三）从事政府信息公开工作人员数 人 7"]
    read = tables_of("\n".join(lines), due="2014")
    assert read.values["activities.resources.dedicated_offices"] is None
    assert read.values["activities.resources.reading_points"] == 5


OUTCOMES = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n"
REVIEWS = f"| 行政复议 | | | | |\n{OUTCOMES}| 2 | - | - | 1 | 3 |\n"
LITIGATION = (
    "| 行政诉讼 | | | | | | | | | |\n| 未经复议直接起诉 | | | | | 复议后起诉 | | | | |\n"
    f"{OUTCOMES.rstrip()[:-1]}{OUTCOMES}| - | - | - | - | - | - | 4 | - | 2 | 6 |\n"
)


@pytest.mark.parametrize("reviews", [f"{REVIEWS}| 2 | - | - | 1 | 3 |\n", f"{REVIEWS}\n{REVIEWS}"])
def test_reviews_printed_twice_are_no_lawsuits(reviews):
    read = tables_of(f"四、政府信息公开行政复议、行政诉讼情况\n\n{reviews}\n{LITIGATION}")
    assert read.row("reviews.review") == [2, 0, 0, 1, 3]
    assert read.row("litigation.direct") == [None] * 5
    assert read.row("litigation.after_review") == [0, 4, 0, 2, 6]


def test_three_tables_of_outcomes_that_are_alike_are_three():
    table = f"{OUTCOMES}| 1 | 0 | 0 | 0 | 1 |\n"
    titles = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    read = tables_of("四、政府信息公开行政复议、行政诉讼情况\n" + "".join(f"{title}\n{table}" for title in titles))
    for row in ("reviews.review", "litigation.direct", "litigation.after_review"):
        assert read.row(row) == [1, 0, 0, 0, 1]


def test_a_long_label_that_reaches_to_the_first_of_several_figures_leaves_it_one():
    heads = "信息内容  本年制发件数  本年废止件数  现行有效件数"
    rows = "规章          0  1  12\n行政规范性文件184  330  7\n行政处罚 3\n行政强制 0\n"
    read = tables_of(f"第二十条第（一）项\n{heads}\n{rows}")
    assert read.row("disclosures.normative_documents") == [184, 330, 7]
