"""Days that a decision names: "Friday" is the next one for a promise, and the last one for what has happened."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from agent.language import Language, fold

Reads = Callable[[str, Language, date], date | None]
"""Reads a day out of folded words, counted from another day; None where they name none."""

_WEEK = 7
_FRIDAY = 4
_DECEMBER = 12


def day_ahead(said: str, words: Language, today: date) -> date | None:
    """The day of a promise: a date, a weekday or a stretch of time after today."""
    return next((day for day in _readings(said, words, today, ahead=True) if day), None)


def day_behind(said: str, words: Language, today: date) -> date | None:
    """The day of something that has happened: a date, or the latest weekday of that name."""
    return next((day for day in _readings(said, words, today, ahead=False) if day), None)


def _readings(said: str, words: Language, today: date, *, ahead: bool) -> Iterator[date | None]:
    text = re.sub(rf"^(?:{'|'.join(map(fold, words.decide.next))})\s+", "", said)
    yield _iso(text)
    yield _near(text, words, today)
    yield _weekday(text, words, today, ahead=ahead)
    yield _of_month(text, words, today, ahead=ahead)
    if ahead:
        yield _after(said, words, today)
        yield _end_of(said, words, today)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _near(text: str, words: Language, today: date) -> date | None:
    days = {fold(name): days for name, days in words.decide.days.items()}
    return today + timedelta(days[text]) if text in days else None


def _weekday(text: str, words: Language, today: date, *, ahead: bool) -> date | None:
    names = [fold(name) for name in words.weekdays]
    if text not in names:
        return None
    forward = (names.index(text) - today.weekday()) % _WEEK or _WEEK
    return today + timedelta(forward if ahead else forward % _WEEK - _WEEK if forward % _WEEK else 0)


def _of_month(text: str, words: Language, today: date, *, ahead: bool) -> date | None:
    """A month and a day, with or without the year: of those next to today, the one on the side that is meant."""
    months = {fold(name): place for place, name in enumerate(words.months, 1)}
    named, year = "|".join(months), r"(?:\s+(?:de\s+)?(\d{4}))?"
    found = re.fullmatch(rf"(?:(\d\d?)\s+(?:de\s+)?)?({named})(?:\s+(\d\d?))?(?:\w\w)?{year}", text)
    if not found or not (found[1] or found[3]):
        return None
    try:
        day = date(int(found[4] or today.year), months[found[2]], int(found[1] or found[3]))
        if found[4]:
            return day
        step = 1 if ahead and day < today else -1 if not ahead and day > today else 0
        return day.replace(year=day.year + step)
    except ValueError:
        return None


def _after(text: str, words: Language, today: date) -> date | None:
    ways = words.decide
    found = re.fullmatch(rf"(?:{'|'.join(map(fold, ways.ahead))})\s+(\w+)\s+({'|'.join(map(fold, ways.units))})", text)
    if not found:
        return None
    numbers = {fold(name): number for name, number in words.numbers.items()}
    count = int(found[1]) if found[1].isdecimal() else numbers.get(found[1])
    unit = next(days for name, days in ways.units.items() if fold(name) == found[2])
    return today + timedelta(count * unit) if count else None


def _end_of(text: str, words: Language, today: date) -> date | None:
    """The last working day of this week or the next, or the last day of the month."""
    friday = today + timedelta((_FRIDAY - today.weekday()) % _WEEK)
    if text in map(fold, words.decide.week_end):
        return friday
    if text in map(fold, words.decide.next_week_end):
        return friday + timedelta(_WEEK)
    if text in map(fold, words.decide.month_end):
        first = date(today.year + today.month // _DECEMBER, today.month % _DECEMBER + 1, 1)
        return first - timedelta(1)
    return None
