"""Bytes to blocks: one reader a format, chosen by what the bytes are, never by a file's name."""

from __future__ import annotations

from ingest.read.blocks import Reading, Unreadable
from ingest.read.html import read_html
from ingest.read.sniff import sniff
from ingest.read.text import read_text

__all__ = ["Unreadable", "read"]


def read(data: bytes) -> Reading:
    """Return what stands in the document ``data``, as blocks in reading order.

    Touches no file, clock or network. Raises ``Unreadable`` with one of the codes ``empty_file``,
    ``not_a_document``, ``unsupported_format``, ``too_large``, ``broken_pdf``, ``encrypted_pdf``,
    ``no_text_layer`` and ``broken_docx``, and a message a reader of the build's summary understands.
    """
    source_format, text = sniff(data)
    if source_format == "html":
        return read_html(text)
    if source_format == "text":
        return read_text(text)
    # The libraries for files of an office are slow to import, and most reports need neither.
    if source_format == "docx":
        from ingest.read.docx import read_docx

        return read_docx(data)
    from ingest.read.pdf import read_pdf

    return read_pdf(data)
