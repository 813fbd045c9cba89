"""What a detector finds, and what people know about days and slices beforehand."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from signals.cube import Value

EVERYWHERE: Mapping[str, Value] = MappingProxyType({})
"""The slice that leaves nothing out."""


class Opinion(StrEnum):
    """What a person said of an incident."""

    CONFIRMED = "confirmed"
    EXPECTED = "expected"
    FALSE_ALARM = "false_alarm"
    NEW_NORMAL = "new_normal"


class Status(StrEnum):
    """What is to be done about an incident."""

    OPEN = "open"  # an alarm
    EXPECTED = "expected"  # an event explains it
    ACCEPTED = "accepted"  # a person said so of the like of it


class Severity(StrEnum):
    """How much it matters, from the share of everything that it adds."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Event:
    """Something on the calendar.

    Attributes:
        day: When.
        kind: What, such as a holiday or a release; events of one kind are expected to do the same.
        slice: Where it strikes; everywhere, when not known.
        description: In words.
    """

    day: date
    kind: str
    slice: Mapping[str, Value] = field(default_factory=lambda: EVERYWHERE)
    description: str = ""


@dataclass(frozen=True)
class Incident:
    """A slice that has more (or, when asked for, less) than is usual.

    Attributes:
        slice: Dimension → value; empty for everything.
        day: The day that the figures are of.
        first_day: When it began; as early as an incident before it that it goes on.
        first_hour: The hour that it began in, of ``first_day``; None in a cube of days.
        last_hour: The last hour of the figures, of ``day``; None in a cube of days.
        ongoing: Whether it lasted until the end of what was looked at.
        observed: The count of the window.
        expected: What was to be expected of it.
        low: The expectation's lower bound.
        high: The expectation's upper bound.
        p_value: How likely a day (all its slices and looks together) without incidents shows the like of it.
        score: The log likelihood ratio, in nats.
        status: Whether it is an alarm.
        severity: How much it matters.
        event: What explains it (``expected``), or is suspected of it.
    """

    slice: Mapping[str, Value]
    day: date
    first_day: date
    first_hour: int | None
    last_hour: int | None
    ongoing: bool
    observed: int
    expected: float
    low: float
    high: float
    p_value: float
    score: float
    status: Status
    severity: Severity
    event: Event | None = None

    @property
    def excess(self) -> float:
        """How many more than expected."""
        return self.observed - self.expected

    @property
    def confidence(self) -> float:
        """How sure it is that this is no chance, 0 to 1."""
        return 1 - self.p_value

    @property
    def suspect(self) -> Event | None:
        """The event just before an alarm that may have caused it."""
        return self.event if self.status is Status.OPEN else None

    @property
    def id(self) -> str:
        """The same in every run that finds it: from the slice and the day it began."""
        return incident_id(self.slice, self.first_day)


@dataclass(frozen=True)
class Verdict:
    """What a person said of an incident: it is respected when the like of it comes again.

    Attributes:
        slice: The incident's.
        day: The day that it began.
        opinion: What was said.
        excess: How many more than expected it had a day; more than that is an alarm again.
    """

    slice: Mapping[str, Value]
    day: date
    opinion: Opinion
    excess: float


def incident_id(chosen: Mapping[str, Value], first_day: date) -> str:
    """A short name that the same slice and first day always have."""
    parts: Sequence[str] = [f"{name}={value!r}" for name, value in sorted(chosen.items())]
    return hashlib.sha256("\n".join([first_day.isoformat(), *parts]).encode()).hexdigest()[:12]
