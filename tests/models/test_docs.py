"""The page of ``make docs``: what each table and column means, in both languages, without a warehouse or a network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import html

from ingest import models
from tests.conftest import REPOSITORY, Sample

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page, written into a folder that was not there."""
    out = tmp_path_factory.mktemp("docs") / "not yet/文 档.html"
    models.describe(out)
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    return out.read_text("utf-8")


def _inlined(page: str, name: str) -> dict[str, Any]:
    start = page.index(f'{{"metadata": {{"dbt_schema_version": "https://schemas.getdbt.com/dbt/{name}/')
    return json.JSONDecoder().raw_decode(page, start)[0]


def test_the_page_shows_the_tables_and_columns_of_the_warehouse_with_their_types(page, sample: Sample):
    shown = {
        (table["metadata"]["name"], name): column["type"]
        for table in _inlined(page, "catalog")["nodes"].values()
        for name, column in table["columns"].items()
    }
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
    assert shown == {(table, column): kind for table, column, kind in columns}


def test_every_public_table_and_each_of_its_columns_is_explained_in_english_and_chinese(page):
    public = [node for node in _inlined(page, "manifest")["nodes"].values() if node.get("access") == "public"]
    texts = {node["name"]: node["description"] for node in public}
    texts |= {
        f"{node['name']}.{name}": each["description"] for node in public for name, each in node["columns"].items()
    }
    assert len(public) >= 29
    for name, text in texts.items():
        english, _, chinese = text.partition("\n\n")
        assert re.search(r"[a-z]{2}", english) and not _CHINESE.search(english.split("`")[0]), name
        assert _CHINESE.search(chinese), name


def test_the_page_opens_with_what_this_project_is_and_lists_its_questions_and_notebooks(page):
    manifest = _inlined(page, "manifest")
    assert "nianbao" in manifest["docs"]["doc.nianbao.__overview__"]["block_contents"]
    assert len([node for node in manifest["nodes"].values() if node["resource_type"] == "analysis"]) >= 12
    notebooks = {exposure["config"]["meta"]["notebook"] for exposure in manifest["exposures"].values()}
    there = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "notebooks").glob("*.ipynb")}
    assert notebooks == there


def test_the_page_loads_nothing_from_elsewhere_and_tells_nobody_that_it_is_read(page):
    assert _inlined(page, "manifest")["metadata"]["send_anonymous_usage_stats"] is False
    loaded = html.fromstring(page).xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
    assert [address for address in loaded if "//" in address and not address.startswith("data:")] == []


def test_a_folder_in_the_place_of_the_page_stays_as_it_is(tmp_path):
    with pytest.raises(IsADirectoryError, match=r"docs\.html"):
        models.describe(Path(tmp_path))
    assert list(tmp_path.iterdir()) == []
