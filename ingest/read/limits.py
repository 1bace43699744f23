"""How large a document may be before the readers set it aside instead of working on it without end.

A report is a few pages long; the largest real ones seen hold some hundred kilobytes of markup and a dozen
tables. Every limit stands far above that, and far below what would exhaust a worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.read.blocks import Unreadable


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Upper bounds on one document; beyond any of them the reader raises ``Unreadable("too_large", ...)``."""

    file_bytes: int = 100_000_000
    """Size of a file on disk; a scanned report with many photographs can reach tens of megabytes."""

    text_bytes: int = 20_000_000
    """Size of a text, Markdown or HTML file, or of a document's XML: parsing takes many times that in memory."""

    blocks: int = 200_000
    """Paragraphs and tables of one document, and the lines inside its cells."""

    line_characters: int = 100_000
    """Characters of one line of a text: a whole report whose line breaks are lost has a third of that."""

    cells: int = 100_000
    """Cells of all tables of one document, each merged cell once."""

    columns: int = 1_000
    """Columns of one table in which some cell begins."""

    span_steps: int = 2_000_000
    """Grid positions that merged cells of one table may cover."""

    markup_depth: int = 2_000
    """Elements open at once in HTML: a parser's work can grow with the square of the depth."""

    markup_growth: int = 1_000_000
    """Inline elements that unclosed ones of a page make the parser open again, block after block."""

    table_depth: int = 200
    """Tables inside tables."""

    inflated_bytes: int = 200_000_000
    """What all parts of a zipped document unpack to."""

    zip_members: int = 10_000
    """Files inside a zipped document."""

    pages: int = 1_000
    """Pages of one PDF."""

    page_objects: int = 200_000
    """Characters and drawn objects of one PDF page."""


LIMITS = ReadingLimits()


def too_large(what: str, limit: int) -> Unreadable:
    """Return the error for a document that holds more than ``limit`` of ``what``, ready to raise."""
    return Unreadable("too_large", f"The document has more than {limit:,} {what}, more than any report needs.")
