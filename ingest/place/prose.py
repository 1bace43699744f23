"""The paragraphs of a document that are its prose: those its tables, where they are mere lines of text, do not take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.place.figures import Tables
from ingest.place.rows import is_sentence
from ingest.read.blocks import Block, Grid, Paragraph

WIDEST_GAP = 16  # blocks between two lines of one table: the pieces of wrapped labels, a heading cut by a page


def prose_of(blocks: Sequence[Block], tables: Tables) -> list[Paragraph]:
    """Return the paragraphs outside the tables, in reading order: whole sentences between their lines included."""
    lines = [at for at, block in enumerate(blocks) if _holds_a_line(block, tables)]
    inside = set(lines)
    for before, after in pairwise(lines):
        if after - before <= WIDEST_GAP:
            inside.update(range(before, after))
    return [
        block
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph) and (at not in inside or (at not in lines and is_sentence(block.text)))
    ]


def _holds_a_line(block: Block, tables: Tables) -> bool:
    if isinstance(block, Grid):
        return any(cell.place in tables.places for cell in block.cells)
    return block.place in tables.places
