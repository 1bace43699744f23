"""A reading as identification looks at it: its lines, its metadata fields and its running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.identify.words import alternatives, words
from ingest.normalise import is_traditional, normalise
from ingest.read.blocks import Grid, Paragraph, Reading

_PAGE_NUMBER = re.compile(r"第?[-—–·\s]*\d{1,3}[-—–·\s]*页?")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|\*\*|>\s*)|\*\*\s*$")
_SPACE = re.compile(r"\s+")
_VALUE_LIMIT = 60  # the value of a metadata field is a name, a date or a number, never a sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line outside the tables. ``plain`` is normalised and has no white space."""

    printed: str
    plain: str
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What identification needs of a document.

    ``fields`` holds the printed metadata by what they say (``published``, ``agency``, ``title``, ``index``),
    each value in normalised characters. ``text`` is the prose without any white space, so that no line break
    hides a date or a name; ``cells`` is the same for the tables.
    """

    lines: tuple[Line, ...]
    fields: Mapping[str, tuple[str, ...]]
    text: str
    cells: str
    metadata: Mapping[str, str]
    is_traditional: bool
    is_html: bool


def page_of(reading: Reading) -> Page:
    """Look at a reading: drop page numbers, pull the metadata fields out of tables and lines."""
    lines: list[Line] = []
    fields: dict[str, list[str]] = {}
    cells: list[str] = []
    for block in reading.blocks:
        if isinstance(block, Grid):
            rows = _rows(block)
            for row in rows:
                _add_fields(_fields_of_cells(row), fields)
            cells.extend("|".join(row) for row in rows)
            continue
        for printed in block.text.split("\n"):
            line = _line(printed, block)
            if line is not None:
                lines.append(line)
                _add_fields(_fields_of_line(printed), fields)
    plain = tuple(line.plain for line in lines)
    return Page(
        lines=tuple(lines),
        fields={name: tuple(values) for name, values in fields.items()},
        text="".join(plain),
        cells="\n".join(cells),
        metadata={name: value for name, value in reading.metadata.items() if value},
        is_traditional=is_traditional("".join(line.printed for line in lines) or "".join(cells)),
        is_html=reading.source_format == "html",
    )


def _rows(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(normalise(cell.text).strip())
    return list(rows.values())


def _line(printed: str, block: Paragraph) -> Line | None:
    shown = _MARKDOWN.sub("", printed).strip()
    plain = _SPACE.sub("", normalise(shown))
    if not plain or _PAGE_NUMBER.fullmatch(plain):
        return None
    return Line(shown, plain, block.heading_level > 0 or printed.lstrip().startswith("#"))


def _add_fields(found: Iterable[tuple[str, str]], fields: dict[str, list[str]]) -> None:
    for name, value in found:
        if value and value not in fields.setdefault(name, []):
            fields[name].append(value)


_FIELDS = ("published", "agency", "title", "index", "other")
_LABEL_OF = {word: name for name in _FIELDS for word in words(f"field_{name}")}
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])({'|'.join(alternatives(f'field_{name}') for name in _FIELDS)})\s*[:：]\s*")


def _fields_of_cells(row: list[str]) -> Iterable[tuple[str, str]]:
    """A label in one cell, its value in the next; or both in one cell, parted by a colon."""
    for cell, value in zip(row, [*row[1:], ""], strict=True):
        name = _LABEL_OF.get(_SPACE.sub("", cell).rstrip(":"))
        if name is not None:
            is_value = len(value) <= _VALUE_LIMIT and _SPACE.sub("", value).rstrip(":") not in _LABEL_OF
            yield name, value if is_value else ""
        else:
            yield from _fields_in(cell)


def _fields_of_line(printed: str) -> Iterable[tuple[str, str]]:
    if _TABLE_ROW.match(printed):
        return _fields_of_cells([normalise(cell).strip() for cell in printed.strip().strip("|").split("|")])
    if len(printed) > 400:
        return ()
    return _fields_in(normalise(printed))


def _fields_in(text: str) -> Iterable[tuple[str, str]]:
    """Every ``label: value`` of a line; a value ends where the next label begins."""
    if ":" not in text:
        return
    labels = list(_LABEL.finditer(text))
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = text[label.end() : following.start() if following else len(text)].strip(" |[]【】;；,，")
        if len(value) <= _VALUE_LIMIT:
            yield _LABEL_OF[label[1]], value
