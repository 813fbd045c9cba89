"""Words for a time become a window, by the data's own clock."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from agent.knowledge import Clock
from agent.plan import Window

Slots = Mapping[str, str]


def window_of(name: str, slots: Slots, clock: Clock) -> Window | None:
    """The window that a time phrase means; None when there is no such day.

    Args:
        name: The phrase's name in a language's ``times``.
        slots: What filled its slots: ``n``, ``date``, ``month`` (1–12), ``weekday`` (Monday is 0).
        clock: The data's clock.
    """
    try:
        start, end = _WINDOWS[name](slots, clock.today)
    except (ValueError, OverflowError):
        return None
    return _window(start, end, clock)


def last_complete_day(clock: Clock) -> Window:
    """The window of a question without words for a time."""
    return Window(start=clock.complete, end=clock.complete)


def last_day(clock: Clock) -> Window:
    """Today, by the data's clock."""
    return _window(clock.today, clock.today, clock)


def last_days(count: int, clock: Clock) -> Window:
    """That many days, today included."""
    return _window(clock.today - timedelta(count - 1), clock.today, clock)


def _window(start: date, end: date, clock: Clock) -> Window:
    return Window(start=start, end=end, complete=end <= clock.complete)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _days_ago(count: int) -> Callable[[Slots, date], tuple[date, date]]:
    return lambda _, today: (today - timedelta(count), today - timedelta(count))


def _last_week(_: Slots, today: date) -> tuple[date, date]:
    return _monday(today) - timedelta(7), _monday(today) - timedelta(1)


def _last_month(_: Slots, today: date) -> tuple[date, date]:
    end = today.replace(day=1) - timedelta(1)
    return end.replace(day=1), end


def _latest(month: int, day: int, today: date) -> date:
    """The latest such day that is not after today."""
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def _weekday(slots: Slots, today: date) -> date:
    return today - timedelta((today.weekday() - int(slots["weekday"])) % 7)


def _month_day(slots: Slots, today: date) -> date:
    return _latest(int(slots["month"]), int(slots["n"]), today)


def _back(days: int, today: date) -> tuple[date, date]:
    if days < 1:
        raise ValueError(days)
    return today - timedelta(days - 1), today


_WINDOWS: dict[str, Callable[[Slots, date], tuple[date, date]]] = {
    "today": _days_ago(0),
    "yesterday": _days_ago(1),
    "day_before_yesterday": _days_ago(2),
    "last_days": lambda slots, today: _back(int(slots["n"]), today),
    "last_weeks": lambda slots, today: _back(7 * int(slots["n"]), today),
    "this_week": lambda _, today: (_monday(today), today),
    "last_week": _last_week,
    "this_month": lambda _, today: (today.replace(day=1), today),
    "last_month": _last_month,
    "date": lambda slots, _: (date.fromisoformat(slots["date"]), date.fromisoformat(slots["date"])),
    "month_day": lambda slots, today: (_month_day(slots, today), _month_day(slots, today)),
    "weekday": lambda slots, today: (_weekday(slots, today), _weekday(slots, today)),
    "since_date": lambda slots, today: (date.fromisoformat(slots["date"]), today),
    "since_month_day": lambda slots, today: (_month_day(slots, today), today),
    "since_weekday": lambda slots, today: (_weekday(slots, today), today),
}
