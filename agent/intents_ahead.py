"""Which intent a question is, and whether that is one about days to come."""

from dataclasses import replace

from agent.amounts import PASSING
from agent.declined import Declined
from agent.knowledge import Clock
from agent.language import fold, languages
from agent.model import SemanticModel
from agent.plan import Window
from agent.read import Reading
from agent.spoken_times import looks_ahead, may_look_ahead
from agent.times_ahead import CUE


def named_intent(reading: Reading, model: SemanticModel, *, weak: bool) -> str | None:
    """The intent that a question's words name; weak words count where ``weak``, and where there are no others."""
    said = [span.meaning for span in reading.of("intent")]
    clear = any(not meaning.weak for meaning in said)
    meant = {meaning.name for meaning in said if not meaning.weak or (weak and not clear)}
    return next((name for name in model.intents if name in meant), None)


def at_todays_pace(reading: Reading, model: SemanticModel) -> Reading:
    """A question without "at this rate", where what it asks for already tells what comes of today's pace."""
    paced = any(model.about_measure(span.meaning.name).at_pace for span in reading.of("measure"))
    spans = tuple(span for span in reading.spans if not (paced and span.meaning.name == CUE))
    return replace(reading, spans=spans)


def intent_ahead(reading: Reading, model: SemanticModel, base: Window | None, clock: Clock) -> str | None:
    """The intent of a question about days to come; None for any other question.

    Args:
        reading: The question.
        model: The semantic model.
        base: The window of the talk so far: after days to come, "and on Friday?" is about the next one.
        clock: The data's clock.

    Raises:
        Declined: It asks of days to come what is only known of those that have been.
    """
    named = named_intent(reading, model, weak=False)
    if named and model.intents[named].ahead:
        return named
    passing = model.notes.ahead is not None and _asks_when_passed(reading)
    goes_on = base is not None and base.start > clock.complete and may_look_ahead(reading)
    if not (passing or goes_on or looks_ahead(reading) or _measured_ahead(reading, model)):
        return None
    if model.notes.ahead is None or named:
        raise Declined("future")
    return (model.notes.ahead.passing if reading.of("threshold") else None) or model.notes.ahead.much


def _asks_when_passed(reading: Reading) -> bool:
    """Whether a question asks when an amount is passed: "when do we pass $3M"."""
    first = fold(reading.spans[0].text) if reading.spans else ""
    asks = first in languages()[reading.language].asks_when
    amounts = (match for span in reading.of("threshold") for match in span.matches)
    return asks and any(match.meaning.name == PASSING for match in amounts)


def _measured_ahead(reading: Reading, model: SemanticModel) -> bool:
    """Whether a measure is named that only days to come have."""
    named = [model.views_with(span.meaning.name) for span in reading.of("measure")]
    return any(views and all(model.about_view(one.name).ahead for one in views) for views in named)
