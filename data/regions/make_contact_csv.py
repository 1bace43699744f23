"""Make ``ingest/identify/contact_code.csv``: which prefectures a dialling code or a postcode can belong to.

    uv run --with phone==0.4.5 --with china-region==0.0.11 --no-project python data/regions/make_contact_csv.py

A dialling code names one prefecture, or a few that share it; the first four digits of a postcode name a post
district, which rarely reaches over a prefecture's border. Municipalities stand as their own prefecture.
Sources, both under the MIT licence (see README.md beside this file): phone 0.4.5, china-region 0.0.11.
"""

from __future__ import annotations

import csv
import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
REGIONS = HERE.parent.parent / "dbt_project/seeds/regions/region.csv"
TARGET = HERE.parent.parent / "ingest/identify/contact_code.csv"
POSTCODE_DIGITS = 4
FIRST_REPORTS = 2008


def main() -> None:
    prefectures = Prefectures()
    found = {("dialling_code", code, place) for code, name in dialling_codes() for place in prefectures.called(*name)}
    found |= {("postcode", code, place) for code, name in postcodes() for place in prefectures.called(*name)}
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "prefix", "region_code"])
        writer.writerows(sorted(found))


class Prefectures:
    """The prefectures (and municipalities) of the seed, by province and by the first words of their names."""

    def __init__(self) -> None:
        with REGIONS.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if int(row["valid_to"] or 9999) >= FIRST_REPORTS]
        self.rows = [row for row in rows if row["admin_level"] == "prefecture" or is_municipality(row)]
        self.counties = [row for row in rows if row["admin_level"] == "county"]

    def called(self, province: str, name: str) -> set[str]:
        """Return the codes of the prefectures that are called so, or that a county called so lies in."""
        codes = {
            row["region_code"]
            for row in self.rows
            if row["province"].startswith(province) and row["region_name"].startswith(name)
        }
        if not codes:
            codes = {
                row["parent_code"]
                for row in self.counties
                if row["province"].startswith(province) and row["region_name"].startswith(name)
            }  # fmt: skip
        return codes


def is_municipality(row: dict[str, str]) -> bool:
    return row["admin_level"] == "province" and row["region_name"].endswith("市")


def dialling_codes() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (code, (province, city)) from the records of phone's data file: province|city|postcode|code."""
    data = package_folder("phone").joinpath("phone.dat").read_bytes()
    _, first_index = struct.unpack("<4sI", data[:8])
    for record in set(data[8:first_index].decode().split("\0")) - {""}:
        province, city, _, code = record.split("|")
        yield code, (province, city)


def postcodes() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (first digits, (province, city)) for the counties of china-region."""
    with package_folder("china_region").joinpath("region.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["zipCode"].strip()
            if len(code) == 6 and not code.endswith("0000"):
                yield code[:POSTCODE_DIGITS], (row["province"], row["city"])


def package_folder(package: str) -> Path:
    return Path(importlib.util.find_spec(package).origin).parent


if __name__ == "__main__":
    main()
