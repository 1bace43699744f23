"""A document's paragraphs to the figures its prose states, each once, contradictions set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ingest.narrative.classes import symbol_classes
from ingest.narrative.context import Context
from ingest.narrative.grammar import statements
from ingest.narrative.lexicon import lexicon, marks
from ingest.narrative.passages import Passage, list_level, passages
from ingest.narrative.statement import Statement
from ingest.narrative.tokens import FIGURE, SEMICOLON, Token, Tokeniser
from ingest.read.blocks import Paragraph, Place

_SENTENCE = re.compile(r"[^。!?]*?(?:[。!?]|(?<=[\u4e00-\u9fff])\.(?=$|[\u4e00-\u9fff(])|$)")
_MAX_QUOTE = 100  # characters; a longer sentence is quoted from the clause the figure's words begin in
_MAX_LEAD_IN = 25  # characters of a numbered sentence that is a heading printed in line
_TITLE_WITHIN = 15  # the title stands among the first passages
_STOPS = "。!?"
_CLAUSE_STOPS = ",;。!?"


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """One figure of the prose. ``code`` is of ``narrative_measure.csv``, ``value`` in that measure's unit.

    ``raw_text`` is exactly as printed: the digits, or the words that say zero; a figure broken over two
    lines keeps the line break. ``quote`` is at most the sentence, its lines joined.
    """

    code: str
    value: Decimal
    raw_text: str
    quote: str
    place: Place


@dataclass(frozen=True, slots=True)
class ProseReading:
    """What the prose states. ``conflicts`` maps a code to the differing figures printed for it: no fact."""

    figures: tuple[ProseFigure, ...] = ()
    conflicts: Mapping[str, tuple[ProseFigure, ...]] = field(default_factory=dict)


def read_prose(paragraphs: Sequence[Paragraph], report_year: int | None) -> ProseReading:
    """Return the figures that the prose of a report on ``report_year`` states.

    ``paragraphs`` are printed lines or whole paragraphs in reading order. Without a ``report_year`` the
    years a sentence names cannot tell this year's figures from another's, and none are left out for it.
    """
    found: dict[str, list[_Printed]] = {}
    for passage, statement, sentence in _stated(list(passages(paragraphs)), report_year):
        printed = _Printed(statement.rank, (id(passage), sentence[0]), _figure(passage, statement, sentence))
        found.setdefault(statement.code, []).append(printed)
    figures: list[ProseFigure] = []
    conflicts: dict[str, tuple[ProseFigure, ...]] = {}
    for code, all_printed in found.items():
        best = min(printed.rank for printed in all_printed)
        agreed = _agreed([printed for printed in all_printed if printed.rank == best])
        if len(agreed) == 1:
            figures.extend(agreed)
        else:
            conflicts[code] = agreed
    return ProseReading(tuple(figures), conflicts)


class _Printed(NamedTuple):
    rank: int
    sentence: tuple[int, int]
    figure: ProseFigure


def _agreed(all_printed: Sequence[_Printed]) -> tuple[ProseFigure, ...]:
    """Return the one figure that everything printed agrees on, or those that differ.

    A figure may be repeated further on, but twice in one sentence it counts two things. Where one sentence
    gives several, they are parts of one that stands by itself elsewhere and is as much as all of them.
    """
    distinct: dict[Decimal, ProseFigure] = {}
    for printed in all_printed:
        distinct.setdefault(printed.figure.value, printed.figure)
    if len(distinct) > 1:
        return _wholes(all_printed) or tuple(distinct.values())
    sentences = [printed.sentence for printed in all_printed if printed.figure.value]
    if len(set(sentences)) < len(sentences):
        return tuple(printed.figure for printed in all_printed)
    return tuple(distinct.values())


def _wholes(all_printed: Sequence[_Printed]) -> tuple[ProseFigure, ...]:
    by_sentence: dict[tuple[int, int], dict[Decimal, ProseFigure]] = {}
    for printed in all_printed:
        by_sentence.setdefault(printed.sentence, {}).setdefault(printed.figure.value, printed.figure)
    alone = {value: figure for said in by_sentence.values() if len(said) == 1 for value, figure in said.items()}
    parts = [sum(said) for said in by_sentence.values() if len(said) > 1]
    is_whole = len(alone) == 1 and all(value >= total for value in alone for total in parts)
    return tuple(alone.values()) if is_whole else ()


def _stated(
    document: Sequence[Passage], report_year: int | None
) -> Iterator[tuple[Passage, Statement, tuple[int, int]]]:
    tokeniser = Tokeniser(lexicon(), report_year)
    reporter = _reporter(document)
    is_of_a_government = reporter.endswith(marks("government"))
    has_no_towns = _has_no_towns(reporter, document)
    headings = _Headings()
    titles, named = marks("report_title"), marks("names_disclosure")
    plans = lexicon().symbols("plan_long", "next")
    is_planned = False
    for passage in document:
        topics: tuple[str, ...] = ()
        is_in_other_year = names_disclosure = False
        last = 0
        for start, end in _sentences(passage.text):
            names_disclosure = names_disclosure or any(passage.text.find(word, last, start) >= 0 for word in named)
            last = start
            level = passage.level or _lead_in_level(passage.text[start:end])
            if not level and not lexicon().may_matter.search(passage.text, start, end):
                topics = ()
                continue
            tokens = tokeniser.tokens(passage.text, start, end)
            can_state = _can_state(tokens)
            if level and not can_state:
                headings.enter(level, tokens, is_title=any(title in passage.text for title in titles))
                is_planned = any(token.symbol in plans for token in tokens)
                continue
            is_planned = _is_still_planned(tokens, is_planned)
            if not can_state:
                continue
            context = Context(
                is_of_a_government=is_of_a_government,
                has_no_towns=has_no_towns,
                topics=topics if _continues(tokens) else headings.topics,
                heading_topics=headings.topics,
                is_of_the_section=headings.are_of_disclosed_cases,
                may_mean_disclosure=names_disclosure or headings.may_mean_disclosure,
                is_planned=is_planned,
                is_planned_throughout=is_planned,
                is_current=not is_in_other_year,
                is_in_other_year=is_in_other_year,
            )
            for statement in statements(tokens, context):
                yield passage, statement, (start, end)
            topics = context.topics
            is_in_other_year = context.is_in_other_year and context.has_counted_other_year  # 2014年收到96件。办结95件。


class _Headings:
    """The headings a passage stands under, and the counted things they name."""

    def __init__(self) -> None:
        self._named: list[_Heading] = []

    def enter(self, level: int, tokens: Sequence[Token], *, is_title: bool) -> None:
        """Take a heading in; those of its level and below have ended."""
        self._named = [heading for heading in self._named if heading.level < level]
        symbols = frozenset(token.symbol for token in tokens)
        self._named.append(_Heading(level, _topics_of(tokens), symbols, is_title))

    @property
    def topics(self) -> tuple[str, ...]:
        return next((heading.topics for heading in reversed(self._named) if heading.topics), ())

    @property
    def are_of_disclosed_cases(self) -> bool:
        """Say whether the section is that of reviews and lawsuits about disclosure, not of all an office has."""
        classes = symbol_classes()
        both = classes.of("review", "litigation")
        symbols = [heading.symbols for heading in self._named if not heading.is_title]
        if any(both <= named and classes.general_cases.isdisjoint(named) for named in symbols):
            return True
        return any(classes.cases & named for named in symbols) and any(classes.ties & named for named in symbols)

    @property
    def may_mean_disclosure(self) -> bool:
        """Say whether nothing above, or a heading, lets a bare case be one about disclosure; 总体情况 does not."""
        classes = symbol_classes()
        symbols = [heading.symbols for heading in self._named if not heading.is_title]
        of_cases = any(
            classes.of("review", "litigation") & named and classes.general_cases.isdisjoint(named) for named in symbols
        )
        return not symbols or of_cases or any(classes.may_tie & named for named in symbols)


class _Heading(NamedTuple):
    level: int
    topics: tuple[str, ...]
    symbols: frozenset[str]
    is_title: bool


def _topics_of(heading: Sequence[Token]) -> tuple[str, ...]:
    topic_of = symbol_classes().topic_of
    named = tuple(dict.fromkeys(topic_of[token.symbol] for token in heading if token.symbol in topic_of))
    decided = tuple(topic for topic in named if topic in ("review", "litigation"))
    return decided or named[-1:]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        match = _SENTENCE.match(text, start)
        end = match.end() if match and match.end() > start else len(text)
        yield start, end
        start = end


def _lead_in_level(sentence: str) -> int:
    """Return the level of a sentence that is a heading printed in line (（二）依申请公开情况。), else 0."""
    if len(sentence) > _MAX_LEAD_IN or sentence[-1] not in _STOPS or any(mark in sentence for mark in ",;:"):
        return 0
    return list_level(sentence) if sentence.rstrip(_STOPS).endswith(marks("heading_end")) else 0


def _is_still_planned(tokens: Sequence[Token], was_planned: bool) -> bool:
    """A plan lasts until the year reported on, or a heading, comes back."""
    of = lexicon().symbol_of
    symbols = [token.symbol for token in tokens if token.symbol != SEMICOLON][:6]
    if of["plan_long"] in symbols[:2] or (of["next"] in symbols[:3] and of["will"] in symbols):
        return True
    return was_planned and (of["now"] not in symbols or of["plan"] in symbols)


def _can_state(tokens: Sequence[Token]) -> bool:
    negation = lexicon().symbol_of["none"]
    return any(token.symbol in (FIGURE, negation) for token in tokens)


def _continues(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence goes on about what the last one counted (其中…)."""
    return bool(tokens) and tokens[0].symbol == lexicon().symbol_of["part"]


def _reporter(document: Sequence[Passage]) -> str:
    """Return whom the title names, "" where no title tells; of a government's cases its office's are only a part."""
    titles = marks("report_title")
    for passage in document[:_TITLE_WITHIN]:
        for title in titles:
            at = passage.text.find(title)
            if at < 0:
                continue
            return re.sub(r"\d{4}年度?|[-\s的]", "", passage.text[:at].rsplit("。", 1)[-1])
    return ""


def _has_no_towns(reporter: str, document: Sequence[Passage]) -> bool:
    if reporter:
        return reporter.endswith(marks("office_end"))
    return any(word in passage.text for passage in document for word in marks("speaks_as_office"))


def _figure(passage: Passage, statement: Statement, sentence: tuple[int, int]) -> ProseFigure:
    raw = passage.span(statement.raw_start, statement.raw_end)
    start, end = _quoted(passage.text, statement, sentence)
    return ProseFigure(
        statement.code,
        statement.value,
        raw.raw_text,
        passage.span(start, end, line_break="").raw_text.strip(),
        raw.place,
    )


def _quoted(text: str, statement: Statement, sentence: tuple[int, int]) -> tuple[int, int]:
    start, end = sentence
    if end - start <= _MAX_QUOTE:
        return start, end
    start = max(start, min(statement.frame_start, statement.raw_start))
    stop = statement.raw_end
    while stop < end and text[stop] not in _CLAUSE_STOPS:
        stop += 1
    return start, stop
