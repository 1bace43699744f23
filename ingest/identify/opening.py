"""Who compiles the report, as its first sentences say: 昆明市水利局根据《条例》要求，编制本报告."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.identify.dates import CHINESE_YEAR
from ingest.identify.name import AgencyName, parse
from ingest.identify.page import FIRST_SECTION, SITE_WORDS, Line, Page, is_sentence
from ingest.identify.region import regions
from ingest.identify.title import Title, is_title
from ingest.identify.words import alternatives, words

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_LENGTH = 500
_LINES_BEFORE_A_COMMA = 6  # of a wrapped sentence, whose first lines may have none
_LONGEST_NAME = 45
_SHORT_LINE = 0.75  # of the next one: no sentence goes on from it
_CITED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》?")
_ASIDE = re.compile(r"\([^()]*\)|[〔\[【][^〕\]】]*[〕\]】]|[“”\"]")
_SENTENCE = re.compile(r"[^。;；!！?？\n]+")
_YEAR = rf"(?:20\d\d|{CHINESE_YEAR})"
_REPORT = rf"(?:报告|年报)(?!{alternatives('no_title')})"
_COMPILES = alternatives("compiled_by")
# What a report says of its making: 编制2023年度政府信息公开工作年度报告, 现将有关情况公布如下.
_MAKING = re.compile(
    rf"{_COMPILES}(?:(?!{alternatives('no_title')})[^,，:：、]){{0,45}}?{_REPORT}"
    rf"|[现特兹][将就][^:：]{{0,60}}?{alternatives('told')}|[将就][^:：]{{0,60}}?{alternatives('told')}如下"
)
_SUBJECT = re.compile(rf"(?:^|(?<=[,，:：]))(?:{_YEAR}年度?(?:以?来)?)?[现特兹]?(?!由|[本该此][^,，]{{0,6}}?报告)")
_AGENT = re.compile("由|(?<=报告)[是系]")
_OBJECT = re.compile(
    rf"(?:[将就]|{_COMPILES}(?:完成)?了?)(?!{alternatives('report_subject')})"
    rf"([{_HAN}]{{2,{_LONGEST_NAME}}}?)(?={_YEAR}|{alternatives('report_subject')})"
)
_SIGNS = ("将", "就", *words("compiled_by"))  # one of them stands in every sentence that tells of the making
_BASIS = alternatives("basis")
_GOES_ON = re.compile(
    rf"{_BASIS}|{alternatives('of_the_compiler')}|{_COMPILES}(?!办)|[,，](?={_BASIS})|{_YEAR}年?度?[^,，]{{0,30}}?{_REPORT}"
)
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_HAS_REPORT, _HAS_COMPILES = re.compile(_REPORT), re.compile(_COMPILES)


def compilers(page: Page, title: Title | None) -> Iterator[AgencyName]:
    """Yield the bodies that the first sentences of the text say the report is by, the surest first.

    It stands behind 由, or is the subject of the sentence that tells of the report's making; last, it is the one
    whose report that is said to be. A body that is cited, or asked for the report, is none of them.
    """
    text = _ASIDE.sub("", _CITED.sub("《》", _first_sentences(page, title)))
    whose: list[AgencyName] = []
    for sentence in _SENTENCE.findall(text):
        if not any(word in sentence for word in _SIGNS):
            continue
        yield from _agents(sentence)
        yield from _subjects(sentence)
        names = (parse(name) for making in _MAKING.findall(sentence) for name in _OBJECT.findall(making))
        whose += [name for name in names if name is not None and (can_compile(name) or is_place(name))]
    yield from whose


def can_compile(name: AgencyName) -> bool:
    """Say whether a name is that of a body: a known one, an institution, or one of a place printed in full."""
    if not name.body or not name.is_known_division or SITE_WORDS.search(name.printed):
        return False
    if name.zone and not (name.has_place or name.zone in words("zone_word")):
        return False
    if name.is_known_body or name.body.endswith(words("institution")):
        return True
    return bool(name.divisions) and name.divisions[0] in regions().by_name


def is_place(name: AgencyName) -> bool:
    """Say whether a name is that of a division in full and nothing else: its government's."""
    return not name.body and bool(name.divisions) and all(part in regions().by_name for part in name.divisions)


def _first_sentences(page: Page, title: Title | None) -> str:
    """Return the beginning of the prose, with a break only where no sentence goes on from one line to the next."""
    top = title.line if title is not None and title.line is not None else page.text_begins()
    first = next((n for n in range(top, len(page.lines)) if is_sentence(page.lines[n])), len(page.lines))
    top = max(top, first - _LINES_BEFORE_A_COMMA)
    text = ""
    above: Line | None = None
    for line in page.lines[top:]:
        if line.is_aside:
            continue
        if len(text) > _LENGTH:
            break
        text += f"\n{line.plain}" if above is None or _ends(above, line) else line.plain
        above = line
    return text


def _ends(line: Line, below: Line) -> bool:
    """Say whether a line is no piece of a sentence that goes on below it."""
    if line.is_heading or below.is_heading or len(line.plain) < _SHORT_LINE * len(below.plain):
        return True
    return FIRST_SECTION.match(line.plain) is not None or is_title(line.plain)


def _agents(sentence: str) -> Iterator[AgencyName]:
    """Yield the body behind 由 by which the report is compiled; not the one that puts it online afterwards."""
    for match in _AGENT.finditer(sentence):
        name, end = _name_at(sentence, match.end())
        if name is None:
            continue
        before = sentence[: match.start()]
        is_made = (
            _HAS_REPORT.search(before) and not _HAS_COMPILES.search(before) and _HAS_COMPILES.search(sentence, end)
        )
        if is_made or _MAKING.search(sentence, end):
            yield name


def _subjects(sentence: str) -> Iterator[AgencyName]:
    """Yield the last subject before the words that tell of the report's making."""
    making = _MAKING.search(sentence)
    found = [_name_at(sentence, match.end()) for match in _SUBJECT.finditer(sentence)]
    named = [(name, end) for name, end in found if name is not None]
    if making is not None and (before := [name for name, end in named if end <= making.start()]):
        yield before[-1]
        return
    for name, end in named:  # 昆明市水利局2023年政府信息公开工作年度报告根据《条例》编制
        of_the_year = re.match(rf"{_YEAR}.*?{_REPORT}", sentence[end:])
        if of_the_year and _HAS_COMPILES.search(sentence, end + of_the_year.end()):
            yield name


def _name_at(sentence: str, start: int) -> tuple[AgencyName | None, int]:
    """Return the body whose name begins at ``start`` and is followed by what a compiler does, and where it ends."""
    run = _HAN_RUN.match(sentence, start, start + _LONGEST_NAME)
    if run is None:
        return None, start
    for match in _GOES_ON.finditer(sentence, start + 2, run.end() + len("2024年度政府信息公开工作年度报告") + 10):
        if match.start() > run.end():
            break
        name = parse(sentence[start : match.start()])
        if name is not None and can_compile(name):
            return _without_inner_office(name), match.start()
    return None, start


def _without_inner_office(name: AgencyName) -> AgencyName:
    """Return the body whose own office compiles its report (教育局办公室); that of a government reports itself."""
    if name.is_known_body and not name.township:
        return name
    office = next((office for office in words("inner_office") if name.printed.endswith(office)), "")
    whole = parse(name.printed.removesuffix(office)) if office else None
    return whole if whole is not None and whole.is_known and whole.body else name
