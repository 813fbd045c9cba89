"""What a run of the golden questions amounts to: totals, tags, parity, hold-out, latency, the baseline, the gate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import quantiles

from evals.baseline import Changes
from evals.judge import CHECKS, GOOD, OUTCOMES, Judged
from evals.suite import Strict, Suite


class Tally(Strict):
    """The outcomes of some cases.

    Attributes:
        cases: How many there are.
        outcomes: How many have each outcome.
        good: Share with an outcome as it should be.
        scope: How many of them should be answered.
        right: Share of those that were.
        silently_wrong: Share of all that are silently wrong.
    """

    cases: int
    outcomes: dict[str, int]
    good: float
    scope: int
    right: float
    silently_wrong: float


class Parity(Strict):
    """English questions against their Spanish twins."""

    pairs: int
    both: int
    only_english: int
    only_spanish: int
    neither: int
    difference: float


class Latency(Strict):
    """Milliseconds from question to answer."""

    p50: float
    p95: float
    p99: float


class Gate(Strict):
    """One condition of a release."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None
    holds: bool


class Report(Strict):
    """Everything that is reported. ``cases`` are those that may be looked at."""

    days: str
    whole: bool
    total: Tally
    tuned: Tally
    held_out: Tally
    overfit: float
    tags: dict[str, Tally]
    parity: Parity
    latency_ms: Latency
    reasons: dict[str, int]
    checks: dict[str, int]
    changes: Changes
    gate: tuple[Gate, ...]
    passed: bool
    shows_held_out: bool
    cases: tuple[Judged, ...]


def report(
    judged: Sequence[Judged], changed: Changes, suite: Suite, *, whole: bool, shows_held_out: bool = False
) -> Report:
    """Sum up judged cases.

    Args:
        judged: All of them.
        changed: How they differ from the baseline.
        suite: How answers are judged.
        whole: Whether these are all cases: the gate is about all of them.
        shows_held_out: Whether held-out cases are shown too, and not only counted.
    """
    tuned, held_out = ([one for one in judged if one.held_out is wanted] for wanted in (False, True))
    visible = judged if shows_held_out else tuned
    total, parity, checks = tally(judged), _parity(judged), _checks(judged)
    figures = {"right": total.right, "silently_wrong": total.silently_wrong, "parity": parity.difference, **checks}
    gate = tuple(_gate(figures, suite)) if whole else ()
    return Report(
        days=f"{suite.data.start} to {suite.data.end}",
        whole=whole,
        total=total,
        tuned=tally(tuned),
        held_out=tally(held_out),
        overfit=round(tally(tuned).good - tally(held_out).good, 4) if tuned and held_out else 0.0,
        tags={tag: tally(one for one in visible if tag in one.tags) for tag in _tags(visible)},
        parity=parity,
        latency_ms=_latency([one.ms for one in judged]),
        reasons=dict(Counter(reason for one in judged for reason in one.reasons).most_common()),
        checks=checks,
        changes=changed,
        gate=gate,
        passed=not changed.regressions and all(one.holds for one in gate),
        shows_held_out=shows_held_out,
        cases=tuple(visible),
    )


def tally(judged: Iterable[Judged]) -> Tally:
    """Count outcomes."""
    cases = list(judged)
    counted = Counter(one.outcome for one in cases)
    scope = [one for one in cases if one.in_scope]
    return Tally(
        cases=len(cases),
        outcomes={outcome: counted[outcome] for outcome in OUTCOMES},
        good=_share(sum(counted[outcome] for outcome in GOOD), len(cases)),
        scope=len(scope),
        right=_share(sum(one.good for one in scope), len(scope)),
        silently_wrong=_share(counted["silently_wrong"], len(cases)),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _tags(judged: Iterable[Judged]) -> list[str]:
    return sorted({tag for one in judged for tag in one.tags})


def _parity(judged: Sequence[Judged]) -> Parity:
    english = {one.base: one.good for one in judged if one.language == "en"}
    pairs = [(english[one.base], one.good) for one in judged if one.language == "es" and one.base in english]
    counted = Counter(pairs)
    only_english, only_spanish = counted[True, False], counted[False, True]
    return Parity(
        pairs=len(pairs),
        both=counted[True, True],
        only_english=only_english,
        only_spanish=only_spanish,
        neither=counted[False, False],
        difference=abs(_share(only_english - only_spanish, len(pairs))),
    )


def _latency(ms: Sequence[float]) -> Latency:
    cuts = quantiles([*ms, *ms], n=100, method="inclusive") if ms else [0.0] * 99
    return Latency(p50=round(cuts[49], 1), p95=round(cuts[94], 1), p99=round(cuts[98], 1))


def _checks(judged: Iterable[Judged]) -> dict[str, int]:
    counted = Counter(check for one in judged for check in one.checks)
    return {check: counted[check] for check in CHECKS}


def _gate(figures: dict[str, float], suite: Suite) -> Iterator[Gate]:
    for name, bound in suite.gate.items():
        least, most = (float(one) if one is not None else None for one in (bound.least, bound.most))
        yield Gate(name=name, value=figures[name], least=least, most=most, holds=bound.holds(figures[name]))
