"""The world file: every rate, share, journey, incident and kind of dirt of the generated data, read strictly."""

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError, model_validator

from pipeline.errors import GenerateError
from pipeline.generate.dirt_kinds import Dirt
from pipeline.generate.world_parts import (
    CalendarRules,
    CallRates,
    Day,
    Definitions,
    History,
    Hours,
    Incident,
    Journey,
    Limits,
    MemberRates,
    Outcomes,
    PageLanguage,
    Part,
    Patterns,
    Releases,
    Segment,
    Shares,
    Spellings,
    Timing,
)

DEFAULT_WORLD = files("pipeline.generate") / "world.yml"


class World(Part):
    """The made-up plan; what each number means stands in ``world.yml``."""

    seed: int
    definitions: Definitions
    limits: Limits
    members: MemberRates
    segments: tuple[Segment, ...]
    languages: tuple[str, ...]
    outcomes: Outcomes
    day: Day
    history: History
    hours: Hours
    timing: Timing
    journeys: dict[str, Journey]
    patterns: Patterns
    event_types: tuple[str, ...]
    failures: tuple[str, ...]
    error_event: str
    end_event: str
    devices: dict[str, Shares]
    releases: Releases
    page_language: PageLanguage
    calls: CallRates
    incidents: tuple[Incident, ...]
    calendar: CalendarRules
    variants: Spellings
    dirt: Dirt
    files: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _names_are_known(self) -> "World":
        for journey in self.journeys.values():
            _all_known("segment", [*journey.calls, *journey.repeats, *journey.sentiment], self.segment_names)
        _all_known("segment", [*self.members.segment_shares, *self.devices], self.segment_names)
        _all_known("journey", [incident.journey for incident in self.incidents], self.journey_names)
        _all_known("event", [*self.failures, self.error_event, self.end_event], self.event_types)
        for incident in self.incidents:
            _all_known("segment", [incident.slice.segment or self.segment_names[0]], self.segment_names)
        return self

    @model_validator(mode="after")
    def _patterns_fit_their_counts(self) -> "World":
        leaked = {len(pattern.events) for journey in self.journeys.values() for pattern in journey.leaked_patterns}
        if leaked != {self.day.leaked_session_events}:
            raise ValueError(f"leaked_patterns must have {self.day.leaked_session_events} events each")
        for name, count in (("failed", self.day.failed), ("completed", self.day.completed)):
            lengths = {len(pattern.events) for pattern in getattr(self.patterns, name)}
            if lengths != {count.events // count.sessions, count.events // count.sessions + 1}:
                raise ValueError(f"patterns.{name} must have the two lengths around day.{name}'s events a session")
        return self

    @cached_property
    def journey_names(self) -> tuple[str, ...]:
        """Every journey, in the file's order; arrays of the generator hold positions in it."""
        return tuple(self.journeys)

    @cached_property
    def segment_names(self) -> tuple[str, ...]:
        """Every segment, in the file's order; arrays of the generator hold positions in it."""
        return tuple(segment.name for segment in self.segments)

    @cached_property
    def device_names(self) -> tuple[str, ...]:
        """Every device, in the file's order."""
        return tuple(self.releases.apps)

    @cached_property
    def leaking(self) -> dict[str, Journey]:
        """The journeys that members call about when they fail."""
        return {name: journey for name, journey in self.journeys.items() if journey.calls}

    @cached_property
    def calls_per_day(self) -> int:
        """Calls that failures cause on the command center day."""
        return sum(sum(journey.calls.values()) for journey in self.leaking.values())

    @cached_property
    def repeats_per_day(self) -> int:
        """How many of those are repeat calls."""
        return sum(sum(journey.repeats.values()) for journey in self.leaking.values())


def _all_known(what: str, names: list[str], known: tuple[str, ...]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no such {what}; there are {', '.join(known)}")


def load_world(path: Path | None = None) -> World:
    """Read a world file, the packaged one unless another is given.

    Raises:
        GenerateError: The file cannot be read, or a name or value in it is not allowed; the message says which.
    """
    try:
        return World(**yaml.safe_load(world_text(path)))
    except ValidationError as invalid:
        raise GenerateError(f"{path or 'world.yml'}: {_in_words(invalid)}") from None
    except (yaml.YAMLError, TypeError, ValueError) as broken:
        raise GenerateError(f"{path or 'world.yml'} is not a world file: {broken}.") from None


def world_text(path: Path | None = None) -> str:
    """Return the text of a world file, for the answer key."""
    try:
        return path.read_text() if path else DEFAULT_WORLD.read_text()
    except OSError as unreadable:
        raise GenerateError(f"The world file {path} cannot be read: {unreadable.strerror}.") from None
    except UnicodeDecodeError:
        raise GenerateError(f"The world file {path} is not text in UTF-8.") from None


def _in_words(invalid: ValidationError) -> str:
    def said(error: Any) -> str:
        return f"'{'.'.join(str(part) for part in error['loc'])}': {error['msg']}."

    return " ".join(said(error) for error in invalid.errors())
