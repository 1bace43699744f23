"""Which line of the form each record is: labels anchor, order constrains.

The records of a document are aligned with the printed lines of a form by dynamic programming. A record may
be noise, a line may be missing, tables may stand in another order and twice: each has its cost. The result
is not one alignment but every one that scores nearly as well, so that the arithmetic can decide between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from rapidfuzz import fuzz

from ingest.forms.definition import Form, FormCell, Section, forms, headings, without_enumerator
from ingest.place.records import Fragment, Record
from ingest.place.values import Kind


@dataclass(frozen=True, slots=True)
class Weights:
    """What the alignment counts for and against a placement, in points of one scale."""

    label: float = 6.0  # a label that matches in full
    label_of_blank: float = 3.0  # the same on a line without figures: it must not displace one with figures
    count_exact: float = 3.0  # as many items as the line has cells
    padding: float = -0.1  # an empty item beyond the line's cells
    padding_of_grid: float = -0.5  # the same where every cell of the row has an item
    count_near: float = 0.3  # one or two items too many or too few, on a line of five or more
    context: float = 1.0  # the table the headings above announce
    contradicted: float = -4.0  # the record's own label is another line's
    unexplained: float = -4.0  # the record's own label is no line's
    skipped_line: float = -0.3
    optional_line: float = -1.5  # a line that this document prints otherwise, unless its label says so
    copy: float = -12.0  # back to an earlier line: the table again
    later_section: float = -0.2
    earlier_section: float = -1.5
    noise_many: float = -2.5  # five or more figures that belong nowhere
    noise_some: float = -0.6
    noise_one: float = -0.2
    doubt: float = 1.2  # alternatives that score within this of the best are weighed by arithmetic


WEIGHTS = Weights()

LEAST_EVIDENCE = 0.25  # of a label, for a line of fewer than five cells: figures alone do not place it
LONG_LINE = 5
SHORTEST_MISREAD = 4  # characters of a label that is still known with one of them wrong
MOST_ALTERNATIVES = 24
_IMPOSSIBLE = -1e6


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A run of cells that one record can hold: a line of the form, or some of its column groups.

    ``first`` and ``last`` are the slots it covers in its section, in print order.
    """

    section: str
    section_order: int
    first: int
    last: int
    cells: tuple[FormCell, ...]
    labels: tuple[str, ...]
    is_optional: bool = False
    is_column_group: bool = False  # its label stands above its columns, not beside its figures


@dataclass(frozen=True, slots=True)
class Alignment:
    """One reading of the whole document: the shape of each record, None for noise."""

    shapes: tuple[Shape | None, ...]
    score: float


@cache
def shapes(form_name: str) -> tuple[Shape, ...]:
    """Return every shape a record of this form can have."""
    form = forms()[form_name]
    return tuple(shape for order, section in enumerate(form.sections) for shape in _section_shapes(order, section))


def _section_shapes(order: int, section: Section) -> Iterator[Shape]:
    groups = _column_groups(section)
    if len(groups) == 1:
        for line in section.lines:
            labels = (*line.labels, *(line.group + label for label in line.labels if line.group))
            yield Shape(section.name, order, line.position, line.position, line.cells, labels, line.is_optional)
        return
    (line,) = section.lines
    for first in range(len(groups)):
        for last in range(first, len(groups)):
            start, end = groups[first][0], groups[last][1]
            labels = tuple(section.columns[groups[at][0]].group for at in range(first, last + 1))
            yield Shape(section.name, order, first, last, line.cells[start:end], labels, is_column_group=True)


def _column_groups(section: Section) -> list[tuple[int, int]]:
    """The spans of columns that belong to one row code: reviews, and each route of litigation."""
    codes = [cell.key[:3] for cell in section.lines[0].cells]
    starts = [at for at, code in enumerate(codes) if at == 0 or code != codes[at - 1]]
    return list(zip(starts, [*starts[1:], len(codes)], strict=True))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    shapes: tuple[Shape, ...]
    cell_counts: frozenset[int]
    undivided: dict[int, tuple[int, ...]]  # an optional line to the lines it stands for
    by_label: dict[str, tuple[int, ...]]
    by_bare_label: dict[str, tuple[int, ...]]
    header_words: frozenset[str]  # the labels of columns, which no line has
    headings: frozenset[str]  # the labels of tables and groups, which no line has
    heading_sections: dict[str, frozenset[str]]


@cache
def _vocabulary(form_name: str) -> _Vocabulary:
    found = shapes(form_name)
    by_label: dict[str, tuple[int, ...]] = {}
    by_bare: dict[str, tuple[int, ...]] = {}
    for at, shape in enumerate(found):
        if shape.first != shape.last:
            continue  # the labels of its groups, not its own
        for label in shape.labels:
            by_label[label] = (*by_label.get(label, ()), at)
            bare = without_enumerator(label)
            by_bare[bare] = (*by_bare.get(bare, ()), at)
    form = forms()[form_name]
    header_words: set[str] = set()
    heading_sections: dict[str, set[str]] = {}
    for section in form.sections:
        is_grouped = len(_column_groups(section)) > 1
        for column in section.columns:
            header_words.update(column.labels)
            for label in column.labels:
                heading_sections.setdefault(label, set()).add(section.name)
            if column.group and not is_grouped:
                header_words.add(column.group)
    heading_labels: set[str] = set()
    for heading in headings():
        if form_name not in heading.forms:
            continue
        for label in heading.labels:
            (header_words if heading.kind in ("header", "note") else heading_labels).add(label)
            sections = {s.name for s in form.sections if s.name.startswith(heading.section)}
            heading_sections.setdefault(label, set()).update(sections)
    return _Vocabulary(
        found,
        frozenset(len(shape.cells) for shape in found),
        _undivided(form_name),
        by_label,
        by_bare,
        frozenset(header_words - set(by_label)),
        frozenset(heading_labels - set(by_label)),
        {label: frozenset(names) for label, names in heading_sections.items()},
    )


def _undivided(form_name: str) -> dict[int, tuple[int, ...]]:
    found = shapes(form_name)
    stands_for = {line.cells: line.stands_for for line in forms()[form_name].lines if line.is_optional}
    return {
        at: tuple(
            other
            for other, part in enumerate(found)
            if part.section == shape.section and part.cells[0].key.row_code in stands_for[shape.cells]
        )
        for at, shape in enumerate(found)
        if shape.is_optional
    }


def align(records: Sequence[Record], form: Form) -> list[Alignment]:
    """Return the best alignment of ``records`` with the lines of ``form``, then its near rivals.

    The list is empty when nothing in the document can be a line of this form.
    """
    vocabulary = _vocabulary(form.name)
    return _Lattice(records, vocabulary.shapes, _scores(records, vocabulary)).alignments()


def _scores(records: Sequence[Record], vocabulary: _Vocabulary) -> np.ndarray:
    """Points for each record (rows) as each shape (columns)."""
    points = np.full((len(records), len(vocabulary.shapes)), _IMPOSSIBLE)
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


def _fills(record: Record, vocabulary: _Vocabulary, shape: Shape) -> bool:
    """A row with an item for each cell of a table of one line needs no heading to be known."""
    whole = max(len(other.cells) for other in vocabulary.shapes if other.section == shape.section)
    return len(record.items) == len(shape.cells) == whole


def _lines_of_the_other_way(records: Sequence[Record], vocabulary: _Vocabulary) -> set[int]:
    """Where a form has two ways to print some lines, each or in one: those of the way this document does not take."""
    printed = "".join(f.squashed for record in records for f in (*record.before, *record.own, *record.after))
    found: set[int] = set()
    for optional, parts in vocabulary.undivided.items():
        labels = [label for part in parts for label in vocabulary.shapes[part].labels if len(label) > SHORTEST_MISREAD]
        found |= {optional} if any(label in printed for label in labels) else set(parts)
    return found


def _announced(record: Record, vocabulary: _Vocabulary) -> frozenset[str]:
    """The sections the headings before a record announce: the last heading decides, then column labels."""
    for fragment in reversed(record.before):
        sections = vocabulary.heading_sections.get(fragment.squashed)
        if sections:
            return sections
    return frozenset()


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


def label_evidence(records: Sequence[Record], at: int, vocabulary: _Vocabulary) -> dict[int, float]:
    """How surely the texts around a record are each shape's label, 0 to 1; shapes without any are left out."""
    record = records[at]
    batch = _batch(records, at)
    readings = _readings(record, vocabulary) if len(batch) == 1 else _shared_readings(records[batch[0]], vocabulary)
    found = _headed_groups(record, vocabulary)
    matched = False
    for text, trust in readings:
        for index, quality in _exact(text, vocabulary):
            matched = matched or trust >= 0.75
            found[index] = max(found.get(index, 0.0), trust * quality)
    if len(batch) > 1:  # before several records an optional line's label is rather the heading of its parts
        found = {index: quality for index, quality in found.items() if not vocabulary.shapes[index].is_optional}
    if not matched and record.own:
        for index, quality in _ending(record, vocabulary):
            matched = True
            found[index] = max(found.get(index, 0.0), quality)
    if not matched:
        for text, trust in readings:
            if trust < 0.7 or len(text) < 3:
                continue
            for index, shape in enumerate(vocabulary.shapes):
                labels = shape.labels if shape.first == shape.last else ()
                quality = max((_likeness(text, label) for label in labels), default=0.0)
                if quality:
                    found[index] = max(found.get(index, 0.0), trust * quality)
    return found


def _headed_groups(record: Record, vocabulary: _Vocabulary) -> dict[int, float]:
    """The column groups whose label stands anywhere above the record, between it and the one before."""
    above = "".join(fragment.squashed for fragment in record.before)
    return {
        index: 0.8
        for index, shape in enumerate(vocabulary.shapes)
        if shape.is_column_group and all(label in above for label in shape.labels)
    }


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


def _readings(record: Record, vocabulary: _Vocabulary) -> list[tuple[str, float]]:
    """The texts that may be the record's label, whole or joined from wrapped lines, with the trust in each."""
    own = [
        fragment.squashed
        for fragment in record.own
        if fragment.squashed and fragment.squashed not in vocabulary.headings
    ]
    before = _label_texts(record.before, vocabulary)
    after = _label_texts(record.after, vocabulary)
    whole = _label_texts(record.before, vocabulary, shortest=1)
    joined = "".join(own)
    readings: list[tuple[str, float]] = []
    if own:
        readings += [(own[-1], 1.0), (joined, 1.0), *((text, 0.5) for text in own[:-1])]
    wrapped = 0.95 if own else 0.8
    readings += [("".join(before[-lines:]) + joined, wrapped) for lines in range(1, min(len(before), 5) + 1)]
    if len(whole) > len(before):
        readings += [("".join(whole[-lines:]) + joined, wrapped) for lines in range(1, min(len(whole), 5) + 1)]
    below = 0.9 if own else 0.35
    readings += [(joined + "".join(after[:lines]), below) for lines in range(1, min(len(after), 4) + 1)]
    readings += [
        ("".join(before[-up:]) + joined + "".join(after[:down]), 0.85)
        for up in range(1, min(len(before), 3) + 1)
        for down in range(1, min(len(after), 2) + 1)
    ]
    readings += [(text, 0.3) for text in before[:-1]]
    return readings


def _shared_readings(first: Record, vocabulary: _Vocabulary) -> list[tuple[str, float]]:
    """The labels that stand before a batch: any of them may be any record's, their order will tell."""
    before = _label_texts(first.before, vocabulary)
    return [
        ("".join(before[start:end]), 0.45)
        for start in range(len(before))
        for end in range(start + 1, min(start + 5, len(before)) + 1)
    ]


def _label_texts(fragments: Sequence[Fragment], vocabulary: _Vocabulary, shortest: int = 2) -> list[str]:
    """The texts that can be a line's label: no column headings, no single characters of a vertical label."""
    texts = (fragment.squashed for fragment in fragments)
    apart = vocabulary.header_words | vocabulary.headings
    return [text for text in texts if len(text) >= shortest and text not in apart]


def _exact(text: str, vocabulary: _Vocabulary) -> Iterator[tuple[int, float]]:
    for index in vocabulary.by_label.get(text, ()):
        yield index, 1.0
    bare = without_enumerator(text)
    if bare != text or text in vocabulary.by_bare_label:
        for index in vocabulary.by_bare_label.get(bare, ()):
            yield index, 0.9 if len(bare) >= 4 else 0.6


def _ending(record: Record, vocabulary: _Vocabulary) -> Iterator[tuple[int, float]]:
    """The lines whose label ends the text beside the figures, behind a group's label or the rest of another."""
    text = "".join(fragment.squashed for fragment in (*record.before[-2:], *record.own))
    for start in range(1, len(text) - 3):
        for index in vocabulary.by_label.get(text[start:], ()):
            yield index, 0.9
            return


def _likeness(text: str, label: str) -> float:
    """How alike a text and a label are, up to 0.9: misread characters, or one end of it on another line."""
    if len(label) < 3 or len(text) > 2.5 * len(label) + 4:
        return 0.0
    if len(text) < len(label) and (label.startswith(text) or label.endswith(text)):
        return max(0.6, 0.9 * len(text) / len(label))
    ratio = fuzz.ratio(text, label) / 100
    if len(text) == len(label) >= SHORTEST_MISREAD and ratio >= 1 - 1 / len(label):
        return 0.75  # one character misread
    return max(0.0, (ratio - 0.66) / 0.34 * 0.9) if ratio > 0.7 else 0.0


class _Lattice:
    """The dynamic programme. Row ``at`` is a record; column ``index`` a shape; the value the best path's points."""

    def __init__(self, records: Sequence[Record], shapes_: Sequence[Shape], points: np.ndarray) -> None:
        self.shapes = shapes_
        self.points = points
        self.skip = np.array([0.0, *np.cumsum([_noise(record) for record in records])])
        self.moves = _moves(tuple(shapes_))
        self.start = np.array([-0.05 * shape.first for shape in shapes_])
        self.forward, self.came_from = self._forward()
        self.backward = self._backward()

    def alignments(self) -> list[Alignment]:
        if not len(self.points) or self.points.max() <= _IMPOSSIBLE / 2:
            return []
        through = self.forward + self.backward - self.points  # the best path through each record and shape
        skipped = self._through_noise()
        best = max(through.max(), self.skip[-1])
        chosen = self._path(*np.unravel_index(np.argmax(through), through.shape))
        alignments = [Alignment(chosen, float(best))]
        rivals: list[tuple[float, int, int | None]] = []
        for at in range(len(self.points)):
            for index in np.flatnonzero(through[at] > best - WEIGHTS.doubt):
                if self.shapes[index] is not chosen[at]:
                    rivals.append((float(through[at, index]), at, int(index)))
            if chosen[at] is not None and skipped[at] > best - WEIGHTS.doubt:
                rivals.append((float(skipped[at]), at, None))
        seen = {chosen}
        for score, at, index in sorted(rivals, key=lambda rival: (-rival[0], rival[1]))[:MOST_ALTERNATIVES]:
            path = self._path(at, index) if index is not None else self._path_without(at)
            if path not in seen:
                seen.add(path)
                alignments.append(Alignment(path, score))
        return alignments

    def _forward(self) -> tuple[np.ndarray, np.ndarray]:
        count, width = self.points.shape
        best = np.full((count, width), _IMPOSSIBLE * 2)
        came_from = np.full((count, width, 2), -1, dtype=int)
        running = np.full(width, _IMPOSSIBLE * 2)  # best over earlier records, less the noise up to them
        running_at = np.full(width, -1, dtype=int)
        for at in range(count):
            arrivals = running[:, None] + self.moves
            previous = np.argmax(arrivals, axis=0)
            arrived = arrivals[previous, np.arange(width)] + self.skip[at]
            fresh = self.start + self.skip[at]
            use_fresh = fresh >= arrived
            best[at] = np.where(use_fresh, fresh, arrived) + self.points[at]
            came_from[at, :, 0] = np.where(use_fresh, -1, running_at[previous])
            came_from[at, :, 1] = np.where(use_fresh, -1, previous)
            here = best[at] - self.skip[at + 1]
            better = here > running
            running = np.where(better, here, running)
            running_at = np.where(better, at, running_at)
        return best, came_from

    def _backward(self) -> np.ndarray:
        """Points of the best path from a record to the end, the record's own included."""
        count, width = self.points.shape
        best = np.full((count, width), _IMPOSSIBLE * 2)
        running = np.full(width, _IMPOSSIBLE * 2)
        for at in range(count - 1, -1, -1):
            onward = (self.moves + running[None, :]).max(axis=1) - self.skip[at + 1]
            ending = self.skip[-1] - self.skip[at + 1]
            best[at] = self.points[at] + np.maximum(onward, ending)
            running = np.maximum(running, best[at] + self.skip[at])
        return best

    def _through_noise(self) -> list[float]:
        """Points of the best path that treats each record as noise."""
        count, width = self.points.shape
        if not count:
            return []
        reached = self.forward - self.skip[1:, None]
        before = np.maximum.accumulate(np.vstack([np.full((1, width), _IMPOSSIBLE * 2), reached]))[:-1]
        onward = self.backward + self.skip[:-1, None]
        after = np.maximum.accumulate(np.vstack([onward, np.full((1, width), _IMPOSSIBLE * 2)])[::-1])[::-1][1:]
        found = []
        for at in range(count):
            meeting = (before[at][:, None] + self.moves + after[at][None, :]).max()
            alone = max(before[at].max() + self.skip[-1], (after[at] + self.start).max())
            found.append(float(max(meeting, alone)))
        return found

    def _path(self, at: int, index: int) -> tuple[Shape | None, ...]:
        """The best path through one record as one shape."""
        path: list[Shape | None] = [None] * len(self.points)
        self._trace_back(path, at, index)
        self._trace_on(path, at, index)
        return tuple(path)

    def _trace_back(self, path: list[Shape | None], at: int, index: int) -> None:
        while at >= 0:
            path[at] = self.shapes[index]
            at, index = self.came_from[at, index]

    def _trace_on(self, path: list[Shape | None], at: int, index: int) -> None:
        while True:
            following = self.moves[index][None, :] + self.backward[at + 1 :] + self.skip[at + 1 : -1, None]
            if not following.size:
                return
            next_at, next_index = np.unravel_index(np.argmax(following), following.shape)
            if following[next_at, next_index] < self.skip[-1]:
                return
            at, index = at + 1 + int(next_at), int(next_index)
            path[at] = self.shapes[index]

    def _path_without(self, at: int) -> tuple[Shape | None, ...]:
        points = self.points.copy()
        points[at] = _IMPOSSIBLE
        lattice = object.__new__(_Lattice)
        lattice.shapes, lattice.points, lattice.skip = self.shapes, points, self.skip
        lattice.moves, lattice.start = self.moves, self.start
        lattice.forward, lattice.came_from = lattice._forward()
        lattice.backward = self.backward
        found = lattice.forward + self.skip[-1] - self.skip[1:, None]
        path: list[Shape | None] = [None] * len(points)
        lattice._trace_back(path, *np.unravel_index(np.argmax(found), found.shape))
        return tuple(path)


def _noise(record: Record) -> float:
    figures = record.marked_count
    if figures >= LONG_LINE:
        return WEIGHTS.noise_many
    return WEIGHTS.noise_some if figures > 1 else WEIGHTS.noise_one * figures


@cache
def _moves(shapes_: tuple[Shape, ...]) -> np.ndarray:
    """The cost of going from each shape (rows) to each next one (columns)."""
    costs = np.zeros((len(shapes_), len(shapes_)))
    optional = {(shape.section, shape.first) for shape in shapes_ if shape.is_optional}
    for row, before in enumerate(shapes_):
        for column, after in enumerate(shapes_):
            if before.section != after.section:
                is_later = after.section_order > before.section_order
                costs[row, column] = WEIGHTS.later_section if is_later else WEIGHTS.earlier_section
                costs[row, column] -= 0.05 * after.first
            elif after.first > before.last:
                skipped = [s for s in range(before.last + 1, after.first) if (before.section, s) not in optional]
                costs[row, column] = WEIGHTS.skipped_line * min(len(skipped), 10)
            elif after.is_column_group and after.last < before.first:
                costs[row, column] = WEIGHTS.earlier_section  # column groups in tables of their own, in another order
            else:
                costs[row, column] = WEIGHTS.copy
    return costs
