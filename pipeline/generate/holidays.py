"""Holidays by rule, and the default last day."""

from calendar import day_name, monthrange
from datetime import date, timedelta
from functools import lru_cache

from pipeline.generate.world_parts import CalendarRules, Holiday, Weekday

WEEKDAYS = tuple(name.lower() for name in day_name)


def holidays_of(year: int, rules: tuple[Holiday, ...]) -> dict[date, str]:
    """Return the holidays of a year with their names."""
    return {_day_of(rule, year): rule.name for rule in rules}


def holiday_name(day: date, rules: tuple[Holiday, ...]) -> str | None:
    """Return the name of the holiday that ``day`` is, or None."""
    return _cached(day.year, rules).get(day)


def latest_working_day(today: date, rules: CalendarRules) -> date:
    """Return the latest day before ``today`` that is neither at a weekend nor a holiday."""
    day = today - timedelta(days=1)
    while WEEKDAYS[day.weekday()] in rules.weekend or holiday_name(day, rules.holidays):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _cached(year: int, rules: tuple[Holiday, ...]) -> dict[date, str]:
    return holidays_of(year, rules)


def _day_of(rule: Holiday, year: int) -> date:
    if rule.weekday is None or rule.nth is None:
        return date(year, rule.month, rule.day or 1)
    return _nth_weekday(year, rule.month, rule.weekday, rule.nth)


def _nth_weekday(year: int, month: int, weekday: Weekday, nth: int) -> date:
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    found = [day for day in days if WEEKDAYS[day.weekday()] == weekday]
    return found[nth - 1 if nth > 0 else nth]
