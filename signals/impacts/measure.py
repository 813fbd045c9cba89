"""What a shipped action has done to the calls of its slice: difference in differences, with its doubt."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from scipy.stats import norm

from signals.impacts.model import Days, Mixed, Step, deviation, steps
from signals.impacts.options import Options, options
from signals.impacts.others import Flags, Floats, Group, Yardstick, logs_of, yardsticks


class Verdict(StrEnum):
    """What can be said of an action."""

    NO_GROUND = "no_ground"
    TOO_EARLY = "too_early"
    PRE_TREND = "pre_trend"
    SAVED = "saved"
    WORSE = "worse"
    NO_EFFECT_SEEN = "no_effect_seen"


@dataclass(frozen=True)
class Shipped:
    """An action, and the calls before and after it.

    Attributes:
        slice: Whose calls it is about, by dimension.
        exposed: The calls of those who have it, one number a day, consecutive days.
        others: Those outside the slice, day by day.
        shipped: The place of the first day with it.
        held_back: Those inside the slice who do not have it, chosen by lot; None where all have it or nobody knows who.
        usable: The days that tell anything; all unless given.
        promised: The share of those calls that it was expected to save; None: nobody said.
    """

    slice: Mapping[str, str | None]
    exposed: Floats
    others: Sequence[Group]
    shipped: int
    held_back: Floats | None = None
    usable: Flags | None = None
    promised: float | None = None


@dataclass(frozen=True)
class Impact:
    """What became of an action.

    Attributes:
        verdict: What can be said.
        days_before: Days that it is held against.
        days: Days of it that were measured.
        days_needed: How many more it takes until an effect of the promised size would show; None: it shows, or no
            waiting helps.
        share: The share of the calls that it saves; below 0: it brings calls. None where there is too little to tell.
        low: The lower bound of the share.
        high: The upper bound.
        saved: The calls saved on the days measured.
        low_saved: Its lower bound.
        high_saved: Its upper bound.
        others: How many groups of others it was held against.
        against: Which, in words of dimensions.
    """

    verdict: Verdict
    days_before: int
    days: int
    days_needed: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    saved: float | None = None
    low_saved: float | None = None
    high_saved: float | None = None
    others: int = 0
    against: str = ""


def measure(action: Shipped, rules: Options | None = None) -> Impact:
    """Measure an action.

    The slice's calls are held against those of others, weekday by weekday. How much the two differ from day to day by
    themselves, wander or drift apart, is learned from the same days, and the interval has all of that in it.

    Args:
        action: The action, and the calls before and after it.
        rules: What is assumed; the packaged rules unless others are given.
    """
    rules = rules or options()
    before, after = _days(action, rules)
    least = Impact(Verdict.TOO_EARLY, int(before.sum()), int(after.sum()))
    against = yardsticks(action.slice, action.others, action.held_back, rules.least_calls)
    if before.sum() < rules.least_before or not against or action.exposed[before].mean() < rules.least_calls:
        return replace(least, verdict=Verdict.NO_GROUND)
    if after.sum() < rules.least_after:
        settling = max(action.shipped + rules.settling_days - len(action.exposed), 0)
        return replace(least, days_needed=int(rules.least_after - after.sum()) + settling)
    return _measured(action, against, before, after, rules, least)


def _days(action: Shipped, rules: Options) -> tuple[Flags, Flags]:
    """The days before, and those with it once it has settled."""
    usable = np.ones(len(action.exposed), np.bool_) if action.usable is None else action.usable
    place = np.arange(len(action.exposed)) - action.shipped
    return usable & (place < 0) & (place >= -rules.most_before), usable & (place >= rules.settling_days)


def _measured(
    action: Shipped, against: list[Yardstick], before: Flags, after: Flags, rules: Options, least: Impact
) -> Impact:
    used = before | after
    found = [(one, step) for one in against for step in _steps(action, one, used, after, rules)]
    mixed = Mixed.of([step for _, step in found])
    yardstick, best = max(found, key=lambda one: one[1].evidence)
    (low, high), middle = mixed.bounds(rules.interval), mixed.quantile(_HALF)
    share, low_share, high_share = (float(1 - np.exp(step)) for step in (middle, high, low))
    saved, low_saved, high_saved = (
        float(action.exposed[after].sum() * np.expm1(-step)) for step in (middle, high, low)
    )
    told = Impact(
        _seen(low_share, high_share),
        least.days_before,
        least.days,
        None,
        share,
        low_share,
        high_share,
        saved,
        low_saved,
        high_saved,
        yardstick.groups,
        yardstick.name,
    )
    if _moved_before(action, against, before, rules):
        return replace(told, verdict=Verdict.PRE_TREND)
    if told.verdict is not Verdict.TOO_EARLY:
        return told
    return _waiting(told, _needed(action, yardstick, best, used, after, rules))


_HALF = 0.5


def _steps(action: Shipped, against: Yardstick, used: Flags, after: Flags, rules: Options) -> list[Step]:
    logs, variance = logs_of(action.exposed)
    days = Days(np.flatnonzero(used).astype(np.float64), after[used], (variance + against.variance)[used])
    return steps((logs - against.logs)[used], days, rules)


def _moved_before(action: Shipped, against: list[Yardstick], before: Flags, rules: Options) -> bool:
    """Whether the same measure sees an effect when nothing had been shipped yet."""
    cut = before & (before.cumsum() > rules.check_share * before.sum())
    logs, variance = logs_of(action.exposed)
    found = [
        step
        for one in against
        for step in steps(
            (logs - one.logs)[before],
            Days(np.flatnonzero(before).astype(np.float64), cut[before], (variance + one.variance)[before]),
            rules,
            steady=True,
        )
    ]
    low, high = Mixed.of(found).bounds(rules.check_level)
    return low > 0 or high < 0


def _needed(action: Shipped, against: Yardstick, best: Step, used: Flags, after: Flags, rules: Options) -> int | None:
    """How many more days it takes until the promised effect would show; 0: it would by now."""
    target = -math.log1p(-(action.promised or rules.assumed_share))
    logs_variance = logs_of(action.exposed)[1] + against.variance
    ordinary, last = float(logs_variance[used].mean()), len(action.exposed)
    quantile = float(norm.ppf((1 + rules.interval) / 2))
    tried: list[int] = [*range(_WEEK), *range(_WEEK, rules.most_days_needed, _WEEK)]
    for more in tried:
        days = Days(
            np.concatenate([np.flatnonzero(used), last + np.arange(more)]).astype(np.float64),
            np.concatenate([after[used], np.ones(more, np.bool_)]),
            np.concatenate([logs_variance[used], np.full(more, ordinary)]),
        )
        if deviation(days, best.unrest, rules) * quantile <= target:
            return int(more)
    return None


_WEEK = 7


def _seen(low: float, high: float) -> Verdict:
    """What an interval says: an effect only where it has no zero in it."""
    if low > 0:
        return Verdict.SAVED
    return Verdict.WORSE if high < 0 else Verdict.TOO_EARLY


def _waiting(told: Impact, needed: int | None) -> Impact:
    """No effect is seen: because there is none as large as promised, or because it could not be seen yet."""
    if needed == 0:
        return replace(told, verdict=Verdict.NO_EFFECT_SEEN)
    return replace(told, days_needed=needed)
