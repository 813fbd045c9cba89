"""The leakage rule, for the generator's own use: which failure, if any, a call would be credited to."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.generate.portions import Flags, Ints
from pipeline.generate.vocabulary import NONE

SPAN = 2**18  # more seconds than a day and a window have


@dataclass(frozen=True)
class Failures:
    """Columns of failures, in the order of time and event id.

    Attributes:
        member: Whose.
        journey: On which journey.
        moment: When, in seconds since 1970.
        key: Which event, as a number (see ``keys``).
    """

    member: Ints
    journey: Ints
    moment: Ints
    key: Ints

    @classmethod
    def none(cls) -> "Failures":
        """Return no failures."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(4)))

    def since(self, moment: int) -> "Failures":
        """Return the failures from ``moment`` on."""
        late = self.moment >= moment
        return Failures(self.member[late], self.journey[late], self.moment[late], self.key[late])

    def then(self, later: "Failures") -> "Failures":
        """Return these failures and later ones."""
        names = [column.name for column in fields(self)]
        return Failures(*(np.concatenate([getattr(self, name), getattr(later, name)]) for name in names))


@dataclass(frozen=True)
class Crediting:
    """Finds the failure that calls of one day are credited to.

    Attributes:
        failures: Those of the day and of the window before it.
        start: The day's start.
        window: How long before a call a failure counts, in seconds.
        journeys: How many journeys there are.
    """

    failures: Failures
    start: int
    window: int
    journeys: int

    def credit(self, member: Ints, journey: Ints, moment: Ints) -> Ints:
        """Return each call's failure as a row, or NONE; a call whose ``journey`` is NONE may be about any."""
        failed = self._of_journey(self.failures.member, self.failures.journey)
        same_journey = self._latest(self._of_journey(member, journey), moment, failed)
        any_journey = self._latest(member, moment, self.failures.member)
        return np.where(journey == NONE, any_journey, same_journey)

    def _of_journey(self, member: Ints, journey: Ints) -> Ints:
        return member * self.journeys + journey

    def _latest(self, whose: Ints, moment: Ints, failed: Ints) -> Ints:
        """Return the latest failure of the same ``whose`` that is in the window before each moment."""
        if not len(failed):
            return np.full(len(whose), NONE, dtype=np.int64)
        base = self.start - self.window
        keys = failed * SPAN + (self.failures.moment - base)
        order = np.argsort(keys, kind="stable")
        place = np.searchsorted(keys[order], whose * SPAN + (moment - base), side="right") - 1
        row = order[np.maximum(place, 0)]
        found: Flags = (place >= 0) & (failed[row] == whose) & (moment - self.failures.moment[row] <= self.window)
        return np.where(found, row, NONE)
