"""The public tables that compare: the columns they have at least, and the types of these."""

from __future__ import annotations


def _columns(kind: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


_TEXT, _YEAR, _COUNT, _AMOUNT = "VARCHAR", "INTEGER", "BIGINT", "DECIMAL(20,2)"
_HEAD = _columns(_TEXT, "agency_id") | _columns(_YEAR, "report_year")

CONTRACT = {
    "dim_indicator": _columns(_TEXT, "indicator label_zh label_en formula unit comparable_forms caveat"),
    "dim_indicator_term": _columns(_TEXT, "indicator form side fact_table article row_code column_code"),
    "dim_function": _columns(_TEXT, "function label_zh label_en"),
    "agency_succession": _columns(_TEXT, "predecessor successor predecessor_agency_id successor_agency_id document")
    | _columns(_YEAR, "first_year last_year"),
    "check_carry_over": _HEAD
    | _columns(_TEXT, "applicant_type status")
    | _columns(_COUNT, "carried_out_last_year carried_in_this_year difference"),
    "check_in_force": _HEAD
    | _columns(_TEXT, "subject")
    | _columns(_AMOUNT, "in_force_last_year made abolished in_force difference"),
    "mart_agency_indicator": _HEAD | _columns(_TEXT, "indicator report_id form unit") | _columns("DOUBLE", "value"),
    "mart_agency_year": _HEAD
    | _columns("BOOLEAN", "is_covered_by_consolidated")
    | _columns(_COUNT, "applications_received applications_closed reviews_received litigation_received")
    | _columns("DOUBLE", "disclosure_rate refusal_rate review_correction_rate court_correction_rate")
    | _columns(_AMOUNT, "administrative_fees processing_fees")
    | _columns(_TEXT, "quality_grade"),
    "mart_region_indicator": _columns(_TEXT, "indicator region_code function basis") | _columns("DOUBLE", "value"),
    "mart_region_year": _columns(_TEXT, "region_code function basis followed_region_code")
    | _columns(_YEAR, "report_year")
    | _columns(_COUNT, "applications_received"),
    "mart_peer_comparison": _HEAD
    | _columns(_TEXT, "indicator peer_group")
    | _columns("DOUBLE", "value percentile")
    | _columns(_YEAR, "peer_count rank"),
    "mart_year_over_year": _HEAD
    | _columns(_TEXT, "indicator comparison")
    | _columns("DOUBLE", "value last_value change"),
    "mart_refusal_ground_year": _HEAD
    | _columns(_TEXT, "ground refusal_group")
    | _columns(_COUNT, "applications")
    | _columns("DOUBLE", "share_of_closed share_of_refused"),
    "mart_agency_coverage": _columns(_TEXT, "agency_id missing_years")
    | _columns(_YEAR, "first_year last_year years_reported years_missing"),
    "mart_region_coverage": _columns(_TEXT, "region_code function")
    | _columns(_YEAR, "report_year")
    | _columns("BOOLEAN", "has_report is_covered_by_consolidated"),
    "mart_report_quality": _columns(_TEXT, "report_id grade lowered_by")
    | _columns(_YEAR, "cells_missing cells_derived cells_blank identities_failed doubts prose_contradicted"),
}
