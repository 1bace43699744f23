"""Shows that a build is at work: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 10


class Show:
    """``phase`` begins a stretch of work of ``total`` steps (None where it is not known), ``step`` ends one step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._title = ""
        self._total: int | None = None
        self._done = 0
        self._told = 0.0

    def __enter__(self) -> Show:
        if self._console.is_terminal:
            columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
            self._bar = Progress(*columns, TimeElapsedColumn(), console=self._console, transient=True)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def phase(self, title: str, total: int | None) -> None:
        self._title, self._total, self._done, self._told = title, total, 0, time.monotonic()
        if self._bar:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(title, total=total)
        else:
            self._print(title if total is None else f"{title} ({total:,})")

    def step(self) -> None:
        self._done += 1
        if self._bar:
            self._bar.advance(self._bar.task_ids[-1])
        elif time.monotonic() - self._told > SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            self._print(f"{self._title}: {self._done:,}" + (f" of {self._total:,}" if self._total else ""))

    def _print(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)
