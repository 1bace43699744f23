"""Whose figures a report gives, and of what level a body is that no name tells."""

from __future__ import annotations

import re

from ingest.identify.body import GOVERNMENT, OFFICE, ZONE
from ingest.identify.name import AgencyName
from ingest.identify.page import Page
from ingest.identify.words import alternatives, words

# 全市共收到政府信息公开申请 …: the figures are those of all the bodies of the division.
_COVERS_ALL = re.compile(
    rf"{alternatives('scope_all')}[^。;；]{{0,20}}{alternatives('counted')}[^。;；]{{0,25}}\d", re.DOTALL
)
_COVERS_ONE = re.compile(alternatives("scope_own"))
_LEVELS = ("township", "county", "prefecture", "province")


def reporting_scope(name: AgencyName | None, page: Page) -> str:
    """Return ``consolidated`` or ``single_agency``: whether a government reports for its departments and lower levels.

    A government of county level or above is one, unless the text says that its figures are only its own; its
    office, or the committee of a zone, is one where the text says that its figures cover all.
    """
    if name is None:
        is_government = _speaks_as_government(page)
        return "consolidated" if is_government else "single_agency"
    if name.function == GOVERNMENT and not name.township:
        return "single_agency" if _COVERS_ONE.search(page.text) else "consolidated"
    if name.function in (OFFICE, ZONE) and not name.township and _COVERS_ALL.search(page.text):
        return "consolidated"
    return "single_agency"


def level_by_words(page: Page) -> str | None:
    """Return the level of a body that no name tells, by the committee and government it speaks of (区委区政府)."""
    for level in _LEVELS:
        if any(word in page.text for word in words(f"level_{level}")):
            return level
    return None


def _speaks_as_government(page: Page) -> bool:
    """Say whether a document without a name calls itself 我市 or 我县 and never 我局."""
    own = [word for word in words("self") if word in page.text]
    return bool(own) and all(word[1:] in words("relative") for word in own)
