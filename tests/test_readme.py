"""The pages a newcomer reads: every command on them runs, and prints what the page says it prints."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from ingest import questions
from ingest.ask import Format, query
from ingest.publish import PUBLIC_TABLES
from tests.conftest import REPOSITORY, Sample

READMES = ("README.md", "README.zh.md")
PAGES = (*READMES, "CONTRIBUTING.md", "docs/method.md", "docs/method.zh.md", "data/README.md")

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^(?P<level>#+) (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Commands of one block of a page, and what the page prints below them."""

    commands: tuple[str, ...]
    printed: str | None


def _page(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def _asked(page: str) -> list[Asked]:
    blocks = list(_BLOCK.finditer(page))
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block["language"] == "sh":
            is_answered = following is not None and following["language"] == "text"
            found.append(Asked(tuple(_commands(block["text"])), following["text"] if is_answered else None))
    return found


def _commands(block: str) -> Iterator[str]:
    """The commands of a block: a line each, but for quotes that are open at its end."""
    begun = ""
    for line in block.splitlines():
        begun += line + "\n"
        if begun.count('"') % 2 == 0:
            yield begun.strip()
            begun = ""
    assert not begun, f"an open quote: {begun}"


def _query_of(command: str) -> dict[str, str] | None:
    words = shlex.split(command)
    return dict(word.split("=", 1) for word in words[2:]) if words[:2] == ["make", "query"] else None


def _sql(given: dict[str, str]) -> str:
    return questions.sql_of(given["QUESTION"]) if "QUESTION" in given else given["SQL"]


@pytest.mark.parametrize("name", READMES)
def test_every_question_of_the_readme_has_the_answer_it_prints(name, sample: Sample, capsys):
    answered = 0
    for asked in _asked(_page(name)):
        given = _query_of(asked.commands[0])
        if asked.printed is None or given is None:
            continue
        assert len(given) == 1 and len(asked.commands) == 1
        query(sample.warehouse, _sql(given), Format.TABLE)
        assert capsys.readouterr().out == asked.printed
        answered += 1
    assert answered >= 5


@pytest.mark.parametrize("name", READMES)
def test_the_build_ends_as_the_readme_says(name, sample: Sample):
    [printed] = [asked.printed for asked in _asked(_page(name)) if "make build" in asked.commands and asked.printed]
    *told, where = sample.summary.splitlines()
    *promised, example = printed.splitlines()
    assert told == promised
    assert where.startswith("Warehouse: /") and example.startswith("Warehouse: /")


@pytest.mark.parametrize("name", READMES)
def test_every_other_query_of_the_readme_can_be_asked(name, sample: Sample, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = [given for each in _asked(_page(name)) for command in each.commands if (given := _query_of(command))]
    for given in asked:
        out = given.get("OUT")
        query(sample.warehouse, _sql(given), Format(given.get("FORMAT", "table")), Path(out) if out else None)
        assert out is None or (tmp_path / out).stat().st_size > 0
    assert {given.get("FORMAT", "table") for given in asked} == {form.value for form in Format}


@pytest.mark.parametrize(("name", "mark"), list(zip(READMES, "?？", strict=True)))
def test_every_question_people_start_from_is_listed_with_its_answer_on_the_sample(name, mark, sample: Sample):
    listed = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", _page(name), re.MULTILINE)
    told = {question: (words, answer) for question, words, answer in listed if question in questions.names()}
    assert sorted(told) == questions.names()
    for question, (words, answer) in told.items():
        assert words == questions.in_words(question, mark)
        with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
            rows = [_as_shown(row) for row in connection.execute(questions.sql_of(question)).fetchall()]
        for part in re.split("[;；]", answer):
            values = set(re.findall(r"`([^`]+)`", part))
            is_in_a_row = any(values <= row for row in rows)
            assert values and is_in_a_row if rows else values == {"(no rows)"}, (question, part)


def _as_shown(row: tuple[object, ...]) -> set[str]:
    return {str(value).lower() if isinstance(value, bool) else str(value) for value in row}


@pytest.mark.parametrize("name", PAGES)
def test_every_make_command_on_a_page_is_a_target(name):
    targets = set(re.findall(r"^([a-z-]+):.*## ", _page("Makefile"), re.MULTILINE))
    code = "\n".join(
        [block["text"] for block in _BLOCK.finditer(_page(name))] + re.findall(r"`([^`\n]+)`", _page(name))
    )
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= targets


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name):
    for target in _LINK.findall(_page(name)):
        path, _, anchor = target.partition("#")
        if "://" in path:
            continue
        page = (REPOSITORY / name).parent / path if path else REPOSITORY / name
        assert page.exists(), target
        if anchor:
            assert anchor in {_anchor(text) for _, text in _HEADING.findall(page.read_text("utf-8"))}, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(("english", "chinese"), [READMES, ("docs/method.md", "docs/method.zh.md")])
def test_the_chinese_page_is_the_twin_of_the_english(english, chinese):
    pages = [_page(english), _page(chinese)]
    blocks = [[(block["language"], block["text"]) for block in _BLOCK.finditer(page)] for page in pages]
    assert blocks[0] == blocks[1]
    plain = [_BLOCK.sub("", page) for page in pages]
    levels = [[level for level, _ in _HEADING.findall(page)] for page in plain]
    assert levels[0] == levels[1]
    rows = [re.findall(r"^\| (`[^|]+`) \|", page, re.MULTILINE) for page in plain]
    assert rows[0] == rows[1]
    assert [page.count("\n- ") for page in plain] == [plain[0].count("\n- ")] * 2


def test_the_readme_names_every_table_and_status_that_there_is(sample: Sample):
    named = set(re.findall(r"^\| `(\w+)` \|", _page("README.md"), re.MULTILINE)) - set(questions.names())
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
        statuses = connection.execute("select distinct value_status from fct_applications").fetchall()
    assert set(PUBLIC_TABLES) | {status for (status,) in statuses} <= named
    assert {name for name in named if "_" in name} - {"not_applicable"} <= {name for (name,) in tables}


def test_the_walk_in_contributing_goes_as_it_says():
    outcome = doctest.testfile(str(REPOSITORY / "CONTRIBUTING.md"), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 15
    assert outcome.failed == 0
