"""One document's bytes to its rows and issues, as one pure function."""

from __future__ import annotations

from ingest.rows import Flattened


def flatten(data: bytes, source_path: str) -> Flattened:
    """Return the raw rows of the document ``data``; ``source_path`` only names it and is never opened.

    Touches no file, clock or network, so that a process pool or a cluster can call it. Never raises for
    a bad document: it is then set aside with an issue that says why.
    """
    raise NotImplementedError
