"""One made-up corpus, its truth and its warehouse for all tests of the tables that compare.

`NIANBAO_CORPUS=5000` makes the corpus as large as that: 800 bodies over twelve years and three forms.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import duckdb
import pytest

from tests.marts.corpus import Corpus, make
from tests.marts.truth import Truth
from tests.marts.warehouse import build

REPORTS = int(os.environ.get("NIANBAO_CORPUS") or 500)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return make(REPORTS, seed=7, agency_count=800 if REPORTS >= 4000 else None)


@pytest.fixture(scope="session")
def truth(corpus: Corpus) -> Truth:
    return Truth(corpus)


@pytest.fixture(scope="session")
def warehouse(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(build(corpus, tmp_path_factory.mktemp("marts")), read_only=True) as connection:
        yield connection
