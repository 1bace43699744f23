"""Zeros in words: 未收到申请, 复议、诉讼未发生, 收费情况：无."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.narrative.classes import Classes
from ingest.narrative.clauses import Clause
from ingest.narrative.conditions import CONDITIONS, Frame, is_in_time
from ingest.narrative.context import Context
from ingest.narrative.lexicon import Phrase
from ingest.narrative.statement import ZERO, Statement
from ingest.narrative.tokens import FIGURE


def zeros(clause: Clause, position: int, frame_start: int, context: Context, classes: Classes) -> Iterator[Statement]:
    """Yield the zeros a negation states: 未收到申请, 复议、诉讼未发生, 收费情况：无."""
    symbols = clause.symbols
    behind = _negated(clause, position, classes)
    ahead = symbols[frame_start:position]
    if FIGURE in behind or context.is_of_something_else:
        return
    if any(classes.symbol[name] in ahead for name in ("condition", "some", "part")):
        return
    if classes.symbol["none"] in ahead and ahead[-1] not in classes.ends_negated:
        return  # 未发现应收未收费用
    end = position + 1
    while end < len(symbols) and symbols[end] in classes.deeds - {classes.symbol["fill"]}:
        end += 1
    span = (clause.tokens[position].start, clause.tokens[end - 1].end, clause.tokens[0].start)
    if all(symbol in classes.no_noun for symbol in behind):
        yield from _zero_subjects(ahead, span, context, classes)
        return
    stated: set[str] = set()  # 未收到举报、投诉 is one zero
    for item in behind.split(classes.symbol["join"]):
        for statement in _zero_statements(classes.words.zeros, item, span, context, classes):
            if statement.code not in stated:
                yield statement
            stated.add(statement.code)


def _negated(clause: Clause, position: int, classes: Classes) -> str:
    """Return the symbols a negation is about; 一起 in 未发生一起复议 counts nothing, nor does 也未 repeat it."""
    kept: list[str] = []
    for token, symbol in zip(clause.tokens[position + 1 :], clause.symbols[position + 1 :], strict=True):
        is_single = symbol == FIGURE and token.figure.value == 1
        if is_single and all(other in classes.deeds for other in kept):
            continue
        if symbol == classes.symbol["none"] and kept and kept[-1] in classes.repeats:
            continue
        kept.append(symbol)
    return "".join(kept)


def _zero_subjects(ahead: str, span: tuple[int, int, int], context: Context, classes: Classes) -> Iterator[Statement]:
    while ahead and ahead[-1] == classes.symbol["both"]:
        ahead = ahead[:-1]
    items = [item for item in ahead.split(classes.symbol["join"]) if item]
    if any(symbol in classes.topic_of for symbol in ahead):
        for item in items:
            yield from _zero_statements(classes.words.subjects, item, span, context, classes)
        return
    if all(symbol in classes.lead or symbol in classes.case_ends for symbol in ahead):
        for topic in context.topics or context.heading_topics:
            noun = classes.noun_of(topic)
            if noun:
                yield from _zero_statements(classes.words.subjects, noun, span, context, classes)


def _zero_statements(
    phrases: Sequence[Phrase], item: str, span: tuple[int, int, int], context: Context, classes: Classes
) -> Iterator[Statement]:
    for phrase in phrases:
        if not phrase.before.fullmatch(item):
            continue
        if not is_in_time(phrase, context):
            context.has_counted_other_year = context.is_in_other_year
            continue
        if all(CONDITIONS[need](Frame(item, ""), context, classes) for need in phrase.needs):
            yield Statement(phrase.code, ZERO, phrase.rank, *span)
