"""The page on method: its examples are read as it says, and its list of issues is that of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from ingest.document import flatten
from ingest.rows import Flattened
from tests.conftest import REPOSITORY

METHOD = (REPOSITORY / "docs" / "method.md").read_text("utf-8")
SEVERITIES = {"info", "warning", "error"}

_EXAMPLE = re.compile(
    r"<!-- (?P<year>\d{4}) -->\n\n```text\n(?P<printed>.*?)```\n\n```text\n(?P<read>.*?)```", re.DOTALL
)
EXAMPLES = [match.groups() for match in _EXAMPLE.finditer(METHOD)]

# What stands around an example, so that it is a report of its form: the tables that it does not print itself.
_AROUND = {
    "第二十条第（一）项": "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n行政规范性文件 | 2 | 1 | 9",
    "第二十条第（五）项": "信息内容 | 本年处理决定数量\n行政许可 | 106",
    "第二十条第（六）项": "信息内容 | 本年处理决定数量\n行政处罚 | 7\n行政强制 | 0",
}
_AROUND_2019 = {
    "第二十条第（一）项": "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量\n规范性文件 | 2 | 2 | 9",
    "第二十条第（五）项": "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量\n行政许可 | 3 | +1 | 106",
}


def _report(year: str, printed: str) -> Flattened:
    others = _AROUND_2019 if year == "2019" else _AROUND
    tables = "\n".join(f"{heading}\n{rows}" for heading, rows in others.items() if heading not in printed)
    text = f"洪泽区科学技术局{year}年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{tables}\n{printed}"
    return flatten(text.encode(), "example.txt")


@pytest.mark.parametrize(("year", "printed", "read"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_read_as_the_page_says(year, printed, read):
    rows = _report(year, printed)
    assert [report.form for report in rows.reports] == ["2019" if year == "2019" else "2021"]
    cells = {f"{cell.fact_table}.{cell.row_code}.{cell.column_code}": cell for cell in rows.figures}
    warnings = {issue.code for issue in rows.issues if issue.severity != "info"}
    promised = set()
    for line in read.splitlines():
        name, *rest = line.split()
        if name == "warning":
            promised |= set(rest)
            continue
        value, status = rest
        told = cells[name].value
        assert ("NULL" if told is None else f"{told.normalize():f}", cells[name].value_status) == (value, status), name
    assert warnings == promised


def test_the_page_has_an_example_of_each_kind():
    statuses = {line.split()[-1] for _, _, read in EXAMPLES for line in read.splitlines()}
    assert {"reported", "derived", "blank", "missing"} <= statuses
    assert len(EXAMPLES) >= 8


def _codes(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Codes of issues in a module with their severity; ``a_*`` stands for codes that are put together."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Unreadable":
                yield from ((code, "error") for code in _text(node.args[:1]))
            elif name == "Rejection":
                yield from ((code, "warning") for code in _text(node.args[:1]))
            elif name in ("set_aside", "_lose"):
                yield from ((code, "error") for code in _text(node.args[1:2]))
            yield from _beside_severity(node.args)
        elif isinstance(node, ast.Tuple) and len(node.elts) > 2:
            yield from _beside_severity(node.elts)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reason":
            yield from ((code, "error") for code in _text(getattr(node.value, "elts", [])[:1]))


def _beside_severity(parts: list[ast.expr]) -> Iterator[tuple[str, str]]:
    for severity, code in pairwise(parts):
        for word in _text([severity]):
            if word in SEVERITIES:
                yield from ((found, word) for found in _text([code]))


def _text(parts: list[ast.expr]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.JoinedStr):
            yield "".join(piece.value if isinstance(piece, ast.Constant) else "*" for piece in part.values)


def test_every_issue_the_code_can_raise_is_on_the_page_with_its_severity_and_no_other():
    raised = {
        found
        for path in sorted((REPOSITORY / "ingest").rglob("*.py"))
        for found in _codes(ast.parse(path.read_text("utf-8")))
    }
    listed = set(re.findall(rf"^\| `(\w+)` \| ({'|'.join(SEVERITIES)}) \|", METHOD, re.MULTILINE))
    made_up = {code for code, _ in raised if "*" in code}
    patterns = [re.compile(code.replace("*", r"\w+")) for code in made_up]
    assert {code for code, _ in raised} - made_up <= {code for code, _ in listed}
    assert {found for found in listed if not any(each.fullmatch(found[0]) for each in patterns)} <= raised
    assert len(listed) >= 30
