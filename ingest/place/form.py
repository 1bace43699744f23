"""On which form a document prints its figures, told by the labels of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.forms.definition import Form, forms
from ingest.place.record import Fragment

SHORTEST_TELLING_LABEL = 4  # shorter labels stand in ordinary sentences too
LEAST_LABELS = 4  # a document with fewer labels of a form prints no table of it


def forms_printed(fragments: Sequence[Fragment]) -> list[Form]:
    """Return the forms whose tables the texts may belong to, likeliest first.

    More than one means that the labels found stand in each of them alike: the tables do not tell.
    """
    printed = "\n".join(fragment.squashed for fragment in fragments)
    unwrapped = printed.replace("\n", "")
    found = {
        name: {label for label in labels if label in printed or label in unwrapped}
        for name, labels in _labels().items()
    }
    candidates = [name for name, labels in found.items() if len(labels) >= LEAST_LABELS]
    if not candidates:
        return []
    telling = {name: len(found[name] & _only_in(name)) for name in candidates}
    most = max(telling.values())
    best = [name for name in candidates if telling[name] == most]
    if most == 0:  # what is common to two forms is all there is; a form with more of it is likelier still
        most_labels = max(len(found[name]) for name in best)
        best = [name for name in best if len(found[name]) == most_labels]
    return [forms()[name] for name in best]


@cache
def _labels() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(
            label
            for section in form.sections
            for labelled in (*section.lines, *section.columns)
            for label in labelled.labels
            if len(label) >= SHORTEST_TELLING_LABEL
        )
        for name, form in forms().items()
    }


@cache
def _only_in(name: str) -> frozenset[str]:
    """The labels no other form has, whole or inside one of its own."""
    others = [label for other, labels in _labels().items() if other != name for label in labels]
    return frozenset(label for label in _labels()[name] if not any(label in other for other in others))
