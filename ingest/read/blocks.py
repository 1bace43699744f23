"""The plain blocks every reader turns a document into: paragraphs and grids, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


class Unreadable(Exception):
    """A document no reader can turn into blocks; ``code`` and the message go into ``ingest_issue``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Place(NamedTuple):
    """Where something stands in a document. Every number counts from 1; None where it has no meaning.

    ``page`` is a PDF page; ``table_no`` counts the grids of the whole document; ``row_no`` and
    ``column_no`` count inside that grid; ``line_no`` is the line of a text file, or the running number
    of the block in formats without lines.
    """

    page: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or printed line. ``text`` is exactly as printed, without its line break."""

    text: str
    place: Place
    heading_level: int = 0  # 1 to 6 where the format marks a heading, else 0


class Cell(NamedTuple):
    """One cell of a grid, once, at its upper left corner. ``row`` and ``column`` count from 0."""

    text: str
    place: Place
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``cells`` stand in reading order, empty ones included, each merged cell once.

    ``is_ruled`` is true where the format itself says which column a cell is in (HTML, docx, a ruled
    PDF) and false where columns are only what separators in text suggest (pipes, tabs): there the
    same column may stand at another offset from row to row.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    is_ruled: bool


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw: blocks in reading order, the format by its content, and stated metadata.

    ``source_format`` is one of ``text``, ``markdown``, ``html``, ``docx``, ``pdf``. ``metadata`` holds
    what the file says of itself outside its text (an HTML ``<title>`` or ``<meta>``), by lower-case name.
    """

    blocks: tuple[Block, ...]
    source_format: str
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
