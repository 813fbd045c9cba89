"""In which order a question wants its rows, and how many of them."""

from dataclasses import dataclass

from agent.language import fold
from agent.plan import Superlative
from agent.read import Span
from agent.slices import Slices
from agent.unmet import asks_when

_FIRST, _DESCENDING, _ASCENDING = "first", "descending", "ascending"
"""Orders that ask for the first place alone, or for all rows."""
_SENSES = {_FIRST: "high", _ASCENDING: "low"}
_ALL, _MOST_PLACES = 1000, 50


@dataclass(frozen=True)
class Ordering:
    """The order of one question's rows.

    Attributes:
        slices: What it groups by.
        change: How it says that something moved: change, rise or fall; None where it does not.
        compared: Whether it names a window to compare with.
    """

    slices: Slices
    change: str | None
    compared: bool

    @property
    def by_change(self) -> bool:
        """Whether groups are to be put in the order of how much they moved."""
        if self.change is None or not self.slices.grouped:
            return False
        return bool(self.slices.reading.of("order")) or self.change in ("rise", "fall")

    @property
    def superlative(self) -> Superlative | None:
        """Which end comes first."""
        if self.compared and not self.slices.grouped and not self.by_change:
            return None  # "better or worse than last week", "how many more than yesterday"
        for name in self._orders:
            if name != _DESCENDING:
                return _SENSES.get(name, name)  # type: ignore[return-value]
        for sense in self._asked_by_measures:
            return sense  # type: ignore[return-value]
        if self.by_change:
            return "low" if self.change == "fall" else "high"
        return None

    @property
    def limit(self) -> int | None:
        """How many rows are asked for; 1 for "which one"."""
        counts = [span.matches[0].slots["n"] for span in self._said if "n" in span.matches[0].slots]
        if counts:
            return max(int(counts[0]), 1)
        if (self._said or self.slices.reading.of("intent")) and self._loose_number():
            return self._loose_number()
        if _FIRST in self._orders:
            return 1
        if {_DESCENDING, _ASCENDING} & set(self._orders):
            return _ALL
        if not (self._said or self._asked_by_measures or self.by_change):
            return None
        if self._for_one or asks_when(self.slices.reading, self.slices.knowledge):
            return 1
        return 1 if self.slices.grouped and not any(_plural(span) for span in self.slices.grouped) else None

    @property
    def _for_one(self) -> bool:
        """Whether it asks for one: by words for that, or "which" alone, as in "which grew most?" within a talk."""
        reading = self.slices.reading
        which = reading.spans and fold(reading.spans[0].text) in self.slices.words.asks_which.split()
        return bool(reading.of("singular") or (which and not self.slices.grouped))

    @property
    def _said(self) -> list[Span]:
        return self.slices.reading.of("order")

    @property
    def _orders(self) -> list[str]:
        return [span.meaning.name for span in self._said]

    @property
    def _asked_by_measures(self) -> list[str]:
        """First places that measures' own words ask for: "the angriest"."""
        return [span.meaning.value for span in self.slices.reading.of("measure") if span.meaning.value]

    def _loose_number(self) -> int | None:
        """A number that stands alone: "the three largest segments"."""
        numbers = [int(span.matches[0].slots["n"]) for span in self.slices.reading.of("number")]
        return numbers[0] if numbers and 0 < numbers[0] <= _MOST_PLACES else None


def _plural(span: Span) -> bool:
    last = span.text.lower().split()[-1]
    return last.endswith("s") and not last.endswith("ss")
