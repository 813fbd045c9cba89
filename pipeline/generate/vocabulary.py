"""The words of the files, each with a number: arrays hold the numbers, files the words."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from pipeline.generate.portions import Flags, Ints
from pipeline.generate.world import World
from pipeline.generate.world_parts import Pattern

NONE = -1


@dataclass(frozen=True)
class Vocabulary:
    """Every word of a world that files hold, in lists; positions in them are what arrays hold."""

    world: World

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Steps of all journeys."""
        return tuple(dict.fromkeys(step for journey in self.world.journeys.values() for step in journey.steps))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Error codes of all journeys."""
        return tuple(dict.fromkeys(error.code for journey in self.world.journeys.values() for error in journey.errors))

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """Versions of all apps."""
        apps = self.world.releases.apps.values()
        return tuple(dict.fromkeys(release.version for releases in apps for release in releases))

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why members call: the journeys, then what names none."""
        rates = self.world.calls
        return tuple(dict.fromkeys((*self.world.journey_names, *rates.unnamed_reasons, *rates.unrelated_reasons)))

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """What callers speak of: error codes, then reasons."""
        return (*self.codes, *self.reasons)

    @cached_property
    def patterns(self) -> tuple[tuple[str, ...], ...]:
        """Sequences of events that sessions have."""
        leaked = [pattern for journey in self.world.journeys.values() for pattern in journey.leaked_patterns]
        all_of_them = (*leaked, *self.world.patterns.failed, *self.world.patterns.completed)
        return tuple(dict.fromkeys(pattern.events for pattern in all_of_them))

    @cached_property
    def pattern_lengths(self) -> Ints:
        """How many events each pattern has."""
        return np.array([len(pattern) for pattern in self.patterns])

    @cached_property
    def pattern_events(self) -> Ints:
        """The event types of each pattern, a row each, filled up with NONE."""
        table = np.full((len(self.patterns), int(self.pattern_lengths.max())), NONE, dtype=np.int64)
        for row, pattern in enumerate(self.patterns):
            table[row, : len(pattern)] = [self.world.event_types.index(event) for event in pattern]
        return table

    @cached_property
    def journey_steps(self) -> Ints:
        """The steps of each journey, a row each, filled up with the last one."""
        rows = [[self.steps.index(step) for step in journey.steps] for journey in self.world.journeys.values()]
        longest = max(len(row) for row in rows)
        return np.array([row + row[-1:] * (longest - len(row)) for row in rows])

    @cached_property
    def error_event(self) -> int:
        """The type of events that show an error."""
        return self.world.event_types.index(self.world.error_event)

    @cached_property
    def end_event(self) -> int:
        """The type of events that complete a journey."""
        return self.world.event_types.index(self.world.end_event)

    def pattern_numbers(self, patterns: tuple[Pattern, ...]) -> Ints:
        """Return the positions of patterns."""
        return np.array([self.patterns.index(pattern.events) for pattern in patterns], dtype=np.int64)

    def is_failure(self, event_types: Ints) -> Flags:
        """Tell which events are failures."""
        return np.isin(event_types, [self.world.event_types.index(name) for name in self.world.failures])


def words(names: tuple[str, ...], numbers: Ints) -> pa.Array:
    """Return the words that ``numbers`` stand for; null for NONE, and for the empty word."""
    return pa.array([name or None for name in names], type=pa.string()).take(pa.array(numbers, mask=numbers == NONE))
