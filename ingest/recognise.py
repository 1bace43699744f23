"""Tells an annual report from an empty form and from everything else a folder may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.forms.definition import table
from ingest.normalise import normalise
from ingest.place import Tables
from ingest.read.blocks import Block, Paragraph

LEAST_TOPICS = 3  # of the six a report must cover (Regulation of 2019, Article 50; of 2007, Article 32)
LEAST_PROSE = 160  # characters of text that is no heading, for a report without figures in its tables
LEAST_BESIDE_A_FORM = 80  # characters of sentences, for a report on a form with dashes in all its cells
LEAST_FIGURES = 10  # in tables of a form, for a document that says nowhere what it is
OPENING_LINES = 12
LONGEST_TITLE = 60  # characters
LONGEST_TEXT = 200_000
_STOP = "。"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a document that could be read is no report; goes into ``ingest_issue`` as a warning."""

    code: str
    message: str


def why_no_report(
    blocks: Sequence[Block], tables: Tables, title: str | None, report_year: int | None
) -> Rejection | None:
    """Return why the document is no report, None where it is one."""
    texts = [normalise(block.text) for block in blocks if isinstance(block, Paragraph)]
    text = "\n".join(texts)[:LONGEST_TEXT]
    names_subject = _says("subject", text) or bool(title and _says("subject", normalise(title)))
    if tables.printed_count >= LEAST_FIGURES or (tables.figure_count and names_subject):
        return None
    prose = sum(len(line) for line in texts if len(line) > 18)
    sentences = sum(len(line) for line in texts if _STOP in line)
    has_content = (len(_topics(text)) >= LEAST_TOPICS and prose >= LEAST_PROSE) or (
        tables.form is not None and sentences >= LEAST_BESIDE_A_FORM
    )
    is_prose_report = (
        names_subject
        and report_year is not None
        and has_content
        and not any(map(_is_other_document, [title] if title else _opening(texts)))
        and (_says("report", text) or bool(title))
    )
    if is_prose_report:
        return None
    if tables.form is not None:
        return Rejection("empty_form", "This is the form without figures: a report has at least one figure or a text.")
    return Rejection(
        "not_a_report",
        "Neither a table of the statutory form nor the text of an annual report on information disclosure was found.",
    )


@cache
def _words(meaning: str) -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["topic"]) for row in table("report_word") if row["meaning"] == meaning)


def _says(meaning: str, text: str) -> bool:
    return any(word in text for word, _ in _words(meaning))


def _topics(text: str) -> set[str]:
    return {topic for word, topic in _words("topic") if word in text}


def _opening(texts: Sequence[str]) -> list[str]:
    """The short lines a document opens with that name an annual report: its title is among them, if it has one."""
    return [line for line in texts[:OPENING_LINES] if len(line) <= LONGEST_TITLE and _says("report", line)]


def _is_other_document(title: str) -> bool:
    return normalise(title).strip().rstrip("》”").endswith(tuple(word for word, _ in _words("other_document")))
