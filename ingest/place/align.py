"""Which line of the form each record is: labels anchor, order constrains.

The records of a document are aligned with the printed lines of a form by dynamic programming. A record may
be noise, a line may be missing, tables may stand in another order and twice: each has its cost. The result
is not one alignment but every one that scores nearly as well, so that the arithmetic can decide between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from ingest.forms.definition import Form, without_enumerator
from ingest.place.labels import SHORTEST_MISREAD, Labels, label_evidence, labels_in, labels_of
from ingest.place.lattice import Alignment, Lattice
from ingest.place.order import in_own_order
from ingest.place.record import Ends, Record, extents
from ingest.place.shapes import Vocabulary, vocabulary_of
from ingest.place.values import Kind
from ingest.place.weights import IMPOSSIBLE, LONG_LINE, WEIGHTS

SURE = 0.75  # evidence of a label, for a line to stand out of turn
LONGEST_REST = 2  # characters of a short label that lost one or has a wrong one
MOST_LOST = 2  # figures of a line without a label, for it to be told by their number
LEAST_EVIDENCE = 0.25  # of a label, for a line of fewer than five cells: figures alone do not place it


def align(records: Sequence[Record], form: Form) -> list[Alignment]:
    """Return the best alignment of ``records`` with the lines of ``form``, then its near rivals.

    The list is empty when nothing in the document can be a line of this form.
    """
    vocabulary = vocabulary_of(form.name)
    points = _scores(records, vocabulary)
    found = Lattice(records, vocabulary.shapes, points).alignments()
    labelled_as = [_labelled_as(form.name, labels_of(records, at)) for at in range(len(records))]
    found = [in_own_order(one, records, labelled_as, points, vocabulary.shapes) for one in found]
    return sorted(found, key=lambda alignment: -alignment.score)


def _labelled_as(form_name: str, labels: Labels) -> int | None:
    """The only shape that a record's texts are surely the label of, if there is one."""
    evidence = label_evidence(labels, form_name)
    sure = [index for index, quality in evidence.items() if quality >= SURE]
    return sure[0] if len(sure) == 1 else None


def _scores(records: Sequence[Record], vocabulary: Vocabulary) -> np.ndarray:
    """Points for each record (rows) as each shape (columns)."""
    points = np.full((len(records), len(vocabulary.shapes)), IMPOSSIBLE)
    unlikely, impossible = _lines_of_the_other_way(records, vocabulary)
    sections: frozenset[str] = frozenset()
    for at, record in enumerate(records):
        labels = labels_of(records, at)
        announced = _announced(labels, vocabulary)
        sections = announced or sections
        numbers = {item.value.number for item in record.items if item.value.kind is not Kind.BLANK}
        is_one_number, is_headed = len(numbers) == 1, bool(announced)
        told = _Told(
            labels,
            len(record.items),
            record.ends(),
            record.is_ruled,
            is_one_number,
            sections,
            is_headed,
            unlikely,
            impossible,
        )
        found = _points(vocabulary.form, told)
        if found is not None:
            points[at] = found
    return points


class _Told(NamedTuple):
    """All of a record that says what line it is. The rows of reports are alike in it, so that most are looked up."""

    labels: Labels
    count: int
    ends: Ends
    is_ruled: bool
    is_one_number: bool
    sections: frozenset[str]  # the last headings announce
    is_headed: bool  # those headings stand between this record and the one before
    unlikely: frozenset[int]  # shapes that this document seems to print otherwise
    impossible: frozenset[int]  # those that it surely does


@lru_cache(maxsize=4096)
def _points(form_name: str, told: _Told) -> np.ndarray | None:
    """Points for such a record as each shape; None where it can be no line at all."""
    vocabulary, known, labels = vocabulary_of(form_name), _measures(form_name), told.labels
    is_blank, has_figures = told.ends[1] == 0, told.ends[2] is not None
    if is_blank and any(text in vocabulary.header_words for text in labels.own):
        return None  # a row of column headings
    if not has_figures and told.count < LONG_LINE and _is_beside_a_heading(labels, vocabulary):
        return None
    count = _points_of_counts(form_name, told.count, told.is_ruled, told.ends, told.is_one_number)
    if count is None:
        return None
    evidence = label_evidence(labels, form_name)
    evidence = {index: quality for index, quality in evidence.items() if index not in told.impossible}
    seen = np.zeros(len(vocabulary.shapes))
    for index, quality in evidence.items():
        seen[index] = quality
    is_weak = seen < LEAST_EVIDENCE
    is_announced = known.within(told.sections)
    possible = ~np.isnan(count)
    has_label = any(len(text) > LONGEST_REST for text in labels.own)  # and not what is left of a short one
    by_place = is_announced & (count >= WEIGHTS.count_near + 1) if not has_label else False
    possible &= (known.is_long & (known.length - told.count <= MOST_LOST)) | ~is_weak | by_place
    if is_blank:
        possible &= (seen >= 0.7) | (known.is_long if told.is_ruled and not labels.own else False)
    # A row with an item for each cell of a table of one line needs no heading to be known.
    is_as_long_as_whole = known.whole_length == told.count
    possible &= ~known.is_column_group | is_announced | (seen > 0) | (is_as_long_as_whole & known.is_whole)
    total = count + (WEIGHTS.label_of_blank if is_blank else WEIGHTS.label) * seen
    is_worded = any(map(_is_word, [text for text in labels.own if text not in vocabulary.apart]))
    if is_worded:
        strongest = max(evidence.values(), default=0.0)
        total[is_weak] += WEIGHTS.contradicted if strongest >= 0.7 else WEIGHTS.unexplained
        possible &= ~known.is_column_group | (seen > 0)  # whose rows have no label, or one for all of them
    total[is_announced] += WEIGHTS.context
    total[known.is_column_group & ~known.is_whole & is_as_long_as_whole] += WEIGHTS.part_of_whole
    if told.is_headed:
        total[~is_announced & is_weak] += WEIGHTS.headed_otherwise
    possible[list(told.impossible)] = False
    for index in told.unlikely:
        if seen[index] < 0.7:
            total[index] += WEIGHTS.optional_line
    return np.where(possible, total, IMPOSSIBLE)


@dataclass(frozen=True)
class _Measures:
    """What the scores ask of each shape, shape by shape."""

    sections: tuple[str, ...]
    lengths: tuple[int, ...]  # different ones
    length: np.ndarray
    length_at: np.ndarray  # in ``lengths``
    is_long: np.ndarray
    is_column_group: np.ndarray
    is_whole: np.ndarray  # it covers every cell of its table's line
    whole_length: np.ndarray  # cells of its table's longest line

    def within(self, sections: frozenset[str]) -> np.ndarray:
        return _within(self.sections, sections)


@cache
def _within(own: tuple[str, ...], sections: frozenset[str]) -> np.ndarray:
    return np.array([section in sections for section in own], dtype=bool)


@cache
def _measures(form_name: str) -> _Measures:
    found = vocabulary_of(form_name).shapes
    counts = [len(shape.cells) for shape in found]
    lengths = tuple(sorted(set(counts)))
    longest = {shape.section: max(len(s.cells) for s in found if s.section == shape.section) for shape in found}
    return _Measures(
        tuple(shape.section for shape in found),
        lengths,
        np.array(counts),
        np.array([lengths.index(count) for count in counts]),
        np.array(counts) >= LONG_LINE,
        np.array([shape.is_column_group for shape in found]),
        np.array([len(shape.cells) == longest[shape.section] for shape in found]),
        np.array([longest[shape.section] for shape in found]),
    )


def _lines_of_the_other_way(records: Sequence[Record], vocabulary: Vocabulary) -> tuple[frozenset[int], frozenset[int]]:
    """Where a form has two ways to print some lines, each or in one: those of the way this document does not take.

    First those it seems not to print, then those it surely does not: one in the place of lines that are there.
    """
    printed = "".join(f.squashed for record in records for f in (*record.before, *record.own, *record.after))
    unlikely: set[int] = set()
    impossible: set[int] = set()
    for optional, parts in vocabulary.undivided.items():
        labels = [label for part in parts for label in vocabulary.shapes[part].labels if len(label) > SHORTEST_MISREAD]
        if any(label in printed for label in labels):
            impossible.add(optional)
        elif any(label in printed for label in vocabulary.shapes[optional].labels):
            unlikely |= set(parts)
        else:
            unlikely.add(optional)
    return frozenset(unlikely), frozenset(impossible)


def _is_word(text: str) -> bool:
    """A text that says something: not one or two characters of a label spelled down the page, or a number."""
    return len(text) > LONGEST_REST or (any(map(str.isdigit, text)) and not text.isdigit())


def _announced(labels: Labels, vocabulary: Vocabulary) -> frozenset[str]:
    """The sections the headings before a record announce: the last heading decides, then column labels."""
    for text in reversed((*labels.before, *labels.own)):
        sections = vocabulary.heading_sections.get(text)
        if sections:
            return sections
    return frozenset()


def _is_beside_a_heading(labels: Labels, vocabulary: Vocabulary) -> bool:
    """The label beside a dash or an empty cell, on one line or wrapped over several, is a heading's."""
    label = "".join(labels.own)
    wrapped = (label, *("".join(labels.before[-lines:]) + label for lines in (1, 2, 3)))
    return any(text in vocabulary.headings or without_enumerator(text) in vocabulary.headings for text in wrapped)


def is_below_a_label(record: Record, form: Form) -> bool:
    """Return whether the text right above the record, column labels aside, is a table's heading or lines' labels."""
    vocabulary = vocabulary_of(form.name)
    for fragment in reversed(record.before):
        if fragment.squashed not in vocabulary.header_words:
            labels = labels_in(fragment.squashed, vocabulary)
            return fragment.squashed in vocabulary.headings or (bool(labels) and "".join(labels) == fragment.squashed)
    return False


@lru_cache(maxsize=4096)
def _points_of_counts(
    form_name: str,
    count: int,
    is_ruled: bool,
    ends: Ends,
    is_one_number: bool,
) -> np.ndarray | None:
    """Points for the number of items on each shape, NaN where they cannot be such a line's; None where on none."""
    known = _measures(form_name)
    if ends[1] == 0:
        by_length: list[float | None] = [0.5 if count >= cells - 1 else -0.5 for cells in known.lengths]
    else:
        by_length = [
            _points_of_count(count, cells, last - first + 1, is_ruled, is_one_number)
            for cells, (first, last) in zip(known.lengths, extents(count, ends, known.lengths), strict=True)
        ]
    if all(points is None for points in by_length):
        return None
    return np.array(by_length, dtype=float)[known.length_at]


def _points_of_count(items: int, cells: int, inner: int, is_ruled: bool, is_one_number: bool) -> float | None:
    """Points for ``items`` of which ``inner`` must have a cell, on a line of ``cells`` cells."""
    if inner <= cells <= items:
        padding = (WEIGHTS.padding_of_grid if is_ruled else WEIGHTS.padding) * (items - cells)
        return WEIGHTS.count_exact + max(padding, -2.0) if cells > 1 else 1.0
    off = inner - cells if inner > cells else cells - items
    if cells >= LONG_LINE and (off <= 2 or 1 < items < cells):
        return WEIGHTS.count_near - 0.7 * (off - 1)
    if cells < LONG_LINE and off <= 1 and inner <= cells:
        return -1.0
    if cells < LONG_LINE < inner and is_one_number:
        return -1.0  # one figure repeated over the columns a merged cell covered
    if cells < LONG_LINE and off <= 2:
        return -2.5
    return None
