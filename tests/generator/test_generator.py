"""What the generator promises: the same bytes from a seed, figures that add up, and an honest truth."""

from __future__ import annotations

import csv
import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.generator import figures as figures_of
from tests.generator.damage import DAMAGES
from tests.generator.layouts import LAYOUTS
from tests.generator.oracle import Evidence, LooseRow, close
from tests.generator.report import Generated, generate
from tests.generator.statute import FORMS, CellKey, identities, lines, lines_of

NATURAL = CellKey("applications", None, "new_received", "natural_person")


def new_received(column: str) -> CellKey:
    return CellKey("applications", None, "new_received", column)


def reviews(column: str) -> CellKey:
    return CellKey("reviews", None, "review", column)


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", figures_of.SIZES)
def test_every_identity_of_the_form_holds_in_drawn_figures(form: str, size: str) -> None:
    for seed in range(6):
        for single in {False, form == "2021"}:
            drawn = figures_of.draw(random.Random(seed), form, size, single)
            assert figures_of.failing(drawn) == []
            assert all(value >= 0 or key.column_code == "items_change" for key, value in drawn.values.items())


def test_a_province_has_applications_of_every_kind_and_a_village_may_have_none() -> None:
    def applications(size: str) -> list[Decimal]:
        drawn = figures_of.draw(random.Random(3), "2021", size)
        return [value for key, value in drawn.values.items() if key.fact_table == "applications"]

    assert sum(value > 0 for value in applications("province")) > 60
    assert not any(applications("village"))


def test_the_forms_have_as_many_cells_as_the_notices_set() -> None:
    counts = {form: sum(len(line.cells) for line in lines(form) if not line.is_optional) for form in FORMS}
    assert counts == {"2014": 58, "2019": 198, "2021": 200}


# --- reports ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_same_seed_gives_the_same_bytes(layout: str) -> None:
    first, second = generate(11, "2019", layout, None), generate(11, "2019", layout, None)
    assert first.data == second.data
    assert first.truth == second.truth


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("form", FORMS)
def test_an_undamaged_report_can_be_known_in_full(layout: str, form: str) -> None:
    truth = generate(7, form, layout).truth
    assert truth.is_clean
    whole = {key for line in lines(form) for key in line.cells}
    known = {key for key, cell in truth.cells.items() if cell.knowable}
    parts = {key for line in lines(form) if line.is_optional for key in line.cells}
    if not any(key in truth.cells for key in parts):
        assert known == whole - parts
    values = {key: cell.value for key, cell in truth.cells.items() if cell.knowable}
    for identity in identities(form, bool(parts & set(truth.cells))):
        if all(key in values for key in identity.cells):
            assert sum(values[key] for key in identity.left) == sum(values[key] for key in identity.right)


SEED_OF_A_COUNTY = 15


def readable_text(generated: Generated) -> str:
    encodings = {"html_big5": ["big5hkscs"], "html_utf16": ["utf-16"]}
    for encoding in encodings.get(generated.truth.layout, ["utf-8", "gb18030", "utf-16"]):
        try:
            return generated.data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no encoding fits")


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"pdf", "docx"}))
def test_every_printed_figure_stands_in_the_text(layout: str) -> None:
    generated = generate(SEED_OF_A_COUNTY, "2021", layout)
    text = readable_text(generated)
    if layout == "html_word":
        text = re.sub("<[^>]+>", "", text)
    counts = [cell.value for key, cell in generated.truth.cells.items() if key.column_code != "amount" and cell.value]
    assert len(counts) > 20
    assert all(str(int(value)) in text for value in counts)


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_every_damage_changes_the_document_and_says_whether_figures_can_still_be_known(name: str) -> None:
    changed = 0
    for seed in range(8):
        form = "2019" if name == "signed_changes" else "2021"
        sound, damaged = generate(seed, form, "html"), generate(seed, form, "html", (name,))
        changed += sound.data != damaged.data
        lost = [
            key for key, cell in sound.truth.cells.items() if cell.knowable and not damaged.truth.cells[key].knowable
        ]
        if DAMAGES[name].harmless and not name.startswith("zero_") and name != "not_applicable":
            assert lost == []
            assert damaged.truth.is_clean
    assert changed


def test_a_misprint_is_kept_as_printed_and_fails_an_identity() -> None:
    truth = generate(5, "2019", "html", ("misprint",)).truth
    sound = generate(5, "2019", "html").truth
    changed = {key for key, cell in truth.cells.items() if cell.value != sound.cells[key].value}
    assert len(changed) == 1
    assert all(truth.cells[key].knowable for key in changed)
    assert truth.failing_checks > 0
    assert not truth.is_clean


def test_nothing_of_a_missing_table_can_be_known() -> None:
    truth = generate(4, "2021", "markdown", ("table_missing",)).truth
    gone = [key for key, cell in truth.cells.items() if cell.printed == "absent"]
    assert gone
    assert not any(truth.cells[key].knowable or truth.cells[key].value is not None for key in gone)


# --- the oracle ------------------------------------------------------------------------------------------------------


def test_a_zero_total_settles_its_parts() -> None:
    closure = close(Evidence({reviews("total"): Decimal(0)}), identities("2021"))
    assert {key.column_code for key in closure.certain if key.fact_table == "reviews"} == {
        "upheld", "corrected", "other", "pending",
    }  # fmt: skip


def test_one_gap_in_a_row_follows_from_the_rest_but_two_do_not() -> None:
    printed = {reviews("total"): Decimal(9), reviews("upheld"): Decimal(4), reviews("pending"): Decimal(0)}
    two_gaps = close(Evidence(printed), identities("2021"))
    assert not any(key.fact_table == "reviews" for key in two_gaps.certain)
    one_gap = close(Evidence({**printed, reviews("other"): Decimal(2)}), identities("2021"))
    assert one_gap.certain[reviews("corrected")] == 3


def test_nothing_is_derived_beside_an_identity_that_fails() -> None:
    columns = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
    row = dict(zip((new_received(one) for one in columns), map(Decimal, (1, 0, 0, 0, 0, 0, 5)), strict=True))
    carried = CellKey("applications", None, "carried_in", "total")
    closure = close(Evidence({**row, carried: Decimal(0)}), identities("2021"))
    assert not closure.certain
    assert carried._replace(column_code="business") in closure.failing


def test_a_figure_too_many_is_told_by_the_sum() -> None:
    keys = tuple(reviews(one) for one in ("upheld", "corrected", "other", "pending", "total"))
    row = LooseRow(keys, tuple(map(Decimal, (3, 7, 1, 0, 2, 6))))
    closure = close(Evidence(loose=[row]), identities("2021"))
    assert [closure.certain[key] for key in keys] == [3, 1, 0, 2, 6]


def test_a_figure_too_many_that_the_sum_cannot_tell_leaves_doubt() -> None:
    keys = tuple(reviews(one) for one in ("upheld", "corrected", "other", "pending", "total"))
    row = LooseRow(keys, tuple(map(Decimal, (0, 3, 0, 0, 0, 3))))
    closure = close(Evidence(loose=[row]), identities("2021"))
    assert closure.certain[reviews("total")] == 3
    assert reviews("upheld") not in closure.certain


def expected_cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "document",
    ["001_fc6d86ce8fd15a83", "made-up-dashes-2024", "shanghai-kewei-2024", "made-up-one-other-row", "hongze-2023"],
)
def test_the_oracle_derives_what_a_careful_reader_derives(shared: Path, document: str) -> None:
    rows = expected_cells(shared / "expected" / f"{document}.csv")
    by_status: dict[str, dict[CellKey, Decimal | None]] = {}
    for row in rows:
        key = CellKey(row["table"], row["article"] or None, row["row"], row["column"])
        value = Decimal(row["value"]) if row["value"] else None
        by_status.setdefault(row["status"], {})[key] = value
    form = rows[0]["form"]
    single = any(row["row"] == "other" and row["table"] == "applications" for row in rows) and form == "2021"
    own = identities(form, single)
    arithmetic = {key for identity in own for key in identity.cells}
    printed = {key: value for key, value in by_status["reported"].items() if key in arithmetic}
    closure = close(Evidence(printed), own)
    assert closure.certain == by_status.get("derived", {})


def test_one_row_in_place_of_its_parts_is_printed_where_asked() -> None:
    with_parts = [line.row_code for line in lines_of("2021", "applications")]
    with_whole = [line.row_code for line in lines_of("2021", "applications", single_other_row=True)]
    assert "other" not in with_parts and "other_reason" in with_parts
    assert "other" in with_whole and "other_reason" not in with_whole
