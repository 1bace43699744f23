"""The lines of a text file made whole where a program broke one: inside a quoted cell, a tag, a span's attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.read.joining import join_lines

MOST_LINES_OF_A_CELL = 12
MOST_LINES_OF_A_TAG = 8
_QUOTED_CELL = re.compile(r'(?:^|,)"')
_OPEN_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>|]*)?$|\]\{[^{}|]*$", re.IGNORECASE)
_TAG_END = re.compile("[>}]")


def whole_lines(lines: Sequence[str]) -> list[str | None]:
    """Return ``lines``, each that was broken whole in the place of its first part; None for the rest of its parts."""
    whole: list[str | None] = list(lines)
    if any('"' in line and _QUOTED_CELL.search(line) for line in lines):
        _close_cells(lines, whole)
    if any("<" in line or "]{" in line for line in lines):
        _close_tags(lines, whole)
    return whole


def _close_cells(lines: Sequence[str], whole: list[str | None]) -> None:
    """Put the lines of a comma-separated row together, as spreadsheets save cells with line breaks."""
    for index, line in enumerate(lines):
        if whole[index] is None or not _QUOTED_CELL.search(line) or line.count('"') % 2 == 0:
            continue
        for end in range(index + 1, min(index + 1 + MOST_LINES_OF_A_CELL, len(lines))):
            if lines[end].count('"') % 2:
                whole[index : end + 1] = [join_lines(lines[index : end + 1]), *[None] * (end - index)]
                break


def _close_tags(lines: Sequence[str], whole: list[str | None]) -> None:
    index = 0
    while index < len(lines):
        end, opened = index, index
        while _OPEN_TAG.search(lines[end]) or (end > opened and _TAG_END.search(lines[end]) is None):
            opened = end if _OPEN_TAG.search(lines[end]) else opened
            end += 1
            if end == len(lines) or end - opened > MOST_LINES_OF_A_TAG:
                end = index  # it is never closed
                break
        if end > index:
            joined = " ".join([lines[index], *(line.lstrip() for line in lines[index + 1 : end + 1])])
            whole[index : end + 1] = [joined, *[None] * (end - index)]
        index = end + 1
