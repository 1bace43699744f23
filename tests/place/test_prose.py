"""What of a document is prose, where lines of its tables stand before and behind it."""

from __future__ import annotations

import pytest

from ingest.place import prose_of, read_tables
from ingest.read import read
from tests.place.papers import applications


def prose(document: str) -> list[str]:
    blocks = read(document.encode()).blocks
    return [paragraph.text.strip() for paragraph in prose_of(blocks, read_tables(blocks, lambda: "2021"))]


def within_the_table(*texts: str) -> list[str]:
    """Return what is read as prose of lines that stand in the middle of a table printed as lines of text."""
    lines = applications().between("  ").splitlines()
    found = prose("\n".join([*lines[:8], *texts, *lines[8:]]))
    return [text for text in found if text in texts]


def before_an_annexed_table(*texts: str) -> list[str]:
    """Return what is read as prose of paragraphs that stand between two tables of cells."""
    page = applications().html()
    annex = page[page.index("<table>") : page.index("</body>")]
    return [text for text in prose(page + "".join(f"<p>{text}</p>" for text in texts) + annex) if text in texts]


def test_a_sentence_between_the_lines_of_two_tables_is_prose_and_what_names_the_second_is_not():
    sentence = "2020年未收取信息公开处理费用。"
    assert within_the_table("六、其他事项", sentence, "附表：三年来申请情况对比") == ["六、其他事项", sentence]


def test_a_sentence_that_takes_several_lines_is_prose_with_all_of_them():
    lines = ["五、存在的问题", "2020年未收取信息公", "开处理费用。"]
    assert within_the_table(*lines) == lines


def test_pieces_of_labels_between_the_lines_of_a_table_are_no_prose():
    assert within_the_table("（区分处理的，只计这一情形，", "不计其他情形）") == []


@pytest.mark.parametrize("sentence", ["2020年未收取信息处理费。", "2020年未收取信息处理费"])
def test_what_stands_between_tables_of_cells_is_prose_whether_or_not_it_ends_in_a_stop(sentence):
    assert before_an_annexed_table(sentence, "附表：三年来申请情况对比") == [sentence, "附表：三年来申请情况对比"]
