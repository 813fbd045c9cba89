"""Calls: who called when, about what, how it went."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.generate.crediting import Crediting
from pipeline.generate.members import Members
from pipeline.generate.plan import DayPlan
from pipeline.generate.portions import Flags, Floats, Ints, pick
from pipeline.generate.sentiment import leaked_feelings, unrelated_feelings
from pipeline.generate.sessions import Sessions
from pipeline.generate.vocabulary import NONE, Vocabulary


@dataclass(frozen=True)
class Calls:
    """Columns of calls; positions in lists of the world and the vocabulary.

    Attributes:
        member: Who.
        moment: When, in seconds since 1970.
        reason: What the agent filed as the reason.
        topic: The error code that the caller speaks of; NONE: they speak of the reason.
        journey: The journey that the call is about by the rule; NONE when it is about none.
        cause: The row of the session whose failure caused the call; NONE when none did.
        chance: For a call without a cause: the failure that it would be credited to, as a row of
            the day's failures; NONE when it is in no window.
        score: The measured sentiment in hundredths.
        scored: 1 where the sentiment was measured.
        feeling: The true sentiment.
    """

    member: Ints
    moment: Ints
    reason: Ints
    topic: Ints
    journey: Ints
    cause: Ints
    chance: Ints
    score: Ints
    scored: Ints
    feeling: Floats

    def __len__(self) -> int:
        return len(self.member)

    def then(self, others: "Calls") -> "Calls":
        """Return these calls and others."""
        names = [column.name for column in fields(self)]
        return Calls(*(np.concatenate([getattr(self, name), getattr(others, name)]) for name in names))

    def rows(self, some: Ints) -> "Calls":
        """Return some of the calls."""
        return Calls(*(getattr(self, column.name)[some] for column in fields(self)))


@dataclass(frozen=True)
class CallDraw:
    """Draws the calls of one day."""

    plan: DayPlan
    members: Members
    vocabulary: Vocabulary
    rng: np.random.Generator

    def leaked(self, sessions: Sessions, called: Ints) -> Calls:
        """Return the calls that ``sessions`` caused, in their order."""
        rates = self.vocabulary.world.calls
        named = self.rng.random(len(called)) < rates.named_reason
        segment = self.members.segments_on(self.plan.day.date)[sessions.member]
        feelings = leaked_feelings(self.vocabulary.world, sessions.journey, segment, self.plan.day.back == 0, self.rng)
        shows_code = (self.vocabulary.pattern_events[sessions.pattern] == self.vocabulary.error_event).any(axis=1)
        none = np.full(len(called), NONE)
        return Calls(
            member=sessions.member,
            moment=called,
            reason=np.where(named, sessions.journey, self._reasons(rates.unnamed_reasons, len(called))),
            topic=np.where(shows_code, sessions.code, NONE),
            journey=sessions.journey,
            cause=np.arange(len(called)),
            chance=none,
            score=feelings.score,
            scored=feelings.scored,
            feeling=feelings.true,
        )

    def unrelated(self, callers: Ints, failing: Ints, crediting: Crediting) -> Calls:
        """Return the calls that nothing caused, of members who do not call for a cause that day.

        Args:
            callers: Members who do call for a cause.
            failing: Members who failed without a call.
            crediting: Finds out whether a call falls into a window.
        """
        size = self.plan.unrelated
        member = self._unrelated_members(callers, failing)
        reason = self._reasons(self.vocabulary.world.calls.unrelated_reasons, size)
        named = np.where(reason < len(self.vocabulary.world.journeys), reason, NONE)
        moment, chance = self._moments(member, named, crediting)
        feelings = unrelated_feelings(self.vocabulary.world, size, self.rng)
        return Calls(
            member=member,
            moment=moment,
            reason=reason,
            topic=np.full(size, NONE),
            journey=np.where((named == NONE) & (chance != NONE), _at(crediting.failures.journey, chance), named),
            cause=np.full(size, NONE),
            chance=chance,
            score=feelings.score,
            scored=feelings.scored,
            feeling=feelings.true,
        )

    def _reasons(self, shares: dict[str, float], size: int) -> Ints:
        numbers = np.array([self.vocabulary.reasons.index(name) for name in shares])
        return numbers[pick(self.rng, list(shares.values()), size)]

    def _unrelated_members(self, callers: Ints, failing: Ints) -> Ints:
        """Draw members, each once: some who failed that day, the others any."""
        present = self.members.segments_on(self.plan.day.date) != NONE
        present[callers] = False
        failed = np.zeros(len(present), dtype=np.bool_)
        failed[failing] = True
        pool = np.flatnonzero(present & failed)
        after = min(round(self.plan.unrelated * self.vocabulary.world.calls.unrelated_after_failure), len(pool))
        chosen = self.rng.choice(pool, after, replace=False)
        others = self.rng.choice(np.flatnonzero(present & ~failed), self.plan.unrelated - after, replace=False)
        return np.concatenate([chosen, others])

    def _moments(self, member: Ints, named: Ints, crediting: Crediting) -> tuple[Ints, Ints]:
        """Draw when they call; into a window only by chance, and never where that may not be."""
        named = np.where(self.plan.exact, NONE, named)
        moment = self._any_moment(len(member))
        chance = crediting.credit(member, named, moment)
        wrong = self._may_not(chance, crediting)
        while wrong.any():
            moment[wrong] = self._any_moment(int(wrong.sum()))
            chance = crediting.credit(member, named, moment)
            wrong = self._may_not(chance, crediting)
        return moment, chance

    def _any_moment(self, size: int) -> Ints:
        return self.plan.day.moments(self.rng, self.vocabulary.world.hours.calls, size)

    def _may_not(self, chance: Ints, crediting: Crediting) -> Flags:
        """Contained journeys have no leaked calls, and the last days none by chance."""
        world = self.vocabulary.world
        leaking = np.array([name in world.leaking for name in world.journey_names])
        contained = ~leaking[_at(crediting.failures.journey, chance)]
        wrong: Flags = (chance != NONE) & (contained | self.plan.exact)
        return wrong


def _at(values: Ints, rows: Ints) -> Ints:
    """Return values at rows; anything for NONE."""
    return values[np.maximum(rows, 0)] if len(values) else np.zeros(len(rows), dtype=np.int64)
