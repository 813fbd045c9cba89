"""Make a briefing: ask its questions, keep what was answered, and number the queries that its figures come from."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from agent.briefing.outline import Outline, Question, Show
from agent.numbers import write_date
from agent.plan import Part
from agent.reply import Answer, Query
from pipeline.errors import BriefingError

Ask = Callable[[str], Answer]
"""Asks the agent one question."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡“])")


class Footnote(Part):
    """A query that figures come from: its number, the question that it answers, and what ran."""

    number: int
    question: str
    query: Query


class Section(Part):
    """One question's answer, as far as the briefing shows it.

    ``notes`` are the numbers of the footnotes that its figures come from; ``columns`` those of its table, all of them
    where none is named.
    """

    name: str
    title: str
    question: str
    text: str
    notes: tuple[int, ...]
    show: Show
    rows: int
    columns: tuple[str, ...]
    answer: Answer


class Briefing(Part):
    """A briefing: one thing first, then the sections, then where each figure comes from.

    ``quiet``: incidents were looked for, and none is under way. ``left_out``: the sections that could not be answered.
    """

    audience: str
    name: str
    language: str
    day: date
    complete: bool
    quiet: bool
    headline: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    left_out: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes one briefing of a day the same as another: it is sent once."""
        return f"{self.day}/{self.audience}/{self.language}"


def compose(ask: Ask, outline: Outline, audience: str, language: str) -> Briefing:
    """Make the briefing of the day that the data have reached.

    Args:
        ask: Asks the agent, as the reader.
        outline: What is asked.
        audience: For whom.
        language: In which language.

    Raises:
        BriefingError: There is no such audience or language, or the leading question has no answer.
    """
    reader = outline.audience(audience)
    outline.words_in(language)
    lead = ask(outline.sections[outline.lead].ask[language])
    if lead.status != "answered" or lead.as_of is None:
        raise BriefingError(f"the leading question was not answered: {lead.answer}")
    quiet = any(fact.name == outline.counts and fact.value == 0 for fact in lead.facts)
    wanted = [name for name in reader.sections if not (quiet and outline.sections[name].when == "incident")]
    answers = {name: lead if name == outline.lead else ask(outline.sections[name].ask[language]) for name in wanted}
    answered = {name: answer for name, answer in answers.items() if answer.status == "answered"}
    headline, rest = parted(lead.answer)
    numbers: dict[str, int] = {}
    sections = [
        _section(name, outline.sections[name], language, answer, numbers, rest if name == outline.lead else None)
        for name, answer in answered.items()
    ]
    return Briefing(
        audience=audience,
        name=reader.name[language],
        language=language,
        day=lead.window.end if lead.window else lead.as_of,
        complete=lead.window is None or lead.window.complete,
        quiet=quiet,
        headline=headline,
        sections=tuple(sections),
        footnotes=tuple(_footnotes(sections)),
        left_out=tuple(name for name in wanted if name not in answered),
    )


def subject(briefing: Briefing, outline: Outline) -> str:
    """The line that a mail or a message begins with."""
    day = write_date(briefing.day, briefing.language)
    words = outline.words[briefing.language]
    return words.subject.format(name=briefing.name, day=day, headline=briefing.headline)


def _section(
    name: str, question: Question, language: str, answer: Answer, numbers: dict[str, int], text: str | None
) -> Section:
    shown = question.show != "text"
    notes = [numbers.setdefault(query.sql, len(numbers) + 1) for query in _drawn_upon(answer, rows=shown)]
    return Section(
        name=name,
        title=question.title[language],
        question=question.ask[language],
        text=answer.answer if text is None else text,
        notes=tuple(dict.fromkeys(notes)),
        show=question.show,
        rows=question.rows,
        columns=question.columns,
        answer=answer,
    )


def _drawn_upon(answer: Answer, *, rows: bool) -> Iterator[Query]:
    """The queries whose figures are said, and that of the rows where they are shown."""
    names = list(answer.plan.plan.queries()) if answer.plan else []
    said = {cell.query for fact in answer.facts for cell in fact.cells} | ({"rows"} if rows else set())
    return (query for name, query in zip(names, answer.queries, strict=False) if name in said)


def _footnotes(sections: Iterable[Section]) -> Iterator[Footnote]:
    """Each query once, by the question that it was first drawn upon for."""
    told: set[int] = set()
    for section in sections:
        used = list(_drawn_upon(section.answer, rows=section.show != "text"))
        for number, query in zip(section.notes, dict.fromkeys(used), strict=True):
            if number not in told:
                told.add(number)
                yield Footnote(number=number, question=section.question, query=query)


def parted(text: str) -> tuple[str, str]:
    """The first sentence, and the rest."""
    first, *rest = _SENTENCE.split(text, maxsplit=1)
    return first, rest[0] if rest else ""
