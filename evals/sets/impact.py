"""``leakage eval --set impact``: the measure of shipped actions on sampled roll-outs, with and without an effect."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from evals.graded import Cell, Graded, Sheet, Size, Tell, gate_of, rules_of
from evals.intervals import Share
from evals.processes import spread
from evals.worlds.recipe import recipe
from evals.worlds.rollouts import Rollout, roll_out
from signals.impacts.measure import Shipped, Verdict, measure
from signals.impacts.others import Group


class Outcome(NamedTuple):
    """One roll-out, measured.

    Attributes:
        split: Whether a part of the slice was held back.
        effect: The truth: the share of the calls that it saves.
        verdict: What was said.
        low: The lower bound of the share; None where nothing could be measured.
        high: The upper bound.
    """

    split: bool
    effect: float
    verdict: Verdict
    low: float | None
    high: float | None

    @property
    def covered(self) -> bool:
        """Whether the truth lies within the interval."""
        return self.low is not None and self.high is not None and self.low <= self.effect <= self.high

    @property
    def claimed(self) -> bool:
        """Whether an effect was claimed, for better or for worse."""
        return self.verdict in (Verdict.SAVED, Verdict.WORSE)


def grade(size: Size, tell: Tell, *, held_out: bool) -> Graded:
    """Sample roll-outs, half of which save nothing, and measure each."""
    base = recipe().seeds["held_out" if held_out else "tuning"] + _APART
    seeds = range(base, base + rules_of("impact").sizes[size]["rollouts"])
    jobs = [(seed, works) for works in (True, False) for seed in seeds]
    return graded(list(spread(outcome, jobs, tell, "measuring sampled roll-outs")), size, held_out=held_out)


_APART = 60_000
"""Seeds of their own, apart from the other sets'."""


def outcome(job: tuple[int, bool]) -> Outcome:
    """Sample a roll-out and measure it."""
    seed, works = job
    rolled = roll_out(seed, works=works)
    found = measure(shipped(rolled))
    return Outcome(rolled.share < 1, rolled.effect, found.verdict, found.low, found.high)


def shipped(rolled: Rollout) -> Shipped:
    """What of a roll-out is known to those who measure it; days of the calendar's events are left out."""
    counts = rolled.untouched.astype(np.float64)
    usable = np.ones(len(rolled.dates), np.bool_)
    usable[list(rolled.planned)] = False
    return Shipped(
        slice=rolled.slice,
        exposed=rolled.exposed.astype(np.float64),
        others=[Group(values, counts[:, place]) for place, values in enumerate(rolled.groups)],
        shipped=rolled.shipped,
        held_back=rolled.held_back.astype(np.float64) if rolled.share < 1 else None,
        usable=usable,
    )


def graded(seen: Sequence[Outcome], size: Size, *, held_out: bool) -> Graded:
    """Sum up the outcomes."""
    rules = rules_of("impact")
    working, null = [one for one in seen if one.effect], [one for one in seen if not one.effect]
    figures = {
        "coverage": _part(working, lambda one: one.covered).value,
        "null_coverage": _part(null, lambda one: one.covered).value,
        "claimed": _part(working, lambda one: one.claimed).value,
        "claimed_of_nothing": _part(null, lambda one: one.claimed).value,
        "median_width": _width(working),
    }
    sheets = (_sheet("Roll-outs that save calls", working), _sheet("Roll-outs that save none", null))
    gate = gate_of(figures, rules.gate[size])
    return Graded(name="impact", size=size, held_out=held_out, figures=figures, sheets=sheets, gate=gate)


def _part(some: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    return Share(part=sum(map(holds, some)), whole=len(some))


def _width(some: Iterable[Outcome]) -> float | None:
    widths = [one.high - one.low for one in some if one.low is not None and one.high is not None]
    return float(np.median(widths)) if widths else None


def _sheet(title: str, some: Sequence[Outcome]) -> Sheet:
    parts = {
        "all": some,
        "shipped to all": [one for one in some if not one.split],
        "shipped to a share": [one for one in some if one.split],
    }
    heads = ("", "truth within the interval", "effect claimed", "moved before", "too early", "median width")
    return Sheet(title=title, columns=heads, rows=tuple(_row(name, part) for name, part in parts.items() if part))


def _row(name: str, some: Sequence[Outcome]) -> tuple[Cell, ...]:
    width = _width(some)
    return (
        name,
        str(_part(some, lambda one: one.covered)),
        str(_part(some, lambda one: one.claimed)),
        sum(one.verdict is Verdict.PRE_TREND for one in some),
        sum(one.verdict is Verdict.TOO_EARLY for one in some),
        None if width is None else f"{width * 100:.1f} points",
    )
