"""The lock on numbers: whatever number an answer says must stand in a fact, and each fact in the results."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from agent.engine import Result
from agent.facts import Fact, compute, plain
from pipeline.errors import LeakageError

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class ProvenanceError(LeakageError):
    """An answer would have said a number that no result holds."""

    phase: ClassVar[str] = "explain"


def check_provenance(
    sentence: str, facts: Iterable[Fact], grounds: Iterable[str], results: Mapping[str, Result]
) -> None:
    """Check that every number of a sentence comes from the results.

    Args:
        sentence: What is about to be said.
        facts: The facts that it is made from.
        grounds: Other texts whose numbers may be said: the window, names of measures and values, the plan's limits.
        results: The results that the facts point into.

    Raises:
        ProvenanceError: A number stands in no fact, or a fact's value is not what its cells give.
    """
    known = {number for text in grounds for number in numbers_in(text)}
    for fact in facts:
        if not _holds(fact, results):
            raise ProvenanceError(f"'{fact.label}' is not {fact.text} in the results.")
        known |= numbers_in(fact.text)
    unknown = numbers_in(sentence) - known
    if unknown:
        raise ProvenanceError(f"no result holds {', '.join(sorted(unknown))}.")


def numbers_in(text: str) -> set[str]:
    """The numbers that a text says, as written."""
    return set(_NUMBER.findall(text))


def _holds(fact: Fact, results: Mapping[str, Result]) -> bool:
    if fact.operation == "rows":
        return fact.value == len(results[fact.cells[0].query].rows)
    value = plain(compute(fact.operation, fact.cells, results))
    if isinstance(value, float) and isinstance(fact.value, float):
        return abs(Decimal(value) - Decimal(fact.value)) < Decimal("1e-9")
    return value == fact.value
