"""Figures in digits and numerals: the phrase each belongs to, alone or shared by several nouns."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.narrative.classes import Classes
from ingest.narrative.clauses import Clause
from ingest.narrative.conditions import CONDITIONS, PUBLISHED, Frame, is_own_noun, is_stated
from ingest.narrative.context import Context, notice, notice_count
from ingest.narrative.lexicon import Phrase
from ingest.narrative.statement import CASES, ZERO, Statement
from ingest.narrative.tokens import COMMA, FIGURE, OPEN, Token


def figures(
    clause: Clause, position: int, frame_start: int, previous: Clause | None, context: Context, classes: Classes
) -> Iterator[Statement]:
    """Yield what the figure at ``position`` states; return how many tokens are used up."""
    context.has_counted_elsewhere = context.is_elsewhere
    before, first = _frame_before(clause, position, frame_start, previous, classes)
    after = _until_figure(clause.symbols, position + 1)
    shared = _shared(clause, position, before, context, classes)
    if shared is not None:
        used, stated = shared
        yield from stated
        return used
    is_of_a_year = _is_of_a_year(before, context, classes)
    words = context.counted if is_of_a_year else before
    phrase, frame, used = _phrase_for(clause.tokens[position], words, after, context, classes)
    figure = clause.tokens[position].figure
    if phrase is None and context.unread and all(symbol in classes.amount for symbol in before):
        phrase, frame, used = _phrase_for(clause.tokens[position], context.unread + before, after, context, classes)
    if phrase is None:
        context.is_tied = False
        context.unread = before or context.unread
        if context.is_compared:  # 公开信息比去年多302条，达到1544条
            context.unread = before.partition(classes.symbol["than"])[0]
            context.is_unread_compared = True
        notice_count(before, after, figure.unit, context, classes)
        return 1
    context.unread = ""
    context.counted = "".join(symbol for symbol in frame.before if symbol not in classes.since)
    was_tied = context.is_tied
    context.is_tied = was_tied and phrase.code in CASES
    context.has_counted_other_year |= context.is_in_other_year
    if phrase.code.startswith(PUBLISHED) and frame.match_start >= 0:
        context.channel = ""
    if figure.value is not None and is_stated(phrase, frame, context, classes):
        value = figure.value * phrase.units.get(figure.unit, 1)
        if value == value.to_integral_value() or figure.unit in ("元",):
            begins = first.start if first else figure.raw_start
            is_tied = was_tied or not classes.ties.isdisjoint(frame.before)
            yield Statement(
                phrase.code,
                value,
                phrase.rank,
                figure.raw_start,
                figure.raw_end,
                begins,
                is_tied,
                context.names_year,
                context.is_since_ever or classes.symbol["so_far"] in frame.before,
            )
            named = [classes.topic_of[symbol] for symbol in before if symbol in classes.topic_of]
            context.topics = tuple(named[-1:]) or context.topics
    elif not is_own_noun(frame, classes):
        context.topics = ("foreign",)
    for at in range(position + 1, position + used):
        notice(clause.symbols, at, context, classes)
    return used


def _is_of_a_year(before: str, context: Context, classes: Classes) -> bool:
    """Say whether a figure is one year's, or what was done, of what was counted last (累计9300条，其中2023年530条)."""
    if not context.counted or not (context.has_time_in_part or classes.symbol["actual"] in before):
        return False
    verbs = classes.of("verb") if not classes.of("verb").isdisjoint(context.counted) else ""
    return all(symbol in classes.year_alone or symbol in context.counted or symbol in verbs for symbol in before)


def _frame_before(
    clause: Clause, position: int, frame_start: int, previous: Clause | None, classes: Classes
) -> tuple[str, Token | None]:
    before = clause.symbols[frame_start:position]
    first = clause.tokens[frame_start] if frame_start < position else None
    if (
        frame_start == 0
        and previous is not None
        and clause.opened_by in (COMMA, OPEN)
        and FIGURE not in previous.symbols
        and classes.symbol["none"] not in previous.symbols
        and all(symbol in classes.amount for symbol in before)
    ):
        return previous.symbols + before, previous.tokens[0]
    while before and before[0] == classes.symbol["join"]:
        before = before[1:]
    return before, first


def _until_figure(symbols: str, start: int) -> str:
    end = symbols.find(FIGURE, start)
    return symbols[start:] if end < 0 else symbols[start : end + 1]


def _phrase_for(
    token: Token, before: str, after: str, context: Context, classes: Classes
) -> tuple[Phrase | None, Frame, int]:
    unit = token.figure.unit
    is_bare_zero = unit == "" and token.figure.value == ZERO
    for phrase in classes.words.figures:
        if unit not in phrase.units and not is_bare_zero:
            continue
        match = phrase.before.search(before)
        if match is None:
            continue
        used = 1
        if phrase.after is not None:
            behind = phrase.after.match(after)
            if behind is None or not behind.end():
                continue
            follows = classes.ends if "ends" in phrase.needs else classes.may_follow
            if behind.end() < len(after) and after[behind.end()] not in follows:
                continue
            used += behind.end()
        frame = Frame(before, after, match.start(), token.figure.value == ZERO)
        if all(CONDITIONS[need](frame, context, classes) for need in phrase.needs):
            return phrase, frame, used
    return None, Frame(before, after), 1


def _shared(
    clause: Clause, position: int, before: str, context: Context, classes: Classes
) -> tuple[int, list[Statement]] | None:
    """Read 各1件, 均为零 and 分别为6件和2件; None where the figure belongs to one noun alone."""
    both = classes.symbol["both"]
    tokens = clause.tokens
    figure = tokens[position].figure
    at = before.rfind(both)
    if at >= 0:
        nouns, tail = before[:at], before[at + 1 :]
    elif figure.value == ZERO and classes.symbol["bracket"] not in before:
        nouns, tail = before, ""
    else:
        return None
    items = _items(nouns, classes)
    if at < 0 and len(items) < 2:
        return None
    figures, used = _figure_list(clause, position, classes)
    if len(figures) != len(items):
        if len(figures) > 1 and len(items) > 1:
            return used, []
        figures, used = [tokens[position]] * len(items), 1
    stated: list[Statement] = []
    for item, token in zip(items, figures, strict=True):
        if any(symbol in classes.other_times for symbol in item) and len(items) > 1:
            continue
        phrase, frame, _ = _phrase_for(token, item + tail, "", context, classes)
        if phrase and token.figure.value is not None and is_stated(phrase, frame, context, classes):
            value = token.figure.value * phrase.units.get(token.figure.unit, 1)
            raw_start, raw_end = token.figure.raw_start, token.figure.raw_end
            stated.append(Statement(phrase.code, value, phrase.rank, raw_start, raw_end, tokens[0].start))
    if not stated and (at < 0 or len(items) == 1):
        return None
    return used, stated


def _items(nouns: str, classes: Classes) -> list[str]:
    """Split 行政复议案件、行政诉讼案件 into its nouns; the words before the first stay with it."""
    items = nouns.split(classes.symbol["join"])
    if len(items) > 1 and all(item and all(symbol in classes.times for symbol in item) for item in items):
        return items  # 2020年、2021年分别公开300条、350条
    while len(items) > 1 and not any(symbol in classes.nouns for symbol in items[0]):
        items = [items[0] + items[1], *items[2:]]
    return items


def _figure_list(clause: Clause, position: int, classes: Classes) -> tuple[list[Token], int]:
    figures = [clause.tokens[position]]
    at = position + 1
    while (
        at + 1 < len(clause.tokens)
        and clause.symbols[at] == classes.symbol["join"]
        and clause.symbols[at + 1] == FIGURE
    ):
        figures.append(clause.tokens[at + 1])
        at += 2
    return figures, at - position
