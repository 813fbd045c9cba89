"""Amounts that a question names: "more than 200 calls", "repeat rate over 20 %", "after 5 pm"."""

from decimal import Decimal
from typing import TYPE_CHECKING

from agent.declined import Declined
from agent.model import SemanticModel
from agent.plan import Filter, Role, Threshold
from agent.read import Reading, Span

if TYPE_CHECKING:
    from agent.model_file import Comparator

_UNITS = {"%": "percentage", "$": "currency", "": "number"}
_AGES = {"older": "gt", "younger": "lt"}
_BESIDE = 2
_LAST_HOUR = 23
_PARTS_OF_DAY = {"morning": (0, 11), "afternoon": (12, 17), "evening": (18, _LAST_HOUR)}
"""First and last hour."""
_HALF_DAY = 12


def measured_amounts(reading: Reading, model: SemanticModel) -> tuple[Threshold, ...]:
    """The thresholds that a question sets, each on the measure that its amount is of.

    Raises:
        Declined: No measure of the question can have such an amount.
    """
    return tuple(
        threshold
        for span in reading.of("threshold")
        if span.meaning.name not in _AGES and _ranged(span, reading, model) is None
        for threshold in _thresholds(span, _measured(span, reading, model))
    )


def dimension_ranges(reading: Reading, model: SemanticModel, age: str | None) -> tuple[Filter, ...]:
    """The ranges of numeric dimensions that a question names: "age over 65", "older than 80".

    Args:
        reading: The question.
        model: The semantic model.
        age: The dimension that "older" and "younger" are about, where the model has one.

    Raises:
        Declined: It asks for an age, and there is none.
    """
    found = []
    for span in reading.of("threshold"):
        name = age if span.meaning.name in _AGES else _ranged(span, reading, model)
        if name is not None:
            found.append(_range(span, name))
        elif span.meaning.name in _AGES:
            raise Declined("declined_words", words=(span.text,))
    return tuple(found)


def _ranged(amount: Span, reading: Reading, model: SemanticModel) -> str | None:
    """The numeric dimension just beside an amount, if no measure is as near."""
    numeric = [span for span in reading.of("dimension") if model.kind(span.meaning.name) == "number"]
    near = sorted(
        (*numeric, *(one for one in reading.can_be("measure") if one not in numeric)),
        key=lambda one: _distance(amount, one),
    )
    return near[0].meaning.name if near and near[0] in numeric and _distance(amount, near[0])[0] <= _BESIDE else None


def _range(span: Span, dimension: str) -> Filter:
    slots, op = span.matches[0].slots, _AGES.get(span.meaning.name, span.meaning.name)
    value = _value(slots["quantity"], fraction=False)
    if op == "between":
        return Filter(dimension=dimension, low=_value(slots["first_quantity"], fraction=False), high=value)
    low, high = (value if op in ops else None for ops in (("gt", "ge", "eq"), ("lt", "le", "eq")))
    return Filter(dimension=dimension, low=low, high=high, strict=op in ("gt", "lt"))


def hour_filters(reading: Reading, model: SemanticModel) -> tuple[Filter, ...]:
    """The hours of the day that a question is about."""
    dimension = next((grains["hour"] for one in model.notes.views.values() if "hour" in (grains := one.grains)), None)
    return tuple(_hours(span, dimension) for span in reading.of("hours")) if dimension else ()


def intent_amounts(reading: Reading, model: SemanticModel) -> tuple[Filter, ...]:
    """The amounts within an intent's own words: "if we fix 25 %"."""
    found = []
    for span in reading.of("intent"):
        slot, amount = model.intents[span.meaning.name].slot, span.matches[0].slots.get("quantity")
        if slot and (amount or span.meaning.value):
            value = _value(amount, fraction=True) if amount else Decimal(span.meaning.value)
            found.append(Filter(dimension=slot, low=value, high=value))
    return tuple(found)


def _hours(span: Span, dimension: str) -> Filter:
    slots = span.matches[0].slots
    if span.meaning.name in _PARTS_OF_DAY:
        low, high = _PARTS_OF_DAY[span.meaning.name]
        return Filter(dimension=dimension, low=Decimal(low), high=Decimal(high))
    name, _, half = span.meaning.name.partition("_")
    later = _HALF_DAY if half == "afternoon" else 0
    last = int(slots.get("time") or slots["n"]) + later
    first = int(slots.get("first_time") or slots.get("first_n") or slots.get("n") or 0) + later
    if "time" in slots and first + _HALF_DAY < last and "n" in slots:
        first += _HALF_DAY  # "between 1 and 3 pm"
    low, high = {
        "after": (last, _LAST_HOUR),
        "before": (0, last - 1),
        "at": (last, last),
        "between": (first, last - 1),
    }[name]
    return Filter(dimension=dimension, low=Decimal(low), high=Decimal(high))


def _thresholds(span: Span, measured: tuple[str, Role, bool]) -> list[Threshold]:
    measure, role, fraction = measured
    slots = span.matches[0].slots
    if span.meaning.name == "between":
        bounds: list[tuple[Comparator, str]] = [("ge", slots["first_quantity"]), ("le", slots["quantity"])]
    else:
        bounds = [(span.meaning.name, slots["quantity"])]  # type: ignore[list-item]
    return [Threshold(measure=measure, op=op, value=_value(text, fraction=fraction), of=role) for op, text in bounds]


def _value(text: str, *, fraction: bool) -> Decimal:
    """An amount's number; of a percentage, the fraction."""
    unit, _, digits = text.partition(":")
    number = Decimal(digits)
    return number / 100 if fraction and (unit == "%" or number > 1) else number


def _measured(span: Span, reading: Reading, model: SemanticModel) -> tuple[str, Role, bool]:
    """Which measure an amount is of, in which role, and whether it is a fraction."""
    unit = _UNITS[span.matches[0].slots["quantity"].partition(":")[0]]
    near = sorted(reading.of("measure"), key=lambda one: _distance(span, one))
    for one in near:
        kind = _kind(one.meaning.name, model)
        if unit in (kind, "number") and not (unit == "number" and kind == "percentage" and len(near) > 1):
            return one.meaning.name, "value", kind == "percentage"
    if unit == "percentage" and (reading.of("change") or reading.of("share")):
        measure = near[0].meaning.name if near else model.notes.default_measures[0]
        return measure, "change_pct" if reading.of("change") else "share", True
    for name in (*model.notes.default_measures, *model.notes.headline):
        if unit in (_kind(name, model), "number"):
            return name, "value", _kind(name, model) == "percentage"
    raise Declined("declined_words", words=(span.text,))


def _kind(measure: str, model: SemanticModel) -> str:
    form = model.measure[measure].format
    return form.type if form else "number"


def _distance(amount: Span, measure: Span) -> tuple[int, int]:
    """How far a measure's words are from an amount; just behind is nearer than just before."""
    gap = measure.start - amount.end if measure.start >= amount.end else amount.start - measure.end
    return gap, int(measure.start < amount.end)
