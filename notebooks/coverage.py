"""What a warehouse can speak for, and what it cannot: the sentence that every notebook begins with."""

from __future__ import annotations

from IPython.display import Markdown
from warehouse import Warehouse
from words import count, say, years

FEW_REPORTS = 200
"""With fewer reports than these, nothing general follows from what a notebook shows."""


def what_is_here(warehouse: Warehouse) -> Markdown:
    """How many reports of how many bodies and years there are, and how far that carries."""
    here = warehouse.row("""
        select
            count(*) as reports,
            count(distinct agency_id) filter (resolution = 'resolved') as bodies,
            count(*) filter (resolution <> 'resolved') as unknown,
            list(distinct report_year) filter (report_year is not null) as years
        from dim_report
    """)
    if not here["reports"]:
        return say("**What is here:** no report yet.")
    return say(
        f"**What is here:** {count(here['reports'], 'report')} of",
        count(here["bodies"], "known body", "known bodies"),
        f"on the years {years(here['years'])}." if here["years"] else "without a year.",
        f"For {count(here['unknown'], 'report')} the body is not known for certain: no comparison uses them."
        if here["unknown"]
        else "",
        "So few show how the tables work. They say nothing about public bodies in general."
        if here["reports"] < FEW_REPORTS
        else "They are what was collected, not a census: bodies that are missing may differ from those that are here.",
    )
