"""Words for a time become a window, by the data's own clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agent.declined import Declined
from agent.knowledge import Clock
from agent.lexicon import Match
from agent.plan import Window
from agent.windows import (
    Days,
    first_of_quarter,
    last_complete_day,
    latest,
    monday_of,
    month_of,
    months_ago,
    quarter_of,
    week_of,
    window_between,
)


@dataclass(frozen=True)
class Said:
    """An expression of time as it was said, and what it is relative to.

    Attributes:
        slots: What filled its slots: ``n``, ``nth``, ``date``, ``month`` (1–12), ``weekday`` (Monday is 0), ``year``.
        inner: The times within it, as windows.
        clock: The data's clock.
        base: The window that "the week before" is before.
    """

    slots: Mapping[str, str]
    inner: tuple[Window, ...]
    clock: Clock
    base: Window

    @property
    def today(self) -> date:
        """The last day with data."""
        return self.clock.today

    def number(self, slot: str) -> int:
        """A slot's number."""
        return int(self.slots[slot])


def window_of(match: Match, clock: Clock, base: Window | None = None) -> Window | None:
    """The window that an expression of time means; None when there is no such day.

    Raises:
        Declined: It lies in the future.
    """
    if match.meaning.name == "future":
        raise Declined("future")
    known = _inner_of(match, clock, base)
    if known is None:
        return None
    said = Said(match.slots, known, clock, base or last_complete_day(clock))
    try:
        start, end = _WINDOWS[match.meaning.name](said)
    except (ValueError, OverflowError):
        return None
    if start > end:
        return None
    if start > clock.today:
        raise Declined("future")
    return window_between(start, end, clock)


def _inner_of(match: Match, clock: Clock, base: Window | None) -> tuple[Window, ...] | None:
    """The windows within an expression; "the week before" behind another is before that one."""
    found: list[Window] = []
    for one in match.inner:
        window = window_of(one, clock, found[-1] if found and one.meaning.name in RELATIVE else base)
        if window is None:
            return None
        found.append(window)
    return tuple(found)


def _days_ago(count: int) -> Callable[[Said], Days]:
    return lambda said: (said.today - timedelta(count), said.today - timedelta(count))


def _back(days: int, said: Said) -> Days:
    if days < 1:
        raise ValueError(days)
    return said.today - timedelta(days - 1), said.today


def _days_before(said: Said) -> Days:
    """That many days before the window of the talk; of a window that is no longer, before its first day."""
    count = said.number("n")
    end = said.base.start - timedelta(1) if said.base.days == count else said.today
    return end - timedelta(count - 1), end


def _rolling_months(said: Said) -> Days:
    """That many months up to today: "last 2 months" on the 23rd begins on a 24th."""
    first = months_ago(said.number("n"), said.today)
    same_day = min(said.today.day, month_of(first)[1].day)
    return first.replace(day=same_day) + timedelta(1), said.today


def _date(said: Said) -> Days:
    text = said.slots["date"]
    if text.startswith("0000"):
        month, day = int(text[5:7]), int(text[8:10])
        found = latest(lambda year: date(year, month, day), said.today)
    else:
        found = date.fromisoformat(text)
    return found, found


def _month_day(said: Said, slot: str = "n") -> Days:
    month, day = said.number("month"), int(said.slots.get("nth") or said.slots[slot])
    if "year" in said.slots:
        found = date(said.number("year"), month, day)
    else:
        found = latest(lambda year: date(year, month, day), said.today)
    return found, found


def _month_range(said: Said) -> Days:
    """Days of one month: "November 3 to 9"."""
    first = {"n": said.slots["first_n"]} if "first_n" in said.slots else {"nth": said.slots["first_nth"]}
    last = {one: said.slots[one] for one in ("n", "nth") if one in said.slots and f"first_{one}" in said.slots}
    shared = {one: said.slots[one] for one in ("month", "year") if one in said.slots}
    start = _month_day(Said(shared | first, (), said.clock, said.base))[0]
    end = _month_day(Said(shared | last, (), said.clock, said.base))[0]
    return start, end


def _named_month(said: Said) -> Days:
    month = said.number("month")
    if "year" in said.slots:
        return month_of(date(said.number("year"), month, 1))
    return month_of(latest(lambda year: date(year, month, 1), said.today))


def _named_month_start(said: Said) -> Days:
    first = _named_month(said)[0] if "month" in said.slots else said.today.replace(day=1)
    return first, first


def _named_quarter(said: Said) -> Days:
    month = int(said.slots.get("ord") or said.slots["n"]) * 3 - 2
    if "year" in said.slots:
        return quarter_of(date(said.number("year"), month, 1))
    return quarter_of(latest(lambda year: date(year, month, 1), said.today))


def _nth(said: Said) -> Days:
    """The latest such day of a month: "the 10th"."""
    day = int(said.slots.get("nth") or said.slots["n"])
    found = said.today.replace(day=day) if day <= said.today.day else months_ago(1, said.today).replace(day=day)
    return found, found


def _weekday(said: Said) -> Days:
    found = said.today - timedelta((said.today.weekday() - said.number("weekday")) % 7)
    return found, found


def _last_weekday(said: Said) -> Days:
    """The latest such weekday before today."""
    found = said.today - timedelta((said.today.weekday() - said.number("weekday") - 1) % 7 + 1)
    return found, found


def _weekday_before(said: Said) -> Days:
    """The latest such weekday before the window of the talk, or the one just named."""
    end = said.base.start
    found = end - timedelta((end.weekday() - said.number("weekday") - 1) % 7 + 1)
    return found, found


def _first_half(said: Said) -> Days:
    first = _named_month_start(said)[0]
    return first, first.replace(day=_MIDDLE)


def _second_half(said: Said) -> Days:
    first = _named_month_start(said)[0]
    return first.replace(day=_MIDDLE + 1), month_of(first)[1]


_MIDDLE = 15


def _last_weekend(said: Said) -> Days:
    saturday = said.today - timedelta((said.today.weekday() - 5) % 7)
    end = saturday + timedelta(1)
    return (saturday, end) if end <= said.today else (saturday - timedelta(7), end - timedelta(7))


def _between(said: Said) -> Days:
    start, end = said.inner[0].start, said.inner[1].end
    return (start - timedelta(7), end) if end < start <= end + timedelta(7) else (start, end)


def _shifted(days: int) -> Callable[[Said], Days]:
    """The base's window that many days earlier."""
    return lambda said: (said.base.start - timedelta(days), said.base.end - timedelta(days))


def _month_before(said: Said) -> Days:
    return month_of(months_ago(1, said.base.start))


def _week_before(said: Said) -> Days:
    return week_of(said.base.start - timedelta(7))


_WINDOWS: dict[str, Callable[[Said], Days]] = {
    "today": _days_ago(0),
    "yesterday": _days_ago(1),
    "day_before_yesterday": _days_ago(2),
    "days_ago": lambda said: _days_ago(said.number("n"))(said),
    "weeks_ago": lambda said: week_of(said.today - timedelta(7 * said.number("n"))),
    "last_complete_day": lambda said: (said.clock.complete, said.clock.complete),
    "last_days": lambda said: _back(said.number("n"), said),
    "days_before": _days_before,
    "last_weeks": lambda said: _back(7 * said.number("n"), said),
    "last_months": _rolling_months,
    "past_week": lambda said: _back(7, said),
    "past_month": lambda said: _back(30, said),
    "this_week": lambda said: (monday_of(said.today), said.today),
    "last_week": lambda said: week_of(said.today - timedelta(7)),
    "week_before_last": lambda said: week_of(said.today - timedelta(14)),
    "this_month": lambda said: (said.today.replace(day=1), said.today),
    "last_month": lambda said: month_of(months_ago(1, said.today)),
    "this_quarter": lambda said: (first_of_quarter(said.today), said.today),
    "last_quarter": lambda said: quarter_of(months_ago(3, first_of_quarter(said.today))),
    "this_year": lambda said: (said.today.replace(month=1, day=1), said.today),
    "last_year": lambda said: (date(said.today.year - 1, 1, 1), date(said.today.year - 1, 12, 31)),
    "all_time": lambda said: (said.clock.first, said.today),
    "weekday_before": _weekday_before,
    "first_half": _first_half,
    "second_half": _second_half,
    "weekend": _last_weekend,
    "date": _date,
    "month_day": _month_day,
    "month_range": _month_range,
    "month": _named_month,
    "quarter": _named_quarter,
    "year": lambda said: (date(said.number("year"), 1, 1), date(said.number("year"), 12, 31)),
    "nth": _nth,
    "weekday": _weekday,
    "last_weekday": _last_weekday,
    "between": _between,
    "since": lambda said: (said.inner[0].start, said.today),
    "after": lambda said: (said.inner[0].end + timedelta(1), said.today),
    "until": lambda said: (said.clock.first, said.inner[0].end),
    "before": lambda said: (said.clock.first, said.inner[0].start - timedelta(1)),
    "same_days": lambda said: (said.inner[0].start, said.inner[0].end),
    "week_of": lambda said: week_of(said.inner[0].start),
    "day_before": _shifted(1),
    "week_before": _week_before,
    "month_before": _month_before,
    "same_day_last_week": _shifted(7),
    "month_head": lambda said: (_named_month(said)[0], _named_month(said)[0].replace(day=said.number("n"))),
    "month_start": _named_month_start,
    "day_after": _shifted(-1),
    "week_after": lambda said: week_of(said.base.start + timedelta(7)),
    "month_after": lambda said: month_of(months_ago(-1, said.base.start)),
    "period_before": lambda said: (said.base.before().start, said.base.before().end),
}
RELATIVE = frozenset(
    {"day_before", "week_before", "month_before", "same_day_last_week", "day_after", "week_after", "month_after"}
    | {"period_before", "weekday_before", "days_before"}
)
"""Times that lie before or after another one."""
