"""Damaged files: whatever is done to its bytes, a document is read or refused with a reason."""

from __future__ import annotations

import random

import pytest

from ingest.read import read
from ingest.read.blocks import Unreadable
from ingest.read.limits import LIMITS
from tests.read.test_tilings import as_docx, as_html, as_pdf, tiling

CODES = {
    *("empty_file", "not_a_document", "unsupported_format", "too_large"),
    *("broken_pdf", "encrypted_pdf", "no_text_layer", "broken_docx"),
}


def as_markdown(row_count, column_count, tiles, rng) -> bytes:
    return "# 报告\n\n".encode() + b"\n".join(f"| {tile.text} | **{tile.row}** |".encode() for tile in tiles)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Return ``data`` cut short, with bytes overwritten, with a stretch left out, or with one repeated."""
    changed = bytearray(data)
    at = rng.randrange(len(data))
    match rng.randrange(4):
        case 0:
            del changed[at:]
        case 1:
            for _ in range(rng.choice([1, 5, 50])):
                changed[rng.randrange(len(data))] = rng.randrange(256)
        case 2:
            del changed[at : at + rng.randrange(1, 2000)]
        case _:
            changed[at:at] = changed[rng.randrange(len(data)) :][:2000] * rng.choice([1, 10])
    return bytes(changed)


@pytest.mark.parametrize("draw", [as_html, as_docx, as_pdf, as_markdown])
def test_a_damaged_document_is_read_or_refused_with_a_reason(draw):
    rng = random.Random(1)
    data = draw(*tiling(rng), rng)
    for _ in range(40):
        try:
            reading = read(damaged(data, rng))
        except Unreadable as refused:
            assert refused.code in CODES
            assert refused.message[0].isupper() and refused.message.endswith(".")
        else:
            assert reading.source_format in {"html", "docx", "pdf", "text", "markdown"}


def test_a_file_beyond_every_report_is_not_even_looked_at():
    with pytest.raises(Unreadable) as caught:
        read(bytes(LIMITS.file_bytes + 1))
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "text",
    [
        "# 题\n" + "__a " * 50_000,
        "# a" + " " * 50_000 + "#" * 50_000 + "b",
        "<!-- -->" * 50_000 + "x",
        "# 题\n" + "[a](" * 50_000,
        "<table>\n" * 50_000,
        "[" * 100_000,
    ],
)
def test_lines_made_to_slow_a_reader_do_not(text):
    try:
        assert read(text.encode()).blocks
    except Unreadable as refused:
        assert refused.code == "too_large"


def test_a_text_of_one_endless_line_is_refused():
    with pytest.raises(Unreadable) as caught:
        read("新收申请 ".encode() + b"1 " * LIMITS.line_characters)
    assert caught.value.code == "too_large"
