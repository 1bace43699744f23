"""The figures that the prose of a report states: how much was published, asked, decided, charged.

``read_prose`` joins printed lines to passages (``passages``), cuts sentences into figures, times and words
(``tokens``), and reads which measure each figure states (``grammar``). Words, phrases, units and measures
are the CSV files beside this module.
"""

from __future__ import annotations

from ingest.narrative.measures import Measure, measure
from ingest.narrative.reading import ProseFigure, ProseReading, read_prose

__all__ = ["Measure", "ProseFigure", "ProseReading", "measure", "read_prose"]
