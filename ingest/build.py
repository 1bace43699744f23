"""A folder of reports to a published warehouse: read, flatten, model, test, swap."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from ingest import models, publish, sources, summary, workers
from ingest.progress import Show
from ingest.raw import RawWriter


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build from what. ``flatten`` names the function from bytes to rows, ``project`` the dbt project."""

    reports: Path
    warehouse: Path
    jobs: int = field(default_factory=workers.all_cores)
    limits: workers.Limits = field(default_factory=workers.Limits)
    flatten: str = workers.DEFAULT_FLATTEN
    project: Path = models.PROJECT


@dataclass(frozen=True, slots=True)
class Built:
    """A warehouse that was published. ``had_writer``: a program had the old one open for writing and still has."""

    warehouse: Path
    summary: summary.Summary
    had_writer: bool


def build(plan: Plan, console: Console) -> Built:
    """Build the warehouse of ``plan`` and put it in place; progress goes to ``console``.

    Raises sources.NoReports, models.ModelsFailed, publish.NotPublished or workers.WorkersBroken; whatever is
    raised, the previous warehouse is as it was.
    """
    warehouse = publish.real_path(plan.warehouse)
    found = sources.find(plan.reports, leave_out=publish.own_files(warehouse))
    with publish.workshop(warehouse) as workshop, Show(console) as show:
        show.phase("Reading documents", len(found.files) + len(found.issues))
        flattened = workers.flatten_all(sources.read(found), plan.flatten, plan.jobs, plan.limits)
        with RawWriter(workshop.raw_dir) as raw, closing(flattened):
            for document in flattened:
                raw.add(document)
                show.step()
        show.phase("Building and testing tables", None)
        models.run(workshop.database, workshop.raw_dir, workshop.folder, len(found.files), plan.project, show.step)
        publish.finish(workshop.database)
        told = summary.read(workshop.database)
        had_writer = publish.has_writer(warehouse)
        publish.swap(workshop.database, warehouse)
    return Built(Path(os.path.abspath(plan.warehouse)), told, had_writer)
