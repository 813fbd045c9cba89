"""A question that takes a rise for granted where there was a fall, or the other way round, is put right."""

from collections.abc import Iterator
from decimal import Decimal

from agent.columns import column
from agent.facts import FactBook
from agent.language import languages
from agent.plan import Claim, Plan


def false_premise(plan: Plan, book: FactBook) -> Iterator[str]:
    """What puts a question right whose results move the other way than it says.

    Args:
        plan: The plan, with the direction that its question takes for granted.
        book: The results.
    """
    if plan.claim is None or not plan.measures:
        return
    moved = _movement(plan, book)
    if moved is None or not moved:
        return
    risen = moved > 0
    if risen != _claims_rise(plan.claim, plan.measures[0], book):
        yield languages()[book.language].write["premise_up" if risen else "premise_down"]


def _claims_rise(claim: Claim, measure: str, book: FactBook) -> bool:
    if claim in ("up", "down"):
        return claim == "up"
    return (claim == "worse") is (book.model.about_measure(measure).bad != "down")


def _movement(plan: Plan, book: FactBook) -> Decimal | None:
    """How the whole that was asked about moved: the change that was asked for, else the one that stands beside it."""
    query = "total" if plan.dimensions else "rows"
    for name in (column(plan.measures[0], "change"), *_signed(plan, book)):
        value = book.raw(query, 0, name)
        if isinstance(value, int | float | Decimal):
            return Decimal(str(value))
    return None


def _signed(plan: Plan, book: FactBook) -> Iterator[str]:
    result = book.results.get("total" if plan.dimensions else "rows")
    for name in result.columns if result else ():
        if book.model.about_measure(name).signed:
            yield name
