"""How surely the texts around a record are the label of each shape: whole, wrapped, torn off or misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ingest.forms.definition import without_enumerator
from ingest.place.record import Fragment, Record
from ingest.place.shapes import Vocabulary, vocabulary_of

SHORTEST_COLLAPSED = 4  # characters of a label, to be told in a text of several
LEAST_ALIKE = 70  # of 100, for a text and a label to be worth comparing
SHORTEST_MISREAD = 4  # characters of a label that is still known with one of them wrong


class Labels(NamedTuple):
    """The squashed texts around a record, all that tells its label; ``shared`` those before the batch it is in."""

    own: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    shared: tuple[str, ...] | None


def labels_of(records: Sequence[Record], at: int) -> Labels:
    """Return the texts that may be the label of record ``at``."""
    record, batch = records[at], _batch(records, at)
    shared = _squashed(records[batch[0]].before) if len(batch) > 1 else None
    return Labels(_squashed(record.own), _squashed(record.before), _squashed(record.after), shared)


def _squashed(fragments: Sequence[Fragment]) -> tuple[str, ...]:
    return tuple([fragment.squashed for fragment in fragments])


@lru_cache(maxsize=4096)
def label_evidence(labels: Labels, form_name: str) -> Mapping[int, float]:
    """Return how surely these texts are each shape's label, 0 to 1; shapes without any evidence are left out.

    The rows of reports are alike in their labels, so that most are looked up.
    """
    return MappingProxyType(_evidence(labels, vocabulary_of(form_name)))


def _evidence(labels: Labels, vocabulary: Vocabulary) -> dict[int, float]:
    shared = labels.shared
    readings = _readings(labels, vocabulary) if shared is None else _shared_readings(shared, vocabulary)
    found = _headed_groups(labels, vocabulary)
    matched = False
    for text, trust in readings:
        for index, quality in _exact(text, vocabulary):
            matched = matched or trust >= 0.75
            found[index] = max(found.get(index, 0.0), trust * quality)
    if shared is not None:  # before several records an optional line's label is rather the heading of its parts
        found = {index: quality for index, quality in found.items() if not vocabulary.shapes[index].is_optional}
    collapsed = _collapsed(labels, vocabulary) if not matched else {}
    if collapsed:
        return found | collapsed
    if not matched and labels.own:
        for index, quality in _ending(labels, vocabulary):
            matched = True
            found[index] = max(found.get(index, 0.0), quality)
    if not matched:
        for text, trust in readings:
            if trust < 0.7 or len(text) < 3:
                continue
            for index, quality in _alike(text, vocabulary.form):
                found[index] = max(found.get(index, 0.0), trust * quality)
    return found


def _collapsed(labels: Labels, vocabulary: Vocabulary) -> dict[int, float]:
    """The lines whose labels stand together in the text beside the figures: any of them may be the one meant."""
    together = labels_in(labels.own[-1], vocabulary) if labels.own else []
    found = {index: 0.45 for label in together for index in vocabulary.by_label[label]}
    return found if len(together) > 1 else {}


def labels_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels a text is made of, from its start."""
    found: list[str] = []
    while text:
        label = max((known for known in vocabulary.by_label if text.startswith(known)), key=len, default="")
        if len(label) < SHORTEST_COLLAPSED:
            break
        found.append(label)
        text = text[len(label) :]
    return found


def _headed_groups(labels: Labels, vocabulary: Vocabulary) -> dict[int, float]:
    """The column groups whose label stands anywhere above the record, between it and the one before."""
    above = "".join((*labels.before, *labels.own))
    return {index: 0.8 for index, groups in vocabulary.column_groups if all(label in above for label in groups)}


def _batch(records: Sequence[Record], at: int) -> range:
    """The records without a text between them that a record is in: their labels, if any, stand before them all."""
    first = at
    while not records[first].own and not records[first].before and first and records[first].follows_closely:
        first -= 1
    if records[first].own:
        return range(at, at + 1)  # rows below a labelled one; what stands before it is its own
    last = at
    while last + 1 < len(records) and records[last + 1].follows_closely:
        last += 1
        if records[last].own or records[last].before:
            last -= 1
            break
    return range(first, last + 1)


def _readings(labels: Labels, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """The texts that may be the record's label, whole or joined from wrapped lines, with the trust in each."""
    own = [text for text in labels.own if text and text not in vocabulary.headings]
    before = _label_texts(labels.before, vocabulary)
    after = _label_texts(labels.after, vocabulary)
    whole = _label_texts(labels.before, vocabulary, shortest=1)
    joined = "".join(own)
    readings: list[tuple[str, float]] = []
    if own:
        readings += [(own[-1], 1.0), (joined, 1.0), *((text, 0.5) for text in own[:-1])]
    wrapped = 0.95 if own else 0.8
    readings += [("".join(before[-lines:]) + joined, wrapped) for lines in range(1, min(len(before), 5) + 1)]
    if len(whole) > len(before):
        readings += [("".join(whole[-lines:]) + joined, wrapped) for lines in range(1, min(len(whole), 5) + 1)]
    below = (0.4 if joined in vocabulary.by_label else 0.9) if own else 0.35  # a label that is whole has no rest below
    readings += [(joined + "".join(after[:lines]), below) for lines in range(1, min(len(after), 4) + 1)]
    is_whole = joined in vocabulary.by_label if own else bool(before) and before[-1] in vocabulary.by_label
    around = 0.5 if is_whole else 0.85
    readings += [
        ("".join(before[-up:]) + joined + "".join(after[:down]), around)
        for up in range(1, min(len(before), 3) + 1)
        for down in range(1, min(len(after), 2) + 1)
    ]
    readings += [(text, 0.3) for text in before[:-1]]
    return readings


def _shared_readings(shared: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """The labels that stand before a batch: any of them may be any record's, their order will tell."""
    before = _label_texts(shared, vocabulary)
    wrapped = (
        "".join(before[start:end])
        for start in range(len(before))
        for end in range(start + 1, min(start + 5, len(before)) + 1)
    )
    collapsed = (label for text in before for label in labels_in(text, vocabulary))
    return [(text, 0.45) for text in (*wrapped, *collapsed)]


def _label_texts(texts: Sequence[str], vocabulary: Vocabulary, shortest: int = 2) -> list[str]:
    """The texts that can be a line's label: no column headings, no single characters of a vertical label."""
    apart = vocabulary.apart
    return [text for text in texts if len(text) >= shortest and text not in apart]


def _exact(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, float]]:
    for index in vocabulary.by_label.get(text, ()):
        yield index, 1.0
    bare = without_enumerator(text)
    if bare != text:  # it may have been a serial number before the label's own
        for index in vocabulary.by_label.get(bare, ()):
            yield index, 0.95
        bare = bare if bare in vocabulary.by_bare_label else without_enumerator(bare)
    for index in vocabulary.by_bare_label.get(bare, ()):
        yield index, 0.9 if len(bare) >= 4 else 0.6


def _ending(labels: Labels, vocabulary: Vocabulary) -> Iterator[tuple[int, float]]:
    """The lines whose label ends the text beside the figures, behind a group's label or the rest of another."""
    text = "".join((*labels.before[-2:], *labels.own))
    for start in range(1, len(text) - 3):
        for index in vocabulary.by_label.get(text[start:], ()):
            yield index, 0.9
            return


@lru_cache(maxsize=4096)
def _alike(text: str, form_name: str) -> tuple[tuple[int, float], ...]:
    """The shapes with a label like a text: headings and slips recur from report to report."""
    found: dict[int, float] = {}
    labels, shapes_of = _single_labels(form_name)
    near = {at for _, _, at in process.extract(text, labels, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=None)}
    near |= {at for at, label in enumerate(labels) if label.startswith(text) or label.endswith(text)}
    for at in near:
        if quality := _likeness(text, labels[at]):
            for index in shapes_of[at]:
                found[index] = max(found.get(index, 0.0), quality)
    return tuple(sorted(found.items()))


@cache
def _single_labels(form_name: str) -> tuple[list[str], list[list[int]]]:
    """The labels of the shapes that are one line or one column group, each with those it is a label of."""
    found: dict[str, list[int]] = {}
    for index, shape in enumerate(vocabulary_of(form_name).shapes):
        for label in shape.labels if shape.first == shape.last else ():
            found.setdefault(label, []).append(index)
    return list(found), list(found.values())


def _likeness(text: str, label: str) -> float:
    """How alike a text and a label are, up to 0.9: misread characters, or one end of it on another line."""
    if len(label) < 3 or len(text) > 2.5 * len(label) + 4:
        return 0.0
    if len(text) < len(label) and (label.startswith(text) or label.endswith(text)):
        return max(0.6, 0.9 * len(text) / len(label))
    ratio = fuzz.ratio(text, label) / 100
    if len(text) == len(label) >= SHORTEST_MISREAD and ratio >= 1 - 1 / len(label):
        return 0.75  # one character misread
    return max(0.0, (ratio - 0.66) / 0.34 * 0.9) if ratio > LEAST_ALIKE / 100 else 0.0
