"""From a request to the exact sizes, days and moments of a data set, refusing what cannot be."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from pipeline.errors import GenerateError, did_you_mean
from pipeline.generate.business_day import BusinessDay, business_days
from pipeline.generate.holidays import latest_working_day
from pipeline.generate.portions import Ints, portions
from pipeline.generate.request import Request
from pipeline.generate.world import World
from pipeline.generate.world_parts import SessionCount

_SMALLEST_REST = 14  # events; fewer cannot be divided into sessions of every length


@dataclass(frozen=True)
class Scope:
    """A request with every open question settled.

    Attributes:
        world: The world file's content.
        days: The business days, oldest first.
        cutoff: Nothing happens after this moment (seconds since 1970 UTC).
        members: How many members there are.
        calls: By journey and segment, on the last day: calls that a failure caused.
        repeats: The same for those among them that are repeat calls.
        failed: Sessions that failed without a call on the last day, and their events.
        completed: Sessions that came to their end on the last day, and their events.
        scale: Calls as a share of the world file's.
        seed: Decides everything that is drawn.
        dirty: Share of spoiled rows in history.
        dirty_last: Share of spoiled rows on the last day, in the member file, and in a world of one day.
    """

    world: World
    days: tuple[BusinessDay, ...]
    cutoff: int
    members: int
    calls: Ints
    repeats: Ints
    failed: SessionCount
    completed: SessionCount
    scale: float
    seed: int
    dirty: float
    dirty_last: float

    @property
    def last(self) -> BusinessDay:
        """The command center day."""
        return self.days[-1]

    @property
    def single(self) -> bool:
        """Whether the world has one day only."""
        return len(self.days) == 1

    @cached_property
    def first_callers(self) -> Ints:
        """By journey and segment, on the last day: callers who had not called about it in the days before."""
        return self.calls - self.repeats

    def rng(self, purpose: str, number: int = 0) -> np.random.Generator:
        """Return the source of randomness for one purpose, the same in every run with this seed."""
        return np.random.default_rng([self.seed, number, *purpose.encode()])


def scope_of(request: Request, world: World) -> Scope:
    """Settle a request.

    Raises:
        GenerateError: The request contradicts itself or the world file's limits; names the option and the limit.
    """
    _check_ranges(request, world)
    zone = _zone(request.time_zone)
    end = request.end or latest_working_day(datetime.now(zone).date(), world.calendar)
    days = business_days(end, request.days, zone)
    calls, repeats = _calls(request, world)
    failed, completed = _sessions(request, world, int(calls.sum()))
    scope = Scope(
        world=world,
        days=days,
        cutoff=_cutoff(request.until, days[-1]),
        members=_members(request, world, int((calls - repeats).sum())),
        calls=calls,
        repeats=repeats,
        failed=failed,
        completed=completed,
        scale=float(calls.sum()) / world.calls_per_day,
        seed=world.seed if request.seed is None else request.seed,
        dirty=world.dirt.history_share if request.dirty is None else request.dirty,
        dirty_last=request.dirty or 0.0,
    )
    _check_members(scope)
    return scope


def _check_ranges(request: Request, world: World) -> None:
    limits = world.limits
    options: dict[str, tuple[float, tuple[float, float]]] = {
        "--days": (request.days, limits.days),
        "--volume": (request.volume, limits.volume),
        "--dirty": (request.dirty or 0.0, limits.dirty),
        "the year of --end": (request.end.year if request.end else limits.years[0], limits.years),
    }
    for option, (value, (least, most)) in options.items():
        if not least <= value <= most:
            raise GenerateError(f"{option} is {value}; it must be between {least} and {most}.")
    _check_counts(request)


def _check_counts(request: Request) -> None:
    counts = {
        "--members": request.members,
        "--events": request.events_per_day,
        "--calls": request.calls_per_day,
    }
    for option, count in counts.items():
        if count is not None and count < 1:
            raise GenerateError(f"{option} is {count}; it must be at least 1.")
    if request.seed is not None and request.seed < 0:
        raise GenerateError(f"--seed is {request.seed}; it must be at least 0.")


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise GenerateError(f"There is no time zone '{name}'.", did_you_mean(name, available_timezones()))
    return ZoneInfo(name)


def _cutoff(until: str | None, last: BusinessDay) -> int:
    if until is None:
        return last.end - 1
    try:
        return last.at(datetime.strptime(until, "%H:%M").time())
    except ValueError:
        raise GenerateError(f"--until is '{until}'; it must be a time of the day.", "Write it as 14:30.") from None


def _calls(request: Request, world: World) -> tuple[Ints, Ints]:
    """Return calls and repeat calls of the last day as (journeys, segments) tables."""
    base = _table(world, "calls")
    total = request.calls_per_day or max(1, round(world.calls_per_day * request.volume))
    repeated = round(world.repeats_per_day * total / world.calls_per_day)
    calls = portions(total, base.ravel()).reshape(base.shape)
    repeats = portions(repeated, _table(world, "repeats").ravel()).reshape(base.shape)
    return calls, np.minimum(repeats, calls // 2)


def _table(world: World, figure: str) -> Ints:
    rows = [
        [getattr(journey, figure).get(name, 0) for name in world.segment_names] for journey in world.journeys.values()
    ]
    return np.array(rows, dtype=np.int64)


def _sessions(request: Request, world: World, calls: int) -> tuple[SessionCount, SessionCount]:
    """Divide the day's events that no call follows: failed and completed sessions."""
    day = world.day
    events = request.events_per_day or round(day.events * request.volume)
    left = events - day.leaked_session_events * calls
    if left < 0:
        raise GenerateError(
            f"--events is {events}, but {calls} calls need at least {events - left} events.",
            "Raise --events or lower --calls.",
        )
    if 0 < left < _SMALLEST_REST:
        raise GenerateError(
            f"--events is {events}, but {calls} calls need {events - left} events, "
            f"and a day's other sessions at least {_SMALLEST_REST} more."
        )
    failed, completed = portions(left, [day.failed.events, day.completed.events])
    return _count(int(failed), day.failed), _count(int(completed), day.completed)


def _count(events: int, usual: SessionCount) -> SessionCount:
    """Return sessions of the usual length, each with a whole number of events near it."""
    length = usual.events / usual.sessions
    sessions = max(round(events / length), -(-events // int(np.ceil(length))))
    return SessionCount(sessions=min(sessions, events // int(length)), events=events)


def _members(request: Request, world: World, first_callers: int) -> int:
    if request.members is not None:
        return request.members
    single = request.days == 1
    scaled = round((world.members.single_day if single else world.members.history) * request.volume)
    return max(scaled, first_callers) if single and request.calls_per_day is None else scaled


def _check_members(scope: Scope) -> None:
    least = int(scope.first_callers.sum()) if scope.single else _least_members(scope)
    if scope.members < least:
        raise GenerateError(
            f"--members is {scope.members}, but {int(scope.calls.sum())} calls a day need at least {least} members.",
            "Raise --members or lower --calls.",
        )


def _least_members(scope: Scope) -> int:
    """How many members keep every segment from running out of people who have not called for a while."""
    world = scope.world
    shares = np.array([world.members.segment_shares[name] for name in world.segment_names])
    cooling = scope.first_callers.max(axis=0) * (world.definitions.repeat_days + 2)
    needed = cooling + scope.calls.sum(axis=0)
    return int(np.ceil((needed / (shares / shares.sum())).max()))
