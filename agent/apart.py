"""What a question tells apart by, and the data do not: "per member", "each prescription"."""

from collections.abc import Iterator
from itertools import pairwise

from agent.knowledge import Knowledge
from agent.language import fold
from agent.lexicon import Kind
from agent.read import Reading, Span

_TOLD_APART: tuple[Kind, ...] = ("dimension", "grain", "time", "term", "group", "intent", "private", "unsettled")


def not_told_apart(reading: Reading, knowledge: Knowledge) -> Iterator[str]:
    """The words behind "per", "each" or "by" that are no dimension and no stretch of time.

    Args:
        reading: The question with its words' meanings.
        knowledge: What is known of the data; the model says which words mean one person.
    """
    words = knowledge.lexicon(reading.language).words
    persons = set(knowledge.model.notes.persons.get(reading.language, "").split())
    spans = [span for span in reading.spans if span.meaning.kind != "filler"]
    for place, (one, other) in enumerate(pairwise(spans)):
        said = fold(one.text)
        counted = said in words.per and other.meaning.kind in ("topic", "value", "measure")
        singled = said in words.each_one and other.meaning.kind in ("topic", "value")
        person = one.as_kind("each") is not None and fold(other.text) in persons
        if (counted or singled or person) and not _is_told_apart(other, spans[place + 2 :]):
            yield f"{one.text} {other.text}"


def _is_told_apart(span: Span, behind: list[Span]) -> bool:
    """Whether a word, or the dimension that it only describes ("each billing step"), tells groups apart."""
    return span.as_kind(*_TOLD_APART) is not None or bool(behind and behind[0].as_kind("dimension"))
