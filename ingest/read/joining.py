"""How the pieces of one printed text go together: white space, wrapped lines, Chinese beside figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Characters between which Chinese typesetting puts no space: ideographs, kana, full-width punctuation and
# the Western quotation marks Chinese text uses. Full-width digits and letters are left out: two of them on
# two lines may be two figures.
_CHINESE = (
    "\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3100-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’\U00020000-\U0003ffff"
)
_ENDS_CHINESE = re.compile(f"[{_CHINESE}]$")
_STARTS_CHINESE = re.compile(f"[{_CHINESE}]")
_BREAK_IN_CHINESE = re.compile(f"(?<=[{_CHINESE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_CHINESE}])")
NOTE_MARK = re.compile(r"[\[(（〔【]?注?(?:\d{1,2}|[\u2460-\u2473*※†])?[\])）〕】]?")  # where it is raised
_OPEN_GLOSS = re.compile(
    "[(（][a-zA-Z\u00c0-\u024f\u0251\u0261\u0300-\u036f\u1e00-\u1eff]*$"
)  # a reading the line cuts
_WHITE_SPACE = re.compile("[ \t\r\n\f]+")


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of one cell: Chinese to Chinese without a space, anything else with one.

    >>> join_lines(["商业", "企业"]), join_lines(["12", "34"]), join_lines(["企(q", "ǐ)业"])
    ('商业企业', '12 34', '企(qǐ)业')
    """
    joined = ""
    for line in lines:
        line = line.strip()
        if not line:
            continue
        is_one_word = (_ENDS_CHINESE.search(joined) and _STARTS_CHINESE.match(line)) or _OPEN_GLOSS.search(joined)
        if joined and not is_one_word:
            joined += " "
        joined += line
    return joined


def collapse(text: str) -> str:
    """Collapse the white space of markup as a browser does, its ends stripped; no-break spaces become spaces.

    A line break of the source between two Chinese characters disappears: markup written by word processors
    is wrapped anywhere (CSS Text, segment break transformation rules).
    """
    if "\n" in text or "\r" in text:
        text = _BREAK_IN_CHINESE.sub("", text)
    return _WHITE_SPACE.sub(" ", text).replace("\xa0", " ").strip()
