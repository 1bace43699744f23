"""The real reports, against what a careful reader found them to say of themselves."""

import csv

import pytest

from ingest.identify import identify
from ingest.read import read

ASKED = (
    "title",
    "agency_name",
    "full_name",
    "resolution",
    "report_year",
    "reporting_scope",
    "region_name",
    "region_code",
    "admin_level",
    "published_on",
)


@pytest.fixture(scope="module")
def documents(shared):
    with (shared / "expected" / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_report_tells_who_and_when_and_nothing_it_does_not_say(shared, documents):
    wrong = []
    for expected in documents:
        path = next(path for path in (shared / "reports").iterdir() if path.stem == expected["document"])
        found = identify(read(path.read_bytes()), path.name)
        for column in ASKED:
            value = getattr(found, column)
            if ("" if value is None else str(value)) != expected[column]:
                wrong.append((expected["document"], column, expected[column], value))
    print(f"\nidentities: {len(documents) * len(ASKED) - len(wrong)} of {len(documents) * len(ASKED)} columns right")
    assert wrong == []
