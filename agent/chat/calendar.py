"""The days that questions usually mean, worked out by the data's clock, so that a chat model need not count."""

from datetime import timedelta

from agent.knowledge import Clock
from agent.lexicon import Match, Meaning
from agent.plan import Window
from agent.times import window_of
from agent.windows import last_complete_day, last_days

_NAMED = (
    "today", "yesterday", "this_week", "last_week", "weekend", "this_month", "last_month", "this_quarter",
    "last_quarter", "this_year",
)  # fmt: skip
_SPANS = (7, 14, 28, 30)


def windows(clock: Clock) -> dict[str, Window]:
    """Windows by name, each on the data's days; none where the data have no days."""
    if not clock.known:
        return {}
    named = {name: window_of(Match(1, Meaning("time", name)), clock) for name in _NAMED}
    spans = {f"last_{days}_days": last_days(days, clock) for days in _SPANS}
    found = {name: window for name, window in named.items() if window is not None}
    return {"last_complete_day": last_complete_day(clock), **found, **spans}


def weekdays(clock: Clock) -> dict[str, str]:
    """The last two weeks' days by their dates."""
    if not clock.known:
        return {}
    days = (clock.today - timedelta(back) for back in range(14))
    return {day.isoformat(): f"{day:%A}" for day in days}
