"""The page: paragraphs and grids with merged cells, before a layout turns them into bytes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tests.generator import prose
from tests.generator.printed import Printed, PrintedRow, Wording, unit_word
from tests.generator.statute import heading, lines

LABEL, HEADER, FIGURE = "label", "header", "figure"


@dataclass(frozen=True)
class Box:
    """One cell of a grid, merged cells once. ``kind`` is ``label``, ``header`` or ``figure``."""

    text: str
    kind: str
    rowspan: int = 1
    colspan: int = 1


@dataclass
class GridBlock:
    """A table of ``width`` columns; ``rows`` hold the boxes that start in each row."""

    section: str
    rows: list[list[Box]]
    width: int
    header_rows: int

    def expanded(self) -> list[list[str]]:
        """Every position of the grid; a merged cell's text stands at its upper left, elsewhere nothing."""
        return [[text if is_start else "" for text, is_start in row] for row in self.positions()]

    def placed(self) -> Iterator[tuple[int, int, Box]]:
        """Each box with its row and the column it begins in."""
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(self.rows):
            column = 0
            for box in row:
                while (number, column) in taken:
                    column += 1
                for down in range(box.rowspan):
                    taken.update((number + down, column + right) for right in range(box.colspan))
                yield number, column, box
                column += box.colspan

    def positions(self) -> list[list[tuple[str, bool]]]:
        """Every position as (text of the cell there, whether the cell starts there)."""
        cover: dict[tuple[int, int], str] = {}
        result = []
        for number, row in enumerate(self.rows):
            line: dict[int, tuple[str, bool]] = {
                column: (text, False) for (at, column), text in cover.items() if at == number
            }
            column = 0
            for box in row:
                while column in line:
                    column += 1
                for down in range(box.rowspan):
                    for right in range(box.colspan):
                        if down:
                            cover[(number + down, column + right)] = box.text
                        else:
                            line[column + right] = (box.text, right == 0)
            width = max([self.width, *(at + 1 for at in line)])
            result.append([line.get(at, ("", True)) for at in range(width)])
        return result


@dataclass(frozen=True)
class TextBlock:
    """A paragraph. ``role`` is title, heading, subheading, text, date, signature or note."""

    text: str
    role: str = "text"


Block = TextBlock | GridBlock


@dataclass
class Page:
    """A whole report in reading order; ``metadata`` is the table a site prints above it, label to value."""

    blocks: list[Block]
    title: str
    agency: prose.Agency
    year: int
    metadata: list[tuple[str, str]] = field(default_factory=list)

    def map_text(self, change: Callable[[str], str]) -> Page:
        """The same page with every text changed."""
        blocks: list[Block] = []
        for block in self.blocks:
            if isinstance(block, TextBlock):
                blocks.append(replace(block, text=change(block.text)))
            else:
                rows = [[replace(box, text=change(box.text)) for box in row] for row in block.rows]
                blocks.append(GridBlock(block.section, rows, block.width, block.header_rows))
        metadata = [(change(label), change(value)) for label, value in self.metadata]
        return Page(blocks, change(self.title), self.agency, self.year, metadata)


def _figures(row: PrintedRow, spans: list[int] | None = None) -> list[Box]:
    spans = spans or [1] * len(row.cells)
    spans = spans + [1] * (len(row.cells) - len(spans))
    return [Box(cell.text, FIGURE, colspan=span) for cell, span in zip(row.cells, spans, strict=False)]


def article_blocks(printed: Printed, wording: Wording, rng: random.Random) -> list[Block]:
    """Article 20: one table of four columns, or a small table under each heading."""
    tables = [table for table in printed.tables if table.is_present and table.section.startswith("article_20")]
    width = 4
    info = wording.choose(heading(printed.form, "header", "article_20"))
    together = rng.random() < 0.6
    blocks: list[Block] = []
    rows: list[list[Box]] = []
    for table in tables:
        name = wording.choose(heading(printed.form, "heading", table.section))
        count = len(table.headers)
        last_span = width - count
        spans = [1] * (count - 1) + [last_span] if together else [1] * count
        own = [
            [
                Box(info, HEADER),
                *(Box(text, HEADER, colspan=span) for text, span in zip(table.headers, spans, strict=True)),
            ]
        ]
        own += [[Box(row.label, LABEL), *_figures(row, spans)] for row in table.rows]
        if together:
            rows += [[Box(name, HEADER, colspan=width)], *own]
        else:
            blocks += [TextBlock(name, "subheading"), GridBlock(table.section, own, count + 1, 1)]
    if together and rows:
        blocks.append(GridBlock("article_20", rows, width, 2))
    return blocks


def applications_grid(printed: Printed, wording: Wording, rng: random.Random) -> GridBlock | None:
    """The applications table, ten columns wide, three of them labels."""
    table = printed.table("applications")
    if table is None:
        return None
    form = printed.form
    note = wording.choose(heading(form, "note", "applications")) if rng.random() < 0.9 else ""
    applicants = wording.choose(heading(form, "header", "applications", 0))
    legal = wording.choose(heading(form, "header", "applications", 1))
    first, *middle, last = table.headers
    rows = [[Box(note, HEADER, 3, 3), Box(applicants, HEADER, 1, 7)]]
    if rng.random() < 0.5:
        rows.append([Box(first, HEADER, 2), Box(legal, HEADER, 1, 5), Box(last, HEADER, 2)])
        rows.append([Box(text, HEADER) for text in middle])
    else:
        rows.append([Box(first, HEADER), Box(legal, HEADER, 1, 5), Box(last, HEADER)])
        rows.append([Box("", HEADER), *(Box(text, HEADER) for text in middle), Box("", HEADER)])
    results = wording.choose(heading(form, "group", "applications", 0))
    inside = [row for row in table.rows if _is_result(row)]
    for number, row in enumerate(table.rows):
        labels: list[Box] = []
        if not _is_result(row):
            labels = [Box(row.label, LABEL, 1, 3)]
        else:
            if row is inside[0]:
                labels.append(Box(results, LABEL, len(inside)))
            if row.group:
                if number == 0 or table.rows[number - 1].group != row.group:
                    run = 1
                    while number + run < len(table.rows) and table.rows[number + run].group == row.group:
                        run += 1
                    labels.append(Box(row.group, LABEL, run))
                labels.append(Box(row.label, LABEL))
            else:
                labels.append(Box(row.label, LABEL, 1, 2))
        rows.append(labels + _figures(row))
    return GridBlock("applications", rows, 10, 3)


def _is_result(row: PrintedRow) -> bool:
    return row.line.row_code not in {"new_received", "carried_in", "carried_out"}


def reviews_blocks(printed: Printed, wording: Wording, rng: random.Random) -> list[Block]:
    """Reviews and litigation: a row of fifteen, three tables of five, or five and ten."""
    table = printed.table("reviews_and_litigation")
    if table is None:
        return []
    row = table.rows[0]
    litigation = wording.choose(heading(printed.form, "header", "reviews_and_litigation"))
    groups = list(dict.fromkeys(table.header_groups))
    widths = printed.review_parts if len(row.cells) == 15 else (15,)
    boxes = _figures(row)
    if widths == (15,):
        tall = rng.random() < 0.5
        top = [Box(groups[0], HEADER, 1, 5), Box(litigation, HEADER, 1, 10)]
        second = [Box(text, HEADER, 2 if tall else 1) for text in table.headers[:5]]
        second += [Box(groups[1], HEADER, 1, 5), Box(groups[2], HEADER, 1, 5)]
        third = [] if tall else [Box("", HEADER) for _ in range(5)]
        third += [Box(text, HEADER) for text in table.headers[5:]]
        return [GridBlock("reviews_and_litigation", [top, second, third, boxes], 15, 3)]
    parts = [(0, 5, groups[0])]
    if widths == (5, 5, 5):
        parts += [(5, 10, groups[1]), (10, 15, groups[2])]
    blocks: list[Block] = []
    for start, end, name in parts:
        shown = name if start == 0 else f"{litigation}（{name}）"
        headers = [Box(text, HEADER) for text in table.headers[start:end]]
        if rng.random() < 0.5:
            blocks.append(TextBlock(shown, "subheading"))
            blocks.append(GridBlock("reviews_and_litigation", [headers, boxes[start:end]], 5, 1))
        else:
            rows = [[Box(shown, HEADER, 1, 5)], headers, boxes[start:end]]
            blocks.append(GridBlock("reviews_and_litigation", rows, 5, 2))
    if widths == (5, 10):
        rows = [
            [Box(litigation, HEADER, 1, 10)],
            [Box(groups[1], HEADER, 1, 5), Box(groups[2], HEADER, 1, 5)],
            [Box(text, HEADER) for text in table.headers[5:]],
            boxes[5:],
        ]
        blocks.append(GridBlock("reviews_and_litigation", rows, 10, 3))
    return blocks


_BEFORE_LINE = {  # headings of form 2014 that carry no figure, by the row they stand above
    ("information", "published"): (1,),
    ("information", "published_in_gazette"): (2,),
    ("responses", "matters_answered"): (3,),
    ("responses", "press_conferences"): (4,),
    ("new_received", "total"): (5,),
    ("resources", "dedicated_offices"): (6,),
    ("meetings", "meetings"): (7,),
}


def statistics_grid(printed: Printed, wording: Wording, rng: random.Random) -> GridBlock | None:
    """Form 2014: a figure a row, with or without a column for the unit."""
    table = printed.table("statistics")
    if table is None:
        return None
    with_unit, with_serial = rng.random() < 0.6, rng.random() < 0.08
    name = wording.choose(heading("2014", "header", "statistics", 0))
    unit = wording.choose(heading("2014", "header", "statistics", 1))
    rows = [[Box(name, HEADER), *([Box(unit, HEADER)] if with_unit else []), Box(table.headers[0], HEADER)]]
    filler = rng.choice(["", "/", ""])
    for row in table.rows:
        codes = (row.line.row_code, row.line.cells[0].column_code)
        for index in _BEFORE_LINE.get(codes, ()):
            text = wording.style(heading("2014", "heading", "statistics", index)[0])
            rows.append([Box(text, LABEL), *([Box(filler, LABEL)] if with_unit else []), Box(filler, LABEL)])
        boxes = [Box(row.label, LABEL)]
        if with_unit:
            boxes.append(Box(_unit_of(row), LABEL))
        rows.append(boxes + _figures(row))
    if with_serial:
        numbers = iter(range(1, len(rows)))
        rows = [[Box(prose.word("serial"), HEADER), *rows[0]]] + [
            [Box(str(next(numbers)), LABEL), *row] for row in rows[1:]
        ]
    return GridBlock("statistics", rows, 2 + with_unit + with_serial, 1)


def _unit_of(row: PrintedRow) -> str:
    return unit_word(row.line.unit, row.line.scale)


def table_heading(form: str, section: str, wording: Wording) -> str:
    """The numbered heading that stands above a table of forms 2019 and 2021."""
    labels = heading(form, "heading", section)
    return wording.style(labels[1] if len(labels) > 1 else labels[0])


def heading_numbers(form: str) -> list[re.Match[str]]:
    """一、 二、 三、 as the rows of the form itself number them."""
    found = [re.match("^.、", line.label) for line in lines(form)]
    numbers = [one for one in found if one]
    group = re.match("^.、", heading(form, "group", "applications")[0])
    assert group
    return [*numbers[:2], group]


def page_tables(printed: Printed, wording: Wording, rng: random.Random) -> list[list[Block]]:
    """The tables of a report with the headings above them, as groups that stay together."""
    if printed.form == "2014":
        grid = statistics_grid(printed, wording, rng)
        head = TextBlock(wording.style(heading("2014", "heading", "statistics", 0)[0]), "heading")
        return [[head, grid]] if grid else []
    groups: list[list[Block]] = []
    renumbered = [found[0] for found in heading_numbers(printed.form)] if rng.random() < 0.1 else []
    article = article_blocks(printed, wording, rng)
    applications = applications_grid(printed, wording, rng)
    reviews = reviews_blocks(printed, wording, rng)
    for section, blocks in (
        ("article_20", article),
        ("applications", [applications] if applications else []),
        ("reviews_and_litigation", reviews),
    ):
        if blocks:
            text = table_heading(printed.form, section, wording)
            if renumbered:  # the tables numbered among themselves, apart from the report
                text = re.sub("^.、", renumbered[len(groups)], text)
            groups.append([TextBlock(text, "heading"), *blocks])
    return groups
