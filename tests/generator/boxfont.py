"""A TrueType font whose every character is a box of the right width, built from nothing.

A PDF that only names a Chinese font leaves a reader without that font no character's extent, and loses
those that stand alone in a cell. No Chinese font ships with the libraries used here, so the generator
embeds this one: what a character looks like does not matter to a reader of text layers, its box does.
"""

from __future__ import annotations

import io
import struct

NAME = "BoxSong"
_UNITS = 1000
_NARROW, _WIDE = 500, 1000
# Characters by glyph: 1 is blank and narrow, 2 a narrow box, 3 a wide box, 4 blank and wide.
_GLYPH_RANGES = (
    (0x20, 0x20, 1),
    (0x21, 0x24F, 2),
    (0x2010, 0x2BFF, 3),
    (0x3000, 0x3000, 4),
    (0x3001, 0x30FF, 3),
    (0x3400, 0x9FFF, 3),
    (0xFE30, 0xFFEF, 3),
)
_WIDTHS = (_NARROW, _NARROW, _NARROW, _WIDE, _WIDE)


def _box(width: int) -> bytes:
    """The outline of a box with a margin, counted as one contour of four points on the curve."""
    left, bottom, right, top = 60, -60, width - 60, 780
    header = struct.pack(">hhhhh", 1, left, bottom, right, top)
    points = struct.pack(">HH", 3, 0) + bytes([1, 1, 1, 1])
    across = struct.pack(">hhhh", left, 0, right - left, 0)
    down = struct.pack(">hhhh", bottom, top - bottom, 0, bottom - top)
    return header + points + across + down


def _glyphs() -> tuple[bytes, bytes]:
    """The glyf table and its loca table (long offsets)."""
    outlines = (_box(_NARROW), b"", _box(_NARROW), _box(_WIDE), b"")
    offsets, data = [0], b""
    for outline in outlines:
        data += outline + b"\0" * (-len(outline) % 4)
        offsets.append(len(data))
    return data, struct.pack(f">{len(offsets)}L", *offsets)


def _cmap() -> bytes:
    groups = b"".join(struct.pack(">LLL", *group) for group in _GLYPH_RANGES)
    table = struct.pack(">HHLLL", 13, 0, 16 + len(groups), 0, len(_GLYPH_RANGES)) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


def _name() -> bytes:
    text = NAME.encode("utf-16-be")
    return struct.pack(">HHHHHHHHH", 0, 1, 18, 3, 1, 0x409, 6, len(text), 0) + text


def _tables() -> dict[bytes, bytes]:
    glyf, loca = _glyphs()
    count = len(_WIDTHS)
    head = struct.pack(
        ">HHHHLLHHqqhhhhHHhhh",
        1, 0, 1, 0, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, 0, -60, _WIDE, 780, 0, 8, 2, 1, 0,
    )  # fmt: skip
    hhea = struct.pack(">HHhhhHhhhhhh8xhH", 1, 0, 880, -120, 0, _WIDE, 0, 0, _WIDE, 1, 0, 0, 0, count)
    maxp = struct.pack(">HHH13H", 1, 0, count, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    post = struct.pack(">HHlhhL16x", 3, 0, 0, -100, 50, 0)
    hmtx = b"".join(struct.pack(">Hh", width, 60) for width in _WIDTHS)
    return {
        b"cmap": _cmap(), b"glyf": glyf, b"head": head, b"hhea": hhea, b"hmtx": hmtx,
        b"loca": loca, b"maxp": maxp, b"name": _name(), b"post": post,
    }  # fmt: skip


def box_font() -> io.BytesIO:
    """The font file."""
    tables = _tables()
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">LHHHH", 0x00010000, len(tables), 128, 3, 16), b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag, total, offset + len(body), len(data))
        body += padded
    return io.BytesIO(directory + body)
