"""What happened around a cause: since when its slice has had its level, and what the calendar says of that time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agent.causes.find import Cause, Causes
from agent.causes.plan import earlier_windows
from agent.engine import Cell, Result
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.plan import Filter, Plan, Window

COURSE, CALENDAR = "course", "calendar"
"""The names of the queries for the course of the first part, and for the calendar."""
_DAYS = 28
"""How far back the beginning of a change is looked for."""


@dataclass(frozen=True)
class Onset:
    """When a slice left its earlier level: the day, the hour where only part of the day did, its row in the course."""

    day: date
    hour: int | None
    row: int


def course_plan(plan: Plan, causes: Causes, model: SemanticModel) -> Plan | None:
    """The course of what moved most, by day, and by hour when one day is asked about; None where nothing did."""
    grains, window = model.about_view(plan.view).grains, plan.window
    one = leading(causes)
    if one is None or window is None or "day" not in grains or len(plan.measures) > 1:
        return None
    hourly = window.days == 1 and "hour" in grains
    first = min(window.start - timedelta(_DAYS), *(one.start for one in earlier_windows(plan).values()))
    return plan.model_copy(
        update={
            "dimensions": (grains["day"], grains["hour"]) if hourly else (grains["day"],),
            "filters": (*plan.filters, *_filters((*one.where, *one.behind), model.view[plan.view])),
            "window": Window(start=first, end=window.end),
            "analysis": None,
            "also": {},
        }
    )


def leading(causes: Causes) -> Cause | None:
    """The part that tells most; the whole where nothing but the whole moved."""
    return causes.parts[0] if causes.parts else causes.whole if causes.whole.telling else None


def _filters(where: tuple[tuple[str, Cell], ...], view: MetricView) -> Iterator[Filter]:
    for name, value in where:
        yield Filter(dimension=name, values=() if value is None else (str(value),), keep=value is not None)


def onset(plan: Plan, causes: Causes, result: Result | None) -> Onset | None:
    """When what moved most left its earlier level; None where it does not show.

    Args:
        plan: The plan for causes.
        causes: What was found.
        result: What ``course_plan`` gave.
    """
    from signals.onset import began

    one, window = leading(causes), plan.window
    if result is None or one is None or window is None:
        return None
    known = (one.start for one in (window, *earlier_windows(plan).values()))
    first = min(*known, *(row[0] for row in result.rows if isinstance(row[0], date)))
    days = [first + timedelta(at) for at in range((window.end - first).days + 1)]
    amounts = _by_day(result)
    at = began([amounts.get(day, 0.0) for day in days], float(one.before) / window.days, float(one.now) / window.days)
    if at is None:
        return None
    hour = _hour(plan, result, days[at]) if days[at] == window.end and len(result.columns) > 2 else None
    rows = (row for row, cells in enumerate(result.rows) if cells[0] == days[at] and hour in (None, cells[1]))
    row = next(rows, None)
    return None if row is None else Onset(days[at], hour, row)


def _by_day(result: Result) -> dict[date, float]:
    found: dict[date, float] = {}
    for row in result.rows:
        if isinstance(row[0], date):
            found[row[0]] = found.get(row[0], 0.0) + float(str(row[-1] or 0))
    return found


def _hour(plan: Plan, result: Result, day: date) -> int | None:
    from signals.onset import began_within

    earlier = [one.start for one in earlier_windows(plan).values()]
    now, before = [0.0] * 24, [0.0] * 24
    for row in result.rows:
        hour, amount = int(str(row[1])), float(str(row[-1] or 0))
        if row[0] == day:
            now[hour] += amount
        elif row[0] in earlier:
            before[hour] += amount / len(earlier)
    return began_within(now, before)


def calendar_plan(plan: Plan, model: SemanticModel) -> Plan | None:
    """What the calendar says from shortly before the window to its end; None where the model has no calendar."""
    calendar, window = model.notes.calendar, plan.window
    if calendar is None or window is None:
        return None
    days = Filter(dimension=calendar.day, low=window.start - timedelta(calendar.days_before), high=window.end)
    named = (calendar.day, calendar.text, *calendar.of.values())
    return Plan(intent=plan.intent, view=calendar.view, dimensions=named, filters=(days,))


def events(plan: Plan, causes: Causes, since: Onset | None, result: Result | None, model: SemanticModel) -> list[int]:
    """The rows of the calendar that concern what was found: those about its slices, just before it began, first."""
    calendar = model.notes.calendar
    if calendar is None or result is None:
        return []
    wanted = _values(plan, causes)
    found = []
    for at, cells in enumerate(result.rows):
        row = dict(zip(result.columns, cells, strict=True))
        day = row[calendar.day]
        if since and isinstance(day, date) and not since.day - timedelta(calendar.days_before) <= day <= since.day:
            continue
        if all(_concerns(row[column], wanted.get(name), calendar.everything) for name, column in calendar.of.items()):
            found.append((-_alike(str(row[calendar.text]), wanted), at))
    return [at for _, at in sorted(found)]


def _values(plan: Plan, causes: Causes) -> Mapping[str, set[str]]:
    """The values that the question and the parts name, by dimension."""
    found: dict[str, set[str]] = {}
    for one in plan.filters:
        found.setdefault(one.dimension, set()).update(one.values if one.keep else ())
    for part in causes.parts:
        for name, value in (*part.where, *part.behind):
            found.setdefault(name, set()).add(str(value))
    return found


def _concerns(value: Cell, wanted: set[str] | None, everything: str | None) -> bool:
    return not wanted or value is None or str(value) == everything or str(value) in wanted


def _alike(text: str, wanted: Mapping[str, set[str]]) -> int:
    """How many of the named values a text names."""
    return sum(value.lower() in text.lower() for values in wanted.values() for value in values)
