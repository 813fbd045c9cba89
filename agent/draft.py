"""What a question says of its plan: the meanings of its words, put together, and filled from earlier questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.declined import Declined
from agent.knowledge import Clock, Knowledge
from agent.language import language_of
from agent.lexicon import Match
from agent.model import SemanticModel
from agent.plan import Filter, Window
from agent.read import Reading, Span, read_question
from agent.times import window_of


@dataclass(frozen=True)
class Draft:
    """The parts of a plan that were said; what was not is empty."""

    intent: str | None = None
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    window: Window | None = None
    grain: str | None = None
    superlative: str | None = None
    limit: int | None = None
    compare: str | None = None

    @property
    def subject(self) -> bool:
        """Whether it says what is asked, not only about what."""
        return bool(self.intent or self.measures)

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self == Draft()


def draft_question(reading: Reading, earlier: Sequence[str], knowledge: Knowledge) -> Draft:
    """Put a reading's meanings together; a follow-up takes what it leaves unsaid from the questions before it.

    Raises:
        Declined: A word of the question means nothing known, or there is no such day.
    """
    if reading.unexplained:
        raise Declined("declined_words", words=reading.unexplained)
    draft = _said(reading, knowledge.model, knowledge.clock)
    for before in _drafts(earlier, knowledge):
        return _follow(draft, before, knowledge.model)
    return draft


def _drafts(earlier: Sequence[str], knowledge: Knowledge) -> list[Draft]:
    """The draft of the talk so far, if any question of it could be read."""
    for place in range(len(earlier) - 1, -1, -1):
        language = language_of(earlier[place], earlier[:place])
        reading = read_question(earlier[place], knowledge.lexicon(language))
        if not reading.unexplained:
            return [draft_question(reading, earlier[:place], knowledge)]
    return []


def _follow(draft: Draft, before: Draft, model: SemanticModel) -> Draft:
    carries_on = draft.intent is not None and model.intents[draft.intent].follows
    if draft.empty or (draft.subject and not carries_on):
        return draft
    named = {one.dimension for one in draft.filters}
    draft = replace(
        draft,
        filters=draft.filters + tuple(one for one in before.filters if one.dimension not in named),
        window=draft.window or before.window,
    )
    if draft.subject:
        return draft
    return replace(
        draft,
        intent=before.intent,
        measures=before.measures,
        dimensions=draft.dimensions or before.dimensions,
        grain=draft.grain or before.grain,
        superlative=draft.superlative or before.superlative,
        limit=draft.limit or before.limit,
    )


def _said(reading: Reading, model: SemanticModel, clock: Clock) -> Draft:
    intents = {span.meaning.name for span in reading.of("intent")}
    filters = _filters(reading)
    orders = reading.of("order")
    counts = [span.matches[0].slots["n"] for span in orders if "n" in span.matches[0].slots]
    return Draft(
        intent=next((name for name in model.intents if name in intents), None),
        measures=_measures(reading),
        dimensions=_dimensions(reading, filters),
        filters=filters,
        window=_window(reading.of("time"), clock),
        grain=next((span.meaning.name for span in reading.of("grain")), None),
        superlative=next((span.meaning.name for span in orders), None),
        limit=int(counts[0]) if counts else None,
        compare=next((span.meaning.name for span in reading.of("compare")), None),
    )


def _measures(reading: Reading) -> tuple[str, ...]:
    said = [span.meaning for span in reading.of("measure")]
    strong = [meaning.name for meaning in said if not meaning.weak]
    return tuple(dict.fromkeys(strong or [meaning.name for meaning in said]))


def _filters(reading: Reading) -> tuple[Filter, ...]:
    mentioned = {span.meaning.name for span in reading.of("dimension")}
    found: dict[tuple[str, bool], list[str]] = {}
    for place, span in enumerate(reading.spans):
        if span.meaning.kind == "value":
            meaning = _dimension_mentioned(span, mentioned).meaning
            found.setdefault((meaning.name, not _negated(reading.spans[:place])), []).append(meaning.value)
    return tuple(Filter(dimension=name, values=tuple(v), keep=keep) for (name, keep), v in found.items())


def _dimension_mentioned(span: Span, mentioned: set[str]) -> Match:
    """Of the dimensions that have such a value, the one that the question names, else the likeliest."""
    return next((match for match in span.matches if match.meaning.name in mentioned), span.matches[0])


def _negated(before: tuple[Span, ...]) -> bool:
    for span in reversed(before):
        if span.meaning.kind != "filler":
            return span.meaning.kind == "without"
    return False


def _dimensions(reading: Reading, filters: tuple[Filter, ...]) -> tuple[str, ...]:
    """What to group by: dimensions that are named on their own, and those with several values side by side."""
    named = [span.meaning.name for span in reading.of("dimension") if not _names_a_value(span, reading)]
    compared = [one.dimension for one in filters if one.keep and len(one.values) > 1]
    return tuple(dict.fromkeys([*named, *compared]))


def _names_a_value(span: Span, reading: Reading) -> bool:
    """Whether a dimension's word only says what its neighbour is: "the segment MAPD New", "the billing journey"."""
    place = reading.spans.index(span)
    beside = reading.spans[max(place - 1, 0) : place + 2]
    return any(
        match.meaning.kind == "value" and match.meaning.name == span.meaning.name
        for one in beside
        for match in one.matches
    )


def _window(times: list[Span], clock: Clock) -> Window | None:
    for span in times:
        window = window_of(span.meaning.name, span.matches[0].slots, clock)
        if window is None:
            raise Declined("declined_words", words=(span.text,))
        return window
    return None
