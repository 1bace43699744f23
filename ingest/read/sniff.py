"""What a file is, by its content; its name is never asked."""

from __future__ import annotations

import io
import json
import re
import zipfile

from ingest.read.blocks import Unreadable
from ingest.read.decode import decode
from ingest.read.limits import LIMITS

# First bytes -> what a person calls such a file. Recognised, to be told apart from rubbish, but not read.
_UNSUPPORTED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .wps) or a password-protected one"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_ONLY_BINARY = (b"BM", b"MZ", b"BZh", b"RIFF")  # marks so short that a text may begin with them

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# A member of a zip file -> what the zip file is.
_ZIP_KINDS = (
    (re.compile(r"word/document\d*\.xml", re.IGNORECASE), "docx"),
    (re.compile(r"xl/workbook\.(xml|bin)", re.IGNORECASE), "an Excel workbook"),
    (re.compile(r"ppt/presentation\.xml", re.IGNORECASE), "a PowerPoint file"),
    (re.compile(r"OFD\.xml", re.IGNORECASE), "an OFD document"),
    (re.compile(r"content\.xml"), "an OpenDocument file"),
)

_HTML_START = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?>(?:<!--.*?-->\s*)*+)<(?:!doctype\s+html|html|head|body|meta|title|div|table|tbody|tr|p|span"
    r"|h[1-6]|font|center|article|section|main|ul|ol|style|script|link|form|base|a|b|strong|img|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_BREAKS = re.compile(r"</(?:p|div)\s*>|<br\b(?![^\n|]{0,200}\|)", re.IGNORECASE)  # Markdown has <br> in its cells
_WEB_ARCHIVE = re.compile(
    r"(?:From|Subject|Date|MIME-Version|Snapshot-Content-Location):.{0,2000}multipart/related", re.DOTALL
)
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} \S|^[ \t]*\|[ \t]*:?-{3,}:?[ \t]*\|", re.MULTILINE)
_PAGE_MARK_WITHIN = 20_000  # characters; scripts and licences may stand before <html>


HEAD_BYTES = 1024
"""So many first bytes of a file tell ``may_be_large``."""


def may_be_large(head: bytes) -> bool:
    """Say whether a file that begins with ``head`` may have pictures in it: a PDF or a zip file, but no text."""
    return b"%PDF-" in head[:HEAD_BYTES] or head.startswith(_ZIP)


def sniff(data: bytes) -> tuple[str, str]:
    """Return the format of ``data`` and, for formats of text, its characters (else an empty string).

    The format is ``pdf``, ``docx``, ``html`` or ``text`` (Markdown included). Raises ``Unreadable``:
    ``empty_file``, ``too_large``, ``unsupported_format``, ``broken_docx`` or ``not_a_document``.
    """
    if len(data) > LIMITS.file_bytes:
        raise Unreadable("too_large", f"The file is larger than {LIMITS.file_bytes // 1_000_000} MB.")
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise Unreadable("empty_file", "The file is empty.")
    if b"%PDF-" in data[:HEAD_BYTES]:
        return "pdf", ""
    if data.startswith(_ZIP):
        return _sniff_zip(data), ""
    _refuse_known_binary(data)
    if len(data) > LIMITS.text_bytes:
        raise Unreadable("too_large", f"The text is larger than {LIMITS.text_bytes // 1_000_000} MB.")
    text = decode(data)
    if not text.strip():
        raise Unreadable("empty_file", "The file holds nothing but white space.")
    if _is_html(text):
        return "html", text
    if _WEB_ARCHIVE.match(text) or _is_json(text):
        raise Unreadable("unsupported_format", "The file is a web archive or JSON data, which is not read yet.")
    return "text", text


def _refuse_known_binary(data: bytes) -> None:
    for mark, kind in _UNSUPPORTED:
        if data.startswith(mark) and (mark not in _ONLY_BINARY or b"\0" in data[:512]):
            raise Unreadable("unsupported_format", f"The file is {kind}, which is not read yet.")
    if data[257:262] == b"ustar":
        raise Unreadable("unsupported_format", "The file is a tar archive, which is not read yet.")


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if b"word/" in data:
            raise Unreadable(
                "broken_docx", "The Word document is damaged or cut short: it cannot be unpacked."
            ) from error
        raise Unreadable("not_a_document", "The file is a damaged zip archive.") from error
    for member, kind in _ZIP_KINDS:
        if any(member.fullmatch(name) for name in names):
            if kind == "docx":
                return kind
            raise Unreadable("unsupported_format", f"The file is {kind}, which is not read yet.")
    raise Unreadable("unsupported_format", "The file is a zip archive, which is not read yet.")


def _is_html(text: str) -> bool:
    is_page = bool(_HTML_PAGE.search(text, 0, _PAGE_MARK_WITHIN))
    if _HTML_START.match(text):
        return is_page or not _MARKDOWN.search(text)
    if _MARKDOWN.search(text):
        return False  # Markdown made from PDF files holds HTML tables, even whole pages of one table
    return is_page or len(_HTML_BREAKS.findall(text)) >= 3


def _is_json(text: str) -> bool:
    text = text.lstrip()
    if text[:1] not in ("{", "["):
        return False
    for part in (text, text.split("\n", 1)[0]):  # one value, or JSON Lines
        try:
            value = json.loads(part)
        except (ValueError, RecursionError):
            continue
        return isinstance(value, dict) or any(isinstance(item, dict) for item in value)
    return False
