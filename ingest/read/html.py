"""HTML pages to blocks: the whole page in reading order, tables with their spans resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.read.blocks import Reading
from ingest.read.builder import BlockBuilder, Item
from ingest.read.joining import NOTE_MARK, collapse
from ingest.read.limits import LIMITS, too_large

_SKIPPED = {
    *(
        "script",
        "style",
        "template",
        "noscript",
        "noembed",
        "noframes",
        "xml",
        "head",
        "datalist",
        "-comment",
        "-doctype",
    ),
    *("iframe", "object", "embed", "applet", "audio", "video", "canvas", "svg", "math"),
    *("rp", "rt"),  # a reading printed above a character is not its text
    *("s", "strike", "del"),  # struck out
}
_BLOCKS = {
    *("html", "body", "address", "article", "aside", "details", "dialog", "div", "footer", "header", "hgroup", "main"),
    *(
        "nav",
        "search",
        "section",
        "summary",
        "center",
        "blockquote",
        "figure",
        "figcaption",
        "caption",
        "p",
        "br",
        "hr",
    ),
    *("dd", "dir", "dl", "dt", "li", "menu", "ol", "ul", "fieldset", "form", "legend", "optgroup", "option"),
}

# What the reader does at an element. A heading's kind is _HEADING plus its level.
_INLINE, _TEXT, _SKIP, _BLOCK, _PREFORMATTED, _TABLE, _LOOSE_TABLE, _ROW_GROUP, _ROW, _CELL, _HEADING = range(11)
_KINDS = (
    {"-text": _TEXT, "pre": _PREFORMATTED, "table": _TABLE, "tr": _ROW, "td": _CELL, "th": _CELL}
    | dict.fromkeys(("thead", "tbody", "tfoot"), _ROW_GROUP)
    | {f"h{level}": _HEADING + level for level in range(1, 7)}
    | dict.fromkeys(_SKIPPED, _SKIP)
    | dict.fromkeys(_BLOCKS, _BLOCK)
)

# A page with few cells of tables may draw one of nothing but blocks: rows of cells, below one another in a block.
_LEAST_ROWS, _LEAST_FIGURES = 2, 2  # empty cells count too, but not alone
_LEAST_CELLS, _MOST_CELLS = 2, 24
_LONGEST_CELL = 200  # characters; a label with glosses is long
_FIGURE_OR_MARK = re.compile(r"\s*(?:[+-]?[\d０-９][\d０-９,，.． ]*\D{0,2}|[-—–－/无零]?)\s*")

# Where a style or an attribute says that words are not shown, or struck out. Of whole blocks it says less: scripts
# show what they hid.
_TELL_OF_UNSEEN = ("hidden", "line-through", "<sup")
_UNSEEN = re.compile(r"\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden|line-through|<sup\b", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|line-through", re.IGNORECASE)

_LEADING_DIGITS = re.compile(r"\s*\+?(\d{1,9})")
_MOST_COLUMNS_SPANNED, _MOST_ROWS_SPANNED = 1000, 65_534  # the bounds HTML itself sets

# For the estimate of what a page would cost: elements that never stay open, and those that are opened again.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_NOT_NESTING = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
    *("p", "li", "dt", "dd", "option", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"),
}
_FORMATTING = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
_FORMATTING_TAG = re.compile(f"<(?:{'|'.join(_FORMATTING)})[\\s>/]", re.IGNORECASE)
_TAGS_WORTH_COUNTING = 20_000


def read_html(text: str) -> Reading:
    """Return the blocks of the page ``text``, its ``<title>`` and its ``<meta>`` names and contents.

    Text outside tables gives one paragraph a block-level element or line break. A table gives a grid unless it lays
    out the page (see ``BlockBuilder``); so do, on a page of blocks, those that stand for one. Raises
    ``Unreadable("too_large", ...)``.
    """
    _refuse_runaway_markup(text)
    parser = LexborHTMLParser(text, scripting=True)
    builder = BlockBuilder()
    root = parser.body or parser.root
    if root is not None:
        _walk(root, builder, _tables_of_blocks(parser) | _not_of_the_text(parser, text))
    return Reading(builder.blocks(), "html", MappingProxyType(_metadata(parser)))


def read_fragment(text: str) -> list[Item]:
    """Return what stands in a piece of HTML (a table inside Markdown), without places."""
    _refuse_runaway_markup(text)
    builder = BlockBuilder()
    parser = LexborHTMLParser(text, scripting=True)
    if parser.body is not None:
        _walk(parser.body, builder, _not_of_the_text(parser, text))
    return builder.items()


def _tables_of_blocks(parser: LexborHTMLParser) -> dict[int, int]:
    """Return the kind of each ``div`` that stands for a table, a row or a cell, by the element's own number.

    A row is made of nothing but a few short blocks without blocks in them; a table holds some figures. Merged cells
    are not told, so that the same column may be another one from row to row.
    """
    divs = parser.css("div")
    if len(divs) <= len(parser.css("td")):
        return {}
    rows: dict[int, list[list[LexborNode]]] = {}
    tables: dict[int, list[LexborNode]] = {}
    with_blocks = {div.parent.mem_id for div in divs if div.parent is not None}
    for div in divs:
        if div.mem_id not in with_blocks or div.parent is None:
            continue
        cells = list(div.iter())
        if _LEAST_CELLS <= len(cells) <= _MOST_CELLS and all(
            cell.tag == "div" and cell.mem_id not in with_blocks and len(cell.text()) <= _LONGEST_CELL for cell in cells
        ):
            rows.setdefault(div.parent.mem_id, []).append(cells)
            tables.setdefault(div.parent.mem_id, []).append(div)
    kinds: dict[int, int] = {}
    for number, found in rows.items():
        texts = [text for cells in found for cell in cells[1:] if _FIGURE_OR_MARK.fullmatch(text := cell.text())]
        if len(found) >= _LEAST_ROWS and len(texts) >= _LEAST_FIGURES and any(map(str.strip, texts)):
            kinds[number] = _LOOSE_TABLE
            kinds |= {row.mem_id: _ROW for row in tables[number]}
            kinds |= {cell.mem_id: _CELL for cells in found for cell in cells}
    return kinds


def _not_of_the_text(parser: LexborHTMLParser, text: str) -> dict[int, int]:
    """Return the kind, to be skipped, of inline elements that are hidden, struck out or the number of a note."""
    text = text.lower()
    if not any(word in text for word in _TELL_OF_UNSEEN) and not ("display" in text and _UNSEEN.search(text)):
        return {}
    unseen = [
        node
        for node in parser.css("[style],[hidden]")
        if _KINDS.get(node.tag or "", _INLINE) == _INLINE
        and ("hidden" in node.attributes or _UNSEEN.search(node.attributes.get("style") or ""))
    ]
    notes = [node for node in parser.css("sup") if NOTE_MARK.fullmatch(node.text().strip())]
    return {node.mem_id: _SKIP for node in (*unseen, *notes)}


def _walk(root: LexborNode, builder: BlockBuilder, own_kinds: Mapping[int, int] = MappingProxyType({})) -> None:
    """Feed ``root`` and all below it to ``builder``, without recursion: pages may be nested thousands deep.

    The parser has already put every cell into a row and every row into a table, as browsers do. ``own_kinds`` are
    those of single elements, which count more than those of their tags.
    """
    kinds: dict[int, int] = {}  # tag id, which is this document's own for unknown elements -> kind
    open_elements: list[tuple[LexborNode, int]] = []
    preformatted = 0
    node: LexborNode | None = root
    while node is not None:
        tag_id = node.tag_id
        kind = kinds.get(tag_id)
        if kind is None:
            kind = kinds[tag_id] = _KINDS.get(node.tag or "-comment", _INLINE)
        if own_kinds:
            kind = own_kinds.get(node.mem_id, kind)
        if kind == _TEXT:
            _add_text(node.text_content or "", builder)
        elif kind != _SKIP:
            child = node.first_child
            only_text = _only_text(child, kinds) if kind == _CELL and not preformatted else None
            if only_text is not None:
                builder.add_cell(only_text, *_spans(node))
            else:
                if kind != _INLINE:
                    _start(kind, node, builder)
                    preformatted += kind == _PREFORMATTED
                    builder.is_literal = preformatted > 0
                open_elements.append((node, kind))
                if child is not None:
                    node = child
                    continue
                node = None
        if node is not None:
            node = node.next
        while node is None and open_elements:
            ended, kind = open_elements.pop()
            if kind != _INLINE:
                _end(kind, builder)
                preformatted -= kind == _PREFORMATTED
                builder.is_literal = preformatted > 0
            node = ended.next if open_elements else None


def _only_text(child: LexborNode | None, kinds: dict[int, int]) -> str | None:
    """Return the text of a cell that begins with ``child`` if it is all there is in it: most cells are so."""
    if child is None:
        return ""
    if kinds.get(child.tag_id) == _TEXT and child.next is None:
        return child.text_content or ""
    return None


def _add_text(text: str, builder: BlockBuilder) -> None:
    if not builder.is_literal or "\n" not in text:
        builder.text(text)
        return
    for index, line in enumerate(text.split("\n")):
        if index:
            builder.end_paragraph()
        builder.text(line.replace("\xa0", " "))


def _start(kind: int, node: LexborNode, builder: BlockBuilder) -> None:
    if kind == _CELL:
        builder.start_cell(*_spans(node))
    elif kind == _ROW:
        builder.start_row()
    elif kind in (_TABLE, _LOOSE_TABLE):
        builder.start_table(is_ruled=kind == _TABLE)
    elif kind > _HEADING:
        builder.start_heading(kind - _HEADING)
    elif kind != _ROW_GROUP:
        builder.end_paragraph()


def _end(kind: int, builder: BlockBuilder) -> None:
    if kind == _CELL:
        builder.end_cell()
    elif kind in (_TABLE, _LOOSE_TABLE):
        builder.end_table()
    elif kind == _ROW_GROUP:
        builder.end_row_group()
    elif kind > _HEADING:
        builder.end_heading()
    elif kind != _ROW:
        builder.end_paragraph()


def _spans(cell: LexborNode) -> tuple[int, int]:
    """Return rowspan and colspan of a cell; a rowspan of 0 is allowed, and means the rest of the row group."""
    attributes = cell.attributes
    if not attributes:
        return 1, 1
    return (
        _span(attributes.get("rowspan"), _MOST_ROWS_SPANNED),
        _span(attributes.get("colspan"), _MOST_COLUMNS_SPANNED),
    )


def _span(value: str | None, most: int) -> int:
    """Return a rowspan or colspan as browsers read it: leading digits count, nonsense is 1."""
    if value is None:
        return 1
    digits = _LEADING_DIGITS.match(value)
    return min(int(digits.group(1)), most) if digits else 1


def _metadata(parser: LexborHTMLParser) -> dict[str, str]:
    """Return what the page says of itself: ``title``, and each ``<meta>`` by its lower-case name."""
    stated: dict[str, str] = {}
    title = parser.css_first("title")
    if title is not None:
        stated["title"] = collapse(title.text())
    for meta in parser.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = collapse(attributes.get("content") or "")
        if name and content:
            stated.setdefault(name, content)
    return stated


def _refuse_runaway_markup(text: str) -> None:
    """Raise ``too_large`` for markup that a parser would take minutes or gigabytes for.

    Two things grow with the square of a page: the search through elements open inside one another, and the
    inline elements left open, which HTML opens again in every block that follows. Both are estimated from the
    tags alone, and only for pages with enough of them to matter.
    """
    tag_count = text.count("<")
    if tag_count < LIMITS.markup_depth:
        return
    formatting_count = len(_FORMATTING_TAG.findall(text))
    if tag_count < _TAGS_WORTH_COUNTING and tag_count * formatting_count < LIMITS.markup_growth:
        return
    depth = formatting = growth = 0
    kinds: dict[str, tuple[bool, bool, bool]] = {}
    for slash, name in _TAG.findall(text):
        kind = kinds.get(name)
        if kind is None:
            kind = kinds[name] = _in_estimate(name.lower())
        is_formatting, opens_again, nests = kind
        if is_formatting:
            if not slash:
                formatting += 1
            elif formatting:
                formatting -= 1
                growth += formatting
        elif opens_again:
            growth += formatting
        if growth > LIMITS.markup_growth:
            raise too_large("inline elements to open again", LIMITS.markup_growth)
        if nests:
            if not slash:
                depth += 1
                if depth > LIMITS.markup_depth:
                    raise too_large("elements open inside one another", LIMITS.markup_depth)
            elif depth:
                depth -= 1


def _in_estimate(name: str) -> tuple[bool, bool, bool]:
    """Whether an element is inline and opened again, whether it opens those again, and whether it stays open."""
    is_formatting = name in _FORMATTING
    return is_formatting, not is_formatting and (name in _BLOCKS or name in _KINDS), name not in _NOT_NESTING
