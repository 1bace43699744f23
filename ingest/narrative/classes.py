"""Classes of symbols: what words of a category do in a sentence, whatever the phrase.

The phrases of ``narrative_phrase.csv`` name the categories they are made of; the classes here serve the rules that
hold for all phrases alike (what stands before a noun and makes it another's, what a sentence counts).
"""

from __future__ import annotations

from functools import cache

from ingest.narrative.lexicon import Lexicon, lexicon
from ingest.narrative.tokens import FIGURE


class Classes:
    """The classes of symbols that the reading of a sentence asks for, by what they do there."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self._made: dict[tuple[str, ...], frozenset[str]] = {}
        of = self.of
        self.symbol = words.symbol_of
        self.channels = of("channel")
        self.other_channels = of("other_channel")
        self.some_channels = of("many_channels")
        self.foreign = of("foreign", "document", "channel_tail")
        self.unclear = of(
            "foreign", "document", "word", "phrase", "applicant_kind", "route", "leader", "late", "quoted", "bracket",
            "passed_on",
        )  # fmt: skip
        self.unknown = of("word", "phrase")
        self.bars_before = of("late", "passed_on", "route", "applicant_kind", "on_time")
        self.bars_noun = of("late", "passed_on", "route", "applicant_kind", "word", "phrase", "foreign", "document")
        self.bars_channel = of("late", "route", "foreign", "document")
        self.nouns = of(
            "asked", "channel", "outcome", "review", "litigation", "defence", "complaint", "fee", "charge",
            "press_conference", "policy_explanation", "training", "specialised_training", "upheld", "corrected",
            "close", "trainee", "carry_past", "carry_next", "training_modifier",
        )  # fmt: skip
        self.verbs = of(
            "verb", "receive", "receive_new", "accept", "collect", "hold", "attend", "close", "outcome",
            "carry", "carry_past", "carry_next", "past", "next",
        )  # fmt: skip
        self.bodies = of("body", "town")
        self.before_subject = of("join", "part", "now", "town")
        self.has_own = (self.nouns | self.verbs) - self.other_channels - self.channels
        self.weighty = self.nouns | self.channels | of("carry", "audience")
        self.coordinated = self.nouns | self.foreign | self.unknown | self.other_channels
        self.times = of("now", "past", "long_past", "next", "partial")
        self.other_times = of("past", "long_past", "next", "partial")
        self.plans = of("next", "plan", "plan_long")
        self.earlier = of("past", "long_past")
        self.compared = self.earlier | of("amount", "than", "partial") | {FIGURE}
        self.carry_gap = of("fill", "relation", "cause")
        self.may_follow = of(
            "plain", "occur", "join", "case_tail", "manner", "on_time", "close", "adjudicate", "both"
        ) | {FIGURE}
        self.ends = of("join") | {FIGURE}
        self.amount = of("amount", "both", "part")
        self.case_ends = of("case_tail", "fill")
        self.deeds = of("receive", "receive_new", "accept", "occur", "collect", "fill")
        self.no_noun = self.deeds | of("case_tail", "fill", "relation", "cause", "manner", "related")
        self.ends_negated = of("relation", "cause", "join", "case_tail") | self.nouns
        self.repeats = of("relation", "cause", "join")
        self.lead = of("lead", "plain", "manner", "both")
        self.topic_of = self._topics()
        self.yields_to_foreign = of("on_request", "training", "trainee")
        self.deciders = of("organ", "adjudicate")
        self.disclosure = of("disclosure", "disclosure_act", "asked", "information", "fee")
        self.ties = of("disclosure", "disclosure_act", "asked")
        self.cases = of("review", "litigation", "defence")
        self.takes_up = of("accept", "close")
        self.may_tie = self.disclosure | of("proactive")
        self.general_cases = of("defence", "adjudicate")
        self.no_tie = self.verbs | self.unknown | of("none", "adjudicate", "late", "unrelated")
        self.no_tie_behind = (
            self.no_tie | self.channels | self.other_channels | of("by") | (self.nouns - self.ties - self.cases)
        )
        self.passing = of("office", "body", "town", "agent", "leader", "elsewhere", "some", "own_part", "each", "organ")
        self.year_alone = of("part", "actual", "added", "amount", "agent") | self.times
        self.since = of("so_far", "until")

    def of(self, *names: str) -> frozenset[str]:
        """Return the symbols of categories and groups."""
        if names not in self._made:
            self._made[names] = self.words.symbols(*names)
        return self._made[names]

    def counts_all_cases(self, symbols: str) -> bool:
        """Say whether words are of one who decides cases or stands in court for all of them (办理…复议案件)."""
        case = next((at for at, symbol in enumerate(symbols) if symbol in self.cases), len(symbols))
        return not (self.general_cases.isdisjoint(symbols) and self.takes_up.isdisjoint(symbols[:case]))

    def _topics(self) -> dict[str, str]:
        of = self.symbol
        named = {
            "application": ("application", "on_request"),
            "review": ("review", "organ"),
            "litigation": ("litigation", "defence", "court"),
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
def symbol_classes() -> Classes:
    """Return the classes over the words of the data files, made once."""
    return Classes(lexicon())
