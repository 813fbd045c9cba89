"""Sets of grades: each module has ``grade(size, held_out, tell)`` and is run by ``leakage eval --set NAME``."""

from importlib import import_module

from evals.graded import Graded, Size, Tell
from pipeline.errors import EvaluationError, did_you_mean

SETS = ("spikes", "forecast")


def grade(name: str, size: Size, tell: Tell, *, held_out: bool) -> Graded:
    """Run a set of grades.

    Args:
        name: One of ``SETS``.
        size: The small fixed part, or all.
        tell: Told what is being done.
        held_out: Take the worlds that nobody tunes on.

    Raises:
        EvaluationError: There is no such set.
    """
    if name not in SETS:
        known = f"There are {', '.join(SETS)}; without --set the golden questions are asked."
        raise EvaluationError(f"there is no set {name}.", did_you_mean(name, SETS) or known)
    graded: Graded = import_module(f"evals.sets.{name}").grade(size, tell, held_out=held_out)
    return graded
