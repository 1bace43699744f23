"""Who reports, when, and from where: one pure function from a reading to an identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.identify.agency import Candidate, believed, candidates
from ingest.identify.body import STREET, TOWN
from ingest.identify.dates import published_on
from ingest.identify.name import AgencyName
from ingest.identify.page import Page, page_of
from ingest.identify.region import Region, stem_of
from ingest.identify.resolve import Resolved, clues_of, covers_lower_levels, level_by_words, resolve
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
    title = find_title(page)
    year = report_year(page, title)
    day = published_on(page, title.line if title else None, year.year)
    issues: list[tuple[str, str, str]] = []
    if year.conflict:
        issues.append(("warning", "report_year_conflict", year.conflict))
    if year.year is None:
        issues.append(("warning", "report_year_unknown", "the document states no year it reports on"))
    candidate, name = believed(candidates(page, title, source_path), page)
    resolved = resolve(name, year.year, clues_of(page, source_path)) if name else None
    identity_of_agency = _agency(page, candidate, name, resolved)
    if identity_of_agency["resolution"] != "resolved":
        issues.append(("warning", f"agency_{identity_of_agency['resolution']}", identity_of_agency["evidence"]))
    return Identity(
        title=title.text if title else None,
        report_year=year.year,
        year_evidence=year.evidence,
        published_on=day,
        reporting_scope="consolidated" if covers_lower_levels(name, page) else "single_agency",
        script="traditional" if page.is_traditional else "simplified",
        issues=tuple(issues),
        **identity_of_agency,
    )


def _agency(page: Page, candidate: Candidate | None, name: AgencyName | None, resolved: Resolved | None) -> dict:
    """Return the fields of an identity that tell of the body."""
    if candidate is None or name is None or resolved is None:
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
    region = resolved.region
    resolution = "resolved" if region or name.is_national else "ambiguous" if resolved.candidates else "unresolved"
    written = written_out(name, region)
    return {
        "agency_name_printed": candidate.printed,
        "agency_name": written,
        "full_name": full_name(name, region, resolved.parents) if region else (written if name.is_national else None),
        "agency_id": agency_id(name, region),
        "resolution": resolution,
        "evidence": _evidence(candidate, resolved),
        "region_code": region.code if region else None,
        "region_name": region.name if region else None,
        "province": region.province if region else None,
        "admin_level": _level(name, region) or level_by_words(page),
        "function": name.function,
    }


def written_out(name: AgencyName, region: Region | None) -> str:
    """Return the division and the body without abbreviations and parents; townships keep their county's name."""
    body = name.body or words("government_body")[0]
    division = region.name if region and not name.zone else "".join(name.divisions[-1:])
    if name.zone and name.divisions and region and not name.zone.startswith(stem_of(region.name)):
        division = region.name
    elif name.zone and not name.divisions:
        division = ""
    return f"{name.prefix}{division}{name.zone}{name.township}{body}"


def full_name(name: AgencyName, region: Region, parents: tuple[Region, ...]) -> str:
    """Return the name with province and parent before it."""
    above = "".join(parent.name for parent in parents)
    own = written_out(name, region).removeprefix(name.prefix)
    if name.zone and not own.startswith(region.name) and not own.startswith(stem_of(region.name)):
        own = region.name + own
    return f"{name.prefix}{above}{own}"


def agency_id(name: AgencyName, region: Region | None) -> str | None:
    """Return a stable id: the code of the division and the body's name, or its name alone for a national body."""
    if name.is_national:
        return f"national:{name.body}"
    if region is None:
        return None
    return f"{region.code}:{name.prefix}{name.zone}{name.township}{name.body or words('government_body')[0]}"


def _level(name: AgencyName, region: Region | None) -> str | None:
    if name.is_national:
        return "national"
    if name.function in (TOWN, STREET) or name.township:
        return "township"
    return region.level if region else None


def _evidence(candidate: Candidate, resolved: Resolved) -> str:
    where = f"name {candidate.printed} from the {candidate.source}"
    if resolved.candidates and resolved.region is None:
        listed = ", ".join(f"{region.province} {region.name} {region.code}" for region in resolved.candidates)
        return f"{where}; {resolved.reason}: {listed}"
    return f"{where}; {resolved.reason}"
