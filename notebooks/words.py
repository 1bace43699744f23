"""How figures, lists and tables are written in a notebook's text: no figure in it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from IPython.display import Markdown

ABSENT = "–"
ROWS = 40
"""How many rows of a table are shown."""


def say(*sentences: str) -> Markdown:
    """Return the sentences as one paragraph; empty ones are left out."""
    return Markdown(" ".join(sentence for sentence in sentences if sentence))


def number(value: float | None) -> str:
    """Write a figure; ``None`` is a dash.

    >>> number(14069), number(5.72), number(None)
    ('14,069', '5.7', '–')
    """
    if value is None:
        return ABSENT
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def share(value: float | None) -> str:
    """Write a share; ``None``, as of a rate over nothing, is a dash.

    >>> share(0.3337), share(None)
    ('33.4%', '–')
    """
    return ABSENT if value is None else f"{value:.1%}"


def count(value: int, one: str, many: str | None = None) -> str:
    """Write how many there are of something.

    >>> count(1, "report"), count(1200, "report"), count(0, "body", "bodies")
    ('1 report', '1,200 reports', 'no bodies')
    """
    word = one if value == 1 else many or one + "s"
    return f"{number(value) if value else 'no'} {word}"


def listed(words: Iterable[Any]) -> str:
    """Write words in a row.

    >>> listed(["A"]), listed(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    *first, last = map(str, words)
    return f"{', '.join(first)} and {last}" if first else last


def few(words: Iterable[Any], most: int = 6) -> str:
    """Write the first of many words, and how many there are besides.

    >>> few("ABCDE", most=3), few("AB", most=3)
    ('A, B, C and 2 more', 'A and B')
    """
    words = list(words)
    hidden = len(words) - most
    return listed(words) if hidden <= 0 else listed([*words[:most], f"{number(hidden)} more"])


def years(values: Iterable[int]) -> str:
    """Write years, those in a row as one.

    >>> years([2020, 2012, 2019])
    '2012, 2019–2020'
    """
    runs: list[list[int]] = []
    for year in sorted(set(values)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def table(frame: pl.DataFrame, empty: str, shares: Sequence[str] = ()) -> Markdown:
    """Return a frame as a table with its column names for a head; columns in ``shares`` are written as shares.

    An empty frame is the sentence ``empty``. A long one is cut, and says so.

    >>> frame = pl.DataFrame({"year": [2020], "closed": [1200], "rate": [0.25]})
    >>> print(table(frame, "No report.", shares=["rate"]).data)
    | year | closed | rate |
    | --: | --: | --: |
    | 2020 | 1,200 | 25.0% |
    >>> print(table(frame.clear(), "No report.").data)
    *No report.*
    """
    if frame.is_empty():
        return Markdown(f"*{empty}*")
    plain = {name for name, kind in frame.schema.items() if kind.is_integer() and name.endswith("year")}
    right = [kind.is_numeric() for kind in frame.schema.values()]
    lines = [_line(frame.columns), _line("--:" if is_number else "---" for is_number in right)]
    for row in frame.head(ROWS).iter_rows(named=True):
        lines.append(_line(_cell(value, name in plain, name in shares) for name, value in row.items()))
    if frame.height > ROWS:
        lines.append(f"\n*The first {number(ROWS)} of {number(frame.height)} rows.*")
    return Markdown("\n".join(lines))


def record(row: dict[str, Any], empty: str) -> Markdown:
    """Return one row as a table of two columns, without what it does not say; else ``empty``."""
    said = [(name, str(value)) for name, value in row.items() if value is not None]
    return table(pl.DataFrame(said, schema=["column", "value"], orient="row"), empty)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Any, is_plain: bool, is_share: bool) -> str:
    if value is None:
        return ABSENT
    if is_share:
        return share(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not is_plain:
        return number(value)
    return str(value).replace("|", "\\|").replace("\n", " ")
