"""A scoreboard: how right the figures of generated reports come out, by layout and by damage.

Run as ``python -m tests.accuracy 500``. Every report is generated with its truth beside it, given to
``ingest.document.flatten`` as bytes, and compared cell by cell.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ingest.rows import Flattened, RawReport
from tests.generator.damage import DAMAGES
from tests.generator.layouts import LAYOUTS
from tests.generator.report import Generated, Truth, generate
from tests.generator.statute import FORMS, CellKey


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
    def is_perfect(self) -> bool:
        return not (self.wrong or self.invented or self.absent or self.set_aside or self.failed)


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
        yield from pool.map(one, seeds, chunksize=8)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "-"


def board(title: str, groups: dict[str, list[Score]]) -> Table:
    """One line a group; rates in per cent of what could be known or of the cells."""
    table = Table(title=title)
    table.add_column(title.split(" ")[-1])
    for name in (
        "reports", "right %", "wrong", "absent", "invented", "silent", "perfect", "set aside", "raised",
        "year", "form", "agency", "title", "date", "clean flagged",
    ):  # fmt: skip
        table.add_column(name, justify="right")
    for name, scores in groups.items():
        clean = [one for one in scores if one.is_clean]
        read = [one for one in scores if not one.set_aside and not one.failed]
        missed = [
            sum(not getattr(one, f"{what}_right") for one in read)
            for what in ("year", "form", "agency", "title", "date")
        ]
        table.add_row(
            name,
            str(len(scores)),
            _share(sum(one.right for one in scores), sum(one.knowable for one in scores)),
            str(sum(one.wrong for one in scores)),
            str(sum(one.absent for one in scores)),
            str(sum(one.invented for one in scores)),
            str(sum(one.is_silent for one in scores)),
            str(sum(one.is_perfect for one in scores)),
            str(sum(one.set_aside for one in scores)),
            str(sum(bool(one.failed) for one in scores)),
            *(f"-{count}" if count else "ok" for count in missed),
            f"{sum(one.warned for one in clean)}/{len(clean)}",
        )
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
        ("In all", {"all": scores}),
    ]


def show(console: Console, scores: list[Score], wrong: int) -> None:
    for title, groups in grouped(scores):
        console.print(board(title, groups))
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
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    damages = None if not options.damage else tuple(name for name in options.damage if name != "none")
    seeds = range(options.seed, options.seed + options.count)
    scores = list(run(seeds, options.form, options.layout, damages, options.jobs))
    show(Console(width=190 if not sys.stdout.isatty() else None), scores, options.show_wrong)
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        for one in scores:
            if not one.is_perfect:
                generated = generate(one.seed, options.form, options.layout, damages)
                (options.write / generated.file_name).write_bytes(generated.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
