"""One generated report: bytes, a file name, and what a careful reader can know of it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tests.generator import documents as _documents  # noqa: F401  (registers its layouts)
from tests.generator import figures as figures_of
from tests.generator import prose
from tests.generator.damage import DAMAGES
from tests.generator.layouts import LAYOUTS, Layout, to_traditional
from tests.generator.page import Block, Page, TextBlock, page_tables
from tests.generator.printed import (
    FigureStyle,
    Printed,
    draw_wording,
    print_tables,
)
from tests.generator.statute import FORMS, CellKey
from tests.generator.truth import TruthCell, truth_cells

_YEARS = {"2014": range(2014, 2019), "2019": range(2019, 2021), "2021": range(2021, 2026)}
_LATE_YEARS = {"2014": range(2014, 2019), "2019": range(2021, 2022), "2021": range(2021, 2026)}


@dataclass(frozen=True)
class Truth:
    form: str
    report_year: int
    title: str | None
    agency_name_printed: str | None
    agency_name: str
    published_on: date | None
    script: str
    cells: dict[CellKey, TruthCell]
    layout: str
    damages: tuple[str, ...]
    failing_checks: int
    counted: dict[CellKey, Decimal]  # what the agency counted, whether or not a reader can still know it

    @property
    def is_clean(self) -> bool:
        """Nothing is wrong with the report: no damage but habits of writing, and no figure in doubt."""
        is_clear = all(cell.knowable for cell in self.cells.values() if cell.printed == "figure")
        return is_clear and self.failing_checks == 0 and all(DAMAGES[name].harmless for name in self.damages)


@dataclass(frozen=True)
class Generated:
    data: bytes
    file_name: str
    truth: Truth


def generate(
    seed: int, form: str | None = None, layout: str | None = None, damages: Iterable[str] | None = ()
) -> Generated:
    """Return the report of ``seed``; what is None is drawn from the seed. The same arguments give the same bytes.

    ``damages`` are names of ``DAMAGES``, applied in the order of the stages. Form, layout and figures do
    not depend on the damages, so that one seed with and without a damage can be compared.
    """
    rng = random.Random(f"report {seed}")
    form = form or rng.choice(FORMS)
    shape = LAYOUTS[layout or rng.choice(sorted(LAYOUTS))]
    names = draw_damages(random.Random(f"damages {seed}"), shape) if damages is None else tuple(damages)
    agency = rng.choice(prose.agencies())
    year = rng.choice(_YEARS[form]) if rng.random() < 0.93 else rng.choice(_LATE_YEARS[form])
    size = agency.size if rng.random() < 0.7 else rng.choice(figures_of.SIZES)
    single_other_row = form == "2021" and rng.random() < 0.25
    figures = figures_of.draw(random.Random(f"figures {seed}"), form, size, single_other_row)
    wording = draw_wording(rng)

    style = FigureStyle()
    for name in names:
        if DAMAGES[name].stage == "style":
            style = DAMAGES[name].apply(rng, style)
    if shape.is_spaced:
        style = replace(style, spaced=False)
    printed = print_tables(rng, figures, style, wording)
    for stage in ("tables", "rows"):
        for name in names:
            if DAMAGES[name].stage == stage:
                DAMAGES[name].apply(random.Random(f"{name} {seed}"), printed)

    page, published_on, script = _page(rng, seed, printed, agency, year, names, shape, wording)
    cells, failures = truth_cells(figures, printed, shape)
    data = shape.render(page, random.Random(f"layout {seed}"))
    title = to_traditional(page.title) if script == "traditional" else page.title
    truth = Truth(
        form=form,
        report_year=year,
        title=title,
        agency_name_printed=agency.name,
        agency_name=agency.name,
        published_on=published_on,
        script=script,
        cells=cells,
        layout=shape.name,
        damages=names,
        failing_checks=failures,
        counted=figures.values,
    )
    return Generated(data, f"{shape.name}-{seed}{shape.suffix}", truth)


def draw_damages(rng: random.Random, shape: Layout) -> tuple[str, ...]:
    """None to three damages that can meet in one report."""
    count = rng.choice([0, 0, 1, 1, 1, 2, 2, 3])
    names = rng.sample(sorted(DAMAGES), count)
    zero = [name for name in names if name.startswith("zero_")]
    scripts = [name for name in names if name in {"traditional", "pinyin"}]
    unclear = [] if shape.positions == "kept" else ["bare_page_number"]  # there it may be any row's figure
    return tuple(name for name in names if name not in {*zero[1:], *scripts[1:], *unclear})


# --- the page --------------------------------------------------------------------------------------------------------


def _page(
    rng: random.Random,
    seed: int,
    printed: Printed,
    agency: prose.Agency,
    year: int,
    names: tuple[str, ...],
    shape: Layout,
    wording: object,
) -> tuple[Page, date | None, str]:
    voice = prose.Voice(rng, agency, year)
    day = date(year + 1, 1, 5) + timedelta(days=rng.randint(0, 80))
    signed, under_title, with_meta = rng.random() < 0.6, rng.random() < 0.2, rng.random() < 0.35
    with_meta = with_meta or shape.name.startswith(("html_site", "html_gb", "html_big5", "html_utf16"))
    title = voice.title(names_agency=rng.random() < 0.9 or not (signed or with_meta))
    published_on = day if signed or under_title or with_meta else None
    groups = page_tables(printed, wording, rng)
    for name in names:
        if DAMAGES[name].stage == "groups":
            groups = DAMAGES[name].apply(random.Random(f"{name} {seed}"), groups)

    blocks: list[Block] = [TextBlock(text, "title") for text in _title_lines(rng, title, agency, year)]
    if under_title:
        blocks.append(TextBlock(prose.written_date(day, bracketed=True), "date"))
    is_old = printed.form == "2014"
    opening = [*voice.say("basis"), *voice.say("period")]
    opening = opening if rng.random() < 0.7 else ["".join(opening)]
    before = [TextBlock(text) for text in opening]
    head = TextBlock(prose.word("overview_heading_2014" if is_old else "overview_heading"), "heading")
    said = voice.say("overview", rng.randint(2, 6))
    if rng.random() < 0.5:
        said += voice.state("stated_2014" if is_old else "stated", _stated(printed))
    body = [head, *(TextBlock(text) for text in said)]
    end_code = "problems_heading_2014" if is_old else "problems_heading"
    ending: list[Block] = [TextBlock(prose.word(end_code), "heading")]
    ending += [TextBlock(text) for text in voice.say("problems", rng.randint(1, 4))]
    if not is_old:
        ending.append(TextBlock(prose.word("other_heading"), "heading"))
        ending += [TextBlock(text) for text in voice.say("other", rng.randint(1, 2))]
    signature: list[Block] = []
    if signed:
        signature = [TextBlock(agency.name, "signature"), TextBlock(prose.written_date(day), "date")]
    tables = [block for group in groups for block in group]
    if is_old:
        annex = [TextBlock(prose.word("annex"), "note")] if rng.random() < 0.5 else []
        year_line = prose.word("year_line").replace("{year}", str(year))
        shown = (
            [tables[0], *([TextBlock(year_line, "note")] if rng.random() < 0.6 else []), *tables[1:]] if tables else []
        )
        blocks += [*before, *body, *ending, *annex, *shown, *signature]
    else:
        blocks += [*before, *body, *tables, *ending, *signature]
    metadata = _metadata(rng, title, agency, day) if with_meta else []
    page = Page(blocks, title, agency, year, metadata)
    for stage in ("page", "text"):
        for name in names:
            if DAMAGES[name].stage == stage:
                page = DAMAGES[name].apply(random.Random(f"{name} {seed}"), page)
    script = "traditional" if {"traditional", "pinyin"} & set(names) else "simplified"
    if shape.traditional:
        page, script = page.map_text(to_traditional), "traditional"
    plain_title = to_traditional(title) if script == "traditional" else title
    return replace(page, title=plain_title), published_on, script


def _title_lines(rng: random.Random, title: str, agency: prose.Agency, year: int) -> list[str]:
    """The title as printed: in one line or two, with spaces around its digits or without."""
    shown = title.replace(str(year), f" {year} ").strip() if rng.random() < 0.15 else title
    if rng.random() < 0.2 and shown.startswith(agency.name):
        return [agency.name, shown.removeprefix(agency.name).strip()]
    return [shown]


def _stated(printed: Printed) -> dict[str, str]:
    """Totals of applications that stand in the table, for a sentence to repeat."""
    codes = ("new_received", "carried_in", "total_closed", "carried_out")
    return {
        cell.key.row_code: str(int(cell.value))
        for row in printed.rows()
        for cell in row.cells
        if cell.key
        and cell.value is not None
        and cell.key.fact_table == "applications"
        and cell.key.column_code == "total"
        and cell.key.row_code in codes
    }


def _metadata(rng: random.Random, title: str, agency: prose.Agency, day: date) -> list[tuple[str, str]]:
    number = f"{rng.randint(10**8, 10**9 - 1)}/{day.year}-{rng.randint(1, 99999):05d}"
    shown = rng.choice([day.isoformat(), day.isoformat(), prose.written_date(day)])
    entries = [
        (prose.word("index_label"), number),
        (prose.word("issuer_label"), agency.name),
        (prose.word(rng.choice(["issued_date_label", "published_date_label"])), shown),
        (prose.word("number_label"), prose.word("none_number")),
        (prose.word("name_label"), title),
    ]
    return entries[: rng.randint(3, 5)]
