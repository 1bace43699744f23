"""The paragraphs of a document that are its prose: those its tables, where they are mere lines of text, do not take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.place.figures import Tables
from ingest.place.rows import is_sentence
from ingest.read.blocks import Block, Grid, Paragraph

WIDEST_GAP = 16  # blocks between two lines of one table: the pieces of wrapped labels, a heading cut by a page
_STOPS = ("。", "！", "？")  # no label of a form ends in one


def prose_of(blocks: Sequence[Block], tables: Tables) -> list[Paragraph]:
    """Return the paragraphs outside the tables, in reading order: sentences between their lines included."""
    lines = [at for at, block in enumerate(blocks) if _holds_a_line(block, tables)]
    inside = set(lines)
    for before, after in pairwise(lines):
        if after - before <= WIDEST_GAP and not (isinstance(blocks[before], Grid) and isinstance(blocks[after], Grid)):
            inside.update(_pieces_of_labels(blocks, before + 1, after))
    return [block for at, block in enumerate(blocks) if isinstance(block, Paragraph) and at not in inside]


def _pieces_of_labels(blocks: Sequence[Block], start: int, end: int) -> Iterator[int]:
    """Yield the blocks between two lines that no sentence ends with or goes on behind: labels, and headings of tables.

    A printed sentence may take several lines, and is read under its heading: what leads up to its stop is prose.
    """
    run: list[int] = []
    for at in range(start, end):
        block = blocks[at]
        text = block.text.rstrip() if isinstance(block, Paragraph) else ""
        if text.endswith(_STOPS) or is_sentence(text):
            run = []
        else:
            run.append(at)
    yield from run


def _holds_a_line(block: Block, tables: Tables) -> bool:
    if isinstance(block, Grid):
        return any(cell.place in tables.places for cell in block.cells)
    return block.place in tables.places
