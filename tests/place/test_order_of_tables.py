"""The order in which a report prints its tables says nothing about its figures."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.place.papers import applications, tables_of

COUNTS = st.integers(0, 300)


def one_table(heading: str, columns: list[str], rows: dict[str, list[int]]) -> str:
    lines = [["信息内容", *columns], ["---"] * (len(columns) + 1), *([label, *cells] for label, cells in rows.items())]
    return "\n".join([f"### {heading}", "", *("| " + " | ".join(map(str, cells)) + " |" for cells in lines)])


def contested(counts: list[int]) -> str:
    """Reviews and both routes of litigation in one row, each with its total."""
    row = [count for at in range(0, 12, 4) for count in (*counts[at : at + 4], sum(counts[at : at + 4]))]
    columns = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    cells = "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in (columns, ["---"] * 15, row))
    return f"## 四、政府信息公开行政复议、行政诉讼情况\n\n{cells}"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    counts=st.lists(COUNTS, min_size=22, max_size=22),
    outcome=st.sampled_from(["granted", "denied_enforcement_file", "other_overdue_fee"]),
    order=st.permutations(range(4)),
)
def test_permuting_the_tables_of_a_markdown_report_changes_no_figure(counts, outcome, order):
    decided = "本年处理决定数量"
    made = ["本年制发件数", "本年废止件数", "现行有效件数"]
    tables = [
        one_table("第二十条第（一）项", made, {"规章": counts[:3], "行政规范性文件": counts[3:6]}),
        one_table("第二十条第（六）项", [decided], {"行政处罚": counts[6:7], "行政强制": counts[7:8]}),
        applications(answered={outcome: (*counts[8:10], 0, 1, 0, 0)}, carried_in=(0, 0, 0, 1, 0, 0)).markdown(),
        contested(counts[10:22]),
    ]
    as_set, permuted = tables_of("\n\n".join(tables)), tables_of("\n\n".join(tables[at] for at in order))
    assert permuted.values == as_set.values
    assert permuted.statuses == as_set.statuses
    assert as_set.row("disclosures.normative_documents") == counts[3:6]
    assert as_set.row("disclosures.penalty") == counts[6:7]
    assert as_set.row(f"applications.{outcome}")[:2] == counts[8:10]
    assert as_set.row("reviews.review")[:4] == counts[10:14]
    assert as_set.row("litigation.after_review")[:4] == counts[18:22]
    assert permuted.issues() == []
