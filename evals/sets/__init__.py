"""Sets of grades: each module has a function ``grade`` and is run by ``leakage eval --set NAME``."""

from collections.abc import Callable
from importlib import import_module

from evals.graded import Graded, Size, Tell
from evals.published import Published
from pipeline.errors import EvaluationError, did_you_mean

SETS = ("spikes", "causes", "forecast", "impact", "default")
OF_DATA = frozenset({"default"})
"""Those that grade what was built of the default data set, not sampled worlds."""


def grade(name: str, size: Size, tell: Tell, *, held_out: bool, data: Callable[[], Published]) -> Graded:
    """Run a set of grades.

    Args:
        name: One of ``SETS``.
        size: The small fixed part, or all.
        tell: Told what is being done.
        held_out: Take the worlds that nobody tunes on.
        data: Opens the default data set, for the sets that are about it.

    Raises:
        EvaluationError: There is no such set.
    """
    if name not in SETS:
        known = f"There are {', '.join(SETS)}; without --set the golden questions are asked."
        raise EvaluationError(f"there is no set {name}.", did_you_mean(name, SETS) or known)
    more = {"data": data()} if name in OF_DATA else {}
    graded: Graded = import_module(f"evals.sets.{name}").grade(size, tell, held_out=held_out, **more)
    return graded
