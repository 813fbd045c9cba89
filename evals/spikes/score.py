"""From what looks found to figures: recall, exact precision and F1, false alarms, latency, calibration."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import numpy as np

from evals.intervals import Share
from evals.spikes.records import Day, Struck, Within

Figures = dict[str, float | None]


def share(flags: Iterable[bool]) -> Share:
    """Count how many are true."""
    every = list(flags)
    return Share(part=sum(every), whole=len(every))


def struck_days(days: Sequence[Day]) -> list[tuple[Day, Struck]]:
    """Every incident on every day that it struck."""
    return [(day, one) for day in days for one in day.struck]


def found(day: Day, one: Struck) -> bool:
    """Whether a look reported a slice that overlaps with the incident's."""
    return any(one.incident in alarm.found for alarm in day.alarms)


def exactly(day: Day, one: Struck) -> bool:
    """Whether a look reported the incident's very slice."""
    return any(alarm.exact == one.incident for alarm in day.alarms)


def recall(days: Sequence[Day], least: float) -> Share:
    """Incidents at least so strong on a day that were found on any of their days."""
    strong, noticed = set(), set()
    for day, one in struck_days(days):
        key = (day.world, one.incident)
        if one.strength >= least:
            strong.add(key)
        if found(day, one):
            noticed.add(key)
    return Share(part=len(strong & noticed), whole=len(strong))


def exact_recall(days: Sequence[Day], least: float) -> Share:
    """Days of incidents at least so strong on which the very slice was reported."""
    return share(exactly(day, one) for day, one in struck_days(days) if one.strength >= least)


def exact_precision(days: Sequence[Day]) -> Share:
    """Reported slices, of worlds with incidents, that are a planted one; clean days between incidents count.

    What is reported twice on a day is right once.
    """
    within = [day for day in days if not day.clean_world]
    right = sum(len({alarm.exact for alarm in day.alarms} - {None}) for day in within)
    return Share(part=right, whole=sum(len(day.alarms) for day in within))


def f1(precision: Share, recalled: Share) -> float | None:
    """The harmonic mean of precision and recall."""
    one, other = precision.value, recalled.value
    if one is None or other is None:
        return None
    return 2 * one * other / (one + other) if one + other else 0.0


def false_alarms(days: Sequence[Day], kind: str | None = None) -> Share:
    """Clean days with any alarm."""
    return share(bool(day.alarms) for day in days if not day.struck and kind in (None, day.kind))


def within_false_alarms(within: Sequence[Within]) -> Share:
    """Clean days with an alarm at any of their hours."""
    return share(day.alarms > 0 for day in within if day.struck is None)


def latencies(within: Sequence[Within], least: float) -> list[float]:
    """Hours until strong incidents were found; infinite where they weren't on their first day."""
    strong = [day for day in within if day.struck is not None and day.struck.strength >= least]
    return [float("inf") if day.hours is None else float(day.hours) for day in strong]


def calibration(days: Sequence[Day], levels: Sequence[float]) -> Mapping[float, Share]:
    """At each alarm rate asked for: the clean days that would have had an alarm."""
    clean = [day for day in days if not day.struck]
    return {level: share(day.lowest is not None and day.lowest <= level for day in clean) for level in levels}


def by_strength(days: Sequence[Day], bounds: Sequence[float]) -> list[tuple[str, Share, Share]]:
    """For each class of signal to noise: days of incidents found at all, and found exactly."""
    every = struck_days(days)
    classes = zip(bounds, (*bounds[1:], float("inf")), strict=True)
    return [
        (_class(low, high), *_both([(day, one) for day, one in every if low <= one.strength < high]))
        for low, high in classes
    ]


def by_depth(days: Sequence[Day], least: float) -> list[tuple[str, Share, Share]]:
    """The same for strong incidents, by how many dimensions their slice has."""
    strong = [(day, one) for day, one in struck_days(days) if one.strength >= least]
    depths = sorted({one.depth for _, one in strong})
    return [(str(depth), *_both([(day, one) for day, one in strong if one.depth == depth])) for depth in depths]


def figures(days: Sequence[Day], within: Sequence[Within], strong: float) -> Figures:
    """Every figure that a gate may ask for."""
    precision, recalled = exact_precision(days), exact_recall(days, strong)
    waited = latencies(within, strong)
    return {
        "recall": recall(days, strong).value,
        "exact_recall": recalled.value,
        "exact_precision": precision.value,
        "exact_f1": f1(precision, recalled),
        "clean_days_with_alarm": false_alarms(days).value,
        "within_clean_days_with_alarm": within_false_alarms(within).value,
        "within_median_hours": quantile(waited, 0.5),
        "within_p90_hours": quantile(waited, 0.9),
        "most_shown": float(max((len(day.alarms) for day in days), default=0)),
        "judged": share(day.judged for day in days).value,
        "milliseconds": median(day.milliseconds for day in days) if days else None,
    }


def quantile(values: Sequence[float], part: float) -> float | None:
    """The value that so large a part does not exceed."""
    return float(np.quantile(values, part, method="inverted_cdf")) if values else None


def _class(low: float, high: float) -> str:
    return f"{low:g} to {high:g}" if high != float("inf") else f"{low:g} and more"


def _both(some: Sequence[tuple[Day, Struck]]) -> tuple[Share, Share]:
    return share(found(day, one) for day, one in some), share(exactly(day, one) for day, one in some)
