"""A reading as identification looks at it: its lines, its metadata fields and its running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.identify.words import alternatives, words
from ingest.normalise import (
    is_traditional,
    normalise,
    simplified,
    without_glosses,
    without_invisible,
    without_marks,
)
from ingest.read.blocks import Grid, Reading

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇○"
# 政府网站 is a site, but of 人民政府网站 only 网站 is no part of the name.
SITE_WORDS = re.compile(rf"(?:(?<!{alternatives('before_government')}){alternatives('site')})+$")
FIRST_SECTION = re.compile("^[(（]?[一二][)）]?[、.．]")
_PAGE_NUMBER = re.compile(r"第?[-—–·\s]*\d{1,3}[-—–·\s]*页?")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|\*\*|>\s*)|\*\*\s*$")
_HAS_MARKDOWN = re.compile("[#*>]")
_SPACE = re.compile(r"\s+")
_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}（）])\s+(?=[{_HAN}（）\w(])|(?<=[\w)])\s+(?=[{_HAN}（）])")
_MAY_HAVE_LABELS = re.compile(r"[:：\]】]")
_VALUE_LIMIT = 60  # the value of a metadata field is a name, a date or a number, never a sentence
_FIELD_LINE_LIMIT = 400
_SHORTEST_PIECE = 12  # of a sentence that a line break cuts
_IN_A_SENTENCE = re.compile("[,，;；]")
_LENGTH_OF_A_FULL_LINE = 25
_LEAST_SHARE_BELOW_A_TITLE = 0.1
_FIGURE = re.compile(r"[-+]?[\d.,]+")
_FIGURES_OF_A_STATISTIC = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``plain`` is normalised and has no white space.

    ``is_aside`` says that it is no prose: a cell of a small table, or metadata (发布时间：…).
    """

    printed: str
    plain: str
    is_heading: bool
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What identification needs of a document.

    ``lines`` are those of the prose and of tables that hold no statistics (a page's layout, its metadata).
    ``fields`` holds the metadata printed on the page by what they say (``published``, ``agency``, ``title``,
    ``index``), the most telling label first, in normalised characters. ``text`` is the prose without any white
    space, so that no line break hides a date or a name; ``cells`` is the same for the tables. ``running_text``
    is the prose with a break behind every line that is no piece of a sentence: no name stands across two links.
    ``prose_from``
    says for every line how many characters of sentences stand in it and below it: next to none below the article,
    among links to other pages and in the footer.
    """

    lines: tuple[Line, ...]
    fields: Mapping[str, tuple[str, ...]]
    text: str
    cells: str
    running_text: str
    metadata: Mapping[str, str]
    is_traditional: bool
    prose_from: tuple[int, ...]

    def is_below_the_article(self, number: int) -> bool:
        """Say whether next to no sentence stands in a line or below it, though the page has sentences."""
        return bool(self.prose_from) and self.prose_from[number] < _LEAST_SHARE_BELOW_A_TITLE * self.prose_from[0]

    def is_above_the_article(self, number: int) -> bool:
        """Say whether no sentence stands above a line, though one does below it."""
        return bool(self.prose_from) and 0 < self.prose_from[0] == self.prose_from[number]

    def text_begins(self) -> int:
        """Return the first line of the text: a sentence, the first section or a full line; menus stand above it."""
        for number, line in enumerate(self.lines):
            if FIRST_SECTION.match(line.plain) or (_goes_on(line) and not is_link(line)):
                return number
        return 0

    def article(self) -> tuple[Line, ...]:
        """Return the lines up to the last sentence."""
        end = next((number for number, below in enumerate(self.prose_from) if not below), len(self.lines))
        return self.lines[:end] if end else self.lines


def page_of(reading: Reading) -> Page:
    """Look at a reading: drop page numbers, pull the metadata fields out of tables and lines."""
    lines: list[Line] = []
    fields: list[tuple[str, str]] = []
    cells: list[str] = []
    label = None
    for block in reading.blocks:
        if isinstance(block, Grid):
            label = None
            rows = _rows(block)
            for row in rows:
                fields.extend(_fields_of_cells(row))
            cells.extend("|".join(row) for row in rows)
            shortest = _VALUE_LIMIT + 1 if _is_statistic(rows) else 0
            told = [cell.text for cell in block.cells if len(cell.text) >= shortest]
            lines.extend(_beside_the_prose(line) for text in told for line in _lines(text))
            continue
        for line in _lines(block.text, is_heading=block.heading_level > 0):
            if label is not None and _is_value(line):
                fields.append((label, normalise(line.printed).strip()))
                lines.append(replace(line, is_aside=True))
                label = None
                continue
            label = _label_alone(line)
            found = list(_fields_of_line(line.printed))
            fields.extend(found)
            is_metadata = label is not None or any(_meaning(told)[0] == "published" for told, _ in found)
            lines.append(replace(line, is_aside=True) if is_metadata else line)
    prose = [line for line in lines if not line.is_aside]
    return Page(
        lines=tuple(lines),
        fields=_by_meaning(fields),
        text="".join(line.plain for line in prose),
        cells=_SPACE.sub("", "\n".join(cells)),
        running_text="".join(line.plain if _goes_on(line) else f"{line.plain}\n" for line in prose),
        metadata={name: value for name, value in reading.metadata.items() if value},
        is_traditional=is_traditional("".join(line.printed for line in prose) or "".join(cells)),
        prose_from=_prose_from(lines),
    )


def _prose_from(lines: list[Line]) -> tuple[int, ...]:
    lengths = (len(line.plain) if is_sentence(line) else 0 for line in reversed(lines))
    return tuple(accumulate(lengths))[::-1]


def _goes_on(line: Line) -> bool:
    return is_sentence(line) or (len(line.plain) >= _LENGTH_OF_A_FULL_LINE and ">" not in line.plain)


def is_sentence(line: Line) -> bool:
    """Say whether a line is a sentence or a piece of one; links, headings and footers have no commas."""
    if line.is_aside:
        return False
    is_long = len(line.plain) >= _SHORTEST_PIECE
    return "。" in line.plain or (is_long and _IN_A_SENTENCE.search(line.plain) is not None)


def tidy(printed: str) -> str:
    """Return words as printed without glosses, line breaks, spaces beside Chinese and what nobody sees.

    Brackets beside Chinese are full-width, whatever a page's conversion made of them.
    """
    shown = without_invisible(without_marks(without_glosses(printed)))
    text = _SPACE_BESIDE_HAN.sub("", shown.strip())
    if re.search(f"[{_HAN}]", text):
        text = text.replace("(", "（").replace(")", "）")
    return text


def as_printed(page: Page, plain: str) -> str:
    """Return a normalised name in the document's own script, as the first line that holds it prints it."""
    if not page.is_traditional:
        return plain
    for line in page.lines:
        start = line.plain.find(plain)
        if start >= 0:
            shown = _SPACE.sub("", without_glosses(line.printed))
            return shown[start : start + len(plain)] if len(shown) == len(line.plain) else plain
    return plain


def is_link(line: Line) -> bool:
    """Say whether a line that is no sentence names a report: a title, or links to one report or several."""
    return not is_sentence(line) and _REPORT.search(line.plain) is not None


def begins_with_a_label(line: Line) -> bool:
    """Say whether a line begins with the label of a metadata field: 发布机构：昆明市水利局."""
    return _MAY_HAVE_LABELS.search(line.plain) is not None and _LABEL.match(line.plain) is not None


def _rows(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        text = cell.text
        rows.setdefault(cell.row, []).append((text if text.isascii() else normalise(text)).strip())
    return list(rows.values())


def _is_statistic(rows: list[list[str]]) -> bool:
    """Say whether a table holds figures: such a one names no body and no day, but in a cell with the whole article."""
    figures = 0
    for row in rows:
        figures += sum(1 for cell in row if _FIGURE.fullmatch(cell))
        if figures >= _FIGURES_OF_A_STATISTIC:
            return True
    return 0 < figures * 3 >= sum(map(len, rows))


def _lines(text: str, is_heading: bool = False) -> Iterable[Line]:
    for printed in text.split("\n"):
        shown = (_MARKDOWN.sub("", printed) if _HAS_MARKDOWN.search(printed) else printed).strip()
        plain = "".join(normalise(shown).split())
        if plain and not _PAGE_NUMBER.fullmatch(plain):
            yield Line(shown, plain, is_heading or printed.lstrip().startswith("#"))


def _beside_the_prose(line: Line) -> Line:
    """Mark a short cell; a whole article can stand in one cell of a page's layout, and is prose."""
    return replace(line, is_aside=len(line.plain) <= _VALUE_LIMIT)


_FIELDS = ("published", "agency", "title", "index", "other")
# Labels are listed in the vocabulary with the most telling first: the day of publication before that of drafting.
_LABELS = {simplified(word): (name, rank) for name in _FIELDS for rank, word in enumerate(words(f"field_{name}"))}
# A page spreads a short label over its column: 文　号.
_REPORT = re.compile(f"{alternatives('report_subject')}.*{alternatives('report_kind')}")
_ANY_LABEL = "|".join(r"\s{0,4}".join(map(re.escape, label)) for label in sorted(_LABELS, key=len, reverse=True))
_NAMED = rf"(?:{alternatives('field_lead')})?(?:{_ANY_LABEL})"
_LABEL = re.compile(rf"(?<![{_HAN}])(?:({_NAMED})\s*[:：]|[\[【]\s*({_NAMED})\s*[\]】]\s*[:：]?)\s*")


def _by_meaning(found: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Group (label, value) by what the label means, the most telling labels first, each value once."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    for label, value in found:
        name, rank = _meaning(label)
        if value:
            ranked.setdefault(name, []).append((rank, value))
    return {
        name: tuple(dict.fromkeys(value for _, value in sorted(values, key=lambda pair: pair[0])))
        for name, values in ranked.items()
    }


def _meaning(label: str) -> tuple[str, int]:
    found = _LABELS.get(label)
    if found is None:
        found = next((_LABELS[label[start:]] for start in range(len(label)) if label[start:] in _LABELS), ("other", 0))
    return found


def _fields_of_cells(row: list[str]) -> Iterable[tuple[str, str]]:
    """A label in one cell, its value in the next; or both in one cell, parted by a colon."""
    labels = [*(None if cell.isascii() else _label_of(cell) for cell in row), None]
    for number, (cell, value) in enumerate(zip(row, [*row[1:], ""], strict=True)):
        label = labels[number]
        if label is None:
            if not cell.isascii() and _MAY_HAVE_LABELS.search(cell):
                yield from _fields_in(cell)
        elif len(value) <= _VALUE_LIMIT and labels[number + 1] is None:
            yield label, value


def _label_alone(line: Line) -> str | None:
    """Return the label of a name or a day that a line is and nothing else, its value in the next line: 发布机构："""
    label = _label_of(line.plain) if line.plain.endswith(":") else None
    return label if label is not None and _meaning(label)[0] in ("agency", "published") else None


def _is_value(line: Line) -> bool:
    """Say whether a line can be the value of the label above it; where that has none, the report goes on."""
    is_short = len(line.plain) <= _VALUE_LIMIT and not line.is_heading
    return is_short and not begins_with_a_label(line) and "。" not in line.plain and not _REPORT.search(line.plain)


def _label_of(cell: str) -> str | None:
    if len(cell) > 16:
        return None
    label = _SPACE.sub("", cell).strip(":[]【】")
    return label if label in _LABELS else None


def _fields_of_line(printed: str) -> Iterable[tuple[str, str]]:
    if _TABLE_ROW.match(printed):
        return _fields_of_cells([normalise(cell).strip() for cell in printed.strip().strip("|").split("|")])
    if len(printed) > _FIELD_LINE_LIMIT:
        return ()
    text = normalise(printed)
    return _fields_in(text) if _MAY_HAVE_LABELS.search(text) else ()


def _fields_in(text: str) -> Iterable[tuple[str, str]]:
    """Every ``label: value`` of a line; a value ends where the next label begins."""
    labels = list(_LABEL.finditer(text))
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        value = text[label.end() : end].strip(" |[]【】;；,，")
        if len(value) <= _VALUE_LIMIT:
            yield _SPACE.sub("", label[1] or label[2]), value
