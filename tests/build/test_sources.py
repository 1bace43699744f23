"""Which files of a folder are documents, in which order, and what is said of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest import sources
from ingest.read.limits import ReadingLimits
from ingest.rows import RawIssue
from ingest.sources import Document, NoReports


def _fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def _documents(folder: Path) -> dict[str, bytes]:
    items = sources.read(sources.find(folder))
    return {item.source_path: item.data for item in items if isinstance(item, Document)}


def _issues(folder: Path) -> dict[str, tuple[str, str]]:
    items = sources.read(sources.find(folder))
    return {item.source_path: (item.severity, item.code) for item in items if isinstance(item, RawIssue)}


def test_a_folder_is_searched_to_its_depths_in_the_order_of_the_paths(tmp_path):
    _fill(tmp_path, {"b.txt": b"1", "a/z.html": b"2", "a.txt": b"3", "a/年 报/甲.pdf": b"4", "A.txt": b"5"})
    assert list(_documents(tmp_path)) == ["A.txt", "a.txt", "a/z.html", "a/年 报/甲.pdf", "b.txt"]


def test_one_file_is_known_by_its_name(tmp_path):
    _fill(tmp_path, {"深/年 报.html": b"x"})
    assert _documents(tmp_path / "深/年 报.html") == {"年 报.html": b"x"}


def test_hidden_files_and_what_editors_leave_are_no_documents(tmp_path):
    names = [".DS_Store", ".git/config", "~$report.docx", "report.txt~", "Thumbs.db", "__MACOSX/report.txt"]
    _fill(tmp_path, dict.fromkeys(names, b"x") | {"report.txt": b"y"})
    assert _documents(tmp_path) == {"report.txt": b"y"}
    assert _issues(tmp_path) == {}


def test_a_hidden_folder_that_was_asked_for_is_read(tmp_path):
    assert _documents(_fill(tmp_path / ".reports", {"a.txt": b"x"})) == {"a.txt": b"x"}


def test_of_identical_files_the_first_path_is_the_report_and_the_others_name_it(tmp_path):
    _fill(tmp_path, {"c.txt": b"same", "b/copy.pdf": b"same", "a.txt": b"other"})
    items = list(sources.read(sources.find(tmp_path)))
    assert items[:2] == [Document("a.txt", b"other"), Document("b/copy.pdf", b"same")]
    assert items[2].code == "duplicate_file"
    assert (items[2].source_path, items[2].severity, items[2].report_id) == ("c.txt", "info", None)
    assert "b/copy.pdf" in items[2].message


def test_a_link_that_leads_out_of_the_folder_is_named_and_not_followed(tmp_path):
    _fill(tmp_path / "elsewhere", {"secret.txt": b"secret", "deep/secret.txt": b"secret"})
    reports = _fill(tmp_path / "reports", {"a.txt": b"x"})
    (reports / "file.txt").symlink_to(tmp_path / "elsewhere/secret.txt")
    (reports / "folder").symlink_to(tmp_path / "elsewhere")
    assert _documents(reports) == {"a.txt": b"x"}
    assert _issues(reports) == {"file.txt": ("info", "link_outside"), "folder": ("info", "link_outside")}


def test_links_inside_the_folder_add_nothing_and_never_lead_in_circles(tmp_path):
    reports = _fill(tmp_path, {"b/a.txt": b"x", ".store/c.txt": b"y"})
    (reports / "a").symlink_to(reports / "b")
    (reports / "b/up").symlink_to(reports)
    (reports / "current").symlink_to(reports / ".store")
    assert _documents(reports) == {"b/a.txt": b"x", "current/c.txt": b"y"}
    assert _issues(reports) == {}


def test_a_link_to_nothing_and_a_named_pipe_are_errors_and_the_rest_is_read(tmp_path):
    _fill(tmp_path, {"a.txt": b"x"})
    (tmp_path / "gone.txt").symlink_to(tmp_path / "never.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert _documents(tmp_path) == {"a.txt": b"x"}
    assert _issues(tmp_path) == {"gone.txt": ("error", "file_unreadable"), "pipe.txt": ("error", "file_unreadable")}


def test_a_file_that_may_not_be_read_is_an_error_that_says_so(tmp_path, monkeypatch):
    _fill(tmp_path, {"a.txt": b"x", "b.txt": b"y"})
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    first, second = sources.read(sources.find(tmp_path))
    assert (first.source_path, first.severity, first.code) == ("a.txt", "error", "file_unreadable")
    assert "Permission denied" in first.message
    assert second == Document("b.txt", b"y")


def test_a_text_too_large_for_a_report_is_named_and_not_read_but_a_scan_of_that_size_is(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LIMITS", ReadingLimits(text_bytes=10, file_bytes=30))
    _fill(tmp_path, {"huge.txt": b"x" * 11, "report.txt": b"x" * 10})
    _fill(tmp_path, {"huge.pdf": b"%PDF-1.7" + b"x" * 30, "scan.pdf": b"%PDF-1.7" + b"x" * 10})
    assert list(_documents(tmp_path)) == ["report.txt", "scan.pdf"]
    assert _issues(tmp_path) == {"huge.txt": ("error", "too_large"), "huge.pdf": ("error", "too_large")}


def test_a_name_that_is_no_utf8_is_still_a_path_a_table_can_hold(tmp_path):
    raw = os.fsencode(tmp_path) + "/政府.txt".encode("gb18030")
    with open(raw, "wb") as file:
        file.write(b"x")
    [source_path] = _documents(tmp_path)
    assert source_path.encode() == rb"\xd5\xfe\xb8\xae.txt"


def test_the_warehouse_itself_is_no_report(tmp_path):
    _fill(tmp_path, {"a.txt": b"x", "out/warehouse.duckdb": b"y"})
    found = sources.find(tmp_path, leave_out=[tmp_path / "out/warehouse.duckdb"])
    assert list(found.files) == ["a.txt"]


@pytest.mark.parametrize("name", ["absent", "empty", "hidden"])
def test_nothing_to_read_is_said_with_the_place_that_was_searched(tmp_path, name):
    (tmp_path / "empty").mkdir()
    _fill(tmp_path / "hidden", {".DS_Store": b"x"})
    with pytest.raises(NoReports, match=f"No report found: .*{name}"):
        sources.find(tmp_path / name)
