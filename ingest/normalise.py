"""Printed text to the one spelling that labels, names and figures are compared in.

Nothing here is shown to a reader of the warehouse: what is printed is kept beside it (``source_cell``,
``title``, ``agency_name_printed``). Everything is a pure function of its text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

# A page whose characters were converted by machine changes in a third or more of them; a simplified one in
# next to none (著, 於 and 乾 stand in simplified text too).
_TRADITIONAL_SHARE = 0.08

_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SHORT = 40  # characters
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Bullets of Word's Symbol and Wingdings fonts, which keep their places in the private use area, and the blank that
# GBK has at 0xA3A0. Others in that area can be digits (U+F030 to U+F039) or rare characters of names.
_GBK_BLANK = "\ue5e5"
_BULLET = (
    f"[{_GBK_BLANK}\uf046\uf06c-\uf073\uf075-\uf077\uf09f\uf0a7\uf0a8\uf0b2\uf0b7\uf0d8\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe]"
)
# Between digits one stands for whatever was printed there, and a lost character is lost wherever a figure or a label
# can miss it: only beside a dash does it stand for none.
_MARKS = re.compile(
    rf"(?P<indent>^[ \t\u3000]*)?(?:(?<![\d.,]){_BULLET}+|{_BULLET}+(?![\d.,]|{_BULLET}))"
    rf"|(?<=[-－—–])\ufffd+(?=[-－—–\s|]|$)|(?<![^\s|])\ufffd+(?=[-－—–])",
    re.MULTILINE,
)
_FIGURE_OR_DASH = re.compile("[-－—–\\d]")
_HAS_MARKS = re.compile(rf"{_BULLET}|\ufffd")
# NFKC would make ① a bare 1 and join it to the figure behind it; a bracketed number stays a number of its own.
_CIRCLED = {
    first + offset: f"({number})"
    for first, numbers in (
        (0x2460, range(1, 21)),
        (0x2776, range(1, 11)),
        (0x2780, range(1, 11)),
        (0x278A, range(1, 11)),
        (0x3251, range(21, 36)),
    )
    for offset, number in enumerate(numbers)
}
# A raised number behind a figure or a word is that of a note, which NFKC would make its last digit.
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_NOTE_MARK = re.compile(rf"(?<=[\d{_IDEOGRAPHS})）])[{_RAISED}]+")
_HAS_CIRCLED = re.compile(f"[{''.join(map(chr, _CIRCLED))}]")

# Pages that print the reading of a character write it with the letters of a typesetter's pinyin font.
_PINYIN_LETTERS = str.maketrans({"\u0251": "a", "\u0261": "g", "v": "ü"})
_TONES = re.compile("[\u0300\u0301\u0304\u0306\u030c]")
_INITIALS = r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
_FINALS = (
    r"(?:iang|iong|uang|ueng|iao|ian|ing|uai|uan|ang|eng|ong|üan|ia|ie|iu|in|ua|uo|ui|un|ue|üe|ün|ai|ei|ao|ou|an|en|er"
    r"|a|o|e|i|u|ü)"
)
_SYLLABLE = re.compile(_INITIALS + _FINALS + "r?")
_SYLLABLES = re.compile(f"(?:{_INITIALS}{_FINALS}r?[ '’·-]*){{1,6}}")
_LATIN = r"a-zA-Z\u00c0-\u024f\u0251\u0261\u0300-\u030c\u1e00-\u1eff"
_BRACKET = re.compile(rf"[ \u3000]?[(（][ \u3000]?([{_LATIN}][{_LATIN} '’·-]*)[ \u3000]?[)）]")
# Where a page lost a character its gloss lost the opening bracket too: 「?zhí)」.
_TORN_GLOSS = re.compile(rf"(?<=\?)([{_LATIN}]{{1,6}})[)）]")
# A line that ends within a gloss leaves one part of it on each side of the break.
_CUT_GLOSS = re.compile(rf"^\s*[{_LATIN}]{{1,6}}[)）]|(?<=[{_IDEOGRAPHS})）])[(（][{_LATIN}]{{1,6}}\s*$")
_CAN_CARRY_A_GLOSS = re.compile(rf"[{_IDEOGRAPHS}?？々〇]")
_IDEOGRAPH = re.compile(rf"[{_IDEOGRAPHS}]")


def normalise(text: str) -> str:
    """Return ``text`` in NFKC, without glosses and invisible characters, in simplified characters.

    Line breaks and spaces inside stay (an ideographic space becomes a plain one); circled numbers become
    bracketed ones (① is ``(1)``), so that no list mark grows together with a figure.
    """
    if text.isascii():
        return text
    return _normalise_short(text) if len(text) <= _SHORT else _normalise(text)


def without_marks(text: str) -> str:
    """Return ``text`` without the marks that fonts of symbols draw before and beside its words and figures.

    At the start of a line a blank keeps the place of a mark, and so what stands below it in its column; GBK's blank
    beside a figure or a dash is one too, for it may part two columns.
    """
    if text.isascii() or _HAS_MARKS.search(text) is None:
        return text
    return _MARKS.sub(_blank_of, text)


def _blank_of(mark: re.Match[str]) -> str:
    if mark["indent"] is not None:
        return " " * len(mark[0])
    beside = mark.string[mark.start() - 1 : mark.start()] + mark.string[mark.end() : mark.end() + 1]
    return "\u3000" if _GBK_BLANK in mark[0] and _FIGURE_OR_DASH.search(beside) else ""


def without_invisible(text: str) -> str:
    """Return ``text`` without the characters that nobody sees: soft hyphens, marks of direction, joiners."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _normalise(text: str) -> str:
    if _HAS_CIRCLED.search(text):
        text = text.translate(_CIRCLED)
    text = _NOTE_MARK.sub("", _INVISIBLE.sub("", without_glosses(without_marks(text))))
    return simplified(unicodedata.normalize("NFKC", text))


_normalise_short = lru_cache(maxsize=16_384)(_normalise)  # labels, names and headings recur from report to report


def without_glosses(text: str) -> str:
    """Return ``text`` as printed, less the readings in brackets after its characters (報(bào)告 is 報告).

    A gloss is pinyin in Latin letters with its tones, or one toneless syllable (or several parted by spaces),
    behind a character or another gloss. Brackets that hold anything else (Chinese, digits, WTO, App) stay.
    """
    if ")" not in text and "）" not in text:
        return text
    pieces: list[str] = []
    end = 0  # of the last gloss or kept text
    for match in _BRACKET.finditer(text):
        start = match.start()
        follows_gloss = start == end and end > 0
        follows_character = start > 0 and _CAN_CARRY_A_GLOSS.match(text[start - 1])
        if (follows_gloss or follows_character) and _is_reading(match[1]):
            pieces.append(text[end:start])
            end = match.end()
    kept = "".join([*pieces, text[end:]]) if end else text
    return _TORN_GLOSS.sub(lambda torn: "" if _is_toned_reading(torn[1]) else torn[0], kept)


def without_cut_gloss(line: str) -> str:
    """Return a line of print without the rest of a gloss at its start and the beginning of one at its end."""
    return line if line.isascii() else _CUT_GLOSS.sub("", line)


def simplified(text: str) -> str:
    """Return ``text`` with Traditional characters turned into Simplified ones (OpenCC, t2s)."""
    if _traditional_pattern().search(text) is None:
        return text
    return _converter().convert(text)


def is_traditional(text: str) -> bool:
    """Say whether ``text`` is written in Traditional characters: a clear share of them has a simplified form."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return ideographs > 0 and len(_traditional_pattern().findall(text)) >= ideographs * _TRADITIONAL_SHARE


def _is_reading(letters: str) -> bool:
    """Say whether the letters of a bracket are pinyin and neither a word nor an abbreviation."""
    if _is_toned_reading(letters):
        return True
    if not letters.islower() or len(letters.strip()) < 2:
        return False  # (WTO) and (App) are names, (a) is a list mark
    return all(_SYLLABLE.fullmatch(part) for part in letters.translate(_PINYIN_LETTERS).split())


def _is_toned_reading(letters: str) -> bool:
    plain, tone_count = _TONES.subn("", unicodedata.normalize("NFD", letters.lower()))
    if tone_count == 0:
        return False
    plain = unicodedata.normalize("NFC", plain).translate(_PINYIN_LETTERS)
    return _SYLLABLES.fullmatch(plain) is not None


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional_pattern() -> re.Pattern[str]:
    """A pattern for every character that OpenCC changes on its own; made once, in a few milliseconds."""
    characters = [chr(code) for start, stop in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(start, stop)]
    converted = _converter().convert("\n".join(characters)).split("\n")
    changed = [old for old, new in zip(characters, converted, strict=True) if old != new]
    return re.compile(f"[{''.join(changed)}]")
