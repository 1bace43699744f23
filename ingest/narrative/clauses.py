"""A sentence to clauses: at commas, and at brackets that count something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.narrative.classes import Classes
from ingest.narrative.tokens import CLOSE, COMMA, FIGURE, OPEN, SEMICOLON, Token


@dataclass(slots=True)
class Clause:
    """The tokens between two commas, with what the comma was. ``symbols`` has one character a token."""

    tokens: list[Token]
    opened_by: str = COMMA
    is_bracketed: bool = False
    symbols: str = ""

    def __post_init__(self) -> None:
        self.symbols = "".join(token.symbol for token in self.tokens)


def clauses(tokens: Sequence[Token], classes: Classes) -> Iterator[Clause]:
    """Split a sentence at commas; what stands in brackets is a clause of its own where it counts something."""
    current: list[Token] = []
    opened_by = SEMICOLON
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.symbol == OPEN:
            closing = _closing(tokens, position)
            inner = tokens[position + 1 : closing]
            if any(part.symbol in (FIGURE, classes.symbol["none"]) for part in inner):
                if current:
                    yield Clause(current, opened_by)
                yield from _bracketed(inner)
                resumed = [] if any(part.symbol == FIGURE for part in current) else current
                current, opened_by = [*resumed, Token(classes.symbol["bracket"], token.start, token.end)], CLOSE
            elif any(part.symbol in classes.weighty for part in inner):
                current.append(Token(classes.symbol["bracket"], inner[0].start, inner[-1].end))
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
