"""The examples in the readers' docstrings hold."""

from __future__ import annotations

import doctest

import pytest

from ingest.read import joining, separated


@pytest.mark.parametrize("module", [joining, separated])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
