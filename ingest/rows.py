"""The raw tables: one row type each, the only thing that passes from ``ingest`` to the dbt models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class RawReport:
    """One report. ``report_id`` comes from the document's bytes alone."""

    report_id: str
    source_path: str
    source_format: str
    source_sha256: str
    script: str  # simplified, traditional
    form: str  # 2014, 2019, 2021, narrative
    report_year: int | None
    title: str | None
    published_on: date | None
    reporting_scope: str | None  # consolidated, single_agency
    agency_name_printed: str | None
    agency_name: str | None
    full_name: str | None
    agency_id: str | None
    resolution: str  # resolved, ambiguous, unresolved
    evidence: str | None
    region_code: str | None = None
    region_name: str | None = None
    province: str | None = None
    admin_level: str | None = None
    agency_function: str | None = None


@dataclass(slots=True)
class RawFigure:
    """One cell of the report's form, or one figure of its prose, whatever its status.

    ``value`` is in the unit of the warehouse (yuan for money), ``value_status`` as in the contract.
    """

    report_id: str
    fact_table: str  # applications, disclosures, reviews, litigation, activities
    article: str | None
    row_code: str
    column_code: str
    unit: str
    value: Decimal | None
    value_status: str  # reported, derived, narrative, blank, not_applicable, missing
    cell_id: str | None = None
    derived_from: str | None = None


@dataclass(slots=True)
class RawSourceCell:
    """One place in a document that a figure (or its empty cell) came from. ``raw_text`` is as printed."""

    cell_id: str
    report_id: str
    source_path: str
    page: int | None
    table_no: int | None
    row_no: int | None
    column_no: int | None
    line_no: int | None
    raw_text: str
    context: str | None  # at most a sentence


@dataclass(slots=True)
class RawIssue:
    """One thing a reader should know. ``report_id`` is None where the document was set aside."""

    source_path: str
    report_id: str | None
    severity: str  # info, warning, error
    code: str
    message: str
    location: str | None = None


@dataclass(slots=True)
class Flattened:
    """Everything one document gives to the raw tables."""

    reports: list[RawReport] = field(default_factory=list)
    figures: list[RawFigure] = field(default_factory=list)
    source_cells: list[RawSourceCell] = field(default_factory=list)
    issues: list[RawIssue] = field(default_factory=list)
