"""What a build says of itself at its end, read from the warehouse it made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

TOLD = 20
"""How many documents and checks are named before the rest is only counted."""

_FACTS = {
    "fct_applications": "applications",
    "fct_disclosures": "disclosures",
    "fct_reviews": "reviews",
    "fct_litigation": "litigation",
    "fct_activities": "activities",
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that gave no report, and the first reason why."""

    source_path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """An identity of the form that a report's printed figures do not keep."""

    source_path: str
    agency: str | None
    report_year: int | None
    check_name: str
    scope: str
    left: Decimal | int | None
    right: Decimal | int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole warehouse; the two lists stop at ``TOLD``, their totals do not."""

    reports: list[tuple[str, int, int | None, int | None]]  # form, reports, first year, last year
    facts: list[tuple[str, int, int, int, int, int]]  # kind, rows, reported, derived, narrative, without a value
    set_aside: list[SetAside]
    set_aside_count: int
    failed: list[FailedCheck]
    failed_count: int
    failed_reports: int
    duplicates: int
    warned_reports: int

    @property
    def is_clean(self) -> bool:
        """Whether every document gave a report and every report keeps its own arithmetic."""
        return not self.set_aside_count and not self.failed_count


_REPORTS = "select form, count(*), min(report_year), max(report_year) from dim_report group by form order by form"

_FACT = """
select count(*),
       count(*) filter (value_status in ('reported', 'corrected')),
       count(*) filter (value_status = 'derived'),
       count(*) filter (value_status = 'narrative'),
       count(*) filter (value is null)
from {table}
"""

_SET_ASIDE = """
select source_path, arg_min(code, rank), arg_min(message, rank), count(*) over ()
from (
    select *, row_number() over (order by severity, code, message) as rank
    from ingest_issue
    where report_id is null and severity in ('error', 'warning')
)
group by source_path
order by source_path
limit {told}
"""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_FAILED = """
select source_path, coalesce(agency_name, agency_name_printed), report_year,
       check_name, scope, left_value, right_value, count(*) over ()
from check_identity
join dim_report using (report_id)
left join (select agency_id, agency_name from dim_agency) using (agency_id)
where status = 'fail'
order by source_path, check_name, scope
limit {told}
"""


def read(database: Path) -> Summary:
    """Return what there is to say of the warehouse in the file ``database``."""
    with duckdb.connect(str(database), read_only=True) as connection:

        def rows(query: str) -> list[tuple]:
            return connection.execute(query).fetchall()

        set_aside = rows(_SET_ASIDE.format(told=TOLD))
        failed = rows(_FAILED.format(told=TOLD))
        [(failed_reports,)] = rows("select count(distinct report_id) from check_identity where status = 'fail'")
        [(duplicates, warned)] = rows(
            "select count(*) filter (code = 'duplicate_file'),"
            " count(distinct report_id) filter (severity = 'warning') from ingest_issue"
        )
        return Summary(
            reports=rows(_REPORTS),
            facts=[(kind, *rows(_FACT.format(table=table))[0]) for table, kind in _FACTS.items()],
            set_aside=[SetAside(*row[:-1]) for row in set_aside],
            set_aside_count=set_aside[0][-1] if set_aside else 0,
            failed=[FailedCheck(*row[:-1]) for row in failed],
            failed_count=failed[0][-1] if failed else 0,
            failed_reports=failed_reports,
            duplicates=duplicates,
            warned_reports=warned,
        )


def show(summary: Summary, warehouse: Path, console: Console) -> None:
    """Print ``summary`` for a person; where the warehouse is comes last."""

    def say(line: str, style: str = "") -> None:
        # A file may have any name, and its line stays one line that does nothing to a terminal.
        shown = _CONTROL.sub(lambda found: repr(found[0])[1:-1], line)
        console.print(Text(shown, style=style), soft_wrap=True)

    say(f"{_count(sum(count for _, count, _, _ in summary.reports), 'report')} read", "bold")
    for form, count, first, last in summary.reports:
        kind = "prose" if form == "narrative" else f"form {form}"
        say(f"  {kind}: {count:,} ({first if first == last else f'{first} to {last}'})")
    if summary.duplicates:
        say(f"  {_count(summary.duplicates, 'further copy', 'further copies')} of the same bytes left out")
    if summary.warned_reports:
        say(f"  {_count(summary.warned_reports, 'report')} with a warning (table ingest_issue)")
    say("")
    console.print(_table_of_facts(summary))
    say("")
    if summary.set_aside_count:
        say(f"{_count(summary.set_aside_count, 'document')} set aside", "bold yellow")
        for each in summary.set_aside:
            say(f"  {each.source_path}: {each.message} ({each.code})")
        if summary.set_aside_count > TOLD:
            say(f"  … and {summary.set_aside_count - TOLD:,} more (table ingest_issue)")
    if summary.failed_count:
        checks = _count(summary.failed_count, "identity check")
        say(f"{checks} failed in {_count(summary.failed_reports, 'report')}, by the figures as printed", "bold yellow")
        for each in summary.failed:
            who = " ".join(str(part) for part in (each.agency, each.report_year) if part is not None)
            sides = f"{_figure(each.left)} against {_figure(each.right)}"
            say(f"  {each.source_path} ({who or 'unknown'}): {each.check_name} at {each.scope}, {sides}")
        if summary.failed_count > TOLD:
            say(f"  … and {summary.failed_count - TOLD:,} more (table check_identity)")
    if summary.is_clean:
        say("No document set aside, no identity check failed.")
    say(f"Warehouse: {warehouse}", "bold")


def _table_of_facts(summary: Summary) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("facts")
    for heading in ("cells", "printed", "derived", "from prose", "without a figure"):
        table.add_column(heading, justify="right")
    for kind, *counts in summary.facts:
        table.add_row(kind, *(f"{count:,}" for count in counts))
    return table


def _figure(value: Decimal | int | None) -> str:
    return (
        "nothing"
        if value is None
        else f"{value:,f}".removesuffix(".00")
        if isinstance(value, Decimal)
        else f"{value:,}"
    )


def _count(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
