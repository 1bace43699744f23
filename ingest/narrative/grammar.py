"""The grammar of a sentence: which figure states which measure, and which figures state none.

A sentence is read clause by clause. The words since the last figure are the frame of the next one; a
phrase of ``narrative_phrase.csv`` must match the end of the frame (or what follows the figure), and the
context must allow it: the right year, no comparison, no plan, not a part of a figure already stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.narrative.classes import Classes, symbol_classes
from ingest.narrative.clauses import Clause, clauses
from ingest.narrative.conditions import PUBLISHED
from ingest.narrative.context import Context, enter, notice, ties_behind, unties_behind
from ingest.narrative.figures import figures
from ingest.narrative.statement import CASES, DECIDED, Statement
from ingest.narrative.tokens import COMMA, FIGURE, Token
from ingest.narrative.zeros import zeros

_NONE_YET = 9  # a rank below all
_MAX_CLAUSE = 150  # tokens; a longer stretch without a comma is no sentence, and would be slow to read
_MAX_STATED = 200  # figures of one sentence; no prose states as many, and each is compared with those before


def statements(tokens: Sequence[Token], context: Context) -> list[Statement]:
    """Return what one sentence states; ``context`` begins fresh and is left as the sentence ends."""
    classes = symbol_classes()
    symbols = {token.symbol for token in tokens}
    context.has_late = classes.symbol["late"] in symbols
    context.is_about_disclosure = _is_about_disclosure(tokens, classes)
    found: list[Statement] = []
    previous: Clause | None = None
    outside: tuple[tuple[str, ...], bool, bool, str] | None = None
    all_clauses = list(clauses(tokens, classes))
    context.is_tied_behind = any(ties_behind(clause.symbols, classes) for clause in all_clauses)
    context.counts_all_cases = any(unties_behind(clause.symbols, classes) for clause in all_clauses)
    for clause in all_clauses:
        if len(found) > _MAX_STATED:
            break
        if len(clause.tokens) > _MAX_CLAUSE:
            continue
        if clause.is_bracketed and outside is None:
            outside = (context.topics, context.is_inside_part, context.is_current, context.channel)
        elif outside is not None and not clause.is_bracketed:
            context.topics, context.is_inside_part, context.is_current, context.channel = outside
            outside = None
        time = (context.is_current, context.is_in_other_year)
        enter(clause, previous, context, classes)
        said: list[Statement] = []
        for statement in _read_clause(clause, previous, context, classes):
            said.append(statement)
            if statement.code in DECIDED and not statement.is_tied and _is_disclosed(statement, found):
                continue
            superseded = [other for other in found if _is_the_years(statement, other, clause, context, classes)]
            is_first = statement.is_tied and not _is_disclosed(statement, found)
            if is_first and statement.code in (CASES if context.is_inside_part else DECIDED):
                superseded += [other for other in found if other.code == statement.code]
            if superseded:
                found = [other for other in found if other not in superseded]
            elif context.is_inside_part and context.stated.get(statement.code, _NONE_YET) <= statement.rank:
                context.is_part_of_agency = True  # 其中市直部门120件: what follows is theirs, too
                continue
            found.append(statement)
            context.stated[statement.code] = min(statement.rank, context.stated.get(statement.code, _NONE_YET))
        if not said and _counts_disclosed_part(clause, context, classes):
            found = [other for other in found if other.code not in CASES or other.is_tied or not other.value]
        if context.has_time_in_part and FIGURE in clause.symbols:
            for other in [other for other in found if other not in said and _is_since_ever(other, said)]:
                found.remove(other)
                context.stated.pop(other.code, None)
        if FIGURE in clause.symbols and all(symbol in classes.compared for symbol in clause.symbols):
            context.is_current, context.is_in_other_year = time  # 公开350条，上年为300条；收到11件
        previous = clause
    if outside is not None:
        context.topics = outside[0]
    return found


def _counts_disclosed_part(clause: Clause, context: Context, classes: Classes) -> bool:
    """Say whether a clause tells, unread, how many of the cases before it were about disclosure: those are of all."""
    return context.is_inside_part and FIGURE in clause.symbols and not classes.ties.isdisjoint(clause.symbols)


def _is_about_disclosure(tokens: Sequence[Token], classes: Classes) -> bool:
    """Say whether a sentence names disclosure; an application for something else (不动产登记申请) does not."""
    others = classes.unknown | classes.foreign
    before = ""
    for token in tokens:
        is_anothers = token.symbol == classes.symbol["application"] and before in others
        if token.symbol in classes.disclosure and not is_anothers:
            return True
        before = token.symbol
    return False


def _is_the_years(part: Statement, whole: Statement, clause: Clause, context: Context, classes: Classes) -> bool:
    """Say whether a figure is the year's part of one that counts from the beginning (累计9300条，其中2023年530条)."""
    if part.code != whole.code or not context.is_current:
        return False
    if context.has_time_in_part:
        is_increase = classes.symbol["added"] in clause.symbols
        return whole.is_so_far or (not whole.names_year and not is_increase)
    return whole.is_so_far and part.names_year and not whole.names_year


def _is_since_ever(whole: Statement, parts: Sequence[Statement]) -> bool:
    """Say whether a figure so far is of several years: a year's part of it was told."""
    if not whole.is_so_far or whole.names_year:
        return False
    published = whole.code.startswith(PUBLISHED)
    return not parts or any(
        part.code == whole.code or (published and part.code.startswith(PUBLISHED)) for part in parts
    )


def _is_disclosed(case: Statement, found: Sequence[Statement]) -> bool:
    """Say whether those about disclosure were counted before; others are all, or the rest (其中政府信息公开类27件)."""
    return any(other.is_tied for other in found if other.code == case.code)


def _read_clause(clause: Clause, previous: Clause | None, context: Context, classes: Classes) -> Iterator[Statement]:
    tokens, symbols = clause.tokens, clause.symbols
    frame_start = position = 0
    if clause.opened_by != COMMA or not context.is_unread_compared:
        context.unread = ""
    context.is_unread_compared = False
    while position < len(tokens):
        symbol = symbols[position]
        if symbol != FIGURE:
            if symbol == classes.symbol["none"]:
                yield from zeros(clause, position, frame_start, context, classes)
            notice(symbols, position, context, classes)
            position += 1
            continue
        used = yield from figures(clause, position, frame_start, previous, context, classes)
        position += used
        frame_start = position
