"""Values as people read them: $40,000, 28 %, −0.65, Friday, November 20, 2026."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from agent.engine import Cell
from agent.language import languages
from agent.metric_view import Format
from agent.plan import Window

MINUS = "\N{MINUS SIGN}"
_CURRENCY = {"USD": "$", "EUR": "€", "GBP": "£"}
_SCALES = ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "K"))


def write_value(value: Cell, form: Format | None, language: str, signed: bool = False) -> str:
    """Write a cell for people.

    Args:
        value: A cell of a result.
        form: The format of its measure or dimension.
        language: A language code, for dates and for what is not there.
        signed: Whether a rise shows a plus.
    """
    if value is None:
        return languages()[language].write["none"]
    if isinstance(value, date):
        return write_date(value, language, "short_date")
    if isinstance(value, str | bool):
        return str(value)
    return _write_number(Decimal(str(value)), form or Format(), signed)


def write_window(window: Window, language: str) -> str:
    """Write a window: "on Friday, November 20, 2026", and whether its last day is over."""
    words = languages()[language].write
    part = "" if window.complete else "part_"
    pattern = words[f"{part}between"] if window.days > 1 else words["on_day" if window.complete else "part_day"]
    return pattern.format(start=write_date(window.start, language, "short_date"), date=write_date(window.end, language))


def write_date(day: date | datetime, language: str, pattern: str = "date") -> str:
    """Write a day in a language's own pattern."""
    words = languages()[language]
    if isinstance(day, datetime):
        return f"{write_date(day.date(), language, pattern)} {day:%H:%M:%S}"
    return words.write[pattern].format(
        weekday=words.weekdays[day.weekday()], day=day.day, month=words.months[day.month - 1], year=day.year
    )


def join(items: list[str], language: str) -> str:
    """Say several things: "a, b and c"."""
    together = languages()[language].write["and"]
    return together.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _write_number(value: Decimal, form: Format, signed: bool) -> str:
    shown = value * 100 if form.type == "percentage" else value
    digits, scale = _digits(abs(shown), form)
    sign = "" if not any(one in "123456789" for one in digits) else MINUS if value < 0 else "+" if signed else ""
    currency = _CURRENCY.get(form.currency_code or "USD", "") if form.type == "currency" else ""
    return f"{sign}{currency}{digits}{scale}" + (" %" if form.type == "percentage" else "")


def _digits(value: Decimal, form: Format) -> tuple[str, str]:
    if form.abbreviation == "compact" and value >= _SCALES[-1][0]:
        for size, letter in _SCALES:
            places = 0 if letter == "K" else form.decimal_places.places
            if round_half_up(value / size, places) >= 1:
                return _plain(value / size, form, places), letter
    return _plain(value, form, form.decimal_places.places), ""


def _plain(value: Decimal, form: Format, places: int) -> str:
    if form.decimal_places.type == "all":
        return f"{value.normalize():,f}"
    text = f"{round_half_up(value, places):{'' if form.hide_group_separator else ','}f}"
    return text.rstrip("0").rstrip(".") if form.decimal_places.type == "max" and "." in text else text


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round as people do on paper."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
