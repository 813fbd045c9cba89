"""Looking at one day after another: each look knows what those before it found."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from signals.cube import Cube
from signals.detect import Look, look
from signals.incident import Event, Incident, Verdict
from signals.options import Options


def walk(
    cube: Cube,
    first: date,
    last: date,
    *,
    hour: int | None = None,
    events: Sequence[Event] = (),
    verdicts: Sequence[Verdict] = (),
    options: Options | None = None,
) -> Iterator[Look]:
    """Look at every day from the first to the last; see :func:`signals.detect.look`.

    Args:
        cube: Counts; days that it does not have are passed over.
        first: The first day.
        last: The last day.
        hour: The last hour of the last day that is in, when it isn't over.
        events: The calendar.
        verdicts: What people said of earlier incidents.
        options: Other thresholds than the packaged ones.
    """
    earlier: list[Incident] = []
    day = max(first, cube.first)
    while day <= min(last, cube.last):
        until = hour if day == last else None
        seen = look(cube, day, hour=until, events=events, verdicts=verdicts, earlier=earlier, options=options)
        earlier.extend(seen.incidents)
        yield seen
        day += timedelta(1)
