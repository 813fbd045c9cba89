"""What detection takes besides counts, and what it gives: known events, and incidents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from signals.cube import Slice

Direction = Literal["up", "down"]
Severity = Literal["critical", "major", "minor"]
Status = Literal["new", "ongoing", "over", "expected"]
Judged = Literal["confirmed", "expected", "false_alarm", "new_normal"]


@dataclass(frozen=True)
class Event:
    """Something known of a day: a holiday, a mailing, a run, a release; of one slice where ``slice`` says so."""

    date: date
    kind: str
    description: str
    slice: Slice


@dataclass(frozen=True)
class Verdict:
    """What a person said of an incident."""

    incident_id: str
    judged: Judged
    slice: Slice
    start: date


@dataclass(frozen=True)
class Incident:
    """Unusually many (or few) of what is counted, at the slice that explains it best.

    Attributes:
        incident_id: The same over re-runs and over the days that the incident lasts.
        start: Its first hour; midnight where only the day is known.
        end: The end of its last hour; None while it goes on.
        observed: What was counted in its slice from its start to its end (or to the last hour seen).
        expected: What was to be expected there meanwhile; ``low`` and ``high`` are its 90 % interval.
        excess: Observed minus expected.
        confidence: 1 minus the chance that a day without any incident shows one as strong, over all looks of the day.
        suspects: Events just before it, the likeliest first: a release, a mailing.
        explained_by: The event that made such a surge expected; only where ``status`` is ``expected``.
        similar: Earlier incidents alike, the likest first.
        day: The day that it was found on, or last seen on.
    """

    incident_id: str
    day: date
    slice: Slice
    start: datetime
    end: datetime | None
    direction: Direction
    observed: float
    expected: float
    low: float
    high: float
    excess: float
    score: float
    confidence: float
    severity: Severity
    status: Status
    suspects: tuple[Event, ...] = ()
    explained_by: Event | None = None
    similar: tuple[str, ...] = ()
    verdict: Judged | None = None
