"""What the alignment counts for and against a placement: all its numbers, on one scale."""

from __future__ import annotations

from dataclasses import dataclass


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
    headed_otherwise: float = -3.0  # a line without a label right below the headings of another table
    contradicted: float = -4.0  # the record's own label is another line's
    unexplained: float = -4.0  # the record's own label is no line's
    part_of_whole: float = -6.0  # a few columns of a line, in a row with a cell for each of them all
    skipped_line: float = -0.3
    optional_line: float = -1.5  # a line that this document prints otherwise, unless its label says so
    copy: float = -12.0  # back to an earlier line: the table again
    out_of_order: float = -3.0  # a line that its label places where it does not come in the form
    later_section: float = -0.2
    earlier_section: float = -1.5
    noise_many: float = -2.5  # five or more figures that belong nowhere
    noise_some: float = -0.6
    noise_one: float = -0.2
    doubt: float = 1.2  # alternatives that score within this of the best are weighed by arithmetic


WEIGHTS = Weights()

LONG_LINE = 5
IMPOSSIBLE = -1e6
