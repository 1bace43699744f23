"""The grammar of a sentence: which figure states which measure, and which figures state none.

A sentence is read clause by clause. The words since the last figure are the frame of the next one; a
phrase of ``narrative_phrase.csv`` must match the end of the frame (or what follows the figure), and the
context must allow it: the right year, no comparison, no plan, not a part of a figure already stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from ingest.narrative.lexicon import Lexicon, Phrase, lexicon
from ingest.narrative.tokens import CLOSE, COMMA, FIGURE, OPEN, SEMICOLON, Token

ZERO = Decimal(0)
_NONE_YET = 9  # a rank below all
_MAX_CLAUSE = 150  # tokens; a longer stretch without a comma is no sentence, and would be slow to read
_PUBLISHED = "items_published_"


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure a sentence states for a measure; the positions are those of the passage."""

    code: str
    value: Decimal
    rank: int
    raw_start: int
    raw_end: int
    frame_start: int


@dataclass(slots=True)
class Clause:
    """The tokens between two commas, with what the comma was. ``symbols`` has one character a token."""

    tokens: list[Token]
    opened_by: str = COMMA
    is_bracketed: bool = False
    symbols: str = ""

    def __post_init__(self) -> None:
        self.symbols = "".join(token.symbol for token in self.tokens)


@dataclass(slots=True)
class Context:
    """What a sentence has said so far. ``topics`` are the counted things last named."""

    is_of_a_government: bool = False
    topics: tuple[str, ...] = ()
    heading_topics: tuple[str, ...] = ()
    is_about_disclosure: bool = False
    is_current: bool = True
    is_compared: bool = False
    is_planned: bool = False
    is_part_of_agency: bool = False
    is_inside_part: bool = False
    has_late: bool = False
    is_since_ever: bool = False
    has_published: bool = False
    channel: str = ""
    channel_age: int = 0
    unread: str = ""  # the frame of the last figure, where its unit was not the measure's (98期、266条)
    is_unread_compared: bool = False
    stated: dict[str, int] = field(default_factory=dict)  # the best rank of each code so far


@dataclass(frozen=True, slots=True)
class Frame:
    """The words before a figure, those behind it, and where the phrase under trial begins in them."""

    before: str
    after: str
    match_start: int = 0
    is_zero: bool = False


class Grammar:
    """The compiled classes of symbols the rules ask for."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        of = words.symbols
        self.symbol = words.symbol_of
        self.channels = of("channel")
        self.other_channels = of("other_channel")
        self.some_channels = of("many_channels")
        self.foreign = of("foreign", "document", "channel_tail")
        self.unclear = of(
            "foreign", "document", "word", "phrase", "applicant_kind", "route", "leader", "late", "quoted", "bracket"
        )
        self.unknown = of("word", "phrase")
        self.bars_before = of("late", "route", "applicant_kind", "on_time")
        self.bars_noun = of("late", "route", "applicant_kind", "word", "phrase", "foreign", "document")
        self.bars_channel = of("late", "route", "foreign", "document")
        self.nouns = of(
            "asked", "channel", "outcome", "review", "litigation", "complaint", "fee", "charge", "press_conference",
            "policy_explanation", "training", "specialised_training", "upheld", "corrected", "close", "trainee",
            "carry_past", "carry_next", "training_modifier",
        )  # fmt: skip
        self.verbs = of(
            "verb", "receive", "receive_new", "accept", "collect", "hold", "attend", "close", "outcome",
            "carry", "carry_past", "carry_next", "past", "next",
        )  # fmt: skip
        self.weighty = self.nouns | self.channels | of("carry", "audience")
        self.coordinated = self.nouns | self.foreign | self.unknown | self.other_channels
        self.times = of("now", "past", "next", "partial")
        self.other_times = of("past", "next", "partial")
        self.carries = of("carry", "carry_past", "carry_next")
        self.carry_gap = of("fill", "relation")
        self.may_follow = of(
            "plain", "occur", "join", "case_tail", "manner", "on_time", "close", "adjudicate", "both"
        ) | {FIGURE}
        self.ends = of("join") | {FIGURE}
        self.amount = of("amount", "both", "part")
        self.case_ends = of("case_tail", "fill")
        self.deeds = of("receive", "receive_new", "accept", "occur", "collect", "fill")
        self.no_noun = self.deeds | of("case_tail", "fill", "relation", "manner", "related")
        self.repeats = of("relation", "join")
        self.lead = of("lead", "plain", "manner", "both")
        self.topic_of = self._topics()
        self.yields_to_foreign = of("on_request", "training", "trainee")
        self.deciders = of("organ", "adjudicate")
        self.disclosure = of("disclosure", "asked", "information", "fee")

    def _topics(self) -> dict[str, str]:
        of = self.words.symbol_of
        named = {
            "application": ("application", "on_request"),
            "review": ("review", "organ"),
            "litigation": ("litigation", "court"),
            "route": ("litigation_route",),
            "complaint": ("complaint",),
            "fee": ("fee", "charge"),
            "press": ("press_conference",),
            "policy": ("policy_explanation",),
            "training": ("training", "specialised_training", "trainee"),
        }
        return {of[category]: topic for topic, categories in named.items() for category in categories}

    def noun_of(self, topic: str) -> str:
        """Return a symbol that names a topic, "" for one without a measure."""
        return next((symbol for symbol, named in self.topic_of.items() if named == topic), "")


@cache
def grammar() -> Grammar:
    """Return the grammar over the words of the data files, made once."""
    return Grammar(lexicon())


def statements(tokens: Sequence[Token], context: Context) -> list[Statement]:
    """Return what one sentence states; ``context`` begins fresh and is left as the sentence ends."""
    rules = grammar()
    symbols = {token.symbol for token in tokens}
    context.has_late = rules.symbol["late"] in symbols
    context.is_about_disclosure = not rules.disclosure.isdisjoint(symbols)
    found: list[Statement] = []
    previous: Clause | None = None
    outside: tuple[tuple[str, ...], bool, bool, str] | None = None
    for clause in clauses(tokens, rules):
        if len(clause.tokens) > _MAX_CLAUSE:
            continue
        if clause.is_bracketed and outside is None:
            outside = (context.topics, context.is_inside_part, context.is_current, context.channel)
        elif outside is not None and not clause.is_bracketed:
            context.topics, context.is_inside_part, context.is_current, context.channel = outside
            outside = None
        _enter(clause, context, rules)
        for statement in _read_clause(clause, previous, context, rules):
            if context.is_inside_part and context.stated.get(statement.code, _NONE_YET) <= statement.rank:
                context.is_part_of_agency = True  # 其中市直部门120件: what follows is theirs, too
                continue
            found.append(statement)
            context.stated[statement.code] = min(statement.rank, context.stated.get(statement.code, _NONE_YET))
        previous = clause
    if outside is not None:
        context.topics = outside[0]
    return found


def clauses(tokens: Sequence[Token], rules: Grammar) -> Iterator[Clause]:
    """Split a sentence at commas; what stands in brackets is a clause of its own where it counts something."""
    current: list[Token] = []
    opened_by = SEMICOLON
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.symbol == OPEN:
            closing = _closing(tokens, position)
            inner = tokens[position + 1 : closing]
            if any(part.symbol in (FIGURE, rules.symbol["none"]) for part in inner):
                if current:
                    yield Clause(current, opened_by)
                yield from _bracketed(inner)
                resumed = [] if any(part.symbol == FIGURE for part in current) else current
                current, opened_by = [*resumed, Token(rules.symbol["bracket"], token.start, token.end)], CLOSE
            elif any(part.symbol in rules.weighty for part in inner):
                current.append(Token(rules.symbol["bracket"], inner[0].start, inner[-1].end))
            position = closing + 1
            continue
        if token.symbol in (COMMA, SEMICOLON, CLOSE):
            if current:
                yield Clause(current, opened_by)
            current, opened_by = [], token.symbol
        else:
            current.append(token)
        position += 1
    if current:
        yield Clause(current, opened_by)


def _bracketed(inner: Sequence[Token]) -> Iterator[Clause]:
    current: list[Token] = []
    opened_by = OPEN
    for token in inner:
        if token.symbol in (COMMA, SEMICOLON, OPEN, CLOSE):
            if current:
                yield Clause(current, opened_by, is_bracketed=True)
            current, opened_by = [], COMMA
        else:
            current.append(token)
    if current:
        yield Clause(current, opened_by, is_bracketed=True)


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        if tokens[position].symbol == OPEN:
            depth += 1
        elif tokens[position].symbol == CLOSE:
            depth -= 1
            if depth == 0:
                return position
    return len(tokens)


def _enter(clause: Clause, context: Context, rules: Grammar) -> None:
    context.is_compared = False
    context.channel_age += 1
    if clause.opened_by == OPEN:
        context.is_inside_part = True
    if clause.opened_by == SEMICOLON or context.channel_age > 2:
        context.channel = ""


def _read_clause(clause: Clause, previous: Clause | None, context: Context, rules: Grammar) -> Iterator[Statement]:
    tokens, symbols = clause.tokens, clause.symbols
    frame_start = position = 0
    if clause.opened_by != COMMA or not context.is_unread_compared:
        context.unread = ""
    context.is_unread_compared = False
    while position < len(tokens):
        symbol = symbols[position]
        if symbol != FIGURE:
            if symbol == rules.symbol["none"]:
                yield from _zeros(clause, position, frame_start, previous, context, rules)
            _notice(symbols, position, context, rules)
            position += 1
            continue
        used = yield from _figures(clause, position, frame_start, previous, context, rules)
        position += used
        frame_start = position


def _notice(symbols: str, position: int, context: Context, rules: Grammar) -> None:
    """Take a word into the context: times, plans, parts, topics, channels."""
    symbol, of = symbols[position], rules.symbol
    if symbol in rules.times:
        _notice_time(symbols, position, context, rules)
    elif symbol in rules.topic_of:
        _notice_topic(symbols, position, context, rules)
    elif symbol in rules.channels:
        _notice_channel(symbols, position, context, rules)
    elif symbol == of["part"]:
        context.is_inside_part = True
    elif symbol == of["whole"]:
        context.is_part_of_agency = False
    elif symbol == of["behalf"] or (symbol == of["office"] and context.is_of_a_government):
        context.is_part_of_agency = True
    elif symbol == of["body"] and context.is_of_a_government:
        does = symbols[position + 1 : position + 3]
        if any(deed in rules.verbs for deed in does) and of["whole"] not in symbols[:position]:
            context.is_part_of_agency = True  # 市教育局收到35件 in the report of the whole city
    elif symbol == of["own_part"]:
        is_joined = position > 1 and symbols[position - 1] == of["join"] and symbols[position - 2] == symbol
        context.is_part_of_agency = of["whole"] not in symbols[:position] and not is_joined
    elif symbol == of["plan"] or symbol == of["plan_long"]:
        context.is_planned = True
    elif symbol == of["will"]:
        if position and symbols[position - 1] in rules.words.symbols("agent", "body", "whole", "next"):
            context.is_planned = True
    elif symbol == of["same_period"]:
        context.is_compared = True
    elif symbol == of["until"]:
        context.is_since_ever = True  # 截至年底累计 counts from the beginning, 全年累计 the year
    elif symbol in rules.words.members["verb"] or symbol == of["information"]:
        context.has_published = True


def _notice_time(symbols: str, position: int, context: Context, rules: Grammar) -> None:
    symbol, of = symbols[position], rules.symbol
    if symbol in (of["past"], of["next"]) and _beside_carry(symbols, position, rules):
        return
    before = symbols[position - 1] if position else ""
    if before == of["than"] or (before == of["join"] and symbol == of["past"]):
        context.is_compared = True
        return
    if symbol == of["now"] and before in rules.other_times:
        return  # 去年全年 is all of last year
    if symbol == of["now"]:
        context.is_current, context.is_compared = True, False
        if before != of["until"]:
            context.is_since_ever = False
        if before != of["will"]:
            context.is_planned = context.is_planned and of["next"] in symbols[:position]
    elif not context.is_compared:
        context.is_current = False


def _beside_carry(symbols: str, position: int, rules: Grammar) -> bool:
    behind = position + 1
    while behind < len(symbols) and symbols[behind] in rules.carry_gap:
        behind += 1
    ahead = position - 1
    while ahead >= 0 and symbols[ahead] in rules.carry_gap:
        ahead -= 1
    return (behind < len(symbols) and symbols[behind] in rules.carries) or (
        ahead >= 0 and symbols[ahead] in rules.carries
    )


def _notice_topic(symbols: str, position: int, context: Context, rules: Grammar) -> None:
    topic = rules.topic_of[symbols[position]]
    if context.topics == ("foreign",) and symbols[position] in rules.yields_to_foreign:
        return  # of 140 documents 50 are open 依申请公开: no application is counted
    gap = position - 1
    while gap >= 0 and symbols[gap] in rules.case_ends:
        gap -= 1
    is_anothers = gap >= 0 and (symbols[gap] in rules.unknown or symbols[gap] in rules.foreign)
    if topic == "application" and is_anothers and rules.symbol["fill"] not in symbols[gap + 1 : position]:
        topic = "foreign"  # 审批事项申请
    if gap > 0 and symbols[gap] == rules.symbol["join"] and context.topics and topic not in context.topics:
        context.topics = (*context.topics, topic)
    else:
        context.topics = (topic,)


def _notice_channel(symbols: str, position: int, context: Context, rules: Grammar) -> None:
    """Keep a channel that is the subject of its clause for the next one (微信关注量497人，发布信息257条)."""
    ahead = symbols[:position]
    behind = symbols[position + 1] if position + 1 < len(symbols) else ""
    plain = rules.lead | rules.unknown if behind == rules.symbol["audience"] else rules.lead
    is_subject = all(symbol in plain for symbol in ahead) and rules.symbol["by"] not in ahead
    is_account = position > 0 and symbols[position - 1] == rules.symbol["quoted"]
    follows_well = is_account or not behind or behind not in rules.unknown
    is_alone = len({symbol for symbol in symbols if symbol in rules.channels}) == 1
    context.channel = symbols[position] if is_subject and follows_well and is_alone else rules.symbol["many_channels"]
    context.channel_age = 0


# -- figures in digits and numerals -------------------------------------------------------------------------


def _figures(
    clause: Clause, position: int, frame_start: int, previous: Clause | None, context: Context, rules: Grammar
) -> Iterator[Statement]:
    """Yield what the figure at ``position`` states; return how many tokens are used up."""
    before, first = _frame_before(clause, position, frame_start, previous, rules)
    after = _until_figure(clause.symbols, position + 1)
    shared = _shared(clause, position, before, context, rules)
    if shared is not None:
        used, stated = shared
        yield from stated
        return used
    phrase, frame, used = _phrase_for(clause.tokens[position], before, after, context, rules)
    figure = clause.tokens[position].figure
    if phrase is None and context.unread and all(symbol in rules.amount for symbol in before):
        phrase, frame, used = _phrase_for(clause.tokens[position], context.unread + before, after, context, rules)
    if phrase is None:
        context.unread = before or context.unread
        if context.is_compared:  # 公开信息比去年多302条，达到1544条
            context.unread = before.partition(rules.symbol["than"])[0]
            context.is_unread_compared = True
        _notice_count(before, after, figure.unit, context, rules)
        return 1
    context.unread = ""
    if phrase.code.startswith(_PUBLISHED) and frame.match_start >= 0:
        context.channel = ""
    if figure.value is not None and _is_stated(phrase, frame, context, rules):
        value = figure.value * phrase.units.get(figure.unit, 1)
        if value == value.to_integral_value() or figure.unit in ("元",):
            begins = first.start if first else figure.raw_start
            yield Statement(phrase.code, value, phrase.rank, figure.raw_start, figure.raw_end, begins)
            named = [rules.topic_of[symbol] for symbol in before if symbol in rules.topic_of]
            context.topics = tuple(named[-1:]) or context.topics
    elif not _is_own_noun(frame, rules):
        context.topics = ("foreign",)
    for at in range(position + 1, position + used):
        _notice(clause.symbols, at, context, rules)
    return used


def _frame_before(
    clause: Clause, position: int, frame_start: int, previous: Clause | None, rules: Grammar
) -> tuple[str, Token | None]:
    before = clause.symbols[frame_start:position]
    first = clause.tokens[frame_start] if frame_start < position else None
    if (
        frame_start == 0
        and previous is not None
        and clause.opened_by in (COMMA, OPEN)
        and FIGURE not in previous.symbols
        and rules.symbol["none"] not in previous.symbols
        and all(symbol in rules.amount for symbol in before)
    ):
        return previous.symbols + before, previous.tokens[0]
    while before and before[0] == rules.symbol["join"]:
        before = before[1:]
    return before, first


def _until_figure(symbols: str, start: int) -> str:
    end = symbols.find(FIGURE, start)
    return symbols[start:] if end < 0 else symbols[start : end + 1]


def _phrase_for(
    token: Token, before: str, after: str, context: Context, rules: Grammar
) -> tuple[Phrase | None, Frame, int]:
    unit = token.figure.unit
    is_bare_zero = unit == "" and token.figure.value == ZERO
    for phrase in rules.words.figures:
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
            follows = rules.ends if "ends" in phrase.needs else rules.may_follow
            if behind.end() < len(after) and after[behind.end()] not in follows:
                continue
            used += behind.end()
        frame = Frame(before, after, match.start(), token.figure.value == ZERO)
        if all(CONDITIONS[need](frame, context, rules) for need in phrase.needs):
            return phrase, frame, used
    return None, Frame(before, after), 1


def _is_stated(phrase: Phrase, frame: Frame, context: Context, rules: Grammar) -> bool:
    """Say whether the context lets a matched figure stand for the report, its whole and its year."""
    if context.is_planned or context.is_compared or context.is_part_of_agency:
        return False
    if not context.is_current and "own_time" not in phrase.needs:
        return False
    if context.is_since_ever and rules.symbol["so_far"] in frame.before:
        return False
    return not _is_qualified(frame, rules) and not _is_joint(frame, rules)


def _is_qualified(frame: Frame, rules: Grammar) -> bool:
    """Say whether words make a figure inexact, a change, a rate, or one of another noun's."""
    of = rules.symbol
    before, start = frame.before, frame.match_start
    end = len(before)
    while end and before[end - 1] in rules.words.members["amount"]:
        end -= 1
    last = before[end - 1] if end else ""
    if last in (of["approximate"], of["change"]) or of["rate"] in before or of["none"] in before:
        return True
    if start == 0:
        return False
    begins = before[start : start + 1]
    if begins in rules.channels:
        return before[start - 1] in rules.bars_channel  # a site or an account has a name of its own
    return before[start - 1] in (rules.bars_before if begins in rules.verbs else rules.bars_noun)


def _is_own_noun(frame: Frame, rules: Grammar) -> bool:
    """Say whether nothing unknown stands directly before the phrase and makes its noun another's."""
    start = frame.match_start
    return (
        start == 0 or frame.before[start : start + 1] in rules.verbs or frame.before[start - 1] not in rules.bars_noun
    )


def _is_joint(frame: Frame, rules: Grammar) -> bool:
    """Say whether the counted noun is only one of several that share the figure (复议和诉讼共7件)."""
    before, start = frame.before, frame.match_start
    if start < 2 or before[start - 1] != rules.symbol["join"] or before[start] not in rules.nouns:
        return False
    at = start - 2
    while at > 0 and before[at] in rules.case_ends:
        at -= 1
    return before[at] in rules.coordinated


def _notice_count(before: str, after: str, unit: str, context: Context, rules: Grammar) -> None:
    """A figure of something else: what follows without a noun of its own counts that, too."""
    if rules.symbol["audience"] in before or unit not in rules.words.counting_units:
        return
    others = rules.foreign | rules.unknown
    if any(topic in ("review", "litigation") for topic in context.topics) and not rules.deciders.isdisjoint(before):
        context.topics = ("foreign",)  # cases the agency decides, and how it decided them
    elif any(symbol in others for symbol in before + after):
        named = [at for at, symbol in enumerate(before) if symbol in rules.topic_of or symbol in others]
        is_own = bool(named) and before[named[-1]] in rules.topic_of
        if not is_own or (named[-1] > 0 and before[named[-1] - 1] in others):
            context.topics = ("foreign",)


# -- one figure for several nouns, several figures for as many ------------------------------------------------


def _shared(
    clause: Clause, position: int, before: str, context: Context, rules: Grammar
) -> tuple[int, list[Statement]] | None:
    """Read 各1件, 均为零 and 分别为6件和2件; None where the figure belongs to one noun alone."""
    both = rules.symbol["both"]
    tokens = clause.tokens
    figure = tokens[position].figure
    at = before.rfind(both)
    if at >= 0:
        nouns, tail = before[:at], before[at + 1 :]
    elif figure.value == ZERO and rules.symbol["bracket"] not in before:
        nouns, tail = before, ""
    else:
        return None
    items = _items(nouns, rules)
    if at < 0 and len(items) < 2:
        return None
    figures, used = _figure_list(clause, position, rules)
    if len(figures) != len(items):
        if len(figures) > 1 and len(items) > 1:
            return used, []
        figures, used = [tokens[position]] * len(items), 1
    stated: list[Statement] = []
    for item, token in zip(items, figures, strict=True):
        if any(symbol in rules.other_times for symbol in item) and len(items) > 1:
            continue
        phrase, frame, _ = _phrase_for(token, item + tail, "", context, rules)
        if phrase and token.figure.value is not None and _is_stated(phrase, frame, context, rules):
            value = token.figure.value * phrase.units.get(token.figure.unit, 1)
            raw_start, raw_end = token.figure.raw_start, token.figure.raw_end
            stated.append(Statement(phrase.code, value, phrase.rank, raw_start, raw_end, tokens[0].start))
    if not stated and (at < 0 or len(items) == 1):
        return None
    return used, stated


def _items(nouns: str, rules: Grammar) -> list[str]:
    """Split 行政复议案件、行政诉讼案件 into its nouns; the words before the first stay with it."""
    items = nouns.split(rules.symbol["join"])
    if len(items) > 1 and all(item and all(symbol in rules.times for symbol in item) for item in items):
        return items  # 2020年、2021年分别公开300条、350条
    while len(items) > 1 and not any(symbol in rules.nouns for symbol in items[0]):
        items = [items[0] + items[1], *items[2:]]
    return items


def _figure_list(clause: Clause, position: int, rules: Grammar) -> tuple[list[Token], int]:
    figures = [clause.tokens[position]]
    at = position + 1
    while (
        at + 1 < len(clause.tokens) and clause.symbols[at] == rules.symbol["join"] and clause.symbols[at + 1] == FIGURE
    ):
        figures.append(clause.tokens[at + 1])
        at += 2
    return figures, at - position


# -- zeros in words -----------------------------------------------------------------------------------------


def _zeros(
    clause: Clause, position: int, frame_start: int, previous: Clause | None, context: Context, rules: Grammar
) -> Iterator[Statement]:
    """Yield the zeros a negation states: 未收到申请, 复议、诉讼未发生, 收费情况：无."""
    symbols = clause.symbols
    behind = _negated(clause, position, rules)
    ahead = symbols[frame_start:position]
    if FIGURE in behind or context.is_planned or context.is_part_of_agency or context.is_compared:
        return
    if any(rules.symbol[name] in ahead for name in ("condition", "some", "part")):
        return
    end = position + 1
    while end < len(symbols) and symbols[end] in rules.deeds - {rules.symbol["fill"]}:
        end += 1
    span = (clause.tokens[position].start, clause.tokens[end - 1].end, clause.tokens[0].start)
    if all(symbol in rules.no_noun for symbol in behind):
        yield from _zero_subjects(ahead, behind, span, context, rules)
        return
    stated: set[str] = set()  # 未收到举报、投诉 is one zero
    for item in behind.split(rules.symbol["join"]):
        for statement in _zero_statements(rules.words.zeros, item, span, context, rules):
            if statement.code not in stated:
                yield statement
            stated.add(statement.code)


def _negated(clause: Clause, position: int, rules: Grammar) -> str:
    """Return the symbols a negation is about; 一起 in 未发生一起复议 counts nothing, nor does 也未 repeat it."""
    kept: list[str] = []
    for token, symbol in zip(clause.tokens[position + 1 :], clause.symbols[position + 1 :], strict=True):
        is_single = symbol == FIGURE and token.figure.value == 1
        if is_single and all(other in rules.deeds for other in kept):
            continue
        if symbol == rules.symbol["none"] and kept and kept[-1] in rules.repeats:
            continue
        kept.append(symbol)
    return "".join(kept)


def _zero_subjects(
    ahead: str, behind: str, span: tuple[int, int, int], context: Context, rules: Grammar
) -> Iterator[Statement]:
    while ahead and ahead[-1] == rules.symbol["both"]:
        ahead = ahead[:-1]
    items = [item for item in ahead.split(rules.symbol["join"]) if item]
    if any(symbol in rules.topic_of for symbol in ahead):
        for item in items:
            yield from _zero_statements(rules.words.subjects, item, span, context, rules)
        return
    if all(symbol in rules.lead or symbol in rules.case_ends for symbol in ahead):
        for topic in context.topics or context.heading_topics:
            noun = rules.noun_of(topic)
            if noun:
                yield from _zero_statements(rules.words.subjects, noun, span, context, rules)


def _zero_statements(
    phrases: Sequence[Phrase], item: str, span: tuple[int, int, int], context: Context, rules: Grammar
) -> Iterator[Statement]:
    for phrase in phrases:
        if not phrase.before.fullmatch(item):
            continue
        if not context.is_current and "own_time" not in phrase.needs:
            continue
        if all(CONDITIONS[need](Frame(item, ""), context, rules) for need in phrase.needs):
            yield Statement(phrase.code, ZERO, phrase.rank, *span)


# -- conditions a phrase can ask for ------------------------------------------------------------------------


def _channels_in(frame: Frame, rules: Grammar) -> set[str]:
    return {symbol for symbol in frame.before if symbol in rules.channels}


def _one_channel(frame: Frame, context: Context, rules: Grammar) -> bool:
    bars = rules.other_channels | rules.some_channels
    return len(_channels_in(frame, rules)) == 1 and bars.isdisjoint(frame.before)


def _no_channel(frame: Frame, context: Context, rules: Grammar) -> bool:
    if _channels_in(frame, rules) or not rules.other_channels.isdisjoint(frame.before):
        return False
    if rules.symbol["channel_tail"] in frame.before or rules.symbol["bracket"] in frame.before:
        return False
    return not context.channel or rules.symbol["proactive"] in frame.before


def _carried(channel: str) -> Callable[[Frame, Context, Grammar], bool]:
    def condition(frame: Frame, context: Context, rules: Grammar) -> bool:
        bars = rules.channels | rules.other_channels | rules.some_channels
        return context.channel == rules.symbol[channel] and bars.isdisjoint(frame.before)

    return condition


def _lacks(*names: str) -> Callable[[Frame, Context, Grammar], bool]:
    def condition(frame: Frame, context: Context, rules: Grammar) -> bool:
        return rules.words.symbols(*names).isdisjoint(frame.before)

    return condition


def _plain_frame(frame: Frame, context: Context, rules: Grammar) -> bool:
    behind = frame.after[:1]
    return rules.unclear.isdisjoint(frame.before) and (not behind or behind in rules.may_follow)


def _about_applications(frame: Frame, context: Context, rules: Grammar) -> bool:
    if not (rules.channels | rules.other_channels).isdisjoint(frame.before):
        return False
    if "application" in context.topics:
        return True
    return not context.topics and rules.foreign.isdisjoint(frame.before)


def _not_deciding(frame: Frame, context: Context, rules: Grammar) -> bool:
    """A body that decides reviews counts all it decides; only those about disclosure are the measure."""
    decides = rules.words.symbols("adjudicate", "accept", "close")
    if rules.symbol["organ"] in frame.before:
        return False
    return context.is_about_disclosure or decides.isdisjoint(frame.before)


def _not_of_published(frame: Frame, context: Context, rules: Grammar) -> bool:
    """Among the kinds of what was published (其中工作动态52条、政策解读2条) the measure is only a part."""
    return not (context.is_inside_part and any(code.startswith(_PUBLISHED) for code in context.stated))


def _topic(*topics: str) -> Callable[[Frame, Context, Grammar], bool]:
    return lambda frame, context, rules: any(topic in context.topics for topic in topics)


def _only_topic(topic: str) -> Callable[[Frame, Context, Grammar], bool]:
    return lambda frame, context, rules: context.topics == (topic,)


CONDITIONS: dict[str, Callable[[Frame, Context, Grammar], bool]] = {
    "one_channel": _one_channel,
    "no_channel": _no_channel,
    "carried_website": _carried("website"),
    "carried_weibo": _carried("weibo"),
    "carried_wechat": _carried("wechat"),
    "carried_gazette": _carried("gazette"),
    "not_of_published": _not_of_published,
    "zero": lambda frame, context, rules: frame.is_zero,
    "ends": lambda frame, context, rules: True,
    "publishing": lambda frame, context, rules: context.has_published,
    "own_time": lambda frame, context, rules: True,
    "not_foreign": lambda frame, context, rules: "foreign" not in context.topics,
    "about_publishing": lambda frame, context, rules: not context.topics,
    "about_applications": _about_applications,
    "about_disclosure": lambda frame, context, rules: context.is_about_disclosure,
    "about_disclosure_or_zero": lambda frame, context, rules: context.is_about_disclosure or frame.is_zero,
    "topic_application": _topic("application"),
    "topic_fee": _topic("fee"),
    "topic_press": _only_topic("press"),
    "topic_review": _only_topic("review"),
    "topic_litigation": _only_topic("litigation"),
    "plain_frame": _plain_frame,
    "nothing_late": lambda frame, context, rules: not context.has_late,
    "not_deciding": _not_deciding,
    "no_foreign": _lacks("foreign", "document"),
    "no_leader": _lacks("leader"),
    "not_attending": _lacks("attend"),
}
