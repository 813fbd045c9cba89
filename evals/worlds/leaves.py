"""The finest slices of the generator's world, and how many calls each has on an ordinary day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.generate.portions import Flags, Floats
from pipeline.generate.world import World
from pipeline.generate.world_parts import Journey, Pattern

Values = NDArray[np.object_]
Slice = Mapping[str, str | None]


@dataclass(frozen=True)
class Cause:
    """What a failing session of a journey runs into, and how often."""

    failure_type: str
    step: str
    error_code: str | None
    share: float


@dataclass(frozen=True)
class Leaves:
    """Every combination of values that a leaked call can have.

    Attributes:
        columns: By dimension, each leaf's value; None where there is none.
        calls: Calls of an ordinary weekday at full volume, all releases of the device together.
        world: The world file's content.
    """

    columns: Mapping[str, Values]
    calls: Floats
    world: World

    def __len__(self) -> int:
        return len(self.calls)

    def within(self, chosen: Slice) -> Flags:
        """Tell which leaves a slice selects."""
        inside = np.ones(len(self), dtype=np.bool_)
        for dimension, value in chosen.items():
            inside &= self.columns[dimension] == value
        return inside

    @cached_property
    def _releases(self) -> list[tuple[str, str, Flags]]:
        apps = self.world.releases.apps
        return [
            (device, release.version, self.within({"device_type": device, "app_version": release.version}))
            for device, releases in apps.items()
            for release in releases
        ]

    def adopted(self, back: Floats) -> Floats:
        """Return each leaf's share of its device's sessions, a row for each day ``back`` from the world file's end."""
        shares = np.zeros((len(back), len(self)))
        for device, version, inside in self._releases:
            shares[:, inside] = adoption(self.world, device, back)[version][:, None]
        return shares


def adoption(world: World, device: str, back: Floats) -> dict[str, Floats]:
    """How common each version is on a device so many days back: a release takes its users over little by little."""
    left, shares = np.ones(len(back)), {}
    for release in reversed(world.releases.apps[device]):
        age = np.inf if release.days_before_end is None else release.days_before_end - back + 0.5
        taken = left * (1 - np.exp(-np.maximum(age, 0) / world.releases.adoption_days))
        shares[release.version] = taken
        left = left - taken
    return shares


def leaves_of(world: World) -> Leaves:
    """Spread the world's ordinary calls over journeys, segments, devices, versions and causes."""
    rows = [
        ((name, segment, device, release.version, cause.failure_type, cause.step, cause.error_code), calls)
        for name, segment, usual in _usual(world)
        for device, share in _shares(world.devices[segment]).items()
        for cause in causes(world, world.journeys[name])
        for release in world.releases.apps[device]
        if (calls := usual * share * cause.share) > 0
    ]
    values = zip(*(row for row, _ in rows), strict=True)
    columns = {name: np.array(list(column), dtype=np.object_) for name, column in zip(_DIMENSIONS, values, strict=True)}
    return Leaves(columns, np.array([calls for _, calls in rows]), world)


_DIMENSIONS = ("journey_type", "segment", "device_type", "app_version", "failure_type", "step", "error_code")


def _usual(world: World) -> Iterator[tuple[str, str, float]]:
    """Calls of an ordinary weekday by journey and segment: the last day without its incidents."""
    for name, journey in world.leaking.items():
        for segment, calls in journey.calls.items():
            yield name, segment, max(calls - _struck(world, name, segment), 0)


def _struck(world: World, journey: str, segment: str) -> float:
    today = [one for one in world.incidents if one.journey == journey and one.days_before_end == 0]
    whole = sum(world.journeys[journey].calls.values())
    spread = world.journeys[journey].calls[segment] / whole
    return sum(one.calls * ({None: spread, segment: 1.0}.get(one.slice.segment, 0.0)) for one in today)


def causes(world: World, journey: Journey) -> list[Cause]:
    """What a journey's leaked sessions run into; the last failure of a session is the one a call is credited to."""
    found: dict[tuple[str, str, str | None], float] = {}
    for pattern, share in zip(journey.leaked_patterns, _shares_of(journey.leaked_patterns), strict=True):
        for error, part in zip(journey.errors, _parts([one.share for one in journey.errors]), strict=True):
            code = error.code if world.error_event in pattern.events else None
            key = (_last_failure(world, pattern), error.step, code)
            found[key] = found.get(key, 0.0) + share * part
    return [Cause(*key, share=share) for key, share in found.items()]


def _last_failure(world: World, pattern: Pattern) -> str:
    return [event for event in pattern.events if event in world.failures][-1]


def _shares_of(patterns: tuple[Pattern, ...]) -> list[float]:
    return _parts([pattern.share for pattern in patterns])


def _parts(weights: list[float]) -> list[float]:
    return [weight / sum(weights) for weight in weights]


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    return dict(zip(weights, _parts(list(weights.values())), strict=True))
