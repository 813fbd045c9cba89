"""``leakage eval --set causes``: planted changes between a day and the same weekdays before, taken apart."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose

import numpy as np

from evals.graded import Graded, Sheet, Size, Tell, gate_of, rules_of
from evals.intervals import Share
from evals.processes import spread
from evals.suite import Strict
from evals.worlds.recipe import Seeds, recipe
from evals.worlds.sample import sample
from evals.worlds.sampled import Planted, SampledWorld
from pipeline.generate.holidays import holiday_name
from pipeline.generate.portions import Flags
from signals.causes import Explained, Part, Search, explain_change
from signals.leaves import Leaves

REPLACED = "app_version"
"""Versions take over from each other all the time: they describe a cause, and are none by themselves."""


class Explanation(Strict):
    """A change taken apart.

    Attributes:
        strength: Signal to noise of what was planted; None: nothing was.
        depth: How many dimensions its slice has; 0: nothing was planted.
        plain: Whether nothing but chance moved besides: no shift of the mix, no noise of single slices.
        named: The place of the planted slice among the parts, from 1; None: not among them.
        parts: How many parts are claimed.
        sums: Whether parts and rest add up to the change.
        share: Calls planted by the change of the part that names them.
    """

    strength: float | None
    depth: int
    plain: bool
    named: int | None
    parts: int
    sums: bool
    share: float | None = None


class Job(Strict):
    """One world whose days are explained."""

    seed: int
    incidents: int


def grade(size: Size, tell: Tell, *, held_out: bool) -> Graded:
    """Sample worlds, explain the days on which one incident strikes, and clean days."""
    told = spread(
        explained, jobs(rules_of("causes").sizes[size], "held_out" if held_out else "tuning"), tell, "explaining"
    )
    return graded([one for world in told for one in world], size, held_out=held_out)


def jobs(sizes: Mapping[str, int], seeds: Seeds) -> list[Job]:
    """The worlds of a size."""
    base = recipe().seeds[seeds] + _APART
    struck = [Job(seed=base + place, incidents=1) for place in range(sizes["struck"])]
    return struck + [Job(seed=base + _CLEAN + place, incidents=0) for place in range(sizes["clean"])]


_APART, _CLEAN = 60_000, 5_000
"""Seeds of their own, apart from the other sets'; and those of clean worlds apart from the others."""


def explained(job: Job) -> list[Explanation]:
    """Explain a world's ordinary days: the first that its incident strikes, and those that nothing strikes."""
    world = sample(job.seed, job.incidents)
    found = ((day, explanation_of(world, day)) for day in _days(world))
    return [_held(world, day, one) for day, one in found if one is not None]


def _days(world: SampledWorld) -> Iterator[int]:
    for day in world.looked:
        struck = world.struck(day)
        if ordinary(world, day) and (not struck or [one.days.start for one in struck] == [day]):
            yield day


def ordinary(world: SampledWorld, day: int) -> bool:
    """Whether no holiday, event or missing hour makes a day special."""
    known = {one.day for one in world.surges} | {lost for lost, _ in world.missing}
    return day not in known and not holiday_name(world.dates[day], world.leaves.world.calendar.holidays)


def explanation_of(world: SampledWorld, day: int) -> Explained | None:
    """Compare a day with ordinary same weekdays before it; None where there are too few."""
    back = range(day - 7, -1, -7)
    before = [one for one in back if ordinary(world, one) and not world.struck(one)]
    most = int(rules_of("causes").options["windows"][0])
    if len(before) < most:
        return None
    return explain_change(leaves_of(world, day, before[:most]), Search(described=frozenset({REPLACED})))


def leaves_of(world: SampledWorld, day: int, before: Sequence[int]) -> Leaves:
    """The day's calls of each leaf, and those of the days before."""
    names = recipe().dimensions
    now, each = world.counts[day].sum(axis=0), world.counts[list(before)].sum(axis=1).T
    some = (now + each.sum(axis=1)) > 0
    columns = [world.leaves.columns[name][some] for name in names]
    values = [tuple(sorted(set(column), key=lambda value: (value is not None, value or ""))) for column in columns]
    places = [{value: place for place, value in enumerate(known)} for known in values]
    codes = np.array([[where[value] for value in column] for where, column in zip(places, columns, strict=True)]).T
    return Leaves(names, tuple(values), codes, now[some].astype(float), each[some].astype(float), float(len(before)))


def _held(world: SampledWorld, day: int, found: Explained) -> Explanation:
    """Hold what was found against what was planted."""
    struck = world.struck(day)
    planted = struck[0] if struck else None
    place = _place(world, day, planted, found.parts) if planted else None
    change = found.parts[place - 1].change if place else None
    total = sum(part.change for part in found.parts) + found.rest_change
    return Explanation(
        strength=planted.strength(day) if planted else None,
        depth=len(planted.slice) if planted else 0,
        plain=not world.facts["slice_noise"] and "mix_shift" not in world.facts,
        named=place,
        parts=len(found.parts),
        sums=isclose(total, found.change, abs_tol=1e-6),
        share=float(planted.added[day]) / change if planted and change else None,
    )


def _place(world: SampledWorld, day: int, planted: Planted, parts: Sequence[Part]) -> int | None:
    """Which part names the planted slice, by itself or with what nearly all of it shares.

    A version that several devices have is told as a part for each: the leading parts together name it, too.
    """
    told = [_told(world, part) for part in parts]
    for place, ways in enumerate(told, 1):
        if any(_same(world, day, planted, inside) for inside in ways):
            return place
    together = (np.any([ways[-1] for ways in told[:most]], axis=0) for most in range(2, len(told) + 1))
    return 1 if any(_same(world, day, planted, inside) for inside in together) else None


def _told(world: SampledWorld, part: Part) -> tuple[Flags, Flags]:
    """The leaves that a part's conditions select, and those that have what nearly all of its change shares, too."""
    return world.leaves.within(dict(part.conditions)), world.leaves.within(dict((*part.conditions, *part.behind)))


def _same(world: SampledWorld, day: int, planted: Planted, inside: Flags) -> bool:
    usual = world.usual[day]
    both, either = usual[inside & planted.inside].sum(), usual[inside | planted.inside].sum()
    return bool(both >= rules_of("causes").options["same"][0] * either)


def graded(told: Sequence[Explanation], size: Size, *, held_out: bool) -> Graded:
    """Sum up explanations."""
    rules = rules_of("causes")
    strong = strong_of(told)
    figures = {
        "named_first": first(strong).value,
        "named": Share(part=sum(one.named is not None for one in strong), whole=len(strong)).value,
        "sums": Share(part=sum(one.sums for one in told), whole=len(told)).value,
        "claimed_of_nothing": claimed(told, plain=True).value,
    }
    gate = gate_of(figures, rules.gate[size])
    sheets = (_named(told), _claimed(told))
    return Graded(name="causes", size=size, held_out=held_out, figures=figures, sheets=sheets, gate=gate)


def strong_of(told: Sequence[Explanation]) -> list[Explanation]:
    """The explanations of strong incidents."""
    least = rules_of("causes").options["strong"][0]
    return [one for one in told if one.strength is not None and one.strength >= least]


def first(some: Sequence[Explanation]) -> Share:
    """How often the planted slice is the first part."""
    return Share(part=sum(one.named == 1 for one in some), whole=len(some))


def claimed(told: Sequence[Explanation], *, plain: bool) -> Share:
    """Clean days on which a part is claimed."""
    clean = [one for one in told if one.strength is None and one.plain is plain]
    return Share(part=sum(one.parts > 0 for one in clean), whole=len(clean))


def _named(told: Sequence[Explanation]) -> Sheet:
    strong = strong_of(told)
    weak = [one for one in told if one.strength is not None and one not in strong]
    depths = sorted({one.depth for one in strong})
    shares = [one.share for one in strong if one.share is not None]
    rows = (
        ("strong", str(first(strong))),
        *(
            (f"strong, {depth} dimensions", str(first([one for one in strong if one.depth == depth])))
            for depth in depths
        ),
        ("weak", str(first(weak))),
    )
    middle = f"{np.median(shares):.2f}" if shares else "–"
    note = f"Planted calls by the change of the part that names them, median: {middle} (1 is right)."
    return Sheet(title="Planted slice named first", columns=("incident", "share"), rows=rows, note=note)


def _claimed(told: Sequence[Explanation]) -> Sheet:
    rows = (
        ("nothing but chance", str(claimed(told, plain=True))),
        ("the mix shifts, or slices vary by themselves", str(claimed(told, plain=False))),
    )
    return Sheet(title="Clean days on which a part is claimed", columns=("", "share"), rows=rows)
