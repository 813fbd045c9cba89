"""Words for days to come become a window: the same words as for days that have been, and those of their own."""

from collections.abc import Callable
from datetime import date, timedelta

from agent.declined import Declined
from agent.knowledge import Clock
from agent.lexicon import Match
from agent.plan import Window
from agent.times import Said, window_of
from agent.windows import Days, first_of_quarter, last_complete_day, month_of, months_ago, quarter_of, week_of

CUE = "future"
"""Words that say that the future is meant, without saying when: "forecast", "will there be"."""
_LATER = "later"
"""Words for days to come that name no window: "going forward"."""
_WEEK = 7


def is_ahead(match: Match) -> bool:
    """Whether an expression of time can only mean days to come."""
    return match.meaning.name in (CUE, _LATER) or match.meaning.name in _OWN


def may_be_ahead(match: Match) -> bool:
    """Whether an expression of time means a day to come in a talk about those: "and on Friday?"."""
    return match.meaning.name in _COMING


def window_ahead(match: Match, clock: Clock) -> Window | None:
    """The window that an expression of time means where the future is meant; None when there is no such day.

    It may begin in the past, as the running month does.
    """
    if match.meaning.name == _LATER:
        return None
    if match.meaning.name not in (_OWN | _SHARED):
        return window_of(match, clock)
    inner = tuple(window_ahead(one, clock) for one in match.inner)
    if None in inner:
        return None
    said = Said(match.slots, tuple(one for one in inner if one), clock, last_complete_day(clock))
    try:
        start, end = (_OWN | _SHARED)[match.meaning.name](said)
    except (ValueError, OverflowError):
        return None
    return Window(start=start, end=end, complete=end <= clock.complete) if start <= end else None


def _first(said: Said) -> date:
    """The first day that is not known whole."""
    return said.clock.complete + timedelta(1)


def _in_days(said: Said, days: int) -> Days:
    return said.clock.complete + timedelta(days), said.clock.complete + timedelta(days)


def _next(said: Said, days: int) -> Days:
    if days < 1:
        raise ValueError(days)
    return _first(said), _first(said) + timedelta(days - 1)


def _weekday(said: Said) -> Days:
    first = _first(said)
    found = first + timedelta((said.number("weekday") - first.weekday()) % _WEEK)
    return found, found


def _weekend(said: Said) -> Days:
    first = _first(said)
    saturday = first + timedelta((5 - first.weekday()) % _WEEK)
    return saturday, saturday + timedelta(1)


def _month(said: Said) -> Days:
    """A month by its name: the one that runs, else the next of that name."""
    month, first = said.number("month"), _first(said)
    year = int(said.slots.get("year") or first.year + (month < first.month))
    return month_of(date(year, month, 1))


def _month_day(said: Said) -> Days:
    month, day = said.number("month"), int(said.slots.get("nth") or said.slots["n"])
    first = _first(said)
    found = date(int(said.slots.get("year") or first.year), month, day)
    found = found.replace(year=found.year + 1) if found < first and "year" not in said.slots else found
    return found, found


def _date(said: Said) -> Days:
    text = said.slots["date"]
    if not text.startswith("0000"):
        return date.fromisoformat(text), date.fromisoformat(text)
    found = date(_first(said).year, int(text[5:7]), int(text[8:10]))
    found = found.replace(year=found.year + 1) if found < _first(said) else found
    return found, found


def _nth(said: Said) -> Days:
    """The next such day of a month: "the 10th"."""
    day, first = int(said.slots.get("nth") or said.slots["n"]), _first(said)
    found = first.replace(day=day) if day >= first.day else months_ago(-1, first).replace(day=day)
    return found, found


def _rest(of: Callable[[date], Days]) -> Callable[[Said], Days]:
    return lambda said: (_first(said), of(_first(said))[1])


def _month_around(day: date) -> Days:
    return month_of(day.replace(day=1))


def _next_month(said: Said) -> Days:
    return month_of(months_ago(-1, said.today))


def _next_weeks(said: Said) -> Days:
    monday = week_of(said.today)[1] + timedelta(1)
    return monday, monday + timedelta(_WEEK * said.number("n") - 1)


def _next_months(said: Said) -> Days:
    return _next_month(said)[0], month_of(months_ago(-said.number("n"), said.today))[1]


_OWN: dict[str, Callable[[Said], Days]] = {
    "tomorrow": lambda said: _in_days(said, 1),
    "day_after_tomorrow": lambda said: _in_days(said, 2),
    "in_days": lambda said: _in_days(said, said.number("n")),
    "in_weeks": lambda said: week_of(said.today + timedelta(_WEEK * said.number("n"))),
    "next_days": lambda said: _next(said, said.number("n")),
    "coming_days": lambda said: _next(said, _WEEK),
    "next_week": lambda said: week_of(said.today + timedelta(_WEEK)),
    "next_weeks": _next_weeks,
    "next_month": _next_month,
    "next_months": _next_months,
    "next_quarter": lambda said: quarter_of(months_ago(-3, first_of_quarter(said.today))),
    "next_year": lambda said: (date(said.today.year + 1, 1, 1), date(said.today.year + 1, 12, 31)),
    "next_weekday": _weekday,
    "next_weekend": _weekend,
    "next_named_month": _month,
    "rest_of_week": _rest(week_of),
    "rest_of_month": _rest(_month_around),
    "rest_of_year": lambda said: (_first(said), date(_first(said).year, 12, 31)),
    "by": lambda said: (_first(said), said.inner[0].end),
}
_COMING = ("weekday", "weekend")
_SHARED: dict[str, Callable[[Said], Days]] = {
    "today": lambda said: (said.today, said.today),
    "this_week": lambda said: week_of(_first(said)),
    "this_month": lambda said: _month_around(_first(said)),
    "this_quarter": lambda said: quarter_of(first_of_quarter(_first(said))),
    "this_year": lambda said: (date(_first(said).year, 1, 1), date(_first(said).year, 12, 31)),
    "weekend": _weekend,
    "weekday": _weekday,
    "month": _month,
    "month_day": _month_day,
    "date": _date,
    "nth": _nth,
    "between": lambda said: (said.inner[0].start, said.inner[1].end),
    "until": lambda said: (_first(said), said.inner[0].end),
    "week_of": lambda said: week_of(said.inner[0].start),
}


def named_ahead(matches: list[tuple[Match, ...]], texts: list[str], clock: Clock) -> Window | None:
    """The window of a question about days to come; of two the narrower, None where it names none.

    Args:
        matches: Each expression of time in the question, with what it can mean.
        texts: The same as they stand there.
        clock: The data's clock.

    Raises:
        Declined: There is no such day.
    """
    found: list[Window] = []
    for said, text in zip(matches, texts, strict=True):
        times = [one for one in said if one.meaning.kind == "time" and one.meaning.name != CUE]
        window = next((one for match in times if (one := window_ahead(match, clock))), None)
        if times and window is None:
            raise Declined("declined_words", words=(text,))
        found += [window] if window else []
    return min(found, key=lambda one: one.days) if found else None
