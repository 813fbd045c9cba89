"""Follow-ups: what a question leaves unsaid comes from the questions before it."""

from collections.abc import Sequence

from agent.declined import Declined
from agent.draft import EMPTY_KINDS, draft_of
from agent.knowledge import Knowledge
from agent.language import language_of
from agent.plan import Draft, Filter
from agent.read import Reading, read_question

_BRIEF = 1
"""A question with no more words that mean something than this can only be meant as a follow-up."""


def draft_in_talk(reading: Reading, earlier: Sequence[str], knowledge: Knowledge) -> Draft:
    """The draft of a question, filled from the talk that it carries on.

    Args:
        reading: The question with its words' meanings.
        earlier: The earlier questions of the talk, oldest first.
        knowledge: What is known of the data.

    Raises:
        Declined: A word of the question means nothing known, or there is no such day.
    """
    if reading.of("private"):
        raise Declined("private")
    if reading.unexplained:
        raise Declined("declined_words", words=reading.unexplained)
    before = draft_before(earlier, knowledge)
    draft = draft_of(reading, knowledge, before.window if before else None)
    return _follow(draft, reading, before, knowledge) if before else draft


def draft_before(earlier: Sequence[str], knowledge: Knowledge) -> Draft | None:
    """The draft of the talk so far: of its last question that could be read."""
    for place in range(len(earlier) - 1, -1, -1):
        reading = read_question(earlier[place], knowledge.lexicon(language_of(earlier[place], earlier[:place])))
        try:
            draft = draft_in_talk(reading, earlier[:place], knowledge)
        except Declined:
            continue
        if not draft.empty and not draft.term:
            return draft
    return None


def _follow(draft: Draft, reading: Reading, before: Draft, knowledge: Knowledge) -> Draft:
    if draft.empty or draft.term or not _carries_on(draft, reading, knowledge):
        return draft
    draft = draft.model_copy(
        update={
            "filters": _merged(draft.filters, before.filters),
            "window": draft.window or before.window,
        }
    )
    if draft.intent:
        return draft
    if draft.measures:
        keeps = _cue(reading) and before.intent is None and not draft.dimensions
        return draft.model_copy(update={"dimensions": before.dimensions, "grain": before.grain}) if keeps else draft
    regrouped = bool(draft.dimensions or draft.grain)
    return draft.model_copy(
        update={
            "intent": before.intent,
            "measures": before.measures,
            "dimensions": draft.dimensions or (() if draft.grain else before.dimensions),
            "grain": draft.grain or (None if draft.dimensions else before.grain),
            "thresholds": draft.thresholds or before.thresholds,
            "superlative": draft.superlative or (None if regrouped else before.superlative),
            "limit": draft.limit or (None if regrouped else before.limit),
            "comparison": draft.comparison or before.comparison,
            "by_change": draft.by_change or (before.by_change and not regrouped),
            "share": draft.share or before.share,
            "mean": draft.mean or before.mean,
        }
    )


def _carries_on(draft: Draft, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a question is meant within the talk: it names no subject of its own, or points back."""
    if not draft.subject:
        return True
    if draft.intent and not knowledge.model.intents[draft.intent].follows:
        return False
    own = draft.filters or draft.window
    if draft.intent and not own:
        return True
    return _cue(reading) or bool(reading.of("pronoun") and not draft.filters) or _words(reading) <= _BRIEF


def _cue(reading: Reading) -> bool:
    """Whether a question begins with words that carry on: "and …", "what about …"."""
    said = [span for span in reading.spans if span.meaning.kind != "filler" or span.as_kind("carry")]
    return bool(said) and said[0].as_kind("carry") is not None


def _words(reading: Reading) -> int:
    return sum(span.meaning.kind not in EMPTY_KINDS for span in reading.spans)


def _merged(own: tuple[Filter, ...], before: tuple[Filter, ...]) -> tuple[Filter, ...]:
    named = {one.dimension for one in own}
    return own + tuple(one for one in before if one.dimension not in named)
