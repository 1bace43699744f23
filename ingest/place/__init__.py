"""Blocks to the cells of a form: labels anchor, order constrains, arithmetic decides.

The steps, each a module: ``records`` gathers runs of figures with the texts around them, ``form`` tells the
form, ``align`` finds each record's line, ``columns`` the cells its items can be in, ``settle`` chooses with
``arithmetic``, and ``figures`` gives every cell of the form its value and status.
"""

from ingest.place.figures import CellFigure, PlaceIssue, Tables, cell_name, empty_tables, read_tables

__all__ = ["CellFigure", "PlaceIssue", "Tables", "cell_name", "empty_tables", "read_tables"]
