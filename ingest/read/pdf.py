"""PDF files with a text layer to blocks: ruled tables to grids, everything else to printed lines."""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.aligned import AlignedTable, PagesBefore, arranged, share_columns
from ingest.read.blocks import Block, Cell, Grid, Paragraph, Place, Reading, Unreadable
from ingest.read.joining import join_lines
from ingest.read.limits import LIMITS, too_large
from ingest.read.printed import Glyph, PrintedLine, printed_lines, without_numbers_of_notes
from ingest.read.rulings import DEFAULT_SETTINGS, Rule, RuledTable, find_tables
from ingest.read.separated import with_grids

_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_END_MARK = b"%%EOF"
_HYPHEN_MARKS = "\x02\ufffe"  # what the library puts for a hyphen at the end of a line
_FOUR, _SIX = struct.Struct("4f"), struct.Struct("6f")  # of a box and of a matrix: quicker than its fields one by one

_SCAN_COVERS = 0.5  # share of a page that one picture must cover for the page to be a scan of paper
_STAMPED_ON_SCAN = 60  # characters that may still be printed over a scan: page numbers, a scanner's name
_MOST_SEGMENTS = 2_000  # of one path; a longer one is a drawing
_MOST_FORM_DEPTH = 20
_LARGEST_ADVANCE = 3.0  # ems; no character is wider or higher, unless its box is wrong
_SLANT = 0.1  # how far from level or upright text may run; a watermark across the page is further
_NO_EXTENT = 0.02  # points
_STAY = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
_NEVER_FIRST = "、，。；：）》”"  # of a line in Chinese typesetting
_TOUCHING = 0.1  # ems between characters of one word
_MIDDLE = 0.35  # of the em above the baseline: the middle of a character

# Which way a line of text runs, x and y, in the page's own coordinates.
_RIGHT, _UP, _LEFT, _DOWN = (1, 0), (0, 1), (-1, 0), (0, -1)

Box = tuple[float, float, float, float]  # left, bottom, right, top in the page's own coordinates, y upwards
Matrix = tuple[float, float, float, float, float, float]


class _RawGlyph(NamedTuple):
    """One character in the page's own coordinates.

    ``origin`` is a point of its baseline, ``way`` the direction its line runs, ``em`` the height of the type.
    """

    text: str
    box: Box
    origin: tuple[float, float]
    way: tuple[int, int]
    em: float


@dataclass(slots=True)
class _Page:
    """What one page holds; ``strokes`` are straight lines and thin bars."""

    area: float
    glyphs: list[_RawGlyph] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    unmapped_count: int = 0  # characters whose font does not say which they are
    picture_area: float = 0.0  # of the largest picture


@dataclass(slots=True)
class _Tally:
    """What the pages hold in sum, to tell a scan from a text."""

    pages: int = 0
    scans: list[int] = field(default_factory=list)  # their numbers
    empty: int = 0
    glyphs: int = 0
    unmapped: int = 0

    def add(self, page: _Page) -> None:
        count = len(page.glyphs)
        self.pages += 1
        self.glyphs += count
        self.unmapped += page.unmapped_count
        self.empty += not count
        if count < _STAMPED_ON_SCAN and page.picture_area > _SCAN_COVERS * page.area:
            self.scans.append(self.pages)


def read_pdf(data: bytes) -> Reading:
    """Return the blocks of a PDF, page by page, and its title, author and day of creation where it states them.

    A ruled table gives one grid on each page it stands on, its cells' spans from its lines; one without lines
    between its columns does where a row leaves some of them empty, which column a figure is in from where it stands.
    Everything else gives one paragraph a printed line, two spaces where a gap parts columns; lines with pipes printed
    in them give a grid as in a text. Pages may be turned, and begin anywhere. Where some of the pages are scans
    without text, the metadata says which, as ``scanned_pages``.
    Raises ``Unreadable``: ``broken_pdf``, ``encrypted_pdf``, ``no_text_layer`` or ``too_large``.
    """
    document = _open(data)
    try:
        page_count = len(document)
        if page_count > LIMITS.pages:
            raise too_large("pages", LIMITS.pages)
        tally = _Tally()
        items: list[tuple[int, PrintedLine | AlignedTable | _PrintedTable]] = []
        before = PagesBefore()
        for number in range(1, page_count + 1):
            page = _load(document, number)
            tally.add(page)
            items += [(number, item) for item in _layout(page, before)]
        metadata = _metadata(document)
    finally:
        document.close()
    _refuse_without_text(tally, is_cut_short=_END_MARK not in data[-2048:])
    if tally.scans:
        metadata["scanned_pages"] = ", ".join(map(str, tally.scans))
    return Reading(with_grids(_blocks(items)), "pdf", MappingProxyType(metadata))


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise Unreadable("encrypted_pdf", "The PDF is locked with a password.") from error
        raise Unreadable("broken_pdf", "The PDF is damaged or cut short: it cannot be opened.") from error


def _refuse_without_text(tally: _Tally, is_cut_short: bool) -> None:
    if not tally.pages or (is_cut_short and tally.empty):
        raise Unreadable("broken_pdf", "The PDF is damaged or cut short: some of its pages are missing.")
    if len(tally.scans) == tally.pages:
        raise Unreadable("no_text_layer", "The PDF is a scan: its pages are pictures without text.")
    if not tally.glyphs:
        raise Unreadable("no_text_layer", "The PDF holds no text.")
    if tally.unmapped > tally.glyphs:
        raise Unreadable("no_text_layer", "The PDF's fonts do not say which characters they print.")


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    stated = document.get_metadata_dict(skip_empty=True)
    metadata = {name.lower(): value.strip() for name, value in stated.items() if name in ("Title", "Author")}
    created = _DATE.match(stated.get("CreationDate", ""))
    if created:
        metadata["created"] = "-".join(created.groups())
    return {name: value for name, value in metadata.items() if value}


def _load(document: pdfium.PdfDocument, number: int) -> _Page:
    """Read page ``number``, counting from 1, out of the file."""
    try:
        page = document[number - 1]
        found = _Page(area=page.get_width() * page.get_height())
        _read_drawings(page.raw, found)  # first: it mends what the reading of text depends on
        text_page = page.get_textpage()
        _read_glyphs(text_page.raw, found)
    except pdfium.PdfiumError as error:
        raise Unreadable("broken_pdf", f"The PDF is damaged or cut short: page {number} cannot be read.") from error
    text_page.close()
    page.close()
    return found


def _read_glyphs(text_page: Any, found: _Page) -> None:
    """Add the characters of the page; those the library only supposes (spaces, line ends) are left out."""
    count = raw.FPDFText_CountChars(text_page)
    if count > LIMITS.page_objects:
        raise too_large("characters on one page", LIMITS.page_objects)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    box_at, matrix_at = ctypes.byref(box), ctypes.byref(matrix)
    get_matrix, get_box, get_size = raw.FPDFText_GetMatrix, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetFontSize
    for index, text in enumerate(_texts(text_page, count)):
        if text in _HYPHEN_MARKS:
            text = "-"
        elif text <= " " or text.isspace():
            if raw.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            found.unmapped_count += text == "\0"
            text = " "
        elif text in "\ufffd\uffff" or "\ue000" <= text <= "\uf8ff":
            found.unmapped_count += 1
        get_matrix(text_page, index, matrix_at)
        a, b, c, d, x, y = _SIX.unpack_from(matrix)
        way = _RIGHT if a > 0 == b else _way(a, b)
        if way is None:
            continue
        get_box(text_page, index, box_at)
        left, top, right, bottom = _FOUR.unpack_from(box)
        em = math.hypot(c, d) * get_size(text_page, index)
        if right - left > _LARGEST_ADVANCE * em or top - bottom > _LARGEST_ADVANCE * em:
            # In vertical writing the library forgets to scale the box of the advance; that of the ink is right.
            left, bottom, right, top = _ink_box(text_page, index)
            x, y = left, bottom
        found.glyphs.append(_RawGlyph(text, (left, bottom, right, top), (x, y), way, em))


def _ink_box(text_page: Any, index: int) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, bottom.value, right.value, top.value


def _texts(text_page: Any, count: int) -> str | list[str]:
    """Return the character at each index: in one call where it can be, one by one where some have none."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    return [chr(raw.FPDFText_GetUnicode(text_page, index)) for index in range(count)]


def _way(a: float, b: float) -> tuple[int, int] | None:
    """Return which way text runs whose matrix begins with ``a`` and ``b``; None if aslant."""
    if abs(b) <= _SLANT * abs(a):
        return _RIGHT if a >= 0 else _LEFT
    if abs(a) <= _SLANT * abs(b):
        return _UP if b > 0 else _DOWN
    return None


def _read_drawings(page: Any, found: _Page) -> None:
    """Add the straight lines of the page and the size of its pictures, those inside form objects too.

    Text without an extent is given one: see ``_give_extent``.
    """
    waiting: list[tuple[Any, Matrix | None, int]] = []  # drawn objects, what moves them onto the page, their depth
    bounds = (ctypes.c_float * 4)()
    bounds_at = [ctypes.byref(ctypes.c_float.from_buffer(bounds, at)) for at in range(0, 16, 4)]
    get_kind, get_bounds = raw.FPDFPageObj_GetType, raw.FPDFPageObj_GetBounds
    seen = 0
    waiting += [(raw.FPDFPage_GetObject(page, index), None, 0) for index in range(raw.FPDFPage_CountObjects(page))]
    while waiting:
        drawn, matrix, depth = waiting.pop()
        seen += 1
        if seen > LIMITS.page_objects:
            raise too_large("drawn objects on one page", LIMITS.page_objects)
        kind = get_kind(drawn)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _MOST_FORM_DEPTH:
                moved = _compose(_matrix(drawn), matrix)
                waiting += [
                    (raw.FPDFFormObj_GetObject(drawn, index), moved, depth + 1)
                    for index in range(raw.FPDFFormObj_CountObjects(drawn))
                ]
            continue
        if not get_bounds(drawn, *bounds_at):
            continue
        left, bottom, right, top = bounds
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if right - left < _NO_EXTENT or top - bottom < _NO_EXTENT:
                _give_extent(drawn)
            continue
        box = _moved_box((left, bottom, right, top), matrix)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.strokes += _path_strokes(drawn, box, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.picture_area = max(found.picture_area, (box[2] - box[0]) * (box[3] - box[1]))
            if _is_thin(box, DEFAULT_SETTINGS.thickest_rule):
                found.strokes.append(box)


def _give_extent(text: Any) -> None:
    """Make the library see a piece of text in a font that neither the file nor the machine has.

    It knows no outline of its characters, takes the text to be empty, and leaves it out where it is a single
    character or repeats the line above. Stroked text has the width of its line; moving it by nothing makes the
    library measure it anew.
    """
    raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
    raw.FPDFPageObj_TransformF(text, _STAY)


def _path_strokes(path: Any, box: Box, matrix: Matrix | None) -> list[Box]:
    """Return the straight lines one path draws: bars it fills, lines it strokes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return []
    segment_count = raw.FPDFPath_CountSegments(path)
    thickest = DEFAULT_SETTINGS.thickest_rule
    if segment_count <= 2 or not stroke.value:
        # The box of a stroked line has the line's width on either side.
        if _is_thin(box, 2 * thickest if stroke.value else thickest):
            return [box]
        if segment_count <= 5:
            return []
    if segment_count > _MOST_SEGMENTS:
        return []
    lines = _segments(path, segment_count, _compose(_matrix(path), matrix))
    if stroke.value:
        return [line for subpath in lines for line in subpath if _is_thin(line, 1.0)]
    return [bar for subpath in lines if subpath and _is_thin(bar := _around(subpath), thickest)]


def _segments(path: Any, segment_count: int, matrix: Matrix | None) -> list[list[Box]]:
    """Return the boxes of the straight segments of a path, by subpath."""
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[Box]] = [[]]
    start = at = (0.0, 0.0)
    for index in range(segment_count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _moved((x.value, y.value), matrix)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            subpaths.append([])
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            subpaths[-1].append(_box_of(at, point))
        if raw.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(_box_of(point, start))
        at = point
    return subpaths


def _matrix(drawn: Any) -> Matrix | None:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix)):
        return None
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _compose(inner: Matrix | None, outer: Matrix | None) -> Matrix | None:
    """Return the matrix that moves by ``inner`` first and then by ``outer``; None moves nothing."""
    if inner is None or outer is None:
        return inner or outer
    a, b, c, d, e, f = inner
    (p, q), (r, s), (t, u) = _moved((a, b), outer), _moved((c, d), outer), _moved((e, f), outer)
    return p - outer[4], q - outer[5], r - outer[4], s - outer[5], t, u


def _moved(point: tuple[float, float], matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return point
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved_box(box: Box, matrix: Matrix | None) -> Box:
    if matrix is None:
        return box
    left, bottom, right, top = box
    corners = [_moved(corner, matrix) for corner in ((left, bottom), (left, top), (right, bottom), (right, top))]
    return _around([(x, y, x, y) for x, y in corners])


def _box_of(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _around(boxes: list[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _is_thin(box: Box, thickest: float) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= thickest


@dataclass(frozen=True, slots=True)
class _PrintedTable:
    """A ruled table with the text of each of its cells."""

    table: RuledTable
    texts: list[str]


def _layout(page: _Page, before: PagesBefore) -> list[PrintedLine | AlignedTable | _PrintedTable]:
    """Return the printed lines and tables of a page in reading order, the page turned upright."""
    ways = Counter(glyph.way for glyph in page.glyphs)
    way = ways.most_common(1)[0][0] if ways else _RIGHT
    horizontals, verticals = _rules(page.strokes, way)
    tables = find_tables(horizontals, verticals)
    inner_first = sorted(tables, key=lambda table: table.area)
    contents: dict[int, list[list[Glyph]]] = {id(table): [[] for _ in table.cells] for table in tables}
    outside: list[Glyph] = []
    home, last = outside, None
    for glyph in without_numbers_of_notes(_upright(page.glyphs, way)):
        if glyph.text in _NEVER_FIRST and last is not None and _follows(last, glyph):
            home.append(glyph)  # hung over the edge of the cell
            last = glyph
            continue
        x, y = (glyph.left + glyph.right) / 2, glyph.baseline - _MIDDLE * glyph.em
        for table in inner_first:
            cell = table.cell_at(x, y)
            if cell >= 0:
                home = contents[id(table)][cell]
                break
        else:
            home = outside
        home.append(glyph)
        last = glyph
    placed: list[tuple[float, float, PrintedLine | _PrintedTable]] = [
        (line.baseline - line.em / 2, line.left, line) for line in printed_lines(outside)
    ]
    for table in tables:
        texts = [join_lines(line.text for line in printed_lines(glyphs)) for glyphs in contents[id(table)]]
        placed.append((table.ys[0], table.xs[0], _PrintedTable(table, texts)))
    placed.sort(key=lambda item: item[:2])
    found: list[PrintedLine | AlignedTable | _PrintedTable] = []
    for is_line, group in groupby((item for _, _, item in placed), lambda item: isinstance(item, PrintedLine)):
        stretch = list(group)
        found += arranged(stretch, before) if is_line else stretch
    return found


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a character stands right behind another on the line."""
    return glyph.baseline == before.baseline and abs(glyph.left - before.right) <= _TOUCHING * glyph.em


def _upright(glyphs: list[_RawGlyph], way: tuple[int, int]) -> list[Glyph]:
    """Return the characters on the page turned so that ``way`` runs right."""
    upright = []
    for text, box, (x, y), own_way, em in glyphs:
        if way == own_way == _RIGHT:  # nearly every page
            upright.append(Glyph(text, box[0], box[2], -y, em))
            continue
        left, _, right, bottom = _turned(box, way)
        baseline = _turned((x, y, x, y), way)[1] if own_way == way else bottom
        upright.append(Glyph(text, left, right, baseline, em))
    return upright


def _turned(box: Box, way: tuple[int, int]) -> Box:
    """Return left, top, right, bottom of ``box``, y downwards, on the page turned so that ``way`` runs right."""
    left, bottom, right, top = box
    if way == _RIGHT:
        return left, -top, right, -bottom
    if way == _UP:
        return bottom, left, top, right
    if way == _LEFT:
        return -right, bottom, -left, top
    return -top, -right, -bottom, -left


def _rules(strokes: list[Box], way: tuple[int, int]) -> tuple[list[Rule], list[Rule]]:
    horizontals: list[Rule] = []
    verticals: list[Rule] = []
    for stroke in strokes:
        left, top, right, bottom = _turned(stroke, way)
        if right - left >= bottom - top:
            horizontals.append(((top + bottom) / 2, left, right))
        else:
            verticals.append(((left + right) / 2, top, bottom))
    return horizontals, verticals


def _blocks(items: Sequence[tuple[int, PrintedLine | AlignedTable | _PrintedTable]]) -> list[Block]:
    share_columns([item for _, item in items if isinstance(item, AlignedTable)])
    blocks: list[Block] = []
    table_count = 0
    for page, item in items:
        if isinstance(item, AlignedTable) and not item.has_gaps():
            lines = [row.line for row in item.rows]
        elif isinstance(item, PrintedLine):
            lines = [item]
        else:
            table_count += 1
            make = _aligned_grid if isinstance(item, AlignedTable) else _ruled_grid
            blocks.append(make(item, Place(page, table_count, line_no=len(blocks) + 1)))
            continue
        blocks += [Paragraph(line.text, Place(page=page, line_no=at)) for at, line in enumerate(lines, len(blocks) + 1)]
    return blocks


def _ruled_grid(item: _PrintedTable, place: Place) -> Grid:
    table = item.table
    cells = tuple(
        Cell(text, place._replace(row_no=cell.row + 1, column_no=cell.column + 1), *cell.position)
        for cell, text in zip(table.cells, item.texts, strict=True)
    )
    return Grid(cells, len(table.ys) - 1, len(table.xs) - 1, is_ruled=True)


def _aligned_grid(table: AlignedTable, place: Place) -> Grid:
    table.put_wrapped_figures_together()
    rows = table.cells()
    label_count = max(len(labels) for labels, _ in rows)
    cells: list[Cell] = []
    for row, (labels, figures) in enumerate(rows):
        texts = [*enumerate(labels, label_count - len(labels)), *enumerate(figures, label_count)]
        cells += [
            Cell(text, place._replace(row_no=row + 1, column_no=column + 1), row, column)
            for column, text in texts
            if text is not None
        ]
    return Grid(tuple(cells), len(rows), label_count + len(table.columns), is_ruled=False)
