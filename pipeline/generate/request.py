"""What a person asks of the generator."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from pipeline.settings import load_settings


class Request(BaseModel):
    """A data set to be made; what is None is taken from the world file.

    Attributes:
        days: Business days of data, ending on ``end``.
        end: The command center day; None: the latest weekday before today that is no holiday.
        until: A business time (``HH:MM``) on the last day at which the data stop: "today so far".
        members: How many members there are.
        events_per_day: Digital events on the last day.
        calls_per_day: Calls on the last day that a digital failure caused.
        volume: Multiplies members, events and calls where the three above do not name a number.
        seed: Same seed, end and options: the same bytes.
        dirty: Spoiled rows as a share of good rows; None: a small share in history, none on the last day.
        time_zone: The business time zone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = 70
    end: date | None = None
    until: str | None = None
    members: int | None = None
    events_per_day: int | None = None
    calls_per_day: int | None = None
    volume: float = 1.0
    seed: int | None = None
    dirty: float | None = None
    time_zone: str = Field(default_factory=lambda: load_settings().time_zone)
