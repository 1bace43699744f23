"""Functions from bytes to rows that do what a broken document can do to a reader. Workers load them by name."""

from __future__ import annotations

import os
import signal
import time
from decimal import Decimal

from ingest.rows import Flattened, RawFigure, RawIssue


def flatten(data: bytes, source_path: str) -> Flattened:
    """Do what the first word of the document says; any other document gives one figure, its length."""
    match data.decode(errors="replace").split(maxsplit=1)[:1]:
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["leave"]:
            os._exit(0)
        case ["hang"]:
            time.sleep(600)
        case ["devour"]:
            return Flattened(issues=[RawIssue(source_path, None, "info", "size", str(len(bytes(64 << 30))))])
        case ["raise"]:
            raise ValueError("a cell outside its table")
        case ["recurse"]:
            return flatten(data, source_path)
        case ["round"]:
            return figure(source_path, Decimal("1.005"))
        case ["slow"]:
            time.sleep(0.2)
    return figure(source_path, Decimal(len(data)))


def figure(source_path: str, value: Decimal) -> Flattened:
    """One figure of the report named by its path."""
    cell = RawFigure(source_path, "applications", None, "new_received", "total", "count", value, "reported")
    return Flattened(figures=[cell])


def real_but_for_troublemakers(data: bytes, source_path: str) -> Flattened:
    """The function of the build, but for documents whose first word says otherwise."""
    from ingest.document import flatten as real

    if data.startswith((b"die", b"hang", b"devour", b"raise")):
        return flatten(data, source_path)
    return real(data, source_path)


broken = None
"""Stands for a function that is not there."""
