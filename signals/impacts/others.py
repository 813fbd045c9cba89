"""Those who were left alone: what the calls of a slice would have done, as others' calls tell it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Daily calls of some who did not get the action.

    Attributes:
        values: What they have in common, by dimension.
        counts: Their calls, one number a day.
    """

    values: Mapping[str, str | None]
    counts: Floats


@dataclass(frozen=True)
class Yardstick:
    """What the slice is held against.

    Attributes:
        name: In words of dimensions.
        groups: How many groups of others are in it.
        logs: The logarithm of its calls, one number a day.
        variance: What chance does to it, one number a day.
    """

    name: str
    groups: int
    logs: Floats
    variance: Floats


HELD_BACK = "held_back"
EVERYBODY = "all"


def yardsticks(
    chosen: Mapping[str, str | None], groups: Sequence[Group], held_back: Floats | None, least_calls: float
) -> list[Yardstick]:
    """Return what a slice can be held against.

    Those of the slice itself who were held back are the best; without them all others, those who share a value with the
    slice, and, where it has two values, both together: as the slice would be if both dimensions moved alike.

    Args:
        chosen: The slice's values.
        groups: Those outside the slice.
        held_back: Those inside who did not get it, chosen by lot; None where all got it.
        least_calls: A mean day's calls, fewer are no yardstick.
    """
    if held_back is not None and held_back.mean() >= least_calls:
        return [_of(HELD_BACK, 1, held_back)]
    found = {names: _sharing(chosen, groups, names) for names in _subsets(chosen)}
    enough = {names: one for names, one in found.items() if one is not None and one[1].mean() >= least_calls}
    single = [_of("+".join(names) or EVERYBODY, count, calls) for names, (count, calls) in enough.items()]
    return single + list(_crossed(chosen, groups, least_calls))


def _subsets(chosen: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    for size in range(len(chosen)):
        yield from combinations(sorted(chosen), size)


def _sharing(
    chosen: Mapping[str, str | None],
    groups: Sequence[Group],
    names: Sequence[str],
    but_not: Sequence[str] = (),
) -> tuple[int, Floats] | None:
    """The groups that have the slice's values of some dimensions, and not those of others."""
    some = [one.counts for one in groups if _fits(one, chosen, names) and not _shares(one, chosen, but_not)]
    return (len(some), np.sum(some, axis=0)) if some else None


def _fits(one: Group, chosen: Mapping[str, str | None], names: Sequence[str]) -> bool:
    return all(name in one.values and one.values[name] == chosen[name] for name in names)


def _shares(one: Group, chosen: Mapping[str, str | None], names: Sequence[str]) -> bool:
    return any(name not in one.values or one.values[name] == chosen[name] for name in names)


def _crossed(chosen: Mapping[str, str | None], groups: Sequence[Group], least_calls: float) -> Iterator[Yardstick]:
    """For two dimensions: what shares the one, times what shares the other, over what shares neither."""
    for one, other in combinations(sorted(chosen), 2):
        parts = [
            _sharing(chosen, groups, [one], [other]),
            _sharing(chosen, groups, [other], [one]),
            _sharing(chosen, groups, [], [one, other]),
        ]
        known = [_of("", *part) for part in parts if part is not None and part[1].mean() >= least_calls]
        if len(known) == len(parts):
            logs = known[0].logs + known[1].logs - known[2].logs
            variance = np.sum([part.variance for part in known], axis=0)
            yield Yardstick(f"{one}*{other}", sum(part.groups for part in known), logs, variance)


def _of(name: str, groups: int, counts: Floats) -> Yardstick:
    return Yardstick(name, groups, *logs_of(counts))


def logs_of(counts: Floats) -> tuple[Floats, Floats]:
    """The logarithm of counts, and its variance by chance."""
    return np.log(counts + _HALF), 1 / (counts + _HALF)


_HALF = 0.5
