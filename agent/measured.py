"""Which measures a question asks for."""

from collections.abc import Iterator

from sqlglot import exp

from agent.language import fold
from agent.model import SemanticModel
from agent.read import Span
from agent.slices import Slices


def measures_of(slices: Slices) -> tuple[str, ...]:
    """The measures that a question asks for, in its order."""
    reading, model = slices.reading, slices.knowledge.model
    said = [span for span in reading.of("measure") if not slices.negated(reading.spans.index(span))]
    strong = [span for span in said if not span.meaning.weak] or said
    asked = [span for span in strong if not (len(strong) > 1 and _only_counted(span, slices))] or strong
    named = [name for span in asked for name in _with_linked(span, slices)]
    for span in said:
        instead = model.about_measure(span.meaning.name).instead_of
        named = [span.meaning.name if name in instead else name for name in named]
    return tuple(dict.fromkeys(named)) or _counted_by_values(slices)


def _counted_by_values(slices: Slices) -> tuple[str, ...]:
    """What the names of values count where nothing else is said to be counted: "billing abandons yesterday"."""
    model, reading = slices.knowledge.model, slices.reading
    said = {match.meaning.name for span in reading.spans if (match := span.as_kind("measure"))}
    if reading.of("intent") or said & set(model.notes.default_measures):
        return ()
    kept = [span for span in reading.of("value") if not slices.negated(reading.spans.index(span))]
    notes = [model.about_dimension(span.meaning.name).values.get(span.meaning.value) for span in kept]
    return tuple(dict.fromkeys(one.counts for one in notes if one and one.counts))


def as_ratio(measures: tuple[str, ...], model: SemanticModel) -> tuple[tuple[str, ...], bool]:
    """A share of a part in its whole is the rate that the model has for it; any other share stays one."""
    for name in model.measure:
        ratio = model.about_measure(name).ratio
        if ratio and ratio[0] in measures and (ratio[1] in measures or ratio[0] not in model.notes.default_measures):
            return (name,), False
    shown = tuple(one for one in measures if model.adds_up(one))
    return measures, bool(shown) or not measures


def _with_linked(span: Span, slices: Slices) -> Iterator[str]:
    """A measure, and before or behind it a word that means one only beside it: "calls and repeat rate"."""
    spans, place = slices.reading.spans, slices.reading.spans.index(span)
    yield from _linked(place - 2, place - 1, slices)
    yield span.meaning.name
    if place + 2 < len(spans):
        yield from _linked(place + 2, place + 1, slices)


def _linked(at: int, link: int, slices: Slices) -> Iterator[str]:
    spans = slices.reading.spans
    if at >= 0 and fold(spans[link].text) in slices.conjunctions and spans[at].meaning.kind == "topic":
        match = spans[at].as_kind("measure")
        if match:
            yield match.meaning.name


def _only_counted(span: Span, slices: Slices) -> bool:
    """Whether a count's word only says what another measure is of: "the total loss of fire claims"."""
    if not isinstance(slices.knowledge.model.measure[span.meaning.name].tree, exp.Count):
        return False
    place = slices.reading.spans.index(span)
    beside = slices.reading.spans[max(place - 1, 0) : place + 2]
    return not any(one.as_kind("count") or one.text.lower() in slices.conjunctions for one in beside)
