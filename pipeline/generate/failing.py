"""Failing sessions: those that make a member call, and those that nobody calls about."""

from dataclasses import dataclass

import numpy as np

from pipeline.generate.callers import Callers
from pipeline.generate.causes import CauseDraw, Causes
from pipeline.generate.crediting import SPAN
from pipeline.generate.members import Members
from pipeline.generate.plan import DayPlan, Part
from pipeline.generate.portions import Flags, Ints, pick
from pipeline.generate.sessions import Sessions, event_offsets, last_moments
from pipeline.generate.vocabulary import Vocabulary
from pipeline.generate.world_parts import Pattern


@dataclass(frozen=True)
class FailingDraw:
    """Draws the failing sessions of one day."""

    plan: DayPlan
    members: Members
    vocabulary: Vocabulary
    rng: np.random.Generator

    def leaked_and_silent(self, callers: Callers) -> tuple[Sessions, Ints, Sessions]:
        """Return the sessions that made ``callers`` call, when each of them called, and the silent sessions."""
        draw = CauseDraw(self.vocabulary, self.plan.day.back, self.rng)
        causes = [draw.of_part(part) for part in self.plan.parts]
        leaked, called = self._leaked(callers, causes)
        return leaked, called, self._silent(causes, leaked, called)

    def _leaked(self, callers: Callers, causes: list[Causes]) -> tuple[Sessions, Ints]:
        counts = [part.calls for part in self.plan.parts]
        patterns = [self._leaked_patterns(part) for part in self.plan.parts]
        pattern = _stacked(patterns)
        lengths = self.vocabulary.pattern_lengths[pattern]
        offsets = self._offsets(len(pattern))
        start = callers.moment - self._to_call(len(pattern)) - last_moments(offsets, lengths)
        late = self._moved_into_day(start)
        moments = (start + late)[:, None] + offsets
        cause = _rows(causes, [slice(0, count) for count in counts])
        return self._sessions(callers.member, counts, pattern, cause, moments), callers.moment + late

    def _sessions(self, member: Ints, counts: list[int], pattern: Ints, cause: Causes, moments: Ints) -> Sessions:
        """Put sessions together; ``counts`` says how many each of the plan's parts has."""
        return Sessions(
            member=member,
            journey=np.repeat([part.journey for part in self.plan.parts], counts),
            pattern=pattern,
            device=cause.device,
            version=cause.version,
            step=cause.step,
            code=cause.code,
            language=page_language(self.members, member, self.rng),
            moments=moments,
        )

    def _moved_into_day(self, start: Ints) -> Ints:
        """Return by how many seconds sessions that would begin the day before are put off."""
        early = self.plan.day.start - start
        spread = self.rng.integers(0, self.vocabulary.world.timing.after_midnight, len(start))
        return np.where(early > 0, early + spread, 0)

    def _leaked_patterns(self, part: Part) -> Ints:
        """Draw what the sessions look like; an incident's error is always seen."""
        journey = list(self.vocabulary.world.journeys.values())[part.journey]
        seen = part.incident is not None and part.incident.slice.error_code is not None
        error = self.vocabulary.world.error_event
        patterns = tuple(pattern for pattern in journey.leaked_patterns if not seen or error in pattern.events)
        return self._draw_patterns(patterns, part.calls)

    def _draw_patterns(self, patterns: tuple[Pattern, ...], size: int) -> Ints:
        if not size:
            return np.zeros(0, dtype=np.int64)
        return self.vocabulary.pattern_numbers(patterns)[pick(self.rng, [pattern.share for pattern in patterns], size)]

    def _to_call(self, size: int) -> Ints:
        """Draw the seconds from a failure to its call: at most the window, whose last second counts."""
        rates = self.vocabulary.world.timing.to_call
        drawn = self.rng.gamma(rates.shape, rates.mean / rates.shape, size)
        return np.clip(np.rint(drawn), rates.least, self.vocabulary.world.definitions.window).astype(np.int64)

    def _offsets(self, size: int) -> Ints:
        gaps = self.vocabulary.world.timing.between_events
        return event_offsets(gaps, size, self.vocabulary.pattern_events.shape[1], self.rng)

    def _silent(self, causes: list[Causes], leaked: Sessions, called: Ints) -> Sessions:
        """Draw the sessions without a call, at times at which they change no call's cause."""
        counts = [part.failed for part in self.plan.parts]
        pattern = self.patterns_of(self.vocabulary.world.patterns.failed, sum(counts), self.plan.failed_events)
        member = self._failing_members()
        offsets = self._offsets(len(pattern))
        length = last_moments(offsets, self.vocabulary.pattern_lengths[pattern])
        start = self._quiet_starts(member, length, leaked, called)
        cause = _rows(causes, [slice(part.calls, None) for part in self.plan.parts])
        return self._sessions(member, counts, pattern, cause, start[:, None] + offsets)

    def patterns_of(self, patterns: tuple[Pattern, ...], sessions: int, events: int) -> Ints:
        """Draw patterns of two lengths, the shorter ones as many as make ``events`` in all, in any order."""
        if not sessions:
            return np.zeros(0, dtype=np.int64)
        shortest = min(len(pattern.events) for pattern in patterns)
        longer = events - shortest * sessions
        drawn = [
            self._draw_patterns(tuple(p for p in patterns if len(p.events) == length), size)
            for length, size in ((shortest, sessions - longer), (shortest + 1, longer))
        ]
        return self.rng.permutation(np.concatenate(drawn))

    def _failing_members(self) -> Ints:
        today = self.members.segments_on(self.plan.day.date)
        pools = {segment: np.flatnonzero(today == segment) for segment in {part.segment for part in self.plan.parts}}
        return _stacked([self._any_of(pools[part.segment], part.failed) for part in self.plan.parts])

    def _any_of(self, pool: Ints, size: int) -> Ints:
        return pool[self.rng.integers(0, len(pool), size)] if size else np.zeros(0, dtype=np.int64)

    def _quiet_starts(self, member: Ints, length: Ints, leaked: Sessions, called: Ints) -> Ints:
        """Draw starts so that no session touches the time between a member's failure and their call."""
        quiet = _Quiet.of(leaked, called, self.vocabulary, self.plan.day.start)
        start = self.session_starts(length)
        loud = quiet.touched(member, start, start + length)
        while loud.any():
            start[loud] = self.session_starts(length[loud])
            loud = quiet.touched(member, start, start + length)
        return start

    def session_starts(self, length: Ints) -> Ints:
        """Draw when sessions start; all end on the same day."""
        drawn = self.plan.day.moments(self.rng, self.vocabulary.world.hours.digital, len(length))
        return np.minimum(drawn, self.plan.day.end - 1 - length)


@dataclass(frozen=True)
class _Quiet:
    """The times from a failure to its call, by member, oldest first."""

    keys: Ints
    member: Ints
    called: Ints
    base: int

    @classmethod
    def of(cls, leaked: Sessions, called: Ints, vocabulary: Vocabulary, base: int) -> "_Quiet":
        failed = last_moments(leaked.moments, vocabulary.pattern_lengths[leaked.pattern])
        keys = leaked.member * SPAN + (failed - base)
        order = np.argsort(keys)
        return cls(keys[order], leaked.member[order], called[order], base)

    def touched(self, member: Ints, start: Ints, end: Ints) -> Flags:
        """Tell which sessions lie, in part, between a failure of the same member and its call."""
        if not len(self.keys):
            return np.zeros(len(member), dtype=np.bool_)
        place = np.searchsorted(self.keys, member * SPAN + (end - self.base), side="right") - 1
        row = np.maximum(place, 0)
        return np.asarray((place >= 0) & (self.member[row] == member) & (self.called[row] >= start), dtype=np.bool_)


def page_language(members: Members, member: Ints, rng: np.random.Generator) -> Ints:
    """Draw the language of pages: mostly the member's own."""
    rates = members.scope.world.page_language
    default = members.scope.world.languages.index(rates.default)
    return np.where(rng.random(len(member)) < rates.own, members.language[member], default)


def _stacked(parts: list[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _rows(causes: list[Causes], rows: list[slice]) -> Causes:
    """Return the given rows of each part's causes, under each other."""
    some = [
        (cause.device[r], cause.version[r], cause.step[r], cause.code[r]) for cause, r in zip(causes, rows, strict=True)
    ]
    return Causes(*(_stacked(list(column)) for column in zip(*some, strict=True)))
