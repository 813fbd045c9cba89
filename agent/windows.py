"""Windows by the calendar and the data's clock: the last days, whole weeks, months and quarters, what is like them."""

from collections.abc import Callable
from datetime import date, timedelta

from agent.knowledge import Clock
from agent.plan import Window

Days = tuple[date, date]
"""A first and a last day, both included."""
_WEEK = 7


def last_complete_day(clock: Clock) -> Window:
    """The window of a question without words for a time."""
    return Window(start=clock.complete, end=clock.complete)


def last_day(clock: Clock) -> Window:
    """Today, by the data's clock."""
    return window_between(clock.today, clock.today, clock)


def last_days(count: int, clock: Clock) -> Window:
    """That many days, today included."""
    return window_between(clock.today - timedelta(count - 1), clock.today, clock)


def all_days(clock: Clock) -> Window:
    """Every day with data."""
    return window_between(clock.first, clock.today, clock)


def current_like(other: Window, clock: Clock) -> Window:
    """The window that a comparison with another one is about, when none is named: this month for last month."""
    today = clock.today
    if other.days == _WEEK and other.start.weekday() == 0:
        return window_between(monday_of(today), today, clock)
    if other.start.day == 1 and other.end == month_of(other.start)[1]:
        return window_between(today.replace(day=1), today, clock)
    if other.start.day == 1 and other.end == quarter_of(other.start)[1]:
        return window_between(first_of_quarter(today), today, clock)
    if other.days == 1:
        return last_complete_day(clock) if other.start < clock.complete else last_day(clock)
    return window_between(today - timedelta(other.days - 1), today, clock)


def like(window: Window, other: Window, clock: Clock) -> Window:
    """Of another window, what is like the one asked about: the same weekday, or as many first days of a month."""
    if window.days >= other.days:
        return other
    if window.days == 1 and other.days == _WEEK:
        same = other.start + timedelta((window.start.weekday() - other.start.weekday()) % _WEEK)
        return Window(start=same, end=same)
    if window.end == clock.today and other.start.day == window.start.day:
        return Window(start=other.start, end=other.start + timedelta(window.days - 1))
    if window.end == clock.today and window.start.weekday() == other.start.weekday() == 0:
        return Window(start=other.start, end=other.start + timedelta(window.days - 1))
    return other


def window_between(start: date, end: date, clock: Clock) -> Window:
    """The days between two, as far as there are data; said to be complete when they are."""
    end = min(end, max(clock.today, start))
    return Window(start=start, end=end, complete=end <= clock.complete)


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(day.weekday())


def week_of(day: date) -> Days:
    """A day's week, Monday to Sunday."""
    return monday_of(day), monday_of(day) + timedelta(6)


def month_of(first: date) -> Days:
    """The month that begins on a day."""
    return first, (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def months_ago(count: int, today: date) -> date:
    """The first day of the month that many months before today's."""
    months = today.year * 12 + today.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def quarter_of(first: date) -> Days:
    """The quarter that begins on a day."""
    return first, month_of(months_ago(-2, first))[1]


def first_of_quarter(day: date) -> date:
    """The first day of a day's quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def latest(pick: Callable[[int], date], today: date) -> date:
    """The latest such day that is not after today."""
    this_year = pick(today.year)
    return this_year if this_year <= today else pick(today.year - 1)
