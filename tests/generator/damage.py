"""What goes wrong between a form and a file: to figures, to labels, to tables and to text.

Each damage is registered under a name with the stage it works on. ``style`` damages only change how
figures are written; ``rows`` damages act on the printed rows; ``page`` damages on the finished page. The
ones marked harmless leave every figure legible and in its place.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.generator import prose
from tests.generator.layouts import to_traditional
from tests.generator.page import FIGURE, LABEL, Block, Box, GridBlock, Page, TextBlock
from tests.generator.printed import MIXED, FigureStyle, Printed, PrintedCell, PrintedRow, PrintedTable
from tests.generator.statute import identities


@dataclass(frozen=True)
class Damage:
    name: str
    stage: str  # style, rows, page, groups
    harmless: bool
    apply: Callable[..., object]


DAMAGES: dict[str, Damage] = {}


def damage(name: str, stage: str, harmless: bool = False) -> Callable[[Callable[..., object]], Callable[..., object]]:
    def register(apply: Callable[..., object]) -> Callable[..., object]:
        DAMAGES[name] = Damage(name, stage, harmless, apply)
        return apply

    return register


# --- how figures are written -----------------------------------------------------------------------------------------


def _style(name: str, **changes: object) -> None:
    def apply(rng: random.Random, style: FigureStyle) -> FigureStyle:
        return replace(style, **changes)

    DAMAGES[name] = Damage(name, "style", True, apply)


_style("fullwidth_digits", fullwidth=True)
_style("thousands_separators", thousands=True)
_style("spaces_inside", spaced=True)
_style("units_in_cell", units=True)
_style("zero_as_dash", zero="dash")
_style("zero_as_em_dash", zero="em_dash")
_style("zero_as_slash", zero="slash")
_style("zero_as_word", zero="word")
_style("zero_as_nothing", zero="empty")
_style("zero_mixed", zero=MIXED)
_style("signed_changes", signed=True)


# --- rows ------------------------------------------------------------------------------------------------------------


def _wide_rows(printed: Printed) -> list[PrintedRow]:
    return [row for row in printed.rows() if len(row.keys) >= 3 and len(row.cells) == len(row.keys)]


def _some(rng: random.Random, rows: list[PrintedRow], most: int) -> list[PrintedRow]:
    return rng.sample(rows, min(len(rows), rng.randint(1, most))) if rows else []


@damage("not_applicable", "rows", harmless=True)
def not_applicable(rng: random.Random, printed: Printed) -> None:
    """A row of Article 20 that does not concern the body, and says so in every cell."""
    rows = [row for row in printed.rows() if row.line.section == "article_20.1"]
    for row in rows[:1]:
        for cell in row.cells:
            cell.text, cell.value, cell.state = prose.word("not_applicable"), None, "blank"


@damage("ocr_letters", "rows")
def ocr_letters(rng: random.Random, printed: Printed) -> None:
    """O for 0 and l for 1 in a few figures: what they say is known only where the arithmetic says it."""
    cells = [cell for row in printed.rows() for cell in row.cells if re.search("[01]", cell.text)]
    for cell in rng.sample(cells, min(len(cells), rng.randint(1, 4))):
        digit = rng.choice(re.findall("[01]", cell.text))
        cell.text = cell.text.replace(digit, "O" if digit == "0" else rng.choice("lI"), 1)
        cell.value, cell.state = None, "lost"


@damage("lost_digits", "rows")
def lost_digits(rng: random.Random, printed: Printed) -> None:
    """A digit of a few figures that some conversion turned into a question mark."""
    cells = [cell for row in printed.rows() for cell in row.cells if re.search(r"\d", cell.text)]
    for cell in rng.sample(cells, min(len(cells), rng.randint(1, 4))):
        digit = rng.choice(list(re.finditer(r"\d", cell.text)))
        cell.text = f"{cell.text[: digit.start()]}?{cell.text[digit.end() :]}"
        cell.value, cell.state = None, "lost"


@damage("last_column_missing", "rows")
def last_column_missing(rng: random.Random, printed: Printed) -> None:
    for row in _some(rng, _wide_rows(printed), 3):
        row.cells.pop()


@damage("extra_figure", "rows")
def extra_figure(rng: random.Random, printed: Printed) -> None:
    """A row with one figure too many: a neighbour printed twice, or a stray number."""
    for row in _some(rng, _wide_rows(printed), 2):
        at = rng.randint(0, len(row.cells) - 1)
        if rng.random() < 0.6:
            cell = replace(row.cells[at], key=None)
        else:
            number = rng.randint(0, 60)
            cell = PrintedCell(None, str(number), Decimal(number), "figure")
        row.cells.insert(at, cell)


@damage("row_lost", "rows")
def row_lost(rng: random.Random, printed: Printed) -> None:
    """A row whose label stands and whose figures do not."""
    for row in _some(rng, [row for row in printed.rows() if row.cells], 2):
        for cell in row.cells:
            cell.text, cell.value, cell.state = "", None, "lost"


def _runs_of_groups(printed: Printed) -> list[tuple[PrintedTable, list[int]]]:
    result = []
    table = printed.table("applications")
    if table is None or printed.form == "2014":
        return []
    groups = list(dict.fromkeys(row.group for row in table.rows if row.group))
    for group in groups:
        numbers = [number for number, row in enumerate(table.rows) if row.group == group]
        if len(numbers) > 1:
            result.append((table, numbers))
    return result


def _collapse(rng: random.Random, printed: Printed, keep_figures: bool) -> None:
    runs = _runs_of_groups(printed)
    if not runs:
        return
    table, numbers = rng.choice(runs)
    rows = [table.rows[number] for number in numbers]
    joined = rng.choice([" ", "", "  "]).join(row.label for row in rows)
    first = rows[0]
    labels = PrintedRow(replace(first.line, cells=()), first.group, joined, _empty_cells(len(first.cells)))
    labels.joined = len(rows)
    if keep_figures:
        for row in rows:
            row.label, row.is_labelled = "", False
        table.rows[numbers[0] : numbers[-1] + 1] = [labels, *rows]
    else:
        table.rows[numbers[0] : numbers[-1] + 1] = [labels]


def _empty_cells(count: int) -> list[PrintedCell]:
    return [PrintedCell(None, "", None, "blank") for _ in range(count)]


@damage("labels_collapsed_lost", "rows")
def labels_collapsed_lost(rng: random.Random, printed: Printed) -> None:
    """A group's labels in one cell, their figures gone."""
    _collapse(rng, printed, keep_figures=False)


@damage("labels_collapsed_below", "rows")
def labels_collapsed_below(rng: random.Random, printed: Printed) -> None:
    """A group's labels in one cell, their figures in rows below without labels."""
    _collapse(rng, printed, keep_figures=True)


@damage("labels_torn", "rows")
def labels_torn(rng: random.Random, printed: Printed) -> None:
    """Labels gone from a few rows of applications, whose figures stay in the order of the form."""
    table = printed.table("applications")
    if table is None or printed.form == "2014":
        return
    rows = [row for row in table.rows[1:-1] if row.cells and not row.line.is_optional]
    for row in _some(rng, rows, 4):
        row.label, row.is_labelled = "", False


@damage("label_slip", "rows", harmless=True)
def label_slip(rng: random.Random, printed: Printed) -> None:
    """A character of a label read wrongly."""
    pairs = prose.slips()
    rows = [row for row in printed.rows() if any(right in row.label for right, _ in pairs)]
    for row in _some(rng, rows, 4):
        right, wrong = rng.choice([pair for pair in pairs if pair[0] in row.label])
        row.label = row.label.replace(right, wrong, 1)


@damage("misprint", "rows")
def misprint(rng: random.Random, printed: Printed) -> None:
    """A figure printed wrongly, so that an identity fails: it stays what it is, whatever the sums say."""
    inside = {key for one in identities(printed.form, printed.single_other_row) for key in one.cells}
    cells = [
        cell
        for row in printed.rows()
        for cell in row.cells
        if cell.key in inside and cell.state == "figure" and re.fullmatch("[0-9]+", cell.text)
    ]
    for cell in rng.sample(cells, min(1, len(cells))):
        assert cell.value is not None
        cell.value += rng.choice([1, 2, 9, 10, 90])
        cell.text = str(int(cell.value))


# --- tables ----------------------------------------------------------------------------------------------------------


@damage("table_missing", "tables")
def table_missing(rng: random.Random, printed: Printed) -> None:
    """One table of the form is not in the document at all."""
    sections = [table for table in printed.tables if table.section != "statistics"]
    if not sections:
        return
    gone = rng.choice([*sections, *sections[:1]])
    gone.is_present = False


@damage("tables_reordered", "groups", harmless=True)
def tables_reordered(rng: random.Random, groups: list[list[Block]]) -> list[list[Block]]:
    groups = groups[:]
    rng.shuffle(groups)
    return groups


@damage("table_cut", "page", harmless=True)
def table_cut(rng: random.Random, page: Page) -> Page:
    """A table in two pieces, the second under a heading of its own, under its headers again, or under nothing."""
    grids = [block for block in page.blocks if isinstance(block, GridBlock) and len(block.rows) > 8]
    if not grids:
        return page
    chosen = max(grids, key=lambda grid: len(grid.rows))
    at = rng.randint(chosen.header_rows + 2, len(chosen.rows) - 2)
    first, second = _cut(chosen, at)
    between: list[Block] = []
    how = rng.choice(["heading", "page", "headers", "nothing"])
    if how == "heading":
        number = rng.randint(2, 4)
        between = [
            TextBlock(
                prose.word("table_number").replace("{n}", str(number)) + _heading_above(page, chosen), "subheading"
            )
        ]
        between = between if rng.random() < 0.6 else [TextBlock(prose.word("continued"), "note")]
    elif how == "page":
        between = [TextBlock(f"- {rng.randint(2, 9)} -", "note")]
    elif how == "headers":
        second = GridBlock(
            second.section, chosen.rows[: chosen.header_rows] + second.rows, second.width, chosen.header_rows
        )
    blocks: list[Block] = []
    for block in page.blocks:
        blocks += [first, *between, second] if block is chosen else [block]
    return replace(page, blocks=blocks)


def _heading_above(page: Page, grid: GridBlock) -> str:
    at = next(number for number, block in enumerate(page.blocks) if block is grid)
    for block in reversed(page.blocks[:at]):
        if isinstance(block, TextBlock) and block.role == "heading":
            return re.sub("^.、", "", block.text)
    return ""


def _cut(grid: GridBlock, at: int) -> tuple[GridBlock, GridBlock]:
    """Both pieces; labels merged over the cut go on in the second as empty merged cells."""
    above: list[list[Box]] = []
    carried: list[tuple[int, Box]] = []
    for number, row in enumerate(grid.rows[:at]):
        kept, column = [], 0
        for box in row:
            reach = number + box.rowspan
            kept.append(replace(box, rowspan=min(box.rowspan, at - number)))
            if reach > at:
                carried.append((column, replace(box, text="", rowspan=reach - at, kind=LABEL)))
            column += box.colspan
        above.append(kept)
    below = [list(row) for row in grid.rows[at:]]
    below[0] = [box for _, box in carried] + below[0]
    return (
        GridBlock(grid.section, above, grid.width, grid.header_rows),
        GridBlock(grid.section, below, grid.width, 0),
    )


# --- text ------------------------------------------------------------------------------------------------------------


@damage("bare_page_number", "page")
def bare_page_number(rng: random.Random, page: Page) -> Page:
    """A page number with nothing around it, between two rows of the largest table."""
    chosen = max(
        (block for block in page.blocks if isinstance(block, GridBlock)), key=lambda grid: len(grid.rows), default=None
    )
    if chosen is None or len(chosen.rows) < 8:
        return page
    first, second = _cut(chosen, rng.randint(chosen.header_rows + 2, len(chosen.rows) - 2))
    mark = TextBlock(str(rng.randint(2, 9)), "note")
    blocks: list[Block] = []
    for block in page.blocks:
        blocks += [first, mark, second] if block is chosen else [block]
    return replace(page, blocks=blocks)


@damage("printed_twice", "page", harmless=True)
def printed_twice(rng: random.Random, page: Page) -> Page:
    return replace(page, blocks=[*page.blocks, *page.blocks])


@damage("traditional", "text", harmless=True)
def traditional(rng: random.Random, page: Page) -> Page:
    return page.map_text(to_traditional)


@damage("pinyin", "text", harmless=True)
def pinyin(rng: random.Random, page: Page) -> Page:
    """Traditional characters with readings in brackets, some repeated and lagging."""
    readings = prose.readings()

    def gloss(text: str) -> str:
        shown = []
        for one in to_traditional(text):
            shown.append(one)
            if one in readings and rng.random() < 0.9:
                shown.append(f"({readings[one]})" * (2 if rng.random() < 0.03 else 1))
        return "".join(shown)

    return page.map_text(gloss)


@damage("lost_characters", "text", harmless=True)
def lost_characters(rng: random.Random, page: Page) -> Page:
    """Characters of sentences and labels that some conversion turned into question marks."""

    def lose(text: str) -> str:
        has_unit = prose.word("unit_plain_yuan") in text  # what a figure counts must stay legible
        if len(text) < 6 or has_unit or rng.random() > 0.12:
            return text
        at = rng.randint(1, len(text) - 2)
        return text if re.search(r"[0-9A-Za-z]", text[at]) else f"{text[:at]}???{text[at + 1 :]}"

    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, GridBlock):
            rows = [
                [box if box.kind == FIGURE else replace(box, text=lose(box.text)) for box in row] for row in block.rows
            ]
            blocks.append(replace(block, rows=rows))
        else:
            blocks.append(replace(block, text=lose(block.text)) if block.role == "text" else block)
    return replace(page, blocks=blocks)
