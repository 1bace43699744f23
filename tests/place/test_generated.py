"""Made-up reports with their truth beside them: a small sample of what ``python -m tests.accuracy`` measures.

A figure may be left empty; it may not be wrong without a warning, and none may be given that nobody counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import flatten
from tests.accuracy import Score, score, values_of
from tests.generator.damage import DAMAGES
from tests.generator.layouts import LAYOUTS
from tests.generator.report import Generated, generate
from tests.generator.statute import FORMS, CellKey

Show = Callable[[str, list[Score]], None]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Says on the terminal how a sample came out, from a worker process too (only standard error reaches it)."""

    def counts(what: str, scores: list[Score]) -> None:
        right, knowable = sum(one.right for one in scores), sum(one.knowable for one in scores)
        wrong, invented = sum(one.wrong for one in scores), sum(one.invented for one in scores)
        figures = f"{right} of {knowable} figures right, {wrong} wrong, {invented} invented"
        perfect = sum(one.is_perfect for one in scores)
        with capsys.disabled():
            text = f"\ngenerated reports, {what}: {figures}; {perfect} of {len(scores)} reports in full"
            print(text, file=sys.stderr, flush=True)

    return counts


def scored(first_seed: int, plan: list[tuple[str | None, str, tuple[str, ...]]]) -> list[Score]:
    """Score a report for each form, layout and damages of ``plan``, each with a seed of its own."""
    return [
        score(generate(seed, form, layout, damages), seed)
        for seed, (form, layout, damages) in enumerate(plan, first_seed)
    ]


def told(scores: list[Score], is_bad: Callable[[Score], bool]) -> list[str]:
    """What to look at where reports came out badly: how to make each again, and what was wrong with it."""
    return [
        f"generate({one.seed}, {one.form!r}, {one.layout!r}, {one.damages}): {one.failed or one.examples[:4]}"
        for one in scores
        if is_bad(one)
    ]


def test_undamaged_reports_in_every_layout_and_on_every_form_are_read_in_full(show):
    scores = scored(1000, [(form, layout, ()) for layout in sorted(LAYOUTS) for form in FORMS])
    show("undamaged", scores)
    assert told(scores, lambda one: not one.is_perfect) == []
    assert told(scores, lambda one: one.warned) == []
    assert told(scores, lambda one: not (one.year_right and one.form_right)) == []


def test_in_damaged_reports_no_figure_is_wrong_without_a_warning_and_none_is_made_up(show):
    layouts = sorted(LAYOUTS)
    names = [name for name in sorted(DAMAGES) for _ in range(2)]
    scores = scored(2000, [(None, layouts[9 * at % len(layouts)], (name,)) for at, name in enumerate(names)])
    show("with one damage each", scores)
    assert told(scores, lambda one: bool(one.failed) or one.set_aside) == []
    assert told(scores, lambda one: one.is_silent) == []
    assert told(scores, lambda one: one.invented > 0 and made_up(one)) == []
    assert told(scores, lambda one: not (one.year_right and one.form_right)) == []
    assert sum(one.absent for one in scores) < 0.02 * sum(one.knowable for one in scores)


def made_up(one: Score) -> bool:
    """Whether a figure is given that nothing printed tells and that is not even what was counted."""
    generated = generate(one.seed, None, one.layout, one.damages)
    truth = generated.truth
    given = figures(generated)
    untold = {key for key in given if key not in truth.cells or truth.cells[key].value is None}
    return any(given[key] != truth.counted.get(key) for key in untold)


def figures(generated: Generated) -> dict[CellKey, Decimal]:
    """The figures of its tables as they are read."""
    flattened = flatten(generated.data, generated.file_name)
    (report,) = flattened.reports
    return {key: value for key, (value, _) in values_of(flattened, report).items() if value is not None}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), layout=st.sampled_from(sorted(LAYOUTS)))
def test_the_figures_of_a_report_do_not_depend_on_its_layout(seed, layout):
    plain, other = generate(seed, layout="html"), generate(seed, layout=layout)
    assert plain.truth.counted == other.truth.counted
    assert figures(other) == figures(plain)
    assert plain.truth.counted.items() <= figures(plain).items()
