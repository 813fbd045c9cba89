"""Looking at a day of a cube: what is unusual in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scipy import stats

from signals.baseline import Past, baseline, without
from signals.cube import Cube
from signals.explain import Explained, Explanation
from signals.incident import Event, Incident, Severity, Status, Verdict
from signals.occasions import occasions, ordinary
from signals.options import Options
from signals.options import options as packaged
from signals.own import Own
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
    chosen = options or packaged()
    position = cube.position(day)
    past = _past(cube, position, hour, earlier, events, chosen)
    if past is None:
        return Look(day, hour, (), judged=False)
    usual = baseline(past)
    slices = Slices.of(past.cube, chosen.deepest)
    present = past.cube.counts[past.day].T.astype(float)
    explanation = Explanation(slices, usual, present, Own(slices, past, usual), past.hours)
    found = [
        _incident(slices, one, day, past, chosen) for one in explanation.explain(chosen.alarm_rate, chosen.most_shown)
    ]
    return Look(day, hour, tuple(found), usual.missing)


def _past(
    cube: Cube,
    position: int,
    hour: int | None,
    earlier: Sequence[Incident],
    events: Sequence[Event],
    chosen: Options,
) -> Past | None:
    fewest, most = chosen.history_days
    first = max(position - most, 0)
    days = slice(first, position)
    usable = cube.daily[days].sum(axis=1) > 0
    if usable.sum() < fewest:
        return None
    active = cube.daily[first : position + 1].sum(axis=0) > 0
    small = replace(
        cube, codes=cube.codes[active], counts=cube.counts[first : position + 1][:, :, active], first=cube.dates[first]
    )
    hours = cube.hours if hour is None else min(hour + 1, cube.hours)
    whole = replace(small, counts=cube.counts[: position + 1][:, :, active], first=cube.first)
    plain = ordinary(whole, without(small, earlier), first, events)
    return Past(small, position - first, hours, plain, usable, occasions(whole, events, chosen))


def _incident(slices: Slices, found: Explained, day: date, past: Past, chosen: Options) -> Incident:
    place = found.place
    hourly = past.cube.hours > 1
    size = 1 / place.dispersion
    low, high = stats.nbinom.interval(chosen.interval, size, size / (size + place.expected))
    return Incident(
        slice=slices.values(place.slice),
        day=day,
        first_day=day,
        first_hour=place.window.start if hourly else None,
        last_hour=place.window.end - 1 if hourly else None,
        ongoing=place.window.end == past.hours,
        observed=round(place.observed),
        expected=place.expected,
        low=float(low),
        high=float(high),
        p_value=found.chance,
        score=place.ratio,
        status=Status.OPEN,
        severity=Severity.MEDIUM,
    )
