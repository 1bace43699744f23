"""Who reports, when, and from where: one pure function from a reading to an identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.identify.agency import Believed, believe
from ingest.identify.clues import Clues
from ingest.identify.dates import days_stated, published_on
from ingest.identify.name import AgencyName
from ingest.identify.own_text import OwnText
from ingest.identify.page import Page, as_printed, page_of
from ingest.identify.region import Region, regions, stem_of
from ingest.identify.resolve import Resolved, as_of, resolve
from ingest.identify.scope import level_by_words, reporting_scope
from ingest.identify.title import find_title
from ingest.identify.words import words
from ingest.identify.year import report_year
from ingest.read.blocks import Reading

__all__ = ["Identity", "identify"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document tells of itself; None where it does not tell.

    ``agency_id`` is stable from build to build, and None for a body that is ambiguous or unresolved: the caller
    then gives it an id of its own report. ``issues`` are (severity, code, message).
    """

    title: str | None
    agency_name_printed: str | None
    agency_name: str | None
    full_name: str | None
    agency_id: str | None
    resolution: str  # resolved, ambiguous, unresolved
    evidence: str
    report_year: int | None
    year_evidence: str
    published_on: date | None
    reporting_scope: str  # consolidated, single_agency
    script: str  # simplified, traditional
    region_code: str | None
    region_name: str | None
    province: str | None
    admin_level: str | None
    function: str | None
    issues: tuple[tuple[str, str, str], ...]


def identify(reading: Reading, source_path: str) -> Identity:
    """Return who reports for which year, and what the document says of its title, date and place.

    ``source_path`` is the last evidence used and is never opened. Pure: no file but the package's own data.
    """
    page = page_of(reading)
    title = find_title(page, OwnText(page))
    days = days_stated(page, title.line if title else None)
    year = report_year(page, title, published_on(days, None), source_path)
    day = published_on(days, year.year)
    issues: list[tuple[str, str, str]] = []
    if year.conflict:
        issues.append(("warning", "report_year_conflict", year.conflict))
    if year.is_inferred:
        issues.append(("warning", "report_year_inferred", year.evidence))
    believed = believe(page, title, source_path)
    clues = Clues(page, source_path)
    agency = _agency(page, believed, year.year, clues)
    if agency["resolution"] == "ambiguous":
        issues.append(("info", "agency_ambiguous", agency["evidence"]))
    elif agency["resolution"] == "unresolved" and agency["agency_name"]:
        issues.append(("info", "agency_place_unknown", agency["evidence"]))
    elif agency["resolution"] == "unresolved":
        issues.append(("warning", "agency_unresolved", agency["evidence"]))
    elif "the path" in agency["evidence"]:
        issues.append(("info", "agency_from_path", agency["evidence"]))
    if registered := clues.registered_elsewhere(agency["region_code"]):
        issues.append(("info", "registered_elsewhere", f"{agency['evidence']}; but its index number says {registered}"))
    return Identity(
        title=title.text if title else None,
        report_year=year.year,
        year_evidence=year.evidence,
        published_on=day,
        reporting_scope=reporting_scope(believed.name if believed else None, page),
        script="traditional" if page.is_traditional else "simplified",
        issues=tuple(issues),
        **agency,
    )


def _agency(page: Page, believed: Believed | None, year: int | None, clues: Clues) -> dict:
    """Return the fields of an identity that tell of the body."""
    if believed is None:
        return {
            "agency_name_printed": None,
            "agency_name": None,
            "full_name": None,
            "agency_id": None,
            "resolution": "unresolved",
            "evidence": "no name of a body stands in the document or its path",
            "region_code": None,
            "region_name": None,
            "province": None,
            "admin_level": level_by_words(page),
            "function": None,
        }
    name = as_of(believed.name, year)
    resolved = resolve(name, year, clues)
    region = resolved.region
    is_resolved = region is not None or name.is_national
    written = written_out(name, region)
    return {
        "agency_name_printed": as_printed(page, believed.printed),
        "agency_name": written if is_resolved else _unplaced(name, believed.printed),
        "full_name": full_name(name, region, resolved.parents) if is_resolved else None,
        "agency_id": agency_id(name, region),
        "resolution": "resolved" if is_resolved else "ambiguous" if resolved.candidates else "unresolved",
        "evidence": _evidence(believed, resolved, year),
        "region_code": region.code if region else None,
        "region_name": region.name if region else None,
        "province": region.province if region else None,
        "admin_level": _level(name, region, resolved.candidates) or level_by_words(page),
        "function": name.function,
    }


def written_out(name: AgencyName, region: Region | None) -> str:
    """Return the division and the body without abbreviations and parents; townships keep their county's name.

    Local offices of national bodies and customs houses bear the bare name of their place, and keep it.
    """
    body = name.body or words("government_body")[0]
    division = "".join(name.divisions[-1:])
    if region is not None and division and not name.prefix and name.function != "customs" and not name.branch:
        division = region.name
    return f"{name.prefix}{division}{name.zone}{name.township}{body}{name.branch}"


def _unplaced(name: AgencyName, printed: str) -> str:
    """Return the name of a body that is ambiguous or unresolved: as printed, unless its division stands elsewhere."""
    division = "".join(name.divisions[-1:])
    return printed if division in printed or name.relative else written_out(name, None)


def full_name(name: AgencyName, region: Region | None, parents: tuple[Region, ...]) -> str:
    """Return the name with province and parent before it; a zone whose name does not tell stands behind its host."""
    own = written_out(name, region).removeprefix(name.prefix)
    if region is None:
        return name.prefix + own
    above = [parent.name for parent in parents]
    if not name.branch and not own.startswith((region.name, stem_of(region.name))):
        above.append(region.name)
    above = [parent for parent in above if not own.startswith(parent)]
    return f"{name.prefix}{''.join(above)}{own}"


def agency_id(name: AgencyName, region: Region | None) -> str | None:
    """Return a stable id: the code of the division and the body's name, or the name alone for a national body."""
    if name.is_national:
        return f"national:{name.body}"
    return f"{region.code}:{written_out(name, region)}" if region is not None else None


def _level(name: AgencyName, region: Region | None, candidates: tuple[Region, ...]) -> str | None:
    """Return the level of the government the body belongs to; that of all candidates where they share one."""
    if name.is_national:
        return "national"
    if name.township:
        return "township"
    levels = {candidate.level for candidate in ((region,) if region else candidates)}
    return levels.pop() if len(levels) == 1 else None


def _evidence(believed: Believed, resolved: Resolved, year: int | None) -> str:
    """Say where the name stands and how its place is known; list the candidates where it is not."""
    parts = [f"{believed.printed} from the {believed.source}", *believed.notes, resolved.reason]
    if resolved.region is None and resolved.candidates:
        parts.append(", ".join(f"{_with_parents(region, year)} {region.code}" for region in resolved.candidates))
    return "; ".join(parts)


def _with_parents(region: Region, year: int | None) -> str:
    return "".join(division.name for division in (*regions().parents(region, year), region))
