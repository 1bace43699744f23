"""Whatever a document does to the process that reads it, the other documents are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.columns import Columns
from ingest.rows import RawIssue
from ingest.sources import Document
from ingest.workers import Limits, WorkersBroken, flatten_all

MISBEHAVING = "tests.build.misbehaving:flatten"
LIMITS = Limits(seconds=1.5, memory_mib=256)


def _numbered(texts: Sequence[str]) -> Iterator[Document]:
    return (Document(f"{number}.txt", text.encode()) for number, text in enumerate(texts))


def _told(texts: Sequence[str], jobs: int = 2, limits: Limits = LIMITS) -> list[str]:
    """For each document, in order: the figure that was read, or the code of its issue."""
    results = list(flatten_all(_numbered(texts), MISBEHAVING, jobs, limits))
    paths = [_path(columns) for columns in results]
    assert paths == [f"{number}.txt" for number in range(len(texts))]
    return [_word(columns) for columns in results]


def _path(columns: Columns) -> str:
    [[path], *_] = columns.get("figure") or columns["issue"]
    return path


def _word(columns: Columns) -> str:
    if "figure" in columns:
        return columns["figure"][6][0]
    [[_, _, [severity], [code], _, _]] = [columns["issue"]]
    assert severity == "error"
    return code


def test_rows_come_out_in_the_order_of_the_documents_whoever_was_faster():
    texts = ["slow" if number % 7 == 0 else "x" * (number + 10) for number in range(60)]
    assert _told(texts, jobs=4) == [str(len(text)) for text in texts]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("die", "document_crashed"),
        ("leave", "document_crashed"),
        ("raise", "document_crashed"),
        ("recurse", "document_crashed"),
        ("round", "document_crashed"),
        ("devour", "document_memory"),
    ],
)
def test_a_document_that_brings_its_process_down_loses_only_itself(trouble, code, jobs):
    texts = ["figure", trouble, *["figure"] * 20, trouble, trouble, "figure", trouble]
    assert _told(texts, jobs) == ["6" if text == "figure" else code for text in texts]


def test_a_document_that_hangs_is_given_up_and_the_rest_of_its_chunk_is_read():
    texts = ["figure", "figure", "figure", "hang", "figure", "figure", "hang"]
    assert _told(texts, jobs=1) == ["document_timeout" if text == "hang" else "6" for text in texts]


def test_time_in_which_the_build_does_not_listen_is_not_held_against_a_document():
    results = flatten_all(_numbered(["figure"] * 8), MISBEHAVING, 1, Limits(seconds=0.5))
    first = next(results)
    time.sleep(1.5)
    assert [_word(columns) for columns in (first, *results)] == ["6"] * 8


def test_an_issue_found_before_reading_keeps_its_place():
    issue = RawIssue("b", None, "info", "duplicate_file", "the same bytes as a")
    results = list(flatten_all([Document("a", b"slow"), issue, Document("c", b"xx")], MISBEHAVING, 2, LIMITS))
    assert [_path(columns) for columns in results] == ["a", "b", "c"]
    assert results[1]["issue"][3] == ["duplicate_file"]


def test_what_went_wrong_is_said_in_the_issue():
    [columns] = flatten_all(_numbered(["raise"]), MISBEHAVING, 1, LIMITS)
    assert "ValueError: a cell outside its table" in columns["issue"][4][0]


def test_no_documents_give_no_rows():
    assert list(flatten_all([], MISBEHAVING, 2, LIMITS)) == []


def test_where_no_worker_can_start_no_document_is_blamed():
    with pytest.raises(WorkersBroken):
        list(flatten_all(_numbered(["figure"]), "tests.build.misbehaving:not_there", 1, LIMITS))


_ENDING = """
import os, signal
from multiprocessing import active_children
from ingest.sources import Document
from ingest.workers import flatten_all

def begin(texts):
    documents = (Document(str(number), text) for number, text in enumerate(texts))
    rows = flatten_all(documents, "tests.build.misbehaving:flatten", 2)
    next(rows)
    print(*(worker.pid for worker in active_children()), flush=True)
    return rows

begin([b"x"] * 50).close()
assert not active_children()
begin([b"x"] * 5 + [b"slow"] * 50)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_when_the_rows_are_no_longer_wanted_and_when_the_build_is_killed():
    run = subprocess.run([sys.executable, "-c", _ENDING], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    workers = [int(word) for word in run.stdout.split()]
    deadline = time.monotonic() + 10
    while any(map(_is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) == 4
    assert not any(map(_is_alive, workers))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except OSError:  # no /proc here
        return True
    return state != "Z"  # ended, though nobody asked for its exit code
