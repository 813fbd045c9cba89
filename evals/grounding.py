"""The numbers of a sentence, looked up again in the answer's own values: independent of how the agent checks itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from agent.reply import Answer
from evals.rows import is_number

_WRITTEN = re.compile(r"\d+(?:[.,:]\d+)*")
_SAID = re.compile(rf"(?P<digits>{_WRITTEN.pattern})(?:(?P<scale>[KMB])\b)?(?P<percent>\s?%|\s(?:points|puntos)\b)?")
_SCALES = {None: 0, "K": 3, "M": 6, "B": 9}


@dataclass(frozen=True)
class Said:
    """A number as a sentence says it: its digits, what they stand for, and half of the last place."""

    text: str
    digits: str
    value: Decimal | None
    half: Decimal

    def rounds(self, value: Decimal) -> bool:
        """Whether this is what a value looks like, rounded and without its sign."""
        return self.value is not None and abs(abs(value) - self.value) <= self.half


def ungrounded(answer: Answer, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The numbers of an answer's sentence that nothing in the answer holds.

    Args:
        answer: The answer.
        others: Further texts whose numbers may be said: the question and those before it, the first day of the data.
    """
    if answer.plan and answer.plan.plan.term:
        return ()  # a definition's numbers are the model's own words
    values = list(_values(answer))
    written = {number for text in (*_texts(answer), *others) for number in _numbers(text)}
    return tuple(
        said.text
        for said in said_in(answer.answer)
        if said.digits not in written and not any(said.rounds(value) for value in values)
    )


def said_in(sentence: str) -> Iterator[Said]:
    """The numbers of a sentence: $35.04M, 28 %, 12,000."""
    for found in _SAID.finditer(sentence):
        exponent = _SCALES[found["scale"]] - (2 if found["percent"] else 0)
        digits = _plain(found["digits"])
        try:
            number = Decimal(digits)
        except InvalidOperation:  # a version or a time of day, which is a text
            yield Said(found[0].strip(), digits, None, Decimal(0))
        else:
            last = exponent + int(number.as_tuple().exponent)
            yield Said(found[0].strip(), digits, number.scaleb(exponent), Decimal("0.5").scaleb(last))


def _numbers(text: str) -> Iterator[str]:
    return (_plain(number) for number in _WRITTEN.findall(text))


def _plain(digits: str) -> str:
    return digits.replace(",", "").lstrip("0") or "0"


def _values(answer: Answer) -> Iterator[Decimal]:
    cells = (cell for row in answer.rows for cell in row)
    yield from (Decimal(str(cell)) for cell in (*cells, *(fact.value for fact in answer.facts)) if is_number(cell))
    yield Decimal(len(answer.rows))
    for leaf in _leaves(answer.plan.plan.model_dump(mode="json") if answer.plan else None):
        try:
            yield Decimal(leaf)
        except InvalidOperation:
            continue


def _texts(answer: Answer) -> Iterator[str]:
    yield from (cell for row in answer.rows for cell in row if isinstance(cell, str))
    yield from (
        text for fact in answer.facts for text in (fact.label, fact.text if fact.unit in ("text", "date") else "")
    )
    yield str(answer.as_of)
    if answer.window:
        yield from _leaves(answer.window.model_dump(mode="json"))
    if answer.plan:
        yield answer.plan.said
        yield f"{answer.plan.plan.hours}:00"
        yield from _leaves(answer.plan.plan.model_dump(mode="json"))
        yield from (column.label for column in answer.plan.columns)


def _leaves(tree: Any) -> Iterator[str]:
    """All values of a plan as texts."""
    if isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _leaves(part)
    elif tree is not None and not isinstance(tree, bool):
        yield str(tree)
