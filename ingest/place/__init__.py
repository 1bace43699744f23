"""Blocks to the cells of a form: labels anchor, order constrains, arithmetic decides.

The steps, each a module: ``grids`` turns and parts tables, ``rows`` and ``line`` part grids and lines of text into
labels and figures, ``headers`` puts a row's figures in the form's order, ``records`` gathers them into runs with the
texts around them (``runs`` parts what is several), ``form`` tells the form, ``absent`` leaves room for columns that
are not printed, ``align`` finds each record's line (``shapes`` are the lines, ``labels`` the evidence, ``lattice`` the
programme, ``order`` lines out of turn),
``columns`` the cells its items can be in (``learnt`` from the other rows), ``together`` weighs the rows of a table by
its ``sums``, ``settle`` chooses with ``arithmetic``, and ``figures`` gives every cell of the form its value and
status. ``unread`` are tables of which nothing was found, ``prose`` is what the tables leave.
"""

from ingest.place.figures import CellFigure, PlaceIssue, Tables, cell_name, empty_tables, read_tables
from ingest.place.prose import prose_of

__all__ = ["CellFigure", "PlaceIssue", "Tables", "cell_name", "empty_tables", "prose_of", "read_tables"]
