"""What of a question its draft leaves without effect: better to say so than to answer something else."""

from collections.abc import Iterator

from agent.knowledge import Knowledge
from agent.language import fold
from agent.plan import Draft
from agent.read import Reading


def unmet(reading: Reading, draft: Draft, knowledge: Knowledge) -> Iterator[str]:
    """The words of a question that ask for something which its draft does not have.

    Args:
        reading: The question with its words' meanings.
        draft: What it says, filled from the talk.
        knowledge: What is known of the data.
    """
    if draft.intent or draft.term:
        return
    if asks_when(reading, knowledge) and not (draft.dimensions or draft.grain):
        yield reading.spans[0].text
    if draft.superlative and not _grouped(draft, knowledge):
        yield from (span.text for span in reading.of("order"))
    if not (_measured(reading, draft) or reading.of("grain")):
        yield from (span.text for span in reading.of("mean"))
    yield from _denied(reading)


def asks_when(reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a question begins with "when"."""
    words = knowledge.lexicon(reading.language).words
    return bool(reading.spans) and fold(reading.spans[0].text) in words.asks_when


def _grouped(draft: Draft, knowledge: Knowledge) -> bool:
    """Whether first places are of anything: of what was named, or of what the measure is usually told apart by."""
    notes = [knowledge.model.about_measure(name) for name in draft.measures]
    return bool(draft.dimensions or draft.grain or draft.comparison or any(one.breakdown or one.by for one in notes))


def _measured(reading: Reading, draft: Draft) -> bool:
    return bool(draft.measures or reading.can_be("measure"))


def _denied(reading: Reading) -> Iterator[str]:
    """What is denied without being a value or a dimension: "calls that were not leaked".

    A measure is denied only where a question begins so, to correct the one before: "not the cost, the calls".
    """
    for place, span in enumerate(reading.spans):
        behind = next((one for one in reading.spans[place + 1 :] if one.meaning.kind != "filler"), None)
        kinds = ("topic", "term", "order", "measure") if place else ("topic", "term", "order")
        if span.meaning.kind == "without" and behind is not None and behind.meaning.kind in kinds:
            yield f"{span.text} {behind.text}"
