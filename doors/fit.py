"""Whether the figures are fit for a briefing: built, sound, and of a day that is not long ago."""

from datetime import date, timedelta

from pipeline.errors import BriefingError
from pipeline.runs import Run


def check_fit(today: date, complete: date, last: Run | None, served: Run | None, now: date, most_days_old: int) -> None:
    """Check that a briefing may be made of the figures as they are.

    Args:
        today: The last day with data.
        complete: The last day that is over.
        last: What was recorded last of any run.
        served: The published run; None for data of one's own.
        now: Today in the business time zone.
        most_days_old: How many days ago the last day with data may lie.

    Raises:
        BriefingError: They are stale, or the last build failed; the message says which.
    """
    if last and last.status == "failed":
        still = f" Figures are still those of run {served.run_id}." if served else ""
        raise BriefingError(f"the last build failed: {last.message}.{still}", "Mend it and run `leakage build`.")
    if now - today > timedelta(days=most_days_old):
        raise BriefingError(
            f"the data end on {today} (the last complete day is {complete}), which is more than {most_days_old} days "
            "ago.",
            "Deliver newer files and run `leakage build`, or set brief_most_days_old.",
        )
