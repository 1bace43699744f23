"""What the context must be for a phrase to be tried, and for what it matched to be stated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.narrative.classes import Classes
from ingest.narrative.context import Context
from ingest.narrative.lexicon import Phrase

PUBLISHED = "items_published_"  # how the codes of what was published begin


@dataclass(frozen=True, slots=True)
class Frame:
    """The words before a figure, those behind it, and where the phrase under trial begins in them."""

    before: str
    after: str
    match_start: int = 0
    is_zero: bool = False


Condition = Callable[["Frame", Context, Classes], bool]


def is_stated(phrase: Phrase, frame: Frame, context: Context, classes: Classes) -> bool:
    """Say whether the context lets a matched figure stand for the report, its whole and its year."""
    if context.is_of_something_else:
        return False
    if not is_in_time(phrase, context) or (context.is_since_ever and classes.symbol["so_far"] in frame.before):
        return False
    return not _is_qualified(frame, classes) and not _is_joint(frame, classes)


def is_in_time(phrase: Phrase, context: Context) -> bool:
    """Say whether the sentence speaks of the report's year; what a month leaves over at its end counts, too."""
    return context.is_current or ("own_time" in phrase.needs and not context.is_in_other_year)


def _is_qualified(frame: Frame, classes: Classes) -> bool:
    """Say whether words make a figure inexact, a change, a rate, or one of another noun's."""
    of = classes.symbol
    before, start = frame.before, frame.match_start
    end = len(before)
    while end and before[end - 1] in classes.of("amount"):
        end -= 1
    last = before[end - 1] if end else ""
    if last in (of["approximate"], of["change"]) or of["rate"] in before or of["none"] in before:
        return True
    if start == 0:
        return False
    begins = before[start : start + 1]
    if begins in classes.channels:
        return before[start - 1] in classes.bars_channel  # a site or an account has a name of its own
    return before[start - 1] in (classes.bars_before if begins in classes.verbs else classes.bars_noun)


def is_own_noun(frame: Frame, classes: Classes) -> bool:
    """Say whether nothing unknown stands directly before the phrase and makes its noun another's."""
    start = frame.match_start
    return (
        start == 0
        or frame.before[start : start + 1] in classes.verbs
        or frame.before[start - 1] not in classes.bars_noun
    )


def _is_joint(frame: Frame, classes: Classes) -> bool:
    """Say whether the counted noun is only one of several that share the figure (复议和诉讼共7件)."""
    before, start = frame.before, frame.match_start
    if start < 2 or before[start - 1] != classes.symbol["join"] or before[start] not in classes.nouns:
        return False
    at = start - 2
    while at > 0 and before[at] in classes.case_ends:
        at -= 1
    return before[at] in classes.coordinated


def _channels_in(frame: Frame, classes: Classes) -> set[str]:
    return {symbol for symbol in frame.before if symbol in classes.channels}


def _one_channel(frame: Frame, context: Context, classes: Classes) -> bool:
    bars = classes.other_channels | classes.some_channels
    return len(_channels_in(frame, classes)) == 1 and bars.isdisjoint(frame.before)


def _no_channel(frame: Frame, context: Context, classes: Classes) -> bool:
    if _channels_in(frame, classes) or not classes.other_channels.isdisjoint(frame.before):
        return False
    if classes.symbol["channel_tail"] in frame.before or classes.symbol["bracket"] in frame.before:
        return False
    is_elsewhere = context.channel or context.topics == ("press",)
    return not is_elsewhere or classes.symbol["proactive"] in frame.before


def _carried(channel: str) -> Condition:
    def condition(frame: Frame, context: Context, classes: Classes) -> bool:
        bars = classes.channels | classes.other_channels | classes.some_channels
        return context.channel == classes.symbol[channel] and bars.isdisjoint(frame.before)

    return condition


def _lacks(*names: str) -> Condition:
    def condition(frame: Frame, context: Context, classes: Classes) -> bool:
        return classes.of(*names).isdisjoint(frame.before)

    return condition


def _plain_frame(frame: Frame, context: Context, classes: Classes) -> bool:
    behind = frame.after[:1]
    return classes.unclear.isdisjoint(frame.before) and (not behind or behind in classes.may_follow)


def _about_applications(frame: Frame, context: Context, classes: Classes) -> bool:
    if not (classes.channels | classes.other_channels).isdisjoint(frame.before):
        return False
    if "application" in context.topics:
        return True
    return not context.topics and classes.foreign.isdisjoint(frame.before)


def _of_disclosure(frame: Frame, context: Context, classes: Classes) -> bool:
    """Reviews and lawsuits are the measure only where they are about disclosure.

    The words beside them, what is said of all of them behind, or the section must tie them to it; one who decides
    reviews or stands in court (办理, 行政应诉) counts all cases. None of all is none of these, too.
    """
    if not classes.of("organ", "third_party").isdisjoint(frame.before) or _is_of_own_courts(frame, classes):
        return False
    if frame.is_zero or context.is_tied_behind or _names_disclosure(frame, classes):
        return True
    if context.counts_all_cases or _is_of_other_work(frame, classes):
        return False
    if context.is_tied or context.is_of_the_section:
        return True
    return not classes.counts_all_cases(frame.before) and _may_be_of_disclosure(context)


def _outcome_of_disclosure(frame: Frame, context: Context, classes: Classes) -> bool:
    """How cases ended counts where the cases do."""
    if context.counts_all_cases:
        return frame.is_zero or _names_disclosure(frame, classes)
    return frame.is_zero or context.is_tied or context.is_of_the_section or _may_be_of_disclosure(context)


def _is_of_own_courts(frame: Frame, classes: Classes) -> bool:
    """Say whether the courts of the place are who has the cases (全市法院受理61件)."""
    places = classes.of("agent", "whole")
    courts = [at for at, symbol in enumerate(frame.before) if symbol == classes.symbol["court"]]
    return any(at and frame.before[at - 1] in places for at in courts)


def _is_of_other_work(frame: Frame, classes: Classes) -> bool:
    """Say whether the words before a case tell what else it is about (行政处罚类行政复议)."""
    case = next((at for at, symbol in enumerate(frame.before) if symbol in classes.cases), len(frame.before))
    return not classes.of("foreign").isdisjoint(frame.before[:case])


def _names_disclosure(frame: Frame, classes: Classes) -> bool:
    """Say whether disclosure is named before a figure, or between it and the case it counts (2件涉及信息公开的诉讼)."""
    case = next((at for at, symbol in enumerate(frame.after) if symbol in classes.cases), 0)
    return not classes.ties.isdisjoint(frame.before + frame.after[:case])


def _may_be_of_disclosure(context: Context) -> bool:
    return context.is_about_disclosure or context.may_mean_disclosure


def _not_of_published(frame: Frame, context: Context, classes: Classes) -> bool:
    """Among the kinds of what was published (其中工作动态52条、政策解读2条) the measure is only a part."""
    return not (context.is_inside_part and any(code.startswith(PUBLISHED) for code in context.stated))


def _topic(*topics: str) -> Condition:
    return lambda frame, context, classes: any(topic in context.topics for topic in topics)


def _only_topic(topic: str) -> Condition:
    return lambda frame, context, classes: context.topics == (topic,)


CONDITIONS: dict[str, Condition] = {
    "one_channel": _one_channel,
    "no_channel": _no_channel,
    "carried_website": _carried("website"),
    "carried_weibo": _carried("weibo"),
    "carried_wechat": _carried("wechat"),
    "carried_gazette": _carried("gazette"),
    "not_of_published": _not_of_published,
    "zero": lambda frame, context, classes: frame.is_zero,
    "ends": lambda frame, context, classes: True,
    "publishing": lambda frame, context, classes: context.has_published,
    "own_time": lambda frame, context, classes: True,
    "not_foreign": lambda frame, context, classes: "foreign" not in context.topics,
    "about_publishing": lambda frame, context, classes: not context.topics,
    "about_applications": _about_applications,
    "about_disclosure": lambda frame, context, classes: context.is_about_disclosure,
    "about_disclosure_or_zero": lambda frame, context, classes: context.is_about_disclosure or frame.is_zero,
    "topic_application": _topic("application"),
    "topic_fee": _topic("fee"),
    "topic_complaint": _only_topic("complaint"),
    "topic_press": _only_topic("press"),
    "topic_review": _only_topic("review"),
    "topic_litigation": _only_topic("litigation"),
    "plain_frame": _plain_frame,
    "nothing_late": lambda frame, context, classes: not context.has_late,
    "of_disclosure": _of_disclosure,
    "outcome_of_disclosure": _outcome_of_disclosure,
    "no_foreign": _lacks("foreign", "document"),
    "no_leader": _lacks("leader"),
    "not_attending": _lacks("attend"),
}
