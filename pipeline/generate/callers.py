"""Who calls because something failed: members who had not called about it for a while, and members who had."""

from dataclasses import dataclass

import numpy as np

from pipeline.errors import GenerateError
from pipeline.generate.members import Members
from pipeline.generate.plan import DayPlan
from pipeline.generate.portions import Flags, Floats, Ints

NEVER = -(2**62)
MARGIN = 60


@dataclass
class CallMemory:
    """When each member last called about each journey; the generator's memory from day to day.

    Attributes:
        last: By member and journey, in seconds since 1970.
        leaked: By member: how many calls failures have caused.
    """

    last: Ints
    leaked: Ints

    @classmethod
    def of(cls, members: Members) -> "CallMemory":
        """Return the memory of a world that begins."""
        journeys = len(members.scope.world.journeys)
        return cls(np.full((len(members), journeys), NEVER, dtype=np.int64), np.zeros(len(members), dtype=np.int64))

    def note(self, member: Ints, journey: Ints, moment: Ints) -> None:
        """Remember calls about a journey."""
        np.maximum.at(self.last, (member, journey), moment)


@dataclass(frozen=True)
class Callers:
    """Calls that failures will cause; rows stand in the order of the plan's parts.

    Attributes:
        member: Who.
        moment: When they call, in seconds since 1970.
    """

    member: Ints
    moment: Ints


@dataclass(frozen=True)
class CallerDraw:
    """Draws the callers of one day."""

    plan: DayPlan
    members: Members
    memory: CallMemory
    rng: np.random.Generator

    def draw(self) -> Callers:
        """Draw as many first and repeat callers as the plan says; nobody calls about two journeys on one day.

        Raises:
            GenerateError: A segment has too few members for that.
        """
        today = self.members.segments_on(self.plan.day.date)
        free = np.ones(len(self.members), dtype=np.bool_)
        drawn: list[Callers] = []
        for journey, segment, calls in self._cells():
            cell = self._cell(journey, segment, calls, free & (today == segment))
            free[cell.member] = False
            drawn.append(cell)
        if not drawn:
            return Callers(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        return Callers(*(np.concatenate(column) for column in zip(*((c.member, c.moment) for c in drawn), strict=True)))

    def _cells(self) -> list[tuple[int, int, int]]:
        """Journeys and segments with their calls, in the order in which the parts stand."""
        calls: dict[tuple[int, int], int] = {}
        for part in self.plan.parts:
            cell = (part.journey, part.segment)
            calls[cell] = calls.get(cell, 0) + part.calls
        return [(journey, segment, count) for (journey, segment), count in calls.items() if count]

    def _cell(self, journey: int, segment: int, calls: int, pool: Flags) -> Callers:
        repeats = int(self.plan.repeats[journey, segment])
        last = self.memory.last[:, journey]
        definition = self.members.scope.world.definitions
        rested = np.flatnonzero(pool & (last < self.plan.day.start - definition.repeat))
        recent = np.flatnonzero(pool & (last > self.plan.day.end - definition.repeat + MARGIN))
        same_day = self._same_day(repeats, len(recent))
        if len(rested) < calls - repeats:
            raise self._too_few(segment, calls - repeats, len(rested))
        firsts = self._choose(rested, calls - repeats)
        again = self._choose(recent, repeats - same_day)
        earlier, later = self._pairs(same_day)
        single = self._moments(calls - 2 * same_day)
        member = np.concatenate([firsts[:same_day], firsts[:same_day], firsts[same_day:], again])
        mixed = self.rng.permutation(calls)
        return Callers(member[mixed], np.concatenate([earlier, later, single])[mixed])

    def _same_day(self, repeats: int, recent: int) -> int:
        """How many repeat callers called first on this very day."""
        share = self.members.scope.world.day.same_day_repeats
        return max(round(repeats * share), repeats - recent)

    def _choose(self, pool: Ints, size: int) -> Ints:
        """Draw members without replacement, the readier to call the likelier."""
        weights: Floats = self.rng.standard_exponential(len(pool)) / self.members.propensity[pool]
        nearest = np.argpartition(weights, size - 1)[:size] if size else np.zeros(0, dtype=np.int64)
        return self.rng.permutation(pool[np.sort(nearest)])

    def _moments(self, size: int) -> Ints:
        return self.plan.day.moments(self.rng, self.members.scope.world.hours.calls, size)

    def _pairs(self, size: int) -> tuple[Ints, Ints]:
        """Draw two moments of the day for each of ``size`` members, well apart."""
        gap = self.members.scope.world.day.same_day_gap_minutes * 60
        pairs = np.zeros((2, size), dtype=np.int64)
        close = np.ones(size, dtype=np.bool_)
        while close.any():
            drawn = self._moments(2 * int(close.sum())).reshape(2, -1)
            pairs[:, close] = np.sort(drawn, axis=0)
            close = pairs[1] - pairs[0] < gap
        return pairs[0], pairs[1]

    def _too_few(self, segment: int, needed: int, found: int) -> GenerateError:
        name = self.members.scope.world.segment_names[segment]
        return GenerateError(
            f"{self.plan.day.date} needs {needed} members of {name} who have not called lately; there are {found}.",
            "Raise --members or lower --calls.",
        )
