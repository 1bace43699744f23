"""What else a document says of its place: codes, addresses, telephones, the rules it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from ingest.identify.mentions import divisions_named
from ingest.identify.page import Page
from ingest.identify.region import Region, stem_of
from ingest.identify.words import alternatives, rows_of

# The unified social credit code of a public body (GB 32100): 1 for staffing offices and the kind of body, then the
# code of the division of registration, nine characters of the organisation code and a check character.
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[1-9](\d{6})[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Z])")
_DIALLING_CODE = re.compile(r"(?<!\d)[(]?(0(?:10|2\d|[3-9]\d{2}))[)]?[-—–]?\d{7,8}(?!\d)")
_POSTCODE = re.compile(rf"{alternatives('postcode')}(?:为|是)?[:：]?(\d{{4}})\d{{2}}(?!\d)")
# The State Council's register of government sites: the code of the division, then a number.
_SITE_CODE = re.compile(rf"{alternatives('site_code')}[:：]?(\d{{6}})\d{{4}}(?!\d)")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_ADDRESS = re.compile(rf"{alternatives('address')}(?:在|为|位于|设在)?[:：]?([{_HAN}\d]{{4,40}})")
_RULES = re.compile(rf"《([{_HAN}]{{2,12}}?){alternatives('rules')}")
_ROAD = re.compile(rf"{alternatives('road')}")


@dataclass(frozen=True)
class Clues:
    """The clues of one document, each gathered only when a name asks for it."""

    page: Page
    source_path: str

    @cached_property
    def registrations(self) -> frozenset[str]:
        """The codes of divisions in unified social credit codes: of the index number, else anywhere."""
        of_index = _CREDIT_CODE.findall(" ".join(self.page.fields.get("index", ())))
        return frozenset(of_index or _CREDIT_CODE.findall(f"{self.page.text} {self.page.cells}"))

    def registered_elsewhere(self, region_code: str | None) -> str | None:
        """Return the code of registration in the index number where it lies in another prefecture, else None."""
        codes = _CREDIT_CODE.findall(" ".join(self.page.fields.get("index", ())))
        if (
            region_code is None
            or not codes
            or any(code[:4] in (region_code[:4], region_code[:2] + "00") for code in codes)
        ):
            return None
        return (
            None if any(code[:4] + "00" == region_code or region_code.endswith("0000") for code in codes) else codes[0]
        )

    @cached_property
    def contacts(self) -> frozenset[str]:
        """The codes of the prefectures that the dialling codes and postcodes can belong to."""
        text = f"{self.page.text} {self.page.cells}"
        found = [("dialling_code", code) for code in _DIALLING_CODE.findall(text)]
        found += [("postcode", code) for code in _POSTCODE.findall(text)]
        return frozenset(code for contact in found for code in _contact_codes().get(contact, ()))

    @cached_property
    def site_codes(self) -> frozenset[str]:
        return frozenset(_SITE_CODE.findall(f"{self.page.text} {self.page.cells}"))

    @cached_property
    def addresses(self) -> str:
        return " ".join(_ADDRESS.findall(self.page.text) + _ADDRESS.findall(self.page.cells))

    @cached_property
    def rules(self) -> str:
        """The beginnings of the names of cited regulations: 辽宁省 of 《辽宁省政府信息公开规定》."""
        return " ".join(_RULES.findall(self.page.text))

    @cached_property
    def divisions(self) -> Counter[str]:
        return divisions_named(self.page.running_text)

    @cached_property
    def stated(self) -> str:
        """What the page says of itself: metadata fields and the site's name."""
        fields = [value for values in self.page.fields.values() for value in values]
        return " ".join([*fields, *self.page.metadata.values()])

    def kinds(self) -> Iterable[tuple[str, Callable[[Region], bool]]]:
        """Yield (what it is, whether it speaks for a division), the surest kind of clue first."""
        yield "an address", lambda region: names_division(self.addresses, region)
        yield "a dialling code or postcode", lambda region: region.code in self.contacts
        yield "the code of the site", lambda region: region.code in self.site_codes
        yield "the regulation cited", lambda region: names_division(self.rules, region)
        yield "the page's metadata", lambda region: names_division(self.stated, region)
        yield "the text", lambda region: self.divisions[region.name] > 0
        yield "the path", lambda region: names_division(self.source_path, region)


def names_division(text: str, region: Region) -> bool:
    """Say whether a text names a division, in full or bare; the bare name of a road (长春路) is none."""
    if region.name in text:
        return True
    stem = stem_of(region.name)
    start = text.find(stem) if len(stem) > 1 else -1
    return start >= 0 and not _ROAD.match(text, start + len(stem))


@cache
def _contact_codes() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the prefectures of each dialling code and postcode, read once a process."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows_of("contact_code.csv"):
        found.setdefault((row["kind"], row["prefix"]), []).append(row["region_code"])
    return {contact: tuple(codes) for contact, codes in found.items()}
