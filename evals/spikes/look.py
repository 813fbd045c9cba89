"""Looking at sampled worlds with the detector, and holding what it reports against what was planted."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from evals.graded import rules_of
from evals.spikes.records import Alarm, Day, Struck, Within
from evals.worlds.recipe import recipe
from evals.worlds.sampled import HOURS, Planted, SampledWorld
from pipeline.generate.holidays import holiday_name
from pipeline.generate.portions import Flags, Floats
from signals.cube import Cube
from signals.detect import Look, look
from signals.incident import Event, Incident
from signals.options import Options, options


@dataclass
class Watch:
    """Looks at the days of one world in their order, as the pipeline does: earlier findings are known to later looks.

    Attributes:
        world: The world.
        number: Its number in the report.
        earlier: What the looks so far found.
    """

    world: SampledWorld
    number: int
    earlier: list[Incident] = field(default_factory=list)

    @cached_property
    def cube(self) -> Cube:
        """The world's counts, on the leaves that occur."""
        return cube_of(self.world)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The world's calendar."""
        holidays = self.world.leaves.world.calendar
        names = ((day, holiday_name(day, holidays.holidays)) for day in self.world.dates)
        quiet = [Event(day, holidays.holiday_event, description=name) for day, name in names if name]
        surges = [
            Event(self.world.dates[one.day], one.type, {"journey_type": one.journey}) for one in self.world.surges
        ]
        return (*quiet, *surges)

    def looked_at(self, day: int, hour: int | None = None, given: Options | None = None) -> Look:
        """Look at a day, or at its hours so far."""
        when = self.world.dates[day]
        return look(self.cube, when, hour=hour, events=self.events, earlier=tuple(self.earlier), options=given)

    def day(self, day: int, *, clean_world: bool) -> Day:
        """Look at a whole day and remember what was found."""
        begun = time.process_time()
        found = self.looked_at(day)
        spent = (time.process_time() - begun) * 1000
        struck = self._struck(day)
        record = Day(
            world=self.number,
            clean_world=clean_world,
            day=day - self.world.looked.start,
            kind=self._kind(day),
            struck=struck,
            alarms=tuple(self._alarm(one, day) for one in found.alarms),
            milliseconds=spent,
            judged=found.judged,
            lowest=None if struck else self._lowest(day),
        )
        self.earlier.extend(found.incidents)
        return record

    def within(self, day: int) -> Within:
        """Look at a day hour by hour, without knowing what comes."""
        first, last = (int(hour) for hour in rules_of("spikes").options["hours"])
        starting = [one for one in self._struck(day) if one.starts]
        planted = self.world.planted[starting[0].incident] if starting else None
        alarms, noticed = 0, None
        for hour in range(first, last + 1):
            reported = [self._alarm(one, day) for one in self.looked_at(day, hour).alarms]
            alarms += bool(reported)
            if noticed is None and starting and any(starting[0].incident in alarm.found for alarm in reported):
                noticed = hour
        begun = planted.first % HOURS if planted else 0
        hours = noticed + 1 - begun if noticed is not None else None
        struck = starting[0] if starting else None
        return Within(world=self.number, day=day, kind=self._kind(day), struck=struck, hours=hours, alarms=alarms)

    def _lowest(self, day: int) -> float | None:
        loose = max(rules_of("spikes").options["levels"])
        found = self.looked_at(day, given=options().model_copy(update={"alarm_rate": loose}))
        return min((one.p_value for one in found.alarms), default=None)

    def _struck(self, day: int) -> tuple[Struck, ...]:
        return tuple(
            Struck(
                incident=number,
                strength=round(one.strength(day), 2),
                depth=len(one.slice),
                starts=one.first // HOURS == day,
            )
            for number, one in enumerate(self.world.planted)
            if day in one.days and one.added[day] > 0
        )

    def _kind(self, day: int) -> str:
        if any(lost == day for lost, _ in self.world.missing):
            return "missing"
        if any(one.day == day for one in self.world.surges):
            return "event"
        return "holiday" if any(one.day == self.world.dates[day] for one in self.events) else "ordinary"

    def _alarm(self, incident: Incident, day: int) -> Alarm:
        inside = self.world.leaves.within(incident.slice)
        struck = [(number, one) for number, one in enumerate(self.world.planted) if day in one.days and one.added[day]]
        usual = self.world.usual[day]
        exact = [number for number, one in struck if _same(usual, inside, one)]
        found = tuple(number for number, one in struck if _overlapping(usual, inside, one))
        return Alarm(
            slice=dict(incident.slice), p_value=incident.p_value, exact=exact[0] if exact else None, found=found
        )


def _same(usual: Floats, inside: Flags, planted: Planted) -> bool:
    both, either = usual[inside & planted.inside].sum(), usual[inside | planted.inside].sum()
    return bool(both >= rules_of("spikes").options["same"][0] * either)


def _overlapping(usual: Floats, inside: Flags, planted: Planted) -> bool:
    both, smaller = usual[inside & planted.inside].sum(), min(usual[inside].sum(), usual[planted.inside].sum())
    return bool(both >= rules_of("spikes").options["overlapping"][0] * smaller) and not inside.all()


def cube_of(world: SampledWorld) -> Cube:
    """A world's counts as a cube of the leaves that occur in it."""
    names = recipe().dimensions
    occurring = world.counts.any(axis=(0, 1))
    columns = [world.leaves.columns[name][occurring] for name in names]
    values = [_values(column) for column in columns]
    codes = np.column_stack([_codes(column, known) for column, known in zip(columns, values, strict=True)])
    counts = world.counts[:, :, occurring]
    return Cube(world.dates[0], names, tuple(values), codes, counts.astype(np.min_scalar_type(int(counts.max()))))


def _values(column: np.ndarray) -> tuple[str | None, ...]:
    return tuple(sorted(set(column), key=lambda value: (value is None, value or "")))


def _codes(column: np.ndarray, known: Sequence[str | None]) -> np.ndarray:
    places = {value: place for place, value in enumerate(known)}
    return np.array([places[value] for value in column])
