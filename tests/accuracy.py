"""A scoreboard: how right the figures of generated reports come out, by layout and by damage.

Run as ``make accuracy N=500``, or ``python -m tests.accuracy 500``. Every report is generated with its truth
beside it, given to ``ingest.document.flatten`` as bytes, and compared cell by cell.
"""

from __future__ import annotations

import argparse
import math
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ingest.progress import Show
from ingest.rows import Flattened, RawReport
from tests.generator.damage import DAMAGES
from tests.generator.layouts import LAYOUTS
from tests.generator.report import Generated, Truth, generate
from tests.generator.statute import FORMS, CellKey

PARTICULARS = ("year", "form", "agency", "title", "date")
NARROWEST = 80  # characters: on a narrower terminal its lines wrap, and no figure is left out


@dataclass
class Score:
    """How one report came out. Counts are of cells unless they say otherwise."""

    seed: int
    layout: str
    form: str
    damages: tuple[str, ...]
    cells: int = 0
    knowable: int = 0
    right: int = 0
    wrong: int = 0  # a figure that is not the one printed or derivable
    absent: int = 0  # knowable, and not given
    invented: int = 0  # a figure where nothing can be known
    warned: bool = False
    warning_codes: tuple[str, ...] = ()
    set_aside: bool = False
    failed: str = ""  # the traceback, where flatten raised
    year_right: bool = False
    form_right: bool = False
    agency_right: bool = False
    title_right: bool = False
    date_right: bool = False
    is_clean: bool = False
    examples: list[str] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Something is wrong with its figures and no warning says so."""
        return bool(self.wrong or self.invented) and not self.warned

    @property
    def is_unread(self) -> bool:
        return self.set_aside or bool(self.failed)

    @property
    def is_perfect(self) -> bool:
        return not (self.wrong or self.invented or self.absent or self.is_unread)


def score(generated: Generated, seed: int) -> Score:
    """Flatten one report and compare it with its truth."""
    truth = generated.truth
    result = Score(seed, truth.layout, truth.form, truth.damages, is_clean=truth.is_clean)
    result.cells = len(truth.cells)
    result.knowable = sum(cell.knowable for cell in truth.cells.values())
    try:
        from ingest.document import flatten  # here, so that a broken import is scored like any other failure

        flattened = flatten(generated.data, generated.file_name)
    except Exception:  # a scoreboard outlives whatever it measures
        result.failed = traceback.format_exc()
        result.absent = result.knowable
        return result
    serious = [issue for issue in flattened.issues if issue.severity in {"warning", "error"}]
    result.warned = bool(serious)
    result.warning_codes = tuple(dict.fromkeys(issue.code for issue in serious))
    if not flattened.reports:
        result.set_aside = any(cell.printed == "figure" for cell in truth.cells.values())
        result.absent = result.knowable
        return result
    report = flattened.reports[0]
    _compare_document(result, truth, report)
    _compare_cells(result, truth, values_of(flattened, report))
    if len(flattened.reports) > 1:
        result.examples.append(f"{len(flattened.reports)} reports where one is printed")
    return result


def values_of(flattened: Flattened, report: RawReport) -> dict[CellKey, tuple[Decimal | None, str]]:
    """Value and status by cell, without what the prose states."""
    return {
        CellKey(one.fact_table, one.article or None, one.row_code, one.column_code): (one.value, one.value_status)
        for one in flattened.figures
        if one.report_id == report.report_id and one.value_status != "narrative"
    }


def _compare_document(result: Score, truth: Truth, report: RawReport) -> None:
    result.year_right = report.report_year == truth.report_year
    result.form_right = report.form == truth.form
    result.agency_right = truth.agency_name in {report.agency_name, report.agency_name_printed}
    result.title_right = report.title == truth.title
    result.date_right = report.published_on == truth.published_on
    for name, got, wanted in (
        ("year", report.report_year, truth.report_year),
        ("form", report.form, truth.form),
        ("agency", report.agency_name, truth.agency_name),
        ("title", report.title, truth.title),
        ("date", report.published_on, truth.published_on),
    ):
        if not getattr(result, f"{name}_right"):
            result.examples.append(f"{name}: {got} for {wanted}")


def _compare_cells(result: Score, truth: Truth, values: dict[CellKey, tuple[Decimal | None, str]]) -> None:
    for key in dict.fromkeys([*truth.cells, *values]):
        cell = truth.cells.get(key)
        if cell is not None and cell.printed == "misleading":
            continue
        got, status = values.get(key, (None, "no row"))
        where = ".".join(part for part in key if part)
        if cell is None or (cell.value is None and got is not None):
            if got is not None:
                result.invented += 1
                counted = truth.counted.get(key, "nothing")
                result.examples.append(f"invented {where}: {got} ({status}), where {counted} was counted")
        elif cell.knowable and got is None:
            result.absent += 1
            result.examples.append(f"absent {where}: {status} for {cell.value} ({cell.printed})")
        elif got is not None and got != cell.value:
            result.wrong += 1
            result.examples.append(f"wrong {where}: {got} ({status}) for {cell.value} ({cell.printed})")
        elif cell.knowable:
            result.right += 1


def run_one(seed: int, form: str | None, layout: str | None, damages: tuple[str, ...] | None) -> Score:
    return score(generate(seed, form, layout, damages), seed)


def run(
    seeds: Iterable[int],
    form: str | None = None,
    layout: str | None = None,
    damages: tuple[str, ...] | None = None,
    jobs: int = 1,
) -> Iterator[Score]:
    """Score the reports of ``seeds``; what is None is drawn from each seed."""
    one = partial(run_one, form=form, layout=layout, damages=damages)
    if jobs == 1:
        yield from map(one, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(one, seeds, chunksize=4)


def _share(part: int, whole: int) -> str:
    """Per cent, never rounded up to a whole hundred: 100.00 means every one."""
    return f"{math.floor(10_000 * part / whole) / 100:.2f}" if whole else "-"


def misread(scores: list[Score]) -> dict[str, int]:
    """How many of the reports that were read have each of their particulars wrong."""
    read = [one for one in scores if not one.is_unread]
    return {what: sum(not getattr(one, f"{what}_right") for one in read) for what in PARTICULARS}


def board(title: str, groups: dict[str, list[Score]]) -> Table:
    """One line a group: its cells, then its reports. Fits into ``NARROWEST`` characters."""
    table = _table(title)
    table.add_column(title.split(" ")[-1], no_wrap=True)
    for name in (
        "re-\nports", "right\n%", "wrong", "absent", "in-\nvented", "silent", "not\nread", "mis-\nread", "flag-\nged",
    ):  # fmt: skip
        table.add_column(name, justify="right", no_wrap=True)
    for name, scores in groups.items():
        table.add_row(
            name,
            str(len(scores)),
            _share(sum(one.right for one in scores), sum(one.knowable for one in scores)),
            str(sum(one.wrong for one in scores)),
            str(sum(one.absent for one in scores)),
            str(sum(one.invented for one in scores)),
            str(sum(one.is_silent for one in scores)),
            str(sum(one.is_unread for one in scores)),
            str(sum(misread(scores).values())),
            str(sum(one.is_clean and one.warned for one in scores)),
        )
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=0, collapse_padding=True)


def verdict(scores: list[Score]) -> Table:
    """What was asked for, what came out, and whether that is it."""
    knowable = sum(one.knowable for one in scores)
    right, wrong = sum(one.right for one in scores), sum(one.wrong for one in scores)
    invented, silent = sum(one.invented for one in scores), sum(one.is_silent for one in scores)
    unread = sum(one.is_unread for one in scores)
    clean = [one for one in scores if one.is_clean]
    flagged = sum(one.warned for one in clean)
    missed = misread(scores)
    table = _table("In all")
    for name in ("", "came out", "asked for", ""):
        table.add_column(name, overflow="fold")
    for what, came_out, asked_for, holds in (
        ("cells right that can be known", f"{_share(right, knowable)} % of {knowable:,}", "at least 99.5 %",
         right >= 0.995 * knowable),
        ("cells wrong", f"{wrong:,} of {knowable:,}", "at most 0.02 %", wrong <= 0.0002 * knowable),
        ("figures where nothing can be known", f"{invented:,}", "none", not invented),
        ("reports wrong without a warning", f"{silent:,} of {len(scores):,}", "none", not silent),
        ("reports not read", f"{unread:,} of {len(scores):,}", "none", not unread),
        ("report years wrong", f"{missed['year']:,}", "none", not missed["year"]),
        ("forms wrong", f"{missed['form']:,}", "none", not missed["form"]),
        ("agencies wrong", f"{missed['agency']:,}", "at most 2 %", missed["agency"] <= 0.02 * len(scores)),
        ("titles, dates wrong", f"{missed['title']:,}, {missed['date']:,}", "-", True),
        ("clean reports flagged", f"{flagged:,} of {len(clean):,}", "fewer than 1 in 20",
         20 * flagged < max(len(clean), 1)),
    ):  # fmt: skip
        table.add_row(what, came_out, asked_for, "" if asked_for == "-" else "holds" if holds else "MISSED")
    return table


def grouped(scores: list[Score]) -> list[tuple[str, dict[str, list[Score]]]]:
    by_layout: dict[str, list[Score]] = {}
    by_damage: dict[str, list[Score]] = {}
    by_form: dict[str, list[Score]] = {}
    for one in scores:
        by_layout.setdefault(one.layout, []).append(one)
        by_form.setdefault(one.form, []).append(one)
        for name in one.damages or ("(none)",):
            by_damage.setdefault(name, []).append(one)
    order = [name for name in ("(none)", *sorted(DAMAGES)) if name in by_damage]
    return [
        ("By layout", {name: by_layout[name] for name in sorted(by_layout)}),
        ("By damage", {name: by_damage[name] for name in order}),
        ("By form", {name: by_form[name] for name in sorted(by_form)}),
    ]


LEGEND = """absent: cells that can be known and were not given. invented: figures where nothing can be known.
silent: reports with a wrong or invented figure and no warning. not read: reports set aside.
misread: years, forms, agencies, titles and dates. flagged: clean reports with a warning.
"""


def show(console: Console, scores: list[Score], wrong: int) -> None:
    for title, groups in grouped(scores):
        console.print(board(title, groups))
    console.print(LEGEND, highlight=False)
    console.print(verdict(scores))
    flagged = Counter(code for one in scores if one.is_clean for code in one.warning_codes)
    if flagged:
        console.print("Warnings on clean reports:", dict(flagged.most_common()))
    for one in [one for one in scores if one.failed][:1]:
        console.print(f"[bold]seed {one.seed}, {one.layout}[/bold]\n{one.failed}", markup=True)
    kinds = {"wrong": 0, "invented": 1, "absent": 2}
    for one in [one for one in scores if not one.is_perfect or one.examples][:wrong]:
        examples = sorted(one.examples, key=lambda text: kinds.get(text.split(" ")[0], 3))
        head = f"seed {one.seed} form {one.form} {one.layout} {'+'.join(one.damages) or 'undamaged'}"
        codes = ", ".join(one.warning_codes) or "no warning"
        console.print(f"{head} [{codes}]{' SET ASIDE' if one.set_aside else ''}", markup=False)
        for text in examples[:6]:
            console.print(f"    {text}", markup=False)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200, help="how many reports (default 200)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--form", choices=FORMS)
    parser.add_argument("--layout", choices=sorted(LAYOUTS))
    parser.add_argument("--damage", action="append", choices=[*sorted(DAMAGES), "none"], help="can be given again")
    parser.add_argument("--show-wrong", type=int, default=0, metavar="K", help="tell what went wrong in K reports")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the reports that went wrong there")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the work (default 1)")
    options = parser.parse_args(arguments)
    damages = None if not options.damage else tuple(name for name in options.damage if name != "none")
    seeds = range(options.seed, options.seed + options.count)
    scores = []
    with Show(Console(stderr=True)) as progress:
        progress.phase("Generating and reading reports", len(seeds))
        for one in run(seeds, options.form, options.layout, damages, options.jobs):
            scores.append(one)
            progress.step()
    console = Console()
    console.width = max(console.width, NARROWEST)
    show(console, scores, options.show_wrong)
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        for one in scores:
            if not one.is_perfect:
                generated = generate(one.seed, options.form, options.layout, damages)
                (options.write / generated.file_name).write_bytes(generated.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
