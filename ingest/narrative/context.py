"""What a sentence has said so far, and how each word of it changes that: times, plans, parts, topics, channels."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.narrative.classes import Classes
from ingest.narrative.clauses import Clause
from ingest.narrative.tokens import FIGURE, OPEN, SEMICOLON


@dataclass(slots=True)
class Context:
    """What a sentence has said so far. ``topics`` are the counted things last named."""

    is_of_a_government: bool = False
    has_no_towns: bool = False  # the report of an office
    topics: tuple[str, ...] = ()
    heading_topics: tuple[str, ...] = ()
    is_about_disclosure: bool = False
    is_of_the_section: bool = False  # the heading is of reviews and lawsuits about disclosure
    may_mean_disclosure: bool = True  # no heading stands above, or one that names what the report is about
    is_tied: bool = False  # the words before name disclosure as what the cases are about
    is_tied_behind: bool = False  # 行政复议3件，均涉及政府信息公开
    counts_all_cases: bool = False  # 办理行政复议案件45件: whatever they are about
    is_current: bool = True
    is_compared: bool = False
    is_planned: bool = False
    is_planned_throughout: bool = False
    is_part_of_agency: bool = False
    is_inside_part: bool = False
    is_elsewhere: bool = False  # 全国…: more than the report speaks for
    has_counted_elsewhere: bool = False
    is_in_other_year: bool = False
    has_counted_other_year: bool = False
    has_late: bool = False
    is_since_ever: bool = False
    names_year: bool = False
    has_time_in_part: bool = False  # 其中2022年
    has_published: bool = False
    channel: str = ""
    channel_age: int = 0
    unread: str = ""  # the frame of the last figure, where its unit was not the measure's (98期、266条)
    is_unread_compared: bool = False
    counted: str = ""  # the frame of the last figure that was read
    stated: dict[str, int] = field(default_factory=dict)  # the best rank of each code so far

    @property
    def is_of_something_else(self) -> bool:
        """Say whether what is counted now is planned, compared with, or not what the report speaks for."""
        return self.is_planned or self.is_compared or self.is_part_of_agency or self.is_elsewhere


def enter(clause: Clause, previous: Clause | None, context: Context, classes: Classes) -> None:
    """Begin a clause: comparisons end with the last one, a channel is remembered for two."""
    if clause.opened_by == SEMICOLON or (previous and not _leads_on(previous.symbols, classes)):
        context.is_tied = False
    if clause.opened_by == SEMICOLON:
        context.counted = ""
    if previous and FIGURE in previous.symbols:
        context.has_time_in_part = False
    if previous and _is_about_other_work(previous.symbols, classes):
        context.counts_all_cases = True
    context.is_compared = False
    context.is_elsewhere = context.is_elsewhere and context.has_counted_elsewhere
    context.channel_age += 1
    if clause.opened_by == OPEN:
        context.is_inside_part = True
    if clause.opened_by == SEMICOLON or context.channel_age > 2:
        context.channel = ""


def _leads_on(symbols: str, classes: Classes) -> bool:
    """Say whether what a clause names is what the next is about (因政府信息公开, 政务公开方面), unlike 推进政务公开."""
    if FIGURE in symbols:
        return True  # the figure itself has settled it
    return classes.symbol["cause"] in symbols or classes.no_tie.isdisjoint(symbols)


def _is_about_other_work(symbols: str, classes: Classes) -> bool:
    """Say whether a clause leads on to other work of an office (依法行政方面)."""
    is_lead = symbols[-1:] == classes.symbol["cause"] and FIGURE not in symbols
    named = classes.ties | classes.cases
    return is_lead and named.isdisjoint(symbols) and not classes.unknown.isdisjoint(symbols)


def unties_behind(symbols: str, classes: Classes) -> bool:
    """Say whether a clause tells that no case before it was about disclosure (均与政府信息公开无关)."""
    if FIGURE in symbols or classes.ties.isdisjoint(symbols) or not classes.cases.isdisjoint(symbols):
        return False
    return symbols[:1] in classes.of("both", "cause") and not classes.of("none", "unrelated").isdisjoint(symbols)


def ties_behind(symbols: str, classes: Classes) -> bool:
    """Say whether a clause tells what all cases before it were about (均由政府信息公开引发)."""
    if FIGURE in symbols or symbols[:1] not in classes.of("both", "cause"):
        return False
    return not classes.ties.isdisjoint(symbols) and classes.no_tie_behind.isdisjoint(symbols)


def notice(symbols: str, position: int, context: Context, classes: Classes) -> None:
    """Take a word into the context: times, plans, parts, topics, channels."""
    symbol, of = symbols[position], classes.symbol
    if symbol in classes.ties and symbol != of["application"]:
        context.is_tied = True
    if symbol in classes.times:
        _notice_time(symbols, position, context, classes)
    elif symbol in classes.topic_of:
        _notice_topic(symbols, position, context, classes)
    elif symbol in classes.channels:
        _notice_channel(symbols, position, context, classes)
    elif symbol == of["part"]:
        context.is_inside_part = True
    elif symbol == of["whole"]:
        context.is_part_of_agency = context.is_elsewhere = False
    elif symbol == of["elsewhere"]:
        context.is_elsewhere, context.has_counted_elsewhere = True, False
    elif symbol == of["agent"]:
        context.is_elsewhere = False
        if of["part"] in symbols[:position] and symbols[position + 1 : position + 2] in classes.has_own:
            context.is_part_of_agency = True  # 其中市政府新闻发布会3场
    elif symbol == of["behalf"] or (symbol == of["office"] and context.is_of_a_government):
        context.is_part_of_agency = True
    elif symbol == of["town"] and context.has_no_towns:
        does = symbols[position + 1 : position + 3]
        if any(deed in classes.verbs for deed in does) and all(
            other in classes.before_subject for other in symbols[:position]
        ):
            context.is_part_of_agency = True  # 某镇微信公众号发布信息55条 in the report of an office
    elif symbol in classes.bodies and (context.is_of_a_government or of["part"] in symbols[:position]):
        does = symbols[position + 1 : position + 3]
        if any(deed in classes.verbs for deed in does) and of["whole"] not in symbols[:position]:
            context.is_part_of_agency = True  # 市教育局收到35件 in the report of the whole city
    elif symbol == of["own_part"]:
        is_joined = position > 1 and symbols[position - 1] == of["join"] and symbols[position - 2] == symbol
        context.is_part_of_agency = of["whole"] not in symbols[:position] and not is_joined
    elif symbol == of["plan"] or symbol == of["plan_long"]:
        context.is_planned = True
    elif symbol == of["actual"]:
        context.is_planned = context.is_planned_throughout
    elif symbol == of["passed_on"]:
        if position and symbols[position - 1] in classes.passing and not context.is_inside_part:
            context.is_part_of_agency = True  # 市政府办转来6件
    elif symbol == of["will"]:
        if position and symbols[position - 1] in classes.of("agent", "body", "town", "whole", "next"):
            context.is_planned = True
    elif symbol == of["same_period"]:
        context.is_compared = True
    elif symbol == of["until"]:
        context.is_since_ever = True  # 截至年底累计 counts from the beginning, 全年累计 the year
    elif symbol in classes.of("verb") or symbol == of["information"]:
        context.has_published = True


def _notice_time(symbols: str, position: int, context: Context, classes: Classes) -> None:
    symbol, of = symbols[position], classes.symbol
    if symbol in (of["past"], of["next"]) and _is_of_carry(symbols, position, classes):
        return
    before = symbols[position - 1] if position else ""
    if context.is_inside_part and symbol != of["partial"] and before not in (of["until"], of["than"]):
        context.has_time_in_part = True
    if before == of["than"] or (before == of["join"] and symbol in classes.earlier):
        context.is_compared = True
        return
    if symbol == of["now"] and before in classes.other_times:
        return  # 去年全年 is all of last year
    if symbol == of["now"]:
        context.is_current, context.is_compared, context.is_in_other_year = True, False, False
        if before != of["until"]:
            context.is_since_ever = False
            context.names_year = True
        if before != of["will"]:
            context.is_planned = context.is_planned and not classes.plans.isdisjoint(symbols[:position])  # 力争全年
    elif not context.is_compared:
        context.is_current = False
        context.is_in_other_year = context.is_in_other_year or symbol != of["partial"]


def _is_of_carry(symbols: str, position: int, classes: Classes) -> bool:
    """Say whether a year is what something is carried from or to (2020年结转4件); 结转下年 has its own."""
    carry = classes.symbol["carry"]
    behind = position + 1
    while behind < len(symbols) and symbols[behind] in classes.carry_gap:
        behind += 1
    ahead = position - 1
    while ahead >= 0 and symbols[ahead] in classes.carry_gap:
        ahead -= 1
    return carry in (symbols[behind : behind + 1], symbols[ahead] if ahead >= 0 else "")


def _notice_topic(symbols: str, position: int, context: Context, classes: Classes) -> None:
    topic = classes.topic_of[symbols[position]]
    if context.topics == ("foreign",) and symbols[position] in classes.yields_to_foreign:
        return  # of 140 documents 50 are open 依申请公开: no application is counted
    gap = position - 1
    while gap >= 0 and symbols[gap] in classes.case_ends:
        gap -= 1
    is_anothers = gap >= 0 and (symbols[gap] in classes.unknown or symbols[gap] in classes.foreign)
    if topic == "application" and is_anothers and classes.symbol["fill"] not in symbols[gap + 1 : position]:
        topic = "foreign"  # 审批事项申请
    context.is_tied |= topic == "application"
    if gap > 0 and symbols[gap] == classes.symbol["join"] and context.topics and topic not in context.topics:
        context.topics = (*context.topics, topic)
    else:
        context.topics = (topic,)


def _notice_channel(symbols: str, position: int, context: Context, classes: Classes) -> None:
    """Keep a channel that is the subject of its clause for the next one (微信关注量497人，发布信息257条)."""
    ahead = symbols[:position]
    behind = symbols[position + 1] if position + 1 < len(symbols) else ""
    plain = classes.lead | classes.unknown if behind == classes.symbol["audience"] else classes.lead
    is_subject = all(symbol in plain for symbol in ahead) and classes.symbol["by"] not in ahead
    is_account = position > 0 and symbols[position - 1] == classes.symbol["quoted"]
    follows_well = is_account or not behind or behind not in classes.unknown
    is_alone = len({symbol for symbol in symbols if symbol in classes.channels}) == 1
    context.channel = symbols[position] if is_subject and follows_well and is_alone else classes.symbol["many_channels"]
    context.channel_age = 0


def notice_count(before: str, after: str, unit: str, context: Context, classes: Classes) -> None:
    """A figure of something else: what follows without a noun of its own counts that, too."""
    if classes.symbol["audience"] in before or unit not in classes.words.counting_units:
        return
    others = classes.foreign | classes.unknown
    if not classes.cases.isdisjoint(before) and classes.counts_all_cases(before):
        context.counts_all_cases = True
    if context.counts_all_cases:
        return  # their outcomes are none of disclosure's, but a part of them may be
    if any(topic in ("review", "litigation") for topic in context.topics) and not classes.deciders.isdisjoint(before):
        context.topics = ("foreign",)  # cases the agency decides, and how it decided them
    elif any(symbol in others for symbol in before + after):
        named = [at for at, symbol in enumerate(before) if symbol in classes.topic_of or symbol in others]
        is_own = bool(named) and before[named[-1]] in classes.topic_of
        if not is_own or (named[-1] > 0 and before[named[-1] - 1] in others):
            context.topics = ("foreign",)
