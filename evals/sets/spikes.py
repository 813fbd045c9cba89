"""``leakage eval --set spikes``: the detector on worlds with planted incidents, and on worlds without."""

from collections.abc import Sequence

from evals.graded import Graded, Sheet, Size, Tell, gate_of, rules_of
from evals.processes import spread
from evals.spikes import score
from evals.spikes.records import Day, Within
from evals.spikes.work import jobs, look_at

KINDS = ("ordinary", "holiday", "event", "missing")


def grade(size: Size, tell: Tell, *, held_out: bool) -> Graded:
    """Sample worlds, look at their days and hours, and hold what was reported against what was planted."""
    rules = rules_of("spikes")
    every = jobs(rules.sizes[size], "held_out" if held_out else "tuning")
    seen = list(spread(look_at, every, tell, "looking at sampled worlds"))
    days = [day for one in seen for day in one.days]
    within = [day for one in seen for day in one.within]
    return graded(days, within, size, held_out=held_out)


def graded(days: Sequence[Day], within: Sequence[Within], size: Size, *, held_out: bool) -> Graded:
    """Sum up what looks found."""
    rules = rules_of("spikes")
    figures = score.figures(days, within, rules.options["strong"][0])
    sheets = (_incidents(days), _alarms(days, within), _calibration(days), _latency(within))
    gate = gate_of(figures, rules.gate[size])
    return Graded(name="spikes", size=size, held_out=held_out, figures=figures, sheets=sheets, gate=gate)


def _incidents(days: Sequence[Day]) -> Sheet:
    strong, options = rules_of("spikes").options["strong"][0], rules_of("spikes").options
    rows = [
        *(
            (f"signal to noise {name}", str(seen), str(exact))
            for name, seen, exact in score.by_strength(days, options["strengths"])
        ),
        *(
            (f"{name} dimensions, {strong:g} and more", str(seen), str(exact))
            for name, seen, exact in score.by_depth(days, strong)
        ),
    ]
    note = (
        f"Incidents at least {strong:g} strong found on any day: {score.recall(days, strong)}. "
        f"Reported slices that are a planted one: {score.exact_precision(days)}."
    )
    return Sheet(title="Days of planted incidents", columns=("", "found", "exact slice"), rows=tuple(rows), note=note)


def _alarms(days: Sequence[Day], within: Sequence[Within]) -> Sheet:
    rows = [
        ("all", str(score.false_alarms(days))),
        *((kind, str(score.false_alarms(days, kind))) for kind in KINDS),
        ("all looks within a day", str(score.within_false_alarms(within))),
    ]
    return Sheet(title="Clean days with any alarm", columns=("", "share (95 % interval)"), rows=tuple(rows))


def _calibration(days: Sequence[Day]) -> Sheet:
    levels = score.calibration(days, rules_of("spikes").options["levels"])
    rows = tuple((f"{level * 100:g} %", str(part)) for level, part in levels.items())
    return Sheet(title="Calibration", columns=("alarm rate asked for", "clean days with an alarm"), rows=rows)


def _latency(within: Sequence[Within]) -> Sheet:
    strong = rules_of("spikes").options["strong"][0]
    waited = score.latencies(within, strong)
    rows = tuple((f"within {hours} h", str(score.share(one <= hours for one in waited))) for hours in (1, 2, 4, 8))
    return Sheet(title=f"Strong incidents found within the day ({strong:g} and more)", columns=("", "share"), rows=rows)
