"""How many sessions and calls each day has, by journey, segment and incident."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.holidays import holiday_name
from pipeline.generate.incidents import Strike, strikes_of
from pipeline.generate.portions import Floats, Ints, portions
from pipeline.generate.scope import Scope
from pipeline.generate.world_parts import Incident, SessionCount

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Part:
    """Failing sessions of one journey and segment that have one cause.

    Attributes:
        journey: Position in the world's journeys.
        segment: Position in the world's segments.
        incident: What makes them fail; None: the ordinary run of things.
        calls: How many of them make the member call.
        failed: How many do not.
    """

    journey: int
    segment: int
    incident: Incident | None
    calls: int
    failed: int


@dataclass(frozen=True)
class DayPlan:
    """What a day will be like.

    Attributes:
        day: The day.
        parts: The failing sessions; all of one journey and segment stand together.
        repeats: Repeat calls by journey and segment.
        failed_events: Events of the sessions that failed without a call.
        completed: Sessions that came to their end, and their events.
        unrelated: Calls that no failure caused.
        exact: Whether those must avoid every window.
    """

    day: BusinessDay
    parts: tuple[Part, ...]
    repeats: Ints
    failed_events: int
    completed: SessionCount
    unrelated: int
    exact: bool


@dataclass(frozen=True)
class Planner:
    """Plans the days of a scope: the last one exactly, those before it around it."""

    scope: Scope

    @cached_property
    def strikes(self) -> tuple[Strike, ...]:
        """The incidents of the scope."""
        return strikes_of(self.scope.world, self.scope.days)

    def plan(self, day: BusinessDay) -> DayPlan:
        """Return the plan of one day."""
        struck = self._struck(day)
        calls = self.scope.calls if day.back == 0 else self._history_calls(day, struck)
        share = calls.sum() / self.scope.calls.sum()
        failed = self._like(self.scope.failed, float(share))
        return DayPlan(
            day=day,
            parts=self._parts(calls, struck, failed.sessions),
            repeats=self._repeats(day, calls),
            failed_events=failed.events,
            completed=self._like(self.scope.completed, self._level(day)),
            unrelated=0 if self.scope.single else round(self.scope.world.day.unrelated_calls * self.scope.scale),
            exact=day.back < self.scope.world.day.exact_days,
        )

    def _struck(self, day: BusinessDay) -> list[tuple[Incident, Ints]]:
        """The incidents of a day with the calls that each adds, by journey and segment."""
        active = [strike.incident for strike in self.strikes if day in strike.days]
        return [(incident, self._added(incident, day)) for incident in active]

    def _added(self, incident: Incident, day: BusinessDay) -> Ints:
        world = self.scope.world
        level = 1.0 if day.back == 0 else self._level(day)
        row = world.journey_names.index(incident.journey)
        weights = self.scope.calls[row]
        if incident.slice.segment is not None:
            weights = np.eye(len(world.segments), dtype=np.int64)[world.segment_names.index(incident.slice.segment)]
        added = np.zeros_like(self.scope.calls)
        added[row] = np.minimum(
            portions(round(incident.calls * self.scope.scale * level), weights), self.scope.calls[row]
        )
        return added

    @cached_property
    def _usual(self) -> Ints:
        """Calls of an ordinary weekday: the last day without its incidents."""
        calls = self.scope.calls.copy()
        for _, added in self._struck(self.scope.last):
            calls -= added
        return np.maximum(calls, 0)

    def _level(self, day: BusinessDay) -> float:
        """How much happens on a day, compared with an ordinary weekday at the end."""
        if day.back == 0:
            return 1.0
        history = self.scope.world.history
        noise = float(self.scope.rng("level", day.date.toordinal()).normal(1, history.noise))
        quiet = history.holiday_level if holiday_name(day.date, self.scope.world.calendar.holidays) else 1.0
        growth = (1 + history.growth_per_year) ** (-day.back / DAYS_OF_YEAR)
        return float(history.weekday_level[day.date.weekday()] * quiet * growth * noise)

    def _history_calls(self, day: BusinessDay, struck: list[tuple[Incident, Ints]]) -> Ints:
        """Calls of a day before the last, by journey and segment: the ordinary ones drawn, incidents on top."""
        rng = self.scope.rng("calls", day.date.toordinal())
        added = sum((extra for _, extra in struck), np.zeros_like(self._usual))
        totals = self._totals(day)
        ordinary = np.maximum(totals - added.sum(axis=1), 0)
        rows = [rng.multinomial(n, _shares(usual)) for n, usual in zip(ordinary, self._usual, strict=True)]
        return np.array(rows, dtype=np.int64) + added

    def _totals(self, day: BusinessDay) -> Ints:
        """Calls of a day before the last, by journey; the week before the last day adds up exactly."""
        world = self.scope.world
        if day.back > world.history.baseline_days:
            return np.rint(self._expected(day)).astype(np.int64)
        week = [self.scope.last.before(back) for back in range(1, world.history.baseline_days + 1)]
        expected = np.array([self._expected(other) for other in week])
        sums = [round(journey.week_before * self.scope.scale) for journey in world.journeys.values()]
        exact = [portions(total, expected[:, row])[day.back - 1] for row, total in enumerate(sums)]
        return np.array(exact, dtype=np.int64)

    def _expected(self, day: BusinessDay) -> Floats:
        added = sum((extra.sum(axis=1) for _, extra in self._struck(day)), np.zeros(len(self._usual), dtype=np.int64))
        return np.asarray(self._usual.sum(axis=1) * self._level(day) + added, dtype=np.float64)

    def _repeats(self, day: BusinessDay, calls: Ints) -> Ints:
        """Repeat calls: exact on the last day, drawn at the same shares before."""
        if day.back == 0:
            return self.scope.repeats
        rng = self.scope.rng("repeats", day.date.toordinal())
        shares = self.scope.repeats / np.maximum(self.scope.calls, 1)
        return np.minimum(rng.binomial(calls, shares), calls // 2)

    def _like(self, count: SessionCount, level: float) -> SessionCount:
        """Return the last day's sessions at another level, with the same events a session."""
        sessions = round(count.sessions * level)
        events = round(count.events * level)
        shortest = count.events // max(count.sessions, 1)
        longest = -(-count.events // max(count.sessions, 1))
        return SessionCount(sessions=sessions, events=min(max(events, shortest * sessions), longest * sessions))

    def _parts(self, calls: Ints, struck: list[tuple[Incident, Ints]], failed: int) -> tuple[Part, ...]:
        """Divide failing sessions by cause; those without a call as those with one, and some in contained journeys."""
        contained = self._contained(round(failed * self.scope.world.day.contained_failures))
        cells = [
            (journey, segment, incident, count)
            for journey, segment in zip(*np.nonzero(calls), strict=True)
            for incident, count in _causes(int(calls[journey, segment]), struck, journey, segment)
        ]
        without = portions(failed - sum(part.failed for part in contained), [count for *_, count in cells])
        leaking = [
            Part(int(journey), int(segment), incident, count, int(silent))
            for (journey, segment, incident, count), silent in zip(cells, without, strict=True)
        ]
        return (*leaking, *contained)

    def _contained(self, failed: int) -> list[Part]:
        world = self.scope.world
        journeys = [name for name in world.journey_names if name not in world.leaking]
        segments = [world.members.segment_shares[name] for name in world.segment_names]
        weights = [world.journeys[name].completed_share * share for name in journeys for share in segments]
        counts = portions(failed, weights).reshape(len(journeys), len(segments))
        return [
            Part(world.journey_names.index(name), segment, None, 0, int(count))
            for name, row in zip(journeys, counts, strict=True)
            for segment, count in enumerate(row)
            if count
        ]


def _causes(
    calls: int, struck: list[tuple[Incident, Ints]], journey: int, segment: int
) -> list[tuple[Incident | None, int]]:
    """Divide the calls of one journey and segment into those of each incident and the ordinary ones."""
    causes: list[tuple[Incident | None, int]] = []
    for incident, added in struck:
        count = min(int(added[journey, segment]), calls)
        if count:
            causes.append((incident, count))
            calls -= count
    return [*causes, (None, calls)] if calls else causes


def _shares(counts: Ints) -> Floats:
    total = counts.sum()
    return counts / total if total else np.full(len(counts), 1 / len(counts))
