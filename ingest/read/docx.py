"""Word documents to blocks: paragraphs and tables in the order of the body, merged cells once."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from ingest.read.blocks import Reading, Unreadable
from ingest.read.builder import BlockBuilder
from ingest.read.joining import NOTE_MARK
from ingest.read.limits import LIMITS, too_large

_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _MATH_TEXT = qn("w:r"), qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BREAKS = {qn("w:br"), qn("w:cr")}
_MARKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:noBreakHyphen"): "-"}
# Properties, what tracked changes took away, field codes, readings above characters, and the second copy of a
# text box for old programs: none of it is printed.
_NOT_PRINTED = {
    *map(qn, ("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr", "w:sdtPr", "w:sdtEndPr")),
    *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rt")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_VALUE = qn("w:val")
_NOT_SHOWN = tuple(f"{qn('w:rPr')}/{qn(name)}" for name in ("w:vanish", "w:strike", "w:dstrike"))
_RAISED = f"{qn('w:rPr')}/{qn('w:vertAlign')}"
_GRID_BEFORE = f"{qn('w:trPr')}/{qn('w:gridBefore')}"
_GRID_SPAN, _MERGED_DOWN, _MERGED_ALONG = (
    f"{qn('w:tcPr')}/{qn(name)}" for name in ("w:gridSpan", "w:vMerge", "w:hMerge")
)
_PARAGRAPH_STYLE, _OUTLINE_LEVEL = (f"{qn('w:pPr')}/{qn(name)}" for name in ("w:pStyle", "w:outlineLvl"))
_COVERED = (0, 0)  # the spans of a cell that a merged one hides
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title", "标题"}

Element = Any  # an lxml element; its classes are python-docx's own


def read_docx(data: bytes) -> Reading:
    """Return the blocks of a Word document, and its title, author and day of creation where it states them.

    Deleted text of tracked changes, hidden and struck-out text and the numbers of notes are left out; headers,
    footers and the notes are not read.
    Raises ``Unreadable``: ``broken_docx`` for what cannot be unpacked or parsed or declares entities,
    ``too_large`` for what inflates without end, ``unsupported_format`` for other kinds of Word files.
    """
    _check_parts(data)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
    except ValueError as error:
        raise Unreadable(
            "unsupported_format", "The file is a Word template or of a kind that is not read yet."
        ) from error
    except (OpcError, KeyError, AttributeError, zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError) as error:
        raise Unreadable("broken_docx", "The Word document is damaged: its parts do not fit together.") from error
    if body is None:
        raise Unreadable("unsupported_format", "The file is a Word document of a kind that is not read yet.")
    builder = BlockBuilder(is_literal=True)
    _walk(body, builder, _heading_levels(document))
    return Reading(builder.blocks(), "docx", MappingProxyType(_metadata(document)))


def _check_parts(data: bytes) -> None:
    """Unpack every part in small steps before any of it is parsed: sizes in a zip file may lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > LIMITS.zip_members:
                raise too_large("files inside", LIMITS.zip_members)
            if sum(member.file_size for member in members) > LIMITS.inflated_bytes:
                raise too_large("bytes when unpacked", LIMITS.inflated_bytes)
            markup = [member for member in members if member.filename.lower().endswith((".xml", ".rels"))]
            if sum(member.file_size for member in markup) > LIMITS.text_bytes:
                raise too_large("bytes of text when unpacked", LIMITS.text_bytes)
            for member in members:
                _check_part(archive, member, member in markup)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable("broken_docx", "The Word document is damaged or cut short: it cannot be unpacked.") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise Unreadable("broken_docx", "The Word document is locked with a password.") from error


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, is_markup: bool) -> None:
    with archive.open(member) as part:
        before = b""
        while piece := part.read(1 << 20):
            if is_markup and any(declaration in before + piece for declaration in _DECLARATIONS):
                raise Unreadable("broken_docx", "The Word document declares entities, which no Word document does.")
            before = piece[-20:]


def _walk(root: Element, builder: BlockBuilder, levels: dict[str, int]) -> None:
    """Feed ``root`` and all below it to ``builder``, without recursion."""
    spans: dict[Element, tuple[int, int]] = {}
    open_elements: list[Element] = []
    element: Element | None = root
    while element is not None:
        tag = element.tag
        if (
            tag not in _NOT_PRINTED
            and not (tag == _RUN and _is_not_of_the_text(element))
            and spans.get(element) != _COVERED
        ):
            _start(element, builder, levels, spans)
            if len(element):
                open_elements.append(element)
                element = element[0]
                continue
            _end(tag, builder)
        element = element.getnext() if open_elements else None
        while element is None and open_elements:
            ended = open_elements.pop()
            _end(ended.tag, builder)
            element = ended.getnext() if open_elements else None


def _start(
    element: Element, builder: BlockBuilder, levels: dict[str, int], spans: dict[Element, tuple[int, int]]
) -> None:
    tag = element.tag
    if tag in (_TEXT, _MATH_TEXT):
        builder.text((element.text or "").replace("\n", " ").replace("\xa0", " "))
    elif tag in _MARKS:
        builder.text(_MARKS[tag])
    elif tag in _BREAKS:
        builder.end_paragraph()
    elif tag == _PARAGRAPH:
        builder.start_heading(_heading_level(element, levels))
    elif tag == _TABLE:
        spans.update(_spans(element))
        builder.start_table()
    elif tag == _ROW:
        builder.start_row()
        if skipped := _number(element, _GRID_BEFORE, 0):
            builder.start_cell(colspan=skipped)
            builder.end_cell()
    elif tag == _CELL:
        builder.start_cell(*spans.get(element, (1, 1)))


def _end(tag: str, builder: BlockBuilder) -> None:
    if tag == _PARAGRAPH:
        builder.end_heading()
    elif tag == _CELL:
        builder.end_cell()
    elif tag == _TABLE:
        builder.end_table()


def _is_not_of_the_text(run: Element) -> bool:
    """Tell whether the words of a run are hidden, struck out or the raised number of a note."""
    for name in _NOT_SHOWN:
        stated = run.find(name)
        if stated is not None and stated.get(_VALUE) not in ("0", "false"):
            return True
    raised = run.find(_RAISED)
    if raised is None or raised.get(_VALUE) != "superscript":
        return False
    return NOTE_MARK.fullmatch("".join(text.text or "" for text in run.iter(_TEXT)).strip()) is not None


def _spans(table: Element) -> dict[Element, tuple[int, int]]:
    """Return rowspan and colspan of the table's cells; those a merged cell covers are ``_COVERED``.

    A cell continues the one above it where it begins in the same column of the table's grid and says so
    (ECMA-376, vMerge); the older hMerge does the same along a row.
    """
    spans: dict[Element, tuple[int, int]] = {}
    above: dict[int, Element] = {}  # column -> the merged cell that reaches down into this row
    for row in _own(table, _ROW):
        column = _number(row, _GRID_BEFORE, 0)
        reaching: dict[int, Element] = {}
        left: Element | None = None
        for cell in _own(row, _CELL):
            width = max(1, min(_number(cell, _GRID_SPAN, 1), LIMITS.columns))
            along, down = _merge(cell, _MERGED_ALONG), _merge(cell, _MERGED_DOWN)
            if along == "continue" and left is not None:
                spans[left] = (spans[left][0], spans[left][1] + width)
                spans[cell] = _COVERED
            elif down == "continue" and column in above:
                merged = reaching[column] = above[column]
                spans[merged] = (spans[merged][0] + 1, spans[merged][1])
                spans[cell] = _COVERED
                left = None
            else:
                spans[cell] = (1, width)
                left = cell
                if down:
                    reaching[column] = cell
            column += width
        above = reaching
    return spans


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those inside content controls too, none of inner tables."""
    waiting = [parent.iterchildren()]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == tag:
            yield child
        elif child.tag not in _NOT_PRINTED:
            waiting.append(child.iterchildren())


def _merge(cell: Element, path: str) -> str | None:
    """Return ``restart``, ``continue`` or None for a cell that is not merged."""
    mark = cell.find(path)
    return None if mark is None else mark.get(_VALUE, "continue")


def _number(element: Element, path: str, default: int) -> int:
    found = element.find(path)
    value = "" if found is None else found.get(_VALUE, "")
    return int(value) if value.isdecimal() and len(value) < 9 else default


def _heading_levels(document: WordDocument) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one, by style id."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        name = style.find(qn("w:name"))
        name = "" if name is None else name.get(_VALUE, "")
        named = _HEADING_NAME.fullmatch(name)
        level = min(int(named.group(1)), 6) if named else _outline_level(style)
        if name.lower() in _TITLE_NAMES:
            level = 1
        if level:
            levels[style.get(qn("w:styleId"), "")] = level
    return levels


def _heading_level(paragraph: Element, levels: dict[str, int]) -> int:
    style = paragraph.find(_PARAGRAPH_STYLE)
    return _outline_level(paragraph) or (0 if style is None else levels.get(style.get(_VALUE, ""), 0))


def _outline_level(element: Element) -> int:
    """Return the outline level a paragraph or style gives itself, 0 for running text; Word counts from 0 to 9."""
    level = _number(element, _OUTLINE_LEVEL, 9)
    return 0 if level >= 9 else min(level + 1, 6)


def _metadata(document: WordDocument) -> dict[str, str]:
    if RELATIONSHIP_TYPE.CORE_PROPERTIES not in {part.reltype for part in document.part.package.rels.values()}:
        return {}  # python-docx would make up properties, dated by the clock
    stated = {}
    properties = document.core_properties
    for name in ("title", "author", "created"):
        try:
            value = getattr(properties, name)
        except (ValueError, AttributeError):  # a date that is none
            continue
        if value:
            stated[name] = value.date().isoformat() if name == "created" else value.strip()
    return {name: value for name, value in stated.items() if value}
