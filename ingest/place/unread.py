"""Tables that stand in a document with figures, none of which was found: a reader should know of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from ingest.forms.definition import CellKey, Form, Section, forms, squash, without_enumerator
from ingest.place.rows import is_page_number
from ingest.read.blocks import Block, Grid

SHORTEST_LABEL = 4  # characters; shorter ones stand in ordinary sentences too
LEAST_LABELS = 3  # of the lines of a table with several, or half of them if there are fewer
NEAR = 3  # texts from that with a label on, for a figure to be beside or below it
MANY_LINES = 10  # of a table, for most of them to tell it without the labels of its columns
MOST_LINES = 0.8
_FIGURE = re.compile(r"(?<![\d第(（.])\d[\d,]*(?:\.\d+)?(?=[,，;；\s|件条]|$)")  # and no number of a line or article
LEAST_SHARE = 0.5  # of those lines


def tables_without_figures(form: Form, found: Collection[CellKey], blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield the tables of ``form`` printed with figures, none of whose cells is ``found``."""
    unread = [section for section in form.sections if not any(key in found for key in _keys(form.name, section.name))]
    if not unread:
        return
    printed = [text for text in _texts(blocks) if text.strip() and not is_page_number(text)]
    squashed = list(map(squash, printed))
    text = "\n".join(squashed)
    for section in unread:
        lines, columns, groups = _labels(form.name, section.name)
        named = sum(any(label in text for label in labels) for labels in lines)
        has_lines = named >= min(LEAST_LABELS, len(lines)) and named >= LEAST_SHARE * len(lines)
        is_sure = len(lines) >= MANY_LINES and named >= MOST_LINES * len(lines)
        has_columns = is_sure or all(any(label in text for label in labels) for labels in columns)
        if not (has_lines and has_columns and all(group in text for group in groups)):
            continue
        labels = [label for labels in lines or columns for label in labels]
        places = [at for at, short in enumerate(squashed) if any(label in short for label in labels)]
        if any(_FIGURE.search(near) for at in places for near in printed[at : at + NEAR]):
            yield section


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


@cache
def _keys(form_name: str, section_name: str) -> frozenset[CellKey]:
    return frozenset(
        cell.key
        for section in forms()[form_name].sections
        if section.name == section_name
        for line in section.lines
        for cell in line.cells
    )


@cache
def _labels(form_name: str, section_name: str) -> tuple[list[list[str]], list[list[str]], list[str]]:
    """The labels of a table's lines, of its columns and of their groups that are long enough to tell."""
    section = next(section for section in forms()[form_name].sections if section.name == section_name)
    lines = [[without_enumerator(label) for label in line.labels] for line in section.lines if not line.is_optional]
    columns = [list(column.labels) for column in section.columns]
    return (
        [long for labels in lines if (long := [label for label in labels if len(label) >= SHORTEST_LABEL])],
        [long for labels in columns if (long := [label for label in labels if len(label) >= SHORTEST_LABEL])],
        sorted({column.group for column in section.columns if len(column.group) >= SHORTEST_LABEL and not lines[0]}),
    )
