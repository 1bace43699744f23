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
