"""Looking at a day of a cube: what is unusual in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signals.cube import Cube
from signals.incident import Event, Incident, Verdict
from signals.options import Options


@dataclass(frozen=True)
class Look:
    """What one look at a day found.

    Attributes:
        day: The day.
        hour: The last hour that was looked at; None for the whole day.
        incidents: The alarms, the one that explains most first; then what is expected or accepted.
        missing_hours: Hours without any rows that usually have many; nothing is said of them.
        judged: Whether there was enough history to say anything.
    """

    day: date
    hour: int | None
    incidents: tuple[Incident, ...]
    missing_hours: tuple[int, ...] = ()
    judged: bool = True

    @property
    def alarms(self) -> tuple[Incident, ...]:
        """The incidents that somebody should hear of."""
        return tuple(incident for incident in self.incidents if incident.status == "open")


def look(
    cube: Cube,
    day: date,
    *,
    hour: int | None = None,
    events: Sequence[Event] = (),
    verdicts: Sequence[Verdict] = (),
    earlier: Sequence[Incident] = (),
    options: Options | None = None,
) -> Look:
    """Say what is unusual in a day.

    Args:
        cube: Counts; days after this one, and hours after ``hour``, are not looked at.
        day: The day.
        hour: The last hour of the day that is in, when the day isn't over.
        events: The calendar.
        verdicts: What people said of earlier incidents.
        earlier: What looks at the days before found: it goes on, and is no part of what is usual.
        options: Other thresholds than the packaged ones.
    """
    raise NotImplementedError
