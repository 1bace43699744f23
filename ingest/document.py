"""One document's bytes to its rows and issues, as one pure function."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from ingest.forms.definition import CellKey, form_due, forms, rows_of_group
from ingest.identify import Identity, identify
from ingest.narrative import ProseFigure, ProseReading, measure, read_prose
from ingest.place import CellFigure, Tables, cell_name, empty_tables, prose_of, read_tables
from ingest.read import read
from ingest.read.blocks import Place, Reading, Unreadable
from ingest.recognise import why_no_report
from ingest.rows import Flattened, RawFigure, RawIssue, RawReport, RawSourceCell

NARRATIVE = "narrative"


def flatten(data: bytes, source_path: str) -> Flattened:
    """Return the raw rows of the document ``data``; ``source_path`` only names it and is never opened.

    Touches no file, clock or network, so that a process pool or a cluster can call it. Never raises for
    a bad document: it is then set aside with an issue that says why.
    """
    try:
        reading = read(data)
    except Unreadable as error:
        return _set_aside(source_path, "error", error.code, error.message)
    identity = identify(reading, source_path)
    tables = read_tables(reading.blocks, lambda: form_due(identity.report_year) if identity.report_year else None)
    rejection = why_no_report(reading.blocks, tables, identity.title, identity.report_year)
    if rejection is not None:
        return _set_aside(source_path, "warning", rejection.code, rejection.message)
    prose = read_prose(prose_of(reading.blocks, tables), identity.report_year)
    return _Rows(data, source_path, reading, identity, tables, prose).flattened()


def _set_aside(source_path: str, severity: str, code: str, message: str) -> Flattened:
    return Flattened(issues=[RawIssue(source_path, None, severity, code, message)])


class _Rows:
    """Puts together the rows of one report. ``report_id`` comes from the bytes, never from the path."""

    def __init__(
        self,
        data: bytes,
        source_path: str,
        reading: Reading,
        identity: Identity,
        tables: Tables,
        prose: ProseReading,
    ) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.report_id = self.sha256[:16]
        self.source_path = source_path
        self.reading = reading
        self.identity = identity
        self.tables = tables
        self.prose = prose
        self.rows = Flattened()

    def flattened(self) -> Flattened:
        form = self._form()
        self.rows.reports.append(self._report(form))
        for figure in self.tables.figures:
            self._figure(figure)
        self._prose()
        for issue in self.tables.issues:
            self._issue(issue.severity, issue.code, issue.message, issue.location)
        if pages := self.reading.metadata.get("scanned_pages"):
            self._issue("warning", "pages_without_text", f"Pages {pages} are pictures: nothing on them was read.")
        for severity, code, message in self.identity.issues:
            self._issue(severity, code, message)
        return self.rows

    def _form(self) -> str:
        """The form whose cells are printed, else the one due for the year, with a warning."""
        year = self.identity.report_year
        due = form_due(year) if year else None
        if self.tables.form is not None:
            if not self.tables.is_form_told:
                self._issue(
                    "warning",
                    "form_by_year",
                    f"The tables fit more than one form: read on form {self.tables.form.name}, by the report's year.",
                )
            return self.tables.form.name
        if due is None or _may_lack_the_annex(due):
            return NARRATIVE
        self.tables = empty_tables(due)
        self._issue(
            "warning",
            "form_by_year",
            f"No table of a form was found: form {due} was due for {year}, its cells are missing.",
        )
        return due

    def _report(self, form: str) -> RawReport:
        who = self.identity
        if who.report_year is None:
            self._issue("warning", "year_unknown", "The document does not say which year it reports on.")
        return RawReport(
            report_id=self.report_id,
            source_path=self.source_path,
            source_format=self.reading.source_format,
            source_sha256=self.sha256,
            script=who.script,
            form=form,
            report_year=who.report_year,
            title=who.title,
            published_on=who.published_on,
            reporting_scope=who.reporting_scope,
            agency_name_printed=who.agency_name_printed,
            agency_name=who.agency_name,
            full_name=who.full_name,
            agency_id=who.agency_id or f"report:{self.report_id}",
            resolution=who.resolution,
            evidence=who.evidence,
            region_code=who.region_code,
            region_name=who.region_name,
            province=who.province,
            admin_level=who.admin_level,
            agency_function=who.function,
        )

    def _figure(self, figure: CellFigure) -> None:
        cell_id = self._source_cell(figure.place, figure.raw_text or "", figure.context) if figure.place else None
        key = figure.cell.key
        self.rows.figures.append(
            RawFigure(
                self.report_id,
                *key,
                figure.cell.unit,
                figure.value,
                figure.status,
                cell_id,
                figure.derived_from,
            )
        )

    def _prose(self) -> None:
        """Figures of the prose at keys the form has no cell for; where it has one, the two are compared."""
        of_form = {figure.cell.key: figure for figure in self.tables.figures}
        for stated in self.prose.figures:
            of_measure = measure(stated.code)
            in_table = of_form.get(of_measure.key)
            if in_table is None:
                cell_id = self._source_cell(stated.place, stated.raw_text, stated.quote)
                self.rows.figures.append(
                    RawFigure(self.report_id, *of_measure.key, of_measure.unit, stated.value, "narrative", cell_id)
                )
                together = _sum_of_parts(of_measure.key, of_form)
                if of_measure.is_main and together not in (None, stated.value):
                    self._contradiction(stated, cell_name(of_measure.key), f"the cells of the table make {together}")
            elif in_table.status == "reported" and in_table.value != stated.value and of_measure.is_main:
                self._contradiction(stated, cell_name(of_measure.key), f"the table prints {in_table.value}")
        for code, stated_twice in self.prose.conflicts.items():
            readings = "; ".join(f"{stated.value} (“{stated.quote}”)" for stated in stated_twice)
            name = cell_name(measure(code).key)
            self._issue("info", "prose_conflict", f"The prose states several figures for {name}: {readings}", name)

    def _contradiction(self, stated: ProseFigure, name: str, in_table: str) -> None:
        message = f"{name}: {in_table}, the prose says {stated.value} (“{stated.quote}”)."
        self._issue("warning", "prose_contradicts_table", message, name)

    def _source_cell(self, place: Place, raw_text: str, context: str | None) -> str:
        cell_id = f"{self.report_id}.{len(self.rows.source_cells) + 1:04d}"
        self.rows.source_cells.append(
            RawSourceCell(
                cell_id,
                self.report_id,
                self.source_path,
                place.page,
                place.table_no,
                place.row_no,
                place.column_no,
                place.line_no,
                raw_text,
                context,
            )
        )
        return cell_id

    def _issue(self, severity: str, code: str, message: str, location: str | None = None) -> None:
        self.rows.issues.append(RawIssue(self.source_path, self.report_id, severity, code, message, location))


def _sum_of_parts(whole: CellKey, of_form: Mapping[CellKey, CellFigure]) -> Decimal | None:
    """What the cells come to that a figure of the prose takes together, None where one of them has no figure."""
    rows = rows_of_group(whole.fact_table, whole.row_code)
    parts = [
        figure.value
        for key, figure in of_form.items()
        if key.row_code in rows and key._replace(row_code=whole.row_code) == whole
    ]
    return sum(parts) if len(parts) > 1 and None not in parts else None


def _may_lack_the_annex(form_name: str) -> bool:
    """Form 2014 is an annex of statistics that many reports leave out; later forms are the report itself."""
    return len(forms()[form_name].sections) == 1
