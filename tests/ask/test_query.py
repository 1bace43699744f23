"""A question to a warehouse and its answer, for a person or for a program."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from ingest import questions
from ingest.ask import ROWS_SHOWN, Answer, Format, NotAsked, is_whole, query, show
from tests.build.warehouses import REPOSITORY, make
from tests.conftest import Sample

SQL = "select number, '政府' as name from dim_report -- one row"
IN_STRING = "select 'a;\n$HOME \"x\"' as said, count(*) as n from dim_report;"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return make(tmp_path / "it's 仓.duckdb", 7)


def _ask(warehouse: Path, sql: str, form: str = "table", *more: str) -> subprocess.CompletedProcess[bytes]:
    options = ["--warehouse", str(warehouse), "--format", form, *more, "--", sql]
    return subprocess.run([sys.executable, "-m", "ingest", "query", *options], cwd=REPOSITORY, capture_output=True)


def _ask_by_name(warehouse: Path, name: str, *more: str) -> subprocess.CompletedProcess[bytes]:
    options = ["--warehouse", str(warehouse), f"--question={name}", *more]
    return subprocess.run([sys.executable, "-m", "ingest", "query", *options], cwd=REPOSITORY, capture_output=True)


def test_chinese_and_latin_columns_line_up(warehouse, capsys):
    query(warehouse, "from (values ('政府', 1, null), ('a', 1234, true)) as t(name, figure, is_it)", Format.TABLE)
    heading, line, *rows = capsys.readouterr().out.splitlines()
    assert heading == "name   figure   is_it"
    assert set(line) == {"─"}
    assert rows == ["政府        1   NULL", "a        1234   true"]


def test_a_long_answer_is_cut_and_says_so(warehouse, capsys):
    query(warehouse, f"from range({ROWS_SHOWN + 1})", Format.TABLE)
    *_, last, note = capsys.readouterr().out.splitlines()
    assert last.strip() == str(ROWS_SHOWN - 1)
    assert str(ROWS_SHOWN) in note and "FORMAT=csv" in note
    query(warehouse, f"from range({ROWS_SHOWN})", Format.TABLE)
    assert "FORMAT" not in capsys.readouterr().out


def test_an_answer_without_rows_still_names_its_columns(warehouse, capsys):
    query(warehouse, "from dim_report where number = 8", Format.TABLE)
    assert capsys.readouterr().out.splitlines() == ["number", "──────", "(no rows)"]


def test_each_statement_that_answers_is_shown(warehouse, capsys):
    query(warehouse, "set threads = 1; create temp table t as select 1 as one; from t", Format.TABLE)
    assert re.findall(r"^(\w+)$", capsys.readouterr().out, re.MULTILINE) == ["Count", "one"]


def test_a_row_too_wide_for_the_terminal_is_shown_down_it():
    screen = io.StringIO()
    wide = Answer(tuple(f"column_{n}" for n in range(9)), (False,) * 9, (tuple("政" * 15 for _ in range(9)),), False)
    show(wide, Console(file=screen, width=60, color_system=None))
    lines = screen.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["row", *wide.columns]
    assert max(cell_len(line) for line in lines) <= 60


def test_what_a_document_prints_cannot_steer_the_terminal(warehouse, capsys):
    query(warehouse, "select 'a' || chr(27) || '[31mb' || chr(155) as raw_text", Format.TABLE)
    assert not re.search(r"[\x1b\x9b]", capsys.readouterr().out)


def test_a_program_gets_csv_json_or_parquet(warehouse):
    assert _ask(warehouse, SQL, "csv").stdout.decode() == "number,name\n7,政府\n"
    assert json.loads(_ask(warehouse, SQL, "json").stdout) == [{"number": 7, "name": "政府"}]
    parquet = _ask(warehouse, SQL, "parquet").stdout
    assert pl.read_parquet(parquet).to_dicts() == [{"number": 7, "name": "政府"}]


def test_an_empty_answer_is_still_json(warehouse):
    assert json.loads(_ask(warehouse, "from dim_report where false", "json").stdout) == []


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_an_answer_goes_to_a_file_whole(warehouse, tmp_path, form):
    out = tmp_path / "答 '案"
    out.write_text("what was there before")
    run = _ask(warehouse, IN_STRING + " -- ;", form, "--out", str(out))
    assert (run.returncode, run.stdout) == (0, b""), run.stderr
    assert "1 row in" in run.stderr.decode()
    read = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}[form]
    assert read(out).to_dicts() == [{"said": 'a;\n$HOME "x"', "n": 1}]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([warehouse.name, out.name])


def test_a_query_that_fails_half_way_leaves_the_file_as_it_was(warehouse, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("before")
    half_way = "select if(range < 900000, range::varchar, 'no number')::int from range(1000000)"
    run = _ask(warehouse, half_way, "csv", "--out", str(out))
    assert run.returncode == 1 and "no number" in run.stderr.decode()
    assert out.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_is_written_through(warehouse, tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "target.csv")
    query(warehouse, "from dim_report", Format.CSV, tmp_path / "link.csv")
    assert (tmp_path / "target.csv").read_text() == "number\n7\n"
    assert (tmp_path / "link.csv").is_symlink()


@pytest.mark.parametrize(
    ("sql", "form", "out", "advice"),
    [
        ("  \n", Format.TABLE, None, "make query SQL="),
        ("from dim_report", Format.TABLE, "a.txt", "FORMAT=csv"),
        ("from dim_report", Format.CSV, "it's 仓.duckdb", "the warehouse itself"),
        ("from dim_report", Format.CSV, "no such folder/a.csv", "no folder"),
        ("set threads = 1", Format.CSV, None, "does not end in a query"),
        ("-- nothing", Format.JSON, None, "does not end in a query"),
    ],
)
def test_a_question_that_cannot_be_put_says_what_to_do(warehouse, sql, form, out, advice):
    before = warehouse.read_bytes()
    with pytest.raises(NotAsked, match=re.escape(advice)):
        query(warehouse, sql, form, out and warehouse.parent / out)
    assert warehouse.read_bytes() == before


def test_parquet_is_kept_off_the_screen(warehouse, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(NotAsked, match="OUT="):
        query(warehouse, "from dim_report", Format.PARQUET)


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("from nowhere", "nowhere"),
        ("drop table dim_report", "read-only"),
        ("create table t as select 1", "read-only"),
        ("insert into dim_report values (8)", "read-only"),
        ("select", "SELECT clause"),
        ("select 1 frm dim_report", "LINE 1"),
        ("select '政府'::int", "政府"),
    ],
)
def test_what_cannot_be_answered_is_said_and_changes_nothing(warehouse, sql, complaint):
    before = warehouse.read_bytes()
    run = _ask(warehouse, sql)
    assert run.returncode == 1 and run.stdout == b""
    assert complaint in run.stderr.decode() and b"Traceback" not in run.stderr
    assert warehouse.read_bytes() == before


def test_where_there_is_no_warehouse_make_build_is_named(tmp_path):
    run = _ask(tmp_path / "none.duckdb", "select 1")
    assert run.returncode == 1 and b"make build WAREHOUSE=" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_warehouse_is_said_to_be_none(tmp_path):
    (tmp_path / "notes.duckdb").write_text("notes " * 1000)
    run = _ask(tmp_path / "notes.duckdb", "select 1")
    assert run.returncode == 1 and b"cannot be opened" in run.stderr and b"Traceback" not in run.stderr


def test_a_reader_that_has_seen_enough_ends_it_quietly(warehouse):
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "query", "--warehouse", str(warehouse), "--format=csv", "from range(1000000)"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"range\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_a_warehouse_can_be_asked_while_another_reads_it(warehouse, capsys):
    with duckdb.connect(str(warehouse), read_only=True):
        assert _ask(warehouse, "from dim_report", "csv").stdout == b"number\n7\n"


@pytest.mark.parametrize(
    ("sql", "whole"),
    [
        ("select 1;", True),
        ("select 1; -- done\n", True),
        ("select '政府';", True),
        ("select ';", False),
        ("select 1 -- ;", False),
        ("select 1 /* ;", False),
        ('select "a;', False),
        ("select $$ ; $$", False),
        ("select 1; select 2", False),
        ("\n", False),
    ],
)
def test_a_semicolon_ends_a_statement_only_where_it_is_one(sql, whole):
    assert is_whole(sql) is whole


def test_a_question_is_asked_by_name_and_answered_in_any_format(sample: Sample):
    by_name = _ask_by_name(sample.warehouse, "who_leaves_a_backlog", "--format=csv")
    assert by_name.returncode == 0, by_name.stderr
    assert by_name.stdout == _ask(sample.warehouse, questions.sql_of("who_leaves_a_backlog"), "csv").stdout


def test_a_name_that_no_question_has_lists_the_questions_in_words(warehouse):
    asked = _ask_by_name(warehouse, "../analyses/who_refuses_most")
    assert (asked.returncode, asked.stdout) == (1, b"")
    for name in questions.names():
        assert re.search(rf"^  {name} +{re.escape(questions.in_words(name))}$", asked.stderr.decode(), re.MULTILINE)


def test_sql_and_a_name_at_once_are_not_guessed_between(warehouse):
    asked = _ask_by_name(warehouse, "who_refuses_most", "select 1")
    assert (asked.returncode, asked.stdout) == (1, b"")
    assert b"either" in asked.stderr


def test_make_hands_on_the_sql_as_typed(tmp_path):
    """Quotes, dollars, line ends and comments in SQL mean nothing to make or the shell it starts."""
    makefile = (REPOSITORY / "Makefile").read_text("utf-8").replace("$(set-up) requirements", "@: requirements")
    (tmp_path / "Makefile").write_text(makefile.replace("in-venv = .venv/bin/python", "in-venv = ./given"))
    (tmp_path / "given").write_text('#!/bin/sh\nfor each in "$@"; do printf "%s\\0" "$each"; done\n')
    (tmp_path / "given").chmod(0o755)
    sql = "select '$1 $$x$$ $(shell echo no) ${HOME} `id` \"q\" # c', \\ -- it's\nfrom dim_report"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    named = ["--question=who's $HOME"]
    for command, more, asked in (
        (["make", "query", f"SQL={sql}"], {}, ["--", sql]),
        (["make", "query"], {"SQL": sql}, ["--", sql]),
        (["make", "query"], {}, ["--", "show tables"]),
        (["make", "query", "QUESTION=who's $HOME"], {}, named),
        (["make", "query", "QUESTION=who's $HOME", f"SQL={sql}"], {}, [*named, "--", sql]),
    ):
        run = subprocess.run(
            [*command, "FORMAT=csv", "OUT=it's $HOME.csv", "WAREHOUSE=a $b.duckdb"],
            cwd=tmp_path,
            env=plain | more,
            capture_output=True,
            text=True,
        )
        assert run.stdout.split("\0")[2:-1] == [
            "query",
            "--warehouse=a $b.duckdb",
            "--format=csv",
            "--out=it's $HOME.csv",
            *asked,
        ], run.stderr
