"""The worlds of the set, and the looks at each."""

from collections.abc import Mapping, Sequence

from evals.graded import rules_of
from evals.spikes.look import Watch
from evals.spikes.records import Day, Within
from evals.suite import Strict
from evals.worlds.recipe import Seeds, recipe
from evals.worlds.sample import sample
from evals.worlds.sampled import HOURS, SampledWorld


class Job(Strict):
    """One world to be looked at.

    Attributes:
        number: Its number.
        seed: What it is sampled from.
        incidents: How many strike.
        hourly: Whether hour by hour, on the days on which incidents begin and on a clean one.
    """

    number: int
    seed: int
    incidents: int
    hourly: bool


class Seen(Strict):
    """What the looks at one world found."""

    days: tuple[Day, ...] = ()
    within: tuple[Within, ...] = ()


def jobs(sizes: Mapping[str, int], seeds: Seeds) -> list[Job]:
    """The worlds of a size: each number has a seed of its own."""
    base, fewest, most = recipe().seeds[seeds], *(int(n) for n in rules_of("spikes").options["incidents"])
    kinds = (
        ("struck", False, True),
        ("clean", False, False),
        ("within_struck", True, True),
        ("within_clean", True, False),
    )
    made: list[Job] = []
    for name, hourly, struck in kinds:
        for place in range(sizes[name]):
            incidents = fewest + place % (most - fewest + 1) if struck else 0
            seed = base + _APART * kinds.index((name, hourly, struck)) + place
            made.append(Job(number=len(made), seed=seed, incidents=incidents, hourly=hourly))
    return made


_APART = 10_000
"""Between the seeds of one kind of world and the next: a larger size begins with the worlds of a smaller."""


def look_at(job: Job) -> Seen:
    """Sample a world and look at its days."""
    world = sample(job.seed, job.incidents)
    watch = Watch(world, job.number)
    clean = not any(world.struck(day) for day in world.looked)
    if job.hourly:
        return _hourly(watch, _watched(world))
    return Seen(days=tuple(watch.day(day, clean_world=clean) for day in world.looked))


def _hourly(watch: Watch, watched: Sequence[int]) -> Seen:
    """Hour by hour on some days; whole looks at the days between, so that later ones know of them."""
    within = []
    for day in watch.world.looked:
        if day in watched:
            within.append(watch.within(day))
        watch.earlier.extend(watch.looked_at(day).incidents)
    return Seen(within=tuple(within))


def _watched(world: SampledWorld) -> list[int]:
    """The days on which incidents begin, and the last days on which nothing strikes."""
    begins = [day for day in world.looked if any(one.first // HOURS == day for one in world.struck(day))]
    clean = [day for day in world.looked if not world.struck(day)]
    among_struck, in_clean = (int(days) for days in rules_of("spikes").options["clean_days"])
    return begins + clean[-(among_struck if begins else in_clean) :]
