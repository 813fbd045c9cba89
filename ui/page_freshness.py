"""How fresh the figures are: said at the top of the page at all times."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent.numbers import write_date
from pipeline.runs import Run

_FAILED = "failed"


@dataclass(frozen=True)
class Freshness:
    """Where the data end and which run made the figures.

    Attributes:
        through: The last day with data.
        complete: Whether that day is over.
        run_id: The published run; empty where the figures are of no run.
        built: When it was published, in the business time zone.
        failed: When a later build failed; None when none did.
        days_old: How many days ago the data end, where that is longer ago than it may be; None where it is not.
    """

    through: date
    complete: bool
    run_id: str
    built: datetime | None
    failed: datetime | None = None
    days_old: int | None = None


def freshness(
    today: date, last_complete: date, run: Run | None, last: Run | None, zone: ZoneInfo, now: date, most_days_old: int
) -> Freshness:
    """Say how fresh the figures of a run are.

    Args:
        today: The last day with data.
        last_complete: The last day that is over.
        run: The run that is served; None for data of one's own.
        last: The last record of any run.
        zone: The business time zone.
        now: Today in that zone.
        most_days_old: How many days ago the last day with data may lie.
    """
    failed = last.recorded_at if last and last.status == _FAILED else None
    built = run.recorded_at if run else None
    run_id = run.run_id if run else ""
    old = (now - today).days
    stale = old if old > most_days_old else None
    return Freshness(today, today == last_complete, run_id, _local(built, zone), _local(failed, zone), stale)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def write_moment(moment: datetime, language: str) -> str:
    """Write a moment for people: November 24, 09:13 EST."""
    return f"{write_date(moment.date(), language, 'short_date')}, {moment:%H:%M %Z}"
