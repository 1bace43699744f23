"""The statutory forms as data: the CSV files here are the only place where labels and arithmetic stand.

``dbt_project`` loads the same files as seeds. A new form is new lines in them, and no code.
"""

from ingest.forms.definition import (
    CellKey,
    Column,
    Form,
    FormCell,
    Heading,
    Identity,
    Line,
    Section,
    column_labels,
    column_names,
    form_due,
    forms,
    group_column_names,
    headings,
    line_labels,
    printed_labels,
    squash,
    without_enumerator,
)

__all__ = [
    "CellKey",
    "Column",
    "Form",
    "FormCell",
    "Heading",
    "Identity",
    "Line",
    "Section",
    "column_labels",
    "column_names",
    "form_due",
    "forms",
    "group_column_names",
    "headings",
    "line_labels",
    "printed_labels",
    "squash",
    "without_enumerator",
]
