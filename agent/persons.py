"""Whether a question singles one person out: "which member", "our angriest caller"."""

from itertools import pairwise

from agent.knowledge import Knowledge
from agent.language import fold
from agent.read import Reading, Span


def singles_out(reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a word for one person stands beside "which" or a first place.

    Args:
        reading: The question with its words' meanings.
        knowledge: What is known of the data; the model says which words mean one person.
    """
    language = knowledge.lexicon(reading.language).words
    persons = set(knowledge.model.notes.persons.get(reading.language, "").split())
    asks = set(language.asks_which.split())
    spans = [span for span in reading.spans if fold(span.text) in asks or span.meaning.kind != "filler"]
    if any(_names_one(span, persons, asks) for span in reading.of("intent")):
        return bool(reading.can_be("order"))
    if any(_so_many(one, other, persons) for one, other in pairwise(spans)):
        return True
    return any(
        (_is_person(one, persons) and _is_first(other)) or (_is_person(other, persons) and _points(one, asks))
        for one, other in pairwise(spans)
    )


def _is_person(span: Span, persons: set[str]) -> bool:
    """A word for one person, by itself or at the head of a measure's name: "which member called"."""
    words = fold(span.text).split()
    return words[0] in persons and (len(words) == 1 or span.meaning.kind == "measure")


def _names_one(span: Span, persons: set[str], asks: set[str]) -> bool:
    """Whether an intent's words are about one person: "which member", though "which members" asks for groups."""
    words = fold(span.text).split()
    return bool(persons & set(words)) and words[0] in asks


def _so_many(one: Span, other: Span, persons: set[str]) -> bool:
    """Whether it asks for some persons by their places: "the ten members with the most", "top 5 callers"."""
    counted = one.meaning.kind == "number" or (one.meaning.kind == "order" and "n" in one.matches[0].slots)
    first = fold(other.text).split()[0]
    return counted and (first.removesuffix("s") in persons or first.removesuffix("es") in persons)


def _is_first(span: Span) -> bool:
    return span.as_kind("order") is not None or bool(span.meaning.kind == "measure" and span.meaning.value)


def _points(span: Span, asks: set[str]) -> bool:
    return fold(span.text) in asks or _is_first(span)
