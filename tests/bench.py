"""How fast reports are read, and how much memory a build takes: ratios to well-known libraries, in one run.

Run as ``make bench``. Absolute times say more about a machine than about a program, so that every figure is a
ratio of two things done here on the same core, in processor time, which other programs at work do not change.
Each run reads reports that no run before it has read; what is shown is the median of the runs.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pdfplumber
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ingest.document import flatten
from ingest.progress import Show
from tests.generator.layouts import LAYOUTS
from tests.generator.report import generate
from tests.generator.statute import FORMS

ROOT = Path(__file__).resolve().parent.parent

HTML = ("html", "html_site", "html_word", "html_nested")  # in UTF-8, which pandas is not to guess
TEXT = ("aligned", "cell_lines", "cell_lines_pipe", "pipes", "pipes_cut", "spaces", "tabs")
MARKDOWN = ("markdown", "markdown_groups", "markdown_torn")

MOST_TO_PANDAS = 2.0
MOST_TO_PDFPLUMBER = 0.2
MOST_TO_HTML = 1.0
MOST_GROWTH_MIB = 300
DIFFERENT_REPORTS = 300  # of which the large folder is made, each many times over with another mark in it


@dataclass(frozen=True)
class Line:
    """One line of the result; ``holds`` is None where nothing was asked for."""

    what: str
    ours: str
    theirs: str
    ratio: str
    asked_for: str
    holds: bool | None


# --- speed ------------------------------------------------------------------------------------------------------------


def tables_by_pandas(data: bytes) -> None:
    """What ``pandas.read_html`` takes to read the tables of a page, whatever they are."""
    pd.read_html(io.BytesIO(data))


def tables_by_pdfplumber(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def facts(data: bytes) -> None:
    flatten(data, "report")


def documents(layout: str, seeds: Iterable[int]) -> list[bytes]:
    """Undamaged reports, of each form in turn."""
    return [generate(seed, FORMS[seed % len(FORMS)], layout).data for seed in seeds]


def milliseconds(function: Callable[[bytes], None], data: Sequence[bytes]) -> float:
    """Processor time for one document."""
    start = time.process_time()
    for one in data:
        function(one)
    return 1000 * (time.process_time() - start) / len(data)


Times = dict[str, list[float]]  # milliseconds a report by layout, for each run


def measure(layouts: Mapping[str, Callable | None], runs: int, reports: int, progress: Show) -> tuple[Times, Times]:
    """Read reports of each layout to facts, and with what it is measured against, if anything.

    The two follow each other, so that whatever else slows the machine slows both. A first run only warms up.
    """
    ours: Times = {layout: [] for layout in layouts}
    theirs: Times = {layout: [] for layout in layouts}
    progress.phase("Reading generated reports", len(layouts) * (runs + 1))
    for run in range(runs + 1):
        for layout, other in layouts.items():
            data = documents(layout, range(run * reports, (run + 1) * reports))
            mine = milliseconds(facts, data)
            its = milliseconds(other, data) if other else 0.0
            if run:
                ours[layout].append(mine)
                theirs[layout].append(its)
            progress.step()
    return ours, theirs


def over(times: Times, layouts: Iterable[str]) -> list[float]:
    """For each run, milliseconds a report over the layouts."""
    return [statistics.mean(run) for run in zip(*(times[layout] for layout in layouts), strict=True)]


def compared(what: str, ours: Sequence[float], theirs: Sequence[float], most: float) -> Line:
    """One line: medians of the runs, and the median of the ratios within each run."""
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    told = [f"{statistics.median(values):.1f} ms" for values in (ours, theirs)]
    return Line(what, *told, f"{ratio:.2f}", f"at most {most:g}", ratio <= most)


def speed(runs: int, reports: int, progress: Show) -> list[Line]:
    layouts = dict.fromkeys(HTML, tables_by_pandas) | {"pdf": tables_by_pdfplumber} | dict.fromkeys((*TEXT, *MARKDOWN))
    ours, theirs = measure(layouts, runs, reports, progress)
    html, pdf = over(ours, HTML), ours["pdf"]
    return [
        compared("HTML to facts / pandas.read_html", html, over(theirs, HTML), MOST_TO_PANDAS),
        compared("PDF to facts / pdfplumber extract_tables", pdf, theirs["pdf"], MOST_TO_PDFPLUMBER),
        compared("text to facts / HTML to facts", over(ours, TEXT), html, MOST_TO_HTML),
        compared("Markdown to facts / HTML to facts", over(ours, MARKDOWN), html, MOST_TO_HTML),
    ]


# --- memory -----------------------------------------------------------------------------------------------------------


def one_report(seed: int) -> tuple[str, bytes]:
    """A report of any form, in a format that goes on reading the same with a mark added behind it."""
    layouts = sorted(name for name in LAYOUTS if name not in {"docx", "html_utf16"})
    generated = generate(seed, None, layouts[seed % len(layouts)])
    return Path(generated.file_name).suffix, generated.data


def fill(folder: Path, count: int, different: int, jobs: int, progress: Show) -> None:
    """Write ``count`` reports no two of which have the same bytes, ``different`` of them really different."""
    progress.phase("Generating reports to build from", different)
    kinds: list[tuple[str, bytes]] = []
    with ProcessPoolExecutor(jobs) as pool:
        for kind in pool.map(one_report, range(different), chunksize=4):
            kinds.append(kind)
            progress.step()
    rng = random.Random("reports to build from")
    for number in range(count):
        suffix, data = kinds[number] if number < different else rng.choice(kinds)
        mark = {".pdf": f"%{number}\n", ".html": f"<!-- {number} -->"}.get(suffix, "\n" * 2 + " " * (1 + number))
        file = folder / f"{number // 1000:02d}" / f"{number:05d}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data + mark.encode())


def peak_mib(reports: Path, warehouse: Path) -> float:
    """MiB that a build and its worker processes take at most at one moment."""
    with tempfile.TemporaryFile() as said:
        build = subprocess.Popen(
            [sys.executable, "-m", "ingest", "build", f"--reports={reports}", f"--warehouse={warehouse}"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        peak = 0.0
        while build.poll() is None:
            peak = max(peak, sum(map(_proportional_mib, _session(build.pid))))
            time.sleep(0.1)
        if build.returncode:
            said.seek(0)
            raise SystemExit(f"The build of {reports} failed:\n{said.read().decode(errors='replace')}")
    return peak


def _session(leader: int) -> list[int]:
    """The processes of the session that ``leader`` began: the build, its fork server, its workers."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader:
                    found.append(int(entry.name))
    return found


def _proportional_mib(process: int) -> float:
    """What a process has in memory; a page that several share counts for each of them in part."""
    with contextlib.suppress(OSError):
        if found := re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE):
            return int(found[1]) / 1024
    return 0.0


def memory(small: int, large: int, different: int, progress: Show) -> Line:
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        folder = Path(name)
        fill(folder / "large", large, min(different, large), jobs, progress)
        (folder / "small").mkdir()
        for file in sorted((folder / "large").rglob("*.*"))[:small]:
            (folder / "small" / file.name).hardlink_to(file)
        peaks = []
        for size, count in (("small", small), ("large", large)):
            progress.phase(f"Building from {count:,} reports", None)
            peak = peak_mib(folder / size, folder / f"{size}.duckdb")
            peaks.append((f"{peak:,.0f} MiB", peak))
    growth = peaks[1][1] - peaks[0][1]
    what = f"memory of a build from {large:,} / {small:,} reports"
    asked_for = f"at most {MOST_GROWTH_MIB} MiB more"
    return Line(what, peaks[1][0], peaks[0][0], f"{growth:+,.0f} MiB", asked_for, growth <= MOST_GROWTH_MIB)


# --- the result -------------------------------------------------------------------------------------------------------


def shown(lines: Iterable[Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=0, collapse_padding=True)
    table.add_column("this / that")
    for name in ("this", "that", "ratio"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("asked for")
    table.add_column("")
    for line in lines:
        verdict = "" if line.holds is None else "holds" if line.holds else "MISSED"
        table.add_row(line.what, line.ours, line.theirs, line.ratio, line.asked_for, verdict)
    return table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (default 5)")
    parser.add_argument("--reports", type=int, default=9, help="reports of each layout in a run (default 9)")
    parser.add_argument("--small", type=int, default=100, help="reports of the small build (default 100)")
    parser.add_argument("--large", type=int, default=10_000, help="reports of the large build (default 10,000)")
    parser.add_argument("--only", choices=["speed", "memory"], help="leave out the other half")
    options = parser.parse_args(arguments)
    lines: list[Line] = []
    with Show(Console(stderr=True)) as progress:
        if options.only != "memory":
            cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else None
            if cores:
                os.sched_setaffinity(0, {min(cores)})
            lines += speed(options.runs, options.reports, progress)
            if cores:
                os.sched_setaffinity(0, cores)
        if options.only != "speed":
            lines.append(memory(options.small, options.large, DIFFERENT_REPORTS, progress))
    console = Console()
    console.print(shown(lines))
    if options.only != "memory":
        console.print(
            f"Processor time a report, one core; medians of {options.runs} runs over {options.reports} generated "
            "reports of each layout and form.",
            highlight=False,
        )
    if options.only != "speed":
        console.print(
            f"Memory of all processes of a build at its highest moment. The {options.large:,} reports are "
            f"{min(DIFFERENT_REPORTS, options.large)} different ones, repeated with other bytes.",
            highlight=False,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
