"""The business calendar: what the plan knew would happen, and what it noted."""

from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa

from pipeline.generate.holidays import holiday_name
from pipeline.generate.incidents import Strike
from pipeline.generate.scope import Scope
from pipeline.generate.world_parts import Release

Row = tuple[date, str, str | None, str]


def calendar_of(scope: Scope, strikes: tuple[Strike, ...]) -> pa.Table:
    """Return the calendar's rows from the first day to some time after the last, in the order of days."""
    known = {*_known_ahead(scope), *_noted(strikes), *_releases(scope, strikes)}
    rows = sorted(known, key=lambda row: tuple(str(part or "") for part in row))
    names = scope.world.files["business_calendar"]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    types = (pa.date32(), pa.string(), pa.string(), pa.string())
    return pa.table([pa.array(values, type=kind) for values, kind in zip(columns, types, strict=True)], list(names))


def _known_ahead(scope: Scope) -> Iterator[Row]:
    rules = scope.world.calendar
    for day in _days(scope.days[0].date, scope.last.date + timedelta(days=rules.ahead_days)):
        name = holiday_name(day, rules.holidays)
        if name:
            yield day, rules.holiday_event, None, name
        yield from (
            (day, rule.event_type, rule.journey, rule.description) for rule in rules.monthly if rule.day == day.day
        )
        yearly = (rule for rule in rules.yearly if (rule.month, rule.day) == (day.month, day.day))
        yield from ((day, rule.event_type, None, rule.description) for rule in yearly)


def _noted(strikes: tuple[Strike, ...]) -> Iterator[Row]:
    for strike in strikes:
        note = strike.incident.calendar
        if note:
            yield strike.days[0].date, note.event_type, strike.incident.journey, note.description


def _releases(scope: Scope, strikes: tuple[Strike, ...]) -> Iterator[Row]:
    """Releases that no incident tells of."""
    told = {strike.incident.slice.app_version for strike in strikes}
    for device, releases in scope.world.releases.apps.items():
        for release in releases:
            if release.version not in told and _in_scope(release, scope):
                day = scope.last.before(release.days_before_end or 0).date
                yield day, scope.world.releases.calendar_event, None, f"{device} {release.version}"


def _in_scope(release: Release, scope: Scope) -> bool:
    return release.days_before_end is not None and release.days_before_end < len(scope.days)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
