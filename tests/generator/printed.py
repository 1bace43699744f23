"""A report as it will stand on the page, before any layout: rows of labels and printed figures."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tests.generator import prose
from tests.generator.figures import Figures
from tests.generator.statute import CellKey, Line, columns, lines_of, sections

MIXED = "mixed"
_ZERO_TEXT = {"dash": "-", "em_dash": "—", "slash": "/", "empty": ""}


@dataclass
class PrintedCell:
    """One figure on the page. ``value`` is what a careful reader reads in it, None where nothing can be read.

    ``state`` is ``figure``, ``blank`` (empty, a dash or a slash), or ``lost`` (damaged beyond reading).
    ``key`` is None for a figure that belongs to no cell of the form.
    """

    key: CellKey | None
    text: str
    value: Decimal | None
    state: str


@dataclass
class PrintedRow:
    """One row of a table: its labels and its cells, as they stand after any damage."""

    line: Line
    group: str
    label: str
    cells: list[PrintedCell]
    is_labelled: bool = True
    joined: int = 0  # how many rows' labels stand in this one

    @property
    def keys(self) -> tuple[CellKey, ...]:
        return self.line.cells


@dataclass
class PrintedTable:
    section: str
    rows: list[PrintedRow]
    headers: list[str]
    header_groups: list[str]
    is_present: bool = True


@dataclass
class Printed:
    """All tables of a report in printed order."""

    form: str
    single_other_row: bool
    tables: list[PrintedTable]
    review_parts: tuple[int, ...] = (15,)  # how many columns each table of reviews and litigation has

    def table(self, section: str) -> PrintedTable | None:
        return next((table for table in self.tables if table.section == section and table.is_present), None)

    def rows(self) -> list[PrintedRow]:
        return [row for table in self.tables if table.is_present for row in table.rows]


@dataclass(frozen=True)
class FigureStyle:
    """How figures are written. Every field is a habit some website has."""

    zero: str = "digit"
    fullwidth: bool = False
    thousands: bool = False
    spaced: bool = False
    units: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Wording:
    """How labels are written in one report: which variant, which brackets, which point after a number."""

    variant_seed: int
    brackets: str = "full"
    point: str = "."
    gap_after_number: bool = False
    spaced_words: bool = False

    def choose(self, labels: tuple[str, ...]) -> str:
        """One wording of a label, always the same one for the same labels in a report."""
        rng = random.Random(f"{self.variant_seed}{labels[0]}")
        return self.style(labels[0] if rng.random() < 0.7 else rng.choice(labels))

    def style(self, label: str) -> str:
        if self.brackets == "half":
            label = label.replace("（", "(").replace("）", ")")
        label = re.sub(r"^(\d)\.", lambda found: found[1] + self.point, label)
        if self.gap_after_number:
            label = re.sub(r"^(（.）|\(.\)|[一二三四]、)", lambda found: found[1] + " ", label)
        if self.spaced_words and len(label) == 2:
            label = label[0] + prose.word("row_total")[1] + label[1]
        return label


def draw_wording(rng: random.Random) -> Wording:
    return Wording(
        variant_seed=rng.randint(0, 10**9),
        brackets=rng.choice(["full", "full", "half"]),
        point=rng.choice([".", ".", ". ", "．", "、"]),
        gap_after_number=rng.random() < 0.15,
        spaced_words=rng.random() < 0.15,
    )


def write_figure(value: Decimal, scale: Decimal, unit: str, style: FigureStyle, is_change: bool = False) -> str:
    """The printed form of ``value``, in units of ``scale``. ``style.zero`` is a digit, a mark, a word or nothing."""
    if value == 0 and style.zero != "digit":
        return prose.word("zero_word") if style.zero == "word" else _ZERO_TEXT[style.zero]
    number = value / scale
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, point, rest = text.partition(".")
    if style.thousands:
        whole = f"{int(whole):,}"
    elif style.spaced:
        whole = f"{int(whole):,}".replace(",", " ")
    text = whole + point + rest
    if is_change and style.signed and value > 0:
        text = "+" + text
    return _full(text, style) + (unit if style.units else "")


def _full(text: str, style: FigureStyle) -> str:
    if not style.fullwidth:
        return text
    return "".join(chr(ord(one) + 0xFEE0) if one.isdigit() or one in ",." else one for one in text)


def unit_word(unit: str, scale: Decimal) -> str:
    """The word for a unit of the form: 件 for a case, 万元 for yuan printed by the ten thousand."""
    if unit == "yuan":
        return prose.word("unit_yuan" if scale == 10000 else "unit_plain_yuan")
    names = {"item": "unit_item", "case": "unit_case", "time": "unit_time", "person": "unit_person"}
    return prose.word(names.get(unit, "unit_count"))


def _numbered(label: str, line: Line, numbered: bool) -> str:
    """The label of form 2014 with the number that some copies of the form print before it."""
    if not numbered or label[0] in "（(0123456789":
        return label
    return prefixes().get((line.row_code, line.cells[0].column_code), "") + label


@cache
def prefixes() -> dict[tuple[str, str], str]:
    return {(row["row_code"], row["column_code"]): row["prefix"] for row in prose.table("numbering")}


def print_tables(rng: random.Random, figures: Figures, style: FigureStyle, wording: Wording) -> Printed:
    """Write every figure of ``figures`` into the rows of the form's tables."""
    tables = []
    numbered = rng.random() < 0.6
    for section in sections(figures.form):
        section_columns = columns(figures.form, section)
        headers, scales = [], []
        for column in section_columns:
            header = wording.choose((column.label, *column.variants))
            headers.append(header)
            in_ten_thousand = column.unit == "yuan" and prose.word("unit_suffix_ten_thousand") in _fullwidth(header)
            scales.append(Decimal(10000) if in_ten_thousand else column.scale)
        rows = []
        mark = random.Random(f"zeros {wording.variant_seed} {section}")
        for line in lines_of(figures.form, section, figures.single_other_row):
            cells = []
            for at, key in enumerate(line.cells):
                scale = line.scale if figures.form == "2014" else scales[at]
                unit = line.unit if figures.form == "2014" else section_columns[at].unit
                value = figures.values[key]
                zero = mark.choice(["digit", "digit", "empty", "dash"]) if style.zero == MIXED else style.zero
                own = replace(style, zero=zero)
                text = write_figure(value, scale, unit_word(unit, scale), own, key.column_code == "items_change")
                is_blank = value == 0 and zero in {"dash", "em_dash", "slash", "empty"}
                cells.append(PrintedCell(key, text, None if is_blank else value, "blank" if is_blank else "figure"))
            label, group = wording.choose((line.label, *line.variants)), wording.style(line.group)
            if figures.form == "2014":
                label = wording.style(_numbered(label, line, numbered))
            rows.append(PrintedRow(line, group, label, cells))
        groups = [column.group for column in section_columns]
        tables.append(PrintedTable(section, rows, headers, groups))
    parts = rng.choice([(15,), (15,), (15,), (5, 5, 5), (5, 10)])
    return Printed(figures.form, figures.single_other_row, tables, parts)


def _fullwidth(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")
