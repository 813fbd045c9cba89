"""What a single word can fill: the slots of phrases, such as ``{n}``, ``{month}`` or ``{quantity}``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from agent.language import Language, Token, fold

SLOTS = frozenset({"{n}", "{ord}", "{nth}", "{year}", "{quantity}", "{date}", "{month}", "{weekday}", "{time}"})
WHEN = "{when}"
"""A slot that a whole expression of time fills."""

_THOUSAND, _MILLION = Decimal(1000), Decimal(1_000_000)
_SCALES = {
    **dict.fromkeys(("k", "mil", "thousand"), _THOUSAND),
    **dict.fromkeys(("m", "million", "millones"), _MILLION),
}
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")
_TIME = re.compile(r"(\d{1,2})(?::\d{2})?\s?([ap])\.?m\.?$")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?$")
_PERCENT = ("%", "percent", "por ciento")
_QUANTITY = re.compile(rf"[-−]?([$€]?)(\d+(?:[.,]\d+)*)\s?({'|'.join((*_PERCENT, *_SCALES))}|)$")


@dataclass(frozen=True)
class Slots:
    """Fills slots by one language's words for numbers, months and weekdays."""

    words: Language
    others: tuple[Language, ...] = ()

    def of(self, token: Token) -> dict[str, str]:
        """Every slot that a word can fill, and with what."""
        found = {
            "{n}": self._number(token),
            "{nth}": self._ordinal(token),
            "{ord}": self._ordinals.get(token.folded),
            "{year}": token.folded if re.fullmatch(r"20\d\d", token.folded) else None,
            "{quantity}": self._quantity(token),
            "{date}": self._date(token),
            "{month}": self._months.get(token.folded),
            "{weekday}": self._weekdays.get(token.folded),
            "{time}": self._named_hours.get(token.folded) or _hour(token.folded),
        }
        return {slot: value for slot, value in found.items() if value is not None}

    def shy(self, token: Token) -> bool:
        """Whether a word names a month or a weekday only beside other words of time."""
        return token.folded in self.words.shy

    def _number(self, token: Token) -> str | None:
        plain = token.folded.replace(",", "")
        return plain if plain.isdigit() else self._numbers.get(token.folded)

    def _ordinal(self, token: Token) -> str | None:
        fits = _ORDINAL.match(token.folded)
        return fits[1] if fits and 1 <= int(fits[1]) <= _MOST_DAYS else None

    def _quantity(self, token: Token) -> str | None:
        """A number with its unit, as ``unit:number``; words for numbers too."""
        fits = _QUANTITY.match(token.folded)
        if not fits:
            fraction, number = self._fractions.get(token.folded), self._numbers.get(token.folded)
            return f"%:{fraction}" if fraction else f":{number}" if number else None
        unit, digits, scale = fits.groups()
        if re.search(r"\.\d+\.", digits):
            return None
        value = Decimal(digits.replace(",", "")) * _SCALES.get(scale, Decimal(1))
        value = -value if token.folded[0] in "-−" else value
        return f"{'%' if scale in _PERCENT else unit and '$'}:{value}"

    def _date(self, token: Token) -> str | None:
        if token.text.count("-") == _ISO_DASHES:
            return token.text
        fits = _DATE.match(token.folded)
        if not fits:
            return None
        first, second, year = fits.groups()
        month, day = (second, first) if self.words.day_first else (first, second)
        return f"{_full_year(year)}-{int(month):02}-{int(day):02}"

    @property
    def _languages(self) -> tuple[Language, ...]:
        """The others first, so that a word that two have means what it means in this one."""
        return (*self.others, self.words)

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return _folded(self.words.numbers)

    @cached_property
    def _fractions(self) -> Mapping[str, str]:
        return _folded(self.words.fractions)

    @cached_property
    def _ordinals(self) -> Mapping[str, str]:
        return _folded(self.words.ordinals)

    @cached_property
    def _named_hours(self) -> Mapping[str, str]:
        return _folded(self.words.named_hours)

    @cached_property
    def _months(self) -> Mapping[str, str]:
        return _places([self.words.months_short, *(one.months for one in self._languages)], 1)

    @cached_property
    def _weekdays(self) -> Mapping[str, str]:
        return _places([self.words.weekdays_short, *(one.weekdays for one in self._languages)], 0)


_MOST_DAYS = 31
_ISO_DASHES = 2
_NOON = 12


def _folded(numbers: Mapping[str, int] | Mapping[str, Decimal]) -> dict[str, str]:
    return {fold(word): str(number) for word, number in numbers.items()}


def _places(lists: list[tuple[str, ...]], first: int) -> dict[str, str]:
    return {fold(name): str(place) for names in lists for place, name in enumerate(names, first)}


def _full_year(year: str | None) -> str:
    """A year in full; ``0000`` where none is said."""
    return "0000" if year is None else year if len(year) > len("26") else f"20{year}"


def _hour(folded: str) -> str | None:
    fits = _TIME.match(folded)
    return str(int(fits[1]) % _NOON + (_NOON if fits[2] == "p" else 0)) if fits and int(fits[1]) <= _NOON else None
