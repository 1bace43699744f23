"""Finds the documents of a folder and reads their bytes, each file once, in one fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ingest.read.limits import LIMITS
from ingest.read.sniff import HEAD_BYTES, may_be_large
from ingest.rows import RawIssue

_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


class NoReports(Exception):
    """There is nothing to build from; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one document and its ``source_path``, relative to the folder of reports."""

    source_path: str
    data: bytes


@dataclass(slots=True)
class Found:
    """The files below a folder of reports: ``source_path`` -> file, and what a reader should know of the rest."""

    files: dict[str, Path] = field(default_factory=dict)
    issues: list[RawIssue] = field(default_factory=list)


def find(reports: Path, leave_out: Collection[Path] = ()) -> Found:
    """Return the files of ``reports`` (a folder, searched to its depths, or one file), sorted by ``source_path``.

    Hidden files and folders, and what editors and file managers leave behind, are no reports. A symbolic link
    that leads out of the folder is not followed; one that leads to another place inside adds nothing but what
    is not reached without it. ``leave_out`` names files that are not documents, wherever they lie.

    Raises NoReports where nothing is there, or the folder itself cannot be read.
    """
    if not reports.exists():
        raise NoReports(f"No report found: {reports} is not there.")
    left_out = {os.path.realpath(path) for path in leave_out}
    if reports.is_dir():
        found = _walk(Path(os.path.realpath(reports)), left_out)
    else:
        found = Found({printable(reports.name): reports})
    if not found.files and not any(issue.severity == "error" for issue in found.issues):
        raise NoReports(
            f"No report found: {reports} and its subfolders hold no file "
            "(hidden files and what editors leave behind do not count)."
        )
    found.files = dict(sorted(found.files.items()))
    found.issues.sort(key=lambda issue: issue.source_path)
    return found


def _walk(root: Path, left_out: Collection[str]) -> Found:
    found = Found()
    folders, linked, visited = [root], [], set()
    while folders or linked:
        # Links wait until every folder is read in its own place, so that a report has its own path.
        folder = folders.pop() if folders else linked.pop(0)
        real = os.path.realpath(folder)
        if real in visited:
            continue
        visited.add(real)
        source_path = printable(folder.relative_to(root).as_posix())
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            if folder == root:
                raise NoReports(f"No report found: {root} could not be read: {error.strerror}.") from error
            found.issues.append(_unreadable(source_path, error))
            continue
        for entry in entries:
            if is_litter(entry.name):
                continue
            path = Path(entry.path)
            if entry.is_symlink():
                _follow(path, root, found, linked, left_out)
            elif entry.is_dir():
                folders.append(path)
            elif entry.path not in left_out:
                _add(path, root, found)
    return found


def _add(path: Path, root: Path, found: Found) -> None:
    source_path = printable(path.relative_to(root).as_posix())
    if source_path in found.files:  # a name that is no UTF-8, and another that spells it out
        message = "its name is written like that of another file: rename one of them"
        found.issues.append(RawIssue(source_path, None, "error", "file_unreadable", message))
    else:
        found.files[source_path] = path


def _follow(link: Path, root: Path, found: Found, linked: list[Path], left_out: Collection[str]) -> None:
    source_path = printable(link.relative_to(root).as_posix())
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root):
        message = "a symbolic link that leads out of the folder of reports was not followed"
        found.issues.append(RawIssue(source_path, None, "info", "link_outside", message))
    elif target.is_dir():
        linked.append(link)
    elif str(target) not in left_out:
        _add(link, root, found)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or left behind by an editor or a file manager."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LITTER


def printable(path: str) -> str:
    """The path as text that any table can hold: bytes that are not UTF-8 are written as ``\\xb1``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read(found: Found) -> Iterator[Document | RawIssue]:
    """Yield each different document once, in order, and an issue for each file that is not one.

    Byte-identical files are one report: the first path in sort order has it, and each other path is an
    ``info`` issue ``duplicate_file``. A file that cannot be read is an ``error``, and so is one larger than any
    reader takes, of which no more than its head is read.
    """
    yield from found.issues
    first_path: dict[bytes, str] = {}
    for source_path, path in found.files.items():
        try:
            data = _read(path)
        except OSError as error:
            yield _unreadable(source_path, error)
            continue
        except _TooLarge as error:
            yield RawIssue(source_path, None, "error", "too_large", str(error))
            continue
        first = first_path.setdefault(sha256(data).digest(), source_path)
        if first == source_path:
            yield Document(source_path, data)
        else:
            yield RawIssue(source_path, None, "info", "duplicate_file", f"the same bytes as {first}")


class _TooLarge(Exception):
    """A file is larger than any reader takes; the message gives its size."""


def _read(path: Path) -> bytes:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # opening a named pipe would wait for ever
        raise OSError("it is a device, pipe or socket, not a file")
    if status.st_size > LIMITS.text_bytes:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        most = LIMITS.file_bytes if may_be_large(head) else LIMITS.text_bytes
        if status.st_size > most:
            raise _TooLarge(f"it has {status.st_size:,} bytes, more than the {most:,} of any report of its kind")
    return path.read_bytes()


def _unreadable(source_path: str, error: OSError) -> RawIssue:
    return RawIssue(source_path, None, "error", "file_unreadable", f"could not be read: {error.strerror or error}")
