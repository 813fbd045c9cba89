"""Looking at a day of a cube: what is unusual in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from signals.baseline import Past, baseline, without
from signals.cube import Cube
from signals.explain import Explanation
from signals.incident import Event, Incident, Status, Verdict
from signals.occasions import occasions, ordinary
from signals.options import Options
from signals.options import options as packaged
from signals.own import Own
from signals.report import Known, Reporter, going_on
from signals.slices import Slices


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
        return tuple(incident for incident in self.incidents if incident.status is Status.OPEN)


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

    Raises:
        SignalError: The cube does not have the day.
    """
    known = Known(day, events, verdicts, earlier, options or packaged())
    past = _past(cube, cube.position(day), hour, known)
    if past is None:
        return Look(day, hour, (), judged=False)
    usual, slices = baseline(past), Slices.of(past.cube, known.options.deepest)
    present = past.cube.counts[past.day].T.astype(float)
    going = [slices.find(past.cube.where(one.slice)) for one in going_on(known, usual)]
    explanation = Explanation(
        slices, usual, present, Own(slices, past, usual), past.hours, [one for one in going if one is not None]
    )
    reporter = Reporter(slices, past, usual, known)
    found = [reporter.incident(one) for one in explanation.explain(known.options.alarm_rate, known.options.most_shown)]
    surges = [surge for occasion in past.occasions if (surge := reporter.expected(occasion))]
    found.sort(key=lambda one: one.status is not Status.OPEN)
    return Look(day, hour, (*found, *surges), usual.missing)


def _past(cube: Cube, position: int, hour: int | None, known: Known) -> Past | None:
    fewest, most = known.options.history_days
    first = max(position - most, 0)
    days = slice(first, position)
    usable = cube.daily[days].sum(axis=1) > 0
    if usable.sum() < fewest:
        return None
    active = cube.daily[first : position + 1].sum(axis=0) > 0
    counts = cube.counts[: position + 1][:, :, active]
    whole = replace(cube, codes=cube.codes[active], counts=counts)
    small = replace(whole, counts=counts[first:], first=cube.dates[first])
    hours = cube.hours if hour is None else min(hour + 1, cube.hours)
    plain = ordinary(whole, without(small, known.earlier, known.verdicts), first, known.events, known.options)
    return Past(small, position - first, hours, plain, usable, occasions(whole, known.events, known.options))
