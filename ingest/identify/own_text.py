"""What the text of a report says of its year and its body, for a line that may be the title of another report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.identify.agency import Candidate, bodies_told, speaks_as_another
from ingest.identify.body import GOVERNMENT, OFFICE
from ingest.identify.name import AgencyName, can_abbreviate, parse
from ingest.identify.page import Page
from ingest.identify.year import year_of_the_prose


@dataclass(frozen=True)
class OwnText:
    """The text of one document, asked only where the place of a title makes it doubtful."""

    page: Page

    @cached_property
    def year(self) -> int | None:
        return year_of_the_prose(self.page)

    @cached_property
    def bodies(self) -> list[Candidate]:
        return bodies_told(self.page)

    def contradicts(self, who: str, year: int | None, firmly: bool = False) -> bool:
        """Say whether the text speaks of another year than a title, as a body of another kind, or names others only.

        The last it does ``firmly`` where its signature or its opening names the other body, and not just its prose.
        """
        if None not in (year, self.year) and year != self.year:
            return True
        name = parse(who)
        if name is not None and speaks_as_another(name, self.page):
            return True
        told = [body for body in self.bodies if not firmly or body.source in ("signature", "opening")]
        if firmly and name is not None and any(_can_be_titled(body.name, name) for body in told):
            return False
        return bool(who and told) and not self._names(who)

    def confirms(self, who: str, year: int | None) -> bool:
        """Say whether the text names the body of a title and speaks of its year."""
        return bool(who) and year in (None, self.year) and self._names(who)

    def _names(self, who: str) -> bool:
        name = parse(who)
        return any(
            who.endswith(body.printed)
            or body.printed.endswith(who)
            or (name is not None and (can_abbreviate(name, body) or can_abbreviate(body, name)))
            for body in (candidate.name for candidate in self.bodies)
        )


def _can_be_titled(body: AgencyName, title: AgencyName) -> bool:
    """Say whether a body writes a report whose title names its division alone, or an office that of its government."""
    if not title.divisions or title.divisions[-1:] != body.divisions[-1:] or title.township:
        return False
    return not title.body or (title.function == GOVERNMENT and body.function == OFFICE)
