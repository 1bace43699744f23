"""Encodings: what a file says of itself, what it is, and what is no text at all."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from ingest.read import read
from ingest.read.blocks import Unreadable
from ingest.read.decode import decode

SIMPLIFIED = "本机关全年收到申请三件，均已按时答复，没有收取费用。\n规章 | 0 | 12 |\n"
TRADITIONAL = "本機關全年收到申請三件，均已按時答復，沒有收取費用。\n規章 | 0 | 12 |\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_read_in_every_encoding(encoding):
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gbk", "gb18030", "utf-16-le", "utf-16-be"])
def test_traditional_text_is_read_in_every_encoding(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_utf_16_without_a_mark_and_without_any_ascii_is_read():
    text = "本机关全年收到申请三件，均已按时答复"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding)) == text


def test_characters_beyond_gb2312_are_read_behind_its_label():
    html = f'<meta charset="gb2312"><p>朱镕基、㐂、𠮷、€</p><p>{SIMPLIFIED}</p>'
    assert decode(html.encode("gb18030")) == html


@pytest.mark.parametrize("label", ["utf-8", "big5", "iso-8859-1", "nonsense"])
def test_a_wrong_label_does_not_mislead(label):
    html = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{SIMPLIFIED}</p>'
    )
    assert decode(html.encode("gbk")) == html


def test_utf_8_behind_a_gb2312_label_is_read():
    html = f'<meta charset="gb2312"><p>{SIMPLIFIED}</p>'
    assert decode(html.encode()) == html


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_damaged_character_costs_only_itself(encoding):
    data = (SIMPLIFIED * 20).encode(encoding)
    broken = data[:100] + b"\xff" + data[101:-5]
    text = decode(broken)
    assert text.count("申请三件") >= 19
    assert 1 <= text.count("\ufffd") <= 4


def test_a_long_script_before_the_text_does_not_hide_its_encoding():
    html = "<html><script>" + "var a = 0;\n" * 20_000 + f"</script><p>{SIMPLIFIED}</p>"
    assert decode(html.encode("gbk")) == html


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.message.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", "\u3000\u3000\n".encode(), b"\0" * 5000]
)
def test_an_empty_file_is_called_empty(data):
    assert code_of(data) == "empty_file"


@pytest.mark.parametrize("size", [64, 300, 5_000, 200_000])
@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_no_document(size, seed):
    assert code_of(random.Random(seed).randbytes(size)) == "not_a_document"


def test_other_kinds_of_files_are_named():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a/b.html", "<p>x</p>")
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    for data, kind in (
        (archive.getvalue(), "zip archive"),
        (workbook.getvalue(), "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "PNG"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "JPEG"),
        (b"\x1f\x8b\x08" + b"\0" * 100, "gzip"),
        (b'{"url": "a", "text": "b"}\n{"url": "c", "text": "d"}\n', "JSON"),
    ):
        with pytest.raises(Unreadable) as caught:
            read(data)
        assert caught.value.code == "unsupported_format"
        assert kind in caught.value.message


def test_a_damaged_zip_is_no_document():
    assert code_of(b"PK\x03\x04" + random.Random(1).randbytes(500)) == "not_a_document"


def test_a_text_that_begins_like_a_binary_file_is_read():
    assert read(b"BM index of the bureau").source_format == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_zero_bytes_between_the_characters_are_left_out(encoding):
    text = "本機關收到申請12件，均已辦結。\n" * 20
    data = text.encode(encoding).replace(b"1", b"\0001\0").replace(b"\n", b"\0\n")
    assert decode(data) == text


@pytest.mark.parametrize("mark", ["\uf0b7", "\uf0a7", "\uf0d8", "\uf06c", "\ue5e5"])
def test_bullets_of_a_font_of_symbols_are_no_part_of_the_text(mark):
    text = f"{mark}规章制定3件，{mark}12件废止{mark}。\n8.属于行政{mark}查询事项 1 - - {mark}- 1\n"
    plain = decode(text.encode()).replace("\u3000", "")
    assert [line.strip() for line in plain.splitlines()] == [
        "规章制定3件，12件废止。",
        "8.属于行政查询事项 1 - - - 1",
    ]


def test_a_bullet_at_the_start_of_a_line_leaves_its_columns_where_they_stand():
    assert decode("规章   3  4\n\uf0b7规章 3  4\n".encode()) == "规章   3  4\n 规章 3  4\n"


def test_the_blank_of_gbk_parts_figures_from_words_and_dashes():
    text = SIMPLIFIED + "规章\ue5e53\ue5e5-"
    assert decode(text.encode("gb18030")) == SIMPLIFIED + "规章\u30003\u3000-"


@pytest.mark.parametrize(
    "figure", ["3\uf0b773", "92.\uf0b73", "3\ue5e573", "\uf0311", "1\ufffd3", "\ufffd12", "12\ufffd"]
)
def test_what_may_be_a_digit_stays_beside_its_figure(figure):
    assert decode(f"全年公开{figure}条".encode()) == f"全年公开{figure}条"


def test_a_lost_character_beside_a_dash_is_a_mark_and_one_in_a_cell_of_its_own_is_not():
    assert decode("规章 1 -\ufffd - \ufffd- 2".encode()) == "规章 1 - - - 2"
    for kept in ("规章 | \ufffd | 2", "规章\ufffd 1 - 2", "规章 \ufffd 2", "规章 1\ufffd- 2"):
        assert decode(kept.encode()) == kept


@pytest.mark.parametrize("mark", ["\uf0b7", "\ufffd", "\ue123"])
def test_many_marks_in_a_short_chinese_text_do_not_make_it_no_text(mark):
    text = SIMPLIFIED.replace("，", f"，{mark}{mark}")
    assert "申请三件" in decode(text.encode())
    with pytest.raises(Unreadable):
        decode((SIMPLIFIED + 2 * len(SIMPLIFIED) * "\ufffd").encode())


def test_lost_characters_make_garbage_of_a_text_without_everyday_words():
    with pytest.raises(Unreadable):
        decode(("龘靐齉爩麤灪" * 10 + "\ufffd" * 8).encode())
