"""One sentence to tokens: figures with their units, times, known words, and stretches nobody knows.

Words come from ``narrative_word.csv``, the longest that fits first; what stands in no list becomes a
``word`` (up to four characters) or a ``phrase``, or a ``body`` where it ends like the name of an office.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.narrative.lexicon import Lexicon, marks
from ingest.narrative.numerals import is_about, read_numeral

FIGURE = "#"  # the symbol of a figure in a clause
COMMA, SEMICOLON, OPEN, CLOSE = ",", ";", "(", ")"
_BOUNDARIES = {",": COMMA, ";": SEMICOLON, "(": OPEN, ")": CLOSE, "[": OPEN, "]": CLOSE, "。": SEMICOLON}
_QUOTES = {"“": "”", '"': '"', "「": "」", "‘": "’", "『": "』"}
_QUOTED = re.compile(r"[^“”\"「」‘’『』,;。]{1,20}")
_TITLE = re.compile(r"《[^《》]{1,80}》|〈[^〈〉]{1,80}〉")
_IGNORED = set("?!~*…·-—<>〔〕{}")
_MAX_WORD = 4

_YEAR = r"(?:(?P<year>(?:19|20)\d{2}|[二一][〇零九][〇零一二三四五六七八九]{2})年)"
_DASH = r"(?:至|到|-|—|–|~)"
_WHOLE_YEAR = re.compile(rf"{_YEAR}?0?1月(?:0?1日)?起?{_DASH}(?:(?:19|20)\d{{2}}年)?12月(?:31日)?(?:底|末|止|期间)*")
_YEARS = re.compile(rf"(?:19|20)\d{{2}}年?度?{_DASH}(?:19|20)\d{{2}}年(?:度|底|末|期间)*")
_MONTH_END = r"(?:份|\d{1,2}日|底|末|初|上旬|中旬|下旬)"
_DATE = re.compile(rf"{_YEAR}?(?P<month>\d{{1,2}})月{_MONTH_END}*(?:{_DASH}(?:\d{{1,2}}月{_MONTH_END}?|\d{{1,2}}日))?")
_MONTHS = re.compile(rf"\d{{1,2}}月?份?{_DASH}\d{{1,2}}月(?:份|底|末)*")
_PLAIN_YEAR = re.compile(rf"{_YEAR}(?:度|底|末|内|全年|期间|中)*(?P<since>以来|起|以后|之后|开始|至今)?")
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十百零〇两]+[^\d,;。]?")
_LIST_MARK = re.compile(
    r"第?[一二三四五六七八九十]{1,2}(?:是|、|,)|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}\.(?!\d)|\d{1,2}、"
)
_HOW_COUNTED = re.compile(r"\([^()]{0,40}(?:计|按)为?[1一][条件次场](?:计算|计|统计)?\)")
_NUMBER_FIRST = frozenset("0123456789〇零一二两三四五六七八九十数几百千")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit; ``value`` is None where it is an approximation or no exact number."""

    value: Decimal | None
    unit: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch ``start:end`` of the passage. ``figure`` is set where ``symbol`` is ``FIGURE``."""

    symbol: str
    start: int
    end: int
    figure: Figure | None = None


class Tokeniser:
    """Reads sentences of a report about ``report_year`` (None where it is not known)."""

    def __init__(self, lexicon: Lexicon, report_year: int | None) -> None:
        self._lexicon = lexicon
        self._report_year = report_year
        self._words_by_first, self._symbol_of_word = lexicon.words_by_first, lexicon.symbol_of_word
        of = lexicon.symbol_of
        self._word, self._phrase, self._body = of["word"], of["phrase"], of["body"]
        self._town, self._town_ends = of["town"], marks("town_end")
        self._quoted, self._title, self._fill = of["quoted"], of["title"], of["fill"]
        self._now, self._past, self._next, self._partial = of["now"], of["past"], of["next"], of["partial"]
        self._long_past = of["long_past"]
        self._gazette, self._until = of["gazette"], of["until"]
        self._applicant, self._applicant_kind, self._join = of["applicant"], of["applicant_kind"], of["join"]
        self._review, self._litigation = of["review"], of["litigation"]
        self._applicants = frozenset((self._applicant, self._applicant_kind))
        self._leads_to_zero = frozenset((of["fill"], of["both"], of["money_tail"]))
        self._endings = lexicon.symbols("relation", "cause", "by", "receive", "change", "approximate", "modifier")
        self._body_ends = marks("body_end")
        self._periods = marks("period")
        self._zero = marks("zero")
        self._reports = marks("report")
        self._intentions, self._no_intentions = marks("intention"), marks("no_intention")
        self._by_plan, self._noun_ends = marks("by_plan"), frozenset(marks("noun_end"))
        self._begin_plans = frozenset(word[0] for word in (*self._intentions, *self._no_intentions, *self._by_plan))
        self._plan, self._manner = of["plan"], of["manner"]
        self._intended = lexicon.symbols("intended")
        self._makes_anothers = lexicon.symbols("foreign", "document", "applicant_kind", "any")
        self._gazette_names = tuple(marks("gazette_name"))

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of ``text[start:end]`` in order, without gaps of meaning."""
        found: list[Token] = []
        unknown = at = start
        while at < end:
            token = self._token_at(text, at, end, found, at == unknown)
            if token is not None and self._ends_anothers_name(token, text, unknown, found):
                at = token.end
                continue
            if token is None or self._ends_a_word(token, text, unknown):
                at += 1
                continue
            if unknown < at:
                found.append(self._unknown(text, unknown, at))
            if token.symbol:
                found.append(token)
            at = unknown = token.end
        if unknown < end:
            found.append(self._unknown(text, unknown, end))
        return self._joined(found)

    def _joined(self, tokens: list[Token]) -> list[Token]:
        """Join kinds of applicants to one (自然人、法人和其他组织 are all who may ask), part 复议诉讼 into two."""
        found: list[Token] = []
        for token in tokens:
            if (
                len(found) > 1
                and token.symbol in self._applicants
                and found[-1].symbol == self._join
                and found[-2].symbol in self._applicants
            ):
                found[-2:] = [Token(self._applicant, found[-2].start, token.end)]
            elif found and token.symbol == self._litigation and found[-1].symbol == self._review:
                found += [Token(self._join, token.start, token.start), token]
            else:
                found.append(token)
        return found

    def _ends_a_word(self, token: Token, text: str, unknown: int) -> bool:
        """Say whether a word of one character belongs to unknown characters before it (the 全 of 消防安全)."""
        if token.end - token.start > 1 or unknown == token.start or token.symbol not in self._endings:
            return False
        return not text.endswith(self._body_ends, unknown, token.start)

    def _ends_anothers_name(self, token: Token, text: str, unknown: int, before: list[Token]) -> bool:
        """Say whether a deed ends the name of something else (不动产登记、项目登记) and is not done to what follows."""
        if text[token.start : token.end] not in self._noun_ends:
            return False
        if unknown < token.start:
            return not text.endswith(self._body_ends, unknown, token.start)
        return bool(before) and before[-1].end == token.start and before[-1].symbol in self._makes_anothers

    def _token_at(self, text: str, at: int, end: int, before: list[Token], is_fresh: bool) -> Token | None:
        character = text[at]
        if character in _BOUNDARIES:
            remark = _HOW_COUNTED.match(text, at, end) if character == "(" else None
            if remark:
                return Token("", at, remark.end())  # （不同渠道公开相同信息计1条）
            mark = _LIST_MARK.match(text, at, end)
            return Token(SEMICOLON, at, mark.end()) if mark else Token(_BOUNDARIES[character], at, at + 1)
        if character == ":":
            return Token(self._fill, at, at + 1)
        if character == " " or character in _IGNORED:
            return Token("", at, at + 1)
        if character in "《〈":
            title = _TITLE.match(text, at, end)
            if title:
                return Token(self._title_symbol(title[0][1:-1]), at, title.end())
            return Token("", at, at + 1)
        if character in _QUOTES:
            return self._quotation(text, at, end)
        if character in "”’」』》〉":
            return Token("", at, at + 1)
        if character == "第":
            ordinal = _ORDINAL.match(text, at, end)
            if ordinal and not self._known(text, at, end):
                return Token(self._word, at, ordinal.end())
        if character in _NUMBER_FIRST:
            if not before or before[-1].symbol in _BREAKS:
                mark = _LIST_MARK.match(text, at, end)
                if mark:
                    return Token(SEMICOLON, at, mark.end())
            return self._time(text, at, end, before) or self._number(text, at, end, before, is_fresh)
        return self._plans(text, at, end) or self._known(text, at, end)

    def _title_symbol(self, title: str) -> str:
        if title.endswith(self._gazette_names):
            return self._gazette
        year = _PLAIN_YEAR.search(title) if title.endswith(self._reports) else None
        symbol = self._year_symbol(year["year"]) if year else self._now
        return self._title if symbol == self._now else symbol  # what another year's report says is of that year

    def _plans(self, text: str, at: int, end: int) -> Token | None:
        """Read a word that plans where a deed follows (拟主动公开、计划全年公开); 按计划 is how something was done."""
        if text[at] not in self._begin_plans:
            return None
        for word in self._by_plan:
            if text.startswith(word, at, end):
                return Token(self._manner, at, at + len(word))
        for word in self._no_intentions:
            if text.startswith(word, at, end):
                return Token(self._word, at, at + len(word))
        for word in self._intentions:
            behind = at + len(word)
            if text.startswith(word, at, end) and behind < end:
                is_year = _PLAIN_YEAR.match(text, behind, end) is not None
                follows = None if is_year else self._known(text, behind, end)
                if is_year or (follows is not None and follows.symbol in self._intended):
                    return Token(self._plan, at, behind)
        return None

    def _known(self, text: str, at: int, end: int) -> Token | None:
        pattern = self._words_by_first.get(text[at])
        match = pattern.match(text, at, end) if pattern else None
        return Token(self._symbol_of_word[match[0]], at, match.end()) if match else None

    def _unknown(self, text: str, start: int, end: int) -> Token:
        if text.endswith(self._body_ends, start, end) and end - start > 1:
            return Token(self._town if text.endswith(self._town_ends, start, end) else self._body, start, end)
        return Token(self._word if end - start <= _MAX_WORD else self._phrase, start, end)

    def _quotation(self, text: str, at: int, end: int) -> Token:
        closing = _QUOTES[text[at]]
        inner = _QUOTED.match(text, at + 1, end)
        is_closed = inner is not None and inner.end() < end and text.startswith(closing, inner.end())
        if is_closed:
            period = next((word for word in self._periods if text.startswith(word, inner.end() + 1)), "")
            if period:
                return Token(self._past, at, inner.end() + 1 + len(period))  # “十三五”期间
        if is_closed and not self._is_known_throughout(text, at + 1, inner.end()):
            return Token(self._quoted, at, inner.end() + 1)
        return Token("", at, at + 1)

    def _is_known_throughout(self, text: str, at: int, end: int) -> bool:
        """Say whether quotation marks set off words of the trade (“予以公开”31件) and not a name."""
        while at < end:
            known = self._known(text, at, end)
            if known is None:
                return False
            at = known.end
        return True

    def _time(self, text: str, at: int, end: int, before: list[Token]) -> Token | None:
        """Read a date, a span of months or a year as now, past, next or only part of the year."""
        match = _WHOLE_YEAR.match(text, at, end)
        if match:
            return Token(self._year_symbol(match["year"]), at, match.end())
        match = _YEARS.match(text, at, end)
        if match:
            return Token(self._past, at, match.end())
        match = _MONTHS.match(text, at, end)
        if match:
            return Token(self._partial, at, match.end())
        match = _DATE.match(text, at, end)
        if match:
            is_until = bool(before) and before[-1].symbol == self._until
            is_year_end = match["month"] == "12" and (is_until or match[0].endswith(_YEAR_ENDS))
            symbol = self._year_symbol(match["year"])  # a month of another year is of another year
            is_partial = symbol == self._now and not is_year_end
            return Token(self._partial if is_partial else symbol, at, match.end())
        match = _PLAIN_YEAR.match(text, at, end)
        if match:
            symbol = self._year_symbol(match["year"])
            is_past = match["since"] and symbol != self._now  # 2008年以来; since this year began is this year
            return Token(self._past if is_past else symbol, at, match.end())
        return None

    def _year_symbol(self, printed: str | None) -> str:
        year = None if printed is None else int(printed.translate(_CHINESE_DIGITS))
        if year is None or self._report_year is None or year == self._report_year:
            return self._now
        if year > self._report_year:
            return self._next
        return self._past if year == self._report_year - 1 else self._long_past

    def _number(self, text: str, at: int, end: int, before: list[Token], is_fresh: bool) -> Token | None:
        known = self._known(text, at, end)
        numeral = read_numeral(text, at)
        if numeral is None or numeral.end > end:
            return known
        unit = self._unit(text, numeral.end, end)
        if known and (known.end >= numeral.end + len(unit) or not unit) and text[at] not in self._zero:
            return known
        value = numeral.value
        if text[at - 1 : at] == " " or (unit and is_about(text, numeral.end + len(unit))):
            value = None  # one of several numbers that stand beside each other, or a round one
        raw_end = numeral.end
        if not unit:
            if value != 0 or not self._is_bare_zero(text, numeral.end, end, before, is_fresh):
                return known or Token(self._word, at, numeral.end)
        elif text[numeral.end - 1] in _SCALED:
            raw_end += len(unit) if unit in _MONEY else 0
        return Token(FIGURE, at, numeral.end + len(unit), Figure(value, unit, at, raw_end))

    def _is_bare_zero(self, text: str, at: int, end: int, before: list[Token], is_fresh: bool) -> bool:
        """Say whether a zero without a unit ends its clause behind 为, 均为 or the like."""
        ends_clause = at == end or text[at] in ",;。"
        return ends_clause and is_fresh and bool(before) and before[-1].symbol in self._leads_to_zero

    def _unit(self, text: str, at: int, end: int) -> str:
        if at >= end:
            return ""
        for unit in self._lexicon.units_by_first.get(text[at], ()):
            if text.startswith(unit, at) and at + len(unit) <= end:
                return unit
        return ""


_BREAKS = frozenset((COMMA, SEMICOLON, OPEN, CLOSE))
_YEAR_ENDS = ("31日", "底", "末")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SCALED = frozenset("百千万亿")
_MONEY = frozenset(("元",))
