"""Which line of the form each record is: labels anchor, order constrains.

The records of a document are aligned with the printed lines of a form by dynamic programming. A record may
be noise, a line may be missing, tables may stand in another order and twice: each has its cost. The result
is not one alignment but every one that scores nearly as well, so that the arithmetic can decide between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.forms.definition import Form
from ingest.place.labels import SHORTEST_MISREAD, label_evidence, labels_in
from ingest.place.lattice import Alignment, Lattice
from ingest.place.record import Record
from ingest.place.shapes import Shape, Vocabulary, vocabulary_of
from ingest.place.values import Kind
from ingest.place.weights import IMPOSSIBLE, LONG_LINE, WEIGHTS

LEAST_EVIDENCE = 0.25  # of a label, for a line of fewer than five cells: figures alone do not place it


def align(records: Sequence[Record], form: Form) -> list[Alignment]:
    """Return the best alignment of ``records`` with the lines of ``form``, then its near rivals.

    The list is empty when nothing in the document can be a line of this form.
    """
    vocabulary = vocabulary_of(form.name)
    return Lattice(records, vocabulary.shapes, _scores(records, vocabulary)).alignments()


def _scores(records: Sequence[Record], vocabulary: Vocabulary) -> np.ndarray:
    """Points for each record (rows) as each shape (columns)."""
    points = np.full((len(records), len(vocabulary.shapes)), IMPOSSIBLE)
    unlikely = _lines_of_the_other_way(records, vocabulary)
    headings_ = vocabulary.headings | vocabulary.header_words
    sections: frozenset[str] = frozenset()
    for at, record in enumerate(records):
        sections = _announced(record, vocabulary) or sections
        if record.is_blank and any(fragment.squashed in vocabulary.header_words for fragment in record.own):
            continue  # a row of column headings
        counts = {cells: _count_points(record, cells) for cells in vocabulary.cell_counts}
        if all(count is None for count in counts.values()):
            continue
        evidence = label_evidence(records, at, vocabulary)
        strongest = max(evidence.values(), default=0.0)
        has_own = any(len(fragment.squashed) > 2 for fragment in record.own if fragment.squashed not in headings_)
        for index, shape in enumerate(vocabulary.shapes):
            count = counts[len(shape.cells)]
            seen = evidence.get(index, 0.0)
            if count is None:
                continue
            is_announced = shape.section in sections
            if len(shape.cells) < LONG_LINE and seen < LEAST_EVIDENCE:
                by_place = is_announced and not record.own and count >= WEIGHTS.count_near + 1
                if not by_place:
                    continue
            is_unlabelled_row = record.is_ruled and not record.own and len(shape.cells) >= LONG_LINE
            if record.is_blank and seen < 0.7 and not is_unlabelled_row:
                continue
            total = count + (WEIGHTS.label_of_blank if record.is_blank else WEIGHTS.label) * seen
            if shape.is_column_group and not (is_announced or seen or _fills(record, vocabulary, shape)):
                continue
            if has_own and seen < LEAST_EVIDENCE:
                total += WEIGHTS.contradicted if strongest >= 0.7 else WEIGHTS.unexplained
            if is_announced:
                total += WEIGHTS.context
            if index in unlikely and seen < 0.7:
                total += WEIGHTS.optional_line
            points[at, index] = total
    return points


def _fills(record: Record, vocabulary: Vocabulary, shape: Shape) -> bool:
    """A row with an item for each cell of a table of one line needs no heading to be known."""
    whole = max(len(other.cells) for other in vocabulary.shapes if other.section == shape.section)
    return len(record.items) == len(shape.cells) == whole


def _lines_of_the_other_way(records: Sequence[Record], vocabulary: Vocabulary) -> set[int]:
    """Where a form has two ways to print some lines, each or in one: those of the way this document does not take."""
    printed = "".join(f.squashed for record in records for f in (*record.before, *record.own, *record.after))
    found: set[int] = set()
    for optional, parts in vocabulary.undivided.items():
        labels = [label for part in parts for label in vocabulary.shapes[part].labels if len(label) > SHORTEST_MISREAD]
        is_divided = any(label in printed for label in labels)
        is_undivided = not is_divided and any(label in printed for label in vocabulary.shapes[optional].labels)
        found |= set(parts) if is_undivided else {optional}
    return found


def _announced(record: Record, vocabulary: Vocabulary) -> frozenset[str]:
    """The sections the headings before a record announce: the last heading decides, then column labels."""
    for fragment in reversed((*record.before, *record.own)):
        sections = vocabulary.heading_sections.get(fragment.squashed)
        if sections:
            return sections
    return frozenset()


def is_below_a_label(record: Record, form: Form) -> bool:
    """Return whether the text right above the record, column labels aside, is a table's heading or lines' labels."""
    vocabulary = vocabulary_of(form.name)
    for fragment in reversed(record.before):
        if fragment.squashed not in vocabulary.header_words:
            labels = labels_in(fragment.squashed, vocabulary)
            return fragment.squashed in vocabulary.headings or (bool(labels) and "".join(labels) == fragment.squashed)
    return False


def _count_points(record: Record, cells: int) -> float | None:
    """Points for the number of items on a line of ``cells`` cells, None where they cannot be that line's."""
    items = record.items
    if record.is_blank:
        return 0.5 if len(items) >= cells - 1 else -0.5
    figures = [at for at, item in enumerate(items) if item.value.kind is not Kind.BLANK]
    first, last = record.extent(cells)
    inner = last - first + 1
    if inner <= cells <= len(items):
        padding = (WEIGHTS.padding_of_grid if record.is_ruled else WEIGHTS.padding) * (len(items) - cells)
        return WEIGHTS.count_exact + max(padding, -2.0) if cells > 1 else 1.0
    off = inner - cells if inner > cells else cells - len(items)
    if cells >= LONG_LINE and off <= 2:
        return WEIGHTS.count_near - 0.7 * (off - 1)
    if cells < LONG_LINE and off <= 1 and inner <= cells:
        return -1.0
    if cells < LONG_LINE < inner and len({items[at].value.number for at in figures}) == 1:
        return -1.0  # one figure repeated over the columns a merged cell covered
    if cells < LONG_LINE and off <= 2:
        return -2.5
    return None
