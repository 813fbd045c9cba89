"""What came after an event: the question's window begins with the latest such event that it can mean."""

from collections.abc import Sequence
from datetime import timedelta

from agent.declined import Declined
from agent.knowledge import Clock, Event
from agent.plan import Draft, Filter
from agent.windows import window_between

_DAYS = 7
"""How many days after an event are told of."""


def after_event(draft: Draft, kind: str, events: Sequence[Event], clock: Clock) -> Draft:
    """A draft about the days after the latest event of a kind; a value that the event's text names chooses it.

    Args:
        draft: The question.
        kind: The kind of event.
        events: What the calendar knows, the earliest first.
        clock: The data's clock.

    Raises:
        Declined: There is no such event.
    """
    last = draft.window.end if draft.window else clock.complete
    known = [one for one in events if one.kind == kind and one.day <= last]
    naming = {id(part): [one for one in known if _names(part, one)] for part in draft.filters}
    chosen = next((found for found in naming.values() if found), known)
    if not chosen:
        raise Declined("no_event")
    day = chosen[-1].day
    window = window_between(day, min(day + timedelta(_DAYS - 1), max(clock.complete, day)), clock)
    rest = tuple(one for one in draft.filters if not naming[id(one)])
    return draft.model_copy(update={"window": window, "filters": rest})


def _names(part: Filter, event: Event) -> bool:
    return part.keep and any(value.lower() in event.text.lower() for value in part.values)
