"""Bytes of a text file to characters: byte-order marks, UTF-8, the Chinese national encodings, UTF-16.

A declared encoding is a hint only: pages say gb2312 and are GB18030, or say GBK and are UTF-8. UTF-8 proves
itself; between the others the text decides, by how many of its Chinese characters are everyday ones.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingest.normalise import without_marks
from ingest.read.blocks import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{3,20})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; browsers stop at 1024, but comments of site software come first

# A label stands for the largest encoding that is compatible with it (WHATWG Encoding).
_WIDEST = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}

# In order of preference where two read equally well.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")

# Characters of everyday written and official Chinese, simplified and traditional. Of any real text they are a
# third or more; of a text decoded wrongly, next to nothing.
_EVERYDAY = re.compile(
    "["
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已"
    "工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内"
    "信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少"
    "报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放"
    "强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "请申公开息府度告项编办理登填示网站络市县镇乡街委局厅处室省号级依条例施行政许可罚征费维持纠诉讼复议审"
    "這個們來為國說時會對過發後裡種經麼學現當沒動麵進樣實軍與長機應戰頭體見問業將兩間關點無開從員氣題電數報"
    "結產務場計資統區隊馬聽卻難權設類據邊張該規萬覺術領確傳師觀讓識帶導爭運請項編辦網絡縣鎮鄉廳號級條例許罰徵費維糾訴訟復議審"
    "]"
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_ASCII = re.compile("[\t\r\n -~]")

_NO_TEXT = "The file is no text in any known encoding, and no known kind of document."

_WITH_ZEROS = ("utf-16", "utf-32")
_MOST_ZEROS = 0.1  # share of bytes; in UTF-16 a Chinese text with its digits and line ends has more
_SAMPLE = 16_384  # bytes that are enough to tell encodings apart
_MOST_BROKEN = 0.02  # share of characters that may be damaged in what is still a text
_MOST_BROKEN_IF_CHINESE = 0.2  # of a text whose other characters are plainly Chinese: bullets of fonts, lost ones
_PLAINLY_EVERYDAY, _PLAINLY_CHINESE = 0.3, 0.1  # shares that no wrong encoding reaches
_LEAST_PLAIN = 0.25  # share of ASCII and everyday Chinese in any text; of bytes read by chance, a few in a hundred
_LEAST_PLAIN_LATIN = 0.8  # where any byte is a letter, ASCII alone shows that it is a text


@dataclass(frozen=True, slots=True)
class _Trial:
    """How a sample reads in one encoding; every share is of its characters (``everyday``: of the Chinese ones)."""

    encoding: str
    broken: float
    everyday: float
    chinese: float
    plain: float  # ASCII and everyday Chinese

    @property
    def merit(self) -> float:
        return self.everyday * min(self.chinese * 20, 1.0) - 4 * self.broken

    @property
    def is_chinese(self) -> bool:
        return self.everyday >= _PLAINLY_EVERYDAY and self.chinese >= _PLAINLY_CHINESE

    @property
    def is_plainly_chinese(self) -> bool:
        return not self.broken and self.is_chinese

    @property
    def is_text(self) -> bool:
        return self.plain >= (_LEAST_PLAIN_LATIN if self.encoding == "cp1252" else _LEAST_PLAIN)


def decode(data: bytes) -> str:
    """Return the characters of ``data``, a text in whatever encoding; damaged bytes become U+FFFD.

    Bytes of zero that belong to no character (left by copying from a database or a damaged disk) are left out, and
    so are the bullets of a font of symbols.
    Raises ``Unreadable("not_a_document", ...)`` where no encoding makes a text of it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _accept(_without_zeros(data[len(mark) :], encoding).decode(encoding, "replace"))
    if data.count(0) <= len(data) * _MOST_ZEROS:
        try:
            return _accept(_without_zeros(data, "utf-8").decode("utf-8"))
        except UnicodeDecodeError:
            pass
    best = _best_trial(data)
    if not best.is_text:
        raise Unreadable("not_a_document", _NO_TEXT)
    return _accept(_without_zeros(data, best.encoding).decode(best.encoding, "replace"))


def _without_zeros(data: bytes, encoding: str) -> bytes:
    """Leave out the zero bytes of an encoding that writes no character with them."""
    return data if encoding.startswith(_WITH_ZEROS) else data.replace(b"\0", b"")


def _best_trial(data: bytes) -> _Trial:
    """Return how ``data`` reads in the encoding that suits it best; the declared one is tried first."""
    declared = _declared_encoding(data)
    trials = []
    for encoding in sorted(_CANDIDATES, key=lambda encoding: encoding != declared):
        trials.append(_try(data, encoding))
        if trials[-1].is_plainly_chinese:
            break
    return max(trials, key=lambda trial: trial.merit)


def _declared_encoding(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if not found:
        return None
    label = found.group(1).decode("ascii").lower()
    return _WIDEST.get(label, label)


def _try(data: bytes, encoding: str) -> _Trial:
    return _trial(_without_zeros(_sample(data, encoding), encoding).decode(encoding, "replace"), encoding)


def _trial(text: str, encoding: str) -> _Trial:
    if not text:
        return _Trial(encoding, 1.0, 0.0, 0.0, 0.0)
    chinese = len(_CHINESE.findall(text))
    everyday = len(_EVERYDAY.findall(text))
    return _Trial(
        encoding,
        _count_broken(text) / len(text),
        everyday / max(chinese, 1),
        chinese / len(text),
        (everyday + len(_ASCII.findall(text))) / len(text),
    )


def _sample(data: bytes, encoding: str) -> bytes:
    """Return the part of ``data`` around its first bytes beyond ASCII, on a character boundary."""
    if len(data) <= _SAMPLE:
        return data
    beyond_ascii = re.search(rb"[\x80-\xff]", data)
    start = beyond_ascii.start() if beyond_ascii else 0
    if encoding.startswith("utf-16"):
        start -= start % 2
    return data[start : start + _SAMPLE]


def _count_broken(text: str) -> int:
    """Count the characters no text has: lost ones, control characters, unassigned and private ones."""
    return len(_BROKEN.findall(text))


_BROKEN = re.compile(
    "[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)


def _accept(text: str) -> str:
    """Return ``text`` less its marks unless too much of it is damaged.

    In a short one two lost characters may be an accident, and in one that is plainly Chinese many are no sign that
    it is none.
    """
    broken = _count_broken(text)
    is_much = broken > 1 and broken > len(text) * (_MOST_BROKEN if broken > 3 else 2 * _MOST_BROKEN)
    if is_much and (broken > len(text) * _MOST_BROKEN_IF_CHINESE or not _trial(text, "").is_chinese):
        raise Unreadable("not_a_document", _NO_TEXT)
    return without_marks(text)
