"""The form's own arithmetic: what follows with certainty, what does not, and what is said of sums that fail."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.forms import CellKey, forms
from ingest.place.arithmetic import connected, derive, failing, identities_of
from tests.place.papers import APPLICANTS, NOTHING, applications, counted, tables_of


def reviews(figures: str) -> str:
    """Reviews and litigation in one line of fifteen figures."""
    columns = "结果维持 结果纠正 其他结果 尚未审结 总计\n" * 3
    heading = "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉"
    return f"\n{heading}\n{columns}{figures}\n"


def name(row: str, column: str = "total") -> str:
    return f"applications.{row}.{column}"


# --- what follows ----------------------------------------------------------------------------------------------------


def test_a_zero_total_settles_its_parts():
    paper = applications()
    paper["granted"].cells[:] = ["-", "-", "-", "-", "-", "-", "0"]
    paper["partially_granted"].cells[:] = ["7", "1", "1", "0", "0", "0", "9"]
    read = tables_of(paper.piped())
    assert read.row("applications.granted") == [0] * 7
    assert read.statuses[name("granted", "business")] == "derived"
    assert read.printed(name("granted", "business")) == "-"
    assert read.derived_from(name("granted", "business")) is not None
    assert read.issues() == []


def test_zeros_of_a_year_without_applications_follow_from_the_totals():
    nothing = applications(answered={}, carried_in=NOTHING, carried_out=NOTHING)
    for row in nothing.rows:
        row.cells[:-1] = [""] * 6
    read = tables_of(nothing.html())
    assert read.applications == counted(nothing)
    assert read.of_status("reported") == {name(code) for code in nothing.counted}
    assert len(read.of_status("derived")) == 6 * len(nothing.counted)


def test_one_empty_cell_is_given_by_its_column():
    paper = applications()
    paper["carried_out"].cells[0] = paper["carried_out"].cells[6] = ""
    read = tables_of(paper.html())
    assert read.applications == counted(paper)
    assert read.derived_from(name("carried_out", "natural_person")) == (
        "applications_balance:applications.carried_out.natural_person"
    )
    assert read.statuses[name("carried_out")] == "derived"


def test_an_empty_cell_that_two_figures_could_fill_stays_empty():
    paper = applications()
    for code in ("granted", "partially_granted"):
        for column in (0, 1):
            paper[code].cells[column] = "-"
    read = tables_of(paper.html())
    open_cells = {name(code, column) for code in ("granted", "partially_granted") for column in APPLICANTS[:2]}
    assert read.of_status("blank") == open_cells
    assert all(read.values[cell] is None for cell in open_cells)
    assert all(read.printed(cell) == "-" for cell in open_cells)
    assert read.issues() == []


def test_a_dash_is_not_zero_by_itself():
    read = tables_of("第二十条第（五）项\n行政许可 -\n第二十条第（六）项\n行政处罚 12\n行政强制 —\n行政事业性收费 /\n")
    assert read.statuses["disclosures.licensing.decisions"] == "blank"
    assert read.statuses["disclosures.compulsion.decisions"] == "blank"
    assert read.statuses["disclosures.fees.amount"] == "blank"
    assert read.values["disclosures.penalty.decisions"] == 12


# --- what fails ------------------------------------------------------------------------------------------------------


def test_a_printed_figure_that_does_not_add_up_is_kept_with_a_warning_for_each_sum():
    paper = applications()
    paper["granted"].cells[1] = "4"
    read = tables_of(paper.html())
    assert read.values[name("granted", "business")] == 4
    assert read.statuses[name("granted", "business")] == "reported"
    failures = {
        "outcomes_sum_to_total_closed:applications.total_closed.business": "3 against 6",
        "applicants_sum_to_total:applications.granted.total": "6 against 9",
    }
    assert read.told("identity_failed") == set(failures)
    for issue in read.issues("identity_failed"):
        assert issue.severity == "warning"
        assert failures[issue.location] in issue.message


def test_the_one_figure_that_would_mend_every_failing_sum_is_named():
    paper = applications()
    paper["granted"].cells[1] = "4"
    read = tables_of(paper.html())
    messages = [issue.message for issue in read.issues("identity_failed")]
    assert all("applications.granted.business as 1" in message for message in messages)


def test_a_mending_figure_is_not_named_where_several_would_do():
    read = tables_of(reviews("3 1 0 2 9 0 0 0 0 0 0 0 0 0 0"))
    (issue,) = read.issues("identity_failed")
    assert issue.location == "outcomes_sum_to_total:reviews.review.total"
    assert "9 against 6" in issue.message
    assert "mend" not in issue.message


def test_a_mending_figure_is_not_named_where_it_would_break_a_sum_that_holds():
    paper = applications()
    paper["new_received"].cells[6] = "24"
    paper["granted"].cells[1] = "4"
    read = tables_of(paper.html())
    advised = {
        suggestion
        for issue in read.issues("identity_failed")
        for suggestion in re.findall(r"(applications\.\w+\.\w+) as (\d+)", issue.message)
    }
    assert advised <= {("applications.new_received.total", "23"), ("applications.granted.business", "1")}


def test_nothing_is_derived_in_a_table_with_a_failing_identity():
    paper = applications()
    paper["granted"].cells[1] = "4"
    paper["refused_complaint"].cells[6] = ""
    read = tables_of(paper.html())
    assert read.of_status("derived") == set()
    assert read.statuses[name("refused_complaint")] == "blank"
    assert read.values[name("refused_complaint")] is None


def test_a_failing_table_does_not_keep_another_from_being_settled():
    paper = applications()
    paper["refused_complaint"].cells[6] = "-"
    read = tables_of(paper.between(" ") + reviews("3 1 0 2 9 0 0 0 0 0 - - - - 0"))
    assert read.told("identity_failed") == {"outcomes_sum_to_total:reviews.review.total"}
    assert read.statuses[name("refused_complaint")] == "derived"
    assert read.row("litigation.after_review") == [0, 0, 0, 0, 0]
    assert read.of_status("derived") >= {f"litigation.after_review.{one}" for one in ("upheld", "corrected", "other")}


def test_parts_greater_than_their_total_cannot_hold_whatever_the_empty_cells_are():
    read = tables_of(reviews("3 4 - - 5 0 0 0 0 0 0 0 0 0 0"))
    (issue,) = read.issues()
    assert (issue.severity, issue.code) == ("warning", "identity_cannot_hold")
    assert issue.location == "outcomes_sum_to_total:reviews.review.total"
    assert read.row("reviews.review") == [3, 4, None, None, 5]


# --- letters where digits are due ------------------------------------------------------------------------------------


def test_ocr_letters_are_read_only_where_the_arithmetic_confirms_them():
    paper = applications()
    paper["total_closed"].cells[0] = "l6"
    read = tables_of(paper.html())
    assert read.values[name("total_closed", "natural_person")] == 16
    assert read.statuses[name("total_closed", "natural_person")] == "reported"
    assert read.printed(name("total_closed", "natural_person")) == "l6"
    assert read.issues() == []


def test_ocr_letters_that_the_arithmetic_contradicts_are_no_figure_and_nothing_follows_from_their_sums():
    paper = applications()
    paper["unavailable_not_held"].cells[0] = "O"
    paper["granted"].cells[1] = ""
    read = tables_of(paper.html())
    assert read.values[name("unavailable_not_held", "natural_person")] is None
    assert read.statuses[name("granted", "business")] == "blank"
    assert read.told("figure_unreadable") == {name("unavailable_not_held", "natural_person")}


def test_ocr_letters_without_any_arithmetic_leave_the_cell_empty_with_a_warning():
    read = tables_of("行政许可 9l\n行政处罚 12\n行政强制 3\n行政事业性收费 0\n")
    assert read.values["disclosures.licensing.decisions"] is None
    assert read.printed("disclosures.licensing.decisions") == "9l"
    assert read.told("figure_unreadable") == {"disclosures.licensing.decisions"}


# --- one row in place of three ---------------------------------------------------------------------------------------

COLUMNS_OF_2021 = "\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n"
PARTS = ("other_overdue_correction", "other_overdue_fee", "other_reason")


def test_a_single_other_row_that_is_zero_makes_its_three_parts_zero():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other": NOTHING})
    read = tables_of(paper.piped() + COLUMNS_OF_2021)
    assert read.form == "2021"
    assert read.row("applications.other") == [0] * 7
    assert read.statuses[name("other")] == "reported"
    for part in PARTS:
        assert read.row(f"applications.{part}") == [0] * 7
        assert read.statuses[name(part)] == "derived"
        assert "applications.other.total" in read.derived_from(name(part))
    assert read.issues() == []


def test_a_single_other_row_with_figures_leaves_its_parts_missing_and_stands_in_the_sums():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other": (2, 0, 0, 0, 0, 1)})
    paper["total_closed"].cells[6] = ""
    read = tables_of(paper.html().replace("</body>", f"<p>{COLUMNS_OF_2021}</p></body>"))
    assert read.row("applications.other") == [2, 0, 0, 0, 0, 1, 3]
    assert read.values[name("total_closed")] == 9
    assert {read.statuses[name(part)] for part in PARTS} == {"missing"}
    assert {read.values[name(part, "business")] for part in PARTS} == {0}
    assert read.issues() == []


def test_a_single_other_row_that_does_not_add_up_fails():
    paper = applications(answered={"granted": (5, 1, 0, 0, 0, 0), "other": (2, 0, 0, 0, 0, 1)})
    paper["other"].cells[:] = ["3", "0", "0", "0", "0", "1", "4"]
    read = tables_of(paper.piped() + COLUMNS_OF_2021)
    assert "outcomes_sum_to_total_closed:applications.total_closed.total" in read.told("identity_failed")


def test_the_single_other_row_has_no_cells_where_its_parts_are_printed():
    read = tables_of(applications().piped())
    assert not any(cell.startswith("applications.other.") for cell in read.values)


# --- whatever the table ----------------------------------------------------------------------------------------------


OF_ALL = ("new_received", "carried_in", "total_closed", "carried_out")
OUTCOMES = [row for row in applications().counted if row not in OF_ALL]


@st.composite
def consistent_tables(draw: st.DrawFn) -> dict[CellKey, int]:
    """The figures of an applications table of form 2021 in which every sum is right."""
    small = st.integers(0, 3)
    rows = draw(st.lists(st.sampled_from(OUTCOMES), max_size=6, unique=True))
    answered = {row: tuple(draw(st.lists(small, min_size=6, max_size=6))) for row in rows}
    closed = [sum(counts) for counts in zip(NOTHING, *answered.values(), strict=True)]
    carried_in = tuple(draw(st.integers(0, count)) for count in closed)
    carried_out = tuple(draw(st.lists(small, min_size=6, max_size=6)))
    paper = applications("2021", answered, carried_in, carried_out)
    return {
        CellKey("applications", None, row, applicant): count
        for row, counts in paper.counted.items()
        for applicant, count in zip(APPLICANTS, counts, strict=True)
    }


@settings(max_examples=60, deadline=None)
@given(consistent_tables(), st.randoms(use_true_random=False), st.floats(0.02, 0.98))
def test_whatever_cells_are_hidden_what_is_derived_is_what_was_counted(table, rng, share):
    seen = {key: count for key, count in table.items() if rng.random() > share}
    derived, broken = derive(identities_of(forms()["2021"], seen), seen)
    assert broken == []
    assert not derived.keys() & seen.keys()
    assert {key: found.value for key, found in derived.items()} == {key: table[key] for key in derived}
    for key, found in derived.items():
        assert key in (*found.identity.left, *found.identity.right)


@settings(max_examples=60, deadline=None)
@given(consistent_tables(), st.data())
def test_one_hidden_cell_is_always_derived(table, data):
    hidden = data.draw(st.sampled_from(sorted(table)))
    seen = {key: count for key, count in table.items() if key != hidden}
    derived, _ = derive(identities_of(forms()["2021"], seen), seen)
    assert {key: found.value for key, found in derived.items()} == {hidden: table[hidden]}


@settings(max_examples=25, deadline=None)
@given(consistent_tables(), st.data(), st.integers(1, 9))
def test_nothing_is_derived_where_a_printed_figure_fails_a_sum(table, data, added):
    changed = data.draw(st.sampled_from(sorted(table)))
    hidden = set(data.draw(st.lists(st.sampled_from(sorted(table)), max_size=12))) - {changed}
    elsewhere = {CellKey("reviews", None, "review", column): 0 for column in ("upheld", "corrected", "other", "total")}
    seen = {key: count for key, count in table.items() if key not in hidden} | elsewhere
    seen[changed] += added
    identities = identities_of(forms()["2021"], seen)
    fails = failing(identities, seen)
    derived, broken = derive(identities, seen)
    pending = CellKey("reviews", None, "review", "pending")
    assert derived[pending].value == 0
    if fails:
        assert derived.keys() == {pending}
        assert set(fails) <= set(broken)
        assert {key for key in table if key in connected(identities, fails)} == set(table)


def test_a_dash_that_the_sums_give_a_figure_is_no_zero_and_shows_a_misprint():
    read = tables_of(reviews("1 - - - 1 9 1 - - 15 2 - 1 - 3"))
    assert read.row("litigation.direct") == [9, 1, None, None, 15]
    assert read.issues("identity_cannot_hold") or read.statuses["litigation.direct.other"] == "blank"
    read = tables_of(reviews("1 - - - 1 9 1 - 2 15 2 - 1 - 3"))
    assert read.row("litigation.direct") == [9, 1, None, 2, 15]
    (issue,) = read.issues("identity_cannot_hold")
    assert "litigation.direct.other" in issue.message and "lacks 3" in issue.message
    assert read.row("reviews.review") == [1, 0, 0, 0, 1]


def test_one_dash_among_printed_zeros_is_a_figure_left_out():
    read = tables_of(reviews("1 0 0 0 1 9 1 - 2 15 2 0 1 0 3"))
    assert read.row("litigation.direct") == [9, 1, 3, 2, 15]
    assert read.statuses["litigation.direct.other"] == "derived"


def test_an_empty_cell_of_a_table_that_leaves_its_zeros_out_is_given_no_figure():
    paper = applications(answered={"granted": (5, 1, 2, 3, 1, 4), "refused_complaint": (31, 17, 8, 4, 2, 1)})
    for row in paper.rows:
        row.cells[:] = ["" if cell == "0" else cell for cell in row.cells]
    paper["granted"].cells[3] = ""
    read = tables_of(paper.html())
    assert read.values["applications.granted.public_welfare"] is None
    assert "applications.granted.public_welfare" in read.issues("identity_cannot_hold")[0].message
